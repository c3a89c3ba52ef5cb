//! Named points at which a run can be made to fail, so that a test can walk all of them: the books must look the same
//! afterwards as if nothing had happened.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// Every point between "begun" and "announced", in the order of a step.
pub const KILL_POINTS: [&str; 8] = [
    "run.begun",
    "run.planned",
    "run.issued",
    "run.credited",
    "run.locked",
    "run.advanced",
    "run.committed",
    "run.announced",
];

/// Where to fail, and how; usually nowhere. A worker gets it among its tools. In a development build the environment
/// says so for a whole process: `KLUSTERA_KILL_AT=run.issued` ends it there, as `kill -9` would.
#[derive(Clone, Debug, Default)]
pub struct KillPoints {
    at: Option<String>,
    /// Passes that are let through before.
    passes: Arc<AtomicU32>,
    ends_process: bool,
}

/// The test wanted this step to end here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("killed at {0}")]
pub struct Killed(pub String);

impl KillPoints {
    pub fn none() -> Self {
        Self::default()
    }

    /// Fails once at this point, after so many times of passing it.
    pub fn once_at(point: &str, after_passes: u32) -> Self {
        Self {
            at: Some(point.to_owned()),
            passes: Arc::new(AtomicU32::new(after_passes + 1)),
            ends_process: false,
        }
    }

    pub fn from_env() -> Self {
        let at = if cfg!(debug_assertions) { std::env::var("KLUSTERA_KILL_AT").ok() } else { None };
        Self { at, passes: Arc::new(AtomicU32::new(1)), ends_process: true }
    }

    /// # Errors
    /// When this is the point.
    pub fn pass(&self, point: &str) -> Result<(), Killed> {
        if self.at.as_deref() != Some(point) {
            return Ok(());
        }
        let left = self.passes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        match left {
            Ok(1) if self.ends_process => std::process::abort(),
            Ok(1) => Err(Killed(point.to_owned())),
            _ => Ok(()),
        }
    }
}
