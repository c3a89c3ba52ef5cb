//! Finds the PostgreSQL that is installed on this machine and runs a private cluster with it, as a child of
//! this process: started, watched, stopped and, after any kind of crash, started again.
//!
//! - **Private.** One folder holds everything; the only door is a Unix socket in a 0700 folder; passwords
//!   (SCRAM) even there. Nothing listens on the network.
//! - **Root is dropped.** PostgreSQL refuses to run as root. A root caller gets a server under the account that
//!   owns the data, else `postgres`, else `nobody`; the folder itself stays root's, so that the server cannot
//!   touch lock, log or password.
//! - **Never outlives us.** The server is asked to stop when this process dies, however it dies, and whatever
//!   is left over is stopped (never killed) before the next start.
//! - **Never half made.** A new cluster is built beside its place and renamed into it.
//!
//! What it deliberately does not do: download binaries, upgrade a data directory to another major version,
//! create roles or databases, or speak SQL. It knows no application.
//!
//! The layout of the folder: `pgdata/`, `socket/` (unless its path is too long for a socket; then
//! `/tmp/pg-<hash of the folder>`), `supervisor.lock`, `superuser-password`, `postgres.log`, `postgres.log.1`.

mod account;
mod attach;
mod binaries;
mod cluster;
mod error;
mod folder;
mod initdb;
mod leftovers;
mod log;
mod postmaster;
mod postmaster_pid;
mod settings;
mod socket;
mod start;

pub use attach::{Attached, attach};
pub use binaries::{BINARIES_VARIABLE, Binaries, OLDEST_MAJOR, find_binaries};
pub use cluster::{Cluster, Exit};
pub use error::Error;
pub use settings::{Durability, Settings};
pub use start::start;
