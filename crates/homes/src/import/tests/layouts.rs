//! Sheets as people lay them out.

use spreadsheet::{Limits, Sheet, Span, Workbook, read_text};

use super::world::*;
use crate::import::*;

fn meanings(found: &Examination) -> Vec<Meaning> {
    found.sections[0].columns.iter().map(|column| column.meaning).collect()
}

fn merged(mut workbook: Workbook, spans: &[(u32, u32, u16, u16)]) -> Workbook {
    let span = |(first_row, last_row, first_column, last_column): &(u32, u32, u16, u16)| Span {
        first_row: *first_row,
        last_row: *last_row,
        first_column: *first_column,
        last_column: *last_column,
    };
    workbook.sheets[0].merged = spans.iter().map(span).collect();
    workbook
}

#[test]
fn a_header_of_two_lines_with_merged_groups_is_one_header() {
    let text = "DAFTAR WARGA RW 07\nNo|Rumah||Penghuni||Luas|\n|Blok|No|Nama|HP|Tanah|Bangunan\n1|A|1|Budi Santoso|081234567890|90|45\n2|A|2|Siti Aminah|081234567891|72|36";
    let plain = first_look(&grid(text));
    let spans = [(2, 3, 0, 0), (2, 2, 1, 2), (2, 2, 3, 4), (2, 2, 5, 6)];
    let found = first_look(&merged(grid(text), &spans));
    for found in [&plain, &found] {
        assert_eq!(classes(found), ["Title", "Header", "Header", "New", "New"]);
        assert_eq!(
            meanings(found)[1..],
            [
                Meaning::Block,
                Meaning::Number,
                Meaning::Occupant,
                Meaning::OccupantPhone,
                Meaning::Land,
                Meaning::Building
            ]
        );
        assert_eq!(codes(found), ["A-01", "A-02"]);
    }
    let person = &found.to_write().next().unwrap().1.people[0];
    assert_eq!((person.name.as_str(), person.phone.is_some()), ("Budi Santoso", true));
}

#[test]
fn block_headings_name_the_block_of_bare_numbers_below() {
    let found = first_look(&grid(
        "No Rumah|Nama\nBLOK A\n1|Budi Santoso\n2|Siti Aminah\n\nBLOK B (2 unit)\n1|Agus Wijaya\nRT 05\n2|Dewi Lestari",
    ));
    assert_eq!(
        classes(&found),
        ["Header", "Heading", "New", "New", "Blank", "Heading", "New", "Heading", "New"]
    );
    assert_eq!(codes(&found), ["A-01", "A-02", "B-01", "B-02"]);
    let last = found.to_write().last().unwrap().1;
    assert_eq!((last.block.as_deref(), last.rt.as_deref()), (Some("Blok B"), Some("05")));
}

#[test]
fn a_block_written_once_or_merged_down_counts_for_the_rows_below() {
    let text = "Blok|No|Nama\nA|1|Budi Santoso\n|2|Siti Aminah\nB|1|Agus Wijaya\n|2|Dewi Lestari";
    assert_eq!(codes(&first_look(&grid(text))), ["A-01", "A-02", "B-01", "B-02"]);
    assert_eq!(
        codes(&first_look(&merged(grid(text), &[(2, 3, 0, 0), (4, 5, 0, 0)]))),
        ["A-01", "A-02", "B-01", "B-02"]
    );
}

#[test]
fn repeated_headers_totals_numbered_lines_and_signatures_are_no_data() {
    let found = first_look(&grid(
        "DAFTAR WARGA\nNo|Unit|Nama|HP|LT\n(1)|(2)|(3)|(4)|(5)\n1|A-1|Budi Santoso|081234567890|90\nNo|Unit|Nama|HP|LT\n2|A-2|Siti Aminah|081234567891|72\n3||||\nJumlah||||162\n\nDepok, 31 Oktober 2026\nMengetahui,||Ketua RT 02\n\n||Bambang Suryo",
    ));
    assert_eq!(
        classes(&found),
        [
            "Title", "Header", "Header", "New", "Header", "New", "Blank", "Total", "Blank", "Note", "Note",
            "Blank", "Note"
        ]
    );
}

#[test]
fn several_sheets_each_have_their_own_header_and_other_sheets_are_skipped_whole() {
    let mut book = grid("Unit|Nama\nA-1|Budi Santoso");
    book.sheets.extend(grid("NAMA|NO RUMAH|BLOK\nSiti Aminah|3|B").sheets);
    book.sheets.extend(grid("Saldo awal|1000\nSaldo akhir|2000\n\nBendahara").sheets);
    book.sheets.push(Sheet { hidden: true, ..grid("Unit|Nama\nC-1|Rahasia").sheets.remove(0) });
    for (at, name) in ["Blok A", "Blok B", "Kas", "Lama"].into_iter().enumerate() {
        book.sheets[at].name = name.into();
    }
    let found = first_look(&book);
    assert_eq!(
        classes(&found),
        [
            "Header",
            "New",
            "Header",
            "New",
            "NoTable",
            "NoTable",
            "NoTable",
            "NoTable",
            "HiddenSheet",
            "HiddenSheet"
        ]
    );
    assert_eq!(codes(&found), ["A-01", "B-03"]);
}

#[test]
fn pasted_rows_without_titles_are_understood_by_their_values() {
    let book = read_text(
        "A-1\tBudi Santoso\t081234567890\nA-2\tSiti Aminah\t81234567891\n",
        "Tempelan",
        &Limits::default(),
    )
    .unwrap();
    let found = first_look(&book);
    assert_eq!(classes(&found), ["New", "New"]);
    assert_eq!(meanings(&found), [Meaning::Unit, Meaning::Name, Meaning::Phone]);
    assert!(found.sections[0].columns.iter().all(|column| column.confidence == Confidence::Guess));
}

#[test]
fn english_sheets_are_understood_too() {
    let found = first_look(&grid(
        "Unit,|Owner Name|Tenant|Phone Number|Status|Land Area|Handover Date\nB-7|John Tan|Mary Lim|+65 8123 4567|Rented|120.5|2021-03-01",
    ));
    let plan = found.to_write().next().unwrap().1;
    assert_eq!((plan.code.as_str(), plan.status), ("B-07", Some(HomeStatus::Rented)));
    assert_eq!(
        plan.people.iter().map(|person| (person.role, person.name.as_str())).collect::<Vec<_>>(),
        [(Role::Owner, "John Tan"), (Role::Tenant, "Mary Lim")]
    );
    assert_eq!(plan.handed_over_on, chrono::NaiveDate::from_ymd_opt(2021, 3, 1));
}

#[test]
fn a_column_chosen_by_hand_is_obeyed() {
    let book = grid("Kode rahasia|Nama|HP\nA-1|Budi Santoso|081234567890");
    assert_eq!(first_look(&book).counts.new, 0);
    let choice = ColumnChoice { sheet: "Warga".into(), header_row: 1, column: 0, meaning: Meaning::Unit };
    let found = examine(
        &book,
        &Existing::default(),
        &Choices { columns: vec![choice], ..Choices::default() },
        today(),
    );
    assert_eq!(codes(&found), ["A-01"]);
    assert_eq!(found.sections[0].columns[0].confidence, Confidence::Chosen);
}

#[test]
fn a_title_that_its_cells_contradict_is_only_a_guess() {
    let found = first_look(&grid("Unit|Nama|HP\nA-1|Budi Santoso|rumah pojok\nA-2|Siti Aminah|dekat pos"));
    assert_eq!(found.sections[0].columns[2].confidence, Confidence::Guess);
}

#[test]
fn the_column_with_whatsapp_is_the_first_phone() {
    let found = first_look(&grid(
        "Unit|Nama|Telepon|No WA\nA-1|Budi Santoso|081200000001|081200000002\nA-2|Siti Aminah|081200000003|",
    ));
    let phones: Vec<_> = found
        .to_write()
        .map(|(_, plan)| {
            (
                plan.people[0].phone.as_ref().map(|phone| phone.e164()),
                plan.people[0].other_phone.as_ref().map(|phone| phone.e164()),
            )
        })
        .collect();
    assert_eq!(phones, [(Some("+6281200000002"), Some("+6281200000001")), (Some("+6281200000003"), None)]);
}

#[test]
fn a_number_under_the_names_of_a_total_is_a_count() {
    let found = first_look(&grid(
        "No|No Rumah|Nama Penghuni|Telepon\nBLOK A\n1|1|Andi|081234560001\nJumlah|1|1|1\nBLOK B\n1|1|Citra|081234560003\nSub Total||1\nGrand Total||2|2",
    ));
    assert_eq!(classes(&found), ["Header", "Heading", "New", "Total", "Heading", "New", "Total", "Total"]);
    let people = first_look(&grid("Unit|Nama|HP\nA-01|Total Abadi PT|081234560001\nA-02|Jumlah bin Amat|"));
    assert_eq!(people.counts.new, 2);
}

#[test]
fn a_sheet_of_nothing_but_units_is_a_list_of_homes() {
    let found = first_look(&grid("DAFTAR RUMAH\nUnit\nA-01\nA-02\nB-01"));
    assert_eq!(classes(&found), ["Title", "Header", "New", "New", "New"]);
    let names = first_look(&grid("Nama\nAndi\nBudi"));
    assert_eq!(classes(&names), ["NoTable", "NoTable", "NoTable"]);
}

#[test]
fn a_street_without_numbers_is_the_block_of_the_number_beside_it() {
    let found = first_look(&grid("Nama Jalan|No|Nama\nKenanga|1|Andi\nKenanga|2|Budi\nMelati|1|Cici"));
    assert_eq!(codes(&found), ["Kenanga 1", "Kenanga 2", "Melati 1"]);
}

#[test]
fn whole_numbers_that_a_program_wrote_with_a_fraction_stay_what_they_are() {
    let found = first_look(&grid(
        "No|Blok|No Rumah|Nama|HP|RT\n1.0|A|1.0|Andi|81234567890.0|2.0\n2.0|A|2.0|Budi|81234567891.0|2.0",
    ));
    assert_eq!(codes(&found), ["A-01", "A-02"]);
    let plan = found.to_write().next().unwrap().1;
    let phone = plan.people[0].phone.as_ref().unwrap();
    assert_eq!((phone.e164(), plan.rt.as_deref()), ("+6281234567890", Some("02")));
}

#[test]
fn an_occupant_who_is_the_owner_is_nobody_else() {
    let found = first_look(&grid(
        "Unit|Pemilik|Penghuni|HP\nA-01|Andi|sda|081234567890\nA-02|Budi|Pemilik sendiri|\nA-03|Cici|Dewi|\nA-04|Eko|KOSONG|",
    ));
    let people: Vec<usize> = found.to_write().map(|(_, plan)| plan.people.len()).collect();
    assert_eq!(people, [1, 1, 2, 1]);
    assert!(found.to_write().next().unwrap().1.people[0].phone.is_some());
}

#[test]
fn a_header_on_every_other_row_costs_no_more_than_the_rows() {
    let text: String = (1..=4_000).map(|unit| format!("Unit|Nama|HP\nA-{unit}|Orang||\n")).collect();
    let found = first_look(&grid(&text));
    assert_eq!((found.counts.new, found.counts.skipped), (4_000, 4_000));
}

#[test]
fn a_sheet_or_a_title_names_the_block_of_its_bare_numbers() {
    let mut workbook = grid("No Rumah|Nama\n1|Andi\n2|Budi");
    workbook.sheets[0].name = "Blok A".into();
    assert_eq!(codes(&first_look(&workbook)), ["A-01", "A-02"]);
    let titled = grid("DATA PENGHUNI BLOK D\nNo Rumah|Nama\n1|Andi\nE-02|Budi");
    assert_eq!(codes(&first_look(&titled)), ["D-01", "E-02"]);
    for several in ["DATA WARGA BLOK A - F", "BLOK A DAN B", "RUMAH BLOK"] {
        let found = first_look(&grid(&format!("{several}\nNo Rumah|Nama\n1|Andi\n2|Budi")));
        assert_eq!(codes(&found), ["1", "2"], "{several}");
    }
}

#[test]
fn a_summary_below_the_table_is_no_row_of_it() {
    let found = first_look(&grid(
        "No|Unit|Nama|Status\n1|A-01|Andi|Dihuni\n2|A-02|Beni|Kosong\n\nRekap\nDihuni||1\nKosong||1\nJumlah||2",
    ));
    assert_eq!(classes(&found), ["Header", "New", "New", "Blank", "Note", "Note", "Note", "Total"]);
}

#[test]
fn a_title_above_a_table_without_titles_is_no_header() {
    let found = first_look(&grid(
        "DATA WARGA BLOK A\n\nA-01|Andi|081234571901|Dihuni\nA-02|Beni|081234571902|Kosong\nA-03|Cici|081234571903|Dihuni",
    ));
    assert_eq!((found.counts.new, found.counts.faulty), (3, 0));
}

#[test]
fn a_title_between_two_tables_is_no_home_and_names_the_next_block() {
    let found = first_look(&grid(
        "DATA WARGA BLOK A\nNo Rumah|Nama\n1|Andi\n2|Budi\n\nDATA WARGA BLOK B\nNo Rumah|Nama\n1|Cici\n\nDAFTAR WARGA LAIN\n7|Dodi",
    ));
    assert_eq!(codes(&found), ["A-01", "A-02", "B-01", "7"]);
    assert_eq!(classes(&found)[5], "Heading");
}
