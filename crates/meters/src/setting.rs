//! What a complex decided about one kind of supply; the program's own figures where it decided nothing.

use rust_decimal::Decimal;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// More than this in one month is a leak until somebody says otherwise.
    pub leak_limit: Option<Decimal>,
    /// Whole digits of a new meter's counter.
    pub digits: i16,
    /// May residents send in their own readings?
    pub from_residents: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self { leak_limit: Some(Decimal::ONE_HUNDRED), digits: 5, from_residents: true }
    }
}
