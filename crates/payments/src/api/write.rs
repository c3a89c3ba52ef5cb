//! Payments written down, verified, rejected and reversed. Each asks for an Idempotency-Key.

use kernel::{Date, PaymentId, Rupiah};
use ledger::{Chart, Purpose};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{RecordPayments, ReversePayments, VerifyPayments},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Faults, Path,
    api::{Answer, Claim, Once},
};

use super::{PaymentBody, read::body};
use crate::{
    cash,
    payment::{self, CameFrom, Method, NewPayment, Part, sql},
    refusal, view,
};

/// Money that came. Cash is verified at once; anything else waits for other eyes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPaymentBody {
    method: Method,
    payer_name: String,
    /// The day on which the money moved; today when it is left out
    value_on: Option<Date>,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    note: String,
    /// Id of the cash box or bank account; the complex's own when it is left out
    account: Option<Uuid>,
    parts: Vec<NewPartBody>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPartBody {
    /// House number or id
    #[schema(example = "A-12")]
    unit: String,
    /// Rupiah
    #[schema(example = 150_000)]
    amount: i64,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    reason: String,
}

/// Nothing to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NothingBody {}

/// Records a payment.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/payments", tag = "payments",
    params(("complex" = String, Path)), request_body = NewPaymentBody,
    responses((status = 201, body = PaymentBody), (status = 400, description = "No Idempotency-Key"), (status = 422))
)]
pub async fn create(may: May<RecordPayments>, browser: Browser, sent: Once<NewPaymentBody>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let new = parse(&mut tx, &may, &browser, &sent.body).await?;
    match new.method {
        Method::Cash => payment::take_cash(&mut tx, &new).await.map_err(refusal::said)?,
        Method::Transfer | Method::Other | Method::Gateway => {
            payment::record(&mut tx, &new).await.map_err(refusal::said)?
        }
    };
    let location = format!("/api/v1/complexes/{}/payments/{}", may.place().slug, new.id);
    let answer = Answer::created(location, &body(&mut tx, new.id).await?)?;
    claimed.settle(tx, answer).await
}

async fn parse(
    tx: &mut TenantTx,
    may: &May<RecordPayments>,
    browser: &Browser,
    sent: &NewPaymentBody,
) -> web::Result<NewPayment> {
    let s = browser.public("");
    let mut faults = Faults::default();
    let today = may.place().zone.date(tx.now());
    let value_on = sent.value_on.unwrap_or(today).to_string();
    let value_on = view::value_date(&mut faults, &s, "value_on", &value_on, today);
    let payer_name = view::short(&mut faults, &s, "payer_name", &sent.payer_name, 120);
    let reference = view::short(&mut faults, &s, "reference", &sent.reference, 60);
    let note = view::short(&mut faults, &s, "note", &sent.note, 300);
    if payer_name.is_empty() {
        faults.put("payer_name", s.t("transfer-fault-payer"));
    }
    let chart = Chart::load(tx).await?;
    let usual = chart.account(if sent.method == Method::Cash { Purpose::Cash } else { Purpose::Bank });
    let account = sent.account.map_or(Some(usual), |id| cash::money_account(&chart, &id.to_string()));
    if account.is_none() {
        faults.put("account", s.t("payment-fault-account"));
    }
    let parts = parts(tx, may, &s, sent, today, &mut faults).await?;
    match (value_on, account) {
        (Some(value_on), Some(account)) if faults.is_empty() => Ok(NewPayment {
            id: PaymentId::new(tx.now()),
            method: sent.method,
            account,
            payer: None,
            payer_name,
            value_on,
            reference,
            note,
            came_from: CameFrom::Office,
            parts,
        }),
        _ => Err(web::Error::Invalid(faults)),
    }
}

async fn parts(
    tx: &mut TenantTx,
    may: &May<RecordPayments>,
    s: &web::Shell,
    sent: &NewPaymentBody,
    today: Date,
    faults: &mut Faults,
) -> web::Result<Vec<Part>> {
    let scope = view::scope(may);
    let mut parts: Vec<Part> = Vec::new();
    for part in &sent.parts {
        let unit = homes::unit_named(tx, &part.unit).await?;
        let house = match &unit {
            Some(unit) => cash::sql::house(tx, unit.id, today).await?,
            None => None,
        };
        let inside = |house: &cash::sql::House| {
            scope.as_ref().is_none_or(|areas| house.rt.is_some_and(|rt| areas.contains(&rt)))
        };
        let Some(house) = house.filter(inside) else {
            faults.put("parts", s.t1("transfer-fault-unknown", "code", part.unit.as_str()));
            continue;
        };
        if parts.iter().any(|other| other.unit == house.id) {
            faults.put("parts", s.t1("transfer-fault-twice", "code", house.code.as_str()));
        }
        match Rupiah::new(part.amount) {
            Ok(amount) if amount > Rupiah::ZERO => parts.push(Part { unit: house.id, amount }),
            _ => faults.put("parts", s.t1("transfer-fault-part", "code", house.code.as_str())),
        }
    }
    if sent.parts.is_empty() {
        faults.put("parts", s.t("transfer-fault-unit"));
    }
    Ok(parts)
}

/// Says that a payment arrived: it settles what is open and gets its receipt.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/payments/{payment}/verify", tag = "payments",
    params(("complex" = String, Path), ("payment" = Uuid, Path)), request_body = NothingBody,
    responses((status = 200, body = PaymentBody), (status = 409, description = "Decided already, or recorded by the caller"))
)]
pub async fn verify(
    may: May<VerifyPayments>,
    path: Path<(String, PaymentId)>,
    sent: Once<NothingBody>,
) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    payment::verify(&mut tx, path.0.1).await.map_err(refusal::said)?;
    let answer = Answer::ok(&body(&mut tx, path.0.1).await?)?;
    claimed.settle(tx, answer).await
}

/// Says that a payment did not arrive.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/payments/{payment}/reject", tag = "payments",
    params(("complex" = String, Path), ("payment" = Uuid, Path)), request_body = ReasonBody,
    responses((status = 200, body = PaymentBody), (status = 409), (status = 422))
)]
pub async fn reject(
    may: May<VerifyPayments>,
    browser: Browser,
    path: Path<(String, PaymentId)>,
    sent: Once<ReasonBody>,
) -> web::Result {
    let sent = sent.required()?;
    let reason = reason(&browser, &sent.body)?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    payment::reject(&mut tx, path.0.1, &reason).await.map_err(refusal::said)?;
    let answer = Answer::ok(&body(&mut tx, path.0.1).await?)?;
    claimed.settle(tx, answer).await
}

/// Takes a verified payment back. Its receipt number stays used.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/payments/{payment}/reverse", tag = "payments",
    params(("complex" = String, Path), ("payment" = Uuid, Path)), request_body = ReasonBody,
    responses((status = 200, body = PaymentBody), (status = 409), (status = 422))
)]
pub async fn reverse(
    may: May<ReversePayments>,
    browser: Browser,
    path: Path<(String, PaymentId)>,
    sent: Once<ReasonBody>,
) -> web::Result {
    let sent = sent.required()?;
    let reason = reason(&browser, &sent.body)?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    sql::find(&mut tx, path.0.1).await?.ok_or(web::Error::missing())?;
    let today = may.place().zone.date(tx.now());
    payment::reverse(&mut tx, path.0.1, today, &reason).await.map_err(refusal::said)?;
    let answer = Answer::ok(&body(&mut tx, path.0.1).await?)?;
    claimed.settle(tx, answer).await
}

fn reason(browser: &Browser, sent: &ReasonBody) -> web::Result<String> {
    let s = browser.public("");
    let mut faults = Faults::default();
    let reason = view::reason(&mut faults, &s, "reason", &sent.reason);
    if faults.is_empty() { Ok(reason) } else { Err(web::Error::Invalid(faults)) }
}
