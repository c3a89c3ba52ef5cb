//! What a resident sees: what is open first and how to pay it, then what was. Whoever lives at the unit sees what its
//! payer sees.

use askama::Template;
use kernel::{Rupiah, UnitId, format};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::SeeOwnDues};
use uuid::Uuid;
use web::{Browser, Error, Path, Query, Shell, ShellKind, shell::parts::Pager};

use super::{
    own_path,
    show::{Body, Named, body, due, found},
    view::{self, Line},
};
use crate::{
    invoice::sql::{self, From, Standing, Wanted},
    setting::{self, Setting},
    settle,
};

/// Invoices of one page of the history.
const PAGE: i64 = 24;

/// How to pay one unit's open amount by transfer.
pub struct Transfer {
    pub bank: String,
    pub number: String,
    pub holder: String,
    pub amount: String,
    /// For the copy button: digits alone.
    pub digits: String,
    /// Empty where the complex does not use codes.
    pub code: String,
}

/// A unit with what it owes.
pub struct House {
    /// Where it is paid without a bank form.
    pub pay: String,
    pub code: String,
    pub open: String,
    pub is_open: bool,
    pub count: i64,
    pub due: String,
    pub is_late: bool,
    pub credit: String,
    pub transfer: Option<Transfer>,
    pub invoices: Vec<Line>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    dari: Option<kernel::InvoiceId>,
}

#[derive(Template)]
#[template(path = "invoice/pages/own.html")]
struct Index {
    s: Shell,
    houses: Vec<House>,
    history: Vec<Line>,
    pager: Pager,
}

pub async fn index(may: May<SeeOwnDues>, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let today = place.zone.date(tx.now());
    let setting = setting::load(&mut tx).await?;
    let units = sql::own_units(&mut tx, today).await?;
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("mine-invoices-title"));
    let mut houses = Vec::with_capacity(units.len());
    for (unit, code, unique_code) in &units {
        houses.push(house(&mut tx, &s, place, &setting, (*unit, code, *unique_code)).await?);
    }
    let wanted = Wanted { units: Some(ids(&units)), ..Wanted::default() };
    let from = asked.dari.map_or(From::Start, From::Behind);
    let mut rows = sql::page(&mut tx, &wanted, today, from, PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let base = place.path("tagihan-saya");
    web::page(&Index {
        pager: Pager {
            from: i64::from(!rows.is_empty()),
            to: i64::try_from(rows.len()).unwrap_or(0),
            total: None,
            previous: asked.dari.map(|_| base.clone()),
            next: rows.last().filter(|_| more).map(|last| format!("{base}?dari={}", last.id)),
        },
        history: rows.iter().map(|row| view::line(&s, row, today, own_path(place, &row.number))).collect(),
        houses,
        s,
    })
}

fn ids(units: &[(UnitId, String, i16)]) -> Vec<Uuid> {
    units.iter().map(|(unit, ..)| unit.uuid()).collect()
}

async fn house(
    tx: &mut TenantTx,
    s: &Shell,
    place: &tenancy::Place,
    setting: &Setting,
    (unit, code, unique_code): (UnitId, &str, i16),
) -> web::Result<House> {
    let today = place.zone.date(tx.now());
    let open = sql::open_of_units(tx, &[unit]).await?;
    let credit = settle::credit_of(tx, unit).await?;
    let sum =
        open.iter().try_fold(Rupiah::ZERO, |sum, one| sum.checked_add(one.open)).map_err(Error::broken)?;
    let first = open.first();
    let lines = open.iter().map(|one| Line {
        id: one.id.to_string(),
        href: own_path(place, &one.number),
        number: one.number.clone(),
        unit: code.to_owned(),
        payer: one.payer_name.clone(),
        what: view::what(s, one.kind, one.period),
        due_on: format::short_date(one.due_on, s.locale),
        total: format::rupiah(one.open),
        open: String::new(),
        badge: view::badge_of(
            s,
            Standing::of(one.open, one.due_on, false, today),
            one.due_on,
            today,
            one.open < one.total,
        ),
    });
    Ok(House {
        pay: place.path(&format!("bayar-tagihan/{unit}")),
        code: code.to_owned(),
        open: format::rupiah(sum),
        is_open: sum > Rupiah::ZERO,
        count: i64::try_from(open.len()).unwrap_or(i64::MAX),
        due: first.map(|one| due(s, one.due_on, today)).unwrap_or_default(),
        is_late: first.is_some_and(|one| one.due_on < today),
        credit: if credit > Rupiah::ZERO { format::rupiah(credit) } else { String::new() },
        transfer: transfer(setting, sum, unique_code)?,
        invoices: lines.collect(),
    })
}

/// None where nothing is open, or nobody said where to.
fn transfer(setting: &Setting, open: Rupiah, unique_code: i16) -> web::Result<Option<Transfer>> {
    if open <= Rupiah::ZERO || !setting.bank.is_known() {
        return Ok(None);
    }
    let code = if setting.use_unique_code { i64::from(unique_code) } else { 0 };
    let amount = Rupiah::new(open.get() + code).map_err(Error::broken)?;
    Ok(Some(Transfer {
        bank: setting.bank.name.clone(),
        number: setting.bank.number.clone(),
        holder: setting.bank.holder.clone(),
        amount: format::rupiah(amount),
        digits: amount.get().to_string(),
        code: if code > 0 { format!("{code:03}") } else { String::new() },
    }))
}

#[derive(Template)]
#[template(path = "invoice/pages/own_show.html")]
struct Show {
    s: Shell,
    b: Body,
    number: String,
    transfer: Option<Transfer>,
    base: String,
    back: String,
}

pub async fn show(may: May<SeeOwnDues>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let today = place.zone.date(tx.now());
    let invoice = found(&mut tx, &named.number).await?;
    // A neighbour's invoice is not there.
    let own = sql::own_units(&mut tx, today).await?.into_iter().find(|(unit, ..)| *unit == invoice.unit);
    let (_, _, unique_code) = own.ok_or_else(Error::missing)?;
    let setting = setting::load(&mut tx).await?;
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("mine-invoice-title"));
    let s = s.crumb(browser.texts().get("mine-invoices-title"), place.path("tagihan-saya"));
    let s = s.crumb(invoice.number.clone(), "");
    web::page(&Show {
        b: body(&mut tx, &s, place, &invoice).await?,
        transfer: transfer(&setting, invoice.open, unique_code)?,
        base: own_path(place, &invoice.number),
        number: invoice.number,
        back: place.path("tagihan-saya"),
        s,
    })
}
