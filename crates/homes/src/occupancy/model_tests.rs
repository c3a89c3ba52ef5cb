use chrono::{TimeZone as _, Utc};

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at() -> kernel::Instant {
    Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap()
}

fn occupant(name: &str, kind: OccupancyKind, from: Option<&str>, until: Option<&str>) -> Occupant {
    Occupant {
        id: OccupancyId::new(at()),
        person: PersonId::new(at()),
        name: name.into(),
        phone: None,
        email: None,
        kind,
        stay: Stay { from: from.map(day), until: until.map(day) },
        payer: false,
        ended_because: String::new(),
    }
}

fn moving(kind: OccupancyKind, from: &str) -> MoveIn {
    MoveIn { person: PersonId::new(at()), kind, from: day(from), payer: false, family_leaves: false }
}

#[test]
fn a_stay_ends_on_the_day_before_it_is_over() {
    let stay = Stay { from: Some(day("2026-01-01")), until: Some(day("2026-12-01")) };
    assert!(stay.is_now(day("2026-11-30")));
    assert!(stay.is_over(day("2026-12-01")));
    assert!(stay.is_to_come(day("2025-12-31")));
    assert_eq!(stay.last_day(), Some(day("2026-11-30")));
    let next = Stay::since(day("2026-12-01"));
    assert!(!stay.overlaps(next));
    assert!(Stay { from: None, until: None }.overlaps(next));
}

#[test]
fn when_dewi_rents_a12_the_old_tenant_leaves_and_the_owner_stays_the_owner() {
    let owner = occupant("Budi", OccupancyKind::Owner, None, None);
    let tenant = occupant("Joko", OccupancyKind::Tenant, Some("2024-01-01"), None);
    let changes = move_in(&[owner, tenant.clone()], &moving(OccupancyKind::Tenant, "2026-12-01")).unwrap();
    assert_eq!(changes.ends, [(tenant.id, day("2026-12-01"))]);
    assert_eq!(changes.parts, []);
}

#[test]
fn when_dewi_pays_the_owner_pays_until_the_day_before_and_remains_the_owner() {
    let mut owner = occupant("Budi", OccupancyKind::Owner, Some("2020-01-01"), None);
    owner.payer = true;
    let dewi = MoveIn { payer: true, ..moving(OccupancyKind::Tenant, "2026-12-01") };
    let changes = move_in(std::slice::from_ref(&owner), &dewi).unwrap();
    assert_eq!(changes.parts, [(owner.id, day("2026-12-01"))]);
    assert_eq!(changes.ends, []);
}

#[test]
fn nobody_moves_in_before_one_who_is_written_down_for_later() {
    let later = occupant("Rina", OccupancyKind::Tenant, Some("2027-01-01"), None);
    let refused = move_in(&[later], &moving(OccupancyKind::Tenant, "2026-12-01"));
    assert_eq!(refused, Err(CannotMoveIn::LaterOccupant { name: "Rina".into(), from: day("2027-01-01") }));
}

#[test]
fn the_same_person_is_not_there_twice_as_the_same() {
    let tenant = occupant("Joko", OccupancyKind::Tenant, Some("2024-01-01"), None);
    let again = MoveIn { person: tenant.person, ..moving(OccupancyKind::Tenant, "2026-12-01") };
    assert!(matches!(move_in(std::slice::from_ref(&tenant), &again), Err(CannotMoveIn::AlreadyThere { .. })));
    let as_family = MoveIn { kind: OccupancyKind::Family, ..again };
    assert_eq!(move_in(&[tenant], &as_family), Ok(Changes::default()));
}

#[test]
fn the_family_leaves_with_the_tenant_when_the_manager_says_so() {
    let family = occupant("Sari", OccupancyKind::Family, Some("2024-01-01"), None);
    let gone = occupant("Tono", OccupancyKind::Family, Some("2020-01-01"), Some("2022-01-01"));
    let new = MoveIn { family_leaves: true, ..moving(OccupancyKind::Tenant, "2026-12-01") };
    assert_eq!(move_in(&[family.clone(), gone], &new).unwrap().ends, [(family.id, day("2026-12-01"))]);
}

#[test]
fn the_payer_changes_from_a_day_on_and_nobody_else_pays_then() {
    let mut owner = occupant("Budi", OccupancyKind::Owner, Some("2020-01-01"), None);
    owner.payer = true;
    let tenant = occupant("Dewi", OccupancyKind::Tenant, Some("2024-01-01"), None);
    let changes = pay_from(&[owner.clone(), tenant.clone()], tenant.id, day("2026-12-01")).unwrap();
    assert_eq!(changes.parts, [(owner.id, day("2026-12-01"))]);
    assert_eq!(pay_from(&[owner.clone()], owner.id, day("2026-12-01")), Some(Changes::default()));
    assert_eq!(pay_from(&[owner], tenant.id, day("2026-12-01")), None);
}

#[test]
fn two_overlapping_stays_of_one_person_are_one_and_a_gap_stays_a_gap() {
    let id = || OccupancyId::new(at());
    let stay = |from: &str, until: &str| Stay { from: Some(day(from)), until: Some(day(until)) };
    let (a, b, c) = (id(), id(), id());
    let joined = join_overlapping(&[
        (c, stay("2026-01-01", "2026-06-01"), false),
        (a, stay("2020-01-01", "2022-01-01"), false),
        (b, stay("2021-01-01", "2023-01-01"), true),
    ]);
    assert_eq!(joined.len(), 2);
    assert_eq!(
        joined[0],
        Joined { keeps: a, stay: stay("2020-01-01", "2023-01-01"), payer: true, drops: vec![b] }
    );
    assert_eq!((joined[1].keeps, joined[1].drops.len()), (c, 0));
}
