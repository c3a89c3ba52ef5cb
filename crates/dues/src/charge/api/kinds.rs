//! Charge types; a complex has a handful, so the list comes whole.

use axum::response::IntoResponse as _;
use kernel::Period;
use ledger::{Chart, Purpose};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Json, Path,
    api::{Answer, Claim, Once, Page},
};

use crate::{
    api,
    charge::{
        Cadence, ChargeType, Liable, Obligation, TaxClass,
        pages::kind_form::{KindForm, keep_billed, taken},
        sql::{self, kinds},
    },
};

/// What a form calls a field, and what the API calls it.
const NAMES: &[(&str, &str)] = &[
    ("nama", "name"),
    ("kode", "code"),
    ("berkala", "cadence"),
    ("mulai", "first_month"),
    ("sifat", "obligation"),
    ("penanggung", "liable"),
    ("pos", "fund"),
    ("akun", "income_account"),
    ("pajak", "tax_class"),
    ("urutan", "priority"),
    ("catatan", "note"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct ChargeTypeBody {
    pub id: Uuid,
    #[schema(example = "IPL")]
    pub code: String,
    #[schema(example = "Iuran lingkungan")]
    pub name: String,
    pub cadence: Cadence,
    /// The month that a quarter or year is counted from, or the one month of `once`
    #[schema(example = "2026-01")]
    pub first_month: String,
    pub obligation: Obligation,
    pub liable: Liable,
    /// Id of the fund that it feeds
    pub fund: Uuid,
    /// Id of the account that its income is booked on
    pub income_account: Uuid,
    pub tax_class: TaxClass,
    /// Which of two lines of one age is settled first; smaller goes first
    pub priority: i16,
    /// For a metered charge: `water`, `electricity`, `gas`
    pub utility: Option<String>,
    pub note: String,
    pub retired: bool,
}

impl ChargeTypeBody {
    fn of(kind: &ChargeType, retired: bool) -> Self {
        Self {
            id: kind.id.uuid(),
            code: kind.code.clone(),
            name: kind.name.clone(),
            cadence: kind.cadence,
            first_month: kind.anchor.to_string(),
            obligation: kind.obligation,
            liable: kind.liable,
            fund: kind.fund.uuid(),
            income_account: kind.income_account.uuid(),
            tax_class: kind.tax_class,
            priority: kind.priority,
            utility: kind.utility.clone(),
            note: kind.note.clone(),
            retired,
        }
    }
}

/// The charge types in use, in the order of an invoice's lines; always one page.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/charge-types", tag = "tariffs", operation_id = "list_charge_types",
    params(("complex" = String, Path)), responses((status = 200, body = Page<ChargeTypeBody>))
)]
pub async fn index(may: May<SeeDues>) -> web::Result {
    let mut tx = may.begin().await?;
    let kinds = sql::charge_types(&mut tx).await?;
    let items = kinds.iter().map(|kind| ChargeTypeBody::of(kind, false)).collect();
    Ok(Page::<ChargeTypeBody> { items, next: None }.into_response())
}

/// One charge type, by code or id.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/charge-types/{charge}", tag = "tariffs", operation_id = "show_charge_type",
    params(("complex" = String, Path), ("charge" = String, Path, description = "Code or id")),
    responses((status = 200, body = ChargeTypeBody), (status = 404))
)]
pub async fn show(may: May<SeeDues>, path: Path<(String, String)>) -> web::Result {
    let Path((_, charge)) = path;
    let mut tx = may.begin().await?;
    let known = kinds::find(&mut tx, &charge).await?.ok_or(web::Error::missing())?;
    Ok(axum::Json(ChargeTypeBody::of(&known.kind, known.retired_at.is_some())).into_response())
}

/// What is written about a charge type. A field that is left out stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChargeTypeChange {
    #[schema(example = "IPL")]
    code: Option<String>,
    #[schema(example = "Iuran lingkungan")]
    name: Option<String>,
    /// Stays once it stands on an invoice
    cadence: Option<Cadence>,
    /// Stays once it stands on an invoice
    #[schema(example = "2026-01")]
    first_month: Option<String>,
    obligation: Option<Obligation>,
    liable: Option<Liable>,
    /// Id of a fund; the general one when it is left out
    fund: Option<Uuid>,
    /// Id of an income account in use; the one of dues when it is left out
    income_account: Option<Uuid>,
    tax_class: Option<TaxClass>,
    priority: Option<i16>,
    /// `water`, `electricity`, `gas`
    utility: Option<String>,
    note: Option<String>,
    /// `true`: from now on it is not charged
    retired: Option<bool>,
}

impl ChargeTypeChange {
    /// The form as a manager would have filled it in.
    fn onto(&self, mut form: KindForm) -> KindForm {
        let put = |field: &mut String, sent: Option<String>| {
            if let Some(value) = sent {
                *field = value;
            }
        };
        put(&mut form.kode, self.code.clone());
        put(&mut form.nama, self.name.clone());
        put(&mut form.berkala, self.cadence.map(|one| one.code().to_owned()));
        put(&mut form.mulai, self.first_month.clone());
        put(&mut form.sifat, self.obligation.map(|one| one.code().to_owned()));
        put(&mut form.penanggung, self.liable.map(|one| one.code().to_owned()));
        put(&mut form.pos, self.fund.map(|fund| fund.to_string()));
        put(&mut form.akun, self.income_account.map(|account| account.to_string()));
        put(&mut form.pajak, self.tax_class.map(|one| one.code().to_owned()));
        put(&mut form.urutan, self.priority.map(|priority| priority.to_string()));
        put(&mut form.meter, self.utility.clone());
        put(&mut form.catatan, self.note.clone());
        form
    }
}

/// Adds a charge type. It costs nothing until it has a tariff.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/charge-types", tag = "tariffs", operation_id = "create_charge_type",
    params(("complex" = String, Path)), request_body = ChargeTypeChange,
    responses((status = 201, body = ChargeTypeBody), (status = 422, description = "A field is wrong, or the code is taken"))
)]
pub async fn create(may: May<SetTariffs>, browser: Browser, sent: Once<ChargeTypeChange>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let chart = Chart::load(&mut tx).await?;
    let month = Period::of(may.place().zone.date(tx.now()));
    let form = sent.body.onto(KindForm::usual(month, &chart));
    let income = chart.account(Purpose::DuesIncome);
    let details = form.parse(&s, &chart, income).map_err(|faults| api::invalid(&faults, NAMES))?;
    let id = match kinds::add(&mut tx, &details).await {
        Ok(id) => id,
        Err(error) => return Err(api::invalid(&taken(&s, error)?, NAMES)),
    };
    let known = kinds::find(&mut tx, &id.to_string()).await?.ok_or(web::Error::missing())?;
    let location = format!("/api/v1/complexes/{}/charge-types/{}", may.place().slug, known.kind.code);
    claimed.settle(tx, Answer::created(location, &ChargeTypeBody::of(&known.kind, false))?).await
}

/// Changes a charge type, stops it, or takes it up again.
#[utoipa::path(
    patch, path = "/api/v1/complexes/{complex}/charge-types/{charge}", tag = "tariffs",
    operation_id = "change_charge_type",
    params(("complex" = String, Path), ("charge" = String, Path)), request_body = ChargeTypeChange,
    responses((status = 200, body = ChargeTypeBody), (status = 404), (status = 422))
)]
pub async fn change(
    may: May<SetTariffs>,
    browser: Browser,
    path: Path<(String, String)>,
    change: Json<ChargeTypeChange>,
) -> web::Result {
    let (Path((_, charge)), Json(change)) = (path, change);
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let known = kinds::find(&mut tx, &charge).await?.ok_or(web::Error::missing())?;
    let chart = Chart::load(&mut tx).await?;
    let form = change.onto(KindForm::of(&known.kind));
    let income = known.kind.income_account;
    let mut details = form.parse(&s, &chart, income).map_err(|faults| api::invalid(&faults, NAMES))?;
    keep_billed(&mut details, &known);
    if let Err(error) = kinds::change(&mut tx, known.kind.id, &details).await {
        return Err(api::invalid(&taken(&s, error)?, NAMES));
    }
    match change.retired {
        Some(true) => kinds::retire(&mut tx, known.kind.id).await?,
        Some(false) => kinds::restore(&mut tx, known.kind.id).await?,
        None => {}
    }
    let known = kinds::find(&mut tx, &known.kind.id.to_string()).await?.ok_or(web::Error::missing())?;
    tx.commit().await?;
    Ok(axum::Json(ChargeTypeBody::of(&known.kind, known.retired_at.is_some())).into_response())
}
