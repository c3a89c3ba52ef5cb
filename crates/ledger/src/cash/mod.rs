//! The cash report (laporan kas): what every cash box, bank account and fund held, what came in and went out in a month.
//! The office sees every month; residents see the closed ones, because a published figure does not change.
//!
//! Money that only moves between two boxes, or between two funds, is neither income nor expense of the whole.

pub(crate) mod api;
mod model;
mod pages;
mod report;
mod sql;

use kernel::Period;
use tenancy::{Result, Routes, TenantTx};

use self::model::Cash;
use crate::{balance, balance::model::Span, chart::sql as chart};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/k/{complex}/kas", pages::index)
        .get("/k/{complex}/laporan-kas", report::show)
        .and(api::routes())
}

/// The report of a month.
async fn of_month(tx: &mut TenantTx, month: Period) -> Result<Cash> {
    let accounts = chart::accounts(tx).await?;
    let funds = chart::all_funds(tx).await?;
    let before = balance::movements(tx, Span { from: None, to: month.previous().last_day() }, None).await?;
    let moves = sql::moves(tx, month).await?;
    let sides = sql::other_sides(tx, month).await?;
    Ok(Cash::add_up(&accounts, &funds, &before, &moves, &sides))
}
