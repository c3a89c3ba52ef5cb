//! Writing by hand, under a simple face: money came in (masuk), went out (keluar), moved (pindah); the balances that a
//! complex begins with; and a plain journal entry for whoever keeps books by profession.
//!
//! What documents keep (receivables, titipan) is closed to the hand: their rooms post there.

mod journal;
mod model;
mod opening;
mod simple;

use kernel::{Date, EntryId, FundId};
pub(crate) use model::{Pocket, Slip, is_open};
use tenancy::{Routes, TenantTx};
use web::{Shell, shell::parts::Choice};

use crate::{
    balance,
    chart::sql::{Account, Fund},
    entry::{Entry, Unbalanced, post},
    frame::money,
};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/k/{complex}/buku/catat", simple::new)
        .post("/k/{complex}/buku/catat", simple::create)
        .get("/k/{complex}/buku/saldo-awal", opening::new)
        .post("/k/{complex}/buku/saldo-awal", opening::create)
        .get("/k/{complex}/buku/jurnal/baru", journal::new)
        .post("/k/{complex}/buku/jurnal", journal::create)
}

/// Why lines are no entry, in a sentence.
pub(crate) fn unbalanced(s: &Shell, fault: Unbalanced, funds: &[Fund]) -> String {
    match fault {
        Unbalanced::Nothing => s.t("ledger-fault-nothing").to_owned(),
        Unbalanced::TooLarge => s.t("ledger-fault-amount").to_owned(),
        Unbalanced::Differs { fund, by } => {
            let name = funds.iter().find(|known| known.id == fund).map_or("", |known| known.name.as_str());
            s.t2("ledger-fault-unbalanced", "fund", name, "by", money(by.saturating_abs()))
        }
    }
}

/// What happened to an entry written by hand.
enum Written {
    Done,
    /// The same form was sent before; its entry stands.
    Again,
}

async fn write(tx: &mut TenantTx, entry: &Entry) -> tenancy::Result<Written> {
    match post(tx, std::slice::from_ref(entry)).await {
        Ok(()) => Ok(Written::Done),
        Err(error) if matches!(error.constraint(), Some("journal_entry_pkey" | "journal_entry_once")) => {
            Ok(Written::Again)
        }
        Err(error) => Err(error),
    }
}

/// The id that the form was given when it was opened, so that sending it twice writes once.
fn form_id(tx: &TenantTx, text: &str) -> EntryId {
    text.parse().unwrap_or_else(|_| EntryId::new(tx.now()))
}

/// What all cash boxes and bank accounts hold of a fund.
async fn money_in(tx: &mut TenantTx, accounts: &[Account], fund: FundId) -> tenancy::Result<i64> {
    let far = Date::from_ymd_opt(2199, 12, 31).expect("2199 will have a last day");
    let all = balance::movements(tx, balance::model::Span { from: None, to: far }, Some(fund)).await?;
    let holds_money = |id| accounts.iter().any(|account| account.id == id && account.holds_money);
    Ok(all.iter().filter(|movement| holds_money(movement.account)).map(|movement| movement.opening).sum())
}

fn funds_in_use(funds: &[Fund]) -> Vec<Choice> {
    let in_use = funds.iter().filter(|fund| fund.retired_at.is_none());
    in_use.map(|fund| Choice::new(fund.id.to_string(), &fund.name)).collect()
}

fn choice(account: &Account) -> Choice {
    Choice::new(account.id.to_string(), format!("{} {}", account.code, account.name))
}
