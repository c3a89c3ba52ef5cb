//! Checkout: a bill is paid from a link, without signing in, and the books follow what the gateway says.
//!
//! A unit has one open [`link`]; whoever holds it sees what is open and pays in one of the ways that [`setting`] allows.
//! Each try is an [`attempt`] with an order id of its own, written down before the gateway is called. What the gateway
//! sends is kept as it came ([`hook`]); believed is only what it answers when asked ([`attempt::ask`]). That answer is
//! brought into the books until they say the same, so that repeats, disorder and lost messages end alike.
//!
//! Deliberately absent: which invoice the money settles (dues), receipts (payments), the wire format of the gateway
//! (midtrans), and card numbers, which never reach us.

mod api;
mod attempt;
mod gateway;
mod hook;
mod link;
mod live;
mod office;
mod qr;
mod setting;

pub use attempt::{AskGateway, Compare};
pub use gateway::Gateways;
pub use hook::path as hook_path;
pub use link::bill_link;
pub use live::Live;
pub use setting::start_trial;
use tenancy::Routes;

/// The entries that this room posts.
pub const KINDS: &[ledger::Kind] = &[
    ledger::Kind { code: attempt::FEE, word: "checkout-kind-fee", path: None },
    ledger::Kind { code: attempt::FEE_BACK, word: "checkout-kind-fee-back", path: None },
];

/// Pages and API of this room.
pub fn routes() -> Routes {
    link::routes().and(hook::routes()).and(setting::routes()).and(office::routes()).and(api::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background. The worker needs [`Gateways`].
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().job::<AskGateway>().daily::<Compare>(4)
}
