//! Titipan paid back. Asks for an Idempotency-Key.

use dues::settle::{self, CreditMark};
use kernel::{Date, PaymentId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use serde::{Deserialize, Serialize};
use tenancy::{May, TenantTx, policy::ReversePayments};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Faults, Path,
    api::{Answer, Claim, Once},
};

use crate::{cash, payment, refusal, view};

/// Credit (titipan) that is paid back today.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRefundBody {
    /// Id of one of the unit's credits
    credit: Uuid,
    /// Rupiah; at most what is left of the credit
    #[schema(example = 50_000)]
    amount: i64,
    /// Id of the cash box or bank account that it is taken out of; the complex's cash box when it is left out
    account: Option<Uuid>,
    reason: String,
}

/// Credit that was paid back.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefundBody {
    pub id: Uuid,
    pub credit: Uuid,
    /// Rupiah
    pub amount: i64,
    pub refunded_on: Date,
    /// Of this credit, after it, in rupiah
    pub left: i64,
}

/// Pays a unit's credit back.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/units/{unit}/refunds", tag = "payments",
    params(("complex" = String, Path), ("unit" = String, Path, description = "House number or id")),
    request_body = NewRefundBody,
    responses((status = 200, body = RefundBody), (status = 400, description = "No Idempotency-Key"), (status = 404),
        (status = 409), (status = 422))
)]
pub async fn create(
    may: May<ReversePayments>,
    browser: Browser,
    path: Path<(String, String)>,
    sent: Once<NewRefundBody>,
) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let unit = homes::unit_named(&mut tx, &path.0.1).await?.ok_or(web::Error::missing())?.id;
    let (wanted, reason) = parse(&mut tx, &browser, unit, &sent.body).await?;
    let id = PaymentId::new(tx.now()).uuid();
    let new = payment::NewRefund {
        id,
        unit,
        credit: wanted.mark.credit,
        amount: wanted.amount,
        on: may.place().zone.date(tx.now()),
        from: wanted.from,
        reason: &reason,
    };
    payment::refund(&mut tx, &new).await.map_err(refusal::said)?;
    let left = wanted.mark.left.get() - wanted.amount.get();
    let body =
        RefundBody { id, credit: new.credit.uuid(), amount: new.amount.get(), refunded_on: new.on, left };
    let answer = Answer::ok(&body)?;
    claimed.settle(tx, answer).await
}

/// What was asked for, found in the unit.
struct Wanted {
    mark: CreditMark,
    amount: Rupiah,
    from: kernel::LedgerAccountId,
}

async fn parse(
    tx: &mut TenantTx,
    browser: &Browser,
    unit: UnitId,
    sent: &NewRefundBody,
) -> web::Result<(Wanted, String)> {
    let s = browser.public("");
    let mut faults = Faults::default();
    // Locked first, so that what is left is still left when it is paid.
    settle::lock_units(tx, &[unit]).await?;
    let credits = settle::credits_of_unit(tx, unit).await?;
    let mark = credits.into_iter().find(|mark| mark.credit.uuid() == sent.credit);
    if mark.is_none() {
        faults.put("credit", s.t("refund-fault-credit"));
    }
    let amount = Rupiah::new(sent.amount).ok().filter(|amount| *amount > Rupiah::ZERO);
    match (&mark, amount) {
        (_, None) => faults.put("amount", s.t("payment-fault-amount")),
        (Some(mark), Some(amount)) if amount > mark.left => {
            faults.put("amount", s.t1("refund-fault-amount", "left", mark.left));
        }
        _ => {}
    }
    let chart = Chart::load(tx).await?;
    let usual = chart.account(Purpose::Cash);
    let from = sent.account.map_or(Some(usual), |id| cash::money_account(&chart, &id.to_string()));
    if from.is_none() {
        faults.put("account", s.t("payment-fault-account"));
    }
    let reason = view::reason(&mut faults, &s, "reason", &sent.reason);
    match (mark, amount, from) {
        (Some(mark), Some(amount), Some(from)) if faults.is_empty() => {
            Ok((Wanted { mark, amount, from }, reason))
        }
        _ => Err(web::Error::Invalid(faults)),
    }
}
