//! The own bookings on a telephone's calendar, and the code that the guard scans.

use http::Method;
use serde_json::json;
use tenancy::Role;

use crate::world::{World, court};

#[tokio::test]
async fn budi_subscribes_sees_what_is_cancelled_and_takes_the_address_back() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&court()).await;
    let mut budi = world.melati.resident().await;
    let slots = world.slots(facility).await;
    let path = world.melati.api(&format!("facilities/{facility}/bookings"));
    let wish = |slot: usize| json!({ "unit": unit, "starts_at": slots[slot]["starts_at"] });
    let kept = budi.json(Method::POST, &path, &wish(1)).await.json()["id"].as_str().unwrap().to_owned();
    let gone = budi.json(Method::POST, &path, &wish(3)).await.json()["id"].as_str().unwrap().to_owned();
    let cancel = world.melati.api(&format!("bookings/{gone}/cancel"));
    budi.json(Method::POST, &cancel, &json!({ "reason": "Hujan" })).await.assert_status(200);

    let page = world.melati.path("fasilitas-saya/kalender");
    budi.get(&world.melati.path("fasilitas-saya")).await.assert_says("Kalender ponsel");
    let made = budi.submit(&page, &[]).await;
    let text = made.assert_says("Alamat rahasia").text();
    let (_, rest) = text.split_once("/kalender/").unwrap();
    let seal = rest.split_once('"').unwrap().0;
    let mut telephone = world.kit.stranger();
    let address = format!("/kalender/{seal}");
    let feed = telephone.get(&address).await;
    feed.assert_status(200);
    let said = feed.text();
    assert!(said.starts_with("BEGIN:VCALENDAR\r\n") && said.ends_with("END:VCALENDAR\r\n"), "{said}");
    let event = |id: &str| {
        let at = said.find(&format!("UID:{id}@klustera\r\n")).unwrap();
        said[at..].split("END:VEVENT").next().unwrap().to_owned()
    };
    assert!(event(&kept).contains("SUMMARY:Lapangan bulu tangkis\\, A-12\r\n"), "{said}");
    assert!(event(&kept).contains("STATUS:CONFIRMED\r\n"), "{said}");
    assert!(event(&gone).contains("STATUS:CANCELLED\r\n"), "{said}");

    budi.submit(&page, &[]).await.assert_says("Alamat baru dibuat.");
    telephone.get(&address).await.assert_status(404);
    budi.submit(&format!("{page}/cabut"), &[]).await.assert_says("Alamat dicabut.");
    telephone.get("/kalender/tebakan").await.assert_status(404);
}

#[tokio::test]
async fn the_code_on_a_confirmed_booking_leads_the_guard_to_it() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&court()).await;
    let mut budi = world.melati.resident().await;
    let slots = world.slots(facility).await;
    let path = world.melati.api(&format!("facilities/{facility}/bookings"));
    let wish = json!({ "unit": unit, "starts_at": slots[1]["starts_at"] });
    let id = budi.json(Method::POST, &path, &wish).await.json()["id"].as_str().unwrap().to_owned();
    let own = budi.get(&world.melati.path(&format!("pesanan-saya/{id}"))).await;
    own.assert_says("Tunjukkan kode ini kepada satpam.").assert_says("<svg");
    let page = world.melati.path(&format!("jadwal-fasilitas/{id}"));
    let mut guard = world.melati.signed_in(Role::Guard).await;
    guard.get(&page).await.assert_says("untuk rumah A-12").assert_says("Catat masuk");
    budi.get(&page).await.assert_status(403);
}
