//! Signing in and out.

use std::net::SocketAddr;

use axum::{Extension, extract::ConnectInfo};
use tenancy::Role;
use testkit::Client;

use crate::{PASSWORD, give_role, house, sign_in, with_hash, with_password};

#[tokio::test]
async fn bu_ratna_signs_in_however_she_writes_her_number() {
    let kit = house().await;
    let ratna = kit.melati.person(Role::Manager);
    with_password(&kit, ratna, PASSWORD).await;
    let bare = ratna.phone.e164().trim_start_matches("+62");
    let spellings = [
        format!("0{bare}"),
        format!("+62 {bare}"),
        format!("62{bare}"),
        format!("0{}-{}", &bare[..3], &bare[3..]),
    ];
    for spelling in spellings {
        let mut client = kit.stranger();
        let answer = client.post("/masuk", &[("login", spelling.as_str()), ("password", PASSWORD)]).await;
        assert_eq!(answer.location().unwrap(), kit.melati.path("ringkasan"), "{spelling}");
        let cookie = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .map(|v| v.to_str().unwrap())
            .find(|v| v.starts_with("klustera="))
            .unwrap();
        assert!(cookie.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"), "{cookie}");
        client.get("/akun").await.assert_status(200).assert_says("Ratna Kusuma");
    }
}

#[tokio::test]
async fn who_wanted_a_page_gets_it_after_signing_in_and_never_another_site() {
    let kit = house().await;
    let ratna = kit.melati.person(Role::Manager);
    with_password(&kit, ratna, PASSWORD).await;
    let wanted = kit.melati.path("anggota");
    let mut client = kit.stranger();
    let refused = client.get(&wanted).await;
    assert_eq!(refused.location().unwrap(), format!("/masuk?lanjut={wanted}"));
    client.get(&refused.location().unwrap()).await.assert_says(&wanted);
    let fields = [("login", ratna.phone.e164()), ("password", PASSWORD), ("lanjut", wanted.as_str())];
    assert_eq!(client.post("/masuk", &fields).await.location().unwrap(), wanted);
    let evil = [("login", ratna.phone.e164()), ("password", PASSWORD), ("lanjut", "//evil.example")];
    assert_eq!(kit.stranger().post("/masuk", &evil).await.location().unwrap(), kit.melati.path("ringkasan"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_number_read_the_same() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let unknown = testkit::unique_phone();
    let mut pages = Vec::new();
    for phone in [&budi.phone, &unknown] {
        let page =
            kit.stranger().post("/masuk", &[("login", phone.e164()), ("password", "pagar biru 99")]).await;
        page.assert_status(422).assert_says("Nomor atau kata sandi tidak cocok").assert_says(phone.e164());
        page.assert_silent_about("pagar biru 99");
        pages.push(page.text().replace(phone.e164(), "…"));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn after_five_slips_the_right_password_has_to_wait_too() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut client = kit.stranger();
    let wrong = [("login", budi.phone.e164()), ("password", "salah sekali")];
    for _ in 0..5 {
        client.post("/masuk", &wrong).await.assert_status(422);
    }
    let right = [("login", budi.phone.e164()), ("password", PASSWORD)];
    let held = client.post("/masuk", &right).await;
    held.assert_status(429).assert_says("Tunggu 15 menit");
    assert_eq!(held.headers["retry-after"], "900");
    kit.clock.turn(chrono::TimeDelta::minutes(15));
    client.post("/masuk", &right).await.assert_status(303);
}

#[tokio::test]
async fn a_stranger_who_never_stops_locks_nobody_else_out() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut stranger = kit.stranger();
    for _ in 0..40 {
        stranger.post("/masuk", &[("login", budi.phone.e164()), ("password", "salah sekali")]).await;
    }
    // Thirty-five refusals are one line of the trail.
    let lines: i64 = sqlx::query_scalar("select count(*) from sign_in_event where account_id = $1")
        .bind(budi.account)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    assert_eq!(lines, 6);
    // The stranger has to wait; at home, behind another address, Budi has not.
    let home = SocketAddr::from(([10, 255, 255, 7], 40_000));
    let elsewhere = web::site(accounts::routes(), kit.store.clone()).layer(Extension(ConnectInfo(home)));
    let right = [("login", budi.phone.e164()), ("password", PASSWORD)];
    stranger.post("/masuk", &right).await.assert_status(429);
    Client::stranger(elsewhere).post("/masuk", &right).await.assert_status(303);
}

#[tokio::test]
async fn attempts_at_the_same_moment_are_counted_too() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let tries = (0..12).map(|n| {
        let mut client = kit.stranger();
        let phone = budi.phone.clone();
        tokio::spawn(async move {
            let guess = format!("tebakan nomor {n}");
            client
                .post("/masuk", &[("login", phone.e164()), ("password", guess.as_str())])
                .await
                .status
                .as_u16()
        })
    });
    let mut answers = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|status| **status == 422).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 7, "{answers:?}");
}

#[tokio::test]
async fn a_password_of_the_older_system_works_and_is_kept_better_from_then_on() {
    let kit = house().await;
    let siti = kit.melati.person(Role::Treasurer);
    let old = bcrypt::hash(PASSWORD, 4).unwrap().replacen("$2b$", "$2y$", 1);
    with_hash(&kit, siti, &old).await;
    sign_in(&kit, &siti.phone, PASSWORD).await;
    let hash: String = sqlx::query_scalar("select password_hash from account where account_id = $1")
        .bind(siti.account)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    sign_in(&kit, &siti.phone, PASSWORD).await;
}

#[tokio::test]
async fn signing_in_begins_a_new_session_and_ends_the_one_before() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut client = sign_in(&kit, &budi.phone, PASSWORD).await;
    let mut copy = client.clone();
    client.post("/masuk", &[("login", budi.phone.e164()), ("password", PASSWORD)]).await.assert_status(303);
    assert_ne!(client.cookie("klustera"), copy.cookie("klustera"));
    client.get("/akun").await.assert_status(200);
    assert_eq!(copy.get("/akun").await.location().unwrap(), "/masuk?lanjut=/akun");
}

#[tokio::test]
async fn after_signing_out_the_cookie_is_worth_nothing() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut client = sign_in(&kit, &budi.phone, PASSWORD).await;
    let mut thief = client.clone();
    client.post("/keluar", &[]).await.assert_status(303);
    assert_eq!(client.cookie("klustera"), None);
    thief.get("/akun").await.assert_status(303);
}

#[tokio::test]
async fn somebody_with_two_roles_chooses_and_the_front_page_leads_home() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    assert_eq!(kit.stranger().get("/").await.location().unwrap(), "/masuk");
    let mut client = sign_in(&kit, &budi.phone, PASSWORD).await;
    assert_eq!(client.get("/").await.location().unwrap(), kit.melati.path("beranda"));
    give_role(&kit, &kit.mawar, budi.account, "treasurer").await;
    assert_eq!(client.get("/").await.location().unwrap(), "/pilih");
    let page = client.get("/pilih").await;
    page.assert_says(&kit.melati.path("beranda")).assert_says(&kit.mawar.path("bendahara"));
}

/// What exempts somebody from the windows of the whole site; that strangers are in them is a test beside `Attempt`.
#[tokio::test]
async fn whoever_signed_in_here_this_month_is_no_part_of_a_wave_from_everywhere() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    sign_in(&kit, &budi.phone, PASSWORD).await;
    let here: String = sqlx::query_scalar("select address from sign_in_event where account_id = $1")
        .bind(budi.account)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    let known = async |address: &str, days: i64| -> bool {
        sqlx::query_scalar("select signed_in_from($1, $2) from set_config('app.now', $3, false)")
            .bind(budi.account)
            .bind(address)
            .bind((kit.clock.now() + chrono::TimeDelta::days(days)).to_rfc3339())
            .fetch_one(&kit.owner)
            .await
            .unwrap()
    };
    assert!(known(&here, 29).await);
    assert!(!known(&here, 31).await);
    assert!(!known("203.0.113.9", 0).await);
}
