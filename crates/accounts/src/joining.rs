//! What an invitation and a claim share: somebody shows a number and a password. If the number has an account it must
//! be that account's password; if not, it is the password of a new one.

use axum::response::Response;
use kernel::{AccountId, PhoneNumber};
use tenancy::{Anyone, Error, Result, TenantTx};
use web::Browser;

use crate::{
    account::{self, Login, Newcomer, model::password_sentence},
    password::Password,
    sign_in::{self, Checked, Known, pages::wait_sentence},
    throttle::Wait,
    visitor::Visitor,
};

#[derive(Debug)]
pub enum Proof {
    Known(Known),
    /// The hash of the password that the new account will have.
    New {
        hash: String,
    },
    /// What to say at the field of the password.
    Refused {
        sentence: String,
        wait: Option<Wait>,
    },
}

/// Has this number an account? Only asked behind a signed link.
pub async fn is_known(tx: &mut TenantTx, phone: &PhoneNumber) -> Result<bool> {
    Ok(account::find(tx, &Login::Phone(phone.clone())).await?.is_some())
}

pub async fn prove(
    hall: &Anyone,
    browser: &Browser,
    visitor: &Visitor,
    phone: &PhoneNumber,
    password: &str,
) -> Result<Proof> {
    let texts = browser.texts();
    let mut tx = hall.begin().await?;
    let known = account::find(&mut tx, &Login::Phone(phone.clone())).await?.is_some();
    drop(tx);
    if !known {
        return Ok(match Password::choose(password) {
            Ok(chosen) => Proof::New { hash: chosen.hash().await },
            Err(fault) => Proof::Refused { sentence: password_sentence(texts, fault).to_owned(), wait: None },
        });
    }
    Ok(match sign_in::check_password(hall, phone.e164(), password.to_owned(), visitor).await? {
        Checked::Right(known) => Proof::Known(known),
        Checked::Wrong => {
            Proof::Refused { sentence: texts.get("join-password-wrong").to_owned(), wait: None }
        }
        Checked::Wait(wait) => Proof::Refused { sentence: wait_sentence(browser, wait), wait: Some(wait) },
    })
}

/// The account behind the proof, opened now if it is new. From here on the audit trail names it.
pub async fn settle(
    tx: &mut TenantTx,
    proof: Proof,
    name: &str,
    phone: &PhoneNumber,
    browser: &Browser,
) -> Result<Known> {
    let known = match proof {
        Proof::Known(known) => known,
        Proof::New { hash } => {
            let (id, locale) = (AccountId::new(tx.now()), browser.locale());
            let newcomer = Newcomer { id, name, phone: Some(phone), email: None, hash: &hash, locale };
            if !account::open(tx, newcomer).await? {
                return Err(Error::Conflict("account_phone_key".to_owned())); // somebody was faster by a second
            }
            Known { account: id, locale, has_second_factor: false }
        }
        Proof::Refused { .. } => return Err(Error::Forbidden),
    };
    account::act_as(tx, known.account).await?;
    Ok(known)
}

/// Signs in whoever has just joined and goes to the page, by way of the code when one is due.
pub async fn enter(
    hall: &Anyone,
    visitor: &Visitor,
    known: &Known,
    go: web::Go,
    path: &str,
) -> Result<Response> {
    use axum::response::IntoResponse as _;
    let session = sign_in::begin_session(hall, known, visitor).await?;
    let next = match known.has_second_factor {
        true => web::Go::to(sign_in::model::with_lanjut("/masuk/kode", path)),
        false => go,
    };
    Ok(visitor.signed_in(&session, known.locale, next.into_response()))
}
