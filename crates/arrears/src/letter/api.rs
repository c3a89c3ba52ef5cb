//! Letters for programs: read them, write the next one.

use axum::response::IntoResponse as _;
use kernel::{Date, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{May, TenantTx, policy::SeeDues};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Error, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::write::{Snapshot, clearance, warning};
use crate::sql::{self, LetterRow};

/// A letter as it was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterBody {
    id: Uuid,
    #[schema(example = "SP1-2026-0007")]
    number: String,
    /// `sp1`, `sp2`, `sp3` or `clearance`
    kind: String,
    #[schema(example = "A-12")]
    unit_code: String,
    addressee: String,
    issued_on: Date,
    /// Rupiah owed then; zero on a clearance
    amount: i64,
    open: Vec<LetterInvoice>,
    /// What a clearance is for
    purpose: String,
}

/// An invoice that was open when the letter was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterInvoice {
    number: String,
    due_on: Date,
    /// Rupiah
    amount: i64,
}

impl LetterBody {
    fn of(row: LetterRow) -> Self {
        let said: Option<Snapshot> = serde_json::from_value(row.snapshot).ok();
        let (open, purpose) = said.map(|said| (said.open, said.purpose)).unwrap_or_default();
        let invoice = |open: super::write::OpenThen| LetterInvoice {
            number: open.number,
            due_on: open.due_on,
            amount: open.amount.get(),
        };
        Self {
            id: row.id,
            number: row.number,
            kind: row.kind,
            unit_code: row.unit_code,
            addressee: row.addressee,
            issued_on: row.issued_on,
            amount: row.amount.get(),
            open: open.into_iter().map(invoice).collect(),
            purpose,
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LetterQuery {
    /// House number or id
    unit: String,
}

/// Letters, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/letters", tag = "letters",
    params(("complex" = String, Path), LetterQuery, PageQuery), responses((status = 200, body = Page<LetterBody>))
)]
pub async fn index(
    may: May<SeeDues>,
    slice: Slice<Uuid>,
    Query(query): Query<LetterQuery>,
) -> web::Result<Page<LetterBody>> {
    let mut tx = may.begin().await?;
    let unit = match query.unit.trim() {
        "" => None,
        typed => Some(named(&mut tx, typed).await?),
    };
    let rows = sql::letters(&mut tx, unit, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.id, LetterBody::of))
}

async fn named(tx: &mut TenantTx, typed: &str) -> web::Result<UnitId> {
    Ok(homes::unit_named(tx, typed).await?.ok_or_else(Error::missing)?.id)
}

#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    letter: Uuid,
}

/// One letter.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/letters/{letter}", tag = "letters",
    params(("complex" = String, Path), ("letter" = Uuid, Path)),
    responses((status = 200, body = LetterBody), (status = 404))
)]
pub async fn show(may: May<SeeDues>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let row = sql::letter(&mut tx, named.letter).await?.ok_or_else(Error::missing)?;
    Ok(axum::Json(LetterBody::of(row)).into_response())
}

/// Which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterWish {
    /// The unit's next warning, SP1 to SP3
    Warning,
    /// That nothing is owed
    Clearance,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLetterBody {
    /// House number or id
    #[schema(example = "A-12")]
    unit: String,
    kind: LetterWish,
    /// What a clearance is for
    #[serde(default)]
    purpose: String,
}

/// Writes the unit's next warning, or the letter that nothing is owed.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/letters", tag = "letters",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = NewLetterBody,
    responses((status = 201, body = LetterBody), (status = 404), (status = 409))
)]
pub async fn create(may: May<SeeDues>, sent: Once<NewLetterBody>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let unit = homes::unit_named(&mut tx, &sent.body.unit).await?.ok_or_else(Error::missing)?;
    let today = may.place().zone.date(tx.now());
    let written = match sent.body.kind {
        LetterWish::Warning => warning(&mut tx, &unit, today).await?,
        LetterWish::Clearance => clearance(&mut tx, &unit, today, sent.body.purpose.trim()).await?,
    };
    let written = written.map_err(Error::refused)?;
    let row = sql::letter(&mut tx, written.id).await?.ok_or_else(Error::missing)?;
    let location = format!("/api/v1/complexes/{}/letters/{}", may.place().slug, written.id);
    claimed.settle(tx, Answer::created(location, &LetterBody::of(row))?).await
}
