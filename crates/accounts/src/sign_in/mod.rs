//! Signing in: number or address with a password, then, when it is set up, a code; and leaving again.
//!
//! An unknown account and a wrong password get the same answer after the same time. Attempts are counted before the
//! password is looked at. A sign-in always begins a new session and ends the one that the browser brought.
//! Choosing a password, sessions and codes themselves are other slices.

pub mod model;
pub mod pages;
mod sql;
#[cfg(test)]
mod tests;

use kernel::{AccountId, Locale};
use tenancy::{Anyone, NewSession, Result, Routes, SignIn, start_session};

use crate::{
    account::{self, Login},
    password::{self, Verdict},
    throttle::{Attempt, Familiarity, Wait},
    visitor::Visitor,
};

pub use sql::note;

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/", pages::landing)
        .get("/masuk", pages::form)
        .post("/masuk", pages::sign_in)
        .get("/masuk/kode", pages::code_form)
        .post("/masuk/kode", pages::show_code)
        .get("/pilih", pages::choose)
        .post("/keluar", pages::sign_out)
}

/// Somebody whose password was right.
#[derive(Clone, Debug)]
pub struct Known {
    pub account: AccountId,
    pub locale: Locale,
    pub has_second_factor: bool,
}

#[derive(Debug)]
pub enum Checked {
    Right(Known),
    Wrong,
    Wait(Wait),
}

/// Is this the password of this account? The database is not held while the password is worked on.
pub async fn check_password(
    hall: &Anyone,
    typed: &str,
    password: String,
    visitor: &Visitor,
) -> Result<Checked> {
    let login = Login::parse(typed);
    let spelling = login.as_ref().map_or(typed.trim(), Login::as_str);
    let mut tx = hall.begin().await?;
    let found = match &login {
        Some(login) => account::find(&mut tx, login).await?,
        None => None,
    };
    let whose = found.as_ref().map(|found| found.account);
    let from = match sql::came_from_here(&mut tx, whose, visitor).await? {
        true => Familiarity::Known,
        false => Familiarity::Strange,
    };
    let attempt = Attempt::to_sign_in(spelling, visitor, from);
    let wait = attempt.take(&mut tx).await?;
    if let Some(wait) = wait {
        note(&mut tx, whose, "throttled", visitor).await?;
        tx.commit().await?;
        return Ok(Checked::Wait(wait));
    }
    tx.commit().await?;

    let stored = found.as_ref().and_then(|found| found.password_hash.clone());
    let verdict = password::verify(password.clone(), stored.clone()).await;
    let upgraded = match verdict {
        Verdict::RightButOld => Some(password::hash(password).await),
        _ => None,
    };

    let mut tx = hall.begin().await?;
    let answer = match found {
        Some(found) if verdict != Verdict::Wrong => {
            attempt.forgive(&mut tx).await?;
            if let (Some(old), Some(new)) = (stored, upgraded) {
                sql::upgrade(&mut tx, found.account, &old, &new).await?;
            }
            Checked::Right(Known {
                account: found.account,
                locale: found.locale,
                has_second_factor: found.has_second_factor,
            })
        }
        _ => {
            let outcome = if whose.is_some() { "wrong_password" } else { "unknown" };
            note(&mut tx, whose, outcome, visitor).await?;
            Checked::Wrong
        }
    };
    tx.commit().await?;
    Ok(answer)
}

/// A new session for somebody whose password was right. With a second factor it opens no door until the code.
pub async fn begin_session(hall: &Anyone, known: &Known, visitor: &Visitor) -> Result<NewSession> {
    let verified = !known.has_second_factor;
    let mut tx = hall.begin().await?;
    if let Some(old) = &visitor.secret {
        sql::end_session(&mut tx, old).await?;
    }
    if verified {
        note(&mut tx, Some(known.account), "signed_in", visitor).await?;
    }
    let sign_in =
        SignIn { account: known.account, user_agent: &visitor.agent, address: &visitor.address, verified };
    let session = start_session(&mut tx, sign_in).await?;
    tx.commit().await?;
    Ok(session)
}

/// Where the day of this account begins: the page that was asked for, the one role's home, or the choice of roles.
pub async fn first_page(hall: &Anyone, account: AccountId, lanjut: &str) -> Result<String> {
    if let Some(path) = model::local_path(lanjut) {
        return Ok(path.to_owned());
    }
    let mut tx = hall.begin().await?;
    Ok(model::home_of(&account::hats(&mut tx, account).await?))
}
