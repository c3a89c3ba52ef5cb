//! An invoice on paper: for the office, for whoever lives there, for a program, and a month of them in one print; and
//! the account on which a charge's income is booked.

use axum::Extension;
use kernel::LedgerAccountId;
use paper::{Press, PressSettings};
use serde_json::json;
use testkit::{Kit, Page};

use crate::billing::{Office, assert_books_hold, charge};

/// Griya Melati with so many houses, a fee of Rp 150.000 and a press.
async fn with_press(houses: i32) -> Office {
    let press = Press::start(PressSettings::default()).unwrap();
    let kit = Kit::open_with(dues::routes(), |site| site.layer(Extension(press))).await;
    let ratna = kit.melati.manager().await;
    let office = Office { kit, ratna };
    let budi = office.kit.melati.person(tenancy::Role::Resident).account;
    let mut tx = office.past_policies().await;
    for statement in [
        "insert into unit (unit_id, code, status)
         select gen_random_uuid(), 'A-' || lpad(n::text, 2, '0'), 'lived_in' from generate_series(1, $1) n
          where $2 is not null",
        "insert into person (person_id, name, account_id)
         select gen_random_uuid(), 'Pemilik ' || code, case when code = 'A-01' then $2 end
           from unit where complex_id = current_complex() and $1 > 0",
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, payer, period)
         select gen_random_uuid(), u.unit_id, p.person_id, 'owner', true, daterange('2020-01-01', null)
           from unit u join person p on p.complex_id = u.complex_id and p.name = 'Pemilik ' || u.code
          where u.complex_id = current_complex() and $1 > 0 and $2 is not null",
    ] {
        sqlx::query(statement).bind(houses).bind(budi).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    charge(&office.kit, &office.kit.melati, "IPL", "Iuran lingkungan", 150_000).await;
    office
}

fn is_pdf(page: &Page) -> bool {
    page.assert_status(200);
    page.body.starts_with(b"%PDF-")
}

#[tokio::test]
async fn an_invoice_is_printed_by_the_office_and_by_whoever_lives_there_and_by_no_neighbour() {
    let mut office = with_press(2).await;
    office.bill("2026-11").await;
    let path = |rest: &str| office.kit.melati.path(rest);
    let mut ratna = office.kit.melati.manager().await;
    assert!(is_pdf(&ratna.get(&path("tagihan/INV-2026-11-0001/pdf")).await));
    let picture = ratna.get(&path("tagihan/INV-2026-11-0001/png")).await;
    picture.assert_status(200);
    assert!(picture.body.starts_with(b"\x89PNG"));
    assert!(picture.body.len() <= paper::PNG_LIMIT_BYTES, "{} bytes", picture.body.len());
    assert!(is_pdf(&ratna.get(&office.kit.melati.api("invoices/INV-2026-11-0002/pdf")).await));
    ratna.get(&path("tagihan/INV-2026-11-0009/pdf")).await.assert_status(404);

    let mut budi = office.kit.melati.resident().await;
    let shown = budi.get(&path("tagihan-saya/INV-2026-11-0001")).await;
    shown.assert_status(200).assert_says("Cetak (PDF)");
    assert!(is_pdf(&budi.get(&path("tagihan-saya/INV-2026-11-0001/pdf")).await));
    budi.get(&path("tagihan-saya/INV-2026-11-0001/png")).await.assert_status(200);
    budi.get(&path("tagihan-saya/INV-2026-11-0002/pdf")).await.assert_status(404);
    budi.get(&path("tagihan/INV-2026-11-0001/pdf")).await.assert_status(403);
    let mut dewi = office.kit.mawar.manager().await;
    dewi.get(&path("tagihan/INV-2026-11-0001/pdf")).await.assert_status(404);
}

#[tokio::test]
async fn a_void_and_a_reduced_invoice_are_printed_too_and_a_filter_is_one_print() {
    let mut office = with_press(3).await;
    office.bill("2026-11").await;
    let path = |rest: &str| office.kit.melati.path(rest);
    let mut ratna = office.kit.melati.manager().await;
    let reason = ("alasan", "Sampah tidak diangkut");
    let reduced =
        ratna.post(&path("tagihan/INV-2026-11-0001/kurangi"), &[("jumlah", "50.000"), reason]).await;
    reduced.assert_status(303);
    ratna
        .post(&path("tagihan/INV-2026-11-0002/batal"), &[("alasan", "Rumah kosong")])
        .await
        .assert_status(303);
    assert!(is_pdf(&ratna.get(&path("tagihan/INV-2026-11-0001/pdf")).await));
    assert!(is_pdf(&ratna.get(&path("tagihan/INV-2026-11-0002/pdf")).await));
    let all = ratna.get(&path("tagihan/cetak?bulan=2026-11")).await;
    assert!(is_pdf(&all));
    let one = ratna.get(&path("tagihan/cetak?bulan=2026-11&q=0003")).await;
    assert!(is_pdf(&one));
    assert!(all.body.len() > one.body.len());
    let none = ratna.get(&path("tagihan/cetak?bulan=2026-11&status=lunas")).await;
    none.assert_says("Tidak ada tagihan untuk dicetak");
    let list = ratna.get(&path("tagihan")).await;
    list.assert_says("Cetak daftar ini (PDF)");
}

#[tokio::test]
async fn the_income_of_a_charge_is_booked_on_the_account_that_ratna_chose() {
    let mut office = with_press(2).await;
    let account = LedgerAccountId::new(office.kit.clock.now());
    let mut tx = office.kit.melati.tx().await;
    sqlx::query("insert into ledger_account (account_id, code, name, kind) values ($1, '4104', 'Iuran keamanan', 'income')")
        .bind(account)
        .execute(&mut tx)
        .await
        .unwrap();
    let cash: uuid::Uuid = sqlx::query_scalar("select account_id from ledger_account where purpose = 'cash'")
        .fetch_one(&mut tx)
        .await
        .unwrap();
    let fund: uuid::Uuid = sqlx::query_scalar("select fund_id from fund where purpose is not null")
        .fetch_one(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (list, form) = (office.kit.melati.path("tarif"), office.kit.melati.path("tarif/IPL/ubah"));
    office.ratna.get(&form).await.assert_says("4104 Iuran keamanan");
    let (fund, chosen, cash) = (fund.to_string(), account.to_string(), cash.to_string());
    let fields = |account: &str| {
        let mut fields = vec![("nama", "Iuran lingkungan"), ("kode", "IPL"), ("berkala", "monthly")];
        fields.extend([
            ("mulai", "2026-01"),
            ("sifat", "compulsory"),
            ("penanggung", "occupant"),
            ("urutan", "100"),
        ]);
        fields
            .into_iter()
            .chain([("pos", fund.as_str()), ("akun", account)])
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect::<Vec<_>>()
    };
    let path = format!("{list}/IPL");
    for (account, status) in [(cash.as_str(), 422), (chosen.as_str(), 303)] {
        let fields = fields(account);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        office.ratna.post(&path, &fields).await.assert_status(status);
    }
    office.ratna.get(&path).await.assert_says("4104 Iuran keamanan");
    let read = office.ratna.get(&office.kit.melati.api("charge-types/IPL")).await.json();
    assert_eq!(read["income_account"], json!(account.uuid()));

    office.bill("2026-11").await;
    let booked: i64 = sqlx::query_scalar(
        "select sum(amount)::bigint from posting where complex_id = $1 and account_id = $2",
    )
    .bind(office.kit.melati.id)
    .bind(account)
    .fetch_one(&office.kit.owner)
    .await
    .unwrap();
    assert_eq!(booked, -300_000);
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}
