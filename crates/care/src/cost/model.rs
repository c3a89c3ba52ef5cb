//! What chargeable work costs, and who has to agree. Pure.

use kernel::Rupiah;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive as _};

use crate::complaint::Move;

/// Lines of one estimate.
pub const MOST_LINES: usize = 5;
/// Rupiah. What is dearer is no repair that a resident agrees to on a phone.
const DEAREST: i64 = 1_000_000_000;

/// One thing that is charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub description: String,
    pub quantity: Decimal,
    /// Rupiah for one.
    pub rate: Rupiah,
    /// Rupiah: rounded once, here.
    pub amount: Rupiah,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLine {
    Description,
    Quantity,
    Rate,
}

impl Line {
    /// # Errors
    /// [`BadLine`] for the first part of it that cannot stay so.
    pub fn parse(description: &str, quantity: &str, rate: &str) -> Result<Self, BadLine> {
        let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
        if description.is_empty() || description.chars().count() > 120 {
            return Err(BadLine::Description);
        }
        let quantity = if quantity.trim().is_empty() { "1" } else { quantity.trim() };
        let quantity: Decimal = quantity.replace(',', ".").parse().map_err(|_| BadLine::Quantity)?;
        let is_plain = quantity > Decimal::ZERO && quantity < Decimal::from(10_000) && quantity.scale() <= 2;
        if !is_plain {
            return Err(BadLine::Quantity);
        }
        let rate = Rupiah::parse(rate).ok().filter(|rate| (1..=DEAREST).contains(&rate.get()));
        let rate = rate.ok_or(BadLine::Rate)?;
        let exact = quantity * Decimal::from(rate.get());
        let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64();
        let amount = whole.filter(|amount| (1..=DEAREST).contains(amount)).ok_or(BadLine::Rate)?;
        let amount = Rupiah::new(amount).map_err(|_| BadLine::Rate)?;
        Ok(Self { description, quantity, rate, amount })
    }
}

/// What they come to; none: more than anybody may agree to.
pub fn total(lines: &[Line]) -> Option<Rupiah> {
    let sum = lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.amount)).ok()?;
    (sum.get() <= DEAREST).then_some(sum)
}

/// How far an estimate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It costs nothing.
    Free,
    /// Nobody answered yet.
    Asked,
    Agreed,
    Declined,
    /// It became an invoice.
    Billed,
}

impl Standing {
    /// May work go this step while the newest estimate stands so? Nobody begins what was not agreed to, nor says that it
    /// is done.
    pub const fn allows(self, step: Move) -> bool {
        match self {
            Self::Free | Self::Agreed | Self::Billed => true,
            Self::Asked | Self::Declined => !matches!(step, Move::Start | Move::Solve),
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Billed => "billed",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Free => "care-cost-free",
            Self::Asked => "care-cost-asked",
            Self::Agreed => "care-cost-agreed",
            Self::Declined => "care-cost-declined",
            Self::Billed => "care-cost-billed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(quantity: &str, rate: &str) -> Result<i64, BadLine> {
        Line::parse("Ganti kran", quantity, rate).map(|line| line.amount.get())
    }

    #[test]
    fn a_line_costs_its_quantity_times_its_rate_rounded_once() {
        assert_eq!(amount("2", "75.000"), Ok(150_000));
        assert_eq!(amount("", "75.000"), Ok(75_000));
        assert_eq!(amount("1,5", "33.333"), Ok(50_000));
        assert_eq!(amount("0.01", "Rp 50"), Ok(1));
        assert_eq!(amount("0", "75.000"), Err(BadLine::Quantity));
        assert_eq!(amount("-1", "75.000"), Err(BadLine::Quantity));
        assert_eq!(amount("1,234", "75.000"), Err(BadLine::Quantity));
        assert_eq!(amount("1", "gratis"), Err(BadLine::Rate));
        assert_eq!(amount("0,01", "10"), Err(BadLine::Rate));
        assert_eq!(Line::parse("  ", "1", "1000"), Err(BadLine::Description));
    }

    #[test]
    fn an_estimate_is_what_its_lines_are_and_not_without_end() {
        let line = |rate| Line::parse("Cat", "1", rate).unwrap();
        assert_eq!(total(&[line("125.000"), line("50.000")]).unwrap().get(), 175_000);
        assert_eq!(total(&[line("1.000.000.000"), line("1")]), None);
    }

    #[test]
    fn nobody_begins_or_ends_what_was_not_agreed_to() {
        for standing in [Standing::Asked, Standing::Declined] {
            assert!(!standing.allows(Move::Start) && !standing.allows(Move::Solve));
            assert!(standing.allows(Move::Wait) && standing.allows(Move::Reject));
        }
        assert!(Standing::Free.allows(Move::Start) && Standing::Agreed.allows(Move::Solve));
    }
}
