//! What the address of the list says. Nothing in it can be wrong: what is not understood narrows nothing.

use homes::Needle;
use kernel::{AreaId, Date, InvoiceId, Period};
use serde::Deserialize;
use web::shell::parts::Pager;

use crate::invoice::sql::{From, Row, Standing, Wanted};

/// Lines of one page.
pub const PAGE: i64 = 50;

/// What the address calls a standing.
pub const STATUSES: [(&str, Standing); 4] = [
    ("belum", Standing::Unpaid),
    ("telat", Standing::Late),
    ("lunas", Standing::Paid),
    ("batal", Standing::Void),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    /// `2026-11`, or `semua`; empty: the latest month with invoices.
    pub bulan: String,
    pub status: String,
    pub blok: String,
    pub rt: String,
    pub dari: String,
    pub sebelum: String,
    pub format: String,
}

impl Filter {
    pub fn wanted(&self, usual: Period) -> Wanted {
        let needle = Needle::new(&self.q.chars().take(60).collect::<String>());
        Wanted {
            period: self.period(usual),
            standing: STATUSES.iter().find(|(name, _)| *name == self.status).map(|(_, standing)| *standing),
            block: self.blok.parse::<AreaId>().ok(),
            rt: self.rt.parse::<AreaId>().ok(),
            kind: None,
            like: needle.name_like,
            key_like: needle.code_like,
            units: None,
            only: None,
        }
    }

    fn period(&self, usual: Period) -> Option<Period> {
        if self.bulan == "semua" {
            return None;
        }
        Some(format!("{}-01", self.bulan).parse::<Date>().map_or(usual, Period::of))
    }

    pub fn is_narrow(&self) -> bool {
        [&self.q, &self.status, &self.blok, &self.rt].iter().any(|part| !part.trim().is_empty())
    }

    /// The same filter with another status, at another place of the list, or in another format.
    pub fn href(&self, base: &str, status: &str, extra: (&str, &str)) -> String {
        let own = [("q", self.q.as_str()), ("bulan", &self.bulan), ("status", status), ("blok", &self.blok)];
        web::with_query(base, &[own[0], own[1], own[2], own[3], ("rt", &self.rt), extra])
    }

    /// Where the page begins, and which line of the whole that is.
    pub fn place(&self) -> (From, i64) {
        if let Some((at, id)) = cursor(&self.sebelum) {
            return (From::Before(id), (at - PAGE).max(1));
        }
        cursor(&self.dari).map_or((From::Start, 1), |(at, id)| (From::Behind(id), at))
    }

    pub fn pager(&self, base: &str, at: i64, rows: &[Row], more: bool, total: i64) -> Pager {
        let shown = i64::try_from(rows.len()).unwrap_or(PAGE);
        let link = |name: &str, at: i64, row: &Row| {
            self.href(base, &self.status, (name, &format!("{at}~{}", row.id)))
        };
        Pager {
            from: if shown == 0 { 0 } else { at },
            to: at + shown - 1,
            total: Some(total),
            previous: rows.first().filter(|_| at > 1).map(|row| link("sebelum", at, row)),
            next: rows.last().filter(|_| more).map(|row| link("dari", at + shown, row)),
        }
    }
}

fn cursor(text: &str) -> Option<(i64, InvoiceId)> {
    let (at, id) = text.split_once('~')?;
    let at = at.parse().ok().filter(|at| (1..=10_000_000).contains(at))?;
    Some((at, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_makes_no_sense_shows_the_latest_month() {
        let november = Period::of("2026-11-01".parse().unwrap());
        let filter = Filter { bulan: "kemarin".into(), status: "apa".into(), ..Filter::default() };
        let wanted = filter.wanted(november);
        assert_eq!((wanted.period, wanted.standing), (Some(november), None));
        let filter = Filter { q: "a12 & b".into(), bulan: "2026-10".into(), ..Filter::default() };
        let href = filter.href("/k/melati/tagihan", "telat", ("", ""));
        assert_eq!(href, "/k/melati/tagihan?q=a12%20%26%20b&bulan=2026-10&status=telat");
    }
}
