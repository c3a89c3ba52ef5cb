//! The three files that real complexes sent. The figures were counted by hand and with another program.

use kernel::Locale;

use super::world::*;
use crate::import::*;

/// Where and why, as the command line prints it.
fn reasons(found: &Examination) -> Vec<(String, u32, String, String)> {
    found
        .report(Locale::Id)
        .faults
        .into_iter()
        .map(|line| (line.sheet, line.row, line.column, line.reason))
        .collect()
}

fn plan_of<'f>(found: &'f Examination, sheet: &str, row: u32) -> &'f PlannedRow {
    found.to_write().find(|(outcome, _)| outcome.row == row && found.sheet_name(outcome) == sheet).unwrap().1
}

#[test]
fn griya_melati_gives_235_units_and_explains_five_rows() {
    let book = sample("griya-melati-data-warga.xlsx");
    let found = first_look(&book);
    assert_eq!(found.counts, Counts { new: 235, changed: 0, unchanged: 0, faulty: 5, skipped: 11 });
    assert_eq!(found.counts.total(), 251);
    let sheet = "Data Warga".to_owned();
    let line =
        |row: u32, column: &str, reason: &str| (sheet.clone(), row, column.to_owned(), reason.to_owned());
    assert_eq!(
        reasons(&found),
        [
            line(
                30,
                "No. HP / WA",
                "Nomor WhatsApp terlalu pendek: 08123. Harus 10–13 angka, contoh 0812 3456 7890."
            ),
            line(
                61,
                "Blok / No",
                "Unit B-12 sudah ada di baris 60. Perbaiki nomor unit atau lewati salah satunya."
            ),
            line(88, "Blok / No", "Unit kosong. Tulis blok dan nomor, contoh C-09."),
            line(126, "Nama Pemilik", "Nama hanya berisi gelar: “R.”. Tulis nama lengkap."),
            line(138, "Nama Penghuni", "Nama hanya berisi gelar: “R.”. Tulis nama lengkap."),
        ]
    );
    let skipped: Vec<(u32, String)> = found
        .rows
        .iter()
        .zip(classes(&found))
        .filter(|(outcome, _)| matches!(outcome.class, RowClass::Skipped(_)))
        .map(|(outcome, why)| (outcome.row, why))
        .collect();
    let expected = [
        (1, "Title"),
        (2, "Title"),
        (3, "Blank"),
        (4, "Header"),
        (5, "Heading"),
        (48, "Heading"),
        (89, "Heading"),
        (130, "Heading"),
        (171, "Heading"),
        (212, "Heading"),
        (251, "Total"),
    ];
    assert_eq!(skipped, expected.map(|(row, why)| (row, why.to_owned())));
    assert_eq!(found.warnings.len(), 8, "two numbers in one cell");
    assert!(found.sections[0].columns.iter().all(|column| column.confidence == Confidence::Certain));
}

#[test]
fn griya_melati_knows_who_owns_who_rents_and_who_pays() {
    let found = first_look(&sample("griya-melati-data-warga.xlsx"));
    let rented = plan_of(&found, "Data Warga", 11);
    assert_eq!(
        (rented.code.as_str(), rented.block.as_deref(), rented.rw.as_deref()),
        ("A-06", Some("Blok A"), Some("07"))
    );
    assert_eq!(rented.status, Some(HomeStatus::Rented));
    let people: Vec<_> = rented
        .people
        .iter()
        .map(|person| {
            (
                person.role,
                person.name.as_str(),
                person.phone.as_ref().map(|phone| phone.e164()),
                person.lives_here,
                person.payer,
            )
        })
        .collect();
    assert_eq!(
        people,
        [
            (Role::Owner, "Nilam Pradana, S.I.Kom", None, false, false),
            (Role::Tenant, "Lalita Nuraini", Some("+6281364073537"), true, true)
        ]
    );
    let number_cell = plan_of(&found, "Data Warga", 19);
    assert_eq!(
        number_cell.people[0].phone.as_ref().map(|phone| phone.local()),
        Some("0852-3236-7484".into()),
        "the lost zero is back"
    );
    assert_eq!(
        plan_of(&found, "Data Warga", 120).land.map(|metres| metres.to_string()),
        Some("120".into()),
        "written as 120 m2"
    );
    let by_status = |status| found.to_write().filter(|(_, plan)| plan.status == Some(status)).count();
    assert_eq!(HomeStatus::ALL.map(by_status), [169, 40, 20, 6]);
}

#[test]
fn puri_mawar_gives_96_units_in_three_clusters() {
    let found = first_look(&sample("puri-mawar-warga.csv"));
    assert_eq!(found.counts, Counts { new: 96, changed: 0, unchanged: 0, faulty: 0, skipped: 1 });
    assert!(found.faults.is_empty());
    let first = plan_of(&found, "puri-mawar-warga", 2);
    assert_eq!(
        (first.code.as_str(), first.block.as_deref(), first.unit_type.as_deref()),
        ("Mawar Café 1", Some("Mawar Café"), Some("45/90"))
    );
    assert_eq!(first.people[0].since, chrono::NaiveDate::from_ymd_opt(2021, 2, 25));
    assert_eq!(
        plan_of(&found, "puri-mawar-warga", 4).land.map(|metres| metres.to_string()),
        Some("90.5".into())
    );
    assert_eq!(found.warnings.len(), 8);
    let cluster =
        |name: &str| found.to_write().filter(|(_, plan)| plan.block.as_deref() == Some(name)).count();
    assert_eq!(["Mawar Café", "Mawar Putih", "Mawar Merah"].map(cluster), [35, 31, 30]);
    let by_status = |status| found.to_write().filter(|(_, plan)| plan.status == Some(status)).count();
    assert_eq!(HomeStatus::ALL.map(by_status), [33, 33, 30, 0]);
}

#[test]
fn the_three_rt_give_89_units_by_address_and_leave_the_dues_alone() {
    let found = first_look(&sample("rt-iuran-2026.xlsx"));
    assert_eq!(found.counts, Counts { new: 89, changed: 0, unchanged: 0, faulty: 1, skipped: 6 });
    assert_eq!(
        reasons(&found),
        [("RT 01".into(), 7, "Nama".into(), "Nama hanya berisi gelar: “Hj.”. Tulis nama lengkap.".into())]
    );
    let first = plan_of(&found, "RT 01", 3);
    assert_eq!(
        (first.code.as_str(), first.rt.as_deref(), first.status),
        ("Jl. Kenanga I No. 1 RT 01", Some("01"), None)
    );
    let other = plan_of(&found, "RT 02", 3);
    assert_eq!(
        (other.code.as_str(), other.people[0].name.as_str()),
        ("Jl. Kenanga I No. 1 RT 02", "Kasiyah Sinaga")
    );
    let ignored = found.sections[0]
        .columns
        .iter()
        .filter(|column| column.meaning == Meaning::Ignored && column.confidence == Confidence::Certain);
    assert_eq!(ignored.count(), 13, "twelve months and their total");
}

#[test]
fn importing_the_same_file_again_changes_nothing() {
    for (name, good) in
        [("griya-melati-data-warga.xlsx", 235), ("puri-mawar-warga.csv", 96), ("rt-iuran-2026.xlsx", 89)]
    {
        let book = sample(name);
        let mut world = World::default();
        let first = world.examine(&book, &Choices::default());
        world.write(&first);
        assert_eq!(world.units.len(), good, "{name}");
        let again = world.examine(&book, &Choices::default());
        let expected = Counts { new: 0, changed: 0, unchanged: first.counts.new, ..first.counts };
        assert_eq!(again.counts, expected, "{name}");
    }
}

#[test]
fn the_five_rows_of_griya_melati_can_be_repaired_until_none_is_left() {
    let book = sample("griya-melati-data-warga.xlsx");
    let mut choices = Choices::default();
    for (row, field, value) in [
        (30, Meaning::Phone, "0812 3456 7890"),
        (61, Meaning::Unit, "B-13"),
        (88, Meaning::Unit, "B-40"),
        (126, Meaning::Owner, "R. Hartono"),
    ] {
        choices.correct(Correction { sheet: "Data Warga".into(), row, field, value: value.into() });
    }
    choices.skipped.push(RowPlace { sheet: "Data Warga".into(), row: 138 });
    let found = examine(&book, &Existing::default(), &choices, today());
    assert_eq!(found.counts, Counts { new: 239, changed: 0, unchanged: 0, faulty: 0, skipped: 12 });
    let repaired = plan_of(&found, "Data Warga", 61);
    assert_eq!((repaired.code.as_str(), repaired.people[0].name.as_str()), ("B-13", "drg. Kemal Tampubolon"));
}

#[test]
fn only_the_faulty_rows_can_be_downloaded_with_their_reason() {
    let book = sample("griya-melati-data-warga.xlsx");
    let found = first_look(&book);
    let bytes = faulty_rows(&book, &found, Locale::Id, spreadsheet::Format::Xlsx).unwrap();
    let table = spreadsheet::read(&bytes, None, &spreadsheet::Limits::default()).unwrap();
    let sheet = &table.sheets[0];
    assert_eq!(sheet.last_row(), 6);
    let text = |row, column| sheet.cell(row, column).map(|cell| cell.text().into_owned()).unwrap_or_default();
    assert_eq!((text(1, 1), text(1, 13)), ("Blok / No".into(), "Alasan".into()));
    assert_eq!((text(2, 1), text(2, 5), text(2, 12)), ("A/25".into(), "08123".into(), "30".into()));
    assert!(text(2, 13).starts_with("Nomor WhatsApp terlalu pendek"));
    // Repaired there and imported again, the row is good.
    let again = first_look(&table);
    assert_eq!(again.counts.skipped + again.counts.faulty + again.counts.new, 6);
}

#[test]
fn the_command_line_report_has_the_promised_shape() {
    let found = first_look(&grid("Unit|Nama|HP\nA-1|Budi Santoso|08123"));
    let json = serde_json::to_value(found.report(Locale::En)).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "counts": {"new": 0, "changed": 0, "unchanged": 0, "faulty": 1, "skipped": 1},
            "faults": [{"sheet": "Warga", "row": 2, "column": "HP", "reason": "The WhatsApp number is too short: 08123. It has 10–13 digits, for example 0812 3456 7890."}],
        })
    );
}
