//! Work that happens after the answer: put into the queue in the transaction that gives the reason for it, done by a
//! worker, tried again when it fails, written down for the operator.
//!
//! - A room writes a [`Job`] (three lines that load, call one verb and commit) and puts one in with [`later`].
//! - A room that tells others what happened [`announce`]s it; rooms to its right [`Registry::listen`].
//! - A [`Registry`] collects what the rooms know how to do; [`work`] does it until it is told to stop.
//! - [`operator`] is the operator's window: queues, history, failures, another try.
//!
//! A job may run twice (a worker can die between the work and the note that it is done), so jobs are written to be
//! harmless the second time. What a job carries is ids and figures: names and phone numbers stay in their tables.
//!
//! Deliberately absent: pages (the platform room has them), priorities, and queues that run one at a time. The queue
//! itself is `graphile_worker`'s, and nobody outside this crate sees it.

mod housekeeping;
mod job;
pub mod operator;
mod outbox;
mod put;
mod record;
mod registry;
mod run;
mod schedule;
mod sql;
#[cfg(test)]
mod tests;
mod wake;
mod worker;

pub use job::{Job, JobFault, PlatformJob, PlatformScope, Tools};
pub use outbox::{Announcement, announce};
pub use put::{JobNumber, Plan, later, later_as, later_for_platform};
pub use registry::Registry;
pub use worker::{Settings, WorkerFault, migrate, run_all_now, work};
