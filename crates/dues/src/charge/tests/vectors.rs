//! Months worked out by hand.

use std::collections::BTreeSet;

use homes::OccupancyKind::{Owner, Tenant};

use super::{
    rules::used,
    world::{
        LINGKUNGAN, NOTHING, a12, amounts, arrangement, book, charge, day, flat, kind, month, planned, rp,
        said, stay, tariff,
    },
};
use crate::charge::{
    Block, Cadence, ChargeBook, ChargeType, Concern, Figure, Liable, Metering, Obligation, Proration, Rule,
    Tariff, UnitInPeriod, Usage, UsageMonth, plan,
};

#[test]
fn a_plain_month_is_one_line_for_whoever_pays() {
    let plan = planned(&book("2026-11", vec![charge(flat(150_000))]), &a12());
    assert_eq!(said(&plan), [("Budi".into(), "Iuran lingkungan November 2026".into(), 150_000)]);
    assert!(plan.concerns.is_empty());
    assert_eq!(plan.invoices[0].lines[0].part, 0);
}

#[test]
fn what_was_billed_is_never_planned_again() {
    let book = book("2026-11", vec![charge(flat(150_000))]);
    let billed = BTreeSet::from([(LINGKUNGAN, month("2026-11"))]);
    assert!(plan(&book, &a12(), &billed).invoices.is_empty());
    let october = BTreeSet::from([(LINGKUNGAN, month("2026-10"))]);
    assert_eq!(plan(&book, &a12(), &october).invoices.len(), 1);
}

#[test]
fn a_house_handed_over_on_the_20th_of_june_pays_eleven_of_thirty_days() {
    let unit = UnitInPeriod { handed_over_on: Some(day("2026-06-20")), ..a12() };
    let june = planned(&book("2026-06", vec![charge(flat(150_000))]), &unit);
    assert_eq!(
        said(&june),
        [("Budi".into(), "Iuran lingkungan Juni 2026 (20–30 Jun, 11/30 hari)".into(), 55_000)]
    );
    assert!(planned(&book("2026-05", vec![charge(flat(150_000))]), &unit).invoices.is_empty());
    assert_eq!(amounts(&planned(&book("2026-07", vec![charge(flat(150_000))]), &unit)), [150_000]);
}

#[test]
fn without_a_handover_day_the_first_stay_begins_it() {
    let unit = UnitInPeriod { first_stay_on: Some(day("2026-06-16")), ..a12() };
    assert_eq!(amounts(&planned(&book("2026-06", vec![charge(flat(100_000))]), &unit)), [50_000]);
}

#[test]
fn a_move_in_june_makes_two_invoices_that_sum_to_the_month() {
    let mut unit = a12();
    unit.stays = vec![
        stay("Budi", Tenant, true, None, Some("2026-06-11")),
        stay("Dewi", Tenant, true, Some("2026-06-11"), None),
    ];
    let plan = planned(&book("2026-06", vec![charge(flat(100_000))]), &unit);
    let lines = said(&plan);
    assert_eq!(lines[0].0, "Budi");
    // 10 of 30 days: 33.333,33; 20 of 30: 66.666,67, which has the larger remainder.
    assert_eq!(amounts(&plan), [33_333, 66_667]);
    assert_eq!(plan.invoices.len(), 2);
    assert_eq!([plan.invoices[0].lines[0].part, plan.invoices[1].lines[0].part], [0, 1]);
    assert_eq!(lines[1].1, "Iuran lingkungan Juni 2026 (11–30 Jun, 20/30 hari)");
}

#[test]
fn a_tariff_that_changes_on_the_first_of_april_changes_whole_months() {
    let versions = vec![
        tariff(1, "2026-01-01", Some("2026-04-01"), flat(150_000)),
        tariff(2, "2026-04-01", None, flat(175_000)),
    ];
    let of = |period| planned(&book(period, vec![(kind(), versions.clone())]), &a12());
    assert_eq!(amounts(&of("2026-03")), [150_000]);
    assert_eq!(amounts(&of("2026-04")), [175_000]);
    assert_eq!(of("2026-04").invoices[0].lines[0].tariff, versions[1].id);
}

#[test]
fn a_tariff_that_changes_within_the_month_is_weighed_by_days() {
    let versions = vec![
        tariff(1, "2026-01-01", Some("2026-04-16"), flat(150_000)),
        tariff(2, "2026-04-16", None, flat(175_000)),
    ];
    let april = planned(&book("2026-04", vec![(kind(), versions.clone())]), &a12());
    assert_eq!(amounts(&april), [75_000, 87_500]);
    assert_eq!(april.invoices.len(), 1, "one payer, one invoice");
    // Where a part of a month costs a whole one, the first day of the month decides.
    let whole = versions.into_iter().map(|v| Tariff { proration: Proration::WholeMonth, ..v }).collect();
    assert_eq!(amounts(&planned(&book("2026-04", vec![(kind(), whole)]), &a12())), [150_000]);
}

#[test]
fn a_gap_between_two_versions_is_named_once_and_not_billed() {
    let versions = vec![
        tariff(1, "2026-01-01", Some("2026-04-11"), flat(150_000)),
        tariff(2, "2026-04-21", None, flat(150_000)),
    ];
    let book = book("2026-04", vec![(kind(), versions)]);
    assert_eq!(
        book.gaps(),
        [Concern::TariffGap { charge: LINGKUNGAN, from: day("2026-04-11"), until: day("2026-04-21") }]
    );
    assert_eq!(amounts(&planned(&book, &a12())), [50_000, 50_000]);
}

#[test]
fn discounts_exemptions_and_fixed_amounts() {
    let of = |figure| {
        let own = vec![arrangement(figure, "2026-01-01", None)];
        amounts(&planned(&ChargeBook::new(month("2026-11"), vec![charge(flat(150_000))], own), &a12()))
    };
    assert_eq!(of(Figure::DiscountPercent { percent: 25.into() }), [112_500]);
    assert_eq!(of(Figure::DiscountRupiah { amount: rp(50_000) }), [100_000]);
    assert_eq!(of(Figure::Fixed { amount: rp(80_000) }), [80_000]);
    assert_eq!(of(Figure::Exempt), NOTHING);
    assert_eq!(of(Figure::DiscountRupiah { amount: rp(500_000) }), NOTHING);
}

#[test]
fn a_discount_that_ends_in_the_middle_of_the_month_counts_its_days() {
    let own =
        vec![arrangement(Figure::DiscountPercent { percent: 25.into() }, "2026-01-01", Some("2026-11-16"))];
    let book = ChargeBook::new(month("2026-11"), vec![charge(flat(150_000))], own);
    assert_eq!(amounts(&planned(&book, &a12())), [56_250, 75_000]);
}

#[test]
fn the_owner_pays_what_is_the_owner_s_and_the_tenant_the_rest() {
    let mut unit = a12();
    unit.stays =
        vec![stay("Hadi", Owner, false, None, None), stay("Sari", Tenant, true, Some("2026-01-01"), None)];
    let reserve = ChargeType {
        id: uuid::Uuid::from_u128(2).to_string().parse().unwrap(),
        code: "CAD".into(),
        liable: Liable::Owner,
        ..kind()
    };
    let book = book(
        "2026-11",
        vec![charge(flat(150_000)), (reserve, vec![tariff(2, "2026-01-01", None, flat(40_000))])],
    );
    let payers: Vec<_> =
        planned(&book, &unit).invoices.iter().map(|i| (i.payer_name.clone(), i.total())).collect();
    assert_eq!(payers, [("Hadi".into(), Some(rp(40_000))), ("Sari".into(), Some(rp(150_000)))]);
}

#[test]
fn days_between_two_tenants_are_the_owner_s_and_nobody_at_all_is_a_concern() {
    let mut unit = a12();
    unit.stays = vec![
        stay("Hadi", Owner, false, None, None),
        stay("Sari", Tenant, true, None, Some("2026-11-11")),
        stay("Rina", Tenant, true, Some("2026-11-21"), None),
    ];
    let november = book("2026-11", vec![charge(flat(150_000))]);
    assert_eq!(
        said(&planned(&november, &unit)).iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>(),
        ["Sari", "Hadi", "Rina"]
    );
    unit.stays.clear();
    let plan = planned(&november, &unit);
    assert_eq!(said(&plan)[0].0, "Penghuni A-12");
    assert_eq!(plan.concerns, [Concern::NoPayer]);
}

#[test]
fn quarters_and_years_are_billed_in_their_first_month_and_a_late_house_when_it_comes() {
    let quarterly = ChargeType { cadence: Cadence::Quarterly, ..kind() };
    let of = |period: &str, unit: &UnitInPeriod| {
        planned(
            &book(period, vec![(quarterly.clone(), vec![tariff(1, "2026-01-01", None, flat(90_000))])]),
            unit,
        )
    };
    assert_eq!(said(&of("2026-04", &a12()))[0].1, "Iuran lingkungan April–Juni 2026");
    assert_eq!(amounts(&of("2026-05", &a12())), NOTHING);
    // Handed over on 10 May: 52 of the 91 days, with April when that is known by then, else in May under April's key.
    let late = UnitInPeriod { handed_over_on: Some(day("2026-05-10")), ..a12() };
    assert_eq!(amounts(&of("2026-04", &late)), [51_429]);
    assert_eq!(amounts(&of("2026-05", &late)), [51_429]);
    assert_eq!(of("2026-05", &late).invoices[0].lines[0].period, month("2026-04"));
}

#[test]
fn once_is_charged_once_and_whole_whenever_in_that_month_it_was_decided() {
    let once = ChargeType {
        cadence: Cadence::Once,
        anchor: month("2026-03"),
        name: "THR satpam".into(),
        obligation: Obligation::Voluntary,
        ..kind()
    };
    let of = |period| {
        planned(
            &book(period, vec![(once.clone(), vec![tariff(1, "2026-03-09", None, flat(100_000))])]),
            &a12(),
        )
    };
    assert_eq!(said(&of("2026-03")), [("Budi".into(), "THR satpam".into(), 100_000)]);
    assert_eq!(of("2026-03").invoices[0].lines[0].obligation, Obligation::Voluntary);
    assert_eq!(amounts(&of("2026-04")), NOTHING);
}

fn water(unit: &mut UnitInPeriod, usage: Metering) -> ChargeBook {
    unit.usage = [(LINGKUNGAN, usage)].into();
    let kind = ChargeType { name: "Air".into(), utility: Some("water".into()), ..kind() };
    let blocks =
        vec![Block { above: 0.into(), rate: 3_000.into() }, Block { above: 10.into(), rate: 5_000.into() }];
    let rule = Rule::Metered { usage: UsageMonth::Before, fixed: rp(10_000), blocks, minimum_use: None };
    book("2026-11", vec![(kind, vec![tariff(1, "2026-01-01", None, rule)])])
}

#[test]
fn november_bills_the_water_of_october_to_whoever_used_it() {
    let mut unit = a12();
    unit.stays = vec![
        stay("Sari", Tenant, true, None, Some("2026-11-01")),
        stay("Rina", Tenant, true, Some("2026-11-01"), None),
    ];
    let usage = Usage { usual: Some(4.into()), disputed: true, ..used("12.5") };
    let book = water(&mut unit, Metering::Read(usage));
    assert_eq!(book.usage_wanted()[0].stretch.from, day("2026-10-01"));
    let plan = planned(&book, &unit);
    // 10 × 3.000 + 2,5 × 5.000 + 10.000
    assert_eq!(said(&plan), [("Sari".into(), "Air Oktober 2026".into(), 52_500)]);
    let line = &plan.invoices[0].lines[0];
    assert_eq!((line.period, line.quantity), (month("2026-11"), Some("12.5".parse().unwrap())));
    let unusual = Concern::UnusualUse { charge: LINGKUNGAN, used: "12.5".parse().unwrap(), usual: 4.into() };
    assert_eq!(plan.concerns, [Concern::DisputedReading { charge: LINGKUNGAN }, unusual]);
}

#[test]
fn a_meter_that_nobody_read_is_billed_its_fixed_part_and_named() {
    let mut unit = a12();
    let book = water(&mut unit, Metering::Missing);
    let plan = planned(&book, &unit);
    assert_eq!(amounts(&plan), [10_000]);
    assert_eq!(plan.concerns, [Concern::MissingReading { charge: LINGKUNGAN }]);
    unit.usage.clear();
    assert_eq!(planned(&book, &unit), crate::charge::UnitPlan::default(), "no meter, no line");
}

#[test]
fn tax_comes_on_top_and_is_part_of_the_amount() {
    let taxed = Tariff { tax_percent: Some(11.into()), ..tariff(1, "2026-01-01", None, flat(150_000)) };
    let plan = planned(&book("2026-11", vec![(kind(), vec![taxed])]), &a12());
    let line = &plan.invoices[0].lines[0];
    assert_eq!((line.amount, line.tax), (rp(166_500), rp(16_500)));
}
