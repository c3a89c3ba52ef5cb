//! The second factor: an authenticator app on the phone, and ten codes on paper for the day the phone is lost.
//!
//! The secret is sealed at rest and bound to its account. A code is good once: the newest used step is kept. Turning
//! it on and off asks for the password; a secret that waits for its first code is forgotten after a quarter of an hour. It does not sign anybody in: that is `sign_in`, which asks [`show`].

pub mod model;
pub mod pages;
mod sql;

use kernel::AccountId;
use tenancy::{HallTx, Result, Routes, Store, secret_hash};

use crate::{
    sign_in,
    throttle::{Attempt, Wait},
    visitor::Visitor,
};
use model::Code;

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/akun/kode", pages::show)
        .post("/akun/kode", pages::start)
        .post("/akun/kode/pastikan", pages::confirm)
        .post("/akun/kode/cadangan", pages::renew)
        .post("/akun/kode/matikan", pages::turn_off)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Right,
    Wrong,
    Wait(Wait),
}

/// Is this a code of that account, and was it never used? The caller commits, whatever the answer is.
pub async fn show(
    tx: &mut HallTx,
    store: &Store,
    account: AccountId,
    typed: &str,
    visitor: &Visitor,
) -> Result<Shown> {
    let attempt = Attempt::to_show_code(&account.to_string());
    if let Some(wait) = attempt.take(tx).await? {
        return Ok(Shown::Wait(wait));
    }
    let right = match Code::parse(typed) {
        Some(Code::Timed(code)) => use_timed(tx, store, account, &code).await?,
        Some(Code::Recovery(code)) => use_recovery(tx, account, &code, visitor).await?,
        None => false,
    };
    if !right {
        sign_in::note(tx, Some(account), "wrong_code", visitor).await?;
        return Ok(Shown::Wrong);
    }
    attempt.forgive(tx).await?;
    Ok(Shown::Right)
}

async fn use_timed(tx: &mut HallTx, store: &Store, account: AccountId, code: &str) -> Result<bool> {
    let sealed = sql::sealed_secret(tx, account).await?;
    let secret = sealed.and_then(|sealed| model::unseal(&key(store), account, &sealed));
    match secret.and_then(|secret| model::step_of(&secret, code, tx.now())) {
        Some(step) => sql::use_step(tx, account, step).await,
        None => Ok(false),
    }
}

async fn use_recovery(tx: &mut HallTx, account: AccountId, code: &str, visitor: &Visitor) -> Result<bool> {
    let used = sql::use_recovery_code(tx, account, &secret_hash(code)).await?;
    if used {
        sign_in::note(tx, Some(account), "recovery_code", visitor).await?;
    }
    Ok(used)
}

fn key(store: &Store) -> [u8; 32] {
    store.keys().derive("totp")
}
