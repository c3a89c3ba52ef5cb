//! What somebody does not want to hear.

use axum::body::Body;
use chrono::TimeDelta;
use testkit::Client;

use crate::world::{World, day};

/// Path of the link in the header that ends such mails.
fn stop_link(world: &World) -> String {
    let letter = world.server.letters().remove(0);
    let header = letter.header("List-Unsubscribe").unwrap();
    header.trim_matches(['<', '>']).strip_prefix("http://klustera.test").unwrap().to_owned()
}

/// A mailbox presses its button: no cookies, no browser's headers (RFC 8058).
async fn one_click(world: &World, link: &str) -> u16 {
    let request = http::Request::post(link)
        .header("host", "klustera.test")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .unwrap();
    tower::ServiceExt::oneshot(world.kit.site.clone(), request).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn one_click_in_a_mail_ends_such_mails_and_the_bell_still_rings() {
    let world = World::open().await;
    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    world.remind(&[unit]).await;
    world.pump().await;
    let link = stop_link(&world);
    let mut anyone = Client::stranger(world.kit.site.clone());
    anyone.get(&link).await.assert_says("Berhenti menerima email \"Pengingat iuran\" dari Griya Melati?");
    world.later(TimeDelta::days(1));
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 2, "opening the link is not yet a wish");

    assert_eq!(one_click(&world, &link).await, 200);
    assert_eq!(one_click(&world, &link).await, 200);
    world.later(TimeDelta::days(1));
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 2);
    assert_eq!(world.fates().await[2], ("dropped".to_owned(), "muted".to_owned()));
    let mut budi = world.melati.resident().await;
    budi.get(&world.melati.path("kabar")).await.assert_says("3 kabar belum dibaca");
    let choices = budi.get("/api/v1/me/notice-preferences").await.json();
    let off: Vec<&serde_json::Value> =
        choices.as_array().unwrap().iter().filter(|choice| choice["wanted"] == false).collect();
    assert_eq!(off.len(), 1);
    assert_eq!((off[0]["kind"].as_str(), off[0]["channel"].as_str()), (Some("dues_reminder"), Some("email")));

    anyone.post(&format!("{link}/batal"), &[]).await.assert_status(200);
    world.later(TimeDelta::days(1));
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 3);
}

#[tokio::test]
async fn whoever_has_no_account_ends_the_mails_of_this_complex_too() {
    let world = World::open().await;
    let unit = world.house("B-1").await;
    let ani = world.payer(unit, "Ani Rahayu", Some("ani@melati.example")).await;
    world.bill(unit, "B-1", ani, day(11, 10), 300_000).await;
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(one_click(&world, &stop_link(&world)).await, 200);
    world.later(TimeDelta::days(1));
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 1);
    let forged = stop_link(&world).replace("/berhenti/", "/berhenti/x");
    assert_eq!(one_click(&world, &forged).await, 404);
}

#[tokio::test]
async fn an_account_chooses_by_kind_and_way_and_a_manager_has_one_more() {
    let world = World::open().await;
    let (unit, person) = world.budi().await;
    let mut budi = world.melati.resident().await;
    let page = budi.get("/akun/kabar").await;
    page.assert_status(200).assert_says("Pengingat iuran").assert_silent_about("Permintaan bergabung");
    // Everything by mail, nothing in the centre.
    let saved =
        budi.submit("/akun/kabar", &[("invoice_issued.email", "ya"), ("dues_reminder.email", "ya")]).await;
    saved.assert_says("Pilihan kabar disimpan.");
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 1);
    budi.get(&world.melati.path("kabar")).await.assert_says("Tidak ada kabar baru.");
    let mut ratna = world.melati.manager().await;
    ratna.get("/akun/kabar").await.assert_says("Permintaan bergabung");
    let change = serde_json::json!([{ "kind": "dues_reminder", "channel": "app", "wanted": true }]);
    let changed = budi.json(http::Method::PUT, "/api/v1/me/notice-preferences", &change).await;
    let wanted = changed.json().as_array().unwrap().iter().filter(|choice| choice["wanted"] == true).count();
    assert_eq!(wanted, 3);
}
