//! A cluster that runs: how to reach it, how to notice its end, how to end it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use rustix::process::Signal;

use crate::binaries::{Binaries, Stamp};
use crate::error::Error;
use crate::folder::Folder;
use crate::log::{Log, Rotation};
use crate::postmaster::{Ended, Postmaster};
use crate::settings::Settings;
use crate::{socket, start};

/// How long a fast shutdown may take before it becomes an immediate one, and that one before it is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Dropping it asks the server to stop without waiting for that; `stop` waits.
#[derive(Debug)]
pub struct Cluster {
    // The server goes before the lock does.
    pub(crate) postmaster: Postmaster,
    pub(crate) settings: Settings,
    pub(crate) binaries: Binaries,
    pub(crate) stamp: Option<Stamp>,
    pub(crate) socket_dir: PathBuf,
    pub(crate) password: String,
    pub(crate) log: Log,
    pub(crate) _rotation: Rotation,
    pub(crate) folder: Folder,
}

/// The server ended without being asked through this `Cluster`.
#[derive(Debug, Clone)]
pub struct Exit {
    /// Missing only where another part of this process reaps its children.
    pub status: Option<ExitStatus>,
    pub log_tail: String,
}

impl Cluster {
    /// A URL that sqlx, libpq and psql understand. It stays the same over restarts.
    pub fn url(&self, user: &str, password: &str, database: &str) -> String {
        url(&self.socket_dir, user, password, database)
    }

    pub fn superuser_url(&self, database: &str) -> String {
        self.url(&self.settings.superuser, &self.password, database)
    }

    pub fn superuser(&self) -> &str {
        &self.settings.superuser
    }

    pub fn superuser_password(&self) -> &str {
        &self.password
    }

    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// Part of the socket's name; nothing listens on the network.
    pub fn port(&self) -> u16 {
        socket::PORT
    }

    pub fn major(&self) -> u32 {
        self.binaries.major
    }

    /// What the server was started from; also the place of `psql` and `pg_dump` of the same version.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    pub fn log_file(&self) -> PathBuf {
        self.folder.log()
    }

    /// The process number of the postmaster.
    pub fn pid(&self) -> u32 {
        self.postmaster.pid()
    }

    /// Whether the system has replaced the binaries since the start, as an upgrade of the distribution does:
    /// new connections may then fail, so restart. One look at one file; ask as often as you like. Binaries that are
    /// gone altogether are no reason to restart: the server that runs is then the better one.
    pub fn binaries_changed(&self) -> bool {
        let now = Stamp::of(&self.binaries);
        now.is_some() && now != self.stamp
    }

    /// Returns when the server has ended; at once when it has already. Cancel-safe. Then call `restart`.
    pub async fn wait(&mut self) -> Exit {
        let status = self.postmaster.ended().await;
        Exit { status, log_tail: self.log.tail() }
    }

    /// Ends all sessions, writes everything to disk and returns when the server is gone.
    pub async fn stop(mut self) -> Result<(), Error> {
        for signal in [Signal::INT, Signal::QUIT] {
            self.postmaster.signal(signal);
            if let Ok(ended) = tokio::time::timeout(PATIENCE, self.postmaster.ended()).await {
                tracing::info!(status = %describe(ended), "PostgreSQL has stopped");
                return Ok(());
            }
        }
        Err(Error::WillNotStop { pid: self.pid() })
    }

    /// Stops where needed and starts anew with the same settings and the binaries that are there now. After an
    /// error there is no cluster any more; call `start` with the same settings to try again.
    pub async fn restart(self) -> Result<Self, Error> {
        let settings = self.settings.clone();
        self.stop().await?;
        start::start(settings).await
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PostgreSQL ended ({}); its last words:\n{}", describe(self.status), self.log_tail)
    }
}

pub(crate) fn describe(ended: Ended) -> String {
    ended.map_or_else(|| "status unknown".into(), |status| status.to_string())
}

pub(crate) fn url(socket_dir: &Path, user: &str, password: &str, database: &str) -> String {
    let host = escape(&socket_dir.to_string_lossy());
    let [user, password, database] = [user, password, database].map(escape);
    format!("postgresql://{user}:{password}@{host}:{}/{database}", socket::PORT)
}

fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_url_survives_its_strange_signs() {
        let url = url(Path::new("/srv/my db"), "o'wner", "p@ss:/?", "kost é");
        assert_eq!(url, "postgresql://o%27wner:p%40ss%3A%2F%3F@%2Fsrv%2Fmy%20db:5432/kost%20%C3%A9");
    }
}
