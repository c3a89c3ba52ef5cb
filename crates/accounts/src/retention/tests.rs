//! The clock is turned back before anything happens, never forward: all tests share one database, and what is old for
//! this one must not be what another has just written.

use chrono::TimeDelta;
use http::Method;
use jobs::{Job as _, PlatformJob as _, PlatformScope, Tools};
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Kit};
use uuid::Uuid;

use super::{ForgetInvitations, ForgetSignIns};

const PASSWORD: &str = "pagar hijau 12";

async fn kit() -> Kit {
    let kit = Kit::open(crate::routes()).await;
    let hash = crate::hash_password(PASSWORD).await;
    sqlx::query("update account set password_hash = $2 where account_id = $1")
        .bind(kit.melati.person(Role::Resident).account)
        .bind(hash)
        .execute(&kit.owner)
        .await
        .unwrap();
    kit
}

/// Does what `deed` does so many days before today.
async fn ago<T>(kit: &Kit, days: i64, deed: impl AsyncFnOnce(&Kit) -> T) -> T {
    kit.clock.turn(TimeDelta::days(-days));
    let done = deed(kit).await;
    kit.clock.turn(TimeDelta::days(days));
    done
}

async fn sign_in(kit: &Kit) -> Client {
    let mut client = kit.stranger();
    let login = kit.melati.person(Role::Resident).phone.e164();
    client.post("/masuk", &[("login", login), ("password", PASSWORD)]).await.assert_status(303);
    client
}

async fn forget(kit: &Kit) {
    let scope = PlatformScope::new(kit.store.clone(), kit.owner.clone());
    ForgetSignIns {}.run(scope, &Tools::new()).await.unwrap();
    for complex in [kit.melati.id, kit.mawar.id] {
        ForgetInvitations {}.run(kit.store.job_scope(complex), &Tools::new()).await.unwrap();
    }
}

/// How many rows of this table are about Budi.
async fn of_budi(kit: &Kit, sql: &'static str) -> i64 {
    let budi = kit.melati.person(Role::Resident).account;
    sqlx::query_scalar(sql).bind(budi).fetch_one(&kit.owner).await.unwrap()
}

#[tokio::test]
async fn sign_ins_go_after_ninety_days_and_sessions_thirty_days_after_their_end() {
    let kit = kit().await;
    for days in [91, 89, 61, 59] {
        ago(&kit, days, sign_in).await;
    }
    let mut today = sign_in(&kit).await;
    forget(&kit).await;
    assert_eq!(of_budi(&kit, "select count(*) from sign_in_event where account_id = $1").await, 4);
    // A session lives thirty days; those of 91, 89 and 61 days ago ended more than thirty days ago.
    assert_eq!(of_budi(&kit, "select count(*) from session where account_id = $1").await, 2);
    today.get("/akun").await.assert_status(200);
}

#[tokio::test]
async fn an_app_that_was_left_behind_goes_with_its_tokens() {
    let kit = kit().await;
    for days in [61, 10] {
        ago(&kit, days, async |kit: &Kit| {
            let login = kit.melati.person(Role::Resident).phone.e164();
            let body = json!({ "login": login, "password": PASSWORD });
            kit.stranger().json(Method::POST, "/api/v1/tokens", &body).await.assert_status(201);
        })
        .await;
    }
    forget(&kit).await;
    assert_eq!(of_budi(&kit, "select count(*) from refresh_family where account_id = $1").await, 1);
    let tokens =
        "select count(*) from refresh_token join refresh_family using (family_id) where account_id = $1";
    assert_eq!(of_budi(&kit, tokens).await, 1);
}

#[tokio::test]
async fn spent_links_go_after_thirty_days_and_what_the_staff_did_after_a_year() {
    let kit = kit().await;
    let budi = kit.melati.person(Role::Resident).account;
    for (way, days) in [("mail", 31), ("mail", 29), ("command_line", 364), ("command_line", 367)] {
        sqlx::query(
            "insert into account_reset (reset_id, account_id, way, created_at, expires_at) values ($1, $2, $3, $4, $4)",
        )
        .bind(Uuid::from_u128(rand::random()))
        .bind(budi)
        .bind(way)
        .bind(kit.clock.now() - TimeDelta::days(days))
        .execute(&kit.owner)
        .await
        .unwrap();
    }
    sqlx::query("insert into throttle (key, window_ends, hits) values ($1, $2, 9)")
        .bind(budi.uuid().as_bytes().to_vec())
        .bind(kit.clock.now() - TimeDelta::hours(25))
        .execute(&kit.owner)
        .await
        .unwrap();
    forget(&kit).await;
    let ways: Vec<String> =
        sqlx::query_scalar("select way from account_reset where account_id = $1 order by way")
            .bind(budi)
            .fetch_all(&kit.owner)
            .await
            .unwrap();
    assert_eq!(ways, ["command_line", "mail"]);
    let key = budi.uuid().as_bytes().to_vec();
    let left: i64 = sqlx::query_scalar("select count(*) from throttle where key = $1")
        .bind(key)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn an_invitation_of_long_ago_leaves_who_and_when_but_no_number() {
    let kit = kit().await;
    // Signed in today: a session that began so long ago is what the test beside this one forgets.
    let mut ratna = kit.melati.manager().await;
    for (days, name) in [(105, "Yusuf Hakim"), (103, "Wati Rahayu")] {
        let phone = testkit::unique_phone();
        let fields = [("role", "guard"), ("name", name), ("phone", phone.e164())];
        let path = kit.melati.path("anggota/undang");
        let sent = ago(&kit, days, async |_: &Kit| ratna.post(&path, &fields).await).await;
        assert!(
            sent.assert_status(303).location().is_some_and(|to| to.contains("/anggota")),
            "{}",
            sent.text()
        );
    }
    forget(&kit).await;
    let left: Vec<String> = sqlx::query_scalar("select name from invitation where complex_id = $1")
        .bind(kit.melati.id)
        .fetch_all(&kit.owner)
        .await
        .unwrap();
    assert_eq!(left, ["Wati Rahayu"], "an invitation ends after 14 days and is kept for 90 more");
    let trail: Vec<(String, String, bool)> = sqlx::query_as(
        "select action, coalesce(before, '{}')::text || coalesce(after, '{}')::text, account_id is not null
           from audit_entry where complex_id = $1 and table_name = 'invitation' order by audit_id",
    )
    .bind(kit.melati.id)
    .fetch_all(&kit.owner)
    .await
    .unwrap();
    let actions: Vec<&str> = trail.iter().map(|(action, _, _)| action.as_str()).collect();
    assert_eq!(actions, ["insert", "insert", "delete"]);
    assert!(trail.iter().all(|(_, row, _)| !row.contains("Yusuf")), "{trail:?}");
    assert!(trail[0].2, "who invited stays written down");
    assert!(trail[1].1.contains("Wati"), "{trail:?}");
}
