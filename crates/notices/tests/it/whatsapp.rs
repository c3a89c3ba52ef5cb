//! WhatsApp by somebody's contract: what goes out, what is said about it afterwards, and a carrier that says no.

use axum::body::Body;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::world::{World, day};

const SECRET: &str = "rahasia-aplikasi";

async fn by_fonnte(world: &World) {
    let mut ratna = world.melati.manager().await;
    let fields = [("pembawa", "fonnte"), ("token_fonnte", "token-perangkat-1234"), ("harga", "350")];
    let saved = ratna.submit(&world.melati.path("saluran"), &fields).await;
    saved.assert_says("Saluran WhatsApp disimpan.").assert_says("berakhiran …1234");
    saved.assert_silent_about("token-perangkat");
}

async fn by_cloud(world: &World) {
    let mut ratna = world.melati.manager().await;
    let body = json!({
        "carrier": "cloud", "phone_number_id": "1000001", "template": "kabar_warga",
        "cloud_token": "EAAtoken-5678", "cloud_secret": SECRET, "price": 400,
    });
    let set = ratna.json(Method::PUT, &world.melati.api("whatsapp-settings"), &body).await;
    set.assert_status(200).assert_silent_about("EAAtoken").assert_silent_about(SECRET);
    assert_eq!(set.json()["cloud_token_tail"], "5678");
}

/// Budi owes since the tenth and is reminded.
async fn reminded(world: &World) {
    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    world.remind(&[unit]).await;
}

/// Path of the address that the carrier was given.
async fn hook(world: &World) -> String {
    let mut ratna = world.melati.manager().await;
    let setting = ratna.get(&world.melati.api("whatsapp-settings")).await.json();
    setting["webhook"].as_str().unwrap().strip_prefix("http://klustera.test").unwrap().to_owned()
}

async fn say(world: &World, path: &str, body: &str, signature: &str) -> u16 {
    let request = http::Request::post(path)
        .header("host", "klustera.test")
        .header("content-type", "application/json")
        .header("x-hub-signature-256", signature)
        .body(Body::from(body.to_owned()))
        .unwrap();
    tower::ServiceExt::oneshot(world.kit.site.clone(), request).await.unwrap().status().as_u16()
}

async fn fonnte_says(world: &World, news: Value) {
    assert_eq!(say(world, &hook(world).await, &news.to_string(), "").await, 200);
}

fn signed(secret: &str, body: &str) -> String {
    let mut mac: Hmac<Sha256> = Hmac::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

fn states(world: &[(String, String)]) -> Vec<&str> {
    world.iter().map(|(state, _)| state.as_str()).collect()
}

#[tokio::test]
async fn a_reminder_by_fonnte_says_what_it_costs_arrives_once_and_is_known_to_be_read() {
    let world = World::open().await;
    by_fonnte(&world).await;
    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    let id = unit.to_string();
    let mut siti = world.melati.treasurer().await;
    let check = siti.post(&world.melati.path("pengingat/periksa"), &[("unit", &id)]).await;
    check.assert_says("1 pesan WhatsApp, sekitar Rp\u{a0}350");
    let estimate = json!({ "units": [id] });
    let estimate = siti.json(Method::POST, &world.melati.api("reminders/estimate"), &estimate).await;
    assert_eq!(estimate.json(), json!({"reminded": 1, "by_whatsapp": 1, "by_email": 0, "cost": 350}));
    world.remind(&[unit]).await;
    world.pump().await;
    world.pump().await;
    assert!(world.server.letters().is_empty(), "money goes one way");
    assert_eq!(world.carrier.heard().len(), 1);
    let form = world.carrier.last_form();
    let budi = world.melati.person(tenancy::Role::Resident);
    assert_eq!(form[0], ("target".to_owned(), budi.phone.wa_me().to_owned()));
    let text = &form[1].1;
    assert!(text.starts_with("*Iuran A-12 terlambat 12 hari*\n"), "{text}");
    assert!(text.contains("http://klustera.test/berhenti/") && text.contains("Griya Melati"), "{text}");
    assert_eq!(world.fates().await, [("sent".to_owned(), String::new())]);

    fonnte_says(&world, json!({"device":"628110000000","id":"80000001","status":"sent","state":"read"}))
        .await;
    fonnte_says(&world, json!({"id":"80000001","state":"delivered"})).await;
    fonnte_says(&world, json!({"id":"80000001","status":"expired"})).await;
    assert_eq!(states(&world.fates().await), ["read"], "news moves forward only");
    let page = siti.get(&world.melati.path("pesan?status=dibaca")).await;
    page.assert_says("Budi Santoso").assert_says("Lewat WhatsApp");
    let api = siti.get(&world.melati.api("messages?channel=whatsapp")).await.json();
    assert_eq!(api["items"][0]["state"], "read");
}

#[tokio::test]
async fn news_that_is_quicker_than_our_own_commit_is_not_lost() {
    let world = World::open().await;
    by_fonnte(&world).await;
    reminded(&world).await;
    fonnte_says(&world, json!({"id":"80000001","state":"delivered"})).await;
    world.pump().await;
    assert_eq!(states(&world.fates().await), ["delivered"]);
    assert_eq!(world.count("carrier_parked").await, 0);
}

#[tokio::test]
async fn whom_whatsapp_does_not_reach_gets_the_mail_at_once_or_when_the_carrier_says_so() {
    let world = World::open().await;
    by_fonnte(&world).await;
    world.carrier.answer_next(200, json!({"status":false,"reason":"target invalid"}));
    reminded(&world).await;
    world.pump().await;
    world.pump().await;
    let fates = world.fates().await;
    assert!(fates.contains(&("failed".to_owned(), "target invalid".to_owned())), "{fates:?}");
    assert_eq!(world.server.letters().len(), 1);

    world.later(TimeDelta::days(1));
    by_cloud(&world).await;
    let unit = world.house("B-1").await;
    let ani = world.payer(unit, "Ani Rahayu", Some("ani@melati.example")).await;
    world.phone(ani, "+6281200000077").await;
    world.bill(unit, "B-1", ani, day(11, 10), 300_000).await;
    world.remind(&[unit]).await;
    world.pump().await;
    let (path, sent) = world.carrier.heard().pop().unwrap();
    assert_eq!(path, "/v23.0/1000001/messages");
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(
        (sent["to"].as_str(), sent["template"]["name"].as_str()),
        (Some("6281200000077"), Some("kabar_warga"))
    );
    assert_eq!(world.server.letters().len(), 1);
    let failed =
        json!({"object":"whatsapp_business_account","entry":[{"id":"W","changes":[{"field":"messages",
        "value":{"statuses":[{"id":"wamid.2","status":"failed","timestamp":"1","recipient_id":"6281200000077",
            "errors":[{"code":131_026,"title":"Message undeliverable"}]}]}}]}]})
        .to_string();
    let path = hook(&world).await;
    assert_eq!(say(&world, &path, &failed, &signed("another", &failed)).await, 403);
    assert_eq!(say(&world, &path, &failed, &signed(SECRET, &failed)).await, 200);
    assert_eq!(say(&world, &path, &failed, &signed(SECRET, &failed)).await, 200);
    world.pump().await;
    let letters = world.server.letters();
    assert_eq!(letters.len(), 2, "once, however often it is said");
    assert_eq!(letters[1].to, ["ani@melati.example".to_owned()]);
}

#[tokio::test]
async fn a_token_that_expired_rests_the_channel_and_does_not_fail_everybody() {
    let world = World::open().await;
    by_fonnte(&world).await;
    let mut units = Vec::new();
    for number in 1..=4 {
        let code = format!("B-{number}");
        let unit = world.house(&code).await;
        let person = world.payer(unit, &format!("Warga {number}"), None).await;
        world.phone(person, &format!("+628120000010{number}")).await;
        world.bill(unit, &code, person, day(11, 10), 300_000).await;
        units.push(unit);
    }
    world.carrier.answer_next(200, json!({"status":false,"reason":"token invalid"}));
    world.remind(&units).await;
    world.pump().await;
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 1, "one asked, and the others were spared");
    assert_eq!(states(&world.fates().await), ["queued"; 4]);
    let mut ratna = world.melati.manager().await;
    ratna.get(&world.melati.path("pesan")).await.assert_says("WhatsApp berhenti sementara: token invalid.");

    world.carrier.answer_next(200, json!({"status":false,"reason":"token invalid"}));
    let number = [("nomor", "0812 0000 0000")];
    let test = ratna.post(&world.melati.path("saluran/uji"), &number).await;
    test.assert_status(422).assert_says("Pengaturan ditolak: token invalid").assert_says("0812 0000 0000");
    let test = ratna.submit(&world.melati.path("saluran/uji"), &number).await;
    test.assert_says("Pesan uji dikirim ke 0812").assert_silent_about("berhenti sementara");
    world.pump().await;
    assert_eq!(states(&world.fates().await), ["sent"; 4]);
}

#[tokio::test]
async fn a_channel_that_rests_asks_with_one_message_after_an_hour() {
    let world = World::open().await;
    by_fonnte(&world).await;
    reminded(&world).await;
    for _ in 0..2 {
        world.carrier.answer_next(200, json!({"status":false,"reason":"insufficient quota"}));
        world.pump().await;
        world.later(TimeDelta::minutes(61));
    }
    assert_eq!(world.carrier.heard().len(), 2);
    world.pump().await;
    assert_eq!(states(&world.fates().await), ["sent"]);
    let setting = world.melati.manager().await.get(&world.melati.api("whatsapp-settings")).await.json();
    assert_eq!(setting["rests_until"], Value::Null);
}

#[tokio::test]
async fn what_is_temporary_is_tried_again_and_what_nobody_knows_is_not() {
    let world = World::open().await;
    by_cloud(&world).await;
    reminded(&world).await;
    let busy = json!({"error":{"message":"(#130429) Rate limit hit","code":130_429}});
    world.carrier.answer_next(429, busy);
    world.pump().await;
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 1, "tried again at once");
    world.carrier.answer_next(502, json!("bad gateway"));
    world.later(TimeDelta::minutes(3));
    world.pump().await;
    world.later(TimeDelta::hours(3));
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 2, "it may have gone");
    assert_eq!(world.fates().await, [("failed".to_owned(), "HTTP 502".to_owned())]);
    assert!(world.server.letters().is_empty());
}

#[tokio::test]
async fn a_worker_that_died_while_it_sent_leaves_a_doubt_and_no_second_message() {
    let world = World::open().await;
    by_fonnte(&world).await;
    reminded(&world).await;
    let mut tx = world.tx().await;
    sqlx::query("update notice_delivery set handed_at = scope_now() where channel = 'whatsapp'")
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.pump().await;
    assert!(world.carrier.heard().is_empty());
    assert_eq!(world.fates().await, [("failed".to_owned(), "lost".to_owned())]);
    let mut siti = world.melati.treasurer().await;
    let page = siti.get(&world.melati.path("pesan")).await;
    page.assert_says("Terputus saat dikirim");
    let again = page.text().split("action=\"").find(|part| part.contains("/ulangi")).unwrap().to_owned();
    siti.submit(again.split('"').next().unwrap(), &[]).await;
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 1, "a person may decide to send it again");
}

#[tokio::test]
async fn an_ordinary_account_writes_to_twelve_people_a_minute() {
    let world = World::open().await;
    by_fonnte(&world).await;
    let mut tx = world.tx().await;
    let mut notices = Vec::new();
    for number in 0..15 {
        let person = kernel::PersonId::new(tx.now());
        sqlx::query("insert into person (person_id, name, phone) values ($1, $2, $3)")
            .bind(person)
            .bind(format!("Warga {number}"))
            .bind(format!("+62812000002{number:02}"))
            .execute(&mut tx)
            .await
            .unwrap();
        notices.push(notices::Notice {
            kind: notices::Kind::Announcement,
            unit: None,
            about: None,
            facts: notices::Facts { subject: "Air mati besok".to_owned(), ..Default::default() },
            to: vec![notices::Recipient::Person(person)],
        });
    }
    let to: Vec<notices::Recipient> = notices.iter().flat_map(|notice| notice.to.clone()).collect();
    let cost = notices::cost(&mut tx, notices::Kind::Announcement, &to).await.unwrap();
    assert_eq!((cost.messages, cost.total().get()), (15, 5_250));
    let told = notices::tell(&mut tx, notices).await.unwrap();
    assert_eq!(told.unreachable, 0);
    tx.commit().await.unwrap();
    world.pump().await;
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 12);
    world.later(TimeDelta::seconds(61));
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 15);
}

#[tokio::test]
async fn one_tap_in_a_message_ends_such_messages_and_the_mail_takes_over() {
    let world = World::open().await;
    by_fonnte(&world).await;
    reminded(&world).await;
    world.pump().await;
    let text = world.carrier.last_form()[1].1.clone();
    let link = text.split("http://klustera.test").find(|part| part.starts_with("/berhenti/")).unwrap();
    let mut anyone = testkit::Client::stranger(world.kit.site.clone());
    let ask = anyone.get(link.trim()).await;
    ask.assert_says("Berhenti menerima pesan WhatsApp \"Pengingat iuran\" dari Griya Melati?");
    anyone.post(link.trim(), &[]).await.assert_status(200);
    world.later(TimeDelta::days(1));
    let unit: kernel::UnitId = {
        let mut tx = world.tx().await;
        sqlx::query_scalar("select unit_id from unit where code = 'A-12'").fetch_one(&mut tx).await.unwrap()
    };
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.carrier.heard().len(), 1);
    assert_eq!(world.server.letters().len(), 1);
}

#[tokio::test]
async fn meta_is_told_that_the_address_is_ours_and_only_ratna_sets_it() {
    let world = World::open().await;
    by_cloud(&world).await;
    let mut ratna = world.melati.manager().await;
    let page = ratna.get(&world.melati.path("saluran")).await;
    let word = page.text().split("data-copy=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let path = hook(&world).await;
    let mut meta = testkit::Client::stranger(world.kit.site.clone());
    let ask =
        |word: &str| format!("{path}?hub.mode=subscribe&hub.verify_token={word}&hub.challenge=1158201444");
    let yes = meta.get(&ask(&word)).await;
    yes.assert_status(200);
    assert_eq!(yes.text(), "1158201444");
    meta.get(&ask("lain")).await.assert_status(403);
    meta.get(&path.replace("/whatsapp/", "/whatsapp/x")).await.assert_status(404);

    let wrong =
        [("pembawa", "cloud"), ("nomor_id", "+62 812"), ("templat", "Kabar Warga"), ("harga", "sejuta")];
    let wrong = ratna.post(&world.melati.path("saluran"), &wrong).await;
    wrong.assert_status(422).assert_says("hanya angka").assert_says("huruf kecil").assert_says("Kabar Warga");
    let mut siti = world.melati.treasurer().await;
    siti.get(&world.melati.path("saluran")).await.assert_status(403);
    let theirs = world.kit.mawar.manager().await.get(&world.kit.mawar.api("whatsapp-settings")).await;
    assert_eq!(theirs.json()["carrier"], "off");
    let sealed: Vec<Vec<u8>> =
        sqlx::query_scalar("select sealed from carrier_key").fetch_all(&world.kit.owner).await.unwrap();
    assert!(
        sealed.iter().all(|seal| !seal.windows(8).any(|part| part == b"EAAtoken" || part == b"rahasia-"))
    );
}
