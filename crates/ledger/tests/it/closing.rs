//! A closed month stays as it was, whoever tries.

use ledger::{BOOKS_ARE_OPEN, Chart, open_day, post};
use sqlx::Row as _;
use testkit::Complex;

use crate::support::{account, books, day, fund, paid, pay, rp};

async fn close(complex: &Complex, through: &str) -> i32 {
    let mut tx = complex.tx().await;
    let closed =
        sqlx::query("select close_books($1) as closed").bind(day(through)).fetch_one(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    closed.get("closed")
}

#[tokio::test]
async fn a_closed_month_takes_no_entry_and_the_next_one_takes_it_instead() {
    let kit = books().await;
    pay(&kit.melati, "2026-09-15", 150_000).await;
    pay(&kit.melati, "2026-10-15", 50_000).await;
    assert_eq!(close(&kit.melati, "2026-10-01").await, 2);
    assert_eq!(close(&kit.melati, "2026-10-01").await, 0);

    let mut tx = kit.melati.tx().await;
    let chart = Chart::load(&mut tx).await.unwrap();
    assert_eq!(open_day(&mut tx, day("2026-10-31")).await.unwrap(), day("2026-11-01"));
    assert_eq!(open_day(&mut tx, day("2026-11-22")).await.unwrap(), day("2026-11-22"));
    let late = paid(&tx, &chart, day("2026-10-31"), 10_000);
    let refused = post(&mut tx, &[late]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some(BOOKS_ARE_OPEN));
    // The other complex's books are open.
    pay(&kit.mawar, "2026-10-31", 10_000).await;
}

#[tokio::test]
async fn the_written_balances_are_those_that_the_entries_add_up_to() {
    let kit = books().await;
    for month in 1..=9 {
        for turn in 0..4 {
            pay(&kit.melati, &format!("2026-{month:02}-{:02}", turn * 7 + 1), 10_000 * month + turn).await;
        }
    }
    let mut siti = kit.melati.treasurer().await;
    let ask = |from: &str, to: &str| kit.melati.api(&format!("ledger/trial-balance?from={from}&to={to}"));
    let spans = [
        ("2026-02-01", "2026-02-28"),
        ("2026-02-10", "2026-08-20"),
        ("2026-01-01", "2026-12-31"),
        ("2025-01-01", "2026-03-05"),
        ("2026-08-31", "2026-08-31"),
    ];
    let mut open = Vec::new();
    for (from, to) in spans {
        open.push(siti.get(&ask(from, to)).await.json());
    }
    let at_a_day = kit.melati.api("ledger/trial-balance?to=2026-06-15");
    open.push(siti.get(&at_a_day).await.json());
    assert_eq!(open[0]["debit"], 4 * 20_000 + 6);

    close(&kit.melati, "2026-07-01").await;
    for ((from, to), before) in spans.iter().zip(&open) {
        assert_eq!(&siti.get(&ask(from, to)).await.json(), before, "{from} {to}");
    }
    assert_eq!(siti.get(&at_a_day).await.json(), open[5]);
}

#[tokio::test]
async fn no_entry_slips_into_a_month_while_it_is_being_closed() {
    let kit = books().await;
    pay(&kit.melati, "2026-10-01", 1).await;
    let mut tasks = Vec::new();
    for turn in 0..24 {
        let melati = kit.melati.clone();
        tasks.push(tokio::spawn(async move {
            if turn == 12 {
                close(&melati, "2026-10-01").await;
                return true;
            }
            let mut tx = melati.tx().await;
            let chart = Chart::load(&mut tx).await.unwrap();
            let entry = paid(&tx, &chart, day("2026-10-20"), 1_000 + turn);
            match post(&mut tx, &[entry]).await {
                Ok(()) => {
                    tx.commit().await.unwrap();
                    true
                }
                Err(error) => {
                    assert_eq!(error.constraint(), Some(BOOKS_ARE_OPEN));
                    false
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    // The kit asks at the end whether the written balances are those of the postings.
}

#[tokio::test]
async fn ratna_closes_a_month_residents_read_it_and_opening_it_again_needs_a_reason() {
    let kit = books().await;
    let path = |rest: &str| kit.melati.path(rest);
    pay(&kit.melati, "2026-09-15", 150_000).await;
    pay(&kit.melati, "2026-10-15", 50_000).await;

    let mut budi = kit.melati.resident().await;
    budi.get(&path("laporan-kas")).await.assert_says("Belum ada laporan.");
    budi.get(&path("kas")).await.assert_status(403);

    let mut siti = kit.melati.treasurer().await;
    siti.get(&path("buku/tutup")).await.assert_says("Pengelola yang menutup bulan.");
    siti.post(&path("buku/tutup"), &[("sampai", "2026-10")]).await.assert_status(403);

    let mut ratna = kit.melati.manager().await;
    let page = ratna.get(&path("buku/tutup")).await;
    page.assert_says("September 2026")
        .assert_says(&format!("1 catatan, {}", rp("150.000")))
        .assert_says("Seimbang");
    ratna.post(&path("buku/tutup"), &[("sampai", "2026-11")]).await.assert_says("Bulan itu belum selesai.");
    ratna
        .submit(&path("buku/tutup"), &[("sampai", "2026-10")])
        .await
        .assert_says("Buku ditutup sampai Oktober 2026.");
    ratna.post(&path("buku/tutup"), &[("sampai", "2026-10")]).await.assert_says("Bulan itu sudah ditutup.");

    let report = budi.get(&path("laporan-kas")).await;
    report.assert_says("Oktober 2026").assert_says(&rp("200.000")).assert_says("Iuran");
    budi.get(&path("laporan-kas?bulan=2026-09"))
        .await
        .assert_says(&rp("150.000"))
        .assert_silent_about(&rp("200.000"));
    // An open month is not published: the latest closed one is shown.
    budi.get(&path("laporan-kas?bulan=2026-11")).await.assert_says(&rp("200.000"));

    let reopened = path("buku/buka-lagi");
    ratna
        .post(&reopened, &[("bulan", "2026-10"), ("alasan", "x")])
        .await
        .assert_status(422)
        .assert_says("Isi alasan");
    let page =
        ratna.submit(&reopened, &[("bulan", "2026-10"), ("alasan", "Kuitansi Oktober terselip")]).await;
    page.assert_says("Buku dibuka lagi mulai Oktober 2026.")
        .assert_says("Kuitansi Oktober terselip")
        .assert_says("Ratna Kusuma");
    pay(&kit.melati, "2026-10-30", 25_000).await;
    let audited: i64 = sqlx::query_scalar(
        "select count(*) from audit_entry where complex_id = $1 and table_name = 'closed_month' and action = 'delete'",
    )
    .bind(kit.melati.id)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    assert_eq!(audited, 1);
}

#[tokio::test]
async fn a_date_in_a_closed_month_is_a_fault_of_its_field() {
    let kit = books().await;
    pay(&kit.melati, "2026-10-15", 50_000).await;
    close(&kit.melati, "2026-10-01").await;
    let mut siti = kit.melati.treasurer().await;
    let (cash, other, general) = (
        account(&kit, &kit.melati, "1101").await,
        account(&kit, &kit.melati, "4103").await,
        fund(&kit, &kit.melati, "UMUM").await,
    );
    let fields = [
        ("jenis", "masuk"),
        ("kas", cash.as_str()),
        ("akun", other.as_str()),
        ("pos", general.as_str()),
        ("jumlah", "75.000"),
        ("tanggal", "2026-10-31"),
        ("keterangan", "Sewa lapangan"),
    ];
    let page = siti.post(&kit.melati.path("buku/catat"), &fields).await;
    page.assert_status(422)
        .assert_says("Bulan itu sudah ditutup.")
        .assert_says("75.000")
        .assert_says("Sewa lapangan");
}
