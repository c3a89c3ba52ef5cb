//! The road from settings to a running cluster: claim, choose, settle, make, spawn, wait until ready.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::account::Account;
use crate::binaries::{self, Binaries, Stamp};
use crate::cluster::{Cluster, describe};
use crate::error::{Doing, Error};
use crate::folder::Folder;
use crate::log::{Log, Rotation};
use crate::postmaster::Postmaster;
use crate::postmaster_pid::{self, State};
use crate::settings::{Durability, Settings};
use crate::{initdb, leftovers, socket};

const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Below this much room in /dev/shm (a container has 64 MB unless told otherwise) a parallel query may fail.
#[cfg(target_os = "linux")]
const ENOUGH_SHARED_MEMORY_BYTES: u64 = 256 * 1024 * 1024;

/// Makes the cluster at the first call, starts it, and returns when it takes connections.
///
/// Needs a tokio runtime with time. Dropping the future midway stops what it has begun.
pub async fn start(settings: Settings) -> Result<Cluster, Error> {
    let prepared = tokio::task::spawn_blocking(move || prepare(settings)).await;
    let mut cluster = prepared.map_err(std::io::Error::other).doing(|| "prepare the cluster".into())??;
    let patience = cluster.settings.start_patience;
    let outcome = tokio::time::timeout(patience, until_ready(&mut cluster)).await;
    match outcome {
        Ok(ready) => ready?,
        Err(_) => {
            let log_tail = cluster.log.tail();
            cluster.stop().await?;
            return Err(Error::NotReady { waited: patience, log_tail });
        }
    }
    tracing::info!(version = %cluster.binaries.version, folder = %cluster.folder.path().display(), "PostgreSQL is ready");
    Ok(cluster)
}

/// No setting of the caller's shell reaches PostgreSQL, and no folder that its account may not enter.
pub(crate) fn calm(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("PG") || text.starts_with("LC_") || text == "LANG" || text == "LANGUAGE" {
            command.env_remove(&name);
        }
    }
    command.env("LC_ALL", "C").current_dir("/");
}

/// Everything that blocks, up to the moment at which the process exists.
fn prepare(settings: Settings) -> Result<Cluster, Error> {
    let folder = Folder::claim(&settings.data)?;
    let account = Account::for_cluster(&folder.pgdata())?;
    account.can_reach(folder.path())?;
    let binaries = choose(&folder, settings.binaries.as_deref())?;
    account.can_reach(&binaries.folder)?;

    leftovers::settle(&folder.pgdata())?;
    initdb::sweep(folder.path());
    let password = folder.password()?;
    if !folder.pgdata().exists() {
        initdb::make(&folder, &account, &binaries, &settings, &password)?;
    }
    account.own_tree_of_root(&folder.pgdata())?;
    let socket_dir = socket::prepare(folder.path(), &account)?;
    socket::clear(&socket_dir);

    let log = Log::new(folder.log(), settings.log_limit_bytes);
    let stamp = Stamp::of(&binaries);
    let postmaster = spawn(&folder, &account, &binaries, &settings, &socket_dir, &log)?;
    let rotation = Rotation::of(log.clone());
    Ok(Cluster {
        postmaster,
        settings,
        binaries,
        stamp,
        socket_dir,
        password,
        log,
        _rotation: rotation,
        folder,
    })
}

fn choose(folder: &Folder, explicit: Option<&Path>) -> Result<Binaries, Error> {
    match folder.made_by()? {
        Some(made_by) => binaries::for_cluster(explicit, made_by, folder.path()),
        None => binaries::find_binaries(explicit),
    }
}

fn spawn(
    folder: &Folder,
    account: &Account,
    binaries: &Binaries,
    settings: &Settings,
    socket_dir: &Path,
    log: &Log,
) -> Result<Postmaster, Error> {
    let output = log.open().doing(|| "open the log".into())?;
    let errors = output.try_clone().doing(|| "open the log".into())?;
    let mut postgres = Command::new(binaries.postgres());
    postgres.arg("-D").arg(folder.pgdata());
    for (name, value) in parameters(settings, socket_dir) {
        postgres.arg("-c").arg(format!("{name}={value}"));
    }
    calm(&mut postgres);
    account.take_over(&mut postgres);
    postgres.stdin(Stdio::null()).stdout(output).stderr(errors);
    Postmaster::spawn(postgres).doing(|| format!("run {}", binaries.postgres().display()))
}

/// The last word counts: first our defaults, then the caller's wishes, then what makes the cluster private.
fn parameters(settings: &Settings, socket_dir: &Path) -> Vec<(String, String)> {
    let mut all: Vec<(&str, String)> = Vec::new();
    if shared_memory_is_tight() {
        all.extend([("shared_memory_type", "mmap".into()), ("dynamic_shared_memory_type", "mmap".into())]);
    }
    if settings.durability == Durability::TestsOnly {
        all.extend(["fsync", "full_page_writes"].map(|name| (name, "off".into())));
    }
    all.extend(settings.parameters.iter().map(|(name, value)| (name.as_str(), value.clone())));
    all.extend([
        ("listen_addresses", String::new()),
        ("port", socket::PORT.to_string()),
        ("unix_socket_directories", quoted(socket_dir)),
        ("unix_socket_permissions", "0700".into()),
        ("logging_collector", "off".into()),
        ("log_destination", "stderr".into()),
    ]);
    all.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// The parameter is a list of names, in which commas and spaces part and double quotes hold together.
fn quoted(socket_dir: &Path) -> String {
    format!("\"{}\"", socket_dir.to_string_lossy().replace('"', "\"\""))
}

#[cfg(target_os = "linux")]
pub(crate) fn shared_memory_is_tight() -> bool {
    let room = rustix::fs::statvfs("/dev/shm").map(|about| about.f_bavail.saturating_mul(about.f_frsize));
    room.is_ok_and(|bytes| bytes < ENOUGH_SHARED_MEMORY_BYTES) || room.is_err()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn shared_memory_is_tight() -> bool {
    false
}

async fn until_ready(cluster: &mut Cluster) -> Result<(), Error> {
    let pgdata: PathBuf = cluster.folder.pgdata();
    let pid = cluster.postmaster.pid();
    let mut look = tokio::time::interval(LOOK_AGAIN);
    loop {
        tokio::select! {
            ended = cluster.postmaster.ended() => {
                return Err(Error::EndedEarly { status: describe(ended), log_tail: cluster.log.tail() });
            }
            _ = look.tick() => {
                let file = postmaster_pid::read(&pgdata);
                let ours = file.filter(|file| file.pid.as_raw_pid().unsigned_abs() == pid);
                if ours.is_some_and(|file| file.state == State::Ready) {
                    return Ok(());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_may_tune_the_server_but_not_open_it_to_the_network() {
        let wishes = [("work_mem", "8MB"), ("listen_addresses", "*"), ("fsync", "on")];
        let settings = Settings {
            parameters: wishes.map(|(name, value)| (name.into(), value.into())).into(),
            durability: Durability::TestsOnly,
            ..Settings::new("/srv/db")
        };
        let all = parameters(&settings, Path::new("/srv/my db/socket"));
        let last =
            |wanted: &str| all.iter().rfind(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        assert_eq!(last("work_mem"), Some("8MB"));
        assert_eq!(last("fsync"), Some("on"));
        assert_eq!(last("full_page_writes"), Some("off"));
        assert_eq!(last("listen_addresses"), Some(""));
        assert_eq!(last("unix_socket_directories"), Some("\"/srv/my db/socket\""));
    }
}
