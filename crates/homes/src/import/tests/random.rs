//! Whatever stands in a grid: no panic, every row in exactly one class, and a second import changes nothing.

use proptest::prelude::*;
use spreadsheet::{Cell, Row, Sheet, Span, Value, Workbook};

use super::world::*;
use crate::import::*;

fn word() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "No",
        "Unit",
        "Blok",
        "No Rumah",
        "Nama",
        "Nama Pemilik",
        "Nama Penghuni",
        "HP",
        "No WA",
        "Email",
        "Status",
        "LT",
        "LB",
        "Alamat",
        "RT/RW",
        "Mulai Huni",
        "Keterangan",
        "Jan",
        "BLOK A",
        "BLOK B",
        "RT 02",
        "JUMLAH",
        "Mengetahui, Ketua RT",
        "A-1",
        "A/2",
        "B 03",
        "a 7",
        "12",
        "Budi Santoso",
        "Siti Aminah",
        "Hj.",
        "R.",
        "-",
        "081234567890",
        "0857-O112-3344",
        "08123",
        "81234567890 / 081234567891",
        "Dihuni",
        "Kontrak",
        "Kosong",
        "Kavling",
        "entah",
        "90,5",
        "120 m2",
        "31/02/2024",
        "25/02/2021",
        "budi@contoh.id",
        "budi@",
        "#N/A",
        "Jl. Kenanga I No. 1",
        "1",
    ]);
    prop_oneof![6 => known.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => word().prop_map(|text| Value::Text(text.into())),
        1 => (0_u64..99_999_999_999).prop_map(|number| Value::Number(number.to_string().into())),
        1 => Just(Value::Date(today())),
        1 => Just(Value::Error("#REF!".into())),
    ]
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let cell = (0_u16..7, value(), prop::bool::weighted(0.05))
        .prop_map(|(column, value, formula)| (column, Cell { value, formula }));
    let row = (1_u32..3, prop::collection::vec(cell, 1..7));
    let span = (1_u32..9, 0_u32..3, 0_u16..5, 0_u16..3).prop_map(|(row, high, column, wide)| Span {
        first_row: row,
        last_row: row + high,
        first_column: column,
        last_column: column + wide,
    });
    (prop::collection::vec(row, 0..14), prop::collection::vec(span, 0..3), "[A-C]|RT 0[1-3]").prop_map(
        |(rows, merged, name)| {
            let mut number = 0;
            let rows = rows.into_iter().map(|(gap, mut cells)| {
                number += gap;
                cells.sort_by_key(|(column, _)| *column);
                cells.dedup_by_key(|(column, _)| *column);
                cells.retain(|(_, cell)| !cell.text().trim().is_empty());
                Row { number, cells }
            });
            Sheet { name, hidden: false, rows: rows.filter(|row| !row.cells.is_empty()).collect(), merged }
        },
    )
}

/// A table as people keep it, with their slips: same units, same people and same numbers come again and again.
fn table() -> impl Strategy<Value = Workbook> {
    let pick = |words: &'static [&'static str]| prop::sample::select(words).prop_map(str::to_owned);
    let unit = pick(&["A-1", "A/01", "a 2", "A-3", "B1", "B-02", "C 7", "", "-", "Pos"]);
    let owner = pick(&[
        "Budi Santoso",
        "H. Budi Santoso, S.E.",
        "Siti Aminah",
        "Agus Wijaya",
        "Budi",
        "Hj.",
        "",
        "Dewi Lestari",
    ]);
    let occupant = pick(&["", "Budi Santoso", "Ani Lestari", "Siti Aminah", "-", "R.", "Joko"]);
    let phone = pick(&[
        "081234567890",
        "81234567890",
        "081234567891",
        "081234567892 / 081234567893",
        "",
        "-",
        "08123",
    ]);
    let status = pick(&["Dihuni", "Kontrak", "Kosong", "Kavling", "", "dihunii", "Sewa"]);
    let land = pick(&["90", "90,5", "120 m2", "", "x"]);
    let email = pick(&["", "budi@contoh.id", "SITI@contoh.id", "budi@"]);
    let row = (unit, owner, occupant, phone, status, land, email).prop_map(|cells| {
        let (unit, owner, occupant, phone, status, land, email) = cells;
        [unit, owner, occupant, phone, status, land, email].join("|")
    });
    prop::collection::vec(row, 1..10)
        .prop_map(|rows| grid(&format!("Unit|Pemilik|Penghuni|HP|Status|LT|Email\n{}", rows.join("\n"))))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_second_import_of_any_table_changes_nothing(book in table(), drop_shared in any::<bool>()) {
        let rules = if drop_shared { vec![Rule::DropSharedPhone, Rule::DropBadPhone] } else { Vec::new() };
        let choices = Choices { rules, ..Choices::default() };
        let mut world = World::default();
        let first = world.examine(&book, &choices);
        world.write(&first);
        let again = world.examine(&book, &choices);
        prop_assert_eq!(again.counts.new + again.counts.changed, 0, "{:?}\n{:?}", first.rows, again.rows);
        prop_assert_eq!(again.counts.unchanged, first.counts.new);
        prop_assert_eq!(first.counts.total(), book.sheets[0].last_row());
    }

    #[test]
    fn every_row_is_in_exactly_one_class(sheets in prop::collection::vec(sheet(), 1..3)) {
        let book = Workbook { sheets };
        let found = first_look(&book);
        let rows: u32 = book.sheets.iter().map(Sheet::last_row).sum();
        prop_assert_eq!(found.counts.total(), rows);
        prop_assert_eq!(found.rows.len() as u32, rows);
        for outcome in &found.rows {
            let sheet = found.sheet_name(outcome);
            let same_name = found.sheets.iter().filter(|name| *name == sheet).count() > 1;
            let explained = found.faults.iter().any(|fault| fault.sheet == sheet && fault.row == outcome.row);
            if !same_name {
                prop_assert_eq!(explained, outcome.class == RowClass::Faulty, "row {}", outcome.row);
            }
            prop_assert_eq!(outcome.plan.is_some(), matches!(outcome.class, RowClass::New | RowClass::Changed | RowClass::Unchanged));
        }
        prop_assert!(found.faults.iter().all(|fault| !fault.say(kernel::Locale::Id).is_empty() && !fault.say(kernel::Locale::En).is_empty()));
    }

    #[test]
    fn the_second_import_of_any_grid_changes_nothing(sheet in sheet()) {
        let book = Workbook { sheets: vec![sheet] };
        let mut world = World::default();
        let first = world.examine(&book, &Choices::default());
        world.write(&first);
        let again = world.examine(&book, &Choices::default());
        prop_assert_eq!(again.counts.new + again.counts.changed, 0, "{:?}\n{:?}", first, again);
    }
}

#[test]
fn ten_thousand_rows_are_examined_and_all_accounted_for() {
    let mut text = String::from(
        "DATA WARGA\n\nNo\tBlok / No\tNama Pemilik\tNama Penghuni\tStatus\tNo. HP / WA\tLT\tLB\tKeterangan\n",
    );
    for at in 0..10_000_u32 {
        let phone = if at % 500 == 7 { "08123".to_owned() } else { format!("08{:09}", 110_000_000 + at) };
        text.push_str(&format!(
            "{at}\t{}{}/{}\tPemilik nomor {}\t-\tDihuni\t{phone}\t90,5\t45\tcatatan\n",
            char::from(b'A' + (at / 1_000) as u8),
            at / 100 % 10,
            at % 100,
            words_of(at)
        ));
    }
    let book = spreadsheet::read_text(&text, "Warga", &spreadsheet::Limits::default()).unwrap();
    let found = first_look(&book);
    assert_eq!(found.counts, Counts { new: 9_980, changed: 0, unchanged: 0, faulty: 20, skipped: 3 });
}

/// A number as letters, so that no two names are alike.
fn words_of(number: u32) -> String {
    number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect::<String>().repeat(2)
}
