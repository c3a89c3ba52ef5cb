//! Saying that a payment arrived, that it did not, or that more has to be known.

use arrears::penalty::{Scope, assess};
use chrono::Datelike as _;
use dues::settle::{self, Money, Order};
use kernel::{CreditId, InvoiceId, PaymentId, Rupiah, UnitId};
use tenancy::{Error, Result, TenantTx};

use super::{
    model::State,
    receipt::{PaidLine, Snapshot},
    record::fresh,
    sql::{self, PartRow, PaymentRow},
    tell::{Step, TellPayer},
};

/// The money arrived: it settles what is open, gets its receipt, and the rest is the units' titipan. Answers the number
/// of the receipt.
///
/// # Errors
/// [`Error::Missing`]; [`Error::Conflict`] with `payment_check_last_word` when somebody said the last word before, and
/// with `other_eyes` when whoever wrote a transfer down verifies it.
pub async fn verify(tx: &mut TenantTx, id: PaymentId) -> Result<String> {
    verify_choosing(tx, id, &[]).await
}

/// The same; these invoices are settled first, then the oldest.
pub async fn verify_choosing(tx: &mut TenantTx, id: PaymentId, first: &[InvoiceId]) -> Result<String> {
    let parts = sql::parts(tx, id).await?;
    let units: Vec<UnitId> = parts.iter().map(|part| part.unit).collect();
    settle::lock_units(tx, &units).await?;
    // Under the lock: whoever waited for another clerk finds the last word said.
    let payment = undecided(tx, id).await?;
    let today = settle::today(tx).await?;
    if settle::order(tx).await? == Order::PenaltyFirst {
        assess(tx, &units, payment.value_on, Scope::OnlyAdd).await?;
    }
    let year = today.year();
    let number = format!("KW-{year}-{:06}", ledger::take_numbers(tx, &format!("KW-{year}"), 1).await?);
    let money: Vec<Money> = parts.iter().map(|part| money(tx, &payment, part, &number)).collect();
    settle::receive_all(tx, &money, Some(first)).await?;
    assess(tx, &units, today, Scope::Exactly).await?;
    settle::apply_credit(tx, &units).await?;
    let receipt = snapshot(tx, id, &parts, &money).await?;
    let check = sql::CheckDraft { verdict: "verified", reason: "", receipt: Some((&number, &receipt)) };
    sql::insert_check(tx, fresh(tx), id, &check).await.map_err(other_eyes)?;
    let told = TellPayer::now(tx, id, Step::Received, "");
    jobs::later(tx, &told).await?;
    Ok(number)
}

fn money(tx: &TenantTx, payment: &PaymentRow, part: &PartRow, number: &str) -> Money {
    Money {
        credit: CreditId::new(tx.now()),
        unit: part.unit,
        source: payment.id.uuid(),
        reference: number.to_owned(),
        account: payment.account,
        amount: part.amount,
        value_on: payment.value_on,
    }
}

/// The payment of which nobody has said the last word.
async fn undecided(tx: &mut TenantTx, id: PaymentId) -> Result<PaymentRow> {
    let payment = sql::find(tx, id).await?.ok_or(Error::Missing)?;
    match payment.state {
        State::Waiting | State::NeedsInfo => Ok(payment),
        State::Verified | State::Rejected | State::Reversed => {
            Err(Error::Conflict("payment_check_last_word".to_owned()))
        }
    }
}

/// The receipt as the moment makes it.
async fn snapshot(tx: &mut TenantTx, id: PaymentId, parts: &[PartRow], money: &[Money]) -> Result<Snapshot> {
    let settled = settle::settled_by(tx, id.uuid()).await?;
    let units: Vec<UnitId> = parts.iter().map(|part| part.unit).collect();
    let (mut credit_left, mut kept) = (Rupiah::ZERO, Rupiah::ZERO);
    for credit in settle::credits_left(tx, &units).await? {
        credit_left = add(credit_left, credit.left)?;
        if money.iter().any(|brought| brought.credit == credit.credit) {
            kept = add(kept, credit.left)?;
        }
    }
    let open = settle::open_lines(tx, &units).await?;
    let owed_left = open.iter().try_fold(Rupiah::ZERO, |sum, line| add(sum, line.open))?;
    let paid = settled.into_iter().map(|line| PaidLine {
        number: line.number,
        kind: line.kind.code().to_owned(),
        period: line.period,
        unit: line.unit_code,
        amount: line.amount,
    });
    Ok(Snapshot {
        paid: paid.collect(),
        kept_as_credit: kept,
        credit_left,
        owed_left,
        units: parts.iter().map(|part| part.code.clone()).collect(),
        recorded_by: sql::actor(tx).await?,
        recorded_on: Some(settle::today(tx).await?),
    })
}

fn add(one: Rupiah, other: Rupiah) -> Result<Rupiah> {
    one.checked_add(other).map_err(|_| Error::Conflict("payment_amount_check".to_owned()))
}

/// It did not arrive, or is no payment.
///
/// # Errors
/// [`Error::Conflict`] with `payment_check_last_word` when somebody said the last word before.
pub async fn reject(tx: &mut TenantTx, id: PaymentId, reason: &str) -> Result<()> {
    say(tx, id, "rejected", reason, Step::Rejected).await
}

/// More has to be known: a clearer photo, another amount.
pub async fn ask(tx: &mut TenantTx, id: PaymentId, question: &str) -> Result<()> {
    say(tx, id, "needs_info", question, Step::Asked).await
}

async fn say(
    tx: &mut TenantTx,
    id: PaymentId,
    verdict: &'static str,
    reason: &str,
    step: Step,
) -> Result<()> {
    undecided(tx, id).await?;
    let check = sql::CheckDraft { verdict, reason, receipt: None };
    sql::insert_check(tx, fresh(tx), id, &check).await?;
    let told = TellPayer::now(tx, id, step, reason);
    jobs::later(tx, &told).await?;
    Ok(())
}

/// KL015 of the database under its name.
fn other_eyes(error: Error) -> Error {
    match &error {
        Error::Database(sqlx::Error::Database(refused)) if refused.code().as_deref() == Some("KL015") => {
            Error::Conflict("other_eyes".to_owned())
        }
        _ => error,
    }
}
