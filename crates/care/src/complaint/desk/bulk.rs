//! One name for many complaints: those that were ticked, or all that the filter finds.

use axum::{http::Uri, response::IntoResponse as _};
use serde::Deserialize;
use tenancy::{May, Place, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Form, Go};

use super::{
    super::{
        model::Move,
        sql as complaints,
        verbs::{self, Cannot},
    },
    filter::Filter,
    sql,
};

/// Complaints of one go.
pub const MOST: usize = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Bulk {
    complaint: Vec<Uuid>,
    /// `ya`: everything that the list at `kembali` finds.
    semua: String,
    kata: String,
    kembali: String,
}

impl Bulk {
    /// The list as it was, if that is what the form says.
    fn back(&self, place: &Place) -> String {
        let list = place.path("keluhan");
        let wanted = web::local_path(&self.kembali);
        let ours = wanted == list || wanted.starts_with(&format!("{list}?"));
        if ours { wanted.to_owned() } else { list }
    }
}

/// How it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub assigned: i64,
    /// Solved or over, so that nobody has to do them.
    pub skipped: i64,
}

pub async fn assign(may: May<HandleComplaints>, browser: Browser, Form(bulk): Form<Bulk>) -> web::Result {
    let back = bulk.back(may.place());
    let mut tx = may.begin().await?;
    let chosen = if bulk.semua == "ya" { all_of(&mut tx, &back).await? } else { bulk.complaint };
    let done = each(&mut tx, may.place(), chosen, &bulk.kata).await?;
    tx.commit().await?;
    let said = [
        ("count", done.assigned.into()),
        ("name", bulk.kata.trim().into()),
        ("skipped", done.skipped.into()),
    ];
    Ok(Go::to(back).saying(browser.texts().with("care-desk-assigned", &said)).into_response())
}

/// Everything on all pages of the list at this address, as it is now.
async fn all_of(tx: &mut TenantTx, list: &str) -> web::Result<Vec<Uuid>> {
    let address: Uri = list.parse().map_err(|_| Error::missing())?;
    let filter = axum::extract::Query::<Filter>::try_from_uri(&address).map_err(|_| Error::missing())?;
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    Ok(sql::ids(tx, &filter.0.wanted(), most + 1).await?)
}

/// # Errors
/// [`Cannot`].
pub async fn each(tx: &mut TenantTx, place: &Place, mut chosen: Vec<Uuid>, name: &str) -> web::Result<Done> {
    // Always in one order, so that two at once wait for each other and do not get stuck.
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        return Err(Error::refused(Cannot::Nothing));
    }
    if chosen.len() > MOST {
        return Err(Error::refused(Cannot::TooMany));
    }
    if name.trim().is_empty() {
        return Err(Error::refused(Cannot::NoWords));
    }
    let mut done = Done::default();
    for id in chosen {
        let complaint = complaints::locked(tx, id).await?.ok_or(Error::missing())?;
        if complaint.state.after(Move::Assign).is_none() {
            done.skipped += 1;
            continue;
        }
        verbs::go(tx, place.zone, &complaint, Move::Assign, name).await?;
        done.assigned += 1;
    }
    Ok(done)
}
