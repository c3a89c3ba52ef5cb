//! What an earlier run may have left alive: a server that is still stopping, one that nobody told to stop, or
//! backends whose postmaster was killed. They are waited for and asked, never killed with SIGKILL.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::error::Error;
use crate::postmaster_pid;

/// After this long a polite request is followed by a firm one, and that one by an error.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Returns once no process works in `pgdata` any more. Blocks; the caller holds the folder's lock.
pub(crate) fn settle(pgdata: &Path) -> Result<(), Error> {
    let began = Instant::now();
    let mut asked = Vec::new();
    loop {
        let alive = servers_in(pgdata);
        let Some(first) = alive.first() else { break };
        let (signal, to) = request(&alive, pgdata, began.elapsed());
        for pid in to {
            if !asked.contains(&(pid, signal)) {
                tracing::warn!(pid = pid.as_raw_pid(), ?signal, "stopping a PostgreSQL of an earlier run");
                let _ = kill_process(pid, signal);
                asked.push((pid, signal));
            }
        }
        if began.elapsed() > PATIENCE * 2 {
            return Err(Error::LeftoverStays { pid: first.as_raw_pid().unsigned_abs() });
        }
        thread::sleep(LOOK_AGAIN);
    }
    forget_stranger(pgdata);
    Ok(())
}

/// A postmaster stops its children itself. Without one there is nothing left to save in a backend: the
/// cluster has crashed already, and SIGQUIT makes them leave at once instead of at the end of their query.
fn request(alive: &[Pid], pgdata: &Path, waited: Duration) -> (Signal, Vec<Pid>) {
    let postmaster = postmaster_pid::read(pgdata).map(|file| file.pid).filter(|pid| alive.contains(pid));
    match postmaster {
        Some(pid) if waited < PATIENCE => (Signal::INT, vec![pid]),
        Some(pid) => (Signal::QUIT, vec![pid]),
        None => (Signal::QUIT, alive.to_vec()),
    }
}

/// After a reboot or in a new container the number in `postmaster.pid` may belong to a stranger of the same
/// user, and PostgreSQL would refuse to start. When that process lives and none works here, the file is stale.
fn forget_stranger(pgdata: &Path) {
    let Some(file) = postmaster_pid::read(pgdata) else { return };
    let lives = matches!(test_kill_process(file.pid), Ok(()) | Err(Errno::PERM));
    if lives && !is_server_in(file.pid, pgdata) {
        tracing::info!(pid = file.pid.as_raw_pid(), "removing a postmaster.pid that names another process");
        let _ = fs::remove_file(pgdata.join("postmaster.pid"));
    }
}

/// Every process of a server changes into its data directory and stays there.
#[cfg(target_os = "linux")]
fn servers_in(pgdata: &Path) -> Vec<Pid> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let numbers = processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter_map(Pid::from_raw).filter(|pid| is_server_in(*pid, pgdata)).collect()
}

#[cfg(target_os = "linux")]
fn is_server_in(pid: Pid, pgdata: &Path) -> bool {
    let process = Path::new("/proc").join(pid.as_raw_pid().to_string());
    fs::read_link(process.join("cwd")).is_ok_and(|folder| folder == pgdata)
        && fs::read_to_string(process.join("comm")).is_ok_and(|name| name.trim() == "postgres")
}

/// Without /proc only the postmaster can be told for certain: by its number and its command line.
#[cfg(not(target_os = "linux"))]
fn servers_in(pgdata: &Path) -> Vec<Pid> {
    postmaster_pid::read(pgdata)
        .map(|file| file.pid)
        .filter(|pid| is_server_in(*pid, pgdata))
        .into_iter()
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn is_server_in(pid: Pid, pgdata: &Path) -> bool {
    let ps = std::process::Command::new("ps")
        .args(["-ww", "-o", "command=", "-p"])
        .arg(pid.as_raw_pid().to_string())
        .output();
    ps.is_ok_and(|output| {
        let line = String::from_utf8_lossy(&output.stdout).into_owned();
        line.contains("postgres") && line.contains(&format!("-D {}", pgdata.display()))
    })
}
