//! Accounts and funds for programs.

use axum::response::IntoResponse as _;
use kernel::{FundId, LedgerAccountId};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{KeepBooks, SeeBooks},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Json, Path,
    api::{Answer, Claim, Once, Page},
};

use super::{
    AccountKind, Purpose,
    account_form::{self, AccountForm, taken},
    fund_form::{self, FundForm},
    sql::{self, Account, Fund},
};
use crate::api;

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/api/v1/complexes/{complex}/ledger/accounts", accounts)
        .post("/api/v1/complexes/{complex}/ledger/accounts", create_account)
        .patch("/api/v1/complexes/{complex}/ledger/accounts/{account}", change_account)
        .get("/api/v1/complexes/{complex}/ledger/funds", funds)
        .post("/api/v1/complexes/{complex}/ledger/funds", create_fund)
        .patch("/api/v1/complexes/{complex}/ledger/funds/{fund}", change_fund)
}

const NAMES: &[(&str, &str)] =
    &[("kode", "code"), ("nama", "name"), ("jenis", "kind"), ("kas", "holds_money"), ("catatan", "note")];

#[derive(Debug, Serialize, ToSchema)]
pub struct AccountBody {
    pub id: Uuid,
    #[schema(example = "1101")]
    pub code: String,
    #[schema(example = "Kas tunai")]
    pub name: String,
    pub kind: AccountKind,
    /// What the application looks it up by; such an account cannot go
    pub purpose: Option<Purpose>,
    /// A cash box or a bank account
    pub holds_money: bool,
    pub note: String,
    pub retired: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FundBody {
    pub id: Uuid,
    #[schema(example = "KEAMANAN")]
    pub code: String,
    #[schema(example = "Keamanan")]
    pub name: String,
    /// Where money waits that nobody has given a purpose yet
    pub general: bool,
    pub note: String,
    pub retired: bool,
}

impl AccountBody {
    fn of(account: Account) -> Self {
        Self {
            id: account.id.uuid(),
            code: account.code,
            name: account.name,
            kind: account.kind,
            purpose: account.purpose,
            holds_money: account.holds_money,
            note: account.note,
            retired: account.retired_at.is_some(),
        }
    }
}

impl FundBody {
    fn of(fund: Fund) -> Self {
        Self {
            id: fund.id.uuid(),
            code: fund.code,
            name: fund.name,
            general: fund.is_general,
            note: fund.note,
            retired: fund.retired_at.is_some(),
        }
    }
}

/// The chart of accounts; always one page.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/accounts", tag = "ledger",
    params(("complex" = String, Path)), responses((status = 200, body = Page<AccountBody>))
)]
pub async fn accounts(may: May<SeeBooks>) -> web::Result {
    let mut tx = may.begin().await?;
    let items = sql::accounts(&mut tx).await?.into_iter().map(AccountBody::of).collect();
    Ok(Page { items, next: None }.into_response())
}

/// The funds; always one page.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/funds", tag = "ledger",
    params(("complex" = String, Path)), responses((status = 200, body = Page<FundBody>))
)]
pub async fn funds(may: May<SeeBooks>) -> web::Result {
    let mut tx = may.begin().await?;
    let items = sql::all_funds(&mut tx).await?.into_iter().map(FundBody::of).collect();
    Ok(Page { items, next: None }.into_response())
}

/// A new account.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAccount {
    #[schema(example = "5106")]
    code: String,
    #[schema(example = "Peringatan 17 Agustus")]
    name: String,
    #[schema(value_type = AccountKind)]
    kind: String,
    /// Only an asset may hold money
    holds_money: bool,
    note: String,
}

impl NewAccount {
    fn form(self) -> AccountForm {
        AccountForm {
            kode: self.code,
            nama: self.name,
            jenis: self.kind,
            kas: if self.holds_money { "ya".to_owned() } else { String::new() },
            catatan: self.note,
        }
    }
}

/// Adds an account.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/ledger/accounts", tag = "ledger",
    params(("complex" = String, Path)), request_body = NewAccount,
    responses((status = 201, body = AccountBody), (status = 422))
)]
pub async fn create_account(may: May<KeepBooks>, browser: Browser, sent: Once<NewAccount>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let details = sent.body.clone().form().parse(&s, None).map_err(|f| api::invalid(&f, NAMES))?;
    let id = match sql::add_account(&mut tx, &details).await {
        Ok(id) => id,
        Err(error) => return Err(api::invalid(&taken(&s, error)?, NAMES)),
    };
    let account = account_form::find(&mut tx, id).await?;
    let location = format!("/api/v1/complexes/{}/ledger/accounts/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &AccountBody::of(account))?).await
}

/// What changes; a field that is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChartChange {
    code: Option<String>,
    name: Option<String>,
    note: Option<String>,
    /// Takes it out of use, or brings it back
    retired: Option<bool>,
}

/// Renames, renumbers or retires an account.
#[utoipa::path(
    patch, path = "/api/v1/complexes/{complex}/ledger/accounts/{account}", tag = "ledger",
    params(("complex" = String, Path), ("account" = Uuid, Path)), request_body = ChartChange,
    responses((status = 200, body = AccountBody), (status = 404), (status = 409), (status = 422))
)]
pub async fn change_account(
    may: May<KeepBooks>,
    browser: Browser,
    path: Path<(String, LedgerAccountId)>,
    change: Json<ChartChange>,
) -> web::Result {
    let (Path((_, id)), Json(change)) = (path, change);
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let account = account_form::find(&mut tx, id).await?;
    let mut form = AccountForm::of(&account);
    put(&mut form.kode, change.code);
    put(&mut form.nama, change.name);
    put(&mut form.catatan, change.note);
    let details = form.parse(&s, Some(&account)).map_err(|f| api::invalid(&f, NAMES))?;

    if let Err(error) = sql::change_account(&mut tx, id, &details).await {
        return Err(api::invalid(&taken(&s, error)?, NAMES));
    }
    match change.retired {
        Some(true) => account_form::take_out_of_use(&mut tx, &account).await?,
        Some(false) => sql::restore_account(&mut tx, id).await?,
        None => {}
    }
    let account = account_form::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(axum::Json(AccountBody::of(account)).into_response())
}

/// A new fund.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewFund {
    #[schema(example = "THR")]
    code: String,
    #[schema(example = "THR petugas")]
    name: String,
    note: String,
}

/// Adds a fund.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/ledger/funds", tag = "ledger",
    params(("complex" = String, Path)), request_body = NewFund,
    responses((status = 201, body = FundBody), (status = 422))
)]
pub async fn create_fund(may: May<KeepBooks>, browser: Browser, sent: Once<NewFund>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let NewFund { code, name, note } = sent.body.clone();
    let form = FundForm { kode: code, nama: name, catatan: note };
    let details = form.parse(&s).map_err(|f| api::invalid(&f, NAMES))?;
    let id = match sql::add_fund(&mut tx, &details).await {
        Ok(id) => id,
        Err(error) => return Err(api::invalid(&taken(&s, error)?, NAMES)),
    };
    let fund = fund_form::find(&mut tx, id).await?;
    let location = format!("/api/v1/complexes/{}/ledger/funds/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &FundBody::of(fund))?).await
}

/// Renames or retires a fund.
#[utoipa::path(
    patch, path = "/api/v1/complexes/{complex}/ledger/funds/{fund}", tag = "ledger",
    params(("complex" = String, Path), ("fund" = Uuid, Path)), request_body = ChartChange,
    responses((status = 200, body = FundBody), (status = 404), (status = 409), (status = 422))
)]
pub async fn change_fund(
    may: May<KeepBooks>,
    browser: Browser,
    path: Path<(String, FundId)>,
    change: Json<ChartChange>,
) -> web::Result {
    let (Path((_, id)), Json(change)) = (path, change);
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let fund = fund_form::find(&mut tx, id).await?;
    let mut form = FundForm::of(&fund);
    put(&mut form.kode, change.code);
    put(&mut form.nama, change.name);
    put(&mut form.catatan, change.note);
    let details = form.parse(&s).map_err(|f| api::invalid(&f, NAMES))?;

    if let Err(error) = sql::change_fund(&mut tx, id, &details).await {
        return Err(api::invalid(&taken(&s, error)?, NAMES));
    }
    match change.retired {
        Some(true) => fund_form::take_out_of_use(&mut tx, &fund).await?,
        Some(false) => sql::restore_fund(&mut tx, id).await?,
        None => {}
    }
    let fund = fund_form::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(axum::Json(FundBody::of(fund)).into_response())
}

fn put(field: &mut String, sent: Option<String>) {
    if let Some(value) = sent {
        *field = value;
    }
}
