//! Days, pauses and neighbours; and random ones.

use chrono::{DateTime, TimeDelta};
use kernel::{Date, Instant, Zone};
use proptest::prelude::*;

use super::{Hours, Opening, SlotState, Taken, Week, bookable_minutes, nearest, slots};

fn court() -> Opening {
    Opening {
        zone: Zone::Wib,
        places: 1,
        slot_minutes: 60,
        pause_minutes: 0,
        notice_hours: 0,
        ahead_days: 14,
        week: Week::every_day(&[Hours { opens: 7 * 60, closes: 10 * 60 }]),
    }
}

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

fn monday() -> Date {
    Date::from_ymd_opt(2026, 11, 23).expect("a day")
}

#[test]
fn a_day_from_seven_to_ten_has_three_hours_in_the_zone_of_the_complex() {
    let day = slots(&court(), monday(), at("2026-11-22T10:00:00Z"), &[], &[]);
    let starts: Vec<_> = day.iter().map(|slot| slot.starts_at).collect();
    let wanted = ["2026-11-23T00:00:00Z", "2026-11-23T01:00:00Z", "2026-11-23T02:00:00Z"].map(at);
    assert_eq!(starts, wanted);
}

#[test]
fn a_court_that_rests_at_noon_has_no_session_over_noon_and_begins_the_afternoon_anew() {
    let windows =
        [Hours { opens: 7 * 60, closes: 9 * 60 + 30 }, Hours { opens: 15 * 60 + 30, closes: 17 * 60 }];
    let court = Opening { week: Week::every_day(&windows), ..court() };
    let day = slots(&court, monday(), at("2026-11-22T10:00:00Z"), &[], &[]);
    let starts: Vec<_> = day.iter().map(|slot| slot.starts_at).collect();
    let wanted = ["2026-11-23T00:00:00Z", "2026-11-23T01:00:00Z", "2026-11-23T08:30:00Z"].map(at);
    assert_eq!(starts, wanted);
    assert_eq!(bookable_minutes(&court, monday(), &[]), 180);
}

#[test]
fn a_pause_moves_the_next_slot_and_blocks_it() {
    let hall = Opening { pause_minutes: 30, ..court() };
    let taken = Taken {
        place: 1,
        starts_at: at("2026-11-23T00:00:00Z"),
        free_at: at("2026-11-23T01:30:00Z"),
        is_mine: false,
    };
    let day = slots(&hall, monday(), at("2026-11-22T10:00:00Z"), &[], &[taken]);
    let states: Vec<_> = day.iter().map(|slot| (slot.starts_at, slot.state)).collect();
    assert_eq!(
        states,
        [(at("2026-11-23T00:00:00Z"), SlotState::Full), (at("2026-11-23T01:30:00Z"), SlotState::Free)]
    );
}

#[test]
fn what_has_begun_what_is_closed_and_what_is_too_far_ahead_cannot_be_had() {
    let now = at("2026-11-23T00:10:00Z");
    let closed = (at("2026-11-23T02:30:00Z"), at("2026-11-23T03:00:00Z"));
    let day = slots(&court(), monday(), now, &[closed], &[]);
    let states: Vec<_> = day.iter().map(|slot| slot.state).collect();
    assert_eq!(states, [SlotState::TooSoon, SlotState::Free, SlotState::Closed]);
    assert!(slots(&court(), monday() + chrono::Days::new(15), now, &[], &[]).is_empty());
    assert!(slots(&court(), monday() - chrono::Days::new(1), now, &[], &[]).is_empty());
}

#[test]
fn whoever_comes_second_is_offered_the_hour_beside_it() {
    let day = slots(&court(), monday(), at("2026-11-22T10:00:00Z"), &[], &[]);
    let near = nearest(at("2026-11-23T01:00:00Z"), day);
    let starts: Vec<_> = near.iter().map(|slot| slot.starts_at).collect();
    assert_eq!(starts, ["2026-11-23T00:00:00Z", "2026-11-23T02:00:00Z"].map(at));
}

prop_compose! {
    fn any_opening()(
        places in 1_i16..6, slot_minutes in 15_i16..240, pause_minutes in 0_i16..90,
        notice_hours in 0_i16..48, mut ends in prop::collection::btree_set(0_i16..=1440, 2..7),
    ) -> Opening {
        let ends: Vec<i16> = std::mem::take(&mut ends).into_iter().collect();
        let windows: Vec<Hours> =
            ends.chunks_exact(2).map(|pair| Hours { opens: pair[0], closes: pair[1] }).collect();
        Opening {
            places, slot_minutes, pause_minutes, notice_hours,
            week: Week::every_day(&windows), ..court()
        }
    }
}

proptest! {
    /// Whatever the hours: slots stay inside them, keep their pause, and whoever takes places of one slot in turn
    /// gets exactly as many as there are, without touching another slot.
    #[test]
    fn a_slot_holds_as_many_as_it_has_places_and_no_slot_touches_another(
        opening in any_opening(), chosen in any::<prop::sample::Index>(),
    ) {
        let now = at("2026-11-22T10:00:00Z");
        let day = slots(&opening, monday(), now, &[], &[]);
        for slot in &day {
            let is_inside = opening.week.0[0].iter().any(|hours| {
                slot.starts_at >= opening.instant(monday(), hours.opens)
                    && slot.ends_at <= opening.instant(monday(), hours.closes)
            });
            prop_assert!(is_inside);
            let soon = slot.starts_at < now + TimeDelta::hours(i64::from(opening.notice_hours));
            prop_assert_eq!(slot.state == SlotState::TooSoon, soon || slot.starts_at <= now);
        }
        for pair in day.windows(2) {
            prop_assert!(pair[0].free_at <= pair[1].starts_at);
        }
        if day.is_empty() { return Ok(()); }
        let slot = day[chosen.index(day.len())];
        let mut taken = Vec::new();
        for place in 1..=opening.places {
            let seen = slots(&opening, monday(), now, &[], &taken);
            let same = seen.iter().find(|it| it.starts_at == slot.starts_at).expect("the slot is still there");
            prop_assert_eq!(same.left, opening.places - place + 1);
            prop_assert!(same.state != SlotState::Full);
            taken.push(Taken { place, starts_at: slot.starts_at, free_at: slot.free_at, is_mine: false });
        }
        let seen = slots(&opening, monday(), now, &[], &taken);
        for (before, after) in day.iter().zip(&seen) {
            let is_it = before.starts_at == slot.starts_at;
            prop_assert_eq!(after.left, if is_it { 0 } else { opening.places });
        }
    }
}
