//! Waivers that two people make, an amnesty, and a plan that stops the clock.

use chrono::TimeDelta;
use testkit::Page;

use crate::home::World;

/// The first place on this page where a decision is sent.
fn decision(page: &Page) -> Option<String> {
    let text = page.text();
    let end = text.find("/putusan\"")?;
    let start = text[..end].rfind("action=\"")? + 8;
    Some(format!("{}/putusan", &text[start..end]))
}

#[tokio::test]
async fn siti_asks_ratna_grants_and_the_account_shows_what_is_left() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    let mut siti = world.melati.treasurer().await;
    let account = world.melati.path("tunggakan/A-12");
    let fields =
        [("tagihan", october.number.as_str()), ("jumlah", "40.000"), ("alasan", "kepala keluarga sakit")];
    siti.submit(&format!("{account}/keringanan"), &fields).await.assert_status(200);
    assert_eq!(world.open_of(october.id).await, 150_000, "nothing is given up before somebody decides");
    let requests = world.melati.path("keringanan");
    let waiting = siti.get(&requests).await;
    waiting.assert_says("40.000").assert_says("Menunggu keputusan");
    assert_eq!(decision(&waiting), None, "Siti does not decide");

    let mut ratna = world.melati.manager().await;
    let path = decision(&ratna.get(&requests).await).unwrap();
    siti.post(&path, &[("putusan", "setuju")]).await.assert_status(403);
    ratna.submit(&path, &[("putusan", "setuju"), ("catatan", "rapat")]).await.assert_says("Disetujui");
    assert_eq!(world.open_of(october.id).await, 110_000);
    ratna.get(&account).await.assert_says("110.000").assert_says("Keringanan atau koreksi");
    ratna.post(&path, &[("putusan", "setuju")]).await.assert_status(404);
    world.assert_kept().await;
}

#[tokio::test]
async fn nobody_decides_on_the_own_request_or_asks_for_more_than_is_open() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    let mut ratna = world.melati.manager().await;
    let ask = world.melati.path("tunggakan/A-12/keringanan");
    let too_much = [("tagihan", october.number.as_str()), ("jumlah", "150.001"), ("alasan", "usaha sepi")];
    ratna.post(&ask, &too_much).await.assert_status(422).assert_says("paling banyak").assert_says("150.000");
    let fields = [too_much[0], ("jumlah", "150.000"), too_much[2]];
    ratna.submit(&ask, &fields).await.assert_status(200);
    let mut tx = world.tx().await;
    let id: uuid::Uuid =
        sqlx::query_scalar("select request_id from waiver_request").fetch_one(&mut tx).await.unwrap();
    drop(tx);
    let path = world.melati.path(&format!("keringanan/{id}/putusan"));
    ratna.post(&path, &[("putusan", "setuju")]).await.assert_status(409);
    assert_eq!(world.open_of(october.id).await, 150_000);
}

#[tokio::test]
async fn an_amnesty_is_counted_first_and_gives_up_the_fees_of_those_who_paid() {
    let world = World::open().await;
    world.monthly_fee().await;
    let (one, other) = (world.house("A-12", None).await, world.house("A-14", None).await);
    world.bill(one, "A-12", 10, 150_000).await;
    world.bill(other, "A-14", 10, 150_000).await;
    world.night().await;
    world.paid(one, 150_000, crate::home::day(11, 22)).await;
    let path = world.melati.path("keringanan/pemutihan");
    let mut ratna = world.melati.manager().await;
    ratna
        .get(&format!("{path}?sampai=2026-11-22&persen=100"))
        .await
        .assert_says("2 rumah, denda Rp\u{a0}100.000 akan dihapus");
    ratna
        .get(&format!("{path}?sampai=2026-11-22&persen=100&lunas=ya"))
        .await
        .assert_says("1 rumah, denda Rp\u{a0}50.000 akan dihapus");
    let fields = [
        ("sampai", "2026-11-22"),
        ("persen", "100"),
        ("lunas", "ya"),
        ("alasan", "Musyawarah warga 8 November 2026"),
    ];
    ratna.submit(&path, &fields).await.assert_status(200).assert_says("50.000");
    assert_eq!(world.fees_of(one).await, [("DND-2026-11-0001".to_owned(), 50_000, 0)]);
    assert_eq!(world.fees_of(other).await, [("DND-2026-11-0002".to_owned(), 50_000, 50_000)]);
    world.night().await;
    assert_eq!(world.fees_of(one).await.len(), 1, "what was given up is not charged again");
    world.assert_kept().await;
    world.melati.treasurer().await.post(&path, &fields).await.assert_status(403);
}

#[tokio::test]
async fn while_a_plan_runs_its_house_is_charged_nothing_more() {
    let world = World::open().await;
    world.monthly_fee().await;
    let (planned, other) = (world.house("A-12", None).await, world.house("A-14", None).await);
    world.bill(planned, "A-12", 10, 150_000).await;
    world.bill(other, "A-14", 10, 150_000).await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("tunggakan/A-12/cicilan");
    let fields = [
        ("kali", "3"),
        ("mulai", "2026-12-15"),
        ("dengan", "Budi Santoso"),
        ("alasan", "usaha sepi, disepakati di rumah ketua RT"),
    ];
    ratna.get(&format!("{path}?kali=3&mulai=2026-12-15")).await.assert_says("50.000");
    ratna.submit(&path, &fields).await.assert_status(200).assert_says("Ditepati");
    ratna.post(&path, &fields).await.assert_status(422).assert_says("Masih ada cicilan");
    world.kit.clock.turn(TimeDelta::days(20));
    world.night().await;
    assert_eq!(world.fees_of(planned).await[0].1, 50_000, "October and November, until the plan was agreed");
    assert_eq!(world.fees_of(other).await[0].1, 75_000, "December too");
    world.assert_kept().await;
}
