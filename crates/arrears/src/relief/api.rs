//! Relief for programs: ask and decide, an amnesty, a plan.

use dues::invoice;
use kernel::{Date, Instant};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{GrantRelief, SeeArrears, SeeDues},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Path,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    amnesty::{self, AmnestyForm},
    plan::parts_of,
    plan_pages::{self, PlanForm},
    sql,
    waiver::{self, Verdict, WaiverForm},
};
use crate::{account_of, api::invalid};

/// A request that a part of an invoice be given up.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaiverBody {
    id: Uuid,
    #[schema(example = "INV-2026-11-0042")]
    invoice: String,
    #[schema(example = "A-12")]
    unit_code: String,
    /// Rupiah
    amount: i64,
    reason: String,
    asked_by: String,
    #[schema(value_type = String, format = DateTime)]
    asked_at: Instant,
    /// `granted` or `refused`; absent while it waits
    decision: Option<String>,
    decided_by: String,
    note: String,
}

impl WaiverBody {
    fn of(row: sql::RequestRow) -> Self {
        Self {
            id: row.id,
            invoice: row.number,
            unit_code: row.unit_code,
            amount: row.amount.get(),
            reason: row.reason,
            asked_by: row.asked_by_name,
            asked_at: row.asked_at,
            decision: row.decision,
            decided_by: row.decided_by_name,
            note: row.note,
        }
    }
}

/// Requests: those that wait first, then the newest.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/waivers", tag = "relief",
    params(("complex" = String, Path), PageQuery), responses((status = 200, body = Page<WaiverBody>))
)]
pub async fn waivers(may: May<SeeDues>, slice: Slice<(bool, Uuid)>) -> web::Result<Page<WaiverBody>> {
    let mut tx = may.begin().await?;
    let rows = sql::requests(&mut tx, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, sql::RequestRow::key, WaiverBody::of))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWaiver {
    /// House number or id
    #[schema(example = "A-12")]
    unit: String,
    /// Number of an open invoice of that unit
    invoice: String,
    /// Rupiah, at most what is open
    amount: i64,
    /// 3 to 300 characters
    reason: String,
}

/// What was written down.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedBody {
    id: Uuid,
}

/// Asks for a waiver; somebody else decides.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/waivers", tag = "relief",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = NewWaiver, responses((status = 201, body = AskedBody), (status = 404), (status = 422))
)]
pub async fn ask(may: May<SeeArrears>, browser: Browser, sent: Once<NewWaiver>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let unit = account_of(&mut tx, &may, &sent.body.unit).await?;
    let open = invoice::open_of_units(&mut tx, &[unit.id]).await?;
    let form = WaiverForm {
        tagihan: sent.body.invoice.clone(),
        jumlah: sent.body.amount.to_string(),
        alasan: sent.body.reason.clone(),
    };
    let names = [("tagihan", "invoice"), ("jumlah", "amount"), ("alasan", "reason")];
    let asked = waiver::understood(&browser, &open, &form).map_err(|faults| invalid(&faults, &names))?;
    let id = asked.keep(&mut tx).await?;
    let location = format!("/api/v1/complexes/{}/waivers", may.place().slug);
    claimed.settle(tx, Answer::created(location, &AskedBody { id })?).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverDecision {
    decision: Verdict,
    #[serde(default)]
    note: String,
}

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedBody {
    id: Uuid,
    decision: Verdict,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    waiver: Uuid,
}

/// Decides on a request that waits. Nobody decides on the own one.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/waivers/{waiver}/decision", tag = "relief",
    params(("complex" = String, Path), ("waiver" = Uuid, Path),
           ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = WaiverDecision, responses((status = 200, body = DecidedBody), (status = 404), (status = 409))
)]
pub async fn decide(
    may: May<GrantRelief>,
    Path(named): Path<Named>,
    sent: Once<WaiverDecision>,
) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let decision = sent.body.decision;
    waiver::settle_request(&mut tx, &may, named.waiver, decision, &sent.body.note).await?;
    claimed.settle(tx, Answer::ok(&DecidedBody { id: named.waiver, decision })?).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAmnestyBody {
    /// Fees of invoices that were due on or before this day
    due_until: Date,
    /// Id of an RT or block; the whole complex when it is left out
    area: Option<Uuid>,
    /// 1 to 100
    percent: i16,
    /// Only units that owe nothing but fees
    #[serde(default)]
    only_when_paid: bool,
    /// 3 to 300 characters
    reason: String,
}

/// What an amnesty gave up.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmnestyBody {
    id: Uuid,
    units: i64,
    /// Rupiah
    amount: i64,
}

/// Gives up late fees for many at once.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/amnesties", tag = "relief",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = NewAmnestyBody, responses((status = 201, body = AmnestyBody), (status = 422))
)]
pub async fn amnesty(may: May<GrantRelief>, browser: Browser, sent: Once<NewAmnestyBody>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let form = AmnestyForm {
        sampai: body.due_until.to_string(),
        wilayah: body.area.map(|area| area.to_string()).unwrap_or_default(),
        persen: body.percent.to_string(),
        lunas: if body.only_when_paid { "ya".to_owned() } else { String::new() },
        alasan: body.reason.clone(),
    };
    let names = [("sampai", "due_until"), ("persen", "percent"), ("alasan", "reason")];
    let wish = amnesty::understood(&form, &browser).map_err(|faults| invalid(&faults, &names))?;
    let given = amnesty::give_up(&mut tx, &may, &wish, body.reason.trim()).await?;
    let made = AmnestyBody { id: given.id, units: given.units, amount: given.amount.get() };
    let location = format!("/api/v1/complexes/{}/waivers", may.place().slug);
    claimed.settle(tx, Answer::created(location, &made)?).await
}

/// Arrears paid in parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanBody {
    id: Uuid,
    unit: Uuid,
    /// Rupiah
    total: i64,
    parts: Vec<PartBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    due_on: Date,
    /// Rupiah
    amount: i64,
}

fn parts_body(parts: &[(Date, kernel::Rupiah)]) -> Vec<PartBody> {
    parts.iter().map(|(due_on, amount)| PartBody { due_on: *due_on, amount: amount.get() }).collect()
}

/// The plans that run.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/instalment-plans", tag = "relief",
    params(("complex" = String, Path)), responses((status = 200, body = Page<PlanBody>))
)]
pub async fn plans(may: May<SeeDues>) -> web::Result<Page<PlanBody>> {
    let mut tx = may.begin().await?;
    let plan = |row: &sql::PlanRow| PlanBody {
        id: row.id.uuid(),
        unit: row.unit.uuid(),
        total: row.total.get(),
        parts: parts_body(&parts_of(row)),
    };
    let items = sql::running_plans(&mut tx, None).await?.iter().map(plan).collect();
    Ok(Page { items, next: None })
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlanBody {
    /// House number or id
    #[schema(example = "A-12")]
    unit: String,
    /// 2 to 36
    times: u8,
    /// Day of the first part
    first_on: Date,
    agreed_with: String,
    /// 3 to 300 characters
    reason: String,
}

/// Parts all that is late into equal sums, a month apart. While it is kept, fees stand still.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/instalment-plans", tag = "relief",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = NewPlanBody, responses((status = 201, body = PlanBody), (status = 404), (status = 422))
)]
pub async fn agree(may: May<GrantRelief>, browser: Browser, sent: Once<NewPlanBody>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let unit = homes::unit_named(&mut tx, &body.unit).await?.ok_or_else(Error::missing)?;
    let today = may.place().zone.date(tx.now());
    let late = plan_pages::late(&mut tx, &unit, today).await?;
    let form = PlanForm {
        kali: body.times.to_string(),
        mulai: body.first_on.to_string(),
        dengan: body.agreed_with.clone(),
        alasan: body.reason.clone(),
    };
    let names = [("kali", "times"), ("mulai", "first_on"), ("dengan", "agreed_with"), ("alasan", "reason")];
    let kept = plan_pages::keep(&mut tx, &browser, &unit, &late, &form).await?;
    let agreed = kept.map_err(|faults| invalid(&faults, &names))?;
    let made = PlanBody {
        id: agreed.id.uuid(),
        unit: unit.id.uuid(),
        total: agreed.total.get(),
        parts: parts_body(&agreed.parts),
    };
    let location = format!("/api/v1/complexes/{}/instalment-plans", may.place().slug);
    claimed.settle(tx, Answer::created(location, &made)?).await
}
