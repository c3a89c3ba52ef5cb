//! Accounts themselves: one human, one phone number, across all complexes. Finding one, opening one, and what people
//! type to name one. It signs nobody in and gives nobody a role.

pub mod model;
mod sql;

use kernel::{AccountId, EmailAddress, Locale, PhoneNumber};
use tenancy::{Error, HallTx, Result};

pub use model::Login;
pub use sql::{Newcomer, act_as, find, hats, open, open_unproved, squatted, take_over};

/// For demo data and the command line: an account that signs in with this password.
///
/// # Errors
/// When the number or the address already belongs to somebody.
pub async fn create_account(
    tx: &mut HallTx,
    name: &str,
    phone: Option<&PhoneNumber>,
    email: Option<&EmailAddress>,
    password: &str,
) -> Result<AccountId> {
    let hash = crate::password::hash(password.to_owned()).await;
    let id = AccountId::new(tx.now());
    let newcomer = Newcomer { id, name, phone, email, hash: &hash, locale: Locale::Id };
    if open(tx, newcomer).await? { Ok(id) } else { Err(Error::Conflict("account_phone_key".to_owned())) }
}
