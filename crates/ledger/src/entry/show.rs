//! One entry: its lines, when it was booked and when the money moved, who recorded it, the document behind it.

use askama::Template;
use kernel::{EntryId, format};
use tenancy::{
    May,
    policy::{KeepBooks, SeeBooks},
};
use web::{Browser, Path, Shell};

use super::sql::read::{self, EntryRow, LineRow};
use crate::{
    frame::{money, money_or_blank},
    kinds::{self, Kinds},
};

struct Line {
    href: String,
    code: String,
    name: String,
    fund: String,
    debit: String,
    credit: String,
}

#[derive(Template)]
#[template(path = "entry/show.html")]
struct Show {
    s: Shell,
    sub: String,
    facts: Vec<(String, String)>,
    lines: Vec<Line>,
    total: String,
    /// The document behind the entry, and the entries that it takes back or that take it back.
    document: Option<String>,
    reverses: Option<String>,
    reversed_by: Option<String>,
    reverse: Option<String>,
}

pub async fn show(
    may: May<SeeBooks>,
    browser: Browser,
    kinds: Kinds,
    Path((_, id)): Path<(String, EntryId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let entry = read::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let lines = read::lines_of(&mut tx, id).await?;

    let word = kinds.word(&browser.public(""), &entry.kind).to_owned();
    let s = browser.office(&may, &word);
    let journal = may.place().path("buku/jurnal");
    let s = s.crumb(browser.texts().get("journal-title"), &journal).crumb(word, "");
    let to = |id: EntryId| format!("{journal}/{id}");
    let may_reverse = may.can::<KeepBooks>() && kinds::is_by_hand(&entry.kind) && entry.reversed_by.is_none();
    web::page(&Show {
        sub: entry.memo.clone(),
        facts: facts(&s, may.place().zone, &entry),
        total: money(lines.iter().map(|line| line.amount.max(0)).sum()),
        lines: lines.iter().map(|line| shown(&may.place().path("buku/akun"), line)).collect(),
        document: kinds.href(may.place(), &entry.kind, entry.source),
        reverses: entry.reverses.map(to),
        reversed_by: entry.reversed_by.map(to),
        reverse: may_reverse.then(|| format!("{journal}/{id}/batalkan")),
        s,
    })
}

fn shown(accounts: &str, line: &LineRow) -> Line {
    Line {
        href: format!("{accounts}/{}", line.account),
        code: line.account_code.clone(),
        name: line.account_name.clone(),
        fund: line.fund_name.clone(),
        debit: money_or_blank(line.amount.max(0)),
        credit: money_or_blank((-line.amount).max(0)),
    }
}

fn facts(s: &Shell, zone: kernel::Zone, entry: &EntryRow) -> Vec<(String, String)> {
    let mut facts = vec![(s.t("ledger-entry-booked-on").to_owned(), s.date(&entry.booked_on))];
    if entry.value_on != entry.booked_on {
        facts.push((s.t("ledger-entry-value-on").to_owned(), s.date(&entry.value_on)));
    }
    facts.push((
        s.t("ledger-entry-recorded-at").to_owned(),
        format::date_time(entry.recorded_at, zone, s.locale),
    ));
    if let Some(name) = &entry.recorded_by {
        facts.push((s.t("ledger-entry-recorded-by").to_owned(), name.clone()));
    }
    facts
}
