//! Makes a new cluster beside its place and moves it in when it is whole, so that an interrupted start leaves
//! nothing that looks like a cluster.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::account::Account;
use crate::binaries::Binaries;
use crate::error::{Doing, Error};
use crate::folder::{Folder, random_hex, sync};
use crate::postmaster::die_with_us;
use crate::settings::{Durability, Settings};
use crate::start::{calm, shared_memory_is_tight};

const WORKSHOP_PREFIX: &str = "initdb-";

/// Blocks. The caller holds the folder's lock and has seen that there is no cluster.
pub(crate) fn make(
    folder: &Folder,
    account: &Account,
    binaries: &Binaries,
    settings: &Settings,
    password: &str,
) -> Result<(), Error> {
    let workshop = folder.path().join(format!("{WORKSHOP_PREFIX}{}", &random_hex()[..16]));
    DirBuilder::new().mode(0o700).create(&workshop).doing(|| format!("make {}", workshop.display()))?;
    account.own(&workshop)?;
    let password_file = workshop.join("password");
    lend(&password_file, password).doing(|| format!("write {}", password_file.display()))?;
    account.own(&password_file)?;

    let draft = workshop.join("pgdata");
    run(command(binaries, settings, &draft, &password_file), account)?;

    fs::rename(&draft, folder.pgdata())
        .and_then(|()| sync(folder.path()))
        .doing(|| format!("move the new cluster to {}", folder.pgdata().display()))?;
    let _ = fs::remove_dir_all(&workshop);
    Ok(())
}

/// Removes what interrupted starts left. An initdb that has just been told to stop may still be writing there,
/// so this tries for a moment; what resists is in nobody's way and goes at a later start.
pub(crate) fn sweep(folder: &Path) {
    let give_up = Instant::now() + Duration::from_secs(2);
    while workshops_in(folder).iter().any(|workshop| remove(workshop).is_err()) && Instant::now() < give_up {
        thread::sleep(Duration::from_millis(10));
    }
}

fn remove(workshop: &Path) -> io::Result<()> {
    match fs::remove_dir_all(workshop) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn workshops_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let begun = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(WORKSHOP_PREFIX))
    };
    entries.flatten().map(|entry| entry.path()).filter(begun).collect()
}

fn lend(file: &Path, password: &str) -> io::Result<()> {
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    out.write_all(password.as_bytes())
}

fn command(binaries: &Binaries, settings: &Settings, draft: &Path, password_file: &Path) -> Command {
    let mut initdb = Command::new(binaries.initdb());
    initdb.arg("--pgdata").arg(draft);
    initdb.arg("--pwfile").arg(password_file);
    initdb.arg(format!("--username={}", settings.superuser));
    initdb.args(["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--lc-messages=C"]);
    initdb.args(locale(binaries.major));
    initdb.arg("--no-instructions");
    // PostgreSQL 15 cannot be told, and needs 2 MB or so of /dev/shm while it makes the cluster.
    if binaries.major >= 16 && shared_memory_is_tight() {
        initdb.arg("--set=dynamic_shared_memory_type=mmap");
    }
    if settings.durability == Durability::TestsOnly {
        initdb.arg("--no-sync");
    }
    initdb
}

/// A collation that no update of the system's C library can change under an index.
fn locale(major: u32) -> &'static [&'static str] {
    match (cfg!(target_os = "macos"), major >= 17) {
        (false, false) => &["--locale=C.UTF-8"],
        (false, true) => &["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        (true, false) => &["--locale=C", "--lc-ctype=UTF-8"],
        (true, true) => &["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    }
}

fn run(mut initdb: Command, account: &Account) -> Result<(), Error> {
    calm(&mut initdb);
    account.take_over(&mut initdb);
    // This thread waits for initdb below, so it lives long enough for the tie to mean our own death.
    die_with_us(&mut initdb, Signal::TERM);
    let output = initdb.stdin(Stdio::null()).output().doing(|| "run initdb".into())?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Error::InitdbFailed { output: String::from_utf8_lossy(&said).trim().into() })
}
