//! What an invitation and a claim share: somebody shows a number and a password. If the number has an account it must
//! be that account's password; if not, it is the password of a new one.
//!
//! A number typed on a join page proves nothing. Whoever is invited by it may take over the account that was opened
//! there with it, as long as that account never held a role.

use axum::response::Response;
use kernel::{AccountId, InvitationId, Locale, PhoneNumber};
use tenancy::{Anyone, Error, Result, TenantTx, Tx};
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

/// Who comes with the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guest {
    /// By the link that went to it.
    Invited(InvitationId),
    /// By typing it on the join page.
    Asking,
}

impl Guest {
    /// Must this guest show the password of an account that is there?
    pub async fn is_known<S: 'static>(self, tx: &mut Tx<S>, phone: &PhoneNumber) -> Result<bool> {
        let is_there = account::find(tx, &Login::Phone(phone.clone())).await?.is_some();
        let takes_over =
            matches!(self, Self::Invited(_)) && is_there && account::squatted(tx, phone).await?.is_some();
        Ok(is_there && !takes_over)
    }

    async fn open(
        self,
        tx: &mut TenantTx,
        (name, phone): (&str, &PhoneNumber),
        hash: &str,
        locale: Locale,
    ) -> Result<AccountId> {
        let id = AccountId::new(tx.now());
        let newcomer = Newcomer { id, name, phone: Some(phone), email: None, hash, locale };
        let opened = match self {
            Self::Asking => account::open_unproved(tx, newcomer, phone).await?,
            Self::Invited(invitation) => match account::take_over(tx, invitation, hash, locale).await? {
                Some(theirs) => return Ok(theirs),
                None => account::open(tx, newcomer).await?,
            },
        };
        // Otherwise somebody was faster by a second.
        if opened { Ok(id) } else { Err(Error::Conflict("account_phone_key".to_owned())) }
    }
}

pub async fn prove(
    hall: &Anyone,
    browser: &Browser,
    visitor: &Visitor,
    guest: Guest,
    phone: &PhoneNumber,
    password: &str,
) -> Result<Proof> {
    let texts = browser.texts();
    let mut tx = hall.begin().await?;
    let is_known = guest.is_known(&mut tx, phone).await?;
    drop(tx);
    if !is_known {
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
    guest: Guest,
    who: (&str, &PhoneNumber),
    browser: &Browser,
) -> Result<Known> {
    let known = match proof {
        Proof::Known(known) => known,
        Proof::New { hash } => {
            let locale = browser.locale();
            let account = guest.open(tx, who, &hash, locale).await?;
            Known { account, locale, has_second_factor: false }
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
