//! The balances that a complex begins with: what is in each cash box and bank account, fund by fund. The other side is
//! the account for opening balances. What units owed is brought in by the dues.

use std::collections::HashMap;

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{EntryId, Rupiah};
use tenancy::{May, TenantTx, policy::KeepBooks};
use web::{Browser, Faults, Form, Go, Shell};

use super::{Written, form_id, simple::day, unbalanced, write};
use crate::{
    chart::{
        Purpose,
        sql::{self as chart, Account, Fund},
    },
    entry::{Draft, Entry},
    kinds, said,
};

/// What the form sends: `id`, `tanggal`, and an amount for each place of the grid.
type Sent = HashMap<String, String>;

/// One amount: an account in a fund.
struct Field {
    name: String,
    label: String,
    value: String,
    fault: String,
}

struct Group {
    title: String,
    id: String,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "record/opening.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    id: String,
    day: String,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    groups: Vec<Group>,
}

struct Book {
    accounts: Vec<Account>,
    funds: Vec<Fund>,
}

impl Book {
    async fn open(tx: &mut TenantTx) -> tenancy::Result<Self> {
        let mut accounts = chart::accounts(tx).await?;
        accounts.retain(|account| account.retired_at.is_none());
        let mut funds = chart::all_funds(tx).await?;
        funds.retain(|fund| fund.retired_at.is_none());
        Ok(Self { accounts, funds })
    }

    /// What is on its way through a payment provider is nobody's opening balance.
    fn money(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|a| a.holds_money && a.purpose != Some(Purpose::Clearing))
    }

    /// Every place of the grid with its field's name.
    fn places(&self) -> Vec<(&Account, &Fund, String)> {
        let grid = self.money().flat_map(|account| self.funds.iter().map(move |fund| (account, fund)));
        grid.map(|(account, fund)| (account, fund, format!("saldo-{}-{}", account.code, fund.id))).collect()
    }
}

pub async fn new(may: May<KeepBooks>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let book = Book::open(&mut tx).await?;
    let sent = Sent::from([
        ("id".to_owned(), EntryId::new(tx.now()).to_string()),
        ("tanggal".to_owned(), may.place().zone.date(tx.now()).to_string()),
    ]);
    web::page(&page(&may, &browser, &book, &sent, Faults::default()))
}

pub async fn create(may: May<KeepBooks>, browser: Browser, Form(sent): Form<Sent>) -> web::Result {
    let mut tx = may.begin().await?;
    let book = Book::open(&mut tx).await?;
    let s = browser.public("");
    let mut faults = Faults::default();
    let today = may.place().zone.date(tx.now());
    let day = day(&mut tx, &mut faults, &s, text(&sent, "tanggal"), today).await?;
    let id = form_id(&tx, text(&sent, "id"));
    let opening = book.accounts.iter().find(|account| account.purpose == Some(Purpose::Opening));
    let (Some(day), Some(opening)) = (day, opening) else {
        return web::invalid(&page(&may, &browser, &book, &sent, faults));
    };
    let draft =
        Entry::draft(id, kinds::OPENING_BALANCE, id.uuid(), day, day, s.t("ledger-kind-opening-balance"));
    let entry = match filled(&book, &s, &sent, draft, opening, &mut faults).balanced() {
        Ok(entry) if faults.is_empty() => entry,
        Ok(_) => return web::invalid(&page(&may, &browser, &book, &sent, faults)),
        Err(fault) => {
            if faults.is_empty() {
                faults.put("tanggal", unbalanced(&s, fault, &book.funds));
            }
            return web::invalid(&page(&may, &browser, &book, &sent, faults));
        }
    };

    let href = may.place().path(&format!("buku/jurnal/{id}"));
    if let Written::Again = write(&mut tx, &entry).await.map_err(said)? {
        return Ok(Go::to(href).into_response());
    }
    tx.commit().await?;
    Ok(Go::to(href).saying(s.t1("ledger-record-done", "amount", entry.total().to_string())).into_response())
}

fn text<'a>(sent: &'a Sent, name: &str) -> &'a str {
    sent.get(name).map_or("", String::as_str)
}

/// The draft with every amount that was typed.
fn filled(
    book: &Book,
    s: &Shell,
    sent: &Sent,
    mut draft: Draft,
    opening: &Account,
    faults: &mut Faults,
) -> Draft {
    for (account, fund, name) in book.places() {
        let typed = text(sent, &name).trim();
        if typed.is_empty() {
            continue;
        }
        match Rupiah::parse(typed) {
            Ok(amount) => {
                draft = draft.debit(account.id, fund.id, amount).credit(opening.id, fund.id, amount);
            }
            Err(_) => faults.put(&name, s.t("ledger-fault-amount")),
        }
    }
    draft
}

fn page(may: &May<KeepBooks>, browser: &Browser, book: &Book, sent: &Sent, faults: Faults) -> FormPage {
    let s = browser.office(may, browser.texts().get("ledger-opening-title"));
    let (cash, here) = (s.t("books-tab-cash").to_owned(), s.title.clone());
    let s = s.crumb(cash, may.place().path("kas")).crumb(here, "");
    let field = |fund: &Fund, name: String| Field {
        label: fund.name.clone(),
        value: text(sent, &name).to_owned(),
        fault: faults.of(&name).to_owned(),
        name,
    };
    let group = |account: &Account| Group {
        title: account.name.clone(),
        id: format!("h-{}", account.code),
        fields: book
            .places()
            .into_iter()
            .filter(|(of, ..)| of.id == account.id)
            .map(|(_, fund, name)| field(fund, name))
            .collect(),
    };
    FormPage {
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        action: may.place().path("buku/saldo-awal"),
        back: may.place().path("kas"),
        id: text(sent, "id").to_owned(),
        day: text(sent, "tanggal").to_owned(),
        mistakes: faults.pairs(),
        groups: book.money().map(group).collect(),
        faults,
    }
}
