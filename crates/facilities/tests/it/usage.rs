//! A month in figures.

use facilities::Draft;
use http::Method;
use serde_json::json;
use tenancy::Role;

use crate::world::{World, court};

#[tokio::test]
async fn ratna_reads_how_full_the_court_was_and_who_did_not_come() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&Draft { slot_minutes: 90, ..court() }).await;
    let mut budi = world.melati.resident().await;
    let slots = world.slots(facility).await;
    let path = world.melati.api(&format!("facilities/{facility}/bookings"));
    let mut ids = Vec::new();
    for slot in &slots[..3] {
        let wish = json!({ "unit": unit, "starts_at": slot["starts_at"] });
        ids.push(budi.json(Method::POST, &path, &wish).await.json()["id"].as_str().unwrap().to_owned());
    }
    let cancel = world.melati.api(&format!("bookings/{}/cancel", ids[2]));
    budi.json(Method::POST, &cancel, &json!({ "reason": "Hujan" })).await.assert_status(200);
    world.later(chrono::TimeDelta::days(2));
    let absent = world.melati.path(&format!("jadwal-fasilitas/{}/hadir", ids[1]));
    world
        .melati
        .signed_in(Role::Guard)
        .await
        .post(&absent, &[("jadi", "tidak-hadir")])
        .await
        .assert_status(303);

    let mut ratna = world.melati.manager().await;
    let month = slots[0]["starts_at"].as_str().unwrap()[..7].to_owned();
    let usage = ratna.get(&world.melati.api(&format!("facilities/usage?month={month}"))).await.json();
    let court = &usage[0];
    assert_eq!((&court["bookings"], &court["booked_minutes"]), (&json!(2), &json!(180)));
    assert_eq!((&court["no_shows"], &court["cancelled"]), (&json!(1), &json!(1)));
    let year_month = format!("{month}-01").parse::<kernel::Date>().unwrap();
    let days = kernel::Period::of(year_month).last_day().format("%d").to_string().parse::<i64>().unwrap();
    assert_eq!(court["bookable_minutes"], json!(days * 9 * 90), "nine sessions of 90 minutes a day");

    let page = ratna.get(&world.melati.path(&format!("fasilitas/laporan?bulan={month}"))).await;
    page.assert_says("Lapangan bulu tangkis").assert_says("Tidak hadir").assert_says(">3<");
    let csv =
        ratna.get(&world.melati.path(&format!("fasilitas/laporan/unduh?bulan={month}&format=csv"))).await;
    csv.assert_says("Lapangan bulu tangkis;2;180;");
    budi.get(&world.melati.path("fasilitas/laporan")).await.assert_status(403);
}
