//! Asking for a waiver and deciding on it: two people, a reason, and a reduction that the books know.

use askama::Template;
use axum::response::IntoResponse as _;
use dues::{
    invoice::{self, OpenInvoice},
    settle::{self, Amounts, NewReduction, ReductionKind},
};
use kernel::{FileId, Locale, Rupiah, format};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, TenantTx,
    policy::{GrantRelief, SeeArrears, SeeDues},
};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Query, Say, Shell, shell::parts::Choice, texts::texts};

use super::sql;
use crate::account_of;

/// Requests of one page.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Behind {
    /// Whether the last request of the page before was decided, and its id: `0~…`.
    sesudah: String,
}

impl Behind {
    fn key(&self) -> Option<(bool, Uuid)> {
        let (decided, id) = self.sesudah.split_once('~')?;
        Some((decided == "1", id.parse().ok()?))
    }
}

struct Line {
    unit: String,
    unit_href: String,
    invoice: String,
    invoice_href: String,
    amount: String,
    reason: String,
    asked: String,
    /// Where this caller may decide; empty: not.
    decide: String,
    /// Key of the state's word, its colour, and what stands beside it.
    state: (&'static str, &'static str, String),
}

#[derive(Template)]
#[template(path = "relief/index.html")]
struct Index {
    s: Shell,
    rows: Vec<Line>,
    next: String,
    grants: bool,
    amnesty: String,
    arrears: String,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(behind): Query<Behind>) -> web::Result {
    let mut tx = may.begin().await?;
    let mut requests = sql::requests(&mut tx, behind.key(), PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = requests.len() > page;
    requests.truncate(page);
    let last = requests.last().filter(|_| more).map(|row| format!("{}~{}", i32::from(row.key().0), row.id));
    let next = last.map(|key| web::with_query(&may.place().path("keringanan"), &[("sesudah", &key)]));
    let s = browser.office(&may, browser.texts().get("relief-title"));
    let grants = may.can::<GrantRelief>();
    let place = may.place();
    let line = |row: sql::RequestRow| Line {
        unit_href: place.path(&format!("tunggakan/{}", web::segment(&row.unit_code))),
        unit: row.unit_code,
        invoice_href: place.path(&format!("tagihan/{}", row.number)),
        invoice: row.number,
        amount: format::rupiah(row.amount),
        reason: row.reason,
        asked: s.t2(
            "relief-asked",
            "name",
            row.asked_by_name,
            "date",
            s.date(&place.zone.date(row.asked_at)),
        ),
        decide: if grants && row.decision.is_none() && row.asked_by != Some(may.who().account) {
            place.path(&format!("keringanan/{}/putusan", row.id))
        } else {
            String::new()
        },
        state: match row.decision.as_deref() {
            None => ("relief-waiting", "warn", String::new()),
            Some("granted") => ("relief-granted", "ok", beside(&row.decided_by_name, &row.note)),
            Some(_) => ("relief-refused", "", beside(&row.decided_by_name, &row.note)),
        },
    };
    let rows = requests.into_iter().map(line).collect();
    let (amnesty, arrears) = (place.path("keringanan/pemutihan"), place.path("tunggakan"));
    web::page(&Index { rows, next: next.unwrap_or_default(), grants, amnesty, arrears, s })
}

fn beside(name: &str, note: &str) -> String {
    [name, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WaiverForm {
    pub(super) tagihan: String,
    pub(super) jumlah: String,
    pub(super) alasan: String,
}

#[derive(Template)]
#[template(path = "relief/waiver.html")]
struct Ask {
    s: Shell,
    action: String,
    back: String,
    unit: String,
    form: WaiverForm,
    invoices: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

fn form_page(
    may: &May<SeeArrears>,
    browser: &Browser,
    unit: &str,
    open: &[OpenInvoice],
    form: WaiverForm,
    faults: Faults,
) -> Ask {
    let title = browser.texts().with("relief-ask-title", &[("unit", unit.into())]);
    let s = crate::common::shell(browser, may, title);
    let back = may.place().path(&format!("tunggakan/{}", web::segment(unit)));
    let choice = |open: &OpenInvoice| {
        Choice::new(&open.number, format!("{} · {}", open.number, format::rupiah(open.open)))
    };
    let mistakes: Vec<(String, String)> = faults.pairs();
    Ask {
        action: format!("{back}/keringanan"),
        invoices: open.iter().map(choice).collect(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        unit: unit.to_owned(),
        back,
        form,
        faults,
        mistakes,
    }
}

pub async fn new(
    may: May<SeeArrears>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Query(form): Query<WaiverForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = account_of(&mut tx, &may, &unit).await?;
    let open = invoice::open_of_units(&mut tx, &[unit.id]).await?;
    web::page(&form_page(&may, &browser, &unit.code, &open, form, Faults::default()))
}

pub async fn ask(
    may: May<SeeArrears>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<WaiverForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = account_of(&mut tx, &may, &unit).await?;
    let open = invoice::open_of_units(&mut tx, &[unit.id]).await?;
    let asked = match understood(&browser, &open, &form) {
        Ok(asked) => asked,
        Err(faults) => return web::invalid(&form_page(&may, &browser, &unit.code, &open, form, faults)),
    };
    asked.keep(&mut tx).await?;
    tx.commit().await?;
    let back = may.place().path(&format!("tunggakan/{}", web::segment(&unit.code)));
    Ok(Go::to(back).saying(browser.texts().get("relief-asked-for")).into_response())
}

/// A request as it was understood.
pub(super) struct Asked<'a> {
    open: &'a OpenInvoice,
    amount: Rupiah,
    reason: String,
}

impl Asked<'_> {
    /// Writes it down for somebody else to decide.
    pub(super) async fn keep(&self, tx: &mut TenantTx) -> tenancy::Result<Uuid> {
        let request = sql::NewRequest {
            id: FileId::new(tx.now()).uuid(),
            invoice: self.open.id,
            number: &self.open.number,
            unit: self.open.unit,
            amount: self.amount,
            reason: &self.reason,
        };
        sql::ask(tx, &request).await?;
        Ok(request.id)
    }
}

/// Reads the form against what the unit has open.
pub(super) fn understood<'a>(
    browser: &Browser,
    open: &'a [OpenInvoice],
    form: &WaiverForm,
) -> Result<Asked<'a>, Faults> {
    let words = browser.texts();
    let mut faults = Faults::default();
    let chosen = open.iter().find(|open| open.number == form.tagihan);
    if chosen.is_none() {
        faults.put("tagihan", words.get("relief-fault-invoice"));
    }
    let amount = Rupiah::parse(&form.jumlah).ok().filter(|amount| *amount > Rupiah::ZERO);
    let most = chosen.map_or(Rupiah::ZERO, |open| open.open);
    if amount.is_none_or(|amount| chosen.is_some() && amount > most) {
        faults.put("jumlah", words.with("relief-fault-amount", &[("most", format::rupiah(most).into())]));
    }
    let reason = form.alasan.trim().to_owned();
    if !(3..=300).contains(&reason.chars().count()) {
        faults.put("alasan", words.get("relief-fault-reason"));
    }
    match (chosen, amount) {
        (Some(open), Some(amount)) if faults.is_empty() => Ok(Asked { open, amount, reason }),
        _ => Err(faults),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// `setuju` or `tolak`.
    putusan: String,
    catatan: String,
}

/// Why a decision is not taken.
#[derive(Debug)]
struct Refusal(&'static str);

impl Say for Refusal {
    fn say(&self, locale: Locale) -> String {
        texts(locale).get(self.0).to_owned()
    }
}

pub async fn decide(
    may: May<GrantRelief>,
    browser: Browser,
    Path((_, request)): Path<(String, Uuid)>,
    Form(decision): Form<Decision>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let verdict = if decision.putusan == "setuju" { Verdict::Granted } else { Verdict::Refused };
    settle_request(&mut tx, &may, request, verdict, &decision.catatan).await?;
    tx.commit().await?;
    let said = match verdict {
        Verdict::Granted => "relief-was-granted",
        Verdict::Refused => "relief-was-refused",
    };
    Ok(Go::to(may.place().path("keringanan")).saying(browser.texts().get(said)).into_response())
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Granted,
    Refused,
}

/// Decides on somebody else's request; a granted one takes its sum off the invoice. What was paid of that sum meanwhile
/// is the unit's titipan, and pays what else is open at once.
pub(super) async fn settle_request(
    tx: &mut TenantTx,
    may: &May<GrantRelief>,
    id: Uuid,
    verdict: Verdict,
    note: &str,
) -> Result<(), web::Error> {
    let waiting = sql::request(tx, id).await?.ok_or(web::Error::missing())?;
    if waiting.asked_by == Some(may.who().account) {
        return Err(web::Error::refused(Refusal("relief-own-request")));
    }
    let reduction = match verdict {
        Verdict::Refused => None,
        Verdict::Granted => {
            let wanted = NewReduction {
                kind: ReductionKind::Waiver,
                invoice: waiting.invoice,
                amounts: Amounts::Total(waiting.amount),
                reason: waiting.reason,
                on: may.place().zone.date(tx.now()),
                requested_by: waiting.asked_by,
            };
            let reduction = settle::reduce(tx, wanted).await.map_err(owes_less)?;
            settle::apply_credit(tx, &[waiting.unit]).await?;
            Some(reduction)
        }
    };
    let note: String = note.trim().chars().take(300).collect();
    sql::decide(tx, id, reduction, &note).await?;
    Ok(())
}

fn owes_less(error: tenancy::Error) -> web::Error {
    match error.constraint() {
        Some(settle::INVOICE_OWES_SO_MUCH | settle::INVOICE_IS_NOT_VOID) => {
            web::Error::refused(Refusal("relief-owes-less"))
        }
        _ => ledger::said(error),
    }
}
