//! The months of a meter as bars, drawn by the server; the table beside it says the same in figures.

use kernel::{Locale, Period, format};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::figure;

const WIDTH: i64 = 720;
const HEIGHT: i64 = 170;
const FLOOR: i64 = 140;
const TOP: i64 = 18;

pub struct Bar {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub middle: i64,
    pub label: String,
    pub value: String,
    pub unusual: bool,
}

pub struct Chart {
    pub width: i64,
    pub height: i64,
    pub bars: Vec<Bar>,
    /// Height of the line of what is usual.
    pub usual: Option<i64>,
    pub floor: i64,
}

/// One month: what was used, and whether that is far from the usual.
pub struct Month {
    pub period: Period,
    pub used: Decimal,
    pub unusual: bool,
}

/// Bars from the oldest to the newest; none without months.
pub fn draw(months: &[Month], usual: Option<Decimal>, locale: Locale) -> Option<Chart> {
    let count = i64::try_from(months.len()).ok().filter(|count| *count > 0)?;
    let most = months.iter().map(|month| month.used).chain(usual).max()?.max(Decimal::ONE);
    let high = |value: Decimal| (value * Decimal::from(FLOOR - TOP) / most).round().to_i64().unwrap_or(0);
    let step = WIDTH / count.max(6);
    let width = (step * 3 / 5).max(8);
    let bars = months.iter().zip(0_i64..).map(|(month, at)| {
        let (height, x) = (high(month.used).max(2), at * step + (step - width) / 2);
        let name = format::month(month.period, locale);
        Bar {
            x,
            y: FLOOR - height,
            width,
            height,
            middle: x + width / 2,
            label: name.chars().take(3).collect(),
            value: figure::shown(month.used, locale),
            unusual: month.unusual,
        }
    });
    Some(Chart {
        width: WIDTH,
        height: HEIGHT,
        bars: bars.collect(),
        usual: usual.map(|usual| FLOOR - high(usual)),
        floor: FLOOR,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_month_reaches_the_top_and_the_usual_lies_between() {
        let month = |text: &str, used: i64| Month {
            period: Period::of(text.parse().unwrap()),
            used: Decimal::from(used),
            unusual: used > 30,
        };
        let chart =
            draw(&[month("2026-09-01", 20), month("2026-10-01", 40)], Some(Decimal::from(20)), Locale::Id)
                .unwrap();
        assert_eq!((chart.bars[1].y, chart.bars[1].height), (TOP, FLOOR - TOP));
        assert_eq!(chart.bars[0].height, (FLOOR - TOP) / 2);
        assert_eq!(chart.usual, Some(FLOOR - (FLOOR - TOP) / 2));
        assert_eq!((chart.bars[1].label.as_str(), chart.bars[1].value.as_str()), ("Okt", "40"));
        assert!(draw(&[], None, Locale::Id).is_none());
    }
}
