//! Taking back an entry that was written by hand: another entry, with the reason, on the first open day.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{EntryId, Locale};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::KeepBooks};
use web::{Browser, Faults, Form, Go, Path, Say, Shell, texts::texts};

use super::{
    post, reversal_of,
    sql::read::{self, EntryRow},
};
use crate::{
    books, frame,
    kinds::{self, Kinds},
    said,
};

/// A reason is a sentence, not a key pressed twice; the memo keeps no more than 300 characters.
pub(super) const REASON: std::ops::RangeInclusive<usize> = 5..=200;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    alasan: String,
}

#[derive(Template)]
#[template(path = "entry/reverse.html")]
struct Ask {
    s: Shell,
    memo: String,
    href: String,
    form: ReasonForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

/// Why an entry stays as it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum CannotReverse {
    /// Its document takes it back.
    HasDocument,
    AlreadyReversed,
}

impl Say for CannotReverse {
    fn say(&self, locale: Locale) -> String {
        texts(locale)
            .get(match self {
                Self::HasDocument => "ledger-entry-has-document",
                Self::AlreadyReversed => "ledger-already-reversed",
            })
            .to_owned()
    }
}

pub async fn ask(
    may: May<KeepBooks>,
    browser: Browser,
    kinds: Kinds,
    Path((_, id)): Path<(String, EntryId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let entry = reversible(&mut tx, id).await?;
    web::page(&asked(&may, &browser, &kinds, &entry, ReasonForm::default(), Faults::default()))
}

pub async fn reverse(
    may: May<KeepBooks>,
    browser: Browser,
    kinds: Kinds,
    Path((_, id)): Path<(String, EntryId)>,
    Form(form): Form<ReasonForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let entry = reversible(&mut tx, id).await?;
    let reason = frame::tidy(&form.alasan);
    if !REASON.contains(&reason.chars().count()) {
        let mut faults = Faults::default();
        faults.put("alasan", browser.texts().get("ledger-fault-reason"));
        return web::invalid(&asked(&may, &browser, &kinds, &entry, form, faults));
    }

    let today = may.place().zone.date(tx.now());
    take_back(&mut tx, &entry, today, &reason).await?;
    tx.commit().await?;
    let said = browser.texts().get("ledger-entry-reversed");
    Ok(Go::to(may.place().path(&format!("buku/jurnal/{id}"))).saying(said).into_response())
}

/// The reversal, posted.
pub(super) async fn take_back(
    tx: &mut TenantTx,
    entry: &EntryRow,
    today: kernel::Date,
    reason: &str,
) -> web::Result<EntryId> {
    let day = books::open_day(tx, today).await?;
    let id = EntryId::new(tx.now());
    let memo = format!("{reason} ({})", entry.memo);
    let reversal = reversal_of(tx, entry.id, id, kinds::ENTRY_REVERSED, entry.id.uuid(), day, memo).await?;
    post(tx, &[reversal]).await.map_err(said)?;
    Ok(id)
}

/// The entry, if it may be taken back here.
pub(super) async fn reversible(tx: &mut TenantTx, id: EntryId) -> web::Result<EntryRow> {
    let entry = read::find(tx, id).await?.ok_or(web::Error::missing())?;
    if !kinds::is_by_hand(&entry.kind) {
        return Err(web::Error::refused(CannotReverse::HasDocument));
    }
    if entry.reversed_by.is_some() {
        return Err(web::Error::refused(CannotReverse::AlreadyReversed));
    }
    Ok(entry)
}

fn asked(
    may: &May<KeepBooks>,
    browser: &Browser,
    kinds: &Kinds,
    entry: &EntryRow,
    form: ReasonForm,
    faults: Faults,
) -> Ask {
    let s = browser.office(may, browser.texts().get("ledger-entry-reverse-title"));
    let href = may.place().path(&format!("buku/jurnal/{}", entry.id));
    let s = s.crumb(browser.texts().get("journal-title"), may.place().path("buku/jurnal"));
    let word = kinds.word(&s, &entry.kind).to_owned();
    let title = s.title.clone();
    let s = s.crumb(word, &href).crumb(title, "");
    Ask {
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        memo: entry.memo.clone(),
        href,
        mistakes: faults.pairs(),
        form,
        faults,
    }
}
