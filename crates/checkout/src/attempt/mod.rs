//! An attempt: somebody wants to pay this amount in this way. It has an order id of its own, is written down before the
//! gateway is called, and is followed until the gateway's last word about it stands in the books.
//!
//! Whatever happens (a message, a poll, a press of a button), the same is done: the gateway is asked, and the books are
//! brought to what it says. Nothing is added up from messages, so none can be counted twice or come too late.

mod ask;
mod books;
mod compare;
#[cfg(test)]
mod histories;
mod make;
mod model;
pub(crate) mod sql;
#[cfg(test)]
mod tests;

pub use ask::{AskGateway, Asked, Entrance, Question, ask, put};
pub use books::{FEE, FEE_BACK};
pub use compare::Compare;
pub use make::{Made, Wish, make};
pub use model::{Charged, Offer, Said, State, Way, offers};
