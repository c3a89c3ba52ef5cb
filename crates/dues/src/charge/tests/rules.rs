//! Prices, rounding and sharing on their own.

use homes::UnitStatus;
use kernel::Rupiah;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::world::{a12, rp};
use crate::charge::{
    Area, Block, Metering, Rule, Usage, UsageMonth,
    prorate::{round, share},
    rule::{Price, progressive},
};

fn amount(rule: &Rule, unit: &crate::charge::UnitInPeriod) -> Option<String> {
    match rule.price(unit, None) {
        Price::Amount { exact, .. } => Some(exact.normalize().to_string()),
        _ => None,
    }
}

/// 0-10, 11-20 and above 20 m³, as the water works price it (domain.md d22).
fn water() -> Vec<Block> {
    let block = |above: i64, rate: i64| Block { above: above.into(), rate: rate.into() };
    vec![block(0, 3_000), block(10, 4_500), block(20, 7_000)]
}

pub fn used(used: &str) -> Usage {
    Usage {
        used: used.parse().unwrap(),
        reading_from: None,
        reading_to: None,
        usual: None,
        estimated: false,
        disputed: false,
        reading_ids: Vec::new(),
    }
}

#[test]
fn every_rule_prices_the_house_as_the_meeting_decided() {
    let house = a12();
    assert_eq!(amount(&Rule::Flat { amount: rp(150_000) }, &house).as_deref(), Some("150000"));
    let land = Rule::PerM2 { of: Area::Land, rate: "1250.50".parse().unwrap(), minimum: None };
    assert_eq!(amount(&land, &house).as_deref(), Some("113170.25"));
    let least = Rule::PerM2 { of: Area::Building, rate: 1_000.into(), minimum: Some(rp(100_000)) };
    assert_eq!(amount(&least, &house).as_deref(), Some("100000"));
    let types = [("tipe 45".to_owned(), rp(120_000))].into();
    let by_type = Rule::ByUnitType { amounts: types, otherwise: None };
    assert_eq!(amount(&by_type, &house).as_deref(), Some("120000"));
    let other = crate::charge::UnitInPeriod { unit_type: "Ruko".to_owned(), ..a12() };
    assert_eq!(by_type.price(&other, None), Price::NoAmountForType);
    let unknown = crate::charge::UnitInPeriod { land_m2: None, ..a12() };
    assert_eq!(land.price(&unknown, None), Price::MissingArea(Area::Land));
}

#[test]
fn a_plot_pays_only_where_a_charge_names_plots() {
    let plot = crate::charge::UnitInPeriod { status: UnitStatus::Plot, ..a12() };
    assert_eq!(amount(&Rule::Flat { amount: rp(150_000) }, &plot), None);
    let by_state = Rule::ByOccupancy {
        lived_in: Some(rp(150_000)),
        rented: Some(rp(150_000)),
        empty: Some(rp(75_000)),
        plot: Some(rp(50_000)),
    };
    assert_eq!(amount(&by_state, &plot).as_deref(), Some("50000"));
    assert_eq!(amount(&by_state, &a12()).as_deref(), Some("150000"));
    let empty = crate::charge::UnitInPeriod { status: UnitStatus::Empty, ..a12() };
    assert_eq!(amount(&by_state, &empty).as_deref(), Some("75000"));
}

#[test]
fn water_costs_what_each_block_says_and_the_fixed_part() {
    let rule = |minimum_use| Rule::Metered {
        usage: UsageMonth::Before,
        fixed: rp(10_000),
        blocks: water(),
        minimum_use,
    };
    let price = |rule: &Rule, text| match rule.price(&a12(), Some(&Metering::Read(used(text)))) {
        Price::Amount { exact, .. } => exact.normalize().to_string(),
        other => panic!("{other:?}"),
    };
    // 10 × 3.000 + 10 × 4.500 + 4,5 × 7.000 + 10.000
    assert_eq!(price(&rule(None), "24.5"), "116500");
    assert_eq!(price(&rule(None), "0"), "10000");
    assert_eq!(price(&rule(Some(10.into())), "4"), "40000");
    match rule(Some(10.into())).price(&a12(), Some(&Metering::Missing)) {
        Price::Amount { exact, .. } => assert_eq!(exact, Decimal::from(10_000)),
        other => panic!("{other:?}"),
    }
    assert_eq!(rule(None).price(&a12(), None), Price::Nothing, "no meter, no water bill");
}

#[test]
fn a_half_rupiah_goes_up_once() {
    for (exact, rounded) in [("100000.5", 100_001), ("100000.4999", 100_000), ("0.5", 1), ("0.49", 0)] {
        assert_eq!(round(exact.parse().unwrap()), Some(rp(rounded)), "{exact}");
    }
}

#[test]
fn a_rule_reads_back_from_its_json_as_it_was() {
    let rule = Rule::Metered {
        usage: UsageMonth::Before,
        fixed: rp(10_000),
        blocks: water(),
        minimum_use: Some(10.into()),
    };
    let json = serde_json::to_value(&rule).unwrap();
    assert_eq!(json["kind"], "metered");
    assert_eq!(json["blocks"][1]["above"], "10");
    assert_eq!(serde_json::from_value::<Rule>(json).unwrap(), rule);
    let old: Rule = serde_json::from_str(r#"{"kind":"flat","amount":150000}"#).unwrap();
    assert_eq!(old, Rule::Flat { amount: rp(150_000) });
}

proptest! {
    #[test]
    fn shares_sum_to_the_rounded_whole_and_none_is_a_rupiah_off(
        price in 0_i64..1_000_000_000, weights in prop::collection::vec(0_u32..400, 1..8),
    ) {
        let of: u32 = weights.iter().sum();
        prop_assume!(of > 0);
        let parts: Vec<Decimal> = weights.iter().map(|w| Decimal::from(price) * Decimal::from(*w)).collect();
        let shares = share(&parts, of).unwrap();
        prop_assert_eq!(shares.iter().map(|s| s.get()).sum::<i64>(), price);
        for (share, part) in shares.iter().zip(&parts) {
            let off = (Decimal::from(share.get()) * Decimal::from(of) - *part).abs();
            prop_assert!(off < Decimal::from(of), "{share:?} of {part}");
        }
    }

    #[test]
    fn more_water_never_costs_less_and_a_block_s_edge_is_no_step(
        rates in prop::collection::vec(0_i64..20_000, 1..6), a in 0_i64..100_000, b in 0_i64..100_000,
    ) {
        let blocks: Vec<Block> = rates.iter().zip(0_i64..)
            .map(|(rate, place)| Block { above: (place * 10).into(), rate: (*rate).into() }).collect();
        let litres = |n: i64| Decimal::new(n, 3);
        let cost = |use_of| progressive(&blocks, use_of).unwrap();
        prop_assert!(cost(litres(a.min(b))) <= cost(litres(a.max(b))));
        for block in &blocks {
            let step = cost(block.above + litres(1)) - cost(block.above);
            prop_assert!(step <= Decimal::from(20));
        }
    }

    #[test]
    fn a_larger_house_never_pays_less(m2 in 1_i64..1_000_000, more in 0_i64..1_000_000, rate in 0_i64..1_000_000) {
        let rule = Rule::PerM2 { of: Area::Land, rate: Decimal::new(rate, 2), minimum: Some(Rupiah::ZERO) };
        let price = |m2| match rule.price(&crate::charge::UnitInPeriod { land_m2: Some(Decimal::new(m2, 2)), ..a12() }, None) {
            Price::Amount { exact, .. } => exact,
            other => panic!("{other:?}"),
        };
        prop_assert!(price(m2) <= price(m2 + more));
    }
}
