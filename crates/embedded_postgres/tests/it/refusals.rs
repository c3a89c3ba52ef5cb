//! What is refused, and that each refusal says what to do.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use embedded_postgres::{Error, start};

use crate::support::*;

#[tokio::test]
async fn two_supervisors_do_not_share_a_folder_and_the_second_is_told_who_holds_it() {
    let place = Place::new();
    let cluster = place.start().await;
    let refusal = place.refusal().await.to_string();
    let holder = format!("is already in use by process {}", std::process::id());
    assert!(refusal.contains(&holder), "{refusal}");
    assert_eq!(ask(&cluster, "select 1"), "1");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_of_another_major_version_is_refused_and_left_as_it_is() {
    let place = Place::new();
    place.start().await.stop().await.unwrap();
    let version = place.pgdata().join("PG_VERSION");
    let made_by = fs::read_to_string(&version).unwrap();
    fs::write(&version, "97\n").unwrap();

    let refusal = place.refusal().await;
    assert!(matches!(&refusal, Error::OtherMajor { made_by: 97, .. }), "{refusal}");
    assert!(refusal.to_string().contains("install PostgreSQL 97 beside it"), "{refusal}");

    fs::write(&version, made_by).unwrap();
    place.start().await.stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_with_other_things_in_it_is_not_taken_over() {
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    fs::write(place.data().join("thesis.txt"), "three years of work").unwrap();
    let refusal = place.refusal().await;
    assert!(matches!(refusal, Error::NotOurs { .. }), "{refusal}");
    assert_eq!(fs::read_dir(place.data()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_closed_folder_on_the_way_is_named_together_with_the_command_that_opens_it() {
    if !am_root() {
        return;
    }
    let place = Place::new();
    fs::set_permissions(place.path(), Permissions::from_mode(0o700)).unwrap();
    let refusal = place.refusal().await.to_string();
    let command = format!("chmod o+x {}", place.path().display());
    assert!(refusal.contains(&command) && refusal.contains("mode 0700"), "{refusal}");
}

#[tokio::test]
async fn a_server_that_refuses_to_start_is_quoted() {
    let place = Place::new();
    let mut settings = place.settings();
    settings.parameters.push(("no_such_parameter".into(), "1".into()));
    let refusal = start(settings).await.unwrap_err();
    assert!(matches!(refusal, Error::EndedEarly { .. }), "{refusal}");
    assert!(
        refusal.to_string().contains("unrecognized configuration parameter \"no_such_parameter\""),
        "{refusal}"
    );
    place.start().await.stop().await.unwrap();
}

#[tokio::test]
async fn a_start_that_takes_too_long_is_given_up_and_leaves_nothing_behind() {
    let place = Place::new();
    let mut settings = place.settings();
    settings.start_patience = Duration::ZERO;
    let refusal = start(settings).await.unwrap_err();
    assert!(matches!(refusal, Error::NotReady { .. }), "{refusal}");
    place.start().await.stop().await.unwrap();
}

#[tokio::test]
async fn a_lost_password_is_said_plainly_instead_of_a_new_one_made_that_opens_nothing() {
    let place = Place::new();
    place.start().await.stop().await.unwrap();
    fs::remove_file(place.data().join("superuser-password")).unwrap();
    let refusal = place.refusal().await.to_string();
    assert!(refusal.contains("bring the file back from a backup"), "{refusal}");
}
