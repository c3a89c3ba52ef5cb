//! Saving a price: the version that held until then ends the day before, and one that was removed is stepped in for.

use axum::response::IntoResponse as _;
use kernel::{ChargeTypeId, TariffId};
use tenancy::{May, TenantTx, policy::SetTariffs};
use web::{Browser, Faults, Form, Go, Path};

use super::{
    path, said,
    version_fields::VersionForm,
    version_form::{self, About, day_said},
};
use crate::charge::{
    Rule, Tariff,
    sql::versions::{self, VersionDetails},
    versions::{SameDay, goes_on_instead, placed},
};

/// What a page and the API do alike.
#[derive(Debug)]
pub enum NotSaved {
    /// Another version begins on that day.
    SameDay,
    /// Use would be billed twice or never: the month of use stays as it was.
    OtherMonthOfUse,
    Failed(tenancy::Error),
}

impl From<tenancy::Error> for NotSaved {
    fn from(error: tenancy::Error) -> Self {
        Self::Failed(error)
    }
}

/// Adds a version among the others.
pub async fn add(
    tx: &mut TenantTx,
    charge: ChargeTypeId,
    tariffs: &[Tariff],
    details: &VersionDetails,
) -> Result<TariffId, NotSaved> {
    if changes_month_of_use(tariffs, &details.rule) {
        return Err(NotSaved::OtherMonthOfUse);
    }
    let placed = placed(tariffs, details.from).map_err(|SameDay(_)| NotSaved::SameDay)?;
    if let Some(shortened) = placed.shortened {
        versions::end_at(tx, shortened, Some(details.from)).await?;
    }
    Ok(versions::add(tx, charge, details, placed.until).await?)
}

/// Takes a version out; the one before it goes on.
pub async fn take_out(tx: &mut TenantTx, tariffs: &[Tariff], removed: &Tariff) -> tenancy::Result<()> {
    versions::remove(tx, removed.id).await?;
    if let Some(before) = goes_on_instead(tariffs, removed) {
        versions::end_at(tx, before.id, removed.until).await?;
    }
    Ok(())
}

/// Out and in again, with other neighbours perhaps.
pub async fn replace(
    tx: &mut TenantTx,
    charge: ChargeTypeId,
    tariffs: &[Tariff],
    old: &Tariff,
    details: &VersionDetails,
) -> Result<TariffId, NotSaved> {
    take_out(tx, tariffs, old).await?;
    let rest = versions::of_type(tx, charge).await?;
    add(tx, charge, &rest, details).await
}

fn changes_month_of_use(tariffs: &[Tariff], new: &Rule) -> bool {
    let month = |rule: &Rule| match rule {
        Rule::Metered { usage, .. } => Some(*usage),
        _ => None,
    };
    let Some(wanted) = month(new) else { return false };
    tariffs
        .iter()
        .filter(|tariff| tariff.is_used)
        .filter_map(|tariff| month(&tariff.rule))
        .any(|own| own != wanted)
}

pub async fn create(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
    Form(form): Form<VersionForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let about = About::load(&mut tx, &charge, None).await?;
    save(&may, &browser, tx, about, form).await
}

pub async fn update(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge, tariff)): Path<(String, String, TariffId)>,
    Form(form): Form<VersionForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let about = About::load(&mut tx, &charge, Some(tariff)).await?;
    save(&may, &browser, tx, about, form).await
}

async fn save(
    may: &May<SetTariffs>,
    browser: &Browser,
    mut tx: TenantTx,
    about: About,
    form: VersionForm,
) -> web::Result {
    let s = browser.public("");
    let mut faults = Faults::default();
    match form.parse(&s, &about.kind) {
        Err(found) => faults = found,
        Ok(details) => {
            let charge = about.kind.id;
            let old = about.tariffs.iter().find(|tariff| Some(tariff.id) == about.version);
            let saved = match old {
                None => add(&mut tx, charge, &about.tariffs, &details).await,
                Some(old) => replace(&mut tx, charge, &about.tariffs, old, &details).await,
            };
            match saved {
                Ok(_) => {
                    tx.commit().await?;
                    let day = day_said(&s, details.from);
                    let said = s.t2("tariff-price-saved", "name", about.kind.name.as_str(), "day", day);
                    return Ok(Go::to(path(may.place(), &about.kind.code)).saying(said).into_response());
                }
                Err(NotSaved::SameDay) => faults.put("mulai", s.t("tariff-fault-same-day")),
                Err(NotSaved::OtherMonthOfUse) => faults.put("bulan_pakai", s.t("tariff-fault-month-of-use")),
                Err(NotSaved::Failed(error)) => return Err(super::said(error)),
            }
        }
    }
    // What was tried may have left half of itself in the transaction.
    drop(tx);
    let mut tx = may.begin().await?;
    let page = version_form::page(may, browser, &mut tx, &about, form, faults).await?;
    web::invalid(&page)
}

pub async fn remove(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge, tariff)): Path<(String, String, TariffId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let about = About::load(&mut tx, &charge, Some(tariff)).await?;
    let removed = about.tariffs.iter().find(|one| one.id == tariff).ok_or(web::Error::missing())?;
    take_out(&mut tx, &about.tariffs, removed).await.map_err(said)?;
    tx.commit().await?;
    let day = day_said(&browser.public(""), removed.from);
    let said = browser.texts().with("tariff-price-removed", &[("day", day.into())]);
    Ok(Go::to(path(may.place(), &about.kind.code)).saying(said).into_response())
}
