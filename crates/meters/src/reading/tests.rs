//! The rules of counting.

use kernel::{Date, Period};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::model::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn figure(text: &str) -> Decimal {
    text.parse().unwrap()
}

const FIVE: Counter = Counter { digits: 5, factor: Decimal::ONE };

fn november(value: &str, explanation: Option<Explanation>) -> Candidate {
    Candidate {
        period: Period::of(day("2026-11-01")),
        value: figure(value),
        on: day("2026-11-20"),
        explanation,
    }
}

fn judged(from: &str, to: &str, explanation: Option<Explanation>) -> Result<Counted, CannotCount> {
    let before = Before { value: figure(from), on: day("2026-10-21") };
    judge(&FIVE, &before, &november(to, explanation), &Habit::default(), day("2026-11-22"))
}

#[test]
fn a_month_counts_from_the_reading_before() {
    let counted = judged("1234.5", "1251", None).unwrap();
    assert_eq!((counted.from, counted.used, counted.unusual), (figure("1234.5"), figure("16.5"), None));
    assert_eq!(judged("1234", "1234", None).unwrap().used, Decimal::ZERO);
}

#[test]
fn a_counter_that_passed_its_end_is_believed_when_somebody_says_so() {
    let refused = judged("99987", "12", None).unwrap_err();
    assert_eq!(refused, CannotCount::Lower { previous: figure("99987"), would_use: Some(figure("25")) });
    assert_eq!(judged("99987", "12", Some(Explanation::Rollover)).unwrap().used, figure("25"));
    // From 500 to 120 the counter would have gone nearly all the way round.
    let refused = judged("500", "120", None).unwrap_err();
    assert_eq!(refused, CannotCount::Lower { previous: figure("500"), would_use: None });
    let refused = judged("500", "120", Some(Explanation::Rollover)).unwrap_err();
    assert_eq!(refused, CannotCount::NoRollover { previous: figure("500") });
    assert!(judged("120", "500", Some(Explanation::Rollover)).is_err());
}

#[test]
fn a_correction_counts_nothing_and_starts_anew() {
    let counted = judged("150", "125", Some(Explanation::Correction)).unwrap();
    assert_eq!((counted.from, counted.used), (figure("125"), Decimal::ZERO));
    let refused = judged("150", "160", Some(Explanation::Correction)).unwrap_err();
    assert_eq!(refused, CannotCount::NothingToCorrect { previous: figure("150") });
}

#[test]
fn days_ahead_and_days_before_the_last_reading_are_refused() {
    let before = Before { value: figure("100"), on: day("2026-11-05") };
    let on = |text| Candidate { on: day(text), ..november("120", None) };
    let judged = |reading| judge(&FIVE, &before, &reading, &Habit::default(), day("2026-11-22"));
    assert_eq!(judged(on("2026-11-23")), Err(CannotCount::Future));
    assert_eq!(judged(on("2026-11-04")), Err(CannotCount::BeforePrevious { previous: day("2026-11-05") }));
    assert!(matches!(judged(on("2026-10-10")), Err(CannotCount::OutsideMonth { .. })));
    assert_eq!(judged(on("2026-11-22")).unwrap().used, figure("20"));
}

#[test]
fn more_digits_than_the_counter_has_are_a_slip_of_the_pen() {
    assert_eq!(judged("1234", "124500", None), Err(CannotCount::TooManyDigits { digits: 5 }));
}

#[test]
fn a_factor_multiplies_what_the_counter_moved() {
    let behind_transformer = Counter { digits: 5, factor: figure("40") };
    let before = Before { value: figure("10"), on: day("2026-10-21") };
    let counted =
        judge(&behind_transformer, &before, &november("12.5", None), &Habit::default(), day("2026-11-22"))
            .unwrap();
    assert_eq!(counted.used, figure("100"));
}

#[test]
fn three_times_the_usual_a_third_of_it_and_a_leak_are_worth_a_look() {
    let habit = Habit { usual: Some(figure("20")), leak_limit: Some(figure("100")) };
    let before = Before { value: figure("1000"), on: day("2026-10-21") };
    let seen =
        |to: &str| judge(&FIVE, &before, &november(to, None), &habit, day("2026-11-22")).unwrap().unusual;
    assert_eq!(seen("1060"), None);
    assert_eq!(seen("1061"), Some(Unusual::Surge { usual: figure("20") }));
    assert_eq!(seen("1007"), None);
    assert_eq!(seen("1006"), Some(Unusual::Drop { usual: figure("20") }));
    assert_eq!(seen("1101"), Some(Unusual::Leak { limit: figure("100") }));
    // Four cubic metres instead of one are no news.
    let small = Habit { usual: Some(figure("1")), leak_limit: None };
    let counted = judge(&FIVE, &before, &november("1004", None), &small, day("2026-11-22")).unwrap();
    assert_eq!(counted.unusual, None);
}

#[test]
fn what_is_usual_is_the_middle_of_three_months_or_more() {
    let months = |figures: &[&str]| usual(&figures.iter().map(|text| figure(text)).collect::<Vec<_>>());
    assert_eq!(months(&["10", "20"]), None);
    assert_eq!(months(&["30", "10", "20"]), Some(figure("20")));
    assert_eq!(months(&["10", "40", "20", "21"]), Some(figure("20.5")));
}

#[test]
fn an_estimate_is_usual_use_and_passes_the_end_of_the_counter() {
    let before = Before { value: figure("99990"), on: day("2026-10-21") };
    assert_eq!(estimate(&FIVE, &before, figure("20")), (figure("10"), Some(Explanation::Rollover)));
    let before = Before { value: figure("100"), on: day("2026-10-21") };
    assert_eq!(estimate(&FIVE, &before, figure("20.4")), (figure("120"), None));
}

#[test]
fn until_the_ninth_people_still_read_last_month() {
    assert_eq!(period_on(day("2026-11-09")).to_string(), "2026-10");
    assert_eq!(period_on(day("2026-11-10")).to_string(), "2026-11");
}

proptest! {
    /// Whatever is typed: what counts is never negative, and with the figures before it makes the figure typed.
    #[test]
    fn use_is_never_negative_and_adds_up(from in 0_i64..99_999, to in 0_i64..120_000, said in 0_usize..3) {
        let explanation = [None, Some(Explanation::Rollover), Some(Explanation::Correction)][said];
        if let Ok(counted) = judged(&from.to_string(), &to.to_string(), explanation) {
            prop_assert!(counted.used >= Decimal::ZERO);
            let reached = counted.from + counted.used;
            let wrapped = if reached >= FIVE.end() { reached - FIVE.end() } else { reached };
            prop_assert_eq!(wrapped, Decimal::from(to));
        }
    }

    /// Months one after the other add up to the way the counter went, over its end too.
    #[test]
    fn months_add_up_to_the_way_of_the_counter(start in 0_i64..99_999, months in proptest::collection::vec(0_i64..9_000, 1..24)) {
        let (mut stands, mut way) = (start, 0_i64);
        let mut total = Decimal::ZERO;
        for used in months {
            let next = (stands + used) % 100_000;
            let explanation = (next < stands).then_some(Explanation::Rollover);
            let counted = judged(&stands.to_string(), &next.to_string(), explanation).unwrap();
            total += counted.used;
            way += used;
            stands = next;
        }
        prop_assert_eq!(total, Decimal::from(way));
    }

    /// The middle lies between the least and the most, and the order of months does not matter.
    #[test]
    fn the_usual_lies_within(mut used in proptest::collection::vec(0_i64..500, 3..13)) {
        let figures: Vec<Decimal> = used.iter().copied().map(Decimal::from).collect();
        let middle = usual(&figures).unwrap();
        prop_assert!(middle >= *figures.iter().min().unwrap() && middle <= *figures.iter().max().unwrap());
        used.reverse();
        let turned: Vec<Decimal> = used.into_iter().map(Decimal::from).collect();
        prop_assert_eq!(usual(&turned), Some(middle));
    }
}
