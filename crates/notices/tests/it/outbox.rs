//! What goes out: when, how often, and when not.

use async_trait::async_trait;
use chrono::TimeDelta;
use jobs::{Job as _, Tools};
use kernel::{ComplexId, Period, UnitId};
use notices::{SendDue, TellIssued};
use tenancy::{Store, TenantTx};

use crate::world::{World, day};

/// A bill of November that was due on the tenth, twelve days ago.
async fn late_budi(world: &World) -> kernel::UnitId {
    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    unit
}

#[tokio::test]
async fn the_month_that_was_billed_reaches_the_bell_and_the_mailbox_once() {
    let world = World::open().await;
    let (_, _) = world.budi().await;
    let mut tx = world.tx().await;
    dues::sample::found(&mut tx, day(1, 1), day(4, 1)).await.unwrap();
    tx.commit().await.unwrap();
    let scope = world.kit.store.job_scope(world.melati.id);
    let run = dues::sample::bill_month(&scope, Period::of(day(12, 1))).await.unwrap();
    for _ in 0..2 {
        TellIssued { run }.run(scope.clone(), &Tools::new()).await.unwrap();
    }
    let mut budi = world.melati.resident().await;
    let centre = budi.get(&world.melati.path("kabar")).await;
    centre.assert_status(200).assert_says("Tagihan Desember 2026 A-12: Rp\u{a0}425.000");
    centre.assert_says("1 kabar belum dibaca").assert_says("Jatuh tempo 10 Desember 2026");
    world.pump().await;
    world.pump().await;
    let letters = world.server.letters();
    assert_eq!(letters.len(), 1);
    let text = letters[0].text();
    assert!(text.contains("Jatuh tempo 10 Desember 2026. Nomor INV-2026-12-0001."), "{text}");
    let link = format!("http://klustera.test{}", world.melati.path("tagihan-saya/INV-2026-12-0001"));
    assert!(text.contains(&link), "{text}");
    assert_eq!(letters[0].header("List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
    assert_eq!(world.fates().await, [("sent".to_owned(), String::new())]);
}

#[tokio::test]
async fn nobody_is_written_to_at_night_and_whoever_pays_by_morning_hears_nothing() {
    let world = World::open().await;
    let unit = late_budi(&world).await;
    let other = world.house("B-1").await;
    let ani = world.payer(other, "Ani Rahayu", Some("ani@melati.example")).await;
    world.bill(other, "B-1", ani, day(11, 10), 300_000).await;
    world.later(TimeDelta::hours(10)); // eight in the evening
    world.remind(&[unit, other]).await.assert_says("Menunggu");
    world.pump().await;
    assert!(world.server.letters().is_empty());
    world.paid(unit, 425_000).await;
    world.later(TimeDelta::hours(13)); // nine in the morning
    world.pump().await;
    let letters = world.server.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ["ani@melati.example".to_owned()]);
    assert!(letters[0].text().contains("Yang belum dibayar Rp\u{a0}300.000"), "{}", letters[0].text());
    let mut siti = world.melati.treasurer().await;
    let page = siti.get(&world.melati.path("pesan?status=batal")).await;
    page.assert_says("Sudah lunas sebelum dikirim")
        .assert_says("Budi Santoso")
        .assert_silent_about("Ani Rahayu");
}

/// A till that gives every house an address.
struct Till;

#[async_trait]
impl notices::BillLinks for Till {
    async fn of(
        &self,
        _: &mut TenantTx,
        store: &Store,
        _: ComplexId,
        unit: UnitId,
    ) -> tenancy::Result<String> {
        Ok(format!("{}/t/{unit}", store.site().public_url))
    }
}

#[tokio::test]
async fn a_reminder_leads_to_the_page_where_the_bill_is_paid_without_signing_in() {
    let world = World::open().await;
    let unit = late_budi(&world).await;
    world.remind(&[unit]).await;
    let tools = world.tools().with(notices::Bills::by(Till));
    SendDue::default().run(world.kit.store.job_scope(world.melati.id), &tools).await.unwrap();
    let letters = world.server.letters();
    let link = format!("http://klustera.test/t/{unit}");
    assert!(letters[0].text().contains(&link), "{}", letters[0].text());
}

#[tokio::test]
async fn a_household_gets_one_message_about_money_a_day() {
    let world = World::open().await;
    let unit = late_budi(&world).await;
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 1);
    let twice = world.remind(&[unit]).await;
    twice.assert_says("Terkirim");
    world.pump().await;
    assert_eq!(world.server.letters().len(), 1, "reminded twice on one day");
    // Another message about money waits for the next morning and then speaks of that day.
    let person: kernel::PersonId = {
        let mut tx = world.tx().await;
        sqlx::query_scalar("select payer_id from invoice where unit_id = $1")
            .bind(unit)
            .fetch_one(&mut tx)
            .await
            .unwrap()
    };
    let mut tx = world.tx().await;
    let more = notices::Notice {
        kind: notices::Kind::DuesReminder,
        unit: Some(unit),
        about: None,
        facts: notices::Facts { unit: "A-12".to_owned(), ..notices::Facts::default() },
        to: vec![notices::Recipient::Person(person)],
    };
    notices::tell(&mut tx, vec![more]).await.unwrap();
    tx.commit().await.unwrap();
    world.pump().await;
    assert_eq!(world.server.letters().len(), 1);
    world.later(TimeDelta::hours(23));
    world.pump().await;
    let letters = world.server.letters();
    assert_eq!(letters.len(), 2);
    assert!(letters[1].text().contains("jatuh tempo sejak 10 November 2026"), "{}", letters[1].text());
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_and_one_that_says_never_is_not() {
    let world = World::open().await;
    let unit = late_budi(&world).await;
    world.server.refuse_once("451 4.3.0 later please");
    world.remind(&[unit]).await;
    world.pump().await;
    assert_eq!(world.fates().await[0].0, "queued");
    world.pump().await;
    assert!(world.server.letters().is_empty(), "tried again at once");
    world.server.refuse_once("550 5.1.1 <budi@melati.example> no such user");
    world.later(TimeDelta::minutes(2));
    world.pump().await;
    let fates = world.fates().await;
    assert_eq!(fates[0].0, "failed");
    assert!(fates[0].1.contains("550") && !fates[0].1.contains('@'), "{fates:?}");

    let mut siti = world.melati.treasurer().await;
    let page = siti.get(&world.melati.path("pesan")).await;
    page.assert_says("Gagal").assert_says("no such user");
    let again = page
        .text()
        .split("action=\"")
        .find(|part| part.contains("/ulangi"))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    siti.submit(&again, &[]).await.assert_says("Pesan menunggu dikirim lagi.");
    world.pump().await;
    assert_eq!(world.server.letters().len(), 1);
    siti.post(&again, &[]).await.assert_status(409);
    let api = siti.get(&world.melati.api("messages?state=sent")).await.json();
    assert_eq!(api["items"][0]["recipient"], "Budi Santoso");
    assert_eq!(api["items"][0]["unit_code"], "A-12");
}

#[tokio::test]
async fn sixty_go_out_in_a_minute_and_the_rest_in_the_next() {
    let world = World::open().await;
    let unit = late_budi(&world).await;
    let mut tx = world.tx().await;
    let mut notices = Vec::new();
    for number in 0..70 {
        let person = kernel::PersonId::new(tx.now());
        sqlx::query("insert into person (person_id, name, email) values ($1, $2, $3)")
            .bind(person)
            .bind(format!("Warga {number}"))
            .bind(format!("warga{number}@melati.example"))
            .execute(&mut tx)
            .await
            .unwrap();
        notices.push(notices::Notice {
            kind: notices::Kind::ClaimFiled,
            unit: Some(unit),
            about: None,
            facts: notices::Facts::default(),
            to: vec![notices::Recipient::Person(person)],
        });
    }
    notices::tell(&mut tx, notices).await.unwrap();
    tx.commit().await.unwrap();
    world.pump().await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 60);
    world.later(TimeDelta::seconds(61));
    world.pump().await;
    assert_eq!(world.server.letters().len(), 70);
}

#[tokio::test]
async fn what_is_rolled_back_was_told_to_nobody() {
    let world = World::open().await;
    let (unit, person) = world.budi().await;
    let mut tx = world.tx().await;
    let notice = notices::Notice {
        kind: notices::Kind::DuesReminder,
        unit: Some(unit),
        about: None,
        facts: notices::Facts::default(),
        to: vec![notices::Recipient::Person(person)],
    };
    let told = notices::tell(&mut tx, vec![notice]).await.unwrap();
    assert_eq!((told.notices, told.unreachable), (1, 0));
    drop(tx);
    assert!(world.fates().await.is_empty());
}
