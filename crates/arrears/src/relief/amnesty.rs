//! An amnesty (pemutihan denda): which fees it gives up, seen before it is granted, and granted in one transaction.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::IntoResponse as _;
use dues::{
    late::{OpenPenalty, open_penalties},
    settle::{self, Amounts, NewReduction, ReductionKind},
};
use kernel::{AreaId, Date, FileId, InvoiceId, Rupiah, UnitId, format};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::GrantRelief};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Query, Shell, shell::parts::Choice};

use super::sql;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AmnestyForm {
    pub(super) sampai: String,
    pub(super) wilayah: String,
    pub(super) persen: String,
    pub(super) lunas: String,
    pub(super) alasan: String,
}

/// What is asked for, understood.
pub(super) struct Wish {
    due_until: Date,
    area: Option<AreaId>,
    percent: i16,
    only_when_paid: bool,
}

#[derive(Template)]
#[template(path = "relief/amnesty.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    form: AmnestyForm,
    areas: Vec<Choice>,
    /// Units, fees and rupiah that it would give up.
    preview: Option<(i64, String)>,
    only_when_paid: bool,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn new(
    may: May<GrantRelief>,
    browser: Browser,
    Query(mut form): Query<AmnestyForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if form.sampai.is_empty() {
        form.sampai = may.place().zone.date(tx.now()).to_string();
        "100".clone_into(&mut form.persen);
    }
    let page = page(&mut tx, &may, &browser, form, Faults::default()).await?;
    web::page(&page)
}

async fn page(
    tx: &mut TenantTx,
    may: &May<GrantRelief>,
    browser: &Browser,
    form: AmnestyForm,
    faults: Faults,
) -> Result<Page, web::Error> {
    let s = browser.office(may, browser.texts().get("amnesty-title"));
    let preview = match read(&form, browser, &mut Faults::default()) {
        Some(wish) => {
            let cuts = cuts(tx, &wish).await?;
            let units: BTreeSet<UnitId> = cuts.iter().map(|(unit, ..)| *unit).collect();
            let sum: i64 = cuts.iter().flat_map(|(_, _, lines)| lines).map(|(_, amount)| amount.get()).sum();
            let sum = Rupiah::new(sum).unwrap_or(Rupiah::ZERO);
            Some((i64::try_from(units.len()).unwrap_or(i64::MAX), format::rupiah(sum)))
        }
        None => None,
    };
    let areas = homes::rts(tx).await?;
    Ok(Page {
        action: may.place().path("keringanan/pemutihan"),
        back: may.place().path("keringanan"),
        areas: areas.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        mistakes: faults.pairs(),
        only_when_paid: !form.lunas.is_empty(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        preview,
        form,
        faults,
    })
}

pub async fn grant(may: May<GrantRelief>, browser: Browser, Form(form): Form<AmnestyForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let wish = match understood(&form, &browser) {
        Ok(wish) => wish,
        Err(faults) => {
            let page = page(&mut tx, &may, &browser, form, faults).await?;
            return web::invalid(&page);
        }
    };
    let given = give_up(&mut tx, &may, &wish, form.alasan.trim()).await?;
    tx.commit().await?;
    let said = browser.texts().with(
        "amnesty-granted",
        &[("units", given.units.into()), ("amount", format::rupiah(given.amount).into())],
    );
    Ok(Go::to(may.place().path("keringanan")).saying(said).into_response())
}

/// Reads the form, the reason included.
pub(super) fn understood(form: &AmnestyForm, browser: &Browser) -> Result<Wish, Faults> {
    let mut faults = Faults::default();
    let wish = read(form, browser, &mut faults);
    if !(3..=300).contains(&form.alasan.trim().chars().count()) {
        faults.put("alasan", browser.texts().get("relief-fault-reason"));
    }
    wish.filter(|_| faults.is_empty()).ok_or(faults)
}

/// What an amnesty gave up.
pub(super) struct Given {
    pub id: Uuid,
    pub units: i64,
    pub amount: Rupiah,
}

/// Gives up the fees in one transaction, a reduction for each invoice.
pub(super) async fn give_up(
    tx: &mut TenantTx,
    may: &May<GrantRelief>,
    wish: &Wish,
    reason: &str,
) -> Result<Given, web::Error> {
    let today = may.place().zone.date(tx.now());
    let affected: BTreeSet<UnitId> = cuts(tx, wish).await?.iter().map(|(unit, ..)| *unit).collect();
    let affected: Vec<UnitId> = affected.into_iter().collect();
    settle::lock_units(tx, &affected).await?;
    // Read again behind the locks: what was paid meanwhile is not given up.
    let mut given = Vec::new();
    let mut total = Rupiah::ZERO;
    for (unit, invoice, lines) in cuts(tx, wish).await? {
        if !affected.contains(&unit) {
            continue;
        }
        let sum: i64 = lines.iter().map(|(_, amount)| amount.get()).sum();
        total =
            total.checked_add(Rupiah::new(sum).map_err(web::Error::broken)?).map_err(web::Error::broken)?;
        let reduction = NewReduction {
            kind: ReductionKind::Amnesty,
            invoice,
            amounts: Amounts::Lines(lines),
            reason: reason.to_owned(),
            on: today,
            requested_by: None,
        };
        given.push((settle::reduce(tx, reduction).await.map_err(ledger::said)?, unit));
    }
    let units: BTreeSet<UnitId> = given.iter().map(|(_, unit)| *unit).collect();
    let amnesty = sql::NewAmnesty {
        id: FileId::new(tx.now()).uuid(),
        reason,
        due_until: wish.due_until,
        area: wish.area.map(AreaId::uuid),
        percent: wish.percent,
        only_when_paid: wish.only_when_paid,
        units: i32::try_from(units.len()).unwrap_or(i32::MAX),
        amount: total,
    };
    sql::keep_amnesty(tx, &amnesty).await?;
    sql::keep_amnesty_reductions(tx, amnesty.id, &given).await?;
    Ok(Given { id: amnesty.id, units: i64::from(amnesty.units), amount: total })
}

type CutOf = (UnitId, InvoiceId, Vec<(i16, Rupiah)>);

/// What comes off which line: the asked share of what is open, whole rupiah, rounded up in the resident's favour.
async fn cuts(tx: &mut TenantTx, wish: &Wish) -> tenancy::Result<Vec<CutOf>> {
    let open = open_penalties(tx, wish.due_until, wish.area, wish.only_when_paid).await?;
    let share = |fee: &OpenPenalty| {
        let cut = (fee.open.get() * i64::from(wish.percent) + 99) / 100;
        (fee.line, Rupiah::new(cut).unwrap_or(Rupiah::ZERO))
    };
    let groups = open.chunk_by(|one, next| one.invoice == next.invoice);
    Ok(groups.map(|group| (group[0].unit, group[0].invoice, group.iter().map(share).collect())).collect())
}

fn read(form: &AmnestyForm, browser: &Browser, faults: &mut Faults) -> Option<Wish> {
    let words = browser.texts();
    let due_until = form.sampai.parse::<Date>().ok();
    if due_until.is_none() {
        faults.put("sampai", words.get("amnesty-fault-until"));
    }
    let percent = form.persen.trim().parse::<i16>().ok().filter(|percent| (1..=100).contains(percent));
    if percent.is_none() {
        faults.put("persen", words.get("amnesty-fault-percent"));
    }
    Some(Wish {
        due_until: due_until?,
        area: form.wilayah.parse().ok(),
        percent: percent?,
        only_when_paid: !form.lunas.is_empty(),
    })
}
