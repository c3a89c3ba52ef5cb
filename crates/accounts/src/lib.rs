//! Accounts: proving who one is, and coming to hold a role. Signing in, the own account, second factor, tokens,
//! members, invitations, claims, password resets, letters about the account, who was here when, what of all this is
//! forgotten, and the first run of an empty installation.
//!
//! Deliberately absent: what a complex knows about a person (homes), what a role may do (`tenancy::policy`), and
//! checking credentials on requests (the doors of tenancy).

mod account;
mod claim;
mod device;
mod email;
mod faults;
mod forgotten;
mod homes_side;
mod invitation;
mod joining;
mod letters;
mod links;
mod member;
mod openapi;
mod own;
mod password;
mod presence;
mod profile;
mod reset;
mod retention;
mod sealed;
mod second_factor;
mod setup;
mod sign_in;
mod throttle;
mod token;
mod visitor;

use tenancy::Routes;

pub use account::{Login, create_account};
pub use forgotten::{LIFE as RESET_LIFE, link as reset_link};
pub use openapi::openapi;
pub use presence::with_presence;
pub use setup::setup_link;

/// Pages and API of this room.
pub fn routes() -> Routes {
    sign_in::routes()
        .and(profile::routes())
        .and(device::routes())
        .and(second_factor::routes())
        .and(token::routes())
        .and(member::routes())
        .and(invitation::routes())
        .and(claim::routes())
        .and(reset::routes())
        .and(forgotten::routes())
        .and(email::routes())
        .and(setup::routes())
}

/// What this room does in the background: letters, and forgetting.
pub fn jobs() -> jobs::Registry {
    letters::jobs().and(retention::jobs())
}

/// A password as `account.password_hash` keeps it; for seeds and the command line.
pub async fn hash_password(password: &str) -> String {
    password::hash(password.to_owned()).await
}
