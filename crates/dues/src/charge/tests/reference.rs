//! The model a bookkeeper could read: walk through the month day by day, ask for each day who pays and what the whole
//! month would cost by that day's tariff and arrangement, and add up a thirtieth of it. Then round each payer's and
//! tariff's sum so that all of them make the rounded month. The program must agree to the rupiah.

use std::collections::BTreeMap;

use homes::OccupancyKind::{Owner, Tenant};
use kernel::{Date, PersonId, TariffId};
use proptest::prelude::*;

use super::world::{a12, arrangement, day, flat, kind, month, planned, stay, tariff};
use crate::charge::{ChargeBook, Figure, Liable, Override, Rule, Tariff, UnitInPeriod};

/// Thirtieths (or 28ths, 29ths, 31sts) of a hundredth of a rupiah, so that nothing is rounded on the way.
type Fraction = i64;

fn whole_price(tariff: &Tariff, own: Option<&Override>) -> Fraction {
    let Rule::Flat { amount } = &tariff.rule else { panic!("the model knows flat tariffs") };
    let price = amount.get();
    match own.map(|own| own.figure) {
        None => price * 100,
        Some(Figure::Exempt) => 0,
        Some(Figure::Fixed { amount }) => amount.get() * 100,
        Some(Figure::DiscountRupiah { amount }) => (price - amount.get()).max(0) * 100,
        Some(Figure::DiscountPercent { percent }) => price * (100 - i64::try_from(percent).unwrap()),
    }
}

fn payer(unit: &UnitInPeriod, liable: Liable, on: Date) -> Option<PersonId> {
    let there = || {
        unit.stays.iter().filter(|stay| {
            stay.from.is_none_or(|from| from <= on) && stay.until.is_none_or(|until| on < until)
        })
    };
    let pays = there().find(|stay| stay.payer).map(|stay| stay.person);
    let owns = there().find(|stay| stay.kind == Owner).map(|stay| stay.person);
    if liable == Liable::Owner { owns.or(pays) } else { pays.or(owns) }
}

/// The month's total in whole rupiah, and what each payer owes before rounding, in [`Fraction`]s of a day.
fn by_hand(
    unit: &UnitInPeriod,
    tariffs: &[Tariff],
    own: &[Override],
    liable: Liable,
    first: Date,
    days: i64,
) -> (i64, BTreeMap<(Option<PersonId>, TariffId), Fraction>) {
    let mut owed: BTreeMap<_, Fraction> = BTreeMap::new();
    for on in first.iter_days().take(usize::try_from(days).unwrap()) {
        if unit.handed_over_on.is_some_and(|handed_over| on < handed_over) {
            continue;
        }
        let Some(tariff) = tariffs.iter().find(|tariff| tariff.holds_on(on)) else { continue };
        let price = whole_price(tariff, own.iter().find(|own| own.holds_on(on)));
        *owed.entry((payer(unit, liable, on), tariff.id)).or_default() += price;
    }
    let sum: Fraction = owed.values().sum();
    let one_rupiah = 100 * days;
    ((sum + one_rupiah / 2) / one_rupiah, owed)
}

fn figure() -> impl Strategy<Value = Option<Figure>> {
    prop_oneof![
        Just(None),
        Just(Some(Figure::Exempt)),
        (1_i64..500_000).prop_map(|amount| Some(Figure::Fixed { amount: super::world::rp(amount) })),
        (1_i64..500_000).prop_map(|amount| Some(Figure::DiscountRupiah { amount: super::world::rp(amount) })),
        (1_i64..=100).prop_map(|percent| Some(Figure::DiscountPercent { percent: percent.into() })),
    ]
}

proptest! {
    #[test]
    fn every_month_agrees_with_the_bookkeeper_s_model(
        in_month in 1_u32..=12,
        (old, new) in (1_i64..2_000_000, 1_i64..2_000_000),
        (change, moves, back, handover) in (0_u64..40, 0_u64..40, 0_u64..40, prop::option::of(0_u64..40)),
        (own_from, figure) in (0_u64..40, figure()),
        owner_pays in any::<bool>(),
    ) {
        let period = month(&format!("2026-{in_month:02}"));
        let first = period.first_day();
        let on = |offset: u64| first + chrono::Days::new(offset);
        let text = |offset: u64| on(offset).to_string();
        let days = i64::from(crate::charge::Stretch::months(period, 1).days());
        let tariffs = vec![
            tariff(1, "2020-01-01", Some(&text(change)), flat(old)),
            tariff(2, &text(change), None, flat(new)),
        ];
        let own: Vec<Override> =
            figure.into_iter().map(|figure| arrangement(figure, &text(own_from), None)).collect();
        let mut unit = a12();
        unit.handed_over_on = handover.map(on);
        unit.stays = vec![stay("Hadi", Owner, false, Some("2020-01-01"), None)];
        unit.stays.push(stay("Sari", Tenant, true, None, Some(&text(moves))));
        unit.stays.push(stay("Rina", Tenant, true, Some(&text(moves.max(back))), None));
        let liable = if owner_pays { Liable::Owner } else { Liable::Occupant };

        let kind = crate::charge::ChargeType { liable, ..kind() };
        let kind = crate::charge::ChargeType { anchor: month("2020-01"), ..kind };
        let book = ChargeBook::new(period, vec![(kind, tariffs.clone())], own.clone());
        let plan = planned(&book, &unit);
        let (total, owed) = by_hand(&unit, &tariffs, &own, liable, first, days);

        let billed: i64 = plan.invoices.iter().map(|invoice| invoice.total().unwrap().get()).sum();
        prop_assert_eq!(billed, total);
        for ((payer, tariff), exact) in owed {
            let lines = plan.invoices.iter().filter(|invoice| invoice.payer == payer).flat_map(|i| &i.lines);
            let of_tariff: Vec<_> = lines.filter(|line| line.tariff == tariff).collect();
            let off = (of_tariff.iter().map(|line| line.amount.get()).sum::<i64>() * 100 * days - exact).abs();
            let spans = i64::try_from(of_tariff.len()).unwrap().max(2);
            prop_assert!(off < spans * 100 * days, "{} off", off);
        }
        let mut parts: Vec<i16> = plan.invoices.iter().flat_map(|i| &i.lines).map(|line| line.part).collect();
        parts.sort_unstable();
        let expected: Vec<i16> = (0_i16..).take(parts.len()).collect();
        prop_assert_eq!(parts, expected, "part 0 is there, and no gap");
    }
}

#[test]
fn the_model_agrees_on_a_month_worked_out_on_paper() {
    let unit = UnitInPeriod { handed_over_on: Some(day("2026-06-20")), ..a12() };
    let (total, _) = by_hand(
        &unit,
        &[tariff(1, "2026-01-01", None, flat(150_000))],
        &[],
        Liable::Occupant,
        day("2026-06-01"),
        30,
    );
    assert_eq!(total, 55_000);
}
