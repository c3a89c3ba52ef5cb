//! Invoices for programs: list, look, void, lower.

use axum::{Extension, response::IntoResponse as _};
use files::Files;
use kernel::{AreaId, Date, Instant, InvoiceId, Period, Rupiah};
use paper::Press;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{IssueInvoices, SeeDues},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    InvoiceKind, again,
    pages::{Filter, print},
    sql::{self, From, Invoice, LineRow, Row, Standing},
};
use crate::settle::{self, Amounts, INVOICE_OWES_SO_MUCH, NewReduction, ReductionKind};

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/api/v1/complexes/{complex}/invoices", index)
        .get("/api/v1/complexes/{complex}/invoices/{invoice}", show)
        .get("/api/v1/complexes/{complex}/invoices/{invoice}/pdf", pdf)
        .get("/api/v1/complexes/{complex}/invoices/{invoice}/png", png)
        .post("/api/v1/complexes/{complex}/invoices/{invoice}/void", void)
        .post("/api/v1/complexes/{complex}/invoices/{invoice}/credit-notes", credit)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceBody {
    id: Uuid,
    #[schema(example = "INV-2026-11-0042")]
    number: String,
    kind: InvoiceKind,
    unit: Uuid,
    #[schema(example = "A-12")]
    unit_code: String,
    #[schema(example = "2026-11")]
    month: String,
    payer_name: String,
    issued_on: Date,
    due_on: Date,
    /// Rupiah
    total: i64,
    /// Rupiah still to be paid
    open: i64,
    standing: Standing,
    /// Only in a single invoice
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<LineBody>>,
    /// How the figures came to be; only in a single invoice
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    snapshot: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    voided_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    void_reason: Option<String>,
    /// Number of the void invoice in whose place this one stands
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// Number of the one that stands in the place of this void one
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LineBody {
    charge_type: Option<Uuid>,
    description: String,
    #[schema(value_type = Option<String>)]
    quantity: Option<Decimal>,
    #[schema(value_type = Option<String>)]
    rate: Option<Decimal>,
    /// Rupiah, contained in the amount
    tax: i64,
    /// Rupiah
    amount: i64,
    /// Rupiah
    settled: i64,
}

impl InvoiceBody {
    fn row(row: Row, today: Date) -> Self {
        Self {
            id: row.id.uuid(),
            standing: Standing::of(row.open, row.due_on, row.is_void, today),
            number: row.number,
            kind: row.kind,
            unit: row.unit.uuid(),
            unit_code: row.unit_code,
            month: row.period.to_string(),
            payer_name: row.payer_name,
            issued_on: row.issued_on,
            due_on: row.due_on,
            total: row.total.get(),
            open: row.open.get(),
            lines: None,
            snapshot: None,
            voided_at: None,
            void_reason: None,
            replaces: None,
            replaced_by: None,
        }
    }

    fn of(one: Invoice, lines: Vec<LineRow>, today: Date) -> Self {
        Self {
            id: one.id.uuid(),
            standing: Standing::of(one.open, one.due_on, one.voided_at.is_some(), today),
            number: one.number,
            kind: one.kind,
            unit: one.unit.uuid(),
            unit_code: one.unit_code,
            month: one.period.to_string(),
            payer_name: one.payer_name,
            issued_on: one.issued_on,
            due_on: one.due_on,
            total: one.total.get(),
            open: one.open.get(),
            lines: Some(lines.into_iter().map(LineBody::of).collect()),
            snapshot: Some(one.snapshot),
            voided_at: one.voided_at,
            void_reason: one.void_reason,
            replaces: one.replaces_number,
            replaced_by: one.replaced_by,
        }
    }
}

impl LineBody {
    fn of(line: LineRow) -> Self {
        Self {
            charge_type: line.charge.map(|id| id.uuid()),
            description: line.description,
            quantity: line.quantity,
            rate: line.rate,
            tax: line.tax.get(),
            amount: line.amount.get(),
            settled: line.settled.get(),
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct InvoiceQuery {
    /// House number, name of the payer, or number of the invoice
    q: String,
    /// `2026-11`; every month when it is left out
    month: String,
    standing: Option<Standing>,
    kind: Option<InvoiceKind>,
    /// Id of a block
    block: Option<Uuid>,
    /// Id of an RT
    rt: Option<Uuid>,
}

/// Invoices: of a month in house order, of all months the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/invoices", tag = "invoices",
    params(("complex" = String, Path), InvoiceQuery, PageQuery), responses((status = 200, body = Page<InvoiceBody>))
)]
pub async fn index(
    may: May<SeeDues>,
    slice: Slice<InvoiceId>,
    query: Query<InvoiceQuery>,
) -> web::Result<Page<InvoiceBody>> {
    let Query(query) = query;
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let month = if query.month.is_empty() { "semua".to_owned() } else { query.month };
    let filter = Filter { q: query.q, bulan: month, ..Filter::default() };
    let mut wanted = filter.wanted(Period::of(today));
    wanted.standing = query.standing;
    wanted.kind = query.kind;
    wanted.block = query.block.map(AreaId::from_uuid);
    wanted.rt = query.rt.map(AreaId::from_uuid);
    let from = slice.after().map_or(From::Start, |last| From::Behind(*last));
    let rows = sql::page(&mut tx, &wanted, today, from, slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.id, |row| InvoiceBody::row(row, today)))
}

/// The invoice that a path names, by number or id.
#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    invoice: String,
}

/// One invoice with its lines and how they came to be.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/invoices/{invoice}", tag = "invoices",
    params(("complex" = String, Path), ("invoice" = String, Path, description = "Number or id")),
    responses((status = 200, body = InvoiceBody), (status = 404))
)]
pub async fn show(may: May<SeeDues>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let body = body(&mut tx, &named.invoice, today).await?;
    Ok(axum::Json(body).into_response())
}

/// The paper of an invoice, to print and keep.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/invoices/{invoice}/pdf", tag = "invoices", operation_id = "invoice_pdf",
    params(("complex" = String, Path), ("invoice" = String, Path, description = "Number or id")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404))
)]
pub async fn pdf(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    print::one(&may, &browser, (press, files), &named.invoice, print::Shape::Pdf).await
}

/// The same as a picture of at most 150 KB, for a chat.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/invoices/{invoice}/png", tag = "invoices", operation_id = "invoice_png",
    params(("complex" = String, Path), ("invoice" = String, Path, description = "Number or id")),
    responses((status = 200, content_type = "image/png", body = Vec<u8>), (status = 404))
)]
pub async fn png(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    print::one(&may, &browser, (press, files), &named.invoice, print::Shape::Png).await
}

async fn body(tx: &mut tenancy::TenantTx, invoice: &str, today: Date) -> web::Result<InvoiceBody> {
    let one = sql::find(tx, invoice).await?.ok_or_else(Error::missing)?;
    let lines = sql::lines(tx, one.id).await?;
    Ok(InvoiceBody::of(one, lines, today))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidOrder {
    /// 3 to 300 characters
    reason: String,
    /// Plan the unit's month anew and issue what it should have got; only for the month's dues
    #[serde(default)]
    reissue: bool,
}

/// What came of a void.
#[derive(Debug, Serialize, ToSchema)]
pub struct Voided {
    invoice: InvoiceBody,
    /// Numbers of the invoices that were issued in its place
    issued: Vec<String>,
}

/// Makes an invoice one that never was. What settled it becomes the unit's credit.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/invoices/{invoice}/void", tag = "invoices",
    params(("complex" = String, Path), ("invoice" = String, Path),
           ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = VoidOrder,
    responses((status = 200, body = Voided), (status = 404), (status = 409), (status = 422))
)]
pub async fn void(
    may: May<IssueInvoices>,
    browser: Browser,
    Path(named): Path<Named>,
    once: Once<VoidOrder>,
) -> web::Result {
    let once = once.required()?;
    let mut tx = may.begin().await?;
    let claimed = match once.claim(&mut tx).await? {
        Claim::Done(answer) => return Ok(answer),
        Claim::Fresh(claimed) => claimed,
    };
    let one = sql::find(&mut tx, &named.invoice).await?.ok_or_else(Error::missing)?;
    let reason = reason(&browser, &once.body.reason)?;
    let today = may.place().zone.date(tx.now());
    let issued = if once.body.reissue {
        again::reissue(&mut tx, one.id, &reason, today).await.map_err(ledger::said)?
    } else {
        again::void_and_free(&mut tx, one.id, &reason, today).await.map_err(ledger::said)?;
        Vec::new()
    };
    let invoice = body(&mut tx, &one.number, today).await?;
    let issued = issued.into_iter().map(|one| one.number).collect();
    claimed.settle(tx, Answer::ok(&Voided { invoice, issued })?).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditOrder {
    /// Rupiah, at most what the invoice asks for
    amount: i64,
    /// 3 to 300 characters
    reason: String,
}

/// Lowers an invoice without money. What was paid beyond it becomes the unit's credit.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/invoices/{invoice}/credit-notes", tag = "invoices",
    params(("complex" = String, Path), ("invoice" = String, Path),
           ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = CreditOrder,
    responses((status = 200, body = InvoiceBody), (status = 404), (status = 422))
)]
pub async fn credit(
    may: May<IssueInvoices>,
    browser: Browser,
    Path(named): Path<Named>,
    once: Once<CreditOrder>,
) -> web::Result {
    let once = once.required()?;
    let mut tx = may.begin().await?;
    let claimed = match once.claim(&mut tx).await? {
        Claim::Done(answer) => return Ok(answer),
        Claim::Fresh(claimed) => claimed,
    };
    let one = sql::find(&mut tx, &named.invoice).await?.ok_or_else(Error::missing)?;
    let reason = reason(&browser, &once.body.reason)?;
    let too_much = || {
        let mut faults = Faults::default();
        let total = kernel::format::rupiah(one.total);
        faults.put("amount", browser.texts().with("invoice-amount-fault", &[("total", total.into())]));
        Error::Invalid(faults)
    };
    let amount = Rupiah::new(once.body.amount).ok().filter(|amount| *amount > Rupiah::ZERO);
    let amounts = Amounts::Total(amount.ok_or_else(too_much)?);
    let today = may.place().zone.date(tx.now());
    let kind = ReductionKind::CreditNote;
    let new = NewReduction { kind, invoice: one.id, amounts, reason, on: today, requested_by: None };
    settle::reduce(&mut tx, new).await.map_err(|error| match error.constraint() {
        Some(INVOICE_OWES_SO_MUCH) => too_much(),
        _ => Error::from(error),
    })?;
    let body = body(&mut tx, &one.number, today).await?;
    claimed.settle(tx, Answer::ok(&body)?).await
}

fn reason(browser: &Browser, typed: &str) -> web::Result<String> {
    let reason = typed.trim();
    if (3..=300).contains(&reason.chars().count()) {
        return Ok(reason.to_owned());
    }
    let mut faults = Faults::default();
    faults.put("reason", browser.texts().get("invoice-reason-fault"));
    Err(Error::Invalid(faults))
}
