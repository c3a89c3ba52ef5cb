//! Many invoices on paper: the ticked ones at once, a whole street in the background, and the same as a sheet.

use axum::Extension;
use files::Files;
use jobs::Tools;
use paper::{Press, PressSettings};
use serde_json::json;
use testkit::{Kit, Page};

use crate::billing::{Office, charge};

/// Griya Melati with so many houses, November billed, and what a print needs.
async fn november(houses: i32) -> (Office, Tools, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let press = Press::start(PressSettings::default()).unwrap();
    let (beside, at_site) = (files.clone(), press.clone());
    let kit = Kit::open_with(dues::routes().and(files::routes()), |site| {
        site.layer(Extension(at_site)).layer(Extension(beside))
    })
    .await;
    let ratna = kit.melati.manager().await;
    let mut office = Office { kit, ratna };
    crate::billing::settle_in(&office.kit, &office.kit.melati, houses).await;
    charge(&office.kit, &office.kit.melati, "IPL", "Iuran lingkungan", 150_000).await;
    let tools = Tools::new().with(files).with(press);
    office.bill("2026-11").await;
    (office, tools, folder)
}

fn is_pdf(page: &Page) -> bool {
    page.assert_status(200);
    page.body.starts_with(b"%PDF-")
}

/// The ids of the boxes on the list.
fn boxes(page: &Page) -> Vec<String> {
    let text = page.text();
    let parts = text.split("name=\"tagihan\" value=\"").skip(1);
    parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn ratna_ticks_two_of_three_and_prints_them_or_takes_them_as_a_sheet() {
    let (mut office, ..) = november(3).await;
    let list = office.kit.melati.path("tagihan");
    let boxes = boxes(&office.ratna.get(&list).await);
    assert_eq!(boxes.len(), 3);
    let two = [("tagihan", boxes[0].as_str()), ("tagihan", boxes[2].as_str())];
    assert!(is_pdf(&office.ratna.post(&format!("{list}/cetak"), &two).await));
    let mut as_csv = two.to_vec();
    as_csv.push(("format", "csv"));
    let sheet = office.ratna.post(&format!("{list}/unduh"), &as_csv).await;
    sheet.assert_status(200).assert_says("A-01").assert_says("A-03").assert_silent_about("A-02");
    let none = office.ratna.post(&format!("{list}/cetak"), &[]).await;
    none.assert_says("Tidak ada tagihan untuk dicetak");
    let all = [("semua", "ya"), ("bulan", "2026-11"), ("format", "csv")];
    let sheet = office.ratna.post(&format!("{list}/unduh"), &all).await;
    assert_eq!(sheet.text().lines().count(), 4);
    // Another complex's invoice is not there, wherever its id came from.
    let mut dewi = office.kit.mawar.manager().await;
    let there = office.kit.mawar.path("tagihan/cetak");
    dewi.post(&there, &two).await.assert_says("Tidak ada tagihan untuk dicetak");
}

#[tokio::test]
async fn a_street_of_more_than_150_is_printed_in_the_background_part_by_part() {
    let (mut office, tools, _folder) = november(152).await;
    let list = office.kit.melati.path("tagihan");
    let all = [("semua", "ya"), ("bulan", "2026-11")];
    let ordered = office.ratna.post(&format!("{list}/cetak"), &all).await;
    ordered.assert_status(303);
    let print = ordered.location().unwrap();
    office.ratna.get(&print).await.assert_says("dari 152 tagihan").assert_says("boleh ditutup");
    office.ratna.post(&format!("{print}/lanjut"), &[]).await.assert_status(303);
    office.work_with(tools.clone()).await;
    let done = office.ratna.get(&print).await;
    done.assert_says("Cetakan siap")
        .assert_says("Bagian 1: A-01 – A-150")
        .assert_says("Bagian 2: A-151 – A-152")
        .assert_says("2 tagihan");
    let text = done.text();
    let links: Vec<&str> =
        text.split("href=\"/berkas/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(links.len(), 2);
    assert!(is_pdf(&office.ratna.get(&format!("/berkas/{}", links[1])).await));
    // Woken once more, it makes nothing twice.
    office.ratna.post(&format!("{print}/lanjut"), &[]).await.assert_status(303);
    office.work_with(tools).await;
    assert_eq!(office.one("select count(*) from invoice_print_part where complex_id = $1").await, 2);
    office.kit.mawar.manager().await.get(&print).await.assert_status(404);
}

#[tokio::test]
async fn a_program_orders_a_print_and_fetches_it_and_after_a_week_its_file_is_gone() {
    let (mut office, tools, _folder) = november(2).await;
    let path = office.kit.melati.api("invoice-prints");
    let body = json!({ "month": "2026-11", "standing": "unpaid" });
    let ordered = crate::invoices::answered(&office, &path, "cetak", &body).await;
    ordered.assert_status(201);
    let ordered = ordered.json();
    assert_eq!((ordered["total"].as_i64(), ordered["done"].as_i64()), (Some(2), Some(0)));
    office.work_with(tools.clone()).await;
    let one = format!("{path}/{}", ordered["id"].as_str().unwrap());
    let done = office.ratna.get(&one).await.json();
    assert_eq!((done["done"].as_i64(), done["parts"][0]["last_unit"].as_str()), (Some(2), Some("A-02")));
    let url = done["parts"][0]["url"].as_str().unwrap().to_owned();
    assert!(is_pdf(&office.ratna.get(&url).await));
    let nothing = json!({ "month": "2025-01" });
    crate::invoices::answered(&office, &path, "kosong", &nothing).await.assert_status(422);

    office.kit.clock.turn(chrono::TimeDelta::days(8));
    let scope = office.kit.store.job_scope(office.kit.melati.id);
    jobs::Job::run(dues::TidyPrints {}, scope, &tools).await.unwrap();
    let gone = office.ratna.get(&one).await.json();
    assert!(gone["parts"][0].get("url").is_none());
    office.ratna.get(&url).await.assert_status(404);
}
