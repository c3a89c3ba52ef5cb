//! The letters of this room: a link to a new password, word that the password changed, and the question whether an
//! address is right. Each carries ids; the worker reads name, address and language when it writes.

mod sql;

use jobs::{JobFault, Registry};
use kernel::{AccountId, Instant, format};
use notices::{Action, Draft, Letter, Mailer};
use serde::{Deserialize, Serialize};
use tenancy::{HallTx, Result, Store, Tx};
use uuid::Uuid;

use crate::{email, forgotten, own::ZONE};

pub fn jobs() -> Registry {
    notices::deliver::<ResetLetter>()
        .and(notices::deliver::<NewPasswordLetter>())
        .and(notices::deliver::<ProofLetter>())
}

/// The link that somebody who forgot the password asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct ResetLetter {
    pub reset: Uuid,
}

impl Draft for ResetLetter {
    const NAME: &'static str = "accounts.mail_reset_link";

    async fn write(&self, tx: &mut HallTx, store: &Store) -> Result<Option<Letter>, JobFault> {
        let Some(open) = forgotten::open(tx, self.reset).await? else { return Ok(None) };
        let Some(to) = open.email else { return Ok(None) };
        let texts = web::texts::texts(open.locale);
        Ok(Some(Letter {
            to,
            name: open.name,
            locale: open.locale,
            subject: texts.get("mail-reset-subject").to_owned(),
            paragraphs: vec![
                texts.get("mail-reset-text").to_owned(),
                texts.get("mail-reset-not-you").to_owned(),
            ],
            action: Some(Action {
                label: texts.get("mail-reset-go").to_owned(),
                href: forgotten::link(store, self.reset),
            }),
        }))
    }
}

/// Word to the owner, who may not be the one who changed it.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewPasswordLetter {
    account: AccountId,
    at: Instant,
}

impl Draft for NewPasswordLetter {
    const NAME: &'static str = "accounts.mail_new_password";

    async fn write(&self, tx: &mut HallTx, store: &Store) -> Result<Option<Letter>, JobFault> {
        let Some(address) = sql::address(tx, self.account).await? else { return Ok(None) };
        let texts = web::texts::texts(address.locale);
        let when = format::date_time(self.at, ZONE, address.locale);
        Ok(Some(Letter {
            to: address.email,
            name: address.name,
            locale: address.locale,
            subject: texts.get("mail-changed-subject").to_owned(),
            paragraphs: vec![
                texts.with("mail-changed-text", &[("when", when.into())]),
                texts.get("mail-changed-not-you").to_owned(),
            ],
            action: Some(Action {
                label: texts.get("mail-reset-go").to_owned(),
                href: format!("{}/sandi", store.site().public_url),
            }),
        }))
    }
}

/// Is this address read by whoever wrote it into the account?
#[derive(Debug, Serialize, Deserialize)]
pub struct ProofLetter {
    pub proof: Uuid,
}

impl Draft for ProofLetter {
    const NAME: &'static str = "accounts.mail_address_proof";

    async fn write(&self, tx: &mut HallTx, store: &Store) -> Result<Option<Letter>, JobFault> {
        let Some(address) = sql::address_to_prove(tx, self.proof).await? else { return Ok(None) };
        let texts = web::texts::texts(address.locale);
        Ok(Some(Letter {
            to: address.email,
            name: address.name,
            locale: address.locale,
            subject: texts.get("mail-proof-subject").to_owned(),
            paragraphs: vec![
                texts.get("mail-proof-text").to_owned(),
                texts.get("mail-proof-not-you").to_owned(),
            ],
            action: Some(Action {
                label: texts.get("email-confirm-go").to_owned(),
                href: email::link(store, self.proof),
            }),
        }))
    }
}

/// Queues word of a new password, where there is mail at all; without an address of the account nothing is sent.
pub async fn tell_of_new_password<S: 'static>(
    tx: &mut Tx<S>,
    mailer: &Mailer,
    account: AccountId,
) -> Result<()> {
    if !mailer.is_there() {
        return Ok(());
    }
    let at = tx.now();
    notices::post(tx, NewPasswordLetter { account, at }, Some(account)).await
}
