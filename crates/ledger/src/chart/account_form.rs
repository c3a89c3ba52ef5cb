//! Adding an account, renaming and renumbering it, taking it out of use.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::LedgerAccountId;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::KeepBooks};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{
    AccountKind,
    model::{self, ChartFault},
    pages::{CannotRetire, is_empty},
    sql::{self, Account, AccountDetails},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    pub(super) kode: String,
    pub(super) nama: String,
    pub(super) jenis: String,
    pub(super) kas: String,
    pub(super) catatan: String,
}

#[derive(Template)]
#[template(path = "chart/account_form.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    /// None while it is new.
    account: Option<Account>,
    kinds: Vec<Choice>,
    form: AccountForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl AccountForm {
    pub(super) fn of(account: &Account) -> Self {
        Self {
            kode: account.code.clone(),
            nama: account.name.clone(),
            jenis: account.kind.code().to_owned(),
            kas: if account.holds_money { "ya".to_owned() } else { String::new() },
            catatan: account.note.clone(),
        }
    }

    /// The side of the books of an account that exists stays, whatever was sent.
    pub(super) fn parse(&self, s: &Shell, known: Option<&Account>) -> Result<AccountDetails, Faults> {
        let mut faults = Faults::default();
        let code = faults.keep("kode", model::account_code(&self.kode), |fault| sentence(s, *fault));
        let name = faults.keep("nama", model::name(&self.nama, 80), |fault| sentence(s, *fault));
        let note = faults.keep("catatan", model::note(&self.catatan), |fault| sentence(s, *fault));
        let kind = known.map(|account| account.kind).or_else(|| AccountKind::from_code(&self.jenis));
        if kind.is_none() {
            faults.put("jenis", s.t("ledger-fault-account-kind"));
        }
        let asked = !self.kas.is_empty();
        let holds_money =
            known.map_or(asked && kind == Some(AccountKind::Asset), |account| account.holds_money);
        if known.is_none() && asked && kind.is_some_and(|kind| kind != AccountKind::Asset) {
            faults.put("jenis", s.t("ledger-fault-money-kind"));
        }
        match (code, name, note, kind) {
            (Some(code), Some(name), Some(note), Some(kind)) if faults.is_empty() => {
                Ok(AccountDetails { code, name, kind, holds_money, note })
            }
            _ => Err(faults),
        }
    }
}

pub(super) fn sentence(s: &Shell, fault: ChartFault) -> String {
    s.t(match fault {
        ChartFault::AccountCode => "ledger-fault-account-code",
        ChartFault::FundCode => "ledger-fault-fund-code",
        ChartFault::Name => "ledger-fault-name",
        ChartFault::Note => "ledger-fault-chart-note",
    })
    .to_owned()
}

/// A code that another account has is a fault of its field.
pub(super) fn taken(s: &Shell, error: tenancy::Error) -> Result<Faults, web::Error> {
    if !matches!(error.constraint(), Some("ledger_account_code_once" | "fund_code_once")) {
        return Err(error.into());
    }
    let mut faults = Faults::default();
    faults.put("kode", s.t("ledger-fault-code-taken"));
    Ok(faults)
}

pub async fn new(may: May<KeepBooks>, browser: Browser) -> web::Result {
    let form = AccountForm { jenis: AccountKind::Expense.code().to_owned(), ..AccountForm::default() };
    web::page(&page(&may, &browser, None, form, Faults::default()))
}

pub async fn create(may: May<KeepBooks>, browser: Browser, Form(form): Form<AccountForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let s = browser.public("");
    let faults = match form.parse(&s, None) {
        Err(faults) => faults,
        Ok(details) => match sql::add_account(&mut tx, &details).await {
            Ok(_) => {
                tx.commit().await?;
                let said = s.t1("ledger-account-added", "name", &details.name);
                return Ok(Go::to(may.place().path("buku/akun")).saying(said).into_response());
            }
            Err(error) => taken(&s, error)?,
        },
    };
    web::invalid(&page(&may, &browser, None, form, faults))
}

pub async fn edit(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, LedgerAccountId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let account = find(&mut tx, id).await?;
    let form = AccountForm::of(&account);
    web::page(&page(&may, &browser, Some(account), form, Faults::default()))
}

pub async fn update(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, LedgerAccountId)>,
    Form(form): Form<AccountForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let account = find(&mut tx, id).await?;
    let s = browser.public("");
    let faults = match form.parse(&s, Some(&account)) {
        Err(faults) => faults,
        Ok(details) => match sql::change_account(&mut tx, id, &details).await {
            Ok(()) => {
                tx.commit().await?;
                let said = s.t1("ledger-account-saved", "name", &details.name);
                return Ok(Go::to(may.place().path(&format!("buku/akun/{id}"))).saying(said).into_response());
            }
            Err(error) => taken(&s, error)?,
        },
    };
    web::invalid(&page(&may, &browser, Some(account), form, faults))
}

pub async fn retire(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, LedgerAccountId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let account = find(&mut tx, id).await?;
    take_out_of_use(&mut tx, &account).await?;
    tx.commit().await?;
    let said = browser.texts().with("chart-is-retired", &[("name", account.name.as_str().into())]);
    let undo = may.place().path(&format!("buku/akun/{id}/pulihkan"));
    Ok(Go::to(may.place().path("buku/akun")).undoable(said, undo).into_response())
}

/// Not what rooms look up, and not while something stands in it.
pub(super) async fn take_out_of_use(tx: &mut TenantTx, account: &Account) -> web::Result<()> {
    if account.purpose.is_some() {
        return Err(web::Error::refused(CannotRetire::Needed));
    }
    if !is_empty(tx, Some(account.id), None).await? {
        return Err(web::Error::refused(CannotRetire::HoldsMoney));
    }
    Ok(sql::retire_account(tx, account.id).await?)
}

pub async fn restore(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, LedgerAccountId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let account = find(&mut tx, id).await?;
    sql::restore_account(&mut tx, id).await?;
    tx.commit().await?;
    let said = browser.texts().with("chart-is-back", &[("name", account.name.as_str().into())]);
    Ok(Go::to(may.place().path("buku/akun")).saying(said).into_response())
}

pub(super) async fn find(tx: &mut TenantTx, id: LedgerAccountId) -> web::Result<Account> {
    let found = sql::accounts(tx).await?.into_iter().find(|account| account.id == id);
    found.ok_or_else(web::Error::missing)
}

fn page(
    may: &May<KeepBooks>,
    browser: &Browser,
    account: Option<Account>,
    form: AccountForm,
    faults: Faults,
) -> FormPage {
    let words = browser.texts();
    let title =
        account.as_ref().map_or_else(|| words.get("ledger-account-add").to_owned(), |a| a.name.clone());
    let base = may.place().path("buku/akun");
    let s = browser.office(may, &title).crumb(words.get("chart-title"), &base).crumb(title, "");
    FormPage {
        action: account.as_ref().map_or_else(|| base.clone(), |account| format!("{base}/{}", account.id)),
        back: base,
        kinds: AccountKind::ALL.map(|kind| Choice::new(kind.code(), s.t(kind.word()))).to_vec(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        account,
        form,
        faults,
    }
}
