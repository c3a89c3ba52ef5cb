//! Everything that can keep a cluster from running, each said so that a person knows what to do next.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(
        "no PostgreSQL server found (looked in {}). Install one (Debian, Ubuntu: apt install postgresql; macOS: brew \
         install postgresql@17), or name the folder that holds `postgres` and `initdb` in POSTGRES_BIN",
        listed(.looked_in)
    )]
    NoBinaries { looked_in: Vec<PathBuf> },

    #[error("{} does not hold a PostgreSQL server: {reason}", .folder.display())]
    NotBinaries { folder: PathBuf, reason: String },

    #[error("PostgreSQL {version} in {} is too old; version 15 or newer is needed", .folder.display())]
    TooOld { folder: PathBuf, version: String },

    #[error(
        "the cluster in {} was made by PostgreSQL {made_by}, but only PostgreSQL {} is here. Nothing was changed. \
         Either install PostgreSQL {made_by} beside it (Debian, Ubuntu: apt install postgresql-{made_by}), or make a \
         dump with version {made_by}, move this folder away, start once more and restore the dump",
        .data.display(), majors(.found)
    )]
    OtherMajor { data: PathBuf, made_by: u32, found: Vec<u32> },

    #[error("{} is already in use by {}; one folder takes one supervisor", .data.display(), holder(.pid))]
    AlreadySupervised { data: PathBuf, pid: Option<u32> },

    #[error("{} holds other things than a cluster; name an empty or a new folder", .data.display())]
    NotOurs { data: PathBuf },

    #[error(
        "{} is closed (mode {mode:04o}) to user `{user}`, under whom PostgreSQL runs because root may not, and who \
         must pass through it to reach {}. Choose another place, such as a folder under /var/lib, or open the way: \
         chmod o+x {}",
        .closed.display(), .target.display(), .closed.display()
    )]
    Closed { closed: PathBuf, mode: u32, user: String, target: PathBuf },

    #[error(
        "PostgreSQL may not run as root, and there is neither a user `postgres` nor `nobody` to run it as"
    )]
    NoUser,

    #[error(
        "{} is missing, so nobody can sign in to the cluster beside it as superuser; bring the file back from a backup",
        .file.display()
    )]
    PasswordMissing { file: PathBuf },

    #[error("the socket folder {} belongs to another user; remove it, or choose a shorter data folder", .folder.display())]
    SocketFolderTaken { folder: PathBuf },

    #[error("initdb could not make a cluster:\n{output}")]
    InitdbFailed { output: String },

    #[error("PostgreSQL ended before it was ready ({status}); its last words:\n{log_tail}")]
    EndedEarly { status: String, log_tail: String },

    #[error("PostgreSQL was not ready after {} s; its last words:\n{log_tail}", .waited.as_secs())]
    NotReady { waited: Duration, log_tail: String },

    #[error(
        "a PostgreSQL of an earlier run (process {pid}) does not stop; stop it by hand, but not with kill -9"
    )]
    LeftoverStays { pid: u32 },

    #[error("PostgreSQL (process {pid}) does not stop; it was asked twice")]
    WillNotStop { pid: u32 },

    #[error("could not {doing}: {source}")]
    Io { doing: String, source: io::Error },
}

/// Gives an `io::Error` the sentence it lacks: what was being done.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error>;
}

impl<T, E: Into<io::Error>> Doing<T> for Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error> {
        self.map_err(|source| Error::Io { doing: what(), source: source.into() })
    }
}

fn listed(folders: &[PathBuf]) -> String {
    folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn majors(found: &[u32]) -> String {
    found.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn holder(pid: &Option<u32>) -> String {
    pid.map_or_else(|| "another process".into(), |pid| format!("process {pid}"))
}
