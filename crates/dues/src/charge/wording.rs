//! What a line of an invoice is called. It is frozen with the invoice, so it is Indonesian, as the document is.

use chrono::Datelike as _;
use kernel::{Locale, Period, format};

use super::{
    model::{Cadence, Proration, Stretch},
    plan::Charge,
};

/// `Iuran lingkungan November 2026`, `Kebersihan Januari–Maret 2026 (41 dari 90 hari)`.
pub(super) fn described(charge: &Charge, stretch: Stretch, share: (u32, u32)) -> String {
    let mut text = charge.kind.name.clone();
    if charge.kind.cadence != Cadence::Once {
        text.push(' ');
        text.push_str(&months(charge.covered));
    }
    let (weight, of) = share;
    if weight < of {
        let measure = if charge.proration == Proration::Days { "hari" } else { "bulan" };
        let days = format!(" ({} {weight}/{of} {measure})", days(stretch));
        text.push_str(&days);
    }
    text.chars().take(200).collect()
}

/// `November 2026`, `Januari–Maret 2026`, `Juli 2026–Juni 2027`.
fn months(stretch: Stretch) -> String {
    let (first, last) = (Period::of(stretch.from), Period::of(stretch.last_day()));
    let name = |month| format::month(month, Locale::Id);
    if first == last {
        return name(first);
    }
    if first.first_day().year() == last.first_day().year() {
        let (head, tail) = (name(first), name(last));
        let month = head.split(' ').next().unwrap_or_default();
        return format!("{month}–{tail}");
    }
    format!("{}–{}", name(first), name(last))
}

/// `1–14 Nov`, `20 Feb–31 Mar`.
fn days(stretch: Stretch) -> String {
    let short = |day| {
        let written = format::short_date(day, Locale::Id);
        written.rsplit_once(' ').map_or(written.clone(), |(day_and_month, _)| day_and_month.to_owned())
    };
    let (from, last) = (stretch.from, stretch.last_day());
    if Period::of(from) == Period::of(last) {
        return format!("{}–{},", from.day(), short(last));
    }
    format!("{}–{},", short(from), short(last))
}
