//! Titles, cells and months as treasurers write them.

use kernel::{Date, Period};
use spreadsheet::Limits;

use super::{
    columns::{AHEAD, Line, TOTAL, brought_back, carried, lines},
    figures::{Amount, amount, day, month},
};

fn read(text: &str) -> Option<Vec<Line>> {
    lines(&spreadsheet::read_text(text, "tunggakan", &Limits::default()).unwrap())
}

fn period(text: &str) -> Period {
    Period::of(format!("{text}-01").parse().unwrap())
}

fn line(row: &str, code: &str, amount: &str, month: &str) -> Line {
    Line { row: row.into(), code: code.into(), amount: amount.into(), month: month.into(), ..Line::default() }
}

#[test]
fn amounts_are_whole_rupiah_however_they_are_typed_and_a_slip_is_none() {
    let owed = |text: &str| match amount(text) {
        Some(Amount::Owed(amount)) => Some(amount.get()),
        _ => None,
    };
    for typed in ["1250000", "1.250.000", "Rp 1.250.000,-", "1,250,000.00", "Rp1.250.000,00"] {
        assert_eq!(owed(typed), Some(1_250_000), "{typed}");
    }
    for nothing in ["", "-", "0", "Lunas", "Rp 0"] {
        assert_eq!(amount(nothing), Some(Amount::Nothing), "{nothing}");
    }
    for ahead in ["-50.000", "(50.000)", "Rp -50.000", "−50000"] {
        assert!(matches!(amount(ahead), Some(Amount::Ahead(by)) if by.get() == 50_000), "{ahead}");
    }
    for slip in ["blm", "250.5", "250000,5", "dua ratus ribu", "12/10/2026"] {
        assert_eq!(amount(slip), None, "{slip}");
    }
}

#[test]
fn months_are_read_with_and_without_their_year() {
    let until = period("2026-10");
    for typed in ["Oktober 2026", "okt", "Okt-26", "10/2026", "2026-10", "31/10/2026", "2026-10-01 00:00:00"]
    {
        assert_eq!(month(typed, until), Some(until), "{typed}");
    }
    assert_eq!(month("Des", until), Some(period("2025-12")), "a December to come is last year's");
    assert_eq!(month("s.d. Agt 2025", until), Some(period("2025-08")));
    assert_eq!(month("besok", until), None);
    assert_eq!(month("13/2026", until), None);
    assert_eq!(day("31 Okt 2026"), Date::from_ymd_opt(2026, 10, 31));
    assert_eq!(day("31/11/2026"), None);
}

#[test]
fn a_single_column_of_arrears_says_up_to_which_month_it_counts() {
    let text = "DATA WARGA\t\t\t\nNo\tBlok / No\tIuran / bln\tTunggakan s.d. Okt 2026\n\
                BLOK A\t\t\t\n1\tA-01\t250000\t0\n2\tA/2\t250000\t500000\n";
    let month = "Tunggakan s.d. Okt 2026";
    assert_eq!(read(text), Some(vec![line("4", "A-01", "0", month), line("5", "A/2", "500000", month)]));
}

#[test]
fn months_side_by_side_are_a_figure_each_and_their_sum_is_only_compared() {
    let text = "Tunggakan tahun 2026\t\t\t\t\nUnit\tAgt\tSep\tJumlah\tTitipan\nA-01\t150.000\t\t150.000\t\n\
                A-02\t\t\t\t75.000\n";
    let sum = Line { what: TOTAL.into(), ..line("3", "A-01", "150.000", "") };
    let ahead = Line { what: AHEAD.into(), ..line("4", "A-02", "75.000", "") };
    assert_eq!(read(text), Some(vec![line("3", "A-01", "150.000", "agt 2026"), sum, ahead]));
}

#[test]
fn a_sheet_of_payments_or_of_people_is_no_list_of_arrears() {
    assert_eq!(read("No\tNama\tAlamat\tJan\tFeb\n1\tEluh\tJl. Kenanga 1\t150000\tblm\n"), None);
    assert_eq!(read("Unit\tNama\tTelepon\nA-01\tBudi\t0812\n"), None);
    assert_eq!(read("A-01\t150000\nA-02\t75.000\n").map(|lines| lines.len()), Some(2));
}

#[test]
fn the_list_that_a_complex_really_keeps_is_read_to_its_last_row() {
    let file = |name: &str| {
        let path = format!("{}/../../testdata/{name}", env!("CARGO_MANIFEST_DIR"));
        spreadsheet::read(&std::fs::read(path).unwrap(), Some(name), &Limits::default()).unwrap()
    };
    let found = lines(&file("griya-melati-data-warga.xlsx")).unwrap();
    let october = period("2026-10");
    let owed: Vec<i64> = found
        .iter()
        .map(|line| match amount(&line.amount) {
            Some(Amount::Owed(amount)) => amount.get(),
            Some(Amount::Nothing) => 0,
            other => panic!("{line:?}: {other:?}"),
        })
        .collect();
    assert_eq!((found.len(), owed.iter().sum::<i64>()), (218, 95_050_000));
    assert!(found.iter().all(|line| month(&line.month, period("2025-01")) == Some(october)));
    assert_eq!(lines(&file("rt-iuran-2026.xlsx")), None, "what was paid is no list of what is owed");
    assert_eq!(lines(&file("puri-mawar-warga.csv")), None);
}

#[test]
fn what_a_page_carries_comes_back_the_same() {
    let all = vec![
        Line {
            charge: "IPL".into(),
            due: "2026-10-10".into(),
            ..line("RT 01, 5", "A-01", "150.000", "Okt 26")
        },
        Line { what: AHEAD.into(), ..line("6", "A-02", "75\t000", "") },
    ];
    let back = brought_back(&carried(&all));
    assert_eq!(back[0], all[0]);
    assert_eq!(back[1].amount, "75 000");
}
