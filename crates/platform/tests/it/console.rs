//! The platform's staff: the installation, a new organisation, the trail of visits.

use tenancy::Role;
use testkit::unique_phone;

use crate::{arif, build, kit};

#[tokio::test]
async fn arif_sees_the_installation_and_finds_an_organisation_by_its_complex() {
    let kit = kit().await;
    build(&kit.melati, &["lived_in", "empty"]).await;
    let mut arif = arif(&kit).await;
    let page = arif.get("/admin").await;
    page.assert_status(200)
        .assert_says("Ringkasan platform")
        .assert_says("Masuk hari ini")
        .assert_says("PostgreSQL");
    page.assert_says(env!("CARGO_PKG_VERSION"));

    let slug = &kit.melati.organization_slug;
    let page = arif.get(&format!("/admin/organisasi/{slug}")).await;
    page.assert_status(200)
        .assert_says("Pengelola Griya Melati")
        .assert_says("Maya Hartono")
        .assert_says(&kit.melati.slug);
    page.assert_silent_about("Puri Mawar").assert_silent_about("Budi Santoso");
    arif.get("/admin/organisasi/tidak-ada").await.assert_status(404);
    arif.get("/admin?cari=melati")
        .await
        .assert_says("Pengelola Griya Melati")
        .assert_silent_about("Pengelola Puri Mawar");
}

#[tokio::test]
async fn nobody_but_the_staff_knows_that_the_console_exists() {
    let kit = kit().await;
    for role in [Role::Manager, Role::OrganizationAdmin, Role::Resident] {
        let mut client = kit.melati.signed_in(role).await;
        for path in ["/admin", "/admin/tugas", "/admin/audit", "/admin/organisasi", "/api/v1/platform/visits"]
        {
            client.get(path).await.assert_status(404);
        }
    }
}

#[tokio::test]
async fn a_new_organisation_gets_an_admin_who_can_sign_in() {
    let kit = kit().await;
    let mut arif = arif(&kit).await;
    let (phone, tail) = (unique_phone(), &kit.melati.organization_slug[5..]);
    let (slug, typed) = (format!("cipta-{tail}"), phone.local());
    let fields = [
        ("name", "Cipta Graha"),
        ("slug", slug.as_str()),
        ("admin", "Hendra Gunawan"),
        ("phone", typed.as_str()),
    ];
    arif.get("/admin/organisasi").await.assert_status(200);
    let page = arif.post("/admin/organisasi", &fields).await;
    page.assert_status(200).assert_says("hanya tampil sekali").assert_says(&phone.local());
    let text = page.text();
    let password = text.split("data-copy=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();

    let mut hendra = kit.stranger();
    let signed_in = hendra.post("/masuk", &[("login", phone.e164()), ("password", &password)]).await;
    signed_in.assert_status(303);
    let page = hendra.get(&format!("/grup/{slug}")).await;
    page.assert_status(200).assert_says("Cipta Graha").assert_says("Belum ada kompleks");

    let taken = arif.post("/admin/organisasi", &fields).await;
    taken.assert_status(422).assert_says("Nama pendek ini sudah dipakai organisasi lain");
}

#[tokio::test]
async fn somebody_with_an_account_keeps_the_own_password() {
    let kit = kit().await;
    let tail = &kit.melati.organization_slug[5..];
    let (slug, ratna) = (format!("ratna-{tail}"), kit.melati.person(Role::Manager));
    let phone = ratna.phone.local();
    let fields =
        [("name", "Grup Ratna"), ("slug", slug.as_str()), ("admin", "Ratna K"), ("phone", phone.as_str())];
    let page = arif(&kit).await.post("/admin/organisasi", &fields).await;
    page.assert_status(200).assert_says("sudah punya akun").assert_silent_about("data-copy");
    kit.melati.manager().await.get(&format!("/grup/{slug}")).await.assert_status(200);
    let (name, hash): (String, Option<String>) =
        sqlx::query_as("select name, password_hash from account where account_id = $1")
            .bind(ratna.account)
            .fetch_one(&kit.owner)
            .await
            .unwrap();
    assert_eq!((name.as_str(), hash), ("Ratna Kusuma", None));
}

#[tokio::test]
async fn what_cannot_be_an_organisation_comes_back() {
    let kit = kit().await;
    let page =
        arif(&kit).await.post("/admin/organisasi", &[("name", "C"), ("admin", " "), ("phone", "0812")]).await;
    page.assert_status(422)
        .assert_says("Isi nama organisasi")
        .assert_says("Isi nama admin")
        .assert_says("Nomor ini tidak lengkap");
}

#[tokio::test]
async fn every_visit_is_written_down_once_with_what_was_looked_at() {
    let kit = kit().await;
    let mut arif = arif(&kit).await;
    let slug = &kit.melati.organization_slug;
    arif.get(&format!("/admin/organisasi/{slug}")).await.assert_status(200);
    let who = kit.melati.person(Role::Operator).account;
    let page = arif.get(&format!("/admin/audit?oleh={who}")).await;
    page.assert_status(200).assert_says("Arif Wibowo");
    let looked = format!("GET /admin/organisasi/{slug}");
    assert_eq!(page.text().matches(&looked).count(), 1, "the door was passed twice by one request");

    let visits = arif.get("/api/v1/platform/visits?limit=2").await.json();
    assert_eq!(visits["items"].as_array().unwrap().len(), 2);
    let organizations = arif.get("/api/v1/platform/organizations?limit=1").await.json();
    assert!(organizations["next"].is_string());
}
