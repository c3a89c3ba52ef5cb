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

/// Siti asks that a part of this invoice be given up.
async fn asked(world: &World, unit: &str, invoice: &str, amount: &str) {
    let mut siti = world.melati.treasurer().await;
    let fields = [("tagihan", invoice), ("jumlah", amount), ("alasan", "kepala keluarga sakit")];
    let ask = world.melati.path(&format!("tunggakan/{unit}/keringanan"));
    siti.submit(&ask, &fields).await.assert_status(200);
}

/// Ratna grants what waits first.
async fn grant(world: &World) {
    let mut ratna = world.melati.manager().await;
    let path = decision(&ratna.get(&world.melati.path("keringanan")).await).unwrap();
    ratna.submit(&path, &[("putusan", "setuju")]).await.assert_says("Disetujui");
}

#[tokio::test]
async fn a_waiver_of_what_was_paid_meanwhile_pays_what_else_is_open_and_then_waits_as_titipan() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    let november = world.bill(unit, "A-12", 11, 150_000).await;
    asked(&world, "A-12", &october.number, "100.000").await;
    world.paid(unit, 120_000, crate::home::day(11, 20)).await;
    assert_eq!(world.open_of(october.id).await, 30_000);
    grant(&world).await;
    let open = [world.open_of(october.id).await, world.open_of(november.id).await];
    assert_eq!(open, [0, 80_000], "70,000 of what was paid for October pays November");
    assert_eq!(world.credit_of(unit).await, 0);

    asked(&world, "A-12", &november.number, "50.000").await;
    world.paid(unit, 80_000, crate::home::day(11, 21)).await;
    grant(&world).await;
    assert_eq!((world.open_of(november.id).await, world.credit_of(unit).await), (0, 50_000));
    world.assert_kept().await;
}

#[tokio::test]
async fn requests_page_by_key_those_that_wait_first() {
    let world = World::open().await;
    for code in ["A-1", "A-2", "A-3"] {
        let unit = world.house(code, None).await;
        let bill = world.bill(unit, code, 10, 150_000).await;
        asked(&world, code, &bill.number, "10.000").await;
        world.kit.clock.turn(TimeDelta::seconds(1));
    }
    // The newest is decided and goes behind those that wait.
    grant(&world).await;
    let mut siti = world.melati.treasurer().await;
    let path = world.melati.api("waivers?limit=2");
    let first = siti.get(&path).await.json();
    let next = first["next"].as_str().unwrap().to_owned();
    let second = siti.get(&format!("{path}&cursor={next}")).await.json();
    let codes = |page: &serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["unit_code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((codes(&first), codes(&second)), (vec!["A-2".into(), "A-1".into()], vec!["A-3".into()]));
    assert!(second["next"].is_null());
    let id = first["items"][0]["id"].as_str().unwrap();
    let behind = siti.get(&world.melati.path(&format!("keringanan?sesudah=0~{id}"))).await;
    behind
        .assert_says("/tunggakan/A-1\"")
        .assert_says("/tunggakan/A-3\"")
        .assert_silent_about("/tunggakan/A-2\"");
}

#[tokio::test]
async fn a_plan_that_was_left_ends_by_itself_and_fees_run_again_and_one_that_is_paid_is_kept() {
    let world = World::open().await;
    world.monthly_fee().await;
    for code in ["A-12", "A-14"] {
        let unit = world.house(code, None).await;
        world.bill(unit, code, 10, 150_000).await;
    }
    let mut ratna = world.melati.manager().await;
    for code in ["A-12", "A-14"] {
        let fields =
            [("kali", "3"), ("mulai", "2026-12-15"), ("dengan", "Budi Santoso"), ("alasan", "usaha sepi")];
        let path = world.melati.path(&format!("tunggakan/{code}/cicilan"));
        ratna.submit(&path, &fields).await.assert_says("Ditepati");
    }
    world.kit.clock.turn(TimeDelta::days(31));
    let mut tx = world.tx().await;
    let left = homes::unit_by_code(&mut tx, "A-12").await.unwrap().unwrap();
    let kept = homes::unit_by_code(&mut tx, "A-14").await.unwrap().unwrap();
    drop(tx);
    world.paid(kept, 150_000, crate::home::day(11, 23)).await;
    let mut ratna = world.melati.manager().await;
    let account = |code: &str| world.melati.path(&format!("tunggakan/{code}"));
    ratna.get(&account("A-12")).await.assert_says("Tidak ditepati").assert_silent_about("Buat cicilan");
    world.judge().await;
    world.night().await;
    let page = ratna.get(&account("A-12")).await;
    page.assert_silent_about("Tidak ditepati").assert_says("Buat cicilan").assert_says("225.000");
    assert_eq!(world.fees_of(left).await[0].1, 75_000, "October to December, as if nothing had been agreed");
    ratna.get(&account("A-14")).await.assert_silent_about("id=\"h-plan\"");
    world.judge().await;
    let mut tx = world.tx().await;
    let ended: Vec<String> = sqlx::query_scalar("select ended_as from installment_plan order by ended_as")
        .fetch_all(&mut tx)
        .await
        .unwrap();
    assert_eq!(ended, ["broken", "kept"]);
    drop(tx);
    world.assert_kept().await;
}

#[tokio::test]
async fn two_requests_for_one_invoice_are_not_granted_beyond_what_it_asks_for() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    let mut siti = world.melati.treasurer().await;
    let ask = world.melati.path("tunggakan/A-12/keringanan");
    for reason in ["kepala keluarga sakit", "rumah kebanjiran"] {
        let fields = [("tagihan", october.number.as_str()), ("jumlah", "100.000"), ("alasan", reason)];
        siti.post(&ask, &fields).await.assert_status(303);
    }
    let (mut ratna, requests) = (world.melati.manager().await, world.melati.path("keringanan"));
    let granted = [("putusan", "setuju")];
    for status in [303, 409] {
        let path = decision(&ratna.get(&requests).await).unwrap();
        let answer = ratna.post(&path, &granted).await;
        answer.assert_status(status);
        if status == 409 {
            answer.assert_says("Tagihan itu sekarang berutang lebih sedikit");
        }
        assert_eq!(world.open_of(october.id).await, 50_000);
    }
    world.assert_kept().await;
}
