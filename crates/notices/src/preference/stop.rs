//! One click in a mail or in a message. Opening the link changes nothing, because scanners open links; the button, and the mailbox's own
//! button (RFC 8058), do.

use askama::Template;
use tenancy::Ticket;
use web::{Browser, Shell};

use super::{Unsubscribe, sql};
use crate::outbox::Channel;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Ask,
    Stopped,
    Resumed,
}

#[derive(Template)]
#[template(path = "preference/stop.html")]
struct Page {
    s: Shell,
    action: String,
    /// What is asked or said, by the way that the message came.
    sentence: String,
    place: String,
    step: Step,
}

pub async fn ask(ticket: Ticket<Unsubscribe>, browser: Browser) -> web::Result {
    page(ticket, &browser, Step::Ask).await
}

pub async fn stop(ticket: Ticket<Unsubscribe>, browser: Browser) -> web::Result {
    page(ticket, &browser, Step::Stopped).await
}

pub async fn resume(ticket: Ticket<Unsubscribe>, browser: Browser) -> web::Result {
    page(ticket, &browser, Step::Resumed).await
}

async fn page(ticket: Ticket<Unsubscribe>, browser: &Browser, step: Step) -> web::Result {
    let (mut tx, place) = ticket.begin().await?;
    let (kind, channel) = sql::kind_of(&mut tx, ticket.subject()).await?.ok_or(web::Error::missing())?;
    if step != Step::Ask {
        sql::mute(&mut tx, ticket.subject(), step == Step::Stopped).await?;
        tx.commit().await?;
    }
    let texts = browser.texts();
    let s = browser.public(texts.get("notice-stop-title"));
    let way = texts.get(if channel == Channel::Whatsapp { "notice-stop-chat" } else { "notice-stop-mail" });
    let blanks =
        [("way", way.into()), ("kind", texts.get(kind.word()).into()), ("place", place.name.as_str().into())];
    let sentence = match step {
        Step::Ask => texts.with("notice-stop-ask", &blanks),
        Step::Stopped => texts.with("notice-stop-done", &blanks),
        Step::Resumed => texts.with("notice-stop-resumed", &blanks),
    };
    let path = browser.path().split('?').next().unwrap_or_default();
    web::page(&Page {
        action: path.trim_end_matches("/batal").to_owned(),
        sentence,
        place: place.name,
        step,
        s,
    })
}
