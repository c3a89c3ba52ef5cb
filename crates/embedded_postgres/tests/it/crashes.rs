//! Whatever is killed, the next start brings every committed row back by itself.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::*;

fn kill_9(pid: u32) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), Signal::KILL).unwrap();
}

#[tokio::test]
async fn a_killed_server_is_noticed_and_started_again_though_a_query_of_it_still_runs() {
    let place = Place::new();
    let mut cluster = place.start().await;
    ask(&cluster, "create table house (number int); insert into house select generate_series(1, 120)");
    let mut busy = psql(&cluster, "select pg_sleep(600)").stderr(Stdio::null()).spawn().unwrap();
    until("the query runs", || {
        ask(&cluster, "select count(*) from pg_stat_activity where query like '%sleep(600)'") == "1"
    });

    kill_9(cluster.pid());
    let exit = cluster.wait().await;
    assert_eq!(exit.status.unwrap().signal(), Some(9));

    let cluster = cluster.restart().await.unwrap();
    assert_eq!(ask(&cluster, "select count(*) from house"), "120");
    busy.wait().unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn after_a_killed_supervisor_the_next_one_has_every_row_at_once() {
    play_second_supervisor_in_thread().await;
    let place = Place::new();
    let test = "crashes::after_a_killed_supervisor_the_next_one_has_every_row_at_once";
    let mut supervisor = Supervisor::of_this_user(test, &place.data());
    let (url, postmaster) = supervisor.ready();
    let rows = "create table house (number int); insert into house select generate_series(1, 120)";
    let psql = embedded_postgres::find_binaries(None).unwrap().program("psql").unwrap();
    assert!(Command::new(psql).args(["-X", "-q", "-c", rows]).arg(&url).status().unwrap().success());

    supervisor.kill_9();
    let began = Instant::now();
    let cluster = place.start().await;
    assert!(began.elapsed() < Duration::from_secs(15), "a start after a kill took {:?}", began.elapsed());
    assert_eq!(ask(&cluster, "select count(*) from house"), "120");
    assert_eq!(cluster.superuser_url("postgres"), url);
    assert_ne!(cluster.pid().cast_signed(), postmaster);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_supervisor_takes_its_server_with_it_and_the_server_ends_in_order() {
    play_second_supervisor_in_thread().await;
    let place = Place::new();
    let test = "crashes::a_killed_supervisor_takes_its_server_with_it_and_the_server_ends_in_order";
    let mut supervisor = Supervisor::of_this_user(test, &place.data());
    let (_, postmaster) = supervisor.ready();

    supervisor.kill_9();
    until("the server has followed its supervisor", || is_gone(postmaster));
    let log = fs::read_to_string(place.data().join("postgres.log")).unwrap();
    assert!(log.contains("received fast shutdown request"), "{log}");
    assert!(log.trim_end().ends_with("database system is shut down"), "{log}");
}

/// The child blocks on a runtime of its own, which must not sit inside the test's.
async fn play_second_supervisor_in_thread() {
    tokio::task::spawn_blocking(play_second_supervisor).await.unwrap();
}

#[tokio::test]
async fn an_interrupted_initdb_heals_at_the_next_start() {
    play_second_supervisor_in_thread().await;
    let place = Place::new();
    let begun = || {
        let entries = fs::read_dir(place.data()).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("initdb-")).count()
    };
    let test = "crashes::an_interrupted_initdb_heals_at_the_next_start";
    let mut supervisor = Supervisor::of_this_user(test, &place.data());
    until("initdb has begun", || begun() == 1);
    supervisor.kill_9();
    assert!(!place.pgdata().exists());

    let cluster = place.start().await;
    assert_eq!(ask(&cluster, "select 1"), "1");
    assert_eq!(begun(), 0);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_somebody_left_running_is_stopped_before_ours_starts() {
    let place = Place::new();
    let cluster = place.start().await;
    let (postgres, socket_dir) =
        (cluster.binaries().program("postgres").unwrap(), cluster.socket_dir().to_path_buf());
    ask(&cluster, "create table house (number int); insert into house values (7)");
    cluster.stop().await.unwrap();

    let owner = fs::metadata(place.pgdata()).unwrap();
    let mut stray = Command::new(postgres);
    stray.arg("-D").arg(place.pgdata()).arg("-k").arg(socket_dir).args(["-h", ""]).current_dir("/");
    if am_root() {
        stray.uid(owner.uid()).gid(owner.gid());
    }
    let mut stray = stray.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until("the stray server is ready", || {
        fs::read_to_string(place.pgdata().join("postmaster.pid")).is_ok_and(|text| text.contains("ready"))
    });

    let cluster = place.start().await;
    assert_eq!(stray.wait().unwrap().code(), Some(0), "it should have been asked, not killed");
    assert_eq!(ask(&cluster, "select number from house"), "7");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_stale_pid_file_that_names_a_stranger_neither_stops_us_nor_harms_the_stranger() {
    let place = Place::new();
    let cluster = place.start().await;
    let pid_file = place.pgdata().join("postmaster.pid");
    let text = fs::read_to_string(&pid_file).unwrap();
    let owner = fs::metadata(&pid_file).unwrap();
    let server = cluster.pid().to_string();
    cluster.stop().await.unwrap();

    let mut stranger = Command::new("cat");
    if am_root() {
        stranger.uid(owner.uid()).gid(owner.gid());
    }
    let mut stranger = stranger.stdin(Stdio::piped()).current_dir("/").spawn().unwrap();
    fs::write(&pid_file, text.replacen(&server, &stranger.id().to_string(), 1)).unwrap();
    std::os::unix::fs::chown(&pid_file, Some(owner.uid()), Some(owner.gid())).unwrap();

    let cluster = place.start().await;
    assert_eq!(ask(&cluster, "select 1"), "1");
    assert_eq!(stranger.try_wait().unwrap(), None, "the stranger should still live");
    drop(stranger.stdin.take());
    stranger.wait().unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_that_was_dropped_without_stopping_starts_again() {
    let place = Place::new();
    let cluster = place.start().await;
    ask(&cluster, "create table house (number int); insert into house values (7)");
    drop(cluster);

    let cluster = place.start().await;
    assert_eq!(ask(&cluster, "select number from house"), "7");
    cluster.stop().await.unwrap();
}
