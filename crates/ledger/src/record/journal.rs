//! A plain journal entry (jurnal umum): lines of account, fund, debit or credit, for whoever keeps books by profession.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};
use serde::Deserialize;
use tenancy::{May, policy::KeepBooks};
use web::{Browser, Faults, Form, Go, Shell, shell::parts::Choice};

use super::{Written, choice, form_id, funds_in_use, is_open, simple::day, unbalanced, write};
use crate::{
    chart::sql::{self as chart, Account, Fund},
    entry::{Draft, Entry},
    frame, kinds, said,
};

/// Lines that an empty form offers; more are an entry each.
const LINES: usize = 6;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct JournalForm {
    id: String,
    tanggal: String,
    keterangan: String,
    akun: Vec<String>,
    pos: Vec<String>,
    debit: Vec<String>,
    kredit: Vec<String>,
}

/// One line of the form.
struct Line {
    number: usize,
    account: String,
    fund: String,
    debit: String,
    credit: String,
    account_fault: String,
    amount_fault: String,
}

#[derive(Template)]
#[template(path = "record/journal.html")]
struct FormPage {
    s: Shell,
    action: String,
    form: JournalForm,
    lines: Vec<Line>,
    accounts: Vec<Choice>,
    funds: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

struct Book {
    accounts: Vec<Account>,
    funds: Vec<Fund>,
}

pub async fn new(may: May<KeepBooks>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let book = Book { accounts: chart::accounts(&mut tx).await?, funds: chart::all_funds(&mut tx).await? };
    let form = JournalForm {
        id: EntryId::new(tx.now()).to_string(),
        tanggal: may.place().zone.date(tx.now()).to_string(),
        ..JournalForm::default()
    };
    web::page(&page(&may, &browser, &book, form, Faults::default()))
}

pub async fn create(may: May<KeepBooks>, browser: Browser, Form(form): Form<JournalForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let book = Book { accounts: chart::accounts(&mut tx).await?, funds: chart::all_funds(&mut tx).await? };
    let s = browser.public("");
    let mut faults = Faults::default();
    let today = may.place().zone.date(tx.now());
    let id = form_id(&tx, &form.id);
    let day = day(&mut tx, &mut faults, &s, &form.tanggal, today).await?;
    let drafted = draft(&s, &book, &form, id, day.unwrap_or(today), &mut faults);
    let balanced = drafted.balanced();
    let entry = match balanced {
        Ok(entry) if faults.is_empty() => entry,
        Ok(_) => return web::invalid(&page(&may, &browser, &book, form, faults)),
        Err(fault) => {
            if faults.is_empty() {
                faults.put("debit-1", unbalanced(&s, fault, &book.funds));
            }
            return web::invalid(&page(&may, &browser, &book, form, faults));
        }
    };

    let href = may.place().path(&format!("buku/jurnal/{id}"));
    if let Written::Again = write(&mut tx, &entry).await.map_err(said)? {
        return Ok(Go::to(href).into_response());
    }
    tx.commit().await?;
    Ok(Go::to(href).saying(s.t1("ledger-record-done", "amount", entry.total().to_string())).into_response())
}

/// The lines that were filled in; every slip is a fault at its field.
fn draft(s: &Shell, book: &Book, form: &JournalForm, id: EntryId, on: Date, faults: &mut Faults) -> Draft {
    let memo = frame::tidy(&form.keterangan);
    if memo.is_empty() || memo.chars().count() > 200 {
        faults.put("keterangan", s.t("ledger-fault-memo"));
    }
    let mut draft = Entry::draft(id, kinds::JOURNAL, id.uuid(), on, on, memo);
    for number in 1..=form.akun.len() {
        let typed = |column: &'_ [String]| column.get(number - 1).map_or("", |text| text.trim()).to_owned();
        let (debit, credit) = (typed(&form.debit), typed(&form.kredit));
        if debit.is_empty() && credit.is_empty() {
            continue;
        }
        let account = typed(&form.akun).parse::<LedgerAccountId>().ok();
        let account = account.filter(|id| book.accounts.iter().any(|a| a.id == *id && is_open(a)));
        if account.is_none() {
            faults.put(&format!("akun-{number}"), s.t("ledger-fault-account"));
        }
        let fund = typed(&form.pos).parse::<FundId>().ok();
        let fund = fund.filter(|id| book.funds.iter().any(|f| f.id == *id && f.retired_at.is_none()));
        let amount = |text: &str| if text.is_empty() { Ok(Rupiah::ZERO) } else { Rupiah::parse(text) };
        match (account, fund, amount(&debit), amount(&credit)) {
            (Some(account), Some(fund), Ok(debit), Ok(credit)) => {
                draft = draft.debit(account, fund, debit).credit(account, fund, credit);
            }
            (_, _, Ok(_), Ok(_)) => {}
            _ => faults.put(&format!("debit-{number}"), s.t("ledger-fault-amount")),
        }
    }
    draft
}

fn page(may: &May<KeepBooks>, browser: &Browser, book: &Book, form: JournalForm, faults: Faults) -> FormPage {
    let s = browser.office(may, browser.texts().get("journal-new"));
    let here = s.title.clone();
    let s = s.crumb(browser.texts().get("journal-title"), may.place().path("buku/jurnal")).crumb(here, "");
    let general = book.funds.first().map(|fund| fund.id.to_string()).unwrap_or_default();
    let line = |number: usize| {
        let typed = |column: &[String]| column.get(number - 1).cloned().unwrap_or_default();
        let fund = typed(&form.pos);
        Line {
            number,
            account: typed(&form.akun),
            fund: if fund.is_empty() { general.clone() } else { fund },
            debit: typed(&form.debit),
            credit: typed(&form.kredit),
            account_fault: faults.of(&format!("akun-{number}")).to_owned(),
            amount_fault: faults.of(&format!("debit-{number}")).to_owned(),
        }
    };
    FormPage {
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        action: may.place().path("buku/jurnal"),
        lines: (1..=LINES.max(form.akun.len())).map(line).collect(),
        accounts: book.accounts.iter().filter(|account| is_open(account)).map(choice).collect(),
        funds: funds_in_use(&book.funds),
        mistakes: faults.pairs(),
        form,
        faults,
    }
}
