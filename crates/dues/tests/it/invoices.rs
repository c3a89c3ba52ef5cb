//! An issued invoice: read by the office and by the resident, voided, issued again, lowered.

use kernel::UnitId;
use serde_json::json;
use testkit::{Client, Page};

use crate::billing::{Office, assert_books_hold};

/// Budi lives in A-01, Rina (of the other complex) nowhere here.
async fn budi_lives_in_a01(office: &Office) {
    let budi = office.kit.melati.person(tenancy::Role::Resident).account;
    let mut tx = office.past_policies().await;
    sqlx::query(
        "update person p set account_id = $2 from occupancy o, unit u
          where p.complex_id = $1 and o.complex_id = $1 and u.complex_id = $1 and o.person_id = p.person_id
            and u.unit_id = o.unit_id and u.code = 'A-01'",
    )
    .bind(office.kit.melati.id)
    .bind(budi)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn bank(office: &Office) {
    let mut tx = office.kit.melati.tx().await;
    sqlx::query(
        "insert into dues_setting (setting_id, bank_name, bank_number, bank_holder)
         values (gen_random_uuid(), 'BCA', '1234567890', 'Kas Griya Melati')",
    )
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn tariff_becomes(office: &Office, amount: i64) {
    // Somebody mistyped a price; past the policies, because a price that was used is only followed.
    let mut tx = office.past_policies().await;
    sqlx::query("update tariff set used_at = null where complex_id = $1")
        .bind(office.kit.melati.id)
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query(
        "update tariff set rule = jsonb_build_object('kind', 'flat', 'amount', $2::bigint)
          where complex_id = $1 and charge_type_id = (select charge_type_id from charge_type
                where complex_id = $1 and code = 'SAMPAH')",
    )
    .bind(office.kit.melati.id)
    .bind(amount)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_office_finds_an_invoice_by_month_standing_house_and_number() {
    let mut office = Office::open(60).await;
    office.bill("2026-11").await;
    let list = office.kit.melati.path("tagihan");
    let page = office.ratna.get(&list).await;
    page.assert_status(200).assert_says("1–50 dari 60").assert_says("A-01").assert_says("Rp\u{a0}11.940.000");
    page.assert_silent_about("A-51");
    let found = office.ratna.get(&format!("{list}?q=a51")).await;
    found.assert_says("INV-2026-11-0051").assert_silent_about("INV-2026-11-0050");
    let found = office.ratna.get(&format!("{list}?q=INV-2026-11-0007&bulan=semua")).await;
    found.assert_says("A-07").assert_silent_about("A-08");
    office.ratna.get(&format!("{list}?bulan=2026-10")).await.assert_says("Belum ada tagihan Oktober 2026");
    // The kit's day is 22 November and invoices of this run are due on the day they were issued, at the earliest.
    office.ratna.get(&format!("{list}?status=telat")).await.assert_says("Tidak ada yang cocok");
    office.kit.clock.turn(chrono::TimeDelta::days(1));
    office.ratna.get(&format!("{list}?status=telat")).await.assert_says("Terlambat 1 hari");
    let sheet = office.ratna.get(&format!("{list}/unduh?format=csv")).await;
    assert_eq!(sheet.text().lines().count(), 61);
    let dewi = office.kit.mawar.manager().await.get(&list).await;
    dewi.assert_status(404);
}

#[tokio::test]
async fn the_page_of_an_invoice_says_how_each_figure_came_to_be_and_a_neighbour_sees_nothing() {
    let mut office = Office::open(3).await;
    budi_lives_in_a01(&office).await;
    bank(&office).await;
    office.bill("2026-11").await;
    let page = office.ratna.get(&office.kit.melati.path("tagihan/INV-2026-11-0001")).await;
    page.assert_status(200)
        .assert_says("Iuran lingkungan November 2026")
        .assert_says("Rp\u{a0}150.000")
        .assert_says("Sampah November 2026")
        .assert_says("Rp\u{a0}49.000")
        .assert_says("Rp\u{a0}199.000")
        .assert_says("Tarif tetap");

    let mut budi = office.kit.melati.resident().await;
    let own = budi.get(&office.kit.melati.path("tagihan-saya")).await;
    own.assert_status(200)
        .assert_says("Rp\u{a0}199.000")
        .assert_says("Rp\u{a0}199.001")
        .assert_says("1234567890");
    own.assert_silent_about("INV-2026-11-0002");
    budi.get(&office.kit.melati.path("tagihan-saya/INV-2026-11-0001")).await.assert_says("Iuran lingkungan");
    budi.get(&office.kit.melati.path("tagihan-saya/INV-2026-11-0002")).await.assert_status(404);
    budi.get(&office.kit.melati.path("tagihan/INV-2026-11-0001")).await.assert_status(403);
}

#[tokio::test]
async fn a_wrong_invoice_is_voided_with_a_reason_and_issued_again_under_a_new_number() {
    let mut office = Office::open(2).await;
    office.bill("2026-11").await;
    tariff_becomes(&office, 40_000).await;
    let path = office.kit.melati.path("tagihan/INV-2026-11-0001/batal");
    office.ratna.post(&path, &[("alasan", "x")]).await.assert_status(422);
    let answer =
        office.ratna.post(&path, &[("alasan", "Tarif sampah salah ketik"), ("terbit_ulang", "ya")]).await;
    answer.assert_status(303);
    assert!(answer.location().unwrap().ends_with("tagihan/INV-2026-11-0003"));
    let new = office.ratna.get(&office.kit.melati.path("tagihan/INV-2026-11-0003")).await;
    new.assert_says("Rp\u{a0}190.000").assert_says("Menggantikan").assert_says("INV-2026-11-0001");
    let old = office.ratna.get(&office.kit.melati.path("tagihan/INV-2026-11-0001")).await;
    old.assert_says("Tarif sampah salah ketik").assert_says("INV-2026-11-0003").assert_says("Batal");
    // Twice pressed is done once.
    office
        .ratna
        .post(&path, &[("alasan", "Tarif sampah salah ketik"), ("terbit_ulang", "ya")])
        .await
        .assert_status(303);
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 3);
    assert_eq!(
        office.one("select sum(open)::bigint from invoice where complex_id = $1").await,
        199_000 + 190_000
    );
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

#[tokio::test]
async fn what_was_paid_on_a_void_invoice_pays_the_one_in_its_place() {
    let mut office = Office::open(1).await;
    office.bill("2026-11").await;
    pay(&office, 199_000).await;
    assert_eq!(office.one("select open from invoice where complex_id = $1").await, 0);
    tariff_becomes(&office, 40_000).await;
    let mut office_client: Client = office.kit.melati.manager().await;
    let path = office.kit.melati.path("tagihan/INV-2026-11-0001/batal");
    office_client.post(&path, &[("alasan", "Tarif salah"), ("terbit_ulang", "ya")]).await.assert_status(303);
    assert_eq!(office.one("select sum(open)::bigint from invoice where complex_id = $1").await, 0);
    let left = "select (amount - used - returned)::bigint from credit where complex_id = $1";
    assert_eq!(office.one(left).await, 9_000);
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

async fn pay(office: &Office, amount: i64) {
    let mut tx = office.kit.melati.tx().await;
    let unit: UnitId =
        sqlx::query_scalar("select unit_id from unit where code = 'A-01'").fetch_one(&mut tx).await.unwrap();
    let cash: uuid::Uuid = sqlx::query_scalar("select account_id from ledger_account where purpose = 'cash'")
        .fetch_one(&mut tx)
        .await
        .unwrap();
    let credit = kernel::CreditId::new(office.kit.clock.now());
    let money = dues::settle::Money {
        credit,
        unit,
        source: credit.uuid(),
        reference: "KW-2026-000001".to_owned(),
        account: kernel::LedgerAccountId::from_uuid(cash),
        amount: kernel::Rupiah::new(amount).unwrap(),
        value_on: "2026-11-22".parse().unwrap(),
    };
    dues::settle::receive(&mut tx, money, None).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_credit_note_lowers_what_is_open_and_the_books_say_so() {
    let mut office = Office::open(1).await;
    office.bill("2026-11").await;
    let path = office.kit.melati.path("tagihan/INV-2026-11-0001/kurangi");
    office.ratna.post(&path, &[("jumlah", "500.000"), ("alasan", "Salah hitung")]).await.assert_status(422);
    office
        .ratna
        .post(&path, &[("jumlah", "49.000"), ("alasan", "Sampah tidak diangkut")])
        .await
        .assert_status(303);
    assert_eq!(office.one("select open from invoice where complex_id = $1").await, 150_000);
    let page = office.ratna.get(&office.kit.melati.path("tagihan/INV-2026-11-0001")).await;
    page.assert_says("Sampah tidak diangkut").assert_says("Baru sebagian");
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}

#[tokio::test]
async fn a_program_bills_a_month_reads_it_and_voids_once() {
    let mut office = Office::open(3).await;
    let api = |rest: &str| office.kit.melati.api(rest);
    let (runs, preview, list) =
        (api("billing-runs"), api("billing-preview?month=2026-11"), api("invoices?month=2026-11"));
    let seen = office.ratna.get(&preview).await.json();
    assert_eq!((seen["invoices"].as_i64(), seen["total"].as_i64()), (Some(3), Some(597_000)));
    let refused = office.ratna.json(axum::http::Method::POST, &runs, &json!({ "month": "2026-11" })).await;
    refused.assert_status(400);
    let run = keyed(&office, &runs, "satu", &json!({ "month": "2026-11" })).await;
    let again = keyed(&office, &runs, "satu", &json!({ "month": "2026-11" })).await;
    assert_eq!(run["id"], again["id"]);
    office.work().await;
    let found = office.ratna.get(&list).await.json();
    let first = &found["items"][0];
    assert_eq!((first["number"].as_str(), first["open"].as_i64()), (Some("INV-2026-11-0001"), Some(199_000)));
    let void = office.kit.melati.api("invoices/INV-2026-11-0001/void");
    let done = keyed(&office, &void, "dua", &json!({ "reason": "Salah", "reissue": true })).await;
    assert_eq!(done["issued"], json!(["INV-2026-11-0004"]));
    assert_eq!(done["invoice"]["standing"], "void");
}

async fn keyed(office: &Office, path: &str, key: &str, body: &serde_json::Value) -> serde_json::Value {
    let page = answered(office, path, key, body).await;
    assert!(page.status.is_success(), "{}: {}", page.status, page.text());
    page.json()
}

/// Posts JSON with an Idempotency-Key, which the client of the kit does not send.
pub async fn answered(office: &Office, path: &str, key: &str, body: &serde_json::Value) -> Page {
    use tower::ServiceExt as _;
    let session = office.ratna.cookie("klustera").unwrap();
    let request = axum::http::Request::builder()
        .method("POST")
        .uri(path)
        .header("host", "klustera.test")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .header("cookie", format!("klustera={session}"))
        .body(axum::body::Body::from(body.to_string()))
        .unwrap();
    let (parts, body) = office.kit.site.clone().oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    Page { status: parts.status, headers: parts.headers, body }
}
