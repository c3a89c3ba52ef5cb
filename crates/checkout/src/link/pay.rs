//! The page of a link, and the tap that asks for a code.

use askama::Template;
use axum::{Extension, extract::State, response::IntoResponse as _};
use kernel::{Rupiah, format};
use tenancy::{Store, TenantTx, Ticket};
use web::{Browser, Form, Go, Query, Shell};

use super::{
    BillTicket,
    sheet::{Asked, PayBox, Sheet, masked},
    sql,
};
use crate::{
    attempt::{Entrance as _, Made, Way, Wish, make},
    gateway::Gateways,
    hook,
};

struct Line {
    id: String,
    label: String,
    due: String,
    late: bool,
    open: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "link/pay.html")]
struct Page {
    s: Shell,
    place: String,
    payer: String,
    owed: String,
    /// What is paid now, where that is not all of it.
    part: String,
    is_play: bool,
    is_open: bool,
    lines: Vec<Line>,
    amount_fault: String,
    base: String,
    stream: String,
    pay: String,
}

pub async fn show(
    ticket: Ticket<BillTicket>,
    browser: Browser,
    State(store): State<Store>,
    Query(asked): Query<Asked>,
) -> web::Result {
    let (mut tx, sheet) = open(&ticket, &asked).await?;
    let pay = PayBox::load(&mut tx, &store, &browser, &sheet, asked.upaya).await?;
    tx.commit().await?;
    web::page(&page(&store, &browser, &sheet, &pay, &asked)?)
}

/// One tap: a code for this way. With htmx the box alone comes back.
pub async fn pay(
    ticket: Ticket<BillTicket>,
    browser: Browser,
    State(store): State<Store>,
    Extension(gateways): Extension<Gateways>,
    Form(asked): Form<Asked>,
) -> web::Result {
    let (tx, sheet) = open(&ticket, &asked).await?;
    // Opening may have given the unit its account and code.
    tx.commit().await?;
    let base = super::path(&store, sheet.place.complex, sheet.link.id);
    let way = Way::from_code(&asked.cara).unwrap_or(Way::Qris);
    let wish = Wish {
        link: sheet.link.id,
        unit: sheet.link.unit,
        payer_name: sheet.payer(),
        way,
        amount: sheet.amount,
        invoices: sheet.chosen.clone(),
    };
    let site = &store.site().public_url;
    let hook = hook::path(&store, sheet.place.complex, sheet.setting.id);
    let notify = gateways.reaching_us(sheet.setting.mode, site, &hook);
    let made = make(&ticket, &gateways, &wish, (&notify, &format!("{site}{base}"))).await?;
    let upaya = match made {
        Made::Attempt(id) | Made::Failed(id) => Some(id),
        Made::NotOffered => None,
    };
    if browser.hx.wants("bayar") {
        let (mut tx, sheet) = open(&ticket, &asked).await?;
        let pay = PayBox::load(&mut tx, &store, &browser, &sheet, upaya).await?;
        return web::page(&pay);
    }
    let mut query = sheet.query();
    query.extend(upaya.map(|id| ("upaya", id.to_string())));
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(Go::to(web::with_query(&base, &query)).into_response())
}

/// What the link leads to. A link that was revoked leads nowhere.
pub async fn open(ticket: &Ticket<BillTicket>, asked: &Asked) -> web::Result<(TenantTx, Sheet)> {
    let place = ticket.begin().await?.1;
    let mut tx = ticket.enter().await?;
    let link = sql::find(&mut tx, ticket.subject()).await?.ok_or_else(web::Error::missing)?;
    let sheet = Sheet::load(&mut tx, link, place, asked).await?;
    Ok((tx, sheet))
}

fn page(store: &Store, browser: &Browser, sheet: &Sheet, pay: &PayBox, asked: &Asked) -> web::Result<Page> {
    let s = browser
        .public(browser.texts().with("checkout-title", &[("unit", sheet.link.unit_code.as_str().into())]));
    let base = super::path(store, sheet.place.complex, sheet.link.id);
    let mut query: Vec<(&str, String)> = sheet.query();
    query.extend(asked.upaya.map(|id| ("upaya", id.to_string())));
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let line = |one: &dues::invoice::OpenInvoice| Line {
        id: one.id.to_string(),
        label: label(&s, one),
        due: s.date(&one.due_on),
        late: one.due_on < sheet.today,
        open: one.open.to_string(),
        chosen: sheet.chosen.is_empty() || sheet.chosen.contains(&one.id),
    };
    Ok(Page {
        place: sheet.place.name.clone(),
        payer: masked(&sheet.payer()),
        owed: sheet.owed.to_string(),
        part: if sheet.amount == sheet.owed { String::new() } else { sheet.amount.to_string() },
        is_play: sheet.setting.mode.is_play(),
        is_open: sheet.owed > Rupiah::ZERO,
        lines: sheet.open.iter().map(line).collect(),
        amount_fault: if sheet.amount_fault {
            s.t("checkout-fault-amount").to_owned()
        } else {
            String::new()
        },
        stream: web::with_query(&format!("{base}/langsung"), &query),
        pay: pay.render()?,
        base,
        s,
    })
}

fn label(s: &Shell, one: &dues::invoice::OpenInvoice) -> String {
    let month = format::month(one.period, s.locale);
    let key = match one.kind.code() {
        "penalty" => "receipt-line-penalty",
        "opening" => "receipt-line-opening",
        "other" => "receipt-line-other",
        _ => "receipt-line-dues",
    };
    s.t1(key, "month", month)
}
