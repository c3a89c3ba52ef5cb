//! What was owed before Klustera: looked at, brought in once, numbered, due, and booked against the opening balance.

use serde_json::json;
use testkit::{Client, Page};

use crate::billing::{Office, assert_books_hold};

/// What the page of the look carries on to the bringing in.
pub fn carried(page: &Page) -> String {
    let text = page.text();
    let from = text.find("<textarea name=\"baris\" hidden>").unwrap() + 30;
    text[from..].split("</textarea>").next().unwrap().to_owned()
}

async fn look(office: &Office, siti: &mut Client, sheet: &str) -> Page {
    let path = office.kit.melati.path("tagihan/saldo-awal");
    siti.upload(&path, "file", "tunggakan.csv", sheet.as_bytes()).await
}

async fn bring(office: &Office, siti: &mut Client, sheet: &str) -> Page {
    let carried = carried(&look(office, siti, sheet).await);
    let path = office.kit.melati.path("tagihan/saldo-awal/masuk");
    siti.submit(&path, &[("bulan", "2026-10"), ("baris", &carried)]).await
}

/// What stands on an account of this purpose.
async fn balance(office: &Office, purpose: &str) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(p.amount), 0)::bigint from posting p join ledger_account a using (complex_id, account_id)
          where p.complex_id = $1 and a.purpose = $2",
    )
    .bind(office.kit.melati.id)
    .bind(purpose)
    .fetch_one(&office.kit.owner)
    .await
    .unwrap()
}

/// House, number, month, due day and what is open of every opening invoice.
async fn invoices(office: &Office) -> Vec<(String, String, String, String, i64)> {
    sqlx::query_as(
        "select unit_code, number, period::text, due_on::text, open from invoice
          where complex_id = $1 and kind = 'opening' and voided_at is null order by number",
    )
    .bind(office.kit.melati.id)
    .fetch_all(&office.kit.owner)
    .await
    .unwrap()
}

const SHEET: &str = "DATA WARGA GRIYA MELATI;;;\nNo;Blok / No;Tunggakan s.d. Okt 2026;Titipan\nBLOK A;;;\n\
                     1;A-01;500000;\n2;A/2;Rp 750.000;\n3;A3;-;125.000\n4;Z-99;100000;\n5;A-04;blm;\n;;1250000;\n";

#[tokio::test]
async fn siti_looks_at_the_old_list_first_brings_it_in_and_the_same_list_again_changes_nothing() {
    let office = Office::open(5).await;
    let mut siti = office.kit.melati.treasurer().await;
    let seen = look(&office, &mut siti, SHEET).await;
    seen.assert_status(200)
        .assert_says("Rp\u{a0}1.250.000")
        .assert_says("Rp\u{a0}125.000")
        .assert_says("Rumah ini tidak ada di Klustera")
        .assert_says("Bukan jumlah rupiah")
        .assert_says("Bawa masuk 3 angka")
        .assert_says("mulai November 2026");
    assert!(invoices(&office).await.is_empty(), "a look brings nothing in");

    let done = bring(&office, &mut siti, SHEET).await;
    done.assert_status(200).assert_says("SA-2026-0001").assert_says("Rp\u{a0}500.000");
    let row = |code: &str, number: &str, open| {
        (code.to_owned(), number.to_owned(), "2026-10-01".to_owned(), "2026-10-10".to_owned(), open)
    };
    let expected = [row("A-01", "SA-2026-0001", 500_000), row("A-02", "SA-2026-0002", 750_000)];
    assert_eq!(invoices(&office).await, expected);
    assert_eq!(balance(&office, "dues_receivable").await, 1_250_000);
    assert_eq!(balance(&office, "credit").await, -125_000);
    assert_eq!(balance(&office, "opening").await, -1_250_000 + 125_000);
    assert_eq!(balance(&office, "dues_income").await, 0, "what was owed before is no income of today");
    let by: Option<uuid::Uuid> =
        sqlx::query_scalar("select created_by from invoice where complex_id = $1 limit 1")
            .bind(office.kit.melati.id)
            .fetch_one(&office.kit.owner)
            .await
            .unwrap();
    let siti_s = office.kit.melati.person(tenancy::Role::Treasurer).account;
    assert_eq!(by, Some(siti_s.uuid()), "who brought it in stands with it");

    let again = look(&office, &mut siti, SHEET).await;
    again.assert_says("Tidak ada yang baru").assert_silent_about("Bawa masuk 3 angka");
    let page = siti.get(&office.kit.melati.path("tagihan/SA-2026-0002")).await;
    page.assert_says("Tunggakan lama Oktober 2026").assert_says("Pemilik A-02").assert_says("baris 5");
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

#[tokio::test]
async fn two_treasurers_who_press_at_once_bring_it_in_once() {
    let office = Office::open(5).await;
    let mut siti = office.kit.melati.treasurer().await;
    let mut ratna = office.kit.melati.manager().await;
    let carried = carried(&look(&office, &mut siti, SHEET).await);
    let path = office.kit.melati.path("tagihan/saldo-awal/masuk");
    let fields = [("bulan", "2026-10"), ("baris", carried.as_str())];
    let (one, other) = tokio::join!(siti.post(&path, &fields), ratna.post(&path, &fields));
    one.assert_status(303);
    other.assert_status(303);
    assert_eq!(invoices(&office).await.len(), 2);
    assert_eq!(office.one("select count(*) from credit where complex_id = $1").await, 1);
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

#[tokio::test]
async fn months_side_by_side_are_an_invoice_each_and_titipan_pays_the_oldest() {
    let office = Office::open(3).await;
    let mut siti = office.kit.melati.treasurer().await;
    let sheet = "Tunggakan 2026;;;;;\nUnit;Agt;Sep;Okt;Jumlah;Lebih bayar\n\
                 A-01;150.000;150.000;;300.000;100.000\nA-02;;;150.000;155.000;\n";
    let seen = look(&office, &mut siti, sheet).await;
    seen.assert_says("tidak sama dengan jumlah angkanya").assert_says("Rp\u{a0}155.000");
    bring(&office, &mut siti, sheet).await.assert_status(200);
    let open: Vec<(String, i64)> =
        invoices(&office).await.into_iter().map(|(_, _, month, _, open)| (month, open)).collect();
    assert_eq!(open, [("2026-08-01".to_owned(), 50_000), ("2026-09-01".to_owned(), 150_000)]);
    assert_eq!(balance(&office, "credit").await, 0);
    assert_eq!(balance(&office, "opening").await, -300_000 + 100_000);
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

#[tokio::test]
async fn a_figure_that_was_billed_here_stands_twice_or_is_of_no_month_is_said_and_left_out() {
    let mut office = Office::open(4).await;
    office.bill("2026-10").await;
    let mut siti = office.kit.melati.treasurer().await;
    let sheet = "Unit;Bulan;Nominal;Jenis iuran;Jatuh tempo\n\
                 A-01;Okt 2026;100.000;IPL;\n\
                 A-01;Sep 2026;100.000;ipl;5/9/2026\n\
                 A-01;09/2026;100.000;Iuran lingkungan;\n\
                 A-02;Januari 2027;100.000;;\n\
                 A-02;kapan-kapan;100.000;;\n\
                 A-02;Sep 2026;100.000;Kolam renang;\n\
                 A-03;Sep 2026;100.000;;nanti\n\
                 A-03;Okt 2026;100.000;;\n\
                 A-04;Sep 2026;100.000,50;;\n";
    let seen = look(&office, &mut siti, sheet).await;
    for sentence in [
        "Oktober 2026 rumah ini sudah ditagih",
        "sudah ada di baris 3",
        "Januari 2027 belum tiba",
        "Bulannya tidak terbaca",
        "Jenis iuran ini tidak ada",
        "Tanggal jatuh tempo tidak terbaca",
        "Bukan jumlah rupiah",
    ] {
        seen.assert_says(sentence);
    }
    bring(&office, &mut siti, sheet).await;
    let brought = invoices(&office).await;
    assert_eq!(brought.len(), 1, "{brought:?}");
    assert_eq!((brought[0].2.as_str(), brought[0].3.as_str()), ("2026-09-01", "2026-09-05"));
    let page = siti.get(&office.kit.melati.path("tagihan/SA-2026-0001")).await;
    page.assert_says("Tunggakan Iuran lingkungan September 2026");

    let none = look(&office, &mut siti, "Nama;Telepon\nBudi;0812\n").await;
    none.assert_status(422).assert_says("kolom rumah dan kolom jumlah");
    look(&office, &mut siti, "").await.assert_status(422).assert_says("Pilih berkas");
    look(&office, &mut siti, "%PDF-1.4").await.assert_status(422);
}

#[tokio::test]
async fn what_is_brought_in_for_a_charge_is_not_billed_again_and_comes_anew_once_it_is_void() {
    let mut office = Office::open(2).await;
    let mut siti = office.kit.melati.treasurer().await;
    let sheet = "Unit;Bulan;Tunggakan;Jenis iuran\nA-01;Nov 2026;100.000;IPL\n";
    bring(&office, &mut siti, sheet).await.assert_says("SA-2026-0001");
    office.bill("2026-11").await;
    let total = "select total from invoice where complex_id = $1 and unit_code = 'A-01' and kind = 'dues'";
    assert_eq!(office.one(total).await, 49_000, "only what is not brought in");

    let void = office.kit.melati.path("tagihan/SA-2026-0001/batal");
    office.ratna.post(&void, &[("alasan", "Sudah dibayar di buku lama")]).await.assert_status(303);
    assert_eq!(balance(&office, "opening").await, 0);
    bring(&office, &mut siti, &sheet.replace("100.000", "60.000")).await.assert_says("SA-2026-0002");
    assert_eq!(balance(&office, "opening").await, -60_000);
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

#[tokio::test]
async fn the_template_names_every_house_and_only_who_keeps_the_dues_may_open_it() {
    let office = Office::open(3).await;
    let path = |rest: &str| office.kit.melati.path(rest);
    let mut siti = office.kit.melati.treasurer().await;
    let sample = siti.get(&path("tagihan/saldo-awal/contoh")).await;
    sample.assert_status(200);
    let book = spreadsheet::read(&sample.body, None, &spreadsheet::Limits::default()).unwrap();
    let rows = &book.sheets[0].rows;
    assert_eq!(rows.len(), 4);
    assert_eq!(
        (rows[1].cell(0).unwrap().text(), rows[1].cell(1).unwrap().text()),
        ("A-01".into(), "Oktober 2026".into())
    );
    siti.get(&path("tagihan")).await.assert_says("Bawa masuk tunggakan lama");
    // Untouched, it says nothing.
    let upload = path("tagihan/saldo-awal");
    siti.upload(&upload, "file", "contoh.xlsx", &sample.body)
        .await
        .assert_status(422)
        .assert_says("Tidak ada angka");
    office.kit.melati.resident().await.get(&upload).await.assert_status(403);
    office.kit.melati.area_head().await.get(&upload).await.assert_status(403);
    office.kit.mawar.treasurer().await.get(&upload).await.assert_status(404);
}

#[tokio::test]
async fn a_program_brings_in_all_rows_or_none_and_once_for_a_key() {
    let office = Office::open(3).await;
    let path = office.kit.melati.api("opening-arrears");
    let good = json!({ "until": "2026-10", "rows": [
        { "unit": "A-01", "amount": 300_000 },
        { "unit": "a2", "month": "2026-08", "amount": 150_000, "charge_type": "IPL", "due_on": "2026-08-20" },
        { "unit": "A-03", "amount": -75_000 },
    ] });
    let bad = json!({ "rows": [{ "unit": "A-01", "amount": 1 }, { "unit": "Z-9", "amount": 5 }] });
    let refused = crate::invoices::answered(&office, &path, "satu", &bad).await;
    refused.assert_status(422).assert_says("rows.2").assert_silent_about("rows.1\"");
    assert!(invoices(&office).await.is_empty());
    let done = crate::invoices::answered(&office, &path, "dua", &good).await;
    done.assert_status(201);
    let expected = json!({ "invoices": ["SA-2026-0001", "SA-2026-0002"], "owed": 450_000, "ahead_units": 1,
                           "ahead": 75_000, "known": 0 });
    assert_eq!(done.json(), expected);
    assert_eq!(crate::invoices::answered(&office, &path, "dua", &good).await.json(), expected);
    let again = crate::invoices::answered(&office, &path, "tiga", &good).await.json();
    assert_eq!((again["known"].as_i64(), again["owed"].as_i64()), (Some(3), Some(0)));
    assert_eq!(invoices(&office).await.len(), 2);
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}
