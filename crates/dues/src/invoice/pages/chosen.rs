//! What was ticked on the list: some invoices, or all that the filter finds.

use kernel::{Date, Period};
use tenancy::TenantTx;
use uuid::Uuid;

use super::filter::Filter;
use crate::invoice::sql::{self, From, Row, Wanted};

/// Lines read in one statement.
const STEP: i64 = 2_000;

enum Which {
    These(Vec<Uuid>),
    /// All pages of the list.
    Filtered,
}

/// The choice as the form sends it.
pub struct Chosen {
    which: Which,
    filter: Filter,
}

impl Chosen {
    pub fn of(fields: &[(String, String)]) -> Self {
        let value = |wanted| values(fields, wanted).next().unwrap_or_default().to_owned();
        let which = if value("semua").is_empty() {
            Which::These(values(fields, "tagihan").filter_map(|id| id.parse().ok()).collect())
        } else {
            Which::Filtered
        };
        let filter = Filter {
            q: value("q"),
            bulan: value("bulan"),
            status: value("status"),
            blok: value("blok"),
            rt: value("rt"),
            format: value("format"),
            ..Filter::default()
        };
        Self { which, filter }
    }

    /// `csv`, or whatever else was asked for.
    pub fn format(&self) -> &str {
        &self.filter.format
    }

    /// The invoices in the order of the list. One that is not here is not among them.
    pub async fn rows(&self, tx: &mut TenantTx, today: Date) -> tenancy::Result<Vec<Row>> {
        let wanted = match &self.which {
            Which::These(ids) => Wanted { only: Some(ids.clone()), ..Wanted::default() },
            Which::Filtered => {
                let usual = sql::latest_period(tx).await?.unwrap_or(Period::of(today));
                self.filter.wanted(usual)
            }
        };
        all(tx, &wanted, today).await
    }
}

fn values<'a>(fields: &'a [(String, String)], wanted: &'static str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

/// Every line of the list.
pub async fn all(tx: &mut TenantTx, wanted: &Wanted, today: Date) -> tenancy::Result<Vec<Row>> {
    let mut found: Vec<Row> = Vec::new();
    loop {
        let from = found.last().map_or(From::Start, |last| From::Behind(last.id));
        let mut step = sql::page(tx, wanted, today, from, STEP).await?;
        let is_last = step.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
        found.append(&mut step);
        if is_last {
            return Ok(found);
        }
    }
}
