//! Rounding and sharing: once per line, half up, whole rupiah, and the parts always sum to the whole.

use kernel::{Date, Rupiah};
use rust_decimal::Decimal;

use super::model::{Proration, Stretch};

/// To the next whole rupiah; a half goes up. `None` beyond what a complex can own.
#[cfg(test)]
pub fn round(exact: Decimal) -> Option<Rupiah> {
    share(&[exact], 1).and_then(|parts| parts.first().copied())
}

/// `parts[i] / of` rupiah each, in whole rupiah: the sum of all is the rounded sum, and no part is a rupiah or more away
/// from its own. Who has the largest remainder gets the rupiah that is left; of equals the earlier one.
///
/// Parts are never negative. `None` when `of` is nothing or a sum is beyond what a complex can own.
pub fn share(parts: &[Decimal], of: u32) -> Option<Vec<Rupiah>> {
    let of = Decimal::from(of);
    let mut floors = Vec::with_capacity(parts.len());
    let mut remainders = Vec::with_capacity(parts.len());
    for part in parts {
        let (floor, remainder) = divided(*part, of)?;
        floors.push(floor);
        remainders.push(remainder);
    }
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))?;
    let two = Decimal::TWO;
    let (whole, _) = divided(sum.checked_mul(two)?.checked_add(of)?, of.checked_mul(two)?)?;
    let given: i64 = floors.iter().try_fold(0_i64, |sum, floor| sum.checked_add(*floor))?;
    let left = usize::try_from(whole.checked_sub(given)?).ok()?;

    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| remainders[*b].cmp(&remainders[*a]));
    for place in order.into_iter().take(left) {
        floors[place] += 1;
    }
    floors.into_iter().map(|amount| Rupiah::new(amount).ok()).collect()
}

/// Whole times, and what is left of it; exact, since nothing is divided but what divides.
fn divided(part: Decimal, of: Decimal) -> Option<(i64, Decimal)> {
    let remainder = part.checked_rem(of)?;
    let times = part.checked_sub(remainder)?.checked_div(of)?;
    Some((i64::try_from(times).ok()?, remainder))
}

/// A piece of a stretch in which nothing changes, and how much of the whole it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub stretch: Stretch,
    /// Days, or months where a part of a month costs a whole one.
    pub weight: u32,
    /// The day whose payer and price hold for it.
    pub decides: Date,
}

/// Cuts what is chargeable of a stretch at the given days (moves, new tariffs), or into its months.
pub fn pieces(whole: Stretch, chargeable: Stretch, cuts: &[Date], proration: Proration) -> Vec<Piece> {
    let cuts = match proration {
        Proration::Days => cuts.to_vec(),
        Proration::WholeMonth => months(whole),
    };
    let mut edges: Vec<Date> = cuts.into_iter().filter(|day| chargeable.contains(*day)).collect();
    edges.extend([chargeable.from, chargeable.until]);
    edges.sort_unstable();
    edges.dedup();
    edges
        .windows(2)
        .map(|pair| {
            let stretch = Stretch::new(pair[0], pair[1]);
            let weight = if proration == Proration::Days { stretch.days() } else { 1 };
            Piece { stretch, weight, decides: stretch.from }
        })
        .collect()
}

/// How much the whole stretch weighs, in the same measure.
pub fn weight(whole: Stretch, proration: Proration) -> u32 {
    match proration {
        Proration::Days => whole.days(),
        Proration::WholeMonth => u32::try_from(months(whole).len()).unwrap_or(u32::MAX),
    }
}

/// The first days of the months that begin in it.
fn months(whole: Stretch) -> Vec<Date> {
    let mut firsts = Vec::new();
    let mut month = kernel::Period::of(whole.from);
    while month.first_day() < whole.until {
        firsts.push(month.first_day());
        month = month.next();
    }
    firsts
}
