//! Adding a fund (pos dana), renaming it, taking it out of use.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::FundId;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::KeepBooks};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{
    account_form::{sentence, taken},
    model,
    pages::{CannotRetire, is_empty},
    sql::{self, Fund, FundDetails},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FundForm {
    pub(super) kode: String,
    pub(super) nama: String,
    pub(super) catatan: String,
}

#[derive(Template)]
#[template(path = "chart/fund_form.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    /// None while it is new.
    fund: Option<Fund>,
    form: FundForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl FundForm {
    pub(super) fn of(fund: &Fund) -> Self {
        Self { kode: fund.code.clone(), nama: fund.name.clone(), catatan: fund.note.clone() }
    }

    pub(super) fn parse(&self, s: &Shell) -> Result<FundDetails, Faults> {
        let mut faults = Faults::default();
        let code = faults.keep("kode", model::fund_code(&self.kode), |fault| sentence(s, *fault));
        let name = faults.keep("nama", model::name(&self.nama, 60), |fault| sentence(s, *fault));
        let note = faults.keep("catatan", model::note(&self.catatan), |fault| sentence(s, *fault));
        match (code, name, note) {
            (Some(code), Some(name), Some(note)) if faults.is_empty() => Ok(FundDetails { code, name, note }),
            _ => Err(faults),
        }
    }
}

pub async fn new(may: May<KeepBooks>, browser: Browser) -> web::Result {
    web::page(&page(&may, &browser, None, FundForm::default(), Faults::default()))
}

pub async fn create(may: May<KeepBooks>, browser: Browser, Form(form): Form<FundForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let s = browser.public("");
    let faults = match form.parse(&s) {
        Err(faults) => faults,
        Ok(details) => match sql::add_fund(&mut tx, &details).await {
            Ok(_) => {
                tx.commit().await?;
                let said = s.t1("ledger-fund-added", "name", &details.name);
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
    Path((_, id)): Path<(String, FundId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let fund = find(&mut tx, id).await?;
    let form = FundForm::of(&fund);
    web::page(&page(&may, &browser, Some(fund), form, Faults::default()))
}

pub async fn update(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, FundId)>,
    Form(form): Form<FundForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let fund = find(&mut tx, id).await?;
    let s = browser.public("");
    let faults = match form.parse(&s) {
        Err(faults) => faults,
        Ok(details) => match sql::change_fund(&mut tx, id, &details).await {
            Ok(()) => {
                tx.commit().await?;
                let said = s.t1("ledger-fund-saved", "name", &details.name);
                return Ok(Go::to(may.place().path("buku/akun")).saying(said).into_response());
            }
            Err(error) => taken(&s, error)?,
        },
    };
    web::invalid(&page(&may, &browser, Some(fund), form, faults))
}

pub async fn retire(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, FundId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let fund = find(&mut tx, id).await?;
    take_out_of_use(&mut tx, &fund).await?;
    tx.commit().await?;
    let said = browser.texts().with("chart-is-retired", &[("name", fund.name.as_str().into())]);
    let undo = may.place().path(&format!("buku/pos/{id}/pulihkan"));
    Ok(Go::to(may.place().path("buku/akun")).undoable(said, undo).into_response())
}

/// Not the general one, and not while anything stands in it.
pub(super) async fn take_out_of_use(tx: &mut TenantTx, fund: &Fund) -> web::Result<()> {
    if fund.is_general {
        return Err(web::Error::refused(CannotRetire::Needed));
    }
    if !is_empty(tx, None, Some(fund.id)).await? {
        return Err(web::Error::refused(CannotRetire::HoldsMoney));
    }
    Ok(sql::retire_fund(tx, fund.id).await?)
}

pub async fn restore(
    may: May<KeepBooks>,
    browser: Browser,
    Path((_, id)): Path<(String, FundId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let fund = find(&mut tx, id).await?;
    sql::restore_fund(&mut tx, id).await?;
    tx.commit().await?;
    let said = browser.texts().with("chart-is-back", &[("name", fund.name.as_str().into())]);
    Ok(Go::to(may.place().path("buku/akun")).saying(said).into_response())
}

pub(super) async fn find(tx: &mut TenantTx, id: FundId) -> web::Result<Fund> {
    let found = sql::all_funds(tx).await?.into_iter().find(|fund| fund.id == id);
    found.ok_or_else(web::Error::missing)
}

fn page(
    may: &May<KeepBooks>,
    browser: &Browser,
    fund: Option<Fund>,
    form: FundForm,
    faults: Faults,
) -> FormPage {
    let words = browser.texts();
    let title =
        fund.as_ref().map_or_else(|| words.get("ledger-fund-add").to_owned(), |fund| fund.name.clone());
    let s = browser.office(may, &title);
    let s = s.crumb(words.get("chart-title"), may.place().path("buku/akun")).crumb(title, "");
    let base = may.place().path("buku/pos");
    FormPage {
        action: fund.as_ref().map_or_else(|| base.clone(), |fund| format!("{base}/{}", fund.id)),
        back: may.place().path("buku/akun"),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        fund,
        form,
        faults,
    }
}
