//! One attempt: what became of it, what stands in the books, and every message as it came.

use askama::Template;
use axum::{Extension, extract::State as Held, response::IntoResponse as _};
use kernel::{Rupiah, format};
use tenancy::{
    May, Store,
    policy::{SeeDues, VerifyPayments},
};
use uuid::Uuid;
use web::{
    Browser, Go, Path, Shell,
    shell::parts::{Event, Tone},
};

use crate::{
    attempt::{Asked, State, ask, sql},
    gateway::Gateways,
    hook,
};

struct Message {
    when: String,
    said: String,
    outcome: &'static str,
    body: String,
}

struct Booked {
    href: String,
    amount: String,
    when: String,
}

#[derive(Template)]
#[template(path = "office/show.html")]
struct Page {
    s: Shell,
    action: String,
    can_ask: bool,
    order: String,
    unit: String,
    payer: String,
    way: &'static str,
    amount: String,
    fee: String,
    cost: String,
    made: String,
    until: String,
    state: &'static str,
    tone: &'static str,
    icon: &'static str,
    park: &'static str,
    events: Vec<Event>,
    booked: Vec<Booked>,
    messages: Vec<Message>,
}

pub async fn show(may: May<SeeDues>, browser: Browser, Path((_, id)): Path<(String, Uuid)>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let attempt = sql::find(&mut tx, id).await?.ok_or_else(web::Error::missing)?;
    let states = sql::states(&mut tx, id).await?;
    let bookings = sql::bookings(&mut tx, id).await?;
    let messages = hook::sql::messages(&mut tx, Some(id), 50).await?;
    let s = browser.office(&may, attempt.unit_code.clone());
    let s = s.crumb(browser.texts().get("checkout-attempts-title"), place.path("upaya-bayar"));
    let when = |at| format::date_time(at, place.zone, s.locale);
    let event = |row: &sql::StateRow| Event {
        icon: row.state.look().1,
        tone: tone_of(row.state),
        title: s.t(row.state.word()).to_owned(),
        detail: [row.said.as_str(), row.note.as_str()].join(" ").trim().to_owned(),
        when: when(row.at),
    };
    let (tone, icon) = attempt.state.look();
    let positive = |amount: Rupiah| if amount > Rupiah::ZERO { amount.to_string() } else { String::new() };
    let events = states.iter().map(event).collect();
    let booked = bookings.iter().map(|row| Booked {
        href: place.path(&format!("pembayaran/{}", row.payment)),
        amount: row.amount.to_string(),
        when: when(row.at),
    });
    let booked = booked.collect();
    let messages = messages.iter().map(|row| Message {
        when: when(row.at),
        said: row.said.clone(),
        outcome: outcome(&row.outcome),
        body: String::from_utf8_lossy(&row.body).into_owned(),
    });
    let messages = messages.collect();
    let (made, until) = (when(attempt.made_at), when(attempt.expires_at));
    let title = s.title.clone();
    web::page(&Page {
        action: place.path(&format!("upaya-bayar/{id}")),
        can_ask: may.can::<VerifyPayments>(),
        park: if attempt.state == State::Parked { park(&attempt.note) } else { "" },
        order: attempt.order,
        unit: attempt.unit_code,
        payer: attempt.payer_name,
        way: attempt.way.word(),
        amount: attempt.amount.to_string(),
        fee: positive(attempt.fee),
        cost: positive(attempt.cost),
        state: attempt.state.word(),
        made,
        until,
        tone,
        icon,
        events,
        booked,
        messages,
        s: s.crumb(title, ""),
    })
}

/// Asks the gateway now, as the poll would.
pub async fn ask_again(
    may: May<VerifyPayments>,
    browser: Browser,
    Held(store): Held<Store>,
    Extension(gateways): Extension<Gateways>,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    // The gateway's word is booked by no hand, so nobody verifies what they wrote down themselves.
    let scope = store.job_scope(may.place().complex);
    let said = match ask(&scope, &gateways, id).await {
        Ok(Asked::Changed(State::Parked)) => "checkout-state-parked",
        Ok(Asked::Changed(_)) => "checkout-asked-changed",
        Ok(Asked::Nothing(_)) => "checkout-asked-nothing",
        Ok(Asked::Silent(_)) | Err(tenancy::Error::Conflict(_)) => "checkout-asked-silent",
        Err(error) => return Err(error.into()),
    };
    let texts = browser.texts();
    Ok(Go::to(may.place().path(&format!("upaya-bayar/{id}"))).saying(texts.get(said)).into_response())
}

const fn tone_of(state: State) -> Tone {
    match state {
        State::Paid => Tone::Ok,
        State::Failed | State::Denied | State::ChargedBack | State::Parked => Tone::Bad,
        State::Made => Tone::Info,
        State::Open => Tone::Warn,
        _ => Tone::Plain,
    }
}

fn outcome(code: &str) -> &'static str {
    match code {
        "applied" => "checkout-outcome-applied",
        "nothing_new" => "checkout-outcome-nothing",
        "unknown_order" => "checkout-message-unknown",
        "refused" => "checkout-message-forged",
        _ => "checkout-outcome-waits",
    }
}

fn park(note: &str) -> &'static str {
    match note {
        "amount" => "checkout-park-amount",
        "currency" => "checkout-park-currency",
        "word" => "checkout-park-word",
        "chargeback" => "checkout-park-chargeback",
        _ => "checkout-park-books",
    }
}
