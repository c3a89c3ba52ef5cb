//! Web push: a browser is turned on, reads what is sealed for it, and is forgotten when it is gone.

use chrono::TimeDelta;
use http::Method;
use notices::{Facts, Kind, Notice, Recipient, tell};
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Page};

use crate::{
    push_house::Telephone,
    world::{World, day},
};

async fn turn_on(client: &mut Client, phone: &Telephone) -> Page {
    let (point, auth) = (phone.point(), phone.auth());
    let fields = [("alamat", phone.endpoint.as_str()), ("kunci", &point), ("rahasia", &auth)];
    client.submit("/akun/kabar/perangkat", &fields).await
}

async fn announce(world: &World, kind: Kind, number: &str) {
    let budi = world.melati.person(Role::Resident).account;
    let facts = Facts {
        subject: "Air mati".to_owned(),
        excerpt: "Sampai sore.".to_owned(),
        number: number.to_owned(),
        ..Facts::default()
    };
    let to = vec![Recipient::Account(budi)];
    let mut tx = world.tx().await;
    tell(&mut tx, vec![Notice { kind, unit: None, about: None, facts, to }]).await.unwrap();
    tx.commit().await.unwrap();
}

fn fate(state: &str, reason: &str) -> (String, String) {
    (state.to_owned(), reason.to_owned())
}

#[tokio::test]
async fn a_browser_reads_what_is_sealed_for_it_and_its_service_knows_who_sends() {
    let world = World::open().await;
    let (unit, person) = world.budi().await;
    let phone = Telephone::new(&world.push, 7);
    let mut budi = world.melati.resident().await;
    let page = turn_on(&mut budi, &phone).await;
    page.assert_says("Kabar diaktifkan di perangkat ini.").assert_says("Aktif sejak");
    page.assert_silent_about(&phone.endpoint);
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    world.remind(&[unit]).await;
    world.pump().await;
    let heard = world.push.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(world.server.letters().len(), 1, "the mail goes all the same");
    assert_eq!(heard[0].path, "/send/7");
    let said = phone.reads(&heard[0]);
    assert_eq!(said["title"], "Iuran A-12 terlambat 12 hari");
    assert!(said["body"].as_str().unwrap().contains("425.000"), "{said}");
    assert_eq!(said["url"], format!("{}", world.melati.path("tagihan-saya")));
    assert_eq!(said["tag"], heard[0].header("topic"));
    let of_headers = ["ttl", "urgency", "content-encoding"].map(|name| heard[0].header(name));
    assert_eq!(of_headers, ["259200", "normal", "aes128gcm"]);

    let key = budi.get("/api/v1/me/browsers").await.json()["public_key"].as_str().unwrap().to_owned();
    budi.get("/akun/kabar").await.assert_says("Kabar terakhir");
    assert!(budi.get("/akun/kabar").await.text().contains(&format!("data-push=\"{key}\"")));
    let claims = heard[0].claims(&key);
    assert_eq!(claims["aud"], world.push.address);
    assert_eq!(claims["sub"], "mailto:klustera@klustera.test");
    assert_eq!(claims["exp"], (world.tx().await.now() + TimeDelta::hours(12)).timestamp());
    assert!(world.fates().await.iter().all(|fate| fate.0 == "sent"), "{:?}", world.fates().await);
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten_and_a_service_that_is_busy_is_asked_again() {
    let world = World::open().await;
    let phone = Telephone::new(&world.push, 7);
    let mut budi = world.melati.resident().await;
    turn_on(&mut budi, &phone).await;
    world.push.answer_next(503);
    announce(&world, Kind::Announcement, "P-1").await;
    world.pump().await;
    assert_eq!(world.fates().await, [fate("queued", "HTTP 503")]);
    world.later(TimeDelta::minutes(5));
    world.pump().await;
    assert_eq!(world.fates().await, [fate("sent", "")]);
    assert_eq!(world.push.heard().len(), 2);

    world.push.answer_next(410);
    announce(&world, Kind::Announcement, "P-2").await;
    world.pump().await;
    assert_eq!(world.fates().await[1], fate("dropped", "no_browser"));
    assert_eq!(budi.get("/api/v1/me/browsers").await.json()["browsers"], json!([]));
    announce(&world, Kind::Announcement, "P-3").await;
    assert_eq!(world.fates().await.len(), 2, "nobody without a browser is sent anything");

    turn_on(&mut budi, &phone).await;
    world.later(TimeDelta::minutes(1));
    world.push.answer_next(403);
    announce(&world, Kind::Announcement, "P-4").await;
    world.pump().await;
    assert_eq!(world.fates().await[2], fate("failed", "HTTP 403"));
}

#[tokio::test]
async fn one_browser_that_took_it_is_enough() {
    let world = World::open().await;
    let (old, new) = (Telephone::new(&world.push, 7), Telephone::new(&world.push, 8));
    let mut budi = world.melati.resident().await;
    turn_on(&mut budi, &old).await;
    world.later(TimeDelta::minutes(1));
    turn_on(&mut budi, &new).await;
    world.push.answer_next(410);
    announce(&world, Kind::Announcement, "P-1").await;
    world.pump().await;
    assert_eq!(world.fates().await, [fate("sent", "")]);
    let heard = world.push.heard();
    assert_eq!(new.reads(&heard[1])["url"], world.melati.path("pengumuman-saya/P-1"));
    let left = budi.get("/api/v1/me/browsers").await.json();
    assert_eq!(left["browsers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_sends_us_to_another_machine_or_touches_somebody_elses_browser() {
    let world = World::open().await;
    let phone = Telephone::new(&world.push, 7);
    let (mut budi, mut siti) = (world.melati.resident().await, world.melati.treasurer().await);
    let mut elsewhere = Telephone::new(&world.push, 7);
    "http://169.254.169.254/latest".clone_into(&mut elsewhere.endpoint);
    let refused = turn_on(&mut budi, &elsewhere).await;
    refused.assert_says("bukan dari layanan pemberitahuan yang dikenal");
    let body = json!({ "endpoint": phone.endpoint, "keys": { "p256dh": "AAAA", "auth": phone.auth() } });
    budi.json(Method::POST, "/api/v1/me/browsers", &body).await.assert_status(409);

    let body =
        json!({ "endpoint": phone.endpoint, "keys": { "p256dh": phone.point(), "auth": phone.auth() } });
    let added = budi.json(Method::POST, "/api/v1/me/browsers", &body).await;
    let id = added.assert_status(200).json()["browsers"][0]["id"].as_str().unwrap().to_owned();
    siti.post(&format!("/akun/kabar/perangkat/{id}/hapus"), &[]).await.assert_status(404);
    siti.json(Method::DELETE, &format!("/api/v1/me/browsers/{id}"), &json!({})).await.assert_status(404);
    let guessed = json!({ "endpoint": phone.endpoint,
        "keys": { "p256dh": phone.point(), "auth": Telephone::new(&world.push, 9).auth() } });
    siti.json(Method::POST, "/api/v1/me/browsers", &guessed).await.assert_status(409);
    assert_eq!(siti.get("/api/v1/me/browsers").await.json()["browsers"], json!([]));

    // Whoever sits at the browser knows its secret: the telephone was handed on.
    turn_on(&mut siti, &phone).await.assert_says("Kabar diaktifkan di perangkat ini.");
    assert_eq!(budi.get("/api/v1/me/browsers").await.json()["browsers"], json!([]));
    let own = siti.get("/api/v1/me/browsers").await.json()["browsers"][0]["id"].as_str().unwrap().to_owned();
    let removed = siti.submit(&format!("/akun/kabar/perangkat/{own}/hapus"), &[]).await;
    removed.assert_says("Perangkat dihapus.");
}

#[tokio::test]
async fn the_oldest_of_more_than_ten_browsers_goes() {
    let world = World::open().await;
    let mut budi = world.melati.resident().await;
    for number in 1..=11 {
        turn_on(&mut budi, &Telephone::new(&world.push, number)).await;
        world.later(TimeDelta::minutes(1));
    }
    announce(&world, Kind::Emergency, "P-1").await;
    world.pump().await;
    let heard: Vec<String> = world.push.heard().into_iter().map(|heard| heard.path).collect();
    assert_eq!(heard.len(), 10);
    assert_eq!((heard[0].as_str(), heard[9].as_str()), ("/send/2", "/send/11"));
}

#[tokio::test]
async fn what_is_turned_off_stays_away_and_an_emergency_comes_at_night_too() {
    let world = World::open().await;
    let phone = Telephone::new(&world.push, 7);
    let mut budi = world.melati.resident().await;
    turn_on(&mut budi, &phone).await;
    let off = json!([{ "kind": "announcement", "channel": "push", "wanted": false }]);
    budi.json(Method::PUT, "/api/v1/me/notice-preferences", &off).await.assert_status(200);
    announce(&world, Kind::Announcement, "P-1").await;
    assert!(world.fates().await.is_empty());
    let off = json!([{ "kind": "announcement", "channel": "push", "wanted": true }]);
    budi.json(Method::PUT, "/api/v1/me/notice-preferences", &off).await.assert_status(200);

    world.later(TimeDelta::hours(12)); // the evening
    announce(&world, Kind::Announcement, "P-2").await;
    announce(&world, Kind::Emergency, "P-3").await;
    world.pump().await;
    let heard = world.push.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].header("urgency"), "high");
    assert_eq!(phone.reads(&heard[0])["url"], world.melati.path("pengumuman-saya/P-3"));
}
