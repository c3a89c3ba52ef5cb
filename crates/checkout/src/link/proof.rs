//! Paid by transfer or by the printed code: the proof, sent from the link. It waits until the office saw the money.

use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::IntoResponse as _,
};
use files::Files;
use kernel::{Date, PaymentId, Rupiah};
use ledger::{Chart, Purpose};
use payments::{
    payment::{CameFrom, Method, NewPayment, Part, Recorded, record},
    proof::{self, Sent},
};
use tenancy::{Store, TenantTx, Ticket};
use web::{Browser, Faults, Go, Query, Shell};

use super::{
    BillTicket,
    pay::open,
    sheet::{Asked, Sheet, masked},
};

#[derive(Template)]
#[template(path = "link/proof.html")]
struct Page {
    s: Shell,
    place: String,
    payer: String,
    action: String,
    back: String,
    form: Sent,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn ask(
    ticket: Ticket<BillTicket>,
    browser: Browser,
    State(store): State<Store>,
    Query(asked): Query<Asked>,
) -> web::Result {
    let (tx, sheet) = open(&ticket, &asked).await?;
    let form = Sent {
        id: PaymentId::new(tx.now()).to_string(),
        jumlah: if sheet.amount > Rupiah::ZERO { sheet.exact().to_string() } else { String::new() },
        tanggal: sheet.today.to_string(),
        ..Sent::default()
    };
    // The unit may have got its code just now, and the form was filled with it.
    tx.commit().await?;
    web::page(&page(&store, &browser, &sheet, form, Faults::default()))
}

pub async fn send(
    ticket: Ticket<BillTicket>,
    browser: Browser,
    State(store): State<Store>,
    Extension(files): Extension<Files>,
    form: Multipart,
) -> web::Result {
    let sent = Sent::read(form).await?;
    let mut faults = Faults::default();
    let photo = sent.photo(&files, browser.locale(), &mut faults).await?;
    let (mut tx, sheet) = open(&ticket, &Asked::default()).await?;
    let new = parse(&mut tx, &browser, &sheet, &sent, &mut faults).await?;
    let (Some(new), Some(photo)) = (new, photo) else {
        return web::invalid(&page(&store, &browser, &sheet, sent, faults));
    };
    if record(&mut tx, &new).await? == Recorded::Now {
        proof::keep(&mut tx, &files, new.id, photo, "").await?;
    }
    tx.commit().await?;
    let base = super::path(&store, sheet.place.complex, sheet.link.id);
    Ok(Go::to(base).saying(browser.texts().get("checkout-proof-sent")).into_response())
}

async fn parse(
    tx: &mut TenantTx,
    browser: &Browser,
    sheet: &Sheet,
    sent: &Sent,
    faults: &mut Faults,
) -> web::Result<Option<NewPayment>> {
    let texts = browser.texts();
    let amount =
        Rupiah::parse(&sent.jumlah).ok().filter(|amount| (1..=10_000_000_000).contains(&amount.get()));
    if amount.is_none() {
        faults.put("jumlah", texts.get("payment-fault-amount"));
    }
    let earliest = Date::from_ymd_opt(2000, 1, 1).expect("2000 had a first day");
    let day = Date::parse_from_str(sent.tanggal.trim(), "%Y-%m-%d").ok();
    let day = day.filter(|day| (earliest..=sheet.today).contains(day));
    if day.is_none() {
        faults.put("tanggal", texts.get("payment-fault-date"));
    }
    let name: String =
        sent.pengirim.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    let chart = Chart::load(tx).await?;
    let (Ok(id), Some(amount), Some(value_on), true) =
        (sent.id.parse::<PaymentId>(), amount, day, faults.is_empty())
    else {
        return Ok(None);
    };
    Ok(Some(NewPayment {
        id,
        method: Method::Transfer,
        account: chart.account(Purpose::Bank),
        payer: None,
        payer_name: if name.is_empty() { sheet.payer() } else { name },
        value_on,
        reference: String::new(),
        note: String::new(),
        came_from: CameFrom::Resident,
        parts: vec![Part { unit: sheet.link.unit, amount }],
    }))
}

fn page(store: &Store, browser: &Browser, sheet: &Sheet, form: Sent, faults: Faults) -> Page {
    let mut s = browser.public(browser.texts().get("checkout-proof-title"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let back = super::path(store, sheet.place.complex, sheet.link.id);
    Page {
        place: sheet.place.name.clone(),
        payer: format!("{} · {}", sheet.link.unit_code, masked(&sheet.payer())),
        action: format!("{back}/bukti"),
        back,
        form,
        mistakes: faults.pairs(),
        faults,
        s,
    }
}
