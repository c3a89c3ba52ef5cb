//! What was ticked on the list: some houses, or all that the filter finds.

use std::collections::BTreeSet;

use dues::owing::{self, Lateness, Owing, Wanted};
use kernel::{AreaId, Date, Locale, Rupiah, UnitId};
use tenancy::TenantTx;
use web::{Say, texts::texts};

use super::pages::Filter;

/// Houses of one go; a print takes no more documents, and nobody sends more messages by hand.
pub const MOST: usize = 500;
/// Lines read in one statement.
const STEP: i64 = 1_000;

/// Why nothing is done with what was ticked.
#[derive(Clone, Copy, Debug)]
pub enum Refusal {
    Nobody,
    TooMany,
}

impl Say for Refusal {
    fn say(&self, locale: Locale) -> String {
        match self {
            Self::Nobody => texts(locale).get("letter-nobody").to_owned(),
            Self::TooMany => {
                let most = i64::try_from(MOST).unwrap_or(i64::MAX);
                texts(locale).with("arrears-too-many", &[("most", most.into())])
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Which {
    These(BTreeSet<UnitId>),
    /// All pages of the list.
    Filtered,
}

/// The choice as the form sends it.
#[derive(Clone, Debug)]
pub struct Chosen {
    which: Which,
    filter: Filter,
}

impl Chosen {
    pub fn of(fields: &[(String, String)]) -> Self {
        let value = |wanted| values(fields, wanted).next().unwrap_or_default().to_owned();
        let which = if value("semua").is_empty() {
            Which::These(values(fields, "unit").filter_map(|id| id.parse().ok()).collect())
        } else {
            Which::Filtered
        };
        let filter = Filter {
            q: value("q"),
            umur: value("umur"),
            blok: value("blok"),
            rt: value("rt"),
            format: value("format"),
            ..Filter::default()
        };
        Self { which, filter }
    }

    /// Just these houses.
    pub fn these(units: impl IntoIterator<Item = UnitId>) -> Self {
        Self { which: Which::These(units.into_iter().collect()), filter: Filter::default() }
    }

    /// `csv`, or whatever else was asked for.
    pub fn format(&self) -> &str {
        &self.filter.format
    }

    /// The houses in the order of the list. One outside of what the caller may see is not among them.
    pub async fn rows(&self, tx: &mut TenantTx, within: Vec<AreaId>, today: Date) -> web::Result<Vec<Owing>> {
        let wanted = match &self.which {
            Which::Filtered => self.filter.wanted(within),
            Which::These(_) => Wanted { within, lateness: Lateness::Open, ..Wanted::default() },
        };
        let mut found = all(tx, &wanted, today).await?;
        if let Which::These(units) = &self.which {
            found.retain(|row| units.contains(&row.unit));
        }
        if found.is_empty() { Err(web::Error::refused(Refusal::Nobody)) } else { Ok(found) }
    }

    /// The same, and no more of them than one go takes.
    pub async fn few(&self, tx: &mut TenantTx, within: Vec<AreaId>, today: Date) -> web::Result<Vec<Owing>> {
        let rows = self.rows(tx, within, today).await?;
        if rows.len() > MOST { Err(web::Error::refused(Refusal::TooMany)) } else { Ok(rows) }
    }
}

fn values<'a>(fields: &'a [(String, String)], wanted: &'static str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

/// Every line of the list.
pub async fn all(tx: &mut TenantTx, wanted: &Wanted, today: Date) -> tenancy::Result<Vec<Owing>> {
    let mut found: Vec<Owing> = Vec::new();
    loop {
        let after: Option<(Rupiah, &str)> = found.last().map(|row| (row.ages.late(), row.sort_key.as_str()));
        let mut step = owing::units(tx, wanted, today, after, STEP).await?;
        let is_last = step.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
        found.append(&mut step);
        if is_last {
            return Ok(found);
        }
    }
}
