//! Opening arrears for programs: all rows or none.

use kernel::{Date, Period};
use serde::{Deserialize, Serialize};
use tenancy::{May, Routes, policy::BringArrears};
use utoipa::ToSchema;
use web::{
    Browser, Error, Faults,
    api::{Answer, Claim, Once},
};

use super::{
    LIMIT_BYTES, MOST,
    bring::{self, Brought},
    columns::Line,
    facts::Intent,
    judge::{Fate, Seen},
    pages::judged,
    say,
};

pub fn routes() -> Routes {
    Routes::new("dues").upload("/api/v1/complexes/{complex}/opening-arrears", LIMIT_BYTES, create)
}

/// What was owed before the complex came to Klustera.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningOrder {
    /// The month of rows that name none: `2026-10`; last month when it is left out
    #[serde(default)]
    until: Option<String>,
    /// At most 20,000
    rows: Vec<OpeningRow>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningRow {
    /// House number in any spelling
    #[schema(example = "A-12")]
    unit: String,
    #[serde(default)]
    #[schema(example = "2026-10")]
    month: Option<String>,
    /// Rupiah; below zero what the unit has paid ahead, which becomes its credit
    amount: i64,
    /// Code or name of a charge type
    #[serde(default)]
    charge_type: Option<String>,
    /// By the complex's rule for the month when it is left out
    #[serde(default)]
    due_on: Option<Date>,
}

/// What was brought in. Rows that stand here already are counted and left alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningDone {
    /// Numbers of the invoices, in the order of the rows
    invoices: Vec<String>,
    /// Rupiah of these invoices
    owed: i64,
    /// Units whose credit was brought in
    ahead_units: usize,
    /// Rupiah of these credits
    ahead: i64,
    /// Rows that were brought in before
    known: usize,
}

/// Brings in opening arrears: one invoice for each row, booked against the opening balance. With a fault in any row
/// nothing is written, and each fault names its row.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/opening-arrears", tag = "invoices", operation_id = "bring_arrears",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = OpeningOrder,
    responses((status = 201, body = OpeningDone), (status = 409), (status = 422))
)]
pub async fn create(may: May<BringArrears>, browser: Browser, once: Once<OpeningOrder>) -> web::Result {
    let once = once.required()?;
    let mut tx = may.begin().await?;
    let claimed = match once.claim(&mut tx).await? {
        Claim::Done(answer) => return Ok(answer),
        Claim::Fresh(claimed) => claimed,
    };
    let today = may.place().zone.date(tx.now());
    let until = until(&browser, once.body.until.as_deref(), today)?;
    if once.body.rows.len() > MOST {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        return Err(wrong("rows", browser.texts().with("opening-too-many", &[("most", most.into())])));
    }
    let lines = once.body.rows.iter().zip(1..).map(|(row, place)| row.line(place)).collect();
    let (seen, facts) = judged(&mut tx, lines, (today, until), Intent::Bring).await?;
    whole(&browser, &seen)?;
    let brought = bring::bring(&mut tx, &seen, &facts).await.map_err(say::conflict)?;
    let known = seen.iter().filter(|seen| seen.fate == Fate::Known).count();
    let at = format!("/api/v1/complexes/{}/invoices?kind=opening", may.place().slug);
    claimed.settle(tx, Answer::created(at, &OpeningDone::of(brought, known))?).await
}

impl OpeningRow {
    fn line(&self, place: usize) -> Line {
        Line {
            row: place.to_string(),
            code: self.unit.clone(),
            amount: self.amount.to_string(),
            month: self.month.clone().unwrap_or_default(),
            due: self.due_on.map(|day| day.to_string()).unwrap_or_default(),
            charge: self.charge_type.clone().unwrap_or_default(),
            what: String::new(),
        }
    }
}

impl OpeningDone {
    fn of(brought: Brought, known: usize) -> Self {
        Self {
            owed: brought.owed.get(),
            ahead_units: brought.ahead_units,
            ahead: brought.ahead.get(),
            invoices: brought.invoices.into_iter().map(|one| one.number).collect(),
            known,
        }
    }
}

fn until(browser: &Browser, typed: Option<&str>, today: Date) -> web::Result<Period> {
    let Some(typed) = typed else { return Ok(Period::of(today).previous()) };
    let period = super::figures::month(typed, Period::of(today));
    period.ok_or_else(|| wrong("until", browser.texts().get("opening-fault-month")))
}

/// All rows or none.
fn whole(browser: &Browser, seen: &[Seen]) -> web::Result<()> {
    let s = browser.public("");
    let mut faults = Faults::default();
    for one in seen {
        if let Fate::Faulty(fault) = &one.fate {
            faults.put(&format!("rows.{}", one.line.row), say::fault(&s, fault));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn wrong(field: &str, sentence: impl Into<String>) -> Error {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    Error::Invalid(faults)
}
