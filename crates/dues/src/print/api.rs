//! Prints for programs: order one, see how far it is, fetch its parts.

use axum::{extract::State, response::IntoResponse as _};
use kernel::{AreaId, Instant, InvoiceId, InvoicePrintId, Period};
use serde::{Deserialize, Serialize};
use tenancy::{May, Place, Routes, Store, TenantTx, policy::SeeDues};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path,
    api::{Answer, Claim, Once},
};

use super::{MOST, order, sql};
use crate::invoice::{
    InvoiceKind,
    pages::{Filter, all},
    sql::Standing,
};

pub fn routes() -> Routes {
    Routes::new("dues")
        .post("/api/v1/complexes/{complex}/invoice-prints", create)
        .get("/api/v1/complexes/{complex}/invoice-prints/{print}", show)
}

/// Which invoices to print: at least one, at most 20,000.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PrintOrder {
    /// `2026-11`; every month when it is left out
    month: String,
    standing: Option<Standing>,
    kind: Option<InvoiceKind>,
    /// Id of a block
    block: Option<Uuid>,
    /// Id of an RT
    rt: Option<Uuid>,
}

/// A print, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintBody {
    id: Uuid,
    /// Invoices that were chosen
    total: i32,
    /// Invoices that are printed
    done: i64,
    #[schema(value_type = String, format = DateTime)]
    ordered_at: Instant,
    /// In the order of the houses; each is kept for a week
    parts: Vec<PartBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    invoices: i32,
    #[schema(example = "A-01")]
    first_unit: String,
    #[schema(example = "C-12")]
    last_unit: String,
    size_bytes: i64,
    /// Where the PDF is fetched; missing once it is gone
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Orders a print of many invoices, which is made in the background.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/invoice-prints", tag = "invoices", operation_id = "print_invoices",
    params(("complex" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = PrintOrder,
    responses((status = 201, body = PrintBody), (status = 422))
)]
pub async fn create(
    may: May<SeeDues>,
    State(store): State<Store>,
    browser: Browser,
    once: Once<PrintOrder>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match once.claim(&mut tx).await? {
        Claim::Done(answer) => return Ok(answer),
        Claim::Fresh(claimed) => claimed,
    };
    let today = may.place().zone.date(tx.now());
    let month = if once.body.month.is_empty() { "semua".to_owned() } else { once.body.month.clone() };
    let mut wanted = Filter { bulan: month, ..Filter::default() }.wanted(Period::of(today));
    wanted.standing = once.body.standing;
    wanted.kind = once.body.kind;
    wanted.block = once.body.block.map(AreaId::from_uuid);
    wanted.rt = once.body.rt.map(AreaId::from_uuid);
    let ids: Vec<InvoiceId> = all(&mut tx, &wanted, today).await?.iter().map(|row| row.id).collect();
    if ids.is_empty() || ids.len() > MOST {
        let mut faults = Faults::default();
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        faults.put("month", browser.texts().with("print-count-fault", &[("most", most.into())]));
        return Err(Error::Invalid(faults));
    }
    let print = order(&mut tx, &ids, browser.locale()).await?;
    let body = body(&mut tx, (&store, may.place()), print).await?;
    let at = format!("/api/v1/complexes/{}/invoice-prints/{print}", may.place().slug);
    claimed.settle(tx, Answer::created(at, &body)?).await
}

/// The print that a path names.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Named {
    print: InvoicePrintId,
}

/// One print with its parts so far.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/invoice-prints/{print}", tag = "invoices", operation_id = "invoice_print",
    params(("complex" = String, Path), ("print" = Uuid, Path)),
    responses((status = 200, body = PrintBody), (status = 404))
)]
pub async fn show(may: May<SeeDues>, State(store): State<Store>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let body = body(&mut tx, (&store, may.place()), named.print).await?;
    Ok(axum::Json(body).into_response())
}

async fn body(
    tx: &mut TenantTx,
    (store, place): (&Store, &Place),
    print: InvoicePrintId,
) -> web::Result<PrintBody> {
    let print = sql::find(tx, print).await?.ok_or_else(Error::missing)?;
    let parts = sql::parts(tx, print.id).await?.into_iter().map(|part| PartBody {
        url: (!part.is_gone).then(|| files::link(store, place.complex, part.file)),
        invoices: part.invoices,
        first_unit: part.first_unit,
        last_unit: part.last_unit,
        size_bytes: part.size_bytes,
    });
    Ok(PrintBody {
        id: print.id.uuid(),
        total: print.total,
        done: print.done,
        ordered_at: print.ordered_at,
        parts: parts.collect(),
    })
}
