//! One's own affairs: what a browser's session may change, and an app that signed in with the password, but never a
//! personal access token, whose abilities are rights inside complexes.

use kernel::Zone;
use tenancy::{AccountTx, Error, Result, SignedIn, policy};

use crate::{
    password::{self, Verdict},
    profile,
    throttle::{Attempt, Wait},
};

/// The ability that only a password gives.
const MANAGE_ACCOUNT: &str = "manage_account";

/// An account lives in no complex; its times are shown in the zone where most people live.
pub const ZONE: Zone = Zone::Wib;

/// What an app may do that somebody signed in to with number and password.
pub fn all_abilities() -> Vec<String> {
    let capabilities = policy::CAPABILITIES.iter().map(|(name, _)| (*name).to_owned());
    capabilities.chain([MANAGE_ACCOUNT.to_owned()]).collect()
}

/// A transaction in the caller's own account, for whoever may change it.
pub async fn begin(door: &SignedIn) -> Result<AccountTx> {
    if !door.who().reaches(MANAGE_ACCOUNT) {
        return Err(Error::Forbidden);
    }
    door.begin().await
}

#[derive(Debug)]
pub enum Confirmed {
    Yes(AccountTx),
    No,
    Wait(Wait),
}

/// Asks for the password once more before something that cannot be taken back by whoever only found an open phone.
pub async fn confirm(door: &SignedIn, password: String) -> Result<Confirmed> {
    let attempt = Attempt::to_confirm(&door.who().account.to_string());
    let mut tx = begin(door).await?;
    let wait = attempt.take(&mut tx).await?;
    let stored = profile::password_hash(&mut tx).await?;
    tx.commit().await?;
    if let Some(wait) = wait {
        return Ok(Confirmed::Wait(wait));
    }
    if password::verify(password, stored).await == Verdict::Wrong {
        return Ok(Confirmed::No);
    }
    let mut tx = begin(door).await?;
    attempt.forgive(&mut tx).await?;
    Ok(Confirmed::Yes(tx))
}
