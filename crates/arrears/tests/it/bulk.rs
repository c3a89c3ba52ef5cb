//! What is done with many houses of the list at once: reminders that somebody sends, prints, a spreadsheet.

use http::Method;
use serde_json::json;
use testkit::Page;

use crate::home::World;

/// The first place on this page where a reminder is ticked off.
fn tick(page: &Page) -> String {
    let text = page.text();
    let end = text.find("/terkirim\"").unwrap();
    let start = text[..end].rfind("action=\"").unwrap() + 8;
    format!("{}/terkirim", &text[start..end])
}

#[tokio::test]
async fn ratna_reminds_two_houses_in_her_whatsapp_and_ticks_off_what_she_sent() {
    let world = World::open().await;
    let (budis, other) = (world.house("A-12", None).await, world.house("B-1", None).await);
    let budi = world.owned(budis).await;
    for month in [8, 9, 10] {
        world.bill_to(Some(budi), budis, "A-12", (month, 150_000)).await;
    }
    world.bill(other, "B-1", 10, 200_000).await;
    let mut ratna = world.melati.manager().await;
    let begin = world.melati.path("tunggakan/ingatkan");
    let ids = [budis.to_string(), other.to_string()];
    let began = ratna.post(&begin, &[("unit", &ids[0]), ("unit", &ids[1])]).await;
    let round = began.assert_status(303).location().unwrap();
    let page = ratna.get(&round).await;
    page.assert_says("0 dari 2 terkirim").assert_says("650.000").assert_says("450.000");
    page.assert_says("Agustus 2026 – Oktober 2026 (3 bulan)").assert_says("Nomor belum ada");
    page.assert_says("wa.me/62").assert_says("450.000").assert_says("Bapak/Ibu%20");

    let ticked = ratna.submit(&tick(&page), &[]).await;
    ticked
        .assert_says("Pengingat A-12 ditandai terkirim")
        .assert_says("1 dari 2 terkirim")
        .assert_says("/belum");
    ratna.get(&begin).await.assert_says("1 dari 2 terkirim").assert_says("650.000");
    let undo = tick(&page).replace("/terkirim", "/belum");
    ratna.submit(&undo, &[]).await.assert_says("0 dari 2 terkirim");
    let mut tx = world.tx().await;
    let written: i64 =
        sqlx::query_scalar("select count(*) from audit_entry where table_name = 'reminder_sent'")
            .fetch_one(&mut tx)
            .await
            .unwrap();
    assert_eq!(written, 1, "who took the tick away is written down");
    ratna.post(&begin, &[]).await.assert_status(409).assert_says("sedikitnya satu rumah");
}

#[tokio::test]
async fn all_that_the_filter_finds_are_reminded_and_joko_reaches_his_rt_alone() {
    let world = World::open().await;
    let rt = Some(world.melati.area);
    for (code, rt, month) in [("C-1", rt, 7), ("C-2", rt, 11), ("D-1", None, 7), ("D-2", None, 11)] {
        let unit = world.house(code, rt).await;
        world.bill(unit, code, month, 100_000).await;
    }
    let begin = world.melati.path("tunggakan/ingatkan");
    let mut siti = world.melati.treasurer().await;
    let old = siti.submit(&begin, &[("semua", "ya"), ("umur", "lebih")]).await;
    old.assert_says("0 dari 2 terkirim").assert_says("C-1").assert_says("D-1").assert_silent_about("C-2");
    let outside = siti.post(&begin, &[("semua", "ya"), ("q", "D-")]).await.location().unwrap();
    siti.get(&outside).await.assert_says("0 dari 2 terkirim").assert_says("D-2");

    let mut joko = world.melati.area_head().await;
    joko.get(&outside).await.assert_status(404);
    let own = joko.submit(&begin, &[("semua", "ya")]).await;
    own.assert_says("0 dari 2 terkirim").assert_says("C-2").assert_silent_about("D-1");
    let mut dewi = world.kit.mawar.manager().await;
    let theirs = outside.replace(&world.melati.path(""), &world.kit.mawar.path(""));
    dewi.get(&theirs).await.assert_status(404);
    dewi.get(&outside).await.assert_status(404);
}

#[tokio::test]
async fn a_program_begins_a_round_and_ticks_off_what_it_sent() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 10, 150_000).await;
    let mut siti = world.melati.treasurer().await;
    let path = world.melati.api("reminder-rounds");
    let began = siti.json(Method::POST, &path, &json!({ "units": [unit] })).await;
    let round = began.assert_status(201).json();
    let reminder = &round["reminders"][0];
    assert_eq!((reminder["amount"].as_i64(), reminder["months"].as_i64()), (Some(150_000), Some(1)));
    assert!(reminder["message"].as_str().unwrap().contains("Oktober 2026"));
    let at = format!("{path}/{}", round["id"].as_str().unwrap());
    let ticked = format!("{at}/reminders/{}/sent", reminder["id"].as_str().unwrap());
    let sent = siti.json(Method::POST, &ticked, &json!({})).await;
    assert_eq!(sent.assert_status(200).json()["sent_by"], world.melati.person(tenancy::Role::Treasurer).name);
    let shown = siti.get(&at).await.json();
    assert!(shown["reminders"][0]["sent_at"].is_string());
    siti.json(Method::POST, &path, &json!({ "units": [] })).await.assert_status(409);
}

#[tokio::test]
async fn statements_letters_and_the_sheet_of_the_ticked_houses_come_in_one_file_each() {
    let world = World::open().await;
    let mut ids = Vec::new();
    for code in ["A-1", "A-2", "A-3"] {
        let unit = world.house(code, None).await;
        world.bill(unit, code, 10, 150_000).await;
        ids.push(unit.to_string());
    }
    let mut ratna = world.melati.manager().await;
    let two = [("unit", ids[0].as_str()), ("unit", ids[2].as_str())];
    let paper = ratna.post(&world.melati.path("tunggakan/cetak"), &two).await;
    assert!(paper.assert_status(200).body.starts_with(b"%PDF"));
    let sheet = [two[0], two[1], ("format", "csv")];
    let sheet = ratna.post(&world.melati.path("tunggakan/unduh"), &sheet).await;
    sheet.assert_status(200).assert_says("A-1;").assert_says("A-3;").assert_silent_about("A-2;");

    let all = [("semua", "ya")];
    ratna.submit(&world.melati.path("surat/massal"), &all).await.assert_says("3 surat ditulis");
    let letters = ratna.get(&world.melati.api("letters")).await.json();
    let letters: Vec<String> = letters["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    let chosen: Vec<(&str, &str)> = letters.iter().map(|id| ("surat", id.as_str())).collect();
    let paper = ratna.post(&world.melati.path("surat/cetak"), &chosen).await;
    assert!(paper.assert_status(200).body.starts_with(b"%PDF"));
    let cut = ratna.post(&world.melati.path("surat/cetak"), &chosen[..1]).await;
    assert!(cut.body.len() < paper.body.len(), "three letters are more paper than one");
    ratna.post(&world.melati.path("surat/cetak"), &[]).await.assert_status(409).assert_says("satu surat");
    world.melati.area_head().await.post(&world.melati.path("surat/cetak"), &chosen).await.assert_status(403);
}
