//! Balances: of a subject, of an account with its lines, of the whole chart (neraca saldo).
//!
//! Closed months are read from their written balances; only open days are added up. Amounts are debit less credit
//! inside, and shown as people read them: an income that grows is positive.

pub(crate) mod account;
pub(crate) mod api;
mod export;
pub(crate) mod model;
pub(crate) mod sql;
pub(crate) mod trial;

use kernel::{FundId, Rupiah};
use tenancy::{Result, Routes, TenantTx};
use uuid::Uuid;

use self::{model::Span, sql::Movement};
use crate::{books, chart::Purpose};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/k/{complex}/buku", trial::index)
        .get("/k/{complex}/buku/unduh", export::trial)
        .get("/k/{complex}/buku/akun/{account}", account::show)
        .get("/k/{complex}/buku/akun/{account}/unduh", export::account)
        .and(api::routes())
}

/// What stands in the account of this purpose for this subject over all funds: debit less credit, so what a unit owes
/// is positive and its credit (titipan) negative.
pub async fn balance_of_subject(tx: &mut TenantTx, purpose: Purpose, subject: Uuid) -> Result<Rupiah> {
    sql::of_subject(tx, purpose, subject).await
}

/// The same for every subject that has one, in the order of their ids: what another room compares its documents with.
pub async fn balances_of_subjects(tx: &mut TenantTx, purpose: Purpose) -> Result<Vec<(Uuid, Rupiah)>> {
    sql::of_subjects(tx, purpose).await
}

/// Every account and fund in which something stands or moved in these days.
pub(crate) async fn movements(tx: &mut TenantTx, span: Span, fund: Option<FundId>) -> Result<Vec<Movement>> {
    let reach = span.reach(books::closed_months(tx).await?);
    sql::movements(tx, &reach, fund).await
}
