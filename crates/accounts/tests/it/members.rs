//! Members: roles that end, areas that change, and passwords that are renewed by link.

use chrono::TimeDelta;
use http::Method;
use kernel::MembershipId;
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Complex, Kit};

use crate::{PASSWORD, between, give_role, house, sign_in, with_password};

async fn membership(kit: &Kit, complex: &Complex, role: Role) -> MembershipId {
    sqlx::query_scalar(
        "select membership_id from membership where complex_id = $1 and account_id = $2 and role = $3",
    )
    .bind(complex.id)
    .bind(complex.person(role).account)
    .bind(role.code())
    .fetch_one(&kit.owner)
    .await
    .unwrap()
}

async fn reset_link(manager: &mut Client, complex: &Complex, member: MembershipId) -> String {
    let page = manager.post(&complex.path(&format!("anggota/{member}/sandi")), &[]).await;
    page.assert_status(200).assert_says("hanya tampil sekali");
    let text = page.text();
    between(&text, "data-copy=\"http://klustera.test", "\"").to_owned()
}

#[tokio::test]
async fn the_manager_sees_the_own_members_and_nobody_elses() {
    let kit = house().await;
    let mut ratna = kit.melati.manager().await;
    let page = ratna.get(&kit.melati.path("anggota")).await;
    page.assert_says("Budi Santoso").assert_says("Ketua RT · RT 01").assert_silent_about("Rina Marlina");
    let guards = ratna.get(&kit.melati.path("anggota?peran=guard")).await;
    guards.assert_says("Sudarto").assert_silent_about("Budi Santoso");
    ratna
        .get(&kit.melati.path("anggota?q=budi"))
        .await
        .assert_says("Budi Santoso")
        .assert_silent_about("Sudarto");
    let theirs = membership(&kit, &kit.mawar, Role::Resident).await;
    ratna.get(&kit.melati.path(&format!("anggota/{theirs}"))).await.assert_status(404);
    ratna.post(&kit.melati.path(&format!("anggota/{theirs}/akhiri")), &[]).await.assert_status(404);
    kit.melati.treasurer().await.get(&kit.melati.path("anggota")).await.assert_status(403);
    kit.mawar.manager().await.get(&kit.melati.path("anggota")).await.assert_status(404);
}

#[tokio::test]
async fn a_list_by_program_comes_page_by_page() {
    let kit = house().await;
    let mut ratna = kit.melati.manager().await;
    let mut names = Vec::new();
    let mut next = String::new();
    loop {
        let page = ratna.get(&kit.melati.api(&format!("members?limit=2&cursor={next}"))).await.json();
        names
            .extend(page["items"].as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(cursor) => next = cursor.to_owned(),
            None => break,
        }
    }
    assert_eq!(names, ["Budi Santoso", "Joko Susilo", "Ratna Kusuma", "Siti Aminah", "Sudarto"]);
}

#[tokio::test]
async fn a_role_that_ends_is_gone_at_the_next_request() {
    let kit = house().await;
    let mut sudarto = kit.melati.guard().await;
    sudarto.get(&kit.melati.path("gerbang")).await.assert_status(200);
    let mut ratna = kit.melati.manager().await;
    let id = membership(&kit, &kit.melati, Role::Guard).await;
    ratna
        .submit(&kit.melati.path(&format!("anggota/{id}/akhiri")), &[])
        .await
        .assert_says("Peran Sudarto diakhiri");
    sudarto.get(&kit.melati.path("gerbang")).await.assert_status(404);
    sudarto.get("/akun").await.assert_status(200);
}

#[tokio::test]
async fn nobody_ends_the_own_role() {
    let kit = house().await;
    let mut ratna = kit.melati.manager().await;
    let id = membership(&kit, &kit.melati, Role::Manager).await;
    ratna
        .submit(&kit.melati.path(&format!("anggota/{id}/akhiri")), &[])
        .await
        .assert_says("tidak dapat diakhiri");
    let api = kit.melati.api(&format!("members/{id}"));
    ratna.json(Method::DELETE, &api, &json!(null)).await.assert_status(422);
    ratna.get(&kit.melati.path("anggota")).await.assert_status(200);
}

#[tokio::test]
async fn an_area_head_moves_only_to_an_rt_of_the_same_complex() {
    let kit = house().await;
    let mut ratna = kit.melati.manager().await;
    let id = membership(&kit, &kit.melati, Role::AreaHead).await;
    let path = kit.melati.path(&format!("anggota/{id}/area"));
    ratna.post(&path, &[("area", kit.mawar.area.to_string().as_str())]).await.assert_status(404);
    ratna.post(&path, &[("area", kit.melati.area.to_string().as_str())]).await.assert_status(303);
}

#[tokio::test]
async fn a_forgotten_password_is_renewed_by_link_once_within_the_hour() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut old = sign_in(&kit, &budi.phone, PASSWORD).await;
    let mut ratna = kit.melati.manager().await;
    let id = membership(&kit, &kit.melati, Role::Resident).await;
    let elsewhere = reset_link(&mut ratna, &kit.melati, id).await;
    let link = reset_link(&mut ratna, &kit.melati, id).await;
    let mut stranger = kit.stranger();
    stranger.get(&link).await.assert_status(200).assert_says("Budi Santoso");
    stranger.post(&link, &[("password", "12345678")]).await.assert_status(422);
    assert_eq!(stranger.post(&link, &[("password", "pintu kayu 34")]).await.location().unwrap(), "/masuk");
    old.get("/akun").await.assert_status(303);
    sign_in(&kit, &budi.phone, "pintu kayu 34").await;
    stranger.post(&link, &[("password", "pintu besi 56")]).await.assert_says("sudah dipakai");
    // The link that was made before and went into a wrong chat is used up with it.
    stranger.post(&elsewhere, &[("password", "pintu besi 56")]).await.assert_says("sudah dipakai");
    sign_in(&kit, &budi.phone, "pintu kayu 34").await;

    let link = reset_link(&mut ratna, &kit.melati, id).await;
    kit.clock.turn(TimeDelta::minutes(60));
    stranger.get(&link).await.assert_says("lewat 1 jam");
}

#[tokio::test]
async fn a_manager_takes_over_no_account_that_can_do_more() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    let mut ratna = kit.melati.manager().await;
    let id = membership(&kit, &kit.melati, Role::Resident).await;
    let link = reset_link(&mut ratna, &kit.melati, id).await;
    // Meanwhile Budi becomes treasurer of Puri Mawar: the link that is out already is worth nothing, nor is a new one.
    give_role(&kit, &kit.mawar, budi.account, "treasurer").await;
    kit.stranger().get(&link).await.assert_says("tidak berlaku");
    kit.stranger().post(&link, &[("password", "pintu kayu 34")]).await.assert_says("tidak berlaku");
    let path = kit.melati.path(&format!("anggota/{id}/sandi"));
    ratna.post(&path, &[]).await.assert_status(403);
    ratna.get(&kit.melati.path(&format!("anggota/{id}"))).await.assert_says("operator platform");

    // An operator or an organisation's admin who also lives here is out of reach too.
    for role in [Role::Operator, Role::OrganizationAdmin] {
        let account = kit.melati.person(role).account;
        give_role(&kit, &kit.melati, account, "resident").await;
        let id: MembershipId =
            sqlx::query_scalar("select membership_id from membership where account_id = $1")
                .bind(account)
                .fetch_one(&kit.owner)
                .await
                .unwrap();
        ratna.post(&kit.melati.path(&format!("anggota/{id}/sandi")), &[]).await.assert_status(403);
    }
    let own = membership(&kit, &kit.melati, Role::Manager).await;
    ratna.post(&kit.melati.path(&format!("anggota/{own}/sandi")), &[]).await.assert_status(403);
}
