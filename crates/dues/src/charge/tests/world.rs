//! A house, its people and its charges, for tests.

use std::collections::BTreeMap;

use homes::{OccupancyKind, UnitStatus};
use kernel::{
    ChargeTypeId, Date, FundId, LedgerAccountId, OverrideId, Period, PersonId, Rupiah, TariffId, UnitId,
};
use uuid::Uuid;

use crate::charge::{
    Cadence, ChargeBook, ChargeType, Figure, Liable, Obligation, Override, Proration, Rule, StayOf, Tariff,
    TaxClass, UnitInPeriod, UnitPlan, plan,
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn month(text: &str) -> Period {
    Period::of(day(&format!("{text}-01")))
}

pub fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn a12() -> UnitInPeriod {
    UnitInPeriod {
        unit: UnitId::from_uuid(Uuid::from_u128(12)),
        code: "A-12".to_owned(),
        sort_key: "A00000012".to_owned(),
        unit_type: "Tipe 45".to_owned(),
        land_m2: Some("90.5".parse().unwrap()),
        building_m2: Some("45".parse().unwrap()),
        handed_over_on: None,
        first_stay_on: None,
        status: UnitStatus::LivedIn,
        stays: vec![stay("Budi", OccupancyKind::Owner, true, None, None)],
        usage: BTreeMap::new(),
    }
}

pub fn stay(name: &str, kind: OccupancyKind, payer: bool, from: Option<&str>, until: Option<&str>) -> StayOf {
    let number = name.bytes().fold(0_u128, |sum, byte| sum * 256 + u128::from(byte));
    StayOf {
        person: PersonId::from_uuid(Uuid::from_u128(number)),
        name: name.to_owned(),
        kind,
        payer,
        from: from.map(day),
        until: until.map(day),
    }
}

pub const LINGKUNGAN: ChargeTypeId = ChargeTypeId::from_uuid(Uuid::from_u128(1));

pub fn charge(rule: Rule) -> (ChargeType, Vec<Tariff>) {
    (kind(), vec![tariff(1, "2026-01-01", None, rule)])
}

pub fn kind() -> ChargeType {
    ChargeType {
        id: LINGKUNGAN,
        code: "IPL".to_owned(),
        name: "Iuran lingkungan".to_owned(),
        cadence: Cadence::Monthly,
        anchor: month("2026-01"),
        obligation: Obligation::Compulsory,
        liable: Liable::Occupant,
        fund: FundId::from_uuid(Uuid::from_u128(7)),
        income_account: LedgerAccountId::from_uuid(Uuid::from_u128(8)),
        tax_class: TaxClass::None,
        priority: 100,
        utility: None,
        note: String::new(),
    }
}

pub fn tariff(number: u128, from: &str, until: Option<&str>, rule: Rule) -> Tariff {
    Tariff {
        id: TariffId::from_uuid(Uuid::from_u128(number)),
        charge_type: LINGKUNGAN,
        from: day(from),
        until: until.map(day),
        rule,
        proration: Proration::Days,
        tax_percent: None,
        decision: String::new(),
        is_used: false,
    }
}

pub fn flat(amount: i64) -> Rule {
    Rule::Flat { amount: rp(amount) }
}

pub fn arrangement(figure: Figure, from: &str, until: Option<&str>) -> Override {
    Override {
        id: OverrideId::from_uuid(Uuid::from_u128(99)),
        unit: a12().unit,
        charge_type: LINGKUNGAN,
        from: day(from),
        until: until.map(day),
        figure,
        reason: "Rapat warga".to_owned(),
    }
}

pub fn book(period: &str, charges: Vec<(ChargeType, Vec<Tariff>)>) -> ChargeBook {
    ChargeBook::new(month(period), charges, Vec::new())
}

/// Nothing was billed before.
pub fn planned(book: &ChargeBook, unit: &UnitInPeriod) -> UnitPlan {
    plan(book, unit, &std::collections::BTreeSet::new())
}

/// Payer, description and amount of every line.
pub fn said(plan: &UnitPlan) -> Vec<(String, String, i64)> {
    let lines = plan.invoices.iter().flat_map(|invoice| {
        invoice
            .lines
            .iter()
            .map(|line| (invoice.payer_name.clone(), line.description.clone(), line.amount.get()))
    });
    lines.collect()
}

pub fn amounts(plan: &UnitPlan) -> Vec<i64> {
    said(plan).into_iter().map(|(_, _, amount)| amount).collect()
}

/// No line at all.
pub const NOTHING: [i64; 0] = [];
