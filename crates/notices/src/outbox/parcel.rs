//! The last look before something goes out: is it still wanted, and what does it say today?

use dues::owing;
use jobs::Tools;
use kernel::Instant;
use tenancy::{Result, Store, TenantTx, Ticket};
use uuid::Uuid;
use web::texts::texts;

use super::{
    Kind, hours,
    kind::words,
    sql::{self, Parcel, Place},
};
use crate::{
    links::{Announcements, Bills},
    mail::{Action, Letter, Mailer},
    preference::Unsubscribe,
};

pub enum Verdict {
    /// Somebody else saw to it.
    Gone,
    /// Nobody wants it any more, with the code of the reason.
    Drop(&'static str),
    Wait(Instant),
    Send(Box<Sealed>),
}

/// A letter with its headers, and how often it was tried with this time.
pub struct Sealed {
    pub letter: Letter,
    pub headers: Vec<(&'static str, String)>,
    pub tries: i16,
}

pub async fn open(tx: &mut TenantTx, mailer: &Mailer, tools: &Tools, delivery: Uuid) -> Result<Verdict> {
    let Some(mut parcel) = sql::parcel(tx, delivery).await? else { return Ok(Verdict::Gone) };
    if parcel.is_muted && !parcel.kind.is_urgent() {
        return Ok(Verdict::Drop("muted"));
    }
    if mailer.desk().is_none() {
        return Ok(Verdict::Drop("no_mail"));
    }
    let place = sql::place(tx).await?;
    if let Some(verdict) = about_money(tx, &mut parcel, &place).await? {
        return Ok(verdict);
    }
    match letter(tx, mailer, tools, &parcel, &place, delivery).await? {
        Some(sealed) => Ok(Verdict::Send(Box::new(sealed))),
        None => Ok(Verdict::Drop("no_address")),
    }
}

/// Stops at once when it is paid, speaks of today's figures, and disturbs a household once a day.
async fn about_money(tx: &mut TenantTx, parcel: &mut Parcel, place: &Place) -> Result<Option<Verdict>> {
    let Some(unit) = parcel.unit.filter(|_| parcel.kind.is_money()) else { return Ok(None) };
    let now = tx.now();
    let open = owing::dues(tx, owing::Asked::Units(&[unit])).await?;
    let told = &mut parcel.facts.0;
    let left: i64 = match parcel.kind {
        Kind::InvoiceIssued => {
            open.iter().filter(|due| due.number == told.number).map(|due| due.open.get()).sum()
        }
        _ => open.iter().map(|due| due.open.get()).sum(),
    };
    match kernel::Rupiah::new(left) {
        Ok(left) if left > kernel::Rupiah::ZERO => told.amount = Some(left),
        _ => return Ok(Some(Verdict::Drop("paid"))),
    }
    if let (Kind::DuesReminder, Some(oldest)) = (parcel.kind, open.iter().map(|due| due.due_on).min()) {
        told.days = Some((place.zone.date(now) - oldest).num_days());
        told.due_on = Some(oldest);
    }
    let today = hours::day_began(now, place.zone);
    if sql::household_told(tx, unit, parcel.notice, today).await? {
        return Ok(Some(Verdict::Wait(hours::tomorrow(now, place.zone))));
    }
    Ok(None)
}

async fn letter(
    tx: &mut TenantTx,
    mailer: &Mailer,
    tools: &Tools,
    parcel: &Parcel,
    place: &Place,
    delivery: Uuid,
) -> Result<Option<Sealed>> {
    let (Some(store), Some(to)) = (mailer.desk(), parcel.email.clone()) else { return Ok(None) };
    let site = &store.site().public_url;
    let said = words(parcel.kind, &parcel.facts.0, &place.name, parcel.locale);
    let bill = match (parcel.unit.filter(|_| parcel.kind.is_money()), tools.need::<Bills>()) {
        (Some(unit), Ok(bills)) => Some(bills.of(tx, store, place.complex, unit).await?),
        _ => None,
    };
    let page = match announced(tx, tools, store, parcel, place).await? {
        Some(page) => Some(page),
        None => bill,
    };
    let stop = format!("{site}/berhenti/{}", Ticket::<Unsubscribe>::seal(store, place.complex, delivery));
    let texts = texts(parcel.locale);
    let letter = Letter {
        to,
        name: parcel.name.clone(),
        locale: parcel.locale,
        subject: format!("{} · {}", said.title, place.name),
        paragraphs: vec![said.text, texts.with("notice-mail-stop", &[("link", stop.as_str().into())])],
        action: Some(Action {
            label: said.label.to_owned(),
            href: page.unwrap_or_else(|| format!("{site}/k/{}/{}", place.slug, said.path)),
        }),
    };
    // RFC 2369 and RFC 8058: the mailbox's own button, one click, no sign-in.
    let headers = vec![
        ("List-Unsubscribe", format!("<{stop}>")),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
    ];
    Ok(Some(Sealed { letter, headers, tries: parcel.tries }))
}

/// Where an announcement opens for this house, without signing in.
async fn announced(
    tx: &mut TenantTx,
    tools: &Tools,
    store: &Store,
    parcel: &Parcel,
    place: &Place,
) -> Result<Option<String>> {
    let is_news = matches!(parcel.kind, Kind::Announcement | Kind::Emergency);
    let (Some(unit), Ok(links)) = (parcel.unit.filter(|_| is_news), tools.need::<Announcements>()) else {
        return Ok(None);
    };
    match parcel.facts.0.number.parse() {
        Ok(bulletin) => links.of(tx, store, place.complex, bulletin, unit).await,
        Err(_) => Ok(None),
    }
}
