//! One payment: its receipt, or, while nobody has said the last word, the photo beside what the unit owes.

use askama::Template;
use axum::{extract::State, response::IntoResponse as _};
use dues::{invoice::open_of_units, settle};
use kernel::{PaymentId, Rupiah, UnitId, format};
use ledger::Chart;
use serde::Deserialize;
use tenancy::{
    May, Store, TenantTx,
    policy::{ReversePayments, SeePayments, VerifyPayments},
};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Event};

use crate::{
    payment::{self, Snapshot, sql},
    receipt, refusal, view,
};

struct Line {
    label: String,
    detail: String,
    amount: String,
}

struct Photo {
    href: String,
    note: String,
    when: String,
}

struct Twin {
    href: String,
    title: String,
    why: &'static str,
}

/// What is shown of a receipt that was given.
struct Paper {
    number: String,
    lines: Vec<Line>,
    kept: String,
    stamp: bool,
    pdf: String,
    png: String,
    check: String,
    whatsapp: String,
}

/// What somebody who may say whether it arrived needs to see.
struct Desk {
    open: Vec<Line>,
    owed: String,
    after: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "office/show.html")]
struct Page {
    s: Shell,
    base: String,
    amount: String,
    state: &'static str,
    tone: &'static str,
    icon: &'static str,
    facts: Vec<(String, String)>,
    reversed: String,
    paper: Option<Paper>,
    desk: Option<Desk>,
    photos: Vec<Photo>,
    twins: Vec<Twin>,
    events: Vec<Event>,
    credits: Vec<(String, String, String)>,
    can_reverse: bool,
    again: String,
    mistakes: Vec<(String, String)>,
    reason: String,
    fault: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhyForm {
    pub alasan: String,
}

pub async fn show(
    may: May<SeePayments>,
    browser: Browser,
    State(store): State<Store>,
    Path((_, id)): Path<(String, PaymentId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let page = page(&mut tx, &may, &browser, &store, id, (WhyForm::default(), Faults::default())).await?;
    web::page(&page)
}

/// It arrived.
pub async fn verify(
    may: May<VerifyPayments>,
    browser: Browser,
    Path((_, id)): Path<(String, PaymentId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let s = view::shell(&may, &browser, "");
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let elsewhere = view::booked_elsewhere(&mut tx, &s, payment.value_on).await?;
    let number = payment::verify(&mut tx, id).await.map_err(refusal::said)?;
    tx.commit().await?;
    let said = format!("{} {elsewhere}", s.t1("payment-verified-said", "number", number));
    Ok(Go::to(path(&may, id)).saying(said.trim()).into_response())
}

pub async fn reject(
    may: May<VerifyPayments>,
    browser: Browser,
    Path((_, id)): Path<(String, PaymentId)>,
    Form(form): Form<WhyForm>,
) -> web::Result {
    let s = view::shell(&may, &browser, "");
    let mut faults = Faults::default();
    let reason = view::reason(&mut faults, &s, "alasan", &form.alasan);
    if !faults.is_empty() {
        return Ok(Go::to(format!("{}#alasan", path(&may, id))).saying(faults.of("alasan")).into_response());
    }
    let mut tx = may.begin().await?;
    payment::reject(&mut tx, id, &reason).await.map_err(refusal::said)?;
    tx.commit().await?;
    Ok(Go::to(path(&may, id)).saying(s.t("payment-rejected-said")).into_response())
}

pub async fn ask(
    may: May<VerifyPayments>,
    browser: Browser,
    Path((_, id)): Path<(String, PaymentId)>,
    Form(form): Form<WhyForm>,
) -> web::Result {
    let s = view::shell(&may, &browser, "");
    let mut faults = Faults::default();
    let question = view::reason(&mut faults, &s, "alasan", &form.alasan);
    if !faults.is_empty() {
        return Ok(Go::to(format!("{}#alasan", path(&may, id))).saying(faults.of("alasan")).into_response());
    }
    let mut tx = may.begin().await?;
    payment::ask(&mut tx, id, &question).await.map_err(refusal::said)?;
    tx.commit().await?;
    Ok(Go::to(path(&may, id)).saying(s.t("payment-asked-said")).into_response())
}

fn path(may: &May<VerifyPayments>, id: PaymentId) -> String {
    may.place().path(&format!("pembayaran/{id}"))
}

async fn page(
    tx: &mut TenantTx,
    may: &May<SeePayments>,
    browser: &Browser,
    store: &Store,
    id: PaymentId,
    (form, faults): (WhyForm, Faults),
) -> web::Result<Page> {
    let payment = sql::find(tx, id).await?.ok_or(web::Error::missing())?;
    let parts = sql::parts(tx, id).await?;
    if !view::within(view::scope(may).as_deref(), &parts) {
        return Err(web::Error::missing());
    }
    let units: Vec<UnitId> = parts.iter().map(|part| part.unit).collect();
    let chart = Chart::load(tx).await?;
    let title = payment.receipt_number.clone().unwrap_or_else(|| payment.payer_name.clone());
    let s = view::shell(may, browser, title.as_str());
    let list = may.place().path("pembayaran");
    let payments = s.t("payments-title").to_owned();
    let s = s.crumb(payments, &list).crumb(title, "");
    let base = format!("{list}/{id}");
    let receipt = sql::receipt(tx, id).await?;
    let check = receipt::link(store, may.place(), id);
    let (tone, icon) = payment.state.look();
    let can_verify = may.can::<VerifyPayments>() && payment.state.is_open();
    let own = payment.recorded_by == Some(may.who().account) && payment.method != payment::Method::Cash;
    let desk = if can_verify { Some(desk(tx, &s, &units, payment.amount, own).await?) } else { None };
    let zone = may.place().zone;
    let said = sql::said(tx, id).await?;
    let proofs = sql::proofs(tx, id).await?;
    let twins = if payment.state.is_open() { sql::twins(tx, id).await? } else { Vec::new() };
    let can_reverse = may.can::<ReversePayments>();
    Ok(Page {
        amount: payment.amount.to_string(),
        state: payment.state.word(),
        tone,
        icon,
        facts: facts(&s, &payment, &parts, &chart, zone),
        reversed: payment.reversed_because.clone().unwrap_or_default(),
        paper: receipt.as_ref().map(|receipt| paper(&s, &base, &payment, receipt, check)),
        desk,
        photos: proofs.iter().map(|proof| photo(&s, store, may, proof)).collect(),
        twins: twins.iter().map(|twin| twin_of(&s, &list, twin)).collect(),
        events: events(&s, &payment, &said, zone),
        credits: if can_reverse { credits(tx, may, &parts).await? } else { Vec::new() },
        can_reverse: can_reverse && payment.state == payment::State::Verified,
        again: if payment.method == payment::Method::Cash { format!("{list}/tunai") } else { String::new() },
        mistakes: faults.pairs(),
        reason: form.alasan,
        fault: faults.of("alasan").to_owned(),
        base,
        s,
    })
}

fn facts(
    s: &Shell,
    payment: &sql::PaymentRow,
    parts: &[sql::PartRow],
    chart: &Chart,
    zone: kernel::Zone,
) -> Vec<(String, String)> {
    let several = parts.len() > 1;
    let unit = |part: &sql::PartRow| {
        if several { format!("{} {}", part.code, part.amount) } else { part.code.clone() }
    };
    let account = chart.money_accounts().iter().find(|account| account.id == payment.account);
    let by = payment.recorded_by_name.clone().unwrap_or_default();
    let recorded = format!("{} · {by}", format::date_time(payment.recorded_at, zone, s.locale));
    let mut facts = vec![
        (s.t("payment-units").to_owned(), parts.iter().map(unit).collect::<Vec<_>>().join(", ")),
        (s.t("payment-payer").to_owned(), payment.payer_name.clone()),
        (s.t("payment-value-on").to_owned(), s.date(&payment.value_on)),
        (s.t("payment-method").to_owned(), s.t(payment.method.word()).to_owned()),
        (s.t("payment-account").to_owned(), account.map(|account| account.name.clone()).unwrap_or_default()),
        (s.t("payment-reference").to_owned(), payment.reference.clone()),
        (s.t("payment-note").to_owned(), payment.note.clone()),
        (s.t("payment-recorded").to_owned(), recorded),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn paper(s: &Shell, base: &str, payment: &sql::PaymentRow, receipt: &Snapshot, check: String) -> Paper {
    let number = payment.receipt_number.clone().unwrap_or_default();
    let text = s.tw(
        "receipt-message",
        [
            ("number", number.as_str().into()),
            ("unit", receipt.units.join(", ").as_str().into()),
            ("amount", payment.amount.to_string().as_str().into()),
            ("link", check.as_str().into()),
        ],
    );
    let line = |paid: &payment::PaidLine| Line {
        label: view::paid_label(s.locale, paid),
        detail: format!("{} · {}", paid.unit, paid.number),
        amount: paid.amount.to_string(),
    };
    Paper {
        lines: receipt.paid.iter().map(line).collect(),
        kept: if receipt.kept_as_credit > Rupiah::ZERO {
            receipt.kept_as_credit.to_string()
        } else {
            String::new()
        },
        stamp: payment.amount.get() > paper::Receipt::STAMP_DUTY_ABOVE,
        pdf: format!("{base}/pdf"),
        png: format!("{base}/png"),
        whatsapp: web::with_query("https://wa.me/", &[("text", &text)]),
        number,
        check,
    }
}

async fn desk(
    tx: &mut TenantTx,
    s: &Shell,
    units: &[UnitId],
    amount: Rupiah,
    own: bool,
) -> web::Result<Desk> {
    let open = open_of_units(tx, units).await?;
    let owed: i64 = open.iter().map(|invoice| invoice.open.get()).sum();
    let over = amount.get() - owed;
    let rest = Rupiah::new(over.abs()).unwrap_or_default();
    let after = match over {
        0 => s.t("desk-exact").to_owned(),
        1.. => s.t1("desk-over", "amount", rest),
        _ => s.t1("desk-under", "amount", rest),
    };
    let line = |invoice: &dues::invoice::OpenInvoice| Line {
        label: view::invoice_label(s.locale, invoice.kind.code(), invoice.period),
        detail: format!("{} · {}", invoice.number, s.t1("cash-due", "date", s.date(&invoice.due_on))),
        amount: invoice.open.to_string(),
    };
    let open = open.iter().map(line).collect();
    Ok(Desk { open, owed: Rupiah::new(owed).unwrap_or_default().to_string(), after, own })
}

fn photo(s: &Shell, store: &Store, may: &May<SeePayments>, proof: &sql::Proof) -> Photo {
    Photo {
        href: files::link(store, may.place().complex, proof.file),
        note: proof.note.clone(),
        when: format::date_time(proof.at, may.place().zone, s.locale),
    }
}

fn twin_of(s: &Shell, list: &str, twin: &sql::Twin) -> Twin {
    let number = twin.receipt_number.clone().unwrap_or_default();
    let title = format!("{} · {} · {} {number}", twin.payer_name, twin.amount, s.date(&twin.value_on));
    let why = match twin.why.as_str() {
        "picture" => "twin-picture",
        "reference" => "twin-reference",
        _ => "twin-amount",
    };
    Twin { href: format!("{list}/{}", twin.id), title: title.trim().to_owned(), why }
}

fn events(s: &Shell, payment: &sql::PaymentRow, said: &[sql::Said], zone: kernel::Zone) -> Vec<Event> {
    let when = |at, by: &Option<String>| {
        format!("{} · {}", format::date_time(at, zone, s.locale), by.as_deref().unwrap_or("—"))
    };
    let begun = Event {
        icon: "plus",
        title: s.t(if payment.came_from == "resident" { "event-sent" } else { "event-recorded" }).to_owned(),
        when: when(payment.recorded_at, &payment.recorded_by_name),
        ..Event::default()
    };
    let rest = said.iter().rev().map(|said| {
        let (icon, title) = match said.verdict.as_str() {
            "verified" => ("check", s.t("payment-verified")),
            "rejected" => ("x", s.t("payment-rejected")),
            "reversed" => ("undo-2", s.t("payment-reversed")),
            _ => ("info", s.t("payment-needs-info")),
        };
        Event {
            icon,
            title: title.to_owned(),
            detail: said.reason.clone(),
            when: when(said.at, &said.by),
            ..Event::default()
        }
    });
    rest.chain(std::iter::once(begun)).collect()
}

/// Units of this payment with titipan, and where it is paid back.
async fn credits(
    tx: &mut TenantTx,
    may: &May<SeePayments>,
    parts: &[sql::PartRow],
) -> web::Result<Vec<(String, String, String)>> {
    let mut credits = Vec::new();
    for part in parts {
        let left = settle::credit_of(tx, part.unit).await?;
        if left > Rupiah::ZERO {
            let href = may.place().path(&format!("titipan/{}", part.unit));
            credits.push((part.code.clone(), left.to_string(), href));
        }
    }
    Ok(credits)
}
