//! One change for many units, and taking it back.

use axum::{Extension, extract::Query, http::Uri, response::IntoResponse as _};
use kernel::{RequestId, UnitId};
use serde::Deserialize;
use tenancy::{
    May, Place, TenantTx,
    policy::{ManageUnits, SeePeople},
};
use web::{Browser, Form, Go, Path};

use super::{UnitStatus, list::Filter, sql};
use crate::area::{self, AreaKind};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Bulk {
    unit: Vec<UnitId>,
    /// How many units the whole list held when it was ticked; nothing: only those of `unit`.
    semua: String,
    /// `status:empty` or `rt:<id>`.
    nilai: String,
    kembali: String,
}

/// The chosen change, understood.
enum Change {
    Status(UnitStatus),
    Rt(kernel::AreaId),
}

impl Bulk {
    fn change(&self) -> Option<Change> {
        match self.nilai.split_once(':')? {
            ("status", code) => UnitStatus::from_code(code).map(Change::Status),
            ("rt", id) => id.parse().ok().map(Change::Rt),
            _ => None,
        }
    }

    fn every(&self) -> Option<usize> {
        self.semua.parse().ok()
    }

    /// The list as it was, if that is what the form says.
    fn back(&self, place: &Place) -> String {
        let list = place.path("unit");
        let wanted = web::local_path(&self.kembali);
        let ours = wanted == list || wanted.starts_with(&format!("{list}?"));
        if ours { wanted.to_owned() } else { list }
    }
}

pub async fn change(
    may: May<ManageUnits>,
    browser: Browser,
    request: Option<Extension<RequestId>>,
    Form(bulk): Form<Bulk>,
) -> web::Result {
    let back = bulk.back(may.place());
    let words = browser.texts();
    let picked = !bulk.unit.is_empty() || bulk.every().is_some();
    let Some(change) = bulk.change().filter(|_| picked) else {
        return Go::to(back).saying(words.get("units-bulk-none")).into();
    };
    let mut tx = may.begin().await?;
    let units = match bulk.every() {
        None => bulk.unit,
        Some(seen) => {
            let all = all_of(&mut tx, &may, &back).await?;
            // Nobody said yes to a number that they did not see.
            if all.len() != seen {
                let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
                return Go::to(back)
                    .saying(words.with("units-bulk-moved", &[("count", count.into())]))
                    .into();
            }
            all
        }
    };

    let changed = match change {
        Change::Status(status) => sql::set_status(&mut tx, &units, status).await?,
        Change::Rt(rt) => {
            let areas = area::sql::all(&mut tx).await?;
            if !areas.has(rt, AreaKind::Rt) {
                return Err(web::Error::missing());
            }
            sql::set_rt(&mut tx, &units, rt).await?
        }
    };
    tx.commit().await?;

    let said = words.with("units-bulk-done", &[("count", i64::try_from(changed).unwrap_or(i64::MAX).into())]);
    let go = Go::to(back);
    Ok(match request.filter(|_| changed > 0) {
        Some(Extension(id)) => go.undoable(said, may.place().path(&format!("unit/massal/{id}/urungkan"))),
        None => go.saying(said),
    }
    .into_response())
}

/// The units on all pages of the list at this address, as it is now.
async fn all_of(tx: &mut TenantTx, may: &May<ManageUnits>, list: &str) -> web::Result<Vec<UnitId>> {
    let address: Uri = list.parse().map_err(|_| web::Error::missing())?;
    let Query(filter) = Query::<Filter>::try_from_uri(&address).map_err(|_| web::Error::missing())?;
    let mut wanted = filter.wanted();
    if !may.can::<SeePeople>() {
        wanted.needle.phone_like = None;
    }
    let today = may.place().zone.date(tx.now());
    Ok(sql::ids(tx, &wanted, today).await?)
}

/// Puts back what the caller changed within the last hour, where nobody changed it since.
pub async fn undo(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, request)): Path<(String, RequestId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let restored = sql::undo_request(&mut tx, request).await?;
    tx.commit().await?;
    let count = i64::try_from(restored).unwrap_or(i64::MAX);
    Go::to(may.place().path("unit"))
        .saying(browser.texts().with("units-bulk-undone", &[("count", count.into())]))
        .into()
}
