//! Payments: cash at the door, transfers with their proof, receipts, refunds and reversals.
//!
//! Deliberately absent: which invoice the money settles (dues::settle decides), late fees (arrears) and the gateway.

mod api;
mod cash;
mod invariants;
mod office;
pub mod payment;
mod receipt;
mod refunds;
mod refusal;
mod resident;
mod view;

pub use invariants::invariants;
pub use receipt::link as receipt_link;
pub use resident::proof;
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    cash::routes()
        .and(office::routes())
        .and(refunds::routes())
        .and(resident::routes())
        .and(receipt::routes())
        .and(api::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().job::<payment::TellPayer>()
}
