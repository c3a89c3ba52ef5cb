//! Each document says what it is for, to the rupiah.

use kernel::{Locale, Rupiah};

use super::samples::{self, day, line, rp};
use super::{fault, said, said_in};
use crate::{Document, InvoiceState, PaperFault, Receipt, Reversal, Step};

#[track_caller]
fn has(text: &str, all: &[&str]) {
    for part in all {
        assert!(text.contains(part), "{part:?} is missing in: {text}");
    }
}

#[track_caller]
fn lacks(text: &str, all: &[&str]) {
    for part in all {
        assert!(!text.contains(part), "{part:?} stands in: {text}");
    }
}

#[test]
fn budi_gets_a_receipt_that_says_who_what_how_and_when() {
    let text = said(samples::receipt());
    has(&text, &["Griya Melati", "Jl. Melati Raya No. 1", "KUITANSI", "KW-2026-11-0042"]);
    has(&text, &["Diterima dari Budi Santoso", "Unit A-12", "Rp 500.000 Lima ratus ribu rupiah"]);
    has(&text, &["Iuran pengelolaan (IPL)", "Rp 350.000", "18 m³, meter 1.204 → 1.222", "Rp 75.000"]);
    has(&text, &["Titipan", "Disimpan untuk tagihan berikutnya", "Jumlah Rp 500.000"]);
    has(&text, &["Cara bayar Tunai", "Uang diterima 22 November 2026", "oleh Siti Rahayu (bendahara)"]);
    has(&text, &["Sisa titipan Rp 75.000", "Sisa tagihan Lunas", "klustera.example/t/ k7Hq2mZx9vRt4LpW8sNd"]);
    lacks(&text, &["meterai", "Dibatalkan"]);
}

#[test]
fn the_same_receipt_in_english() {
    let text = said_in(samples::receipt(), Locale::En);
    has(&text, &["RECEIPT", "Received from Budi Santoso", "Five hundred thousand rupiah", "Paid in full"]);
}

#[test]
fn stamp_duty_begins_above_five_million_and_not_at_it() {
    let of = |amount| Receipt {
        amount: rp(amount),
        lines: vec![line("Iuran setahun", "", amount)],
        ..samples::large_receipt()
    };
    lacks(&said(of(5_000_000)), &["meterai"]);
    has(&said(of(5_000_001)), &["Bea meterai Rp 10.000", "UU 10/2020"]);
}

#[test]
fn a_receipt_of_a_payment_that_was_taken_back_says_so_first() {
    let reversed = Some(Reversal { on: day(2026, 11, 23), reason: "Transfer ditolak bank.".to_owned() });
    let text = said(Receipt { reversed, ..samples::receipt() });
    has(&text, &["DIBATALKAN", "Kuitansi ini dibatalkan pada 23 November 2026 . Transfer ditolak bank."]);
    assert!(text.find("DIBATALKAN") < text.find("Rp 500.000"));
}

#[test]
fn figures_that_do_not_add_up_are_refused() {
    let receipt = Receipt { amount: rp(500_001), ..samples::receipt() };
    assert!(matches!(fault(receipt), PaperFault::DoesNotAddUp("receipt")));
    let mut invoice = samples::invoice();
    invoice.paid = rp(1_000_000);
    assert!(matches!(fault(invoice), PaperFault::DoesNotAddUp("invoice")));
    let mut statement = samples::statement(3);
    statement.closing = statement.closing.checked_add(rp(1)).unwrap();
    assert!(matches!(fault(statement), PaperFault::DoesNotAddUp("statement")));
    let mut table = samples::table(2);
    table.rows[1].cells.pop();
    assert!(matches!(fault(table), PaperFault::DoesNotAddUp("cells of a table")));
    let mut recap = samples::recap();
    recap.blocks[0].paid_units = 49;
    assert!(matches!(fault(recap), PaperFault::DoesNotAddUp("recap")));
}

#[test]
fn an_invoice_adds_arrears_and_takes_off_credit_and_says_how_to_pay() {
    let invoice = samples::invoice();
    assert_eq!(invoice.total().unwrap(), rp(425_000));
    assert_eq!(invoice.arrears_total().unwrap(), rp(400_000));
    assert_eq!(invoice.to_pay().unwrap(), rp(775_000));
    let text = said(invoice);
    has(&text, &["TAGIHAN", "INV-2026-11-0012", "Kepada Budi Santoso", "Periode November 2026"]);
    has(&text, &["Yang harus dibayar Rp 775.000 Jatuh tempo 10 November 2026"]);
    has(&text, &["INV-2026-10-0012 · jatuh tempo 10 Okt 2026", "Jumlah tunggakan Rp 400.000", "−Rp 50.000"]);
    has(&text, &["Transfer ke BCA", "123 456 7890", "Jumlah tepat Rp 775.112", "Kode unik unit 112"]);
}

#[test]
fn a_paid_invoice_asks_for_nothing() {
    let mut invoice = samples::invoice();
    (invoice.arrears, invoice.credit_used, invoice.paid) = (vec![], Rupiah::ZERO, rp(425_000));
    invoice.state = InvoiceState::Paid { on: day(2026, 11, 9) };
    let text = said(invoice);
    has(&text, &["LUNAS", "9 November 2026", "Yang harus dibayar Rp 0"]);
    lacks(&text, &["Transfer ke BCA"]);
}

#[test]
fn a_statement_carries_the_balance_from_row_to_row_and_page_to_page() {
    let text = said(samples::statement(9));
    has(&text, &["Saldo awal 150.000", "1 Jan 2026", "575.000", "1.000.000"]);
    has(&text, &["Jumlah dan saldo akhir 3.825.000 3.400.000 575.000", "Belum dibayar per 22 November 2026"]);
    let long = said(samples::statement(60));
    has(&long, &["Halaman 1 dari 6", "Halaman 6 dari 6"]);
    assert_eq!(long.matches("Keterangan").count(), 6, "each page has the heads of the columns");
}

#[test]
fn a_statement_with_credit_says_credit() {
    let mut statement = samples::statement(0);
    (statement.opening, statement.closing) = (rp(-75_000), rp(-75_000));
    has(&said(statement), &["Titipan per 22 November 2026 Rp 75.000", "−75.000"]);
}

#[test]
fn the_letters_ask_and_offer_and_never_threaten() {
    for (step, title) in [(Step::First, "SP1"), (Step::Second, "SP2"), (Step::Third, "SP3")] {
        let text = said(samples::warning(step));
        has(
            &text,
            &[title, "Hendra Wijaya", "Rp 1.081.500", "6 Desember 2026", "dicicil"]
                .map(|it| if it == "dicicil" && step == Step::Third { "Cicilan" } else { it }),
        );
        has(&text, &["Satu juta delapan puluh satu ribu lima ratus rupiah", "Ibu Siti (bendahara)"]);
        let threats =
            ["putus", "matikan", "listrik", "cabut", "sanksi", "hukum", "polisi", "umumkan", "segel"];
        lacks(&text.to_lowercase(), &threats);
    }
    has(&said(samples::warning(Step::Third)), &["012/SP1/GM/IX/2026 (21 September 2026)", "019/SP2/GM/"]);
    lacks(&said(samples::warning(Step::First)), &["Surat sebelumnya"]);
}

#[test]
fn a_clearance_names_the_person_the_unit_and_the_day() {
    let text = said(samples::clearance());
    has(&text, &["SURAT KETERANGAN BEBAS IURAN", "Nomor 003/SKBI/GM/XI/2026", "Nama Budi Santoso"]);
    has(
        &text,
        &["sampai dengan 30 November 2026", "keperluan pindah rumah", "Bekasi, 22 November 2026 Pengelola"],
    );
}

#[test]
fn the_recap_for_the_group_counts_blocks() {
    let text = said(samples::recap());
    has(&text, &["Rekap iuran November 2026", "87 %", "210 dari 240 unit lunas", "Rp 16.512.500"]);
    has(&text, &["Blok C Lunas semua", "Blok D 30 dari 44 unit lunas", "Rp 7.812.000"]);
}

#[test]
fn any_list_becomes_a_table() {
    let text = said(samples::table(3));
    has(&text, &["Tunggakan per unit", "RT 03, November 2026", "Blok A", "A-03 Budi Santoso", "1.700.000"]);
    has(&text, &["Jumlah 3 123.456.789", "Hanya untuk pengurus."]);
    let mut empty = samples::table(0);
    empty.rows.clear();
    has(&said(empty), &["Tidak ada data."]);
}

#[test]
fn a_print_of_many_begins_each_on_its_own_page_with_its_own_numbers() {
    let documents: Vec<Document> =
        vec![samples::statement(12).into(), samples::receipt().into(), samples::statement(30).into()];
    let mut order = super::order(samples::receipt(), Locale::Id, crate::setting::Form::Paper);
    order.documents = documents;
    let (pages, _) = order.set().unwrap();
    let text: Vec<String> = pages
        .pages()
        .iter()
        .map(|page| {
            let mut words = String::new();
            super::walk(&page.frame, typst::layout::Point::zero(), &mut |_, text| words += &text.text);
            words
        })
        .collect();
    let numbered: Vec<&str> =
        text.iter().filter_map(|page| page.find("Halaman").map(|at| &page[at..])).collect();
    assert_eq!(
        numbered,
        ["Halaman 1 dari 2", "Halaman 2 dari 2", "Halaman 1 dari 3", "Halaman 2 dari 3", "Halaman 3 dari 3"]
    );
    assert!(text[2].contains("KUITANSI"));
}

#[test]
fn what_is_beyond_all_measure_is_refused() {
    let mut receipt = samples::receipt();
    receipt.lines = vec![line("x", "", 0); 401];
    assert!(matches!(fault(receipt), PaperFault::TooMuch { what: "lines of a receipt", found: 401, .. }));
    assert!(matches!(fault(samples::table(30_000)), PaperFault::TooMuch { what: "rows of a table", .. }));
    let link = |address: &str| Receipt { link: Some(address.to_owned()), ..samples::receipt() };
    for address in
        ["javascript:alert(1)", "https://", "https://a b", &format!("https://a/{}", "x".repeat(400))]
    {
        assert!(matches!(fault(link(address)), PaperFault::Link), "{address}");
    }
}
