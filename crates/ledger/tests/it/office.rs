//! The treasurer keeps the books through the browser.

use kernel::{EntryId, FundId};
use ledger::{Chart, Entry, Purpose};
use testkit::Kit;

use crate::support::{account, books, day, form_id, fund, link, pay, rp, rupiah};

/// What the treasurer types into masuk or keluar.
async fn slip(kit: &Kit, way: &str, other: &str, pocket: &str, amount: &str) -> Vec<(String, String)> {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        field("jenis", way),
        field("kas", &account(kit, &kit.melati, "1101").await),
        field("akun", &account(kit, &kit.melati, other).await),
        field("pos", &fund(kit, &kit.melati, pocket).await),
        field("jumlah", amount),
        field("tanggal", if way == "masuk" { "2026-11-20" } else { "2026-11-21" }),
        field("keterangan", "Sewa tenda 17 Agustus"),
    ]
}

fn fields(slip: &[(String, String)]) -> Vec<(&str, &str)> {
    slip.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn siti_begins_the_books_records_cash_and_finds_every_figure_again() {
    let kit = books().await;
    let path = |rest: &str| kit.melati.path(rest);
    let mut siti = kit.melati.treasurer().await;
    siti.get(&path("kas")).await.assert_says("Kas masih kosong.").assert_says("Saldo awal kas");

    let general = fund(&kit, &kit.melati, "UMUM").await;
    let social = fund(&kit, &kit.melati, "SOSIAL").await;
    let opening = [
        ("tanggal", "2026-11-01".to_owned()),
        (&*format!("saldo-1101-{general}"), "500.000".to_owned()),
        (&*format!("saldo-1102-{general}"), "2.000.000".to_owned()),
        (&*format!("saldo-1102-{social}"), "250.000".to_owned()),
    ];
    let opening: Vec<(&str, &str)> = opening.iter().map(|(name, value)| (*name, value.as_str())).collect();
    siti.submit(&path("buku/saldo-awal"), &opening)
        .await
        .assert_says(&format!("{} tercatat.", rp("2.750.000")));

    let came = slip(&kit, "masuk", "4103", "UMUM", "75.000").await;
    siti.submit(&path("buku/catat"), &fields(&came))
        .await
        .assert_says("Kas masuk")
        .assert_says("Siti Aminah");
    let went = slip(&kit, "keluar", "5101", "UMUM", "125.000").await;
    siti.submit(&path("buku/catat"), &fields(&went)).await.assert_says("Kas keluar");

    let cash = siti.get(&path("kas")).await;
    cash.assert_says("November 2026")
        .assert_says(&rp("2.700.000"))
        .assert_says("Pendapatan lain")
        .assert_says("Gaji petugas");
    let trial = siti.get(&path("buku")).await;
    trial.assert_says("Seimbang").assert_says(&format!("Debit {0} · kredit {0}", rp("2.825.000")));
    trial.assert_says("Kas tunai").assert_says(&rp("450.000"));
    let month = siti.get(&path("buku?dari=2026-11-02&sampai=2026-11-30")).await;
    month.assert_says(&format!("Debit {0} · kredit {0}", rp("200.000"))).assert_says("Seimbang");
    let only = siti.get(&path(&format!("buku?pos={social}"))).await;
    only.assert_says(&format!("Debit {0} · kredit {0}", rp("250.000"))).assert_silent_about("Kas tunai");

    // From the figure to the account, and from its line to the entry.
    let sheet = siti.get(&link(&cash, "Kas tunai")).await;
    sheet.assert_says("Sewa tenda 17 Agustus").assert_says(&rp("575.000")).assert_says(&rp("450.000"));
    let entry = siti.get(&link(&sheet, "Sewa tenda 17 Agustus")).await;
    entry.assert_says("Kas masuk").assert_says("1101").assert_says("4103").assert_says(&rp("75.000"));
    let journal = siti.get(&path("buku/jurnal")).await;
    journal.assert_says("Saldo awal").assert_says("Kas keluar").assert_says("1–3 dari 3");
    siti.get(&path("buku/jurnal?q=tenda")).await.assert_says("1–2 dari 2");
    siti.get(&path("buku/jurnal?q=zzz")).await.assert_says("Tidak ada yang cocok.");
}

#[tokio::test]
async fn a_form_sent_twice_writes_once() {
    let kit = books().await;
    let mut siti = kit.melati.treasurer().await;
    let form = siti.get(&kit.melati.path("buku/catat?jenis=masuk")).await;
    let mut came = slip(&kit, "masuk", "4103", "UMUM", "75.000").await;
    came.push(("id".to_owned(), form_id(&form)));
    let first = siti.post(&kit.melati.path("buku/catat"), &fields(&came)).await;
    let second = siti.post(&kit.melati.path("buku/catat"), &fields(&came)).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_eq!(first.location(), second.location());
    siti.get(&kit.melati.path("kas")).await.assert_says(&rp("75.000")).assert_silent_about(&rp("150.000"));
}

#[tokio::test]
async fn a_fund_below_zero_is_asked_about_and_a_wrong_field_loses_nothing() {
    let kit = books().await;
    let mut siti = kit.melati.treasurer().await;
    let catat = kit.melati.path("buku/catat");
    let mut went = slip(&kit, "keluar", "5101", "KEAMANAN", "90.000").await;
    let asked = siti.post(&catat, &fields(&went)).await;
    asked
        .assert_status(422)
        .assert_says("Saldo pos Keamanan akan menjadi")
        .assert_says(&format!("−{}", rp("90.000")));
    siti.get(&kit.melati.path("kas")).await.assert_says("Kas masih kosong.");
    went.push(("setuju".to_owned(), "ya".to_owned()));
    siti.submit(&catat, &fields(&went)).await.assert_says("Kas keluar");

    let mut wrong = slip(&kit, "masuk", "1201", "UMUM", "nol").await;
    wrong[5].1 = "2027-01-01".to_owned();
    let page = siti.post(&catat, &fields(&wrong)).await;
    page.assert_status(422).assert_says("Isi jumlah dalam rupiah").assert_says("tidak setelah hari ini");
    page.assert_says("Pilih akun dari daftar.").assert_says("Sewa tenda 17 Agustus");
}

#[tokio::test]
async fn money_moves_between_boxes_and_funds_and_each_fund_stays_even() {
    let kit = books().await;
    pay(&kit.melati, "2026-11-02", 400_000).await;
    let mut siti = kit.melati.treasurer().await;
    let cash = account(&kit, &kit.melati, "1101").await;
    let bank = account(&kit, &kit.melati, "1102").await;
    let (general, social) = (fund(&kit, &kit.melati, "UMUM").await, fund(&kit, &kit.melati, "SOSIAL").await);
    let slip = |to: &str, pocket: &str| {
        [
            ("jenis", "pindah".to_owned()),
            ("kas", cash.clone()),
            ("pos", general.clone()),
            ("ke_kas", to.to_owned()),
            ("ke_pos", pocket.to_owned()),
            ("jumlah", "100.000".to_owned()),
            ("tanggal", "2026-11-20".to_owned()),
            ("keterangan", "Setor ke bank".to_owned()),
        ]
    };
    let catat = kit.melati.path("buku/catat");
    for (to, pocket) in [(&bank, &general), (&bank, &social)] {
        let typed = slip(to, pocket);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        siti.submit(&catat, &typed).await.assert_says("Pindah kas");
    }
    let same = slip(&cash, &general);
    let same: Vec<(&str, &str)> = same.iter().map(|(name, value)| (*name, value.as_str())).collect();
    siti.post(&catat, &same).await.assert_status(422).assert_says("kas atau pos tujuan yang berbeda");

    let report = siti.get(&kit.melati.api("ledger/cash?month=2026-11")).await.json();
    assert_eq!((report["in"].as_i64(), report["out"].as_i64()), (Some(400_000), Some(0)));
    assert_eq!(report["closing"], 400_000);
    assert_eq!(
        (&report["accounts"][0]["closing"], &report["accounts"][1]["closing"]),
        (&200_000.into(), &200_000.into())
    );
    let social = report["funds"].as_array().unwrap().iter().find(|fund| fund["code"] == "SOSIAL").unwrap();
    assert_eq!((&social["in"], &social["closing"]), (&100_000.into(), &100_000.into()));
}

#[tokio::test]
async fn an_entry_by_hand_is_taken_back_with_a_reason_and_one_of_a_document_is_not() {
    let kit = books().await;
    let mut siti = kit.melati.treasurer().await;
    let came = slip(&kit, "masuk", "4103", "UMUM", "75.000").await;
    let entry = siti.post(&kit.melati.path("buku/catat"), &fields(&came)).await.location().unwrap();
    let back = format!("{entry}/batalkan");
    siti.get(&back).await.assert_says("Catatan lama tetap tersimpan.");
    siti.post(&back, &[("alasan", "")]).await.assert_status(422).assert_says("Isi alasan");
    let page = siti.submit(&back, &[("alasan", "Salah memilih akun")]).await;
    page.assert_says("Catatan dibatalkan.").assert_says("Catatan ini sudah dibatalkan.");
    siti.get(&link(&page, "Lihat pembatalannya"))
        .await
        .assert_says("Salah memilih akun (Sewa tenda 17 Agustus)");
    siti.post(&back, &[("alasan", "Sekali lagi")]).await.assert_status(409).assert_says("sudah dibatalkan");

    let document: EntryId = pay(&kit.melati, "2026-11-02", 400_000).await;
    let back = kit.melati.path(&format!("buku/jurnal/{document}/batalkan"));
    siti.post(&back, &[("alasan", "Tidak jadi")])
        .await
        .assert_status(409)
        .assert_says("Batalkan dari dokumennya.");
    let theirs = kit.mawar.path(&format!("buku/jurnal/{document}"));
    kit.mawar.treasurer().await.get(&theirs).await.assert_status(404);
}

#[tokio::test]
async fn the_chart_grows_is_renamed_and_keeps_what_is_needed() {
    let kit = books().await;
    let path = |rest: &str| kit.melati.path(rest);
    let mut siti = kit.melati.treasurer().await;
    let new = [("kode", "11.04"), ("nama", "Bank kedua"), ("jenis", "asset"), ("kas", "ya")];
    siti.submit(&path("buku/akun"), &new).await.assert_says("Akun Bank kedua ditambahkan.");
    siti.post(&path("buku/akun"), &new).await.assert_status(422).assert_says("Kode ini sudah dipakai.");
    siti.get(&path("buku/catat")).await.assert_says("1104 Bank kedua");

    let second = account(&kit, &kit.melati, "1104").await;
    let renamed = [("kode", "1105"), ("nama", "Bank cadangan")];
    siti.submit(&path(&format!("buku/akun/{second}")), &renamed)
        .await
        .assert_says("Akun Bank cadangan disimpan.");
    let gone = siti.submit(&path(&format!("buku/akun/{second}/pensiun")), &[]).await;
    gone.assert_says("Bank cadangan tidak dipakai lagi.").assert_says("Tidak dipakai");
    siti.submit(&path(&format!("buku/akun/{second}/pulihkan")), &[])
        .await
        .assert_says("Bank cadangan dipakai lagi.");

    let cash = account(&kit, &kit.melati, "1101").await;
    siti.post(&path(&format!("buku/akun/{cash}/pensiun")), &[])
        .await
        .assert_status(409)
        .assert_says("dipakai Klustera");
    let loan = [("kode", "2105"), ("nama", "Pinjaman warga"), ("jenis", "liability")];
    siti.submit(&path("buku/akun"), &loan).await;
    let came = slip(&kit, "masuk", "2105", "UMUM", "75.000").await;
    siti.submit(&path("buku/catat"), &fields(&came)).await.assert_says("Kas masuk");
    let loan = account(&kit, &kit.melati, "2105").await;
    siti.post(&path(&format!("buku/akun/{loan}/pensiun")), &[])
        .await
        .assert_status(409)
        .assert_says("Masih ada saldonya.");

    siti.submit(&path("buku/pos"), &[("kode", "thr"), ("nama", "THR petugas")])
        .await
        .assert_says("Pos dana THR petugas ditambahkan.");
    let general = fund(&kit, &kit.melati, "UMUM").await;
    siti.post(&path(&format!("buku/pos/{general}/pensiun")), &[]).await.assert_status(409);
    let thr = fund(&kit, &kit.melati, "THR").await;
    siti.submit(&path(&format!("buku/pos/{thr}/pensiun")), &[])
        .await
        .assert_says("THR petugas tidak dipakai lagi.");
    siti.get(&path("buku/catat")).await.assert_silent_about("THR petugas");
}

#[tokio::test]
async fn a_journal_entry_balances_in_every_fund_or_says_which_does_not() {
    let kit = books().await;
    let mut siti = kit.melati.treasurer().await;
    let (bank, interest) =
        (account(&kit, &kit.melati, "1102").await, account(&kit, &kit.melati, "4103").await);
    let general = fund(&kit, &kit.melati, "UMUM").await;
    let typed = |credit: &'static str| {
        [
            ("tanggal", "2026-11-20"),
            ("keterangan", "Bunga bank"),
            ("akun", bank.as_str()),
            ("pos", general.as_str()),
            ("debit", "12.500"),
            ("kredit", ""),
            ("akun", interest.as_str()),
            ("pos", general.as_str()),
            ("debit", ""),
            ("kredit", credit),
        ]
        .to_vec()
    };
    let journal = kit.melati.path("buku/jurnal");
    let off = siti.post(&journal, &typed("12.000")).await;
    off.assert_status(422)
        .assert_says(&format!("Debit dan kredit pos Kas umum berbeda {}.", rp("500")))
        .assert_says("Bunga bank");
    siti.submit(&journal, &typed("12.500")).await.assert_says("Jurnal umum").assert_says("Bunga bank");
}

#[tokio::test]
async fn an_account_with_many_lines_is_turned_page_by_page_and_downloaded_whole() {
    let kit = books().await;
    for turn in 0..60 {
        pay(&kit.melati, &format!("2026-11-{:02}", turn / 3 + 1), 1_000).await;
    }
    let mut siti = kit.melati.treasurer().await;
    let cash = account(&kit, &kit.melati, "1101").await;
    let page = siti.get(&kit.melati.path(&format!("buku/akun/{cash}"))).await;
    page.assert_says("1–50 dari 60")
        .assert_says(&rp("60.000"))
        .assert_says(&rp("50.000"))
        .assert_silent_about(&rp("51.000"));
    let next = next(&page, "next").unwrap();
    let second = siti.get(&next).await;
    second.assert_says("51–60 dari 60").assert_says(&rp("51.000")).assert_says(&rp("60.000"));
    let back = next_of(&second);
    siti.get(&back).await.assert_says("1–50 dari 60").assert_says(&rp("1.000"));

    let csv = siti.get(&kit.melati.path(&format!("buku/akun/{cash}/unduh?dari=2026-11-01&format=csv"))).await;
    assert_eq!(csv.text().lines().count(), 61);
    assert!(csv.text().lines().last().unwrap().contains("60000"));
    let trial = siti.get(&kit.melati.path("buku/unduh?format=csv")).await;
    trial.assert_says("Kas tunai").assert_says("60000");
    let xlsx = siti.get(&kit.melati.path("buku/unduh")).await;
    assert_eq!(&xlsx.body[..2], b"PK");
}

fn next(page: &testkit::Page, rel: &str) -> Option<String> {
    let text = page.text();
    let at = text.find(&format!("rel=\"{rel}\" href=\""))? + rel.len() + 13;
    Some(text[at..].split('"').next()?.to_owned())
}

fn next_of(page: &testkit::Page) -> String {
    next(page, "prev").unwrap()
}

#[tokio::test]
async fn titipan_that_pays_an_invoice_of_another_fund_brings_nothing_in_and_takes_nothing_out() {
    let kit = books().await;
    let mut siti = kit.melati.treasurer().await;
    pay(&kit.melati, "2026-11-02", 400_000).await;
    let mut tx = kit.melati.tx().await;
    let chart = Chart::load(&mut tx).await.unwrap();
    let security = fund(&kit, &kit.melati, "KEAMANAN").await.parse().map(FundId::from_uuid).unwrap();
    let id = EntryId::new(tx.now());
    let entry =
        Entry::draft(id, "test_credit", id.uuid(), day("2026-11-03"), day("2026-11-03"), "Titipan dipakai")
            .debit(chart.account(Purpose::Credit), chart.general_fund(), rupiah(100_000))
            .credit(chart.account(Purpose::Cash), chart.general_fund(), rupiah(100_000))
            .debit(chart.account(Purpose::Cash), security, rupiah(100_000))
            .credit(chart.account(Purpose::DuesReceivable), security, rupiah(100_000))
            .balanced()
            .unwrap();
    ledger::post(&mut tx, &[entry]).await.unwrap();
    tx.commit().await.unwrap();
    let page = siti.get(&kit.melati.path("kas?bulan=2026-11")).await;
    page.assert_says("Uang masuk dari").assert_says(&rp("400.000")).assert_says(&rp("300.000"));
    page.assert_silent_about("Titipan warga").assert_silent_about("Piutang iuran");
}
