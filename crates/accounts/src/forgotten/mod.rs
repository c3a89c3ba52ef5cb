//! A forgotten password without the manager: by the account's own address when the house has mail, or by a link that
//! the platform's staff makes. Good for one hour and once; everything that is signed in ends with it, a second factor
//! stays unless the staff's link says otherwise.
//!
//! Whether an address is known is never told: the answer, the rows written and the time are the same. The manager's own
//! link is the slice `reset`.

pub mod api;
pub mod pages;
mod sql;

use chrono::TimeDelta;
use kernel::{EmailAddress, EventId};
use tenancy::{Anyone, Result, Routes, Store};
use uuid::Uuid;

use crate::{
    letters::ResetLetter,
    sealed,
    throttle::{Attempt, Wait},
    visitor::Visitor,
};

pub use sql::open;

/// What seals the link `/sandi/akun/{token}`.
const PURPOSE: &str = "account-reset";
/// How long such a link is good.
pub const LIFE: TimeDelta = TimeDelta::hours(1);

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/sandi", pages::ask_form)
        .post("/sandi", pages::ask)
        .get("/sandi/akun/{token}", pages::form)
        .post("/sandi/akun/{token}", pages::set)
        .post("/api/v1/password-resets", api::ask)
}

/// The address that changes the password, once.
pub fn link(store: &Store, reset: Uuid) -> String {
    format!("{}/sandi/akun/{}", store.site().public_url, sealed::seal(store.keys(), PURPOSE, reset))
}

/// Sends a link to this address if it is somebody's. Answers only how long to wait, if it was asked too often.
async fn request(hall: &Anyone, visitor: &Visitor, email: &EmailAddress) -> Result<Option<Wait>> {
    let mut tx = hall.begin().await?;
    let wait = Attempt::to_ask_reset(email.as_str(), visitor).take(&mut tx).await?;
    if wait.is_none() {
        let reset = EventId::new(tx.now()).uuid();
        let until = tx.now() + LIFE;
        let whose = sql::ask(&mut tx, reset, email, until).await?;
        notices::post(&mut tx, ResetLetter { reset }, whose).await?;
    }
    tx.commit().await?;
    Ok(wait)
}
