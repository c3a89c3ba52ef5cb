//! Arrears: penalties by their rule, relief, aging, statements and letters.
//!
//! Deliberately absent: receiving money (payments).

pub mod penalty;

use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    Routes::new("arrears")
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new()
}
