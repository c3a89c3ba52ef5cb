//! Rows against each other and against what the complex has; rules that repair all alike.

use kernel::Locale;

use super::world::*;
use crate::import::*;

fn with(rules: &[Rule]) -> Choices {
    Choices { rules: rules.to_vec(), ..Choices::default() }
}

fn under(text: &str, choices: &Choices) -> Examination {
    examine(&grid(text), &Existing::default(), choices, today())
}

#[test]
fn the_same_unit_twice_is_a_fault_on_the_later_row_and_the_same_row_twice_says_so() {
    let text = "Unit|Nama\nA-1|Budi Santoso\nA/01|Siti Aminah\na 1|Budi Santoso";
    let found = under(text, &Choices::default());
    assert_eq!(found.counts, Counts { new: 1, changed: 0, unchanged: 0, faulty: 2, skipped: 1 });
    assert_eq!(
        found.faults.iter().map(|fault| fault.say(Locale::Id)).collect::<Vec<_>>(),
        [
            "Unit A-01 sudah ada di baris 2. Perbaiki nomor unit atau lewati salah satunya.",
            "Baris ini sama persis dengan baris 2 (unit A-01). Cukup diimpor sekali."
        ]
    );
    assert!(found.suggestions.contains(&Suggestion { rule: Rule::SkipRepeated, count: 1 }));
    assert_eq!(classes(&under(text, &with(&[Rule::SkipRepeated]))), ["Header", "New", "Faulty", "ByHand"]);
}

#[test]
fn owner_and_tenant_of_one_unit_may_stand_on_two_rows() {
    let text = "Unit|Nama|Status|LT\nA-1|Budi Santoso|Milik|90\nA-1|Siti Aminah|Kontrak|";
    let mut world = World::default();
    let found = world.examine(&grid(text), &Choices::default());
    assert_eq!(found.counts.new, 2);
    world.write(&found);
    assert_eq!(world.units.len(), 1);
    assert_eq!(world.units[0].status, HomeStatus::Rented);
    assert_eq!(
        world.units[0].people.iter().map(|known| known.role).collect::<Vec<_>>(),
        [Role::Owner, Role::Tenant]
    );
    assert_eq!(
        world.examine(&grid(text), &Choices::default()).counts,
        Counts { unchanged: 2, skipped: 1, ..Counts::default() }
    );
}

#[test]
fn one_number_for_two_people_is_a_fault_but_one_person_may_own_two_homes() {
    let text = "Unit|Nama|HP\nA-1|Budi Santoso|081234567890\nA-2|H. Budi Santoso, S.E.|+62 812-3456-7890\nA-3|Siti Aminah|81234567890";
    let found = under(text, &Choices::default());
    assert_eq!(found.counts, Counts { new: 2, changed: 0, unchanged: 0, faulty: 1, skipped: 1 });
    assert_eq!(
        found.faults[0].say(Locale::Id),
        "Nomor 81234567890 juga milik Budi Santoso di baris 2. Satu nomor untuk satu orang."
    );
    let names: Vec<_> = found.to_write().map(|(_, plan)| plan.people[0].name.as_str()).collect();
    assert_eq!(names, ["Budi Santoso", "Budi Santoso"], "one human, one spelling");
    assert!(found.suggestions.contains(&Suggestion { rule: Rule::DropSharedPhone, count: 1 }));
    let dropped = under(text, &with(&[Rule::DropSharedPhone]));
    assert_eq!(dropped.counts.new, 3);
    assert_eq!(dropped.to_write().last().unwrap().1.people[0].phone, None);
}

#[test]
fn a_number_that_somebody_in_the_complex_has_is_named() {
    let mut world = World::default();
    world.write(&first_look(&grid("Unit|Nama|HP\nA-1|Budi Santoso|081234567890")));
    let found = world.examine(
        &grid("Unit|Nama|HP\nB-1|Siti Aminah|081234567890\nB-2|Budi Santoso|081234567890"),
        &Choices::default(),
    );
    assert_eq!(faults(&found), [(2, "HP", &FaultKind::PhoneTaken { name: "Budi Santoso".into() })]);
    let second_home = found.to_write().next().unwrap().1;
    assert_eq!(second_home.people[0].person, Some(world.units[0].people[0].person), "the same human");
}

#[test]
fn rules_repair_all_alike() {
    let text = "Unit|Nama|HP|Email|Status|LT|Mulai huni\nA-1|Budi Santoso|0857-O112-3344|budi@|ngontrakk|luas|31/02/2024\nA-2|Siti Aminah|O8571122334|-|kontrak|90|\nA-3|Agus Wijaya|08123|||72|";
    let found = under(text, &Choices::default());
    let kinds: Vec<_> =
        found.faults.iter().filter(|fault| fault.row == 2).map(|fault| fault.column.as_str()).collect();
    assert_eq!(kinds, ["Status", "LT", "HP", "Email", "Mulai huni"], "everything wrong with a row at once");
    let suggested: Vec<_> =
        found.suggestions.iter().map(|suggestion| (suggestion.rule.clone(), suggestion.count)).collect();
    let word = Rule::StatusWord { from: "ngontrakk".into(), to: HomeStatus::Rented };
    assert_eq!(
        suggested,
        [
            (Rule::LetterOToZero, 2),
            (Rule::DropBadPhone, 3),
            (Rule::DropBadEmail, 1),
            (Rule::DropBadDate, 1),
            (Rule::DropBadArea, 1),
            (word.clone(), 1)
        ]
    );
    let letters = under(text, &with(&[Rule::LetterOToZero]));
    assert_eq!(
        letters.to_write().next().unwrap().1.people[0].phone.as_ref().map(|phone| phone.e164()),
        Some("+628571122334")
    );
    let all = with(&[
        Rule::LetterOToZero,
        Rule::DropBadPhone,
        Rule::DropBadEmail,
        Rule::DropBadDate,
        Rule::DropBadArea,
        word,
    ]);
    assert_eq!(under(text, &all).counts, Counts { new: 3, changed: 0, unchanged: 0, faulty: 0, skipped: 1 });
}

#[test]
fn what_differs_from_the_complex_is_listed_and_what_the_file_leaves_out_stays() {
    let mut world = World::default();
    world.write(&first_look(&grid("Unit|Pemilik|Penghuni|HP|Status|LT\nA-1|Budi Santoso|Budi Santoso|081234567890|Dihuni|90\nA-2|Siti Aminah|Ani|081234567891|Kontrak|72")));
    let found = world.examine(&grid("Unit|Pemilik|Penghuni|HP|Status|LT\nA/01|Budi Santoso|Dewi Lestari|081299999999|Kontrak|95,5\nA-2|Siti Aminah|||Kontrak|"), &Choices::default());
    assert_eq!(found.counts, Counts { new: 0, changed: 1, unchanged: 1, faulty: 0, skipped: 1 });
    let plan = found.to_write().next().unwrap().1;
    let change =
        |what, before: &str, after: &str| Change { what, before: before.into(), after: after.into() };
    assert_eq!(
        plan.changes,
        [
            change(Changed::Land, "90", "95.5"),
            change(Changed::Status, "lived_in", "rented"),
            change(Changed::PersonAdded, "", "Dewi Lestari")
        ]
    );
    assert_eq!(plan.code, "A-01");
    assert!(plan.leaving.is_empty(), "the owner stays the owner");
}

#[test]
fn a_new_owner_takes_the_place_of_the_old_one() {
    let mut world = World::default();
    world.write(&first_look(&grid("Unit|Pemilik\nA-1|Budi Santoso")));
    let found = world.examine(&grid("Unit|Pemilik|HP\nA-1|Siti Aminah|081234567890"), &Choices::default());
    let plan = found.to_write().next().unwrap().1;
    assert_eq!(
        plan.leaving.iter().map(|leaving| leaving.name.as_str()).collect::<Vec<_>>(),
        ["Budi Santoso"]
    );
    assert_eq!(plan.changes[0].what, Changed::PersonReplaced);
    world.write(&found);
    assert_eq!(
        world
            .examine(&grid("Unit|Pemilik|HP\nA-1|Siti Aminah|081234567890"), &Choices::default())
            .counts
            .unchanged,
        1
    );
}

#[test]
fn contradictions_are_faults_and_gaps_are_warnings() {
    let found = under(
        "Unit|Pemilik|Penghuni|HP|Status\nA-1|Budi Santoso|Ani Lestari||Kosong\nA-2|Siti Aminah|||Kontrak\nA-3|||081234567890|Dihuni\nA-4||||Dihuni\nA-5||||Kosong",
        &Choices::default(),
    );
    assert_eq!(
        faults(&found),
        [
            (2, "Penghuni", &FaultKind::EmptyButOccupied { name: "Ani Lestari".into() }),
            (4, "Pemilik", &FaultKind::NameMissing)
        ]
    );
    assert_eq!(
        found.warnings.iter().map(|warning| (warning.row, &warning.kind)).collect::<Vec<_>>(),
        [(3, &WarningKind::TenantUnknown), (5, &WarningKind::NobodyNamed)]
    );
    assert_eq!(found.counts.new, 3);
}

#[test]
fn a_broken_formula_and_a_unit_that_became_a_date_are_named() {
    let mut book = grid("Unit|Nama|LT\nx|Budi Santoso|y\nA-2|Siti Aminah|90");
    let cells = &mut book.sheets[0].rows[1].cells;
    cells[0].1.value = spreadsheet::Value::Date(today());
    cells[2].1.value = spreadsheet::Value::Error("#N/A".into());
    let found = first_look(&book);
    assert_eq!(
        faults(&found),
        [(2, "Unit", &FaultKind::UnitBecameDate), (2, "LT", &FaultKind::BrokenFormula)]
    );
}

#[test]
fn an_address_known_without_its_rt_is_the_same_unit() {
    let mut world = World::default();
    world.write(&first_look(&grid("Alamat|Nama\nJl. Kenanga I No. 1|Budi Santoso")));
    let mut book = grid("Alamat|Nama\nJl Kenanga I no 1|Budi Santoso");
    book.sheets[0].name = "RT 02".into();
    let found = world.examine(&book, &Choices::default());
    let plan = found.to_write().next().unwrap().1;
    assert_eq!((plan.code.as_str(), plan.unit), ("Jl. Kenanga I No. 1", Some(world.units[0].id)));
    assert_eq!(plan.changes.iter().map(|change| change.what).collect::<Vec<_>>(), [Changed::Rt]);
}

#[test]
fn one_child_on_two_rows_of_a_home_is_not_two_children() {
    let found = first_look(&grid(
        "Unit|Pemilik|Penghuni|HP|Email\nA-01||Joko|081234567890|\nA-01|Budi Santoso|Joko||budi@contoh.id\nA-01||Rina||",
    ));
    assert_eq!(classes(&found), ["Header", "New", "Faulty", "New"]);
}

#[test]
fn a_number_given_to_a_known_owner_is_that_owner_on_the_other_rows_too() {
    let mut world = World::default();
    world.write(&first_look(&grid("Unit|Pemilik|HP\nA-01|Andi|081234567890\nA-02|Andi|081234567899")));
    let book =
        grid("Unit|Pemilik|HP\nA-01|Andi|081234567891\nA-02|Andi|081234567891\nA-03|Andi|081234567891");
    let found = world.examine(&book, &Choices::default());
    let people: Vec<_> =
        found.rows.iter().filter_map(|row| row.plan.as_ref()).map(|plan| &plan.people[0]).collect();
    assert_eq!(people[0].person, people[2].person);
    assert!(people[0].phone.is_some() && people[1].phone.is_none());
    assert_eq!(classes(&found), ["Header", "Changed", "Unchanged", "New"]);
    world.write(&found);
    assert_eq!(world.examine(&book, &Choices::default()).counts.unchanged, 3);
}

#[test]
fn an_rw_without_an_rt_is_no_change_of_a_home() {
    let mut world = World::default();
    world.write(&first_look(&grid("Unit|Nama\nA-01|Andi")));
    let book = grid("DATA WARGA RW 07\nUnit|Nama\nA-01|Andi");
    assert_eq!(world.examine(&book, &Choices::default()).counts.unchanged, 1);
    let book = grid("DATA WARGA RT 02 RW 07\nUnit|Nama\nA-01|Andi");
    assert_eq!(world.examine(&book, &Choices::default()).counts.changed, 1);
}
