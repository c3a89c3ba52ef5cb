//! Every format that people send gives the same cells, and rows keep the numbers that they see.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its file should stop there")]

use spreadsheet::{
    Cell, Limits, Looks, Refusal, Sheet, Span, Value, Workbook, column_letters, read, read_text,
};

fn opened(bytes: &[u8]) -> Workbook {
    read(bytes, Some("uploads/warga.csv"), &Limits::default()).unwrap()
}

fn words(sheet: &Sheet) -> Vec<(u32, Vec<String>)> {
    let texts = |cells: &[(u16, Cell)]| cells.iter().map(|(_, cell)| cell.text().into_owned()).collect();
    sheet.rows.iter().map(|row| (row.number, texts(&row.cells))).collect()
}

fn day(year: i32, month: u32, day: u32) -> Value {
    Value::Date(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

#[test]
fn excel_97_gives_text_numbers_dates_and_merged_cells() {
    let book = opened(include_bytes!("fixtures/warga.xls"));
    assert_eq!(
        book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect::<Vec<_>>(),
        [("Warga", false), ("Rahasia", true)]
    );
    let sheet = &book.sheets[0];
    let value = |row, column| sheet.cell(row, column).map(|cell| cell.value.clone());
    assert_eq!(value(3, 1), Some(Value::Text("Siti Café".into())));
    assert_eq!(value(3, 2), Some(Value::Number("85232367484".into())));
    assert_eq!(value(3, 3), Some(Value::Number("90.5".into())));
    assert_eq!(value(3, 4), Some(day(2021, 2, 25)));
    assert_eq!(value(4, 0), Some(Value::Bool(true)));
    assert_eq!(value(4, 3), None, "this writer keeps no results of formulas");
    assert_eq!(sheet.merged, [Span { first_row: 1, last_row: 1, first_column: 0, last_column: 4 }]);
    assert_eq!(sheet.last_row(), 410);
    for row in 0..400_u32 {
        let name = format!("Warga nomor {row} dengan nama panjang é {}", "x".repeat((row % 60) as usize));
        assert_eq!(sheet.cell(11 + row, 1).unwrap().text().trim(), name.trim(), "row {row}");
    }
}

#[test]
fn one_far_cell_in_an_old_workbook_is_refused_and_costs_nothing() {
    let refusal = read(include_bytes!("fixtures/far.xls"), None, &Limits::default()).unwrap_err();
    assert_eq!(refusal, Refusal::TooManyRows { sheet: "Jauh".into(), limit: 50_000 });
}

#[test]
fn open_document_gives_the_same_cells_and_a_million_blank_rows_are_no_rows() {
    let book = opened(include_bytes!("fixtures/warga.ods"));
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name, "Warga");
    assert_eq!(sheet.last_row(), 4);
    assert_eq!(sheet.cell(1, 0).unwrap().text(), "DATA WARGA & CO");
    assert_eq!(sheet.cell(3, 1).unwrap().value, Value::Number("90.5".into()));
    assert_eq!(sheet.cell(3, 2).unwrap().value, day(2021, 2, 25));
    assert_eq!(sheet.cell(4, 1).unwrap(), &Cell { value: Value::Number("181".into()), formula: true });
    assert_eq!(sheet.merged, [Span { first_row: 1, last_row: 1, first_column: 0, last_column: 2 }]);
}

#[test]
fn a_csv_from_an_indonesian_excel_keeps_decimal_commas_and_accents() {
    let text = "Cluster;No;Nama;Luas\r\nMawar Café;1;\"Amelia Kusumo, S.Pd\";90,5\r\n\r\nMawar Putih;4;Budi;120,25\r\n";
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let utf16 = |big: bool| {
        text.encode_utf16().flat_map(move |unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
    };
    let spellings: [Vec<u8>; 7] = [
        text.into(),
        format!("\u{FEFF}{text}").into(),
        windows.into_owned(),
        [0xFF, 0xFE].into_iter().chain(utf16(false)).collect(),
        [0xFE, 0xFF].into_iter().chain(utf16(true)).collect(),
        utf16(false).collect(),
        utf16(true).collect(),
    ];
    for (at, bytes) in spellings.iter().enumerate() {
        let book = opened(bytes);
        assert_eq!(book.sheets[0].name, "warga");
        let rows = words(&book.sheets[0]);
        assert_eq!(
            rows[1],
            (2, vec!["Mawar Café".into(), "1".into(), "Amelia Kusumo, S.Pd".into(), "90,5".into()]),
            "spelling {at}"
        );
        assert_eq!(rows[2].0, 4, "the blank line is row 3");
    }
}

#[test]
fn the_separator_is_found_whatever_stands_inside_the_cells() {
    let rows = |text: &str| words(&read_text(text, "Tempelan", &Limits::default()).unwrap().sheets[0]);
    assert_eq!(rows("Unit\tNama\nA-1\tBudi, S.E.; MM\n")[1].1, ["A-1", "Budi, S.E.; MM"]);
    assert_eq!(rows("Unit,Nama\nA-1,\"Budi; Siti\"\n\"A-2\",\"baris\ndua\"\n")[2].1, ["A-2", "baris\ndua"]);
    assert_eq!(
        rows("Daftar warga, RW 07\nUnit;Nama;Luas\nA-1;Budi;90,5\nA-2;Siti;72,0\n")[2].1,
        ["A-1", "Budi", "90,5"]
    );
    assert_eq!(rows("sep=;\nUnit;Nama\nA-1;Budi, Siti, Ani\n")[0], (1, vec!["Unit".into(), "Nama".into()]));
    assert_eq!(rows("A-1\nA-2\n").len(), 2);
}

#[test]
fn a_stray_quotation_mark_does_not_swallow_the_rest_of_the_file() {
    let text = format!("Unit;Nama\nA-1;\"Budi\" Santoso\nA-2;\"Siti\n{}", "A-3;Ani\n".repeat(200));
    let rows = words(&opened(text.as_bytes()).sheets[0]);
    assert_eq!(rows.len(), 203);
    assert_eq!(rows[1].1, ["A-1", "\"Budi\" Santoso"]);
    assert_eq!(rows[2].1, ["A-2", "\"Siti"]);
}

#[test]
fn an_html_table_called_xls_is_a_table() {
    let html = "<html><head><meta charset=utf-8></head><body><table><tr><td colspan=2>Mutasi &amp; saldo</td></tr>\
                <tr><th>Unit<th>Nama</tr><tr><td> A-1 </td><td><b>Budi</b>&nbsp;S.</td></tr></table></body></html>";
    let book = opened(html.as_bytes());
    assert_eq!(words(&book.sheets[0])[2], (3, vec!["A-1".into(), "Budi S.".into()]));
    assert_eq!(book.sheets[0].merged.len(), 1);
}

#[test]
fn what_is_no_spreadsheet_is_called_by_its_kind() {
    let refused = |bytes: &[u8]| read(bytes, Some("warga.xlsx"), &Limits::default()).unwrap_err();
    assert_eq!(refused(b""), Refusal::Empty);
    assert_eq!(refused(b" \r\n"), Refusal::Empty);
    assert_eq!(refused(b"%PDF-1.7 ..."), Refusal::NotASpreadsheet { looks: Looks::Pdf });
    assert_eq!(refused(b"\xFF\xD8\xFF\xE0\x00\x10JFIF"), Refusal::NotASpreadsheet { looks: Looks::Image });
    assert_eq!(
        refused(b"<html><body>Sesi habis</body></html>"),
        Refusal::NotASpreadsheet { looks: Looks::WebPage }
    );
    let noise: Vec<u8> = (0..5_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(refused(&noise), Refusal::NotASpreadsheet { looks: Looks::Unknown });
    assert!(matches!(refused(b"PK\x03\x04 and then nothing"), Refusal::Damaged { .. }));
    assert!(matches!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and then nothing"), Refusal::Damaged { .. }));
}

#[test]
fn columns_are_named_as_a_spreadsheet_names_them() {
    assert_eq!([0, 25, 26, 255, 701].map(column_letters), ["A", "Z", "AA", "IV", "ZZ"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600), head in 0_usize..4) {
        let heads: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<table>"];
        let _ = read(&[heads[head], &bytes].concat(), None, &Limits::default());
    }

    #[test]
    fn a_broken_old_workbook_is_refused_or_read_but_never_panics(at in 512_usize..20_000, byte in proptest::prelude::any::<u8>()) {
        let mut bytes = include_bytes!("fixtures/warga.xls").to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes, None, &Limits::default());
    }
}
