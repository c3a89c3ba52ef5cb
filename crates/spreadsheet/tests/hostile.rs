//! Files made to hurt: each gets its refusal, before anything large was held.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its file should stop there")]

use std::io::{Cursor, Write};

use spreadsheet::{Limits, Looks, Refusal, read};
use zip::{ZipWriter, write::SimpleFileOptions};

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The smallest xlsx with this sheet.
fn workbook(sheet: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Warga" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const BOOK_RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let mut parts = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

fn sheet(cells: &str) -> Vec<u8> {
    format!(r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#).into()
}

fn refused(bytes: &[u8]) -> Refusal {
    read(bytes, None, &Limits::default()).unwrap_err()
}

/// Overwrites the declared size of the part with this name, in the directory and in its own header.
fn lie_about_size(bytes: &mut [u8], name: &str, size: u32) {
    let places: Vec<usize> = bytes
        .windows(name.len())
        .enumerate()
        .filter(|(_, window)| *window == name.as_bytes())
        .map(|(at, _)| at)
        .collect();
    for at in places {
        let directory = at
            .checked_sub(46)
            .filter(|start| bytes[*start..].starts_with(b"PK\x01\x02"))
            .map(|start| start + 24);
        let local = at
            .checked_sub(30)
            .filter(|start| bytes[*start..].starts_with(b"PK\x03\x04"))
            .map(|start| start + 22);
        for field in directory.into_iter().chain(local) {
            bytes[field..field + 4].copy_from_slice(&size.to_le_bytes());
        }
    }
}

#[test]
fn a_small_honest_workbook_made_this_way_is_read() {
    let book = read(
        &workbook(&sheet(r#"<row r="2"><c r="B2"><v>85232367484</v></c></row>"#), &[]),
        None,
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(book.sheets[0].cell(2, 1).unwrap().text(), "85232367484");
}

#[test]
fn a_formula_is_its_cached_value_and_known_as_a_formula() {
    let cells = r#"<row r="1"><c r="A1"><f>1+2</f><v>3</v></c><c r="B1" t="str"><f>A2</f><v>Budi</v></c><c r="C1"><f>1/0</f><v/></c></row>"#;
    let book = read(&workbook(&sheet(cells), &[]), None, &Limits::default()).unwrap();
    let row = &book.sheets[0].rows[0];
    let seen: Vec<_> = row.cells.iter().map(|(_, cell)| (cell.text().into_owned(), cell.formula)).collect();
    assert_eq!(seen, [("3".into(), true), ("Budi".into(), true)]);
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_says() {
    let bomb = workbook(&vec![b' '; 65 << 20], &[]);
    assert!(bomb.len() < 200_000);
    assert_eq!(refused(&bomb), Refusal::UnpacksTooLarge { limit: 64 << 20 });
}

#[test]
fn a_zip_bomb_that_says_it_is_small_is_refused_by_what_it_is() {
    let mut bomb = workbook(&sheet(&"<c/>".repeat(2 << 20)), &[]);
    lie_about_size(&mut bomb, "xl/worksheets/sheet1.xml", 900);
    assert!(matches!(refused(&bomb), Refusal::Damaged { .. }));
}

#[test]
fn a_declared_size_of_two_gigabytes_is_refused_unopened() {
    let mut file = workbook(&sheet(""), &[]);
    lie_about_size(&mut file, "xl/worksheets/sheet1.xml", 2 << 30);
    assert_eq!(refused(&file), Refusal::UnpacksTooLarge { limit: 64 << 20 });
}

#[test]
fn a_directory_of_very_many_parts_is_refused_before_it_is_loaded() {
    let mut file = workbook(&sheet(""), &[]);
    let end = file.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let entry = b"PK\x01\x02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".repeat(200_000);
    file.splice(end..end, entry);
    assert_eq!(refused(&file), Refusal::TooManyParts { limit: 2_000 });
}

#[test]
fn a_promise_of_a_trillion_shared_strings_is_not_believed() {
    let strings = br#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="999999999999"><si><t>a</t></si></sst>"#;
    assert!(matches!(
        refused(&workbook(&sheet(""), &[("xl/sharedStrings.xml", strings)])),
        Refusal::Damaged { .. }
    ));
}

#[test]
fn one_text_that_a_million_cells_point_at_is_refused_by_its_sum() {
    let text = "x".repeat(30_000);
    let strings = format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="1"><si><t>{text}</t></si></sst>"#
    );
    let rows: String =
        (1..5_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let file = workbook(&sheet(&rows), &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(refused(&file), Refusal::TooMuchText { limit: 24 << 20 });
}

#[test]
fn one_text_longer_than_any_cell_is_refused_before_the_parser_holds_it() {
    let file = workbook(
        &sheet(&format!(
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#,
            "x".repeat(2 << 20)
        )),
        &[],
    );
    assert_eq!(refused(&file), Refusal::TooMuchText { limit: 1 << 20 });
}

#[test]
fn a_far_cell_names_its_sheet() {
    let far_row = workbook(&sheet(r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#), &[]);
    assert_eq!(refused(&far_row), Refusal::TooManyRows { sheet: "Warga".into(), limit: 50_000 });
    let far_column = workbook(&sheet(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#), &[]);
    assert_eq!(refused(&far_column), Refusal::TooManyColumns { sheet: "Warga".into(), limit: 256 });
}

#[test]
fn an_open_document_that_repeats_one_filled_cell_for_ever_is_refused() {
    let content = br#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="T"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="200"><text:p>isi</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let file =
        zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)]);
    assert_eq!(refused(&file), Refusal::TooManyCells { limit: 800_000 });
}

#[test]
fn protected_files_are_called_protected() {
    let manifest = br#"<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let ods = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x01\x02"),
        ("META-INF/manifest.xml", manifest),
    ]);
    assert_eq!(refused(&ods), Refusal::PasswordProtected);
    let ole = |stream: &str, content: &[u8]| {
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        container.create_stream(stream).unwrap().write_all(content).unwrap();
        container.flush().unwrap();
        container.into_inner().into_inner()
    };
    assert_eq!(refused(&ole("/EncryptedPackage", &[0; 64])), Refusal::PasswordProtected);
    // BOF of Excel 97, then FILEPASS.
    let mut records = vec![0x09, 0x08, 0x10, 0, 0, 6, 5, 0];
    records.extend([0; 12]);
    records.extend([0x2F, 0, 4, 0, 1, 0, 0, 0]);
    assert_eq!(refused(&ole("/Workbook", &records)), Refusal::PasswordProtected);
    assert_eq!(refused(&ole("/WordDocument", &[0; 64])), Refusal::NotASpreadsheet { looks: Looks::Document });
}

#[test]
fn other_packages_are_called_by_their_kind() {
    let part: &[u8] = b"<a/>";
    assert_eq!(
        refused(&zipped(&[("[Content_Types].xml", part), ("word/document.xml", part)])),
        Refusal::NotASpreadsheet { looks: Looks::Document }
    );
    assert_eq!(refused(&zipped(&[("foto.jpg", part)])), Refusal::NotASpreadsheet { looks: Looks::Archive });
    assert_eq!(
        refused(&zipped(&[("[Content_Types].xml", part), ("xl/workbook.bin", part)])),
        Refusal::UnsupportedFormat { format: "xlsb".into() }
    );
    let nested = zipped(&[("bomb.zip", &zipped(&[("a", &vec![0; 1 << 20])]))]);
    assert_eq!(refused(&nested), Refusal::NotASpreadsheet { looks: Looks::Archive });
}

#[test]
fn a_file_that_is_too_large_is_not_even_looked_at() {
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    assert_eq!(
        read(b"Unit;Nama\nA;B", None, &limits).unwrap_err(),
        Refusal::FileTooLarge { bytes: 13, limit: 10 }
    );
}

#[test]
fn a_workbook_that_names_no_sheet_or_fills_no_cell_is_said_to_be_so() {
    let whole = workbook(&sheet(r#"<row r="1"><c r="A1"/></row>"#), &[]);
    assert_eq!(refused(&whole), Refusal::Empty);
    let types: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let bare = zipped(&[("[Content_Types].xml", types), ("xl/styles.xml", b"<styleSheet/>")]);
    assert!(matches!(refused(&bare), Refusal::Damaged { .. }), "{:?}", refused(&bare));
}
