//! From something that happened to words that somebody reads.
//!
//! [`tell`] writes notices and their deliveries in the caller's transaction: rolled back, nobody was told. The centre has
//! them at once; what goes out by mail, WhatsApp or web push waits for the hours in which people may be disturbed and is sent by
//! [`SendDue`]. Whether it is still wanted (paid meanwhile, unsubscribed, another message today) is asked when it is sent.
//! A message about money goes out one way: by WhatsApp where somebody carries it, and by mail when that fails. Web push
//! costs nothing and goes besides.

mod hours;
mod instead;
mod issued;
mod kind;
mod parcel;
mod pump;
pub(crate) mod sql;
mod tell;

pub(crate) use instead::mail_instead;
pub use issued::TellIssued;
pub use kind::{Facts, Kind};
pub(crate) use kind::{Words, words};
pub use pump::SendDue;
pub(crate) use pump::schedule;
pub use sql::managers;
pub use tell::{Notice, Recipient, Told, tell};

/// A way to somebody.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Channel {
    /// The centre behind the bell.
    App,
    Email,
    /// Where a complex has a carrier.
    Whatsapp,
    /// The browsers that an account named.
    Push,
}

impl Channel {
    pub const fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Email => "email",
            Self::Whatsapp => "whatsapp",
            Self::Push => "push",
        }
    }
}

/// Where a delivery stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    Queued,
    Sent,
    Delivered,
    Read,
    /// Tried to the end.
    Failed,
    /// Not wanted any more: paid, turned off, no address.
    Dropped,
}
