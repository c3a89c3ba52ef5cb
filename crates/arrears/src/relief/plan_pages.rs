//! Agreeing on a plan, ending it, and the nightly look at whether it is kept.

use askama::Template;
use axum::response::IntoResponse as _;
use dues::invoice::{self, OpenInvoice};
use homes::UnitMark;
use jobs::{Job, JobFault, Tools};
use kernel::{Date, InstallmentPlanId, InvoiceId, Rupiah, format};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, May, TenantTx, policy::GrantRelief};
use web::{Browser, Faults, Form, Go, Path, Query, Shell};

use super::{
    plan::{Standing, paid_of, parts, parts_of, standing},
    sql,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    pub(super) kali: String,
    pub(super) mulai: String,
    pub(super) dengan: String,
    pub(super) alasan: String,
}

#[derive(Template)]
#[template(path = "relief/plan.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    unit: String,
    total: String,
    form: PlanForm,
    parts: Vec<(String, String)>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

/// What may be parted: everything that is late today.
pub(super) async fn late(
    tx: &mut TenantTx,
    unit: &UnitMark,
    today: Date,
) -> tenancy::Result<Vec<OpenInvoice>> {
    let open = invoice::open_of_units(tx, &[unit.id]).await?;
    Ok(open.into_iter().filter(|open| open.due_on < today).collect())
}

fn sum(open: &[OpenInvoice]) -> Rupiah {
    Rupiah::new(open.iter().map(|open| open.open.get()).sum()).unwrap_or(Rupiah::ZERO)
}

fn page(
    may: &May<GrantRelief>,
    browser: &Browser,
    unit: &UnitMark,
    total: Rupiah,
    form: PlanForm,
    faults: Faults,
) -> Page {
    let title = browser.texts().with("plan-make-title", &[("unit", unit.code.as_str().into())]);
    let s = browser.office(may, title);
    let back = may.place().path(&format!("tunggakan/{}", web::segment(&unit.code)));
    let shown = match (form.kali.parse::<u8>(), form.mulai.parse::<Date>()) {
        (Ok(times @ 2..=36), Ok(first)) => parts(total, times, first),
        _ => Vec::new(),
    };
    Page {
        action: format!("{back}/cicilan"),
        total: format::rupiah(total),
        parts: shown.iter().map(|(on, amount)| (s.date(on), format::rupiah(*amount))).collect(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        unit: unit.code.clone(),
        back,
        form,
        faults,
    }
}

pub async fn new(
    may: May<GrantRelief>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Query(mut form): Query<PlanForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = homes::unit_named(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let today = may.place().zone.date(tx.now());
    let late = late(&mut tx, &unit, today).await?;
    if form.kali.is_empty() {
        "3".clone_into(&mut form.kali);
        form.mulai = kernel::Period::of(today).next().first_day().to_string();
        form.dengan = late.last().map(|open| open.payer_name.clone()).unwrap_or_default();
    }
    web::page(&page(&may, &browser, &unit, sum(&late), form, Faults::default()))
}

pub async fn agree(
    may: May<GrantRelief>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<PlanForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = homes::unit_named(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let today = may.place().zone.date(tx.now());
    let late = late(&mut tx, &unit, today).await?;
    if let Err(faults) = keep(&mut tx, &browser, &unit, &late, &form).await? {
        return web::invalid(&page(&may, &browser, &unit, sum(&late), form, faults));
    }
    tx.commit().await?;
    let back = may.place().path(&format!("tunggakan/{}", web::segment(&unit.code)));
    Ok(Go::to(back).saying(browser.texts().get("plan-made")).into_response())
}

/// Writes the plan down over what is late, unless something in the form stands against it.
pub(super) async fn keep(
    tx: &mut TenantTx,
    browser: &Browser,
    unit: &UnitMark,
    late: &[OpenInvoice],
    form: &PlanForm,
) -> tenancy::Result<Result<Agreed, Faults>> {
    let today = dues::settle::today(tx).await?;
    let total = sum(late);
    let (times, first) = match understood(browser, form, total, today) {
        Ok(understood) => understood,
        Err(faults) => return Ok(Err(faults)),
    };
    if !sql::running_plans(tx, Some(unit.id)).await?.is_empty() {
        let mut faults = Faults::default();
        faults.put("kali", browser.texts().get("plan-fault-running"));
        return Ok(Err(faults));
    }
    let covered: Vec<(InvoiceId, Rupiah)> = late.iter().map(|open| (open.id, open.open)).collect();
    let agreed = Agreed { id: InstallmentPlanId::new(tx.now()), total, parts: parts(total, times, first) };
    let plan = sql::NewPlan {
        id: agreed.id,
        unit: unit.id,
        agreed_on: today,
        agreed_with: form.dengan.trim(),
        reason: form.alasan.trim(),
        total,
        parts: &agreed.parts,
        invoices: &covered,
    };
    sql::keep_plan(tx, &plan).await?;
    Ok(Ok(agreed))
}

/// A plan that was written down.
pub(super) struct Agreed {
    pub id: InstallmentPlanId,
    pub total: Rupiah,
    pub parts: Vec<(Date, Rupiah)>,
}

/// How often, and the day of the first part.
fn understood(browser: &Browser, form: &PlanForm, total: Rupiah, today: Date) -> Result<(u8, Date), Faults> {
    let words = browser.texts();
    let mut faults = Faults::default();
    let times = form.kali.trim().parse::<u8>().ok().filter(|times| (2..=36).contains(times));
    if times.is_none() {
        faults.put("kali", words.get("plan-fault-times"));
    }
    let first = form.mulai.parse::<Date>().ok().filter(|first| *first >= today);
    if first.is_none() {
        faults.put("mulai", words.get("plan-fault-first"));
    }
    if !(1..=120).contains(&form.dengan.trim().chars().count()) {
        faults.put("dengan", words.get("plan-fault-with"));
    }
    if !(3..=300).contains(&form.alasan.trim().chars().count()) {
        faults.put("alasan", words.get("relief-fault-reason"));
    }
    if total == Rupiah::ZERO {
        faults.put("kali", words.get("plan-fault-nothing"));
    }
    match (times, first) {
        (Some(times), Some(first)) if faults.is_empty() => Ok((times, first)),
        _ => Err(faults),
    }
}

pub async fn end(
    may: May<GrantRelief>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = homes::unit_named(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let today = may.place().zone.date(tx.now());
    for plan in sql::running_plans(&mut tx, Some(unit.id)).await? {
        sql::end_plan(&mut tx, plan.id, today, "cancelled", "").await?;
    }
    tx.commit().await?;
    let back = may.place().path(&format!("tunggakan/{}", web::segment(&unit.code)));
    Ok(Go::to(back).saying(browser.texts().get("plan-ended")).into_response())
}

/// Every night: a plan that is paid is kept, one that was left is broken, and lateness counts again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct JudgePlans {}

impl Job for JudgePlans {
    const NAME: &'static str = "arrears.judge_plans";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let today = dues::settle::today(&mut tx).await?;
        for plan in sql::running_plans(&mut tx, None).await? {
            let paid = paid_of(&mut tx, &plan).await?;
            let how = match standing(&parts_of(&plan), plan.total, paid, today) {
                Standing::Kept => "kept",
                Standing::Broken => "broken",
                Standing::OnTime | Standing::Late => continue,
            };
            sql::end_plan(&mut tx, plan.id, today, how, "").await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
