//! The program as somebody starts it: what it prints, how it stops, what a kill -9 costs, and the way of a backup.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A folder that the database's user may enter, also when the test runs as root.
pub fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn klustera(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_klustera"));
    command.arg("--data").arg(data).env_remove("DATABASE_URL").env("KLUSTERA_TEST_NO_FSYNC", "1");
    command
}

pub fn run(data: &Path, arguments: &[&str]) -> Output {
    klustera(data).args(arguments).output().unwrap()
}

#[track_caller]
pub fn well(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// A server that is killed when the test ends, however it ends.
pub struct Server {
    child: Child,
    lines: BufReader<ChildStdout>,
    said: String,
    pub address: String,
}

impl Server {
    #[expect(
        clippy::zombie_processes,
        reason = "a server that never gets ready fails the test, and the test's end ends it"
    )]
    pub fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = klustera(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        loop {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the server ended before it was ready:\n{said}");
            said.push_str(&line);
            if let Some(address) = line.trim().strip_prefix("Klustera is ready: http://") {
                return Self { child, lines, address: address.to_owned(), said };
            }
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn signal(&mut self, signal: &str) -> std::process::ExitStatus {
        let killed = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let status = self.child.wait().unwrap();
        let mut rest = String::new();
        let _ = self.lines.read_to_string(&mut rest);
        status
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn postmaster_pid(data: &Path) -> PathBuf {
    data.join("postgres/pgdata/postmaster.pid")
}

#[test]
fn a_first_start_shows_the_sample_and_ctrl_c_stops_everything() {
    let data = folder();
    let mut server = Server::start(data.path(), &[]);
    for person in [
        "Ratna Kusuma",
        "Siti Aminah",
        "Joko Susilo",
        "Budi Santoso",
        "Sudarto",
        "Maya Hartono",
        "Arif Wibowo",
    ] {
        assert!(server.said.contains(person), "no sign-in for {person}:\n{}", server.said);
    }
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/masuk").contains("Klustera"));
    let status = server.signal("-INT");
    assert!(status.success(), "Ctrl-C ended with {status}");
    assert!(!postmaster_pid(data.path()).exists(), "the database still runs");
}

#[test]
fn kill_9_loses_nothing_and_the_next_start_recovers_by_itself() {
    let data = folder();
    let mut server = Server::start(data.path(), &[]);
    let _ = server.signal("-KILL");
    drop(server);
    let began = Instant::now();
    let server = Server::start(data.path(), &[]);
    assert!(began.elapsed() < Duration::from_secs(30));
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    drop(server);
    let said = well(&run(data.path(), &["doctor"]));
    assert!(said.contains("0 to fix"), "{said}");
}

#[test]
fn without_the_sample_a_one_time_link_opens_the_house() {
    let data = folder();
    let server = Server::start(data.path(), &["--no-demo"]);
    assert!(!server.said.contains("Ratna Kusuma"));
    let link =
        server.said.split_whitespace().find(|word| word.contains("/mulai/")).expect("a link to set up");
    let path = link.split_once(&server.address).expect("the link leads to this server").1;
    assert!(server.get(path).starts_with("HTTP/1.1 200"), "{link}");
    assert!(server.get("/mulai/bukan-tautan-ini").starts_with("HTTP/1.1 404"));
}

#[test]
fn a_backup_restored_elsewhere_is_the_same_house() {
    let (here, there) = (folder(), folder());
    well(&run(here.path(), &["seed"]));
    std::fs::create_dir_all(here.path().join("files")).unwrap();
    let file = here.path().join("klustera.zip");
    let said = well(&run(here.path(), &["backup", file.to_str().unwrap()]));
    assert!(said.contains("rows of"), "{said}");

    well(&run(there.path(), &["restore", file.to_str().unwrap()]));
    let again = there.path().join("again.zip");
    well(&run(there.path(), &["backup", again.to_str().unwrap()]));
    assert_eq!(tables(&file), tables(&again));
    assert!(
        tables(&file)
            .iter()
            .any(|(name, bytes)| name.ends_with("public.unit") && bytes.lines().count() == 336)
    );

    // Into a house that is lived in only when told so.
    let refused = run(there.path(), &["restore", file.to_str().unwrap()]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--force"));
    well(&run(there.path(), &["restore", "--force", file.to_str().unwrap()]));
    let said = well(&run(there.path(), &["doctor"]));
    assert!(said.contains("0 to fix"), "{said}");
}

#[test]
fn an_operator_without_a_browser_makes_a_link_and_mail_is_looked_at() {
    let data = folder();
    well(&run(data.path(), &["seed"]));
    let said = well(&run(data.path(), &["reset-password", "0812-7000-0004", "--reason", "Telepon"]));
    assert!(said.contains("Budi Santoso") && said.contains("/sandi/akun/"), "{said}");
    let nobody = run(data.path(), &["reset-password", "0812-0000-0000"]);
    assert_eq!(nobody.status.code(), Some(2));
    let said = well(&run(data.path(), &["doctor"]));
    assert!(said.contains("no mail is set up"), "{said}");
    let mut doctor = klustera(data.path());
    doctor
        .env("KLUSTERA_SMTP_URL", "smtp://nobody:geheim@127.0.0.1:1")
        .env("KLUSTERA_MAIL_FROM", "Surat <a@b.example>");
    let away = doctor.arg("doctor").output().unwrap();
    let said = String::from_utf8_lossy(&away.stdout).into_owned();
    assert!(!away.status.success() && said.contains("FIX   mail:"), "{said}");
    assert!(!said.contains("geheim"), "{said}");
}

/// The lines of every table in a backup, sorted, since COPY promises no order.
fn tables(file: &Path) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.retain(|name| name.starts_with("tables/"));
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let mut text = String::new();
            zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_unstable();
            (name, lines.join("\n"))
        })
        .collect()
}

#[test]
fn a_file_that_is_no_backup_is_refused_with_a_sentence() {
    let data = folder();
    let file = data.path().join("liburan.jpg");
    std::fs::write(&file, b"\xff\xd8\xff not a zip").unwrap();
    let refused = run(data.path(), &["restore", file.to_str().unwrap()]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not a backup of Klustera"));
}

#[test]
fn a_port_that_is_taken_is_said_before_a_database_starts() {
    let data = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = klustera(data.path()).args(["serve", "--listen", &address]).output().unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("cannot listen on"));
    assert!(!data.path().join("postgres").exists());
}
