//! What is written opens harmlessly and reads back as the same values.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its file should stop there")]

use std::io::Cursor;

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use spreadsheet::{Column, Field, Format, Limits, Separator, Table, Value, read};

const FORMATS: [Format; 3] = [Format::Xlsx, Format::Csv(Separator::Semicolon), Format::Csv(Separator::Comma)];

fn written(format: Format, rows: &[Vec<Field>]) -> Vec<u8> {
    let columns = [Column::new("Unit", 10), Column::new("Nama", 30)];
    let mut table = Table::new(format, "Warga: A/B", &columns, Cursor::new(Vec::new())).unwrap();
    for row in rows {
        table.row(row).unwrap();
    }
    table.finish().unwrap().into_inner()
}

fn texts(bytes: &[u8], column: u16) -> Vec<Option<String>> {
    let book = read(bytes, None, &Limits::default()).unwrap();
    let sheet = &book.sheets[0];
    (2..=sheet.last_row()).map(|row| sheet.cell(row, column).map(|cell| cell.text().into_owned())).collect()
}

#[test]
fn a_resident_named_like_a_formula_stays_a_name_through_export_and_import() {
    let names = [
        "=HYPERLINK(\"http://x\")",
        "+62812",
        "-1",
        "@SUM(A1)",
        "\tTab",
        "'=1",
        "''+1",
        "'Ratna",
        "Budi; S.E., \"MM\"",
        "baris\ndua",
    ];
    let rows: Vec<_> = names.iter().map(|name| vec![Field::from("A-01"), Field::from(*name)]).collect();
    for format in FORMATS {
        let bytes = written(format, &rows);
        let read_back: Vec<_> = texts(&bytes, 1).into_iter().map(Option::unwrap).collect();
        assert_eq!(read_back, names, "{format:?}");
        let book = read(&bytes, None, &Limits::default()).unwrap();
        assert!(book.sheets[0].rows.iter().flat_map(|row| &row.cells).all(|(_, cell)| !cell.formula));
    }
    let csv = String::from_utf8(written(Format::Csv(Separator::Comma), &rows)).unwrap();
    assert!(csv.contains("\"'=HYPERLINK(") && csv.contains(",'+62812\r\n") && csv.contains(",'@SUM"));
}

#[test]
fn numbers_and_dates_are_numbers_and_dates() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let row =
        vec![Field::from(325_000_i64), Field::from(Decimal::new(905, 1)), Field::from(day), Field::Empty];
    let book = read(&written(Format::Xlsx, std::slice::from_ref(&row)), None, &Limits::default()).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name, "Warga  A B");
    assert_eq!(sheet.cell(2, 0).unwrap().value, Value::Number("325000".into()));
    assert_eq!(sheet.cell(2, 1).unwrap().value, Value::Number("90.5".into()));
    assert_eq!(sheet.cell(2, 2).unwrap().value, Value::Date(day));
    let csv =
        |separator| String::from_utf8(written(Format::Csv(separator), std::slice::from_ref(&row))).unwrap();
    assert_eq!(csv(Separator::Semicolon), "\u{FEFF}Unit;Nama\r\n325000;90,5;22/11/2026;\r\n");
    assert_eq!(csv(Separator::Comma), "\u{FEFF}Unit,Nama\r\n325000,90.5,2026-11-22,\r\n");
}

#[test]
fn an_empty_table_still_has_its_header() {
    for format in FORMATS {
        let book = read(&written(format, &[]), None, &Limits::default()).unwrap();
        assert_eq!(book.sheets[0].cell(1, 1).unwrap().text(), "Nama");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_text_reads_back_as_it_was(text in "[ -~\u{e0}-\u{f6}'=+@]{0,20}") {
        let rows = [vec![Field::from("A"), Field::from(text.as_str())], vec![Field::from("B"), Field::from("akhir")]];
        for format in FORMATS {
            let expected = (!text.trim().is_empty()).then(|| text.clone());
            prop_assert_eq!(&texts(&written(format, &rows), 1)[0], &expected, "{:?}", format);
        }
    }
}
