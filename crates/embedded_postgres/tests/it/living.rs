//! The days on which nothing goes wrong.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

use embedded_postgres::{find_binaries, start};

use crate::support::*;

#[tokio::test]
async fn rows_are_still_there_after_stop_and_start_and_the_url_is_the_same() {
    let place = Place::new();
    let cluster = place.start().await;
    let url = cluster.superuser_url("postgres");
    ask(&cluster, "create table house (number int); insert into house select generate_series(1, 120)");
    cluster.stop().await.unwrap();

    let began = Instant::now();
    let cluster = place.start().await;
    assert!(began.elapsed() < Duration::from_secs(5), "a start took {:?}", began.elapsed());
    assert_eq!(ask(&cluster, "select count(*) from house"), "120");
    assert_eq!(cluster.superuser_url("postgres"), url);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_new_cluster_is_private_checked_by_sums_and_speaks_utf8() {
    let place = Place::new();
    let cluster = place.start().await;

    assert_eq!(ask(&cluster, "show listen_addresses"), "");
    assert_eq!(ask(&cluster, "show data_checksums"), "on");
    assert_eq!(ask(&cluster, "show server_encoding"), "UTF8");
    assert_eq!(ask(&cluster, "select datcollate from pg_database where datname = 'postgres'"), "C.UTF-8");
    assert_eq!(
        ask(&cluster, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"),
        "scram-sha-256"
    );
    assert_eq!(
        ask(&cluster, "select left(rolpassword, 13) from pg_authid where rolname = 'postgres'"),
        "SCRAM-SHA-256"
    );
    assert_eq!(cluster.major(), find_binaries(None).unwrap().major);

    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(cluster.socket_dir().to_path_buf()), 0o700);
    assert_eq!(mode(place.pgdata()), 0o700);
    assert_eq!(mode(place.data().join("superuser-password")), 0o600);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn nobody_gets_in_with_a_wrong_password() {
    let place = Place::new();
    let cluster = place.start().await;
    let url = cluster.url(cluster.superuser(), "guess", "postgres");
    let psql = cluster.binaries().program("psql").unwrap();
    let output = Command::new(psql).args(["-X", "-c", "select 1"]).arg(url).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("password authentication failed"), "{said}");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_data_folder_with_a_path_too_long_for_a_socket_works() {
    let place = Place::new();
    let data = place.path().join("a-very-long-name-".repeat(9)).join("cluster");
    let cluster = start(settings(&data)).await.unwrap();
    let socket_dir = cluster.socket_dir().to_path_buf();

    assert!(data.as_os_str().len() > 107);
    assert!(socket_dir.starts_with("/tmp") && !socket_dir.starts_with(place.path()));
    assert_eq!(fs::metadata(&socket_dir).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(ask(&cluster, "select 1"), "1");
    cluster.stop().await.unwrap();
    fs::remove_dir(socket_dir).unwrap();
}

#[tokio::test]
async fn a_restart_gives_a_new_server_with_the_same_rows() {
    let place = Place::new();
    let cluster = place.start().await;
    ask(&cluster, "create table house (number int); insert into house values (7)");
    let first = cluster.pid();
    assert!(!cluster.binaries_changed());

    let cluster = cluster.restart().await.unwrap();
    assert_ne!(cluster.pid(), first);
    assert_eq!(ask(&cluster, "select number from house"), "7");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn ctrl_c_in_our_terminal_does_not_reach_the_server_before_us() {
    let place = Place::new();
    let cluster = place.start().await;
    let group = |pid| rustix::process::getpgid(pid).unwrap();
    let server = rustix::process::Pid::from_raw(cluster.pid().cast_signed());
    assert_ne!(group(server), group(None));
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn parameters_of_the_caller_reach_the_server() {
    let place = Place::new();
    let mut settings = place.settings();
    settings.parameters.push(("work_mem".into(), "9MB".into()));
    let cluster = start(settings).await.unwrap();
    assert_eq!(ask(&cluster, "show work_mem"), "9MB");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn root_never_runs_the_server_and_keeps_lock_password_and_log_to_itself() {
    if !am_root() {
        return;
    }
    let place = Place::new();
    let cluster = place.start().await;
    let owner = |path: std::path::PathBuf| fs::metadata(path).unwrap().uid();
    assert_ne!(owner(format!("/proc/{}", cluster.pid()).into()), 0);
    assert_ne!(owner(place.pgdata()), 0);
    for own in ["", "supervisor.lock", "superuser-password", "postgres.log"] {
        assert_eq!(owner(place.data().join(own)), 0, "{own}");
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_backup_that_root_copied_back_starts_though_all_of_it_belongs_to_root() {
    if !am_root() {
        return;
    }
    let place = Place::new();
    let cluster = place.start().await;
    ask(&cluster, "create table house (number int); insert into house values (7)");
    cluster.stop().await.unwrap();
    let status = Command::new("chown").arg("-R").arg("0:0").arg(place.data()).status().unwrap();
    assert!(status.success());

    let cluster = place.start().await;
    assert_eq!(ask(&cluster, "select number from house"), "7");
    cluster.stop().await.unwrap();
}

#[test]
fn an_ordinary_user_runs_a_cluster_of_their_own() {
    play_second_supervisor();
    if !am_root() {
        return; // then every other test has shown it
    }
    const NOBODY: u32 = 65534;
    let place = Place::new();
    std::os::unix::fs::chown(place.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    // The test binary itself may lie where that user cannot go.
    let copy = place.path().join("supervisor");
    fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    let mut program = Command::new(copy);
    program.uid(NOBODY).gid(NOBODY).current_dir("/");

    let test = "living::an_ordinary_user_runs_a_cluster_of_their_own";
    let mut supervisor = Supervisor::spawn(program, test, &place.data());
    let (_, postmaster) = supervisor.ready();
    assert_eq!(fs::metadata(format!("/proc/{postmaster}")).unwrap().uid(), NOBODY);
    assert_eq!(fs::metadata(place.data()).unwrap().permissions().mode() & 0o777, 0o700);

    supervisor.kill_9();
    until("the server has followed its supervisor", || is_gone(postmaster));
}
