//! Payments: cash at the door, transfers with their proof, receipts, refunds and reversals.
//!
//! Deliberately absent: which invoice the money settles (dues::settle decides), late fees (arrears) and the gateway.

pub mod payment;

use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    Routes::new("payments")
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new()
}
