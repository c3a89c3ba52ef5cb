//! The account's own address: for signing in with it, and for letters about the account. It counts once somebody who
//! knows the password and reads its mail said so; what a complex wrote down about the person is no such thing.
//!
//! Without mail in this house there is no way to confirm one, and the page says so.

pub mod api;
pub mod pages;
mod sql;

use chrono::TimeDelta;
use kernel::{EmailAddress, EventId};
use tenancy::{AccountTx, Result, Routes, Store};
use uuid::Uuid;

use crate::{
    letters::ProofLetter,
    sealed,
    throttle::{Attempt, Wait},
};

const PURPOSE: &str = "account-email";
const LIFE: TimeDelta = TimeDelta::hours(24);

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/akun/email", pages::show)
        .post("/akun/email", pages::ask)
        .get("/akun/email/{token}", pages::confirm_form)
        .post("/akun/email/{token}", pages::confirm)
        .post("/api/v1/me/email", api::ask)
}

/// The address that confirms, for whoever is signed in as the account.
pub fn link(store: &Store, proof: Uuid) -> String {
    format!("{}/akun/email/{}", store.site().public_url, sealed::seal(store.keys(), PURPOSE, proof))
}

/// Sends the question to the new address. The password was shown; the caller commits.
async fn request(tx: &mut AccountTx, email: &EmailAddress, attempt: &Attempt) -> Result<Option<Wait>> {
    if let Some(wait) = attempt.take(tx).await? {
        return Ok(Some(wait));
    }
    let proof = EventId::new(tx.now()).uuid();
    let until = tx.now() + LIFE;
    let whose = sql::ask(tx, proof, email, until).await?;
    notices::post(tx, ProofLetter { proof }, Some(whose)).await?;
    Ok(None)
}
