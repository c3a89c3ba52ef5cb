//! Where a new version goes among the others: the one that holds until then ends the day before. Pure.

use kernel::{Date, TariffId};

use super::model::Tariff;

/// What a new version does to the ones that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// This one ends where the new one begins.
    pub shortened: Option<TariffId>,
    /// Up to, not including: where the next one begins, if there is a next one.
    pub until: Option<Date>,
}

/// Another version begins on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameDay(pub TariffId);

pub fn placed(versions: &[Tariff], from: Date) -> Result<Placed, SameDay> {
    if let Some(same) = versions.iter().find(|version| version.from == from) {
        return Err(SameDay(same.id));
    }
    let next = versions.iter().filter(|version| version.from > from).map(|version| version.from).min();
    let holding = versions.iter().find(|version| version.holds_on(from));
    Ok(Placed { shortened: holding.map(|version| version.id), until: next.or(holding.and_then(|v| v.until)) })
}

/// The version before this one, which goes on in its place when it is removed.
pub fn goes_on_instead<'a>(versions: &'a [Tariff], removed: &Tariff) -> Option<&'a Tariff> {
    versions.iter().find(|version| version.until == Some(removed.from))
}

/// The version of a day; without one the next that begins.
pub fn on_or_next(versions: &[Tariff], day: Date) -> Option<&Tariff> {
    let holding = versions.iter().find(|version| version.holds_on(day));
    holding
        .or_else(|| versions.iter().filter(|version| version.from > day).min_by_key(|version| version.from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charge::tests::world::{day, flat, tariff};

    #[test]
    fn the_old_price_ends_where_the_new_one_begins() {
        let open = vec![tariff(1, "2026-01-01", None, flat(1))];
        assert_eq!(placed(&open, day("2026-04-01")), Ok(Placed { shortened: Some(open[0].id), until: None }));
        assert_eq!(placed(&open, day("2026-01-01")), Err(SameDay(open[0].id)));
        assert_eq!(
            placed(&open, day("2025-12-01")),
            Ok(Placed { shortened: None, until: Some(day("2026-01-01")) })
        );
        let two = vec![
            tariff(1, "2026-01-01", Some("2026-04-01"), flat(1)),
            tariff(2, "2026-04-01", None, flat(2)),
        ];
        let between = Placed { shortened: Some(two[0].id), until: Some(day("2026-04-01")) };
        assert_eq!(placed(&two, day("2026-02-01")), Ok(between));
        assert_eq!(goes_on_instead(&two, &two[1]).map(|v| v.id), Some(two[0].id));
        assert_eq!(on_or_next(&two, day("2025-06-01")).map(|v| v.id), Some(two[0].id));
    }
}
