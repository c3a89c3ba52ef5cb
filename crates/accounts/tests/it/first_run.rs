//! The first organisation of an empty installation. It needs a database without one, so it makes its own.

use kernel::Slug;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};
use tenancy::{Keys, Pools, Site, Store};
use testkit::Client;

use crate::{PASSWORD, house};

const FIELDS: [(&str, &str); 7] = [
    ("organization", "Pengelola Griya"),
    ("complex", "Griya Kenanga"),
    ("city", "Bogor"),
    ("zone", "wita"),
    ("name", "Ratna Kusuma"),
    ("phone", "0812 3456 7890"),
    ("password", PASSWORD),
];

/// An empty, migrated database of its own, and the site before it.
async fn empty(options: &PgConnectOptions, name: &str, clock: kernel::Clock) -> Store {
    let mut admin = PgConnection::connect_with(options).await.unwrap();
    admin.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await.unwrap();
    admin.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    let owner = options.clone().database(name);
    tenancy::migrate(&owner).await.unwrap();
    let role = |role: &str| owner.clone().options([("role", role)]);
    let pools = Pools {
        app: role("klustera_app"),
        group: role("klustera_group"),
        operator: role("klustera_operator"),
        max_connections: 4,
    };
    let site = Site { public_url: "http://klustera.test".to_owned() };
    Store::open(pools, clock, Keys::new([9; 32]), site)
}

async fn link(store: &Store) -> Option<String> {
    let mut tx = store.hall(None).await.unwrap();
    let link = accounts::setup_link(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    link
}

#[tokio::test]
async fn the_first_one_sets_the_house_up_and_nobody_does_it_twice() {
    let kit = house().await;
    let name = format!("klustera_first_{}", std::process::id());
    let store = empty(&kit.owner_options, &name, kit.clock.clock()).await;
    let site = web::site(accounts::routes().and(homes::routes()), store.clone());
    let old = link(&store).await.unwrap();
    let path = link(&store).await.unwrap();
    let mut client = Client::stranger(site.clone());
    client.get(&old).await.assert_status(404);
    client.get("/mulai/tebakan").await.assert_status(404);
    client.get(&path).await.assert_status(200).assert_says("Nama kompleks");
    let mut wrong = FIELDS;
    wrong[1].1 = "!";
    client
        .post(&path, &wrong)
        .await
        .assert_status(422)
        .assert_says("Tulis nama kompleks")
        .assert_says("Pengelola Griya");

    // Two browsers at the same moment: one of them is the first.
    let both = (0..2).map(|_| {
        let (mut client, path) = (Client::stranger(site.clone()), path.clone());
        tokio::spawn(async move {
            let answer = client.post(&path, &FIELDS).await;
            (answer.status.as_u16(), answer.location(), client)
        })
    });
    let mut answers = Vec::new();
    for one in both.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    answers.sort_by_key(|answer| answer.0);
    assert_eq!((answers[0].0, answers[1].0), (303, 404));
    assert_eq!(answers[0].1.as_deref(), Some("/k/griya-kenanga/ringkasan"));
    let me = answers[0].2.get("/api/v1/me").await.json();
    let mut roles: Vec<_> =
        me["roles"].as_array().unwrap().iter().map(|r| r["role"].as_str().unwrap()).collect();
    roles.sort_unstable();
    assert_eq!(roles, ["manager", "operator", "organization_admin"]);
    assert_eq!(link(&store).await, None);
    assert_eq!(Slug::suggest("Griya Kenanga").unwrap().as_str(), "griya-kenanga");

    store.close().await;
    let mut admin = PgConnection::connect_with(&kit.owner_options).await.unwrap();
    admin.execute(AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
}
