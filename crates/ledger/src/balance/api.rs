//! Balances for programs: the trial balance, and the lines of an account.

use axum::response::IntoResponse as _;
use kernel::{Date, FundId, LedgerAccountId};
use serde::{Deserialize, Serialize};
use tenancy::{May, Routes, policy::SeeBooks};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Path, Query,
    api::{Page, PageQuery, Slice},
};

use super::{
    model::Span,
    sql::{self, Lines, PostingKey, PostingRow},
    trial,
};
use crate::{
    chart::{self, AccountKind},
    frame::first_day,
};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/api/v1/complexes/{complex}/ledger/trial-balance", trial_balance)
        .get("/api/v1/complexes/{complex}/ledger/accounts/{account}/postings", postings)
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct BalanceQuery {
    /// First day of the movements; without it everything is opening balance
    from: Option<Date>,
    /// Last day; today when it is left out
    to: Option<Date>,
    /// Id of a fund
    fund: Option<Uuid>,
}

/// An account in the trial balance. `opening` and `closing` are debit less credit.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalanceLine {
    pub account: Uuid,
    #[schema(example = "1101")]
    pub code: String,
    pub name: String,
    pub kind: AccountKind,
    /// Rupiah
    pub opening: i64,
    /// Rupiah
    pub debit: i64,
    /// Rupiah
    pub credit: i64,
    /// Rupiah
    pub closing: i64,
}

/// The trial balance; always whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrialBalance {
    pub from: Option<Date>,
    pub to: Date,
    /// What all debits come to: of the movements, or of what stands there
    pub debit: i64,
    pub credit: i64,
    pub accounts: Vec<BalanceLine>,
}

/// The trial balance at a day, or with what moved between two.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/trial-balance", tag = "ledger",
    params(("complex" = String, Path), BalanceQuery), responses((status = 200, body = TrialBalance))
)]
pub async fn trial_balance(may: May<SeeBooks>, query: Query<BalanceQuery>) -> web::Result {
    let Query(query) = query;
    let mut tx = may.begin().await?;
    let to = query.to.unwrap_or(may.place().zone.date(tx.now()));
    let span = Span { from: query.from.filter(|from| *from <= to), to };
    let lines = trial::lines(&mut tx, span, query.fund.map(FundId::from_uuid)).await?;
    let (debit, credit) = trial::totals(span, &lines);
    let line = |line: &trial::Line| BalanceLine {
        account: line.id.uuid(),
        code: line.code.clone(),
        name: line.name.clone(),
        kind: line.kind,
        opening: line.opening,
        debit: line.debit,
        credit: line.credit,
        closing: line.closing(),
    };
    let accounts = lines.iter().map(line).collect();
    Ok(axum::Json(TrialBalance { from: span.from, to: span.to, debit, credit, accounts }).into_response())
}

/// A line of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingBody {
    pub entry: Uuid,
    pub booked_on: Date,
    pub fund: Uuid,
    #[schema(example = "payment_received")]
    pub kind: String,
    pub memo: String,
    /// Rupiah; debit positive, credit negative
    pub amount: i64,
}

impl PostingBody {
    fn of(row: PostingRow) -> Self {
        Self {
            entry: row.entry.uuid(),
            booked_on: row.booked_on,
            fund: row.fund.uuid(),
            kind: row.kind,
            memo: row.memo,
            amount: row.amount,
        }
    }
}

/// The lines of an account in their order.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/accounts/{account}/postings", tag = "ledger",
    params(("complex" = String, Path), ("account" = Uuid, Path), BalanceQuery, PageQuery),
    responses((status = 200, body = Page<PostingBody>), (status = 404))
)]
pub async fn postings(
    may: May<SeeBooks>,
    path: Path<(String, LedgerAccountId)>,
    slice: Slice<(Date, kernel::EntryId, i16)>,
    query: Query<BalanceQuery>,
) -> web::Result<Page<PostingBody>> {
    let (Path((_, id)), Query(query)) = (path, query);
    let mut tx = may.begin().await?;
    if !chart::sql::accounts(&mut tx).await?.iter().any(|account| account.id == id) {
        return Err(web::Error::missing());
    }
    let of = Lines {
        account: id,
        fund: query.fund.map(FundId::from_uuid),
        from: query.from.unwrap_or(first_day()),
        to: query.to.unwrap_or(may.place().zone.date(tx.now())),
    };
    let after = slice.after().map(|(booked_on, entry, line)| PostingKey {
        booked_on: *booked_on,
        entry: *entry,
        line: *line,
    });
    let rows = sql::lines_after(&mut tx, &of, after, slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.booked_on, row.entry, row.line), PostingBody::of))
}
