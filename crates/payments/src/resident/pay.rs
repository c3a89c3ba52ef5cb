//! The page on which a resident sees what to transfer, and sends the proof.

use askama::Template;
use axum::{Extension, extract::Multipart, response::IntoResponse as _};
use dues::{
    invoice::open_of_units,
    setting::{self, Setting},
    settle,
};
use files::Files;
use kernel::{Date, PaymentId, Rupiah, UnitId, format};
use ledger::{Chart, Purpose};
use tenancy::{May, TenantTx, policy::SeeOwnDues};
use web::{Browser, Faults, Go, Shell, ShellKind, shell::parts::Choice};

use super::proof::{self, Sent};
use crate::{
    payment::{CameFrom, Method, NewPayment, Part, Recorded, record},
    receipt, view,
};

struct Open {
    label: String,
    due: String,
    late: bool,
    open: String,
}

/// A home of the resident and what to transfer for it.
struct House {
    code: String,
    /// The page on which a code is paid at once.
    online: String,
    open: Vec<Open>,
    credit: String,
    unique_code: String,
    exact: String,
    /// Only figures, for the button that copies.
    exact_plain: String,
}

#[derive(Template)]
#[template(path = "resident/pay.html")]
struct Page {
    s: Shell,
    action: String,
    receipts: String,
    houses: Vec<House>,
    units: Vec<Choice>,
    bank: String,
    bank_number: String,
    bank_holder: String,
    form: Sent,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn show(may: May<SeeOwnDues>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let page = page(&mut tx, &may, &browser, None).await?;
    web::page(&page)
}

pub async fn send(
    may: May<SeeOwnDues>,
    browser: Browser,
    Extension(files): Extension<Files>,
    form: Multipart,
) -> web::Result {
    let sent = Sent::read(form).await?;
    let mut faults = Faults::default();
    let photo = sent.photo(&files, browser.locale(), &mut faults).await?;
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let new = parse(&mut tx, &may, &browser, &sent, &mut faults, today).await?;
    let (Some(new), Some(photo)) = (new, photo) else {
        return web::invalid(&page(&mut tx, &may, &browser, Some((sent, faults))).await?);
    };
    if record(&mut tx, &new).await? == Recorded::Now {
        proof::keep(&mut tx, &files, new.id, photo, "").await?;
    }
    tx.commit().await?;
    let said = browser.texts().get("pay-sent");
    Ok(Go::to(may.place().path(&format!("bayar/{}", new.id))).saying(said).into_response())
}

async fn parse(
    tx: &mut TenantTx,
    may: &May<SeeOwnDues>,
    browser: &Browser,
    sent: &Sent,
    faults: &mut Faults,
    today: Date,
) -> web::Result<Option<NewPayment>> {
    let s = browser.member(may, ShellKind::Resident, "");
    let homes = receipt::homes(tx, today).await?;
    let home = homes.iter().find(|home| home.unit.to_string() == sent.unit);
    if home.is_none() {
        faults.put("unit", s.t("pay-fault-unit"));
    }
    let amount = view::amount(faults, &s, "jumlah", &sent.jumlah);
    let value_on = view::value_date(faults, &s, "tanggal", &sent.tanggal, today);
    let typed = view::short(faults, &s, "pengirim", &sent.pengirim, 120);
    let note = view::short(faults, &s, "catatan", &sent.catatan, 300);
    let chart = Chart::load(tx).await?;
    let (Ok(id), Some(home), Some(amount), Some(value_on), true) =
        (sent.id.parse::<PaymentId>(), home, amount, value_on, faults.is_empty())
    else {
        return Ok(None);
    };
    Ok(Some(NewPayment {
        id,
        method: Method::Transfer,
        account: chart.account(Purpose::Bank),
        payer: None,
        payer_name: if typed.is_empty() { home.name.clone() } else { typed },
        value_on,
        reference: String::new(),
        note,
        came_from: CameFrom::Resident,
        parts: vec![Part { unit: home.unit, amount }],
    }))
}

async fn page(
    tx: &mut TenantTx,
    may: &May<SeeOwnDues>,
    browser: &Browser,
    again: Option<(Sent, Faults)>,
) -> web::Result<Page> {
    let today = may.place().zone.date(tx.now());
    let mut s = browser.member(may, ShellKind::Resident, browser.texts().get("pay-title"));
    let homes = receipt::homes(tx, today).await?;
    let setting = setting::load(tx).await?;
    let ids: Vec<UnitId> = homes.iter().map(|home| home.unit).collect();
    let codes = settle::unique_codes(tx, &ids).await?;
    let mut houses = Vec::with_capacity(homes.len());
    for (home, code) in homes.iter().zip(codes) {
        let online = may.place().path(&format!("bayar-tagihan/{}", home.unit));
        houses.push(house(tx, &s, (home, code, online), &setting, today).await?);
    }
    let (form, faults) = again.unwrap_or_else(|| {
        let form = Sent {
            id: PaymentId::new(tx.now()).to_string(),
            unit: homes.first().map(|home| home.unit.to_string()).unwrap_or_default(),
            jumlah: houses.first().map(|house| house.exact_plain.clone()).unwrap_or_default(),
            tanggal: today.to_string(),
            pengirim: homes.first().map(|home| home.name.clone()).unwrap_or_default(),
            ..Sent::default()
        };
        (form, Faults::default())
    });
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    Ok(Page {
        action: may.place().path("bayar"),
        receipts: may.place().path("kuitansi-saya"),
        houses,
        units: homes.iter().map(|home| Choice::new(home.unit.to_string(), home.code.as_str())).collect(),
        bank: setting.bank.name,
        bank_number: setting.bank.number,
        bank_holder: setting.bank.holder,
        mistakes: faults.pairs(),
        form,
        faults,
        s,
    })
}

async fn house(
    tx: &mut TenantTx,
    s: &Shell,
    (home, code, online): (&receipt::Home, i16, String),
    setting: &Setting,
    today: Date,
) -> web::Result<House> {
    let invoices = open_of_units(tx, &[home.unit]).await?;
    let owed: i64 = invoices.iter().map(|invoice| invoice.open.get()).sum();
    let credit = settle::credit_of(tx, home.unit).await?;
    // A unit that came too late for a code has none.
    let has_code = setting.use_unique_code && code > 0;
    let exact = if has_code && owed > 0 { owed + i64::from(code) } else { owed };
    let open = invoices.iter().map(|invoice| Open {
        label: view::invoice_label(s.locale, invoice.kind.code(), invoice.period),
        due: s.date(&invoice.due_on),
        late: invoice.due_on < today,
        open: invoice.open.to_string(),
    });
    Ok(House {
        code: home.code.clone(),
        online,
        open: open.collect(),
        credit: if credit > Rupiah::ZERO { credit.to_string() } else { String::new() },
        unique_code: if has_code { format!("{code:03}") } else { String::new() },
        exact: if exact > 0 { format::rupiah(Rupiah::new(exact).unwrap_or_default()) } else { String::new() },
        exact_plain: if exact > 0 { exact.to_string() } else { String::new() },
    })
}
