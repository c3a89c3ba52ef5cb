//! A place for a cluster, a question to it, and a second supervisor that can be killed.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use embedded_postgres::{Cluster, Durability, Error, Settings, start};
use tempfile::TempDir;

const SECOND_SUPERVISOR: &str = "EMBEDDED_POSTGRES_SECOND_SUPERVISOR";
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Root's server runs under another account, which must pass.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("cluster")
    }

    pub fn pgdata(&self) -> PathBuf {
        self.data().join("pgdata")
    }

    pub fn settings(&self) -> Settings {
        settings(self.data())
    }

    pub async fn start(&self) -> Cluster {
        start(self.settings()).await.unwrap()
    }

    pub async fn refusal(&self) -> Error {
        start(self.settings()).await.unwrap_err()
    }
}

pub fn settings(data: impl Into<PathBuf>) -> Settings {
    Settings { durability: Durability::TestsOnly, ..Settings::new(data) }
}

pub fn ask(cluster: &Cluster, sql: &str) -> String {
    let output = psql(cluster, sql).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().into()
}

pub fn psql(cluster: &Cluster, sql: &str) -> Command {
    let mut psql = Command::new(cluster.binaries().program("psql").unwrap());
    psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]);
    psql.arg(cluster.superuser_url("postgres"));
    psql
}

/// Looks again and again until it is so, or fails with the name of what was waited for.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let give_up = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < give_up, "waited in vain until {what}");
        std::thread::yield_now();
    }
}

/// Gone, or at most waiting for somebody to read its exit status.
pub fn is_gone(pid: i32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |stat| stat.contains(") Z "))
}

pub fn am_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Another process that supervises, as this same test binary with one test told to play that part.
pub struct Supervisor {
    child: Child,
}

impl Supervisor {
    pub fn spawn(mut program: Command, test: &str, data: &Path) -> Self {
        let child = program
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(SECOND_SUPERVISOR, data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self { child }
    }

    pub fn of_this_user(test: &str, data: &Path) -> Self {
        Self::spawn(Command::new(std::env::current_exe().unwrap()), test, data)
    }

    /// Waits for what the other process says about its cluster: URL and process number of the postmaster.
    pub fn ready(&mut self) -> (String, i32) {
        let mut lines = BufReader::new(self.child.stdout.take().unwrap()).lines();
        let said =
            lines.find_map(|line| line.unwrap().split_once("READY ").map(|(_, rest)| rest.to_string()));
        let said = said.expect("the second supervisor should have become ready");
        let (pid, url) = said.split_once(' ').unwrap();
        (url.into(), pid.parse().unwrap())
    }

    pub fn kill_9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// In the second process: supervises until killed, and never returns. In the first: nothing.
pub fn play_second_supervisor() {
    let Some(data) = std::env::var_os(SECOND_SUPERVISOR) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut cluster = start(settings(PathBuf::from(data))).await.unwrap();
        println!("READY {} {}", cluster.pid(), cluster.superuser_url("postgres"));
        let exit = cluster.wait().await;
        panic!("{exit}");
    });
}
