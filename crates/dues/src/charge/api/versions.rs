//! The dated versions of what a charge costs.

use axum::response::IntoResponse as _;
use http::StatusCode;
use kernel::{Date, TariffId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path,
    api::{Answer, Claim, Once, Page},
};

use crate::{
    api,
    charge::{
        ChargeType, Proration, Rule, Tariff,
        pages::{
            said,
            version_fields::VersionForm,
            version_save::{self, NotSaved},
        },
        sql::{
            kinds,
            versions::{self, VersionDetails},
        },
    },
};

const NAMES: &[(&str, &str)] = &[
    ("mulai", "from"),
    ("harga", "rule.amount"),
    ("harga_m2", "rule.rate"),
    ("minimum", "rule.minimum"),
    ("harga_tipe", "rule.amounts"),
    ("lain", "rule.otherwise"),
    ("dihuni", "rule.lived_in"),
    ("disewa", "rule.rented"),
    ("kosong", "rule.empty"),
    ("kavling", "rule.plot"),
    ("tetap", "rule.fixed"),
    ("dari", "rule.blocks"),
    ("harga_blok", "rule.blocks"),
    ("pakai_minimum", "rule.minimum_use"),
    ("bulan_pakai", "rule.usage"),
    ("cara", "rule.kind"),
    ("pajak", "tax_percent"),
    ("keputusan", "decision"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct TariffBody {
    pub id: Uuid,
    /// The first day
    pub from: Date,
    /// The last day; none: until further notice
    pub to: Option<Date>,
    pub rule: Rule,
    pub proration: Proration,
    #[schema(value_type = Option<String>, example = "11")]
    pub tax_percent: Option<Decimal>,
    pub decision: String,
    /// It stands on an issued invoice and stays as it is
    pub used: bool,
}

impl TariffBody {
    fn of(tariff: &Tariff) -> Self {
        Self {
            id: tariff.id.uuid(),
            from: tariff.from,
            to: tariff.until.and_then(|until| until.pred_opt()),
            rule: tariff.rule.clone(),
            proration: tariff.proration,
            tax_percent: tariff.tax_percent,
            decision: tariff.decision.clone(),
            used: tariff.is_used,
        }
    }
}

/// A new version. The one that holds until then ends the day before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTariff {
    from: Date,
    rule: Rule,
    #[serde(default = "by_days")]
    proration: Proration,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "11")]
    tax_percent: Option<Decimal>,
    /// The meeting that decided it
    #[serde(default)]
    decision: String,
}

const fn by_days() -> Proration {
    Proration::Days
}

impl NewTariff {
    /// Looked at as closely as the form.
    fn parse(&self, s: &web::Shell, kind: &ChargeType) -> Result<VersionDetails, Faults> {
        let typed = Tariff {
            id: TariffId::from_uuid(Uuid::nil()),
            charge_type: kind.id,
            from: self.from,
            until: None,
            rule: self.rule.clone(),
            proration: self.proration,
            tax_percent: self.tax_percent,
            decision: self.decision.clone(),
            is_used: false,
        };
        VersionForm::of(&typed).parse(s, kind)
    }
}

/// The versions of a charge type, by their first days; always one page.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/charge-types/{charge}/tariffs", tag = "tariffs",
    operation_id = "list_tariffs",
    params(("complex" = String, Path), ("charge" = String, Path, description = "Code or id")),
    responses((status = 200, body = Page<TariffBody>), (status = 404))
)]
pub async fn index(may: May<SeeDues>, path: Path<(String, String)>) -> web::Result {
    let Path((_, charge)) = path;
    let mut tx = may.begin().await?;
    let kind = kinds::find(&mut tx, &charge).await?.ok_or(Error::missing())?.kind;
    let tariffs = versions::of_type(&mut tx, kind.id).await?;
    Ok(Page::<TariffBody> { items: tariffs.iter().map(TariffBody::of).collect(), next: None }.into_response())
}

/// Adds a version.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/charge-types/{charge}/tariffs", tag = "tariffs",
    operation_id = "create_tariff",
    params(("complex" = String, Path), ("charge" = String, Path)), request_body = NewTariff,
    responses((status = 201, body = TariffBody), (status = 404), (status = 422))
)]
pub async fn create(
    may: May<SetTariffs>,
    browser: Browser,
    path: Path<(String, String)>,
    sent: Once<NewTariff>,
) -> web::Result {
    let Path((_, charge)) = path;
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let kind = kinds::find(&mut tx, &charge).await?.ok_or(Error::missing())?.kind;
    let details = sent.body.parse(&s, &kind).map_err(|faults| api::invalid(&faults, NAMES))?;
    let tariffs = versions::of_type(&mut tx, kind.id).await?;
    let id = version_save::add(&mut tx, kind.id, &tariffs, &details).await.map_err(|not| refused(&s, not))?;
    let tariffs = versions::of_type(&mut tx, kind.id).await?;
    let tariff = tariffs.iter().find(|tariff| tariff.id == id).ok_or(Error::missing())?;
    let location = format!("/api/v1/complexes/{}/charge-types/{}/tariffs", may.place().slug, kind.code);
    claimed.settle(tx, Answer::created(location, &TariffBody::of(tariff))?).await
}

fn refused(s: &web::Shell, not: NotSaved) -> Error {
    let mut faults = Faults::default();
    match not {
        NotSaved::SameDay => faults.put("mulai", s.t("tariff-fault-same-day")),
        NotSaved::OtherMonthOfUse => faults.put("bulan_pakai", s.t("tariff-fault-month-of-use")),
        NotSaved::Failed(error) => return said(error),
    }
    api::invalid(&faults, NAMES)
}

/// Takes out a version that no invoice stands on; the one before it goes on.
#[utoipa::path(
    delete, path = "/api/v1/complexes/{complex}/charge-types/{charge}/tariffs/{tariff}", tag = "tariffs",
    operation_id = "remove_tariff",
    params(("complex" = String, Path), ("charge" = String, Path), ("tariff" = Uuid, Path)),
    responses((status = 204), (status = 404), (status = 409, description = "It stands on an issued invoice"))
)]
pub async fn remove(may: May<SetTariffs>, path: Path<(String, String, TariffId)>) -> web::Result {
    let Path((_, charge, tariff)) = path;
    let mut tx = may.begin().await?;
    let kind = kinds::find(&mut tx, &charge).await?.ok_or(Error::missing())?.kind;
    let tariffs = versions::of_type(&mut tx, kind.id).await?;
    let removed = tariffs.iter().find(|one| one.id == tariff).ok_or(Error::missing())?;
    version_save::take_out(&mut tx, &tariffs, removed).await.map_err(said)?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
