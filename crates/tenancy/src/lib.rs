//! Who, where and may: the only road to a row.
//!
//! [`Store`] holds the pools and shows them to nobody. A room receives a door as the first argument of its handler
//! ([`May`], [`SignedIn`], [`Anyone`], [`Ticket`], [`Group`], [`Operator`]; the worker has [`JobScope`]), opens it with
//! `begin()` and gets a [`Tx`], which alone executes SQL and sees one scope. [`policy`] says which role holds which
//! capability; [`Routes`] writes down which route stands behind which door.
//!
//! Deliberately absent: HTML, sentences for people, and every table that belongs to a room.

mod credential;
mod doors;
mod error;
mod group;
mod keys;
mod member;
mod migrate;
pub mod policy;
mod routes;
mod session;
mod store;
mod ticket;
mod tx;

pub use credential::{Credential, secret_hash};
pub use doors::{Anyone, BodyAtHand, JobScope, Operator, SignedIn, Who};
pub use error::{Error, Refusal, Result};
pub use group::{Group, House};
pub use keys::Keys;
pub use member::{May, Place};
pub use migrate::{MIGRATIONS, migrate};
pub use policy::{Capability, Hat, Role};
pub use routes::{Door, DoorKind, FirstDoor, Method, Route, Routes};
pub use session::{NewSession, SignIn, revoke_session, start_session, verify_session};
pub use store::{Pools, Site, Store};
pub use ticket::{Ticket, TicketKind};
pub use tx::{AccountTx, GroupTx, HallTx, PlatformTx, TenantTx, Tx};
