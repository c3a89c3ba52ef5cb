//! What a caller decides about its cluster.

use std::path::PathBuf;
use std::time::Duration;

/// Use as `Settings { superuser: "owner".into(), ..Settings::new(folder) }`.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder that belongs to the cluster and to nothing else; made when missing.
    pub data: PathBuf,
    /// The folder that holds `postgres` and `initdb`; `None` searches for it.
    pub binaries: Option<PathBuf>,
    /// Name of the superuser. Decided by the first start, so keep it the same afterwards.
    pub superuser: String,
    /// Server parameters, such as `("max_connections", "50")`. They win over `postgresql.conf`.
    pub parameters: Vec<(String, String)>,
    pub durability: Durability,
    /// How long a start may take, recovery after a crash included.
    pub start_patience: Duration,
    /// The log is moved to `postgres.log.1` when it grows over this size.
    pub log_limit_bytes: u64,
}

impl Settings {
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            binaries: None,
            superuser: "postgres".into(),
            parameters: Vec::new(),
            durability: Durability::Full,
            start_patience: Duration::from_secs(120),
            log_limit_bytes: 8 * 1024 * 1024,
        }
    }
}

/// Whether a commit must survive the power going out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A commit is on disk before it is answered.
    Full,
    /// fsync off: fast, survives a killed process, not a killed machine. For tests only.
    TestsOnly,
}
