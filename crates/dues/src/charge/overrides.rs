//! What a unit's own arrangement makes of a price.

use rust_decimal::Decimal;

use super::model::Figure;

/// The price of one whole stretch after the override; never negative. `None` beyond counting.
pub fn applied(figure: Option<Figure>, exact: Decimal) -> Option<Decimal> {
    match figure {
        None => Some(exact),
        Some(Figure::Exempt) => Some(Decimal::ZERO),
        Some(Figure::Fixed { amount }) => Some(Decimal::from(amount.get())),
        Some(Figure::DiscountRupiah { amount }) => {
            Some((exact - Decimal::from(amount.get())).max(Decimal::ZERO))
        }
        Some(Figure::DiscountPercent { percent }) => {
            let rest = (Decimal::ONE_HUNDRED - percent).max(Decimal::ZERO);
            exact.checked_mul(rest)?.checked_div(Decimal::ONE_HUNDRED)
        }
    }
}
