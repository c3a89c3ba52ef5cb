//! The server's log: one file, the one before it, and never more than about twice the limit.
//!
//! The server writes to the file itself, so that its last words are kept when we are killed before it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::Duration;

use rustix::fs::OFlags;

const LOOK_EVERY: Duration = Duration::from_secs(15);
const TAIL_BYTES: u64 = 4096;
const TAIL_LINES: usize = 20;

#[derive(Debug, Clone)]
pub(crate) struct Log {
    path: PathBuf,
    limit_bytes: u64,
}

impl Log {
    pub(crate) fn new(path: PathBuf, limit_bytes: u64) -> Self {
        Self { path, limit_bytes }
    }

    /// For the server to append to.
    pub(crate) fn open(&self) -> io::Result<File> {
        OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&self.path)
    }

    pub(crate) fn tail(&self) -> String {
        self.read_tail().unwrap_or_else(|error| format!("(no log: {error})"))
    }

    /// Copies and empties, because the server keeps the file open and appends to it. A line that is written
    /// between the two is lost, which a log can bear.
    pub(crate) fn rotate_when_large(&self) -> io::Result<()> {
        let mut from = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&self.path)?;
        if from.metadata()?.len() <= self.limit_bytes {
            return Ok(());
        }
        let before = self.path.with_extension("log.1");
        let _ = fs::remove_file(&before);
        let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(before)?;
        io::copy(&mut from, &mut to)?;
        from.set_len(0)
    }

    fn read_tail(&self) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        Ok(lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n"))
    }
}

/// Looks after the size of the log until it is dropped.
#[derive(Debug)]
pub(crate) struct Rotation(tokio::task::JoinHandle<()>);

impl Rotation {
    pub(crate) fn of(log: Log) -> Self {
        Self(tokio::spawn(async move {
            let mut look = tokio::time::interval(LOOK_EVERY);
            loop {
                look.tick().await;
                let log = log.clone();
                let looked = tokio::task::spawn_blocking(move || log.rotate_when_large()).await;
                if let Ok(Err(error)) = looked {
                    tracing::warn!(%error, "could not rotate the PostgreSQL log");
                }
            }
        }))
    }
}

impl Drop for Rotation {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_log_over_its_limit_is_moved_aside_while_the_server_keeps_writing() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::new(folder.path().join("postgres.log"), 10);
        let mut server = log.open().unwrap();

        server.write_all(b"0123456789").unwrap();
        log.rotate_when_large().unwrap();
        assert_eq!(log.tail(), "0123456789");

        server.write_all(b"A").unwrap();
        log.rotate_when_large().unwrap();
        server.write_all(b"after").unwrap();
        assert_eq!(log.tail(), "after");
        assert_eq!(fs::read_to_string(folder.path().join("postgres.log.1")).unwrap(), "0123456789A");
    }

    #[test]
    fn the_tail_is_the_last_twenty_lines() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::new(folder.path().join("postgres.log"), 1_000_000);
        let lines: Vec<String> = (1..=500).map(|number| format!("line {number}")).collect();
        writeln!(log.open().unwrap(), "{}", lines.join("\n")).unwrap();
        assert_eq!(log.tail(), lines[480..].join("\n"));
    }
}
