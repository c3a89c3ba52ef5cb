//! The last look before something goes out: is it still wanted, and what does it say today?

use chrono::TimeDelta;
use dues::owing;
use jobs::Tools;
use kernel::Instant;
use tenancy::{Result, Store, TenantTx, Ticket};
use uuid::Uuid;
use web::texts::texts;

use super::{
    Channel, Kind, hours,
    kind::Words,
    sql::{self, Parcel, Place},
};
use crate::{
    carrier::{Carrier, Carriers, Message, wire},
    links::{Announcements, Bills},
    mail::{Action, Letter, Mailer},
    preference::Unsubscribe,
    push,
    template::Wording,
};

/// After so many days in a queue that rested, a message by WhatsApp or web push says nothing that is still news.
const STALE: TimeDelta = TimeDelta::days(3);

pub enum Verdict {
    /// Somebody else saw to it.
    Gone,
    /// Nobody wants it any more, with the code of the reason.
    Drop(&'static str),
    /// It was handed over before, and nobody knows whether it went: sent again it might come twice.
    Lost,
    Wait(Instant),
    Mail(Box<Sealed>),
    Chat(Box<Chat>),
    Push(Box<Push>),
}

/// A letter with its headers, and how often it was tried with this time.
pub struct Sealed {
    pub letter: Letter,
    pub headers: Vec<(&'static str, String)>,
    pub tries: i16,
}

/// A message for WhatsApp with the wire on which it leaves.
pub struct Chat {
    pub wire: Box<dyn Carrier>,
    pub message: Message,
    pub tries: i16,
}

/// A message for somebody's browsers.
pub struct Push {
    pub wire: push::Wire,
    pub message: push::Message,
    pub browsers: Vec<push::sql::Browser>,
    pub tries: i16,
}

pub async fn open(tx: &mut TenantTx, mailer: &Mailer, tools: &Tools, delivery: Uuid) -> Result<Verdict> {
    let Some(mut parcel) = sql::parcel(tx, delivery).await? else { return Ok(Verdict::Gone) };
    if parcel.is_muted && !parcel.kind.is_urgent() {
        return Ok(Verdict::Drop("muted"));
    }
    if parcel.is_handed {
        return Ok(Verdict::Lost);
    }
    let carriers = tools.need::<Carriers>().ok();
    let desk = match parcel.channel {
        Channel::Whatsapp | Channel::Push => carriers.and_then(Carriers::desk),
        Channel::App | Channel::Email => mailer.desk(),
    };
    let Some(store) = desk else {
        return Ok(Verdict::Drop(match parcel.channel {
            Channel::Whatsapp => "no_carrier",
            Channel::Push => "no_browser",
            Channel::App | Channel::Email => "no_mail",
        }));
    };
    if matches!(parcel.channel, Channel::Whatsapp | Channel::Push) && tx.now() - parcel.at > STALE {
        return Ok(Verdict::Drop("too_late"));
    }
    let place = sql::place(tx).await?;
    if let Some(verdict) = about_money(tx, &mut parcel, &place).await? {
        return Ok(verdict);
    }
    let desk = Desk { store, tools, place: &place };
    match (parcel.channel, carriers) {
        (Channel::Whatsapp, Some(carriers)) => desk.chat(tx, carriers, &parcel, delivery).await,
        (Channel::Push, Some(carriers)) => desk.push(tx, carriers, &parcel, delivery).await,
        _ => desk.letter(tx, &parcel, delivery).await,
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

/// Where messages are written.
struct Desk<'d> {
    store: &'d Store,
    tools: &'d Tools,
    place: &'d Place,
}

/// What a message says, where it leads, and how its reader gets no more of them.
struct Said {
    words: Words,
    href: String,
    stop: String,
}

impl Desk<'_> {
    async fn letter(&self, tx: &mut TenantTx, parcel: &Parcel, delivery: Uuid) -> Result<Verdict> {
        let Some(to) = parcel.email.clone() else { return Ok(Verdict::Drop("no_address")) };
        let Said { words, href, stop } = self.say(tx, parcel, delivery).await?;
        let unwanted = texts(parcel.locale).with("notice-mail-stop", &[("link", stop.as_str().into())]);
        let letter = Letter {
            to,
            name: parcel.name.clone(),
            locale: parcel.locale,
            subject: format!("{} · {}", words.title, self.place.name),
            paragraphs: vec![words.text, unwanted],
            action: Some(Action { label: words.label.to_owned(), href }),
        };
        // RFC 2369 and RFC 8058: the mailbox's own button, one click, no sign-in.
        let headers = vec![
            ("List-Unsubscribe", format!("<{stop}>")),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ];
        Ok(Verdict::Mail(Box::new(Sealed { letter, headers, tries: parcel.tries })))
    }

    async fn chat(
        &self,
        tx: &mut TenantTx,
        carriers: &Carriers,
        parcel: &Parcel,
        delivery: Uuid,
    ) -> Result<Verdict> {
        let Some(to) = parcel.phone.clone() else { return Ok(Verdict::Drop("no_phone")) };
        let Some(wire) = wire(tx, carriers, self.store).await? else {
            return Ok(Verdict::Drop("no_carrier"));
        };
        let Said { words, href, stop } = self.say(tx, parcel, delivery).await?;
        let unwanted = texts(parcel.locale).with("notice-chat-stop", &[("link", stop.as_str().into())]);
        let Words { title, text, label, .. } = words;
        let message = Message {
            to,
            locale: parcel.locale,
            text: format!("*{title}*\n{text}\n\n{label}: {href}\n\n{}. {unwanted}", self.place.name),
            blanks: [title, text, href],
        };
        Ok(Verdict::Chat(Box::new(Chat { wire, message, tries: parcel.tries })))
    }

    async fn push(
        &self,
        tx: &mut TenantTx,
        carriers: &Carriers,
        parcel: &Parcel,
        delivery: Uuid,
    ) -> Result<Verdict> {
        let browsers = push::sql::of_delivery(tx, delivery).await?;
        if browsers.is_empty() {
            return Ok(Verdict::Drop("no_browser"));
        }
        let Said { words, href, .. } = self.say(tx, parcel, delivery).await?;
        // The browser knows on which site it is.
        let path = href.strip_prefix(self.store.site().public_url.as_str()).unwrap_or(&href);
        let text = format!("{} · {}", words.text, self.place.name);
        let unit = parcel.unit.map(|unit| unit.to_string()).unwrap_or_default();
        let scope = format!("{} {unit}", self.place.complex);
        let message = push::Message::new(&words.title, &text, path);
        let message = message.about(parcel.kind, &parcel.facts.0, &scope);
        let wire = push::Wire::new(carriers, self.store);
        Ok(Verdict::Push(Box::new(Push { wire, message, browsers, tries: parcel.tries })))
    }

    async fn say(&self, tx: &mut TenantTx, parcel: &Parcel, delivery: Uuid) -> Result<Said> {
        let Self { store, place, .. } = self;
        let site = &store.site().public_url;
        let wording = Wording::load(tx).await?;
        let words = wording.say(parcel.kind, &parcel.facts.0, &place.name, parcel.locale);
        let href = match self.open_page(tx, parcel).await? {
            Some(page) => page,
            None => format!("{site}/k/{}/{}", place.slug, words.path),
        };
        let stop = format!("{site}/berhenti/{}", Ticket::<Unsubscribe>::seal(store, place.complex, delivery));
        Ok(Said { words, href, stop })
    }

    /// Where the bill or the announcement opens for this house without signing in.
    async fn open_page(&self, tx: &mut TenantTx, parcel: &Parcel) -> Result<Option<String>> {
        let (store, complex) = (self.store, self.place.complex);
        let Some(unit) = parcel.unit else { return Ok(None) };
        if let (true, Ok(bills)) = (parcel.kind.goes_out_once(), self.tools.need::<Bills>()) {
            return bills.of(tx, store, complex, unit).await.map(Some);
        }
        let is_news = matches!(parcel.kind, Kind::Announcement | Kind::Emergency);
        match (is_news, self.tools.need::<Announcements>(), parcel.facts.0.number.parse()) {
            (true, Ok(links), Ok(bulletin)) => links.of(tx, store, complex, bulletin, unit).await,
            _ => Ok(None),
        }
    }
}
