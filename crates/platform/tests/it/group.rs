//! An organisation's admin looks over the complexes, and founds one.

use http::Method;
use kernel::PersonId;
use serde_json::json;
use tenancy::Role;
use testkit::Kit;

use crate::{build, kit, maya};

fn path(kit: &Kit) -> String {
    format!("/grup/{}", kit.melati.organization_slug)
}

#[tokio::test]
async fn maya_sees_her_complexes_in_figures_and_nobody_elses() {
    let kit = kit().await;
    build(&kit.melati, &["lived_in", "rented", "empty", "plot"]).await;
    let mut tx = kit.melati.tx().await;
    sqlx::query("insert into person (person_id, name) values ($1, 'Siti Aminah')")
        .bind(PersonId::new(tx.now()))
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let page = maya(&kit).await.get(&path(&kit)).await;
    page.assert_status(200).assert_says("Griya Melati").assert_says("1 kompleks · 4 unit").assert_says("66%");
    page.assert_says("1 rumah tanpa nama").assert_says("Ratna Kusuma");
    page.assert_silent_about("Puri Mawar");
    kit.melati.manager().await.get(&path(&kit)).await.assert_status(404);
    kit.mawar.signed_in(Role::OrganizationAdmin).await.get(&path(&kit)).await.assert_status(404);
}

#[tokio::test]
async fn a_new_complex_belongs_to_the_organisation_and_is_run_by_whoever_founded_it() {
    let kit = kit().await;
    let mut maya = maya(&kit).await;
    let form = format!("{}/kompleks/baru", path(&kit));
    maya.get(&form).await.assert_status(200).assert_says("Kompleks baru");
    let slug = format!("seruni-{}", &kit.melati.organization_slug[5..]);
    let fields = [("name", "Vila  Seruni"), ("slug", slug.as_str()), ("city", "Serpong"), ("zone", "wita")];
    let done = maya.post(&form, &fields).await;
    assert_eq!(done.location().unwrap(), format!("/k/{slug}/ringkasan"));

    let page = maya.get(&path(&kit)).await;
    page.assert_says("Vila Seruni")
        .assert_says("2 kompleks")
        .assert_says("Belum ada data unit")
        .assert_says("Maya Hartono");
    let (zone, role): (String, String) = sqlx::query_as(
        "select c.zone, m.role from complex c join membership m using (complex_id) where c.slug = $1 and m.account_id = $2",
    )
    .bind(&slug)
    .bind(kit.melati.person(Role::OrganizationAdmin).account)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    assert_eq!((zone.as_str(), role.as_str()), ("wita", "manager"));
    let audited: i64 = sqlx::query_scalar(
        "select count(*) from audit_entry e join complex c using (complex_id) where c.slug = $1 and e.table_name = 'membership'",
    )
    .bind(&slug)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    assert_eq!(audited, 1);

    let again = maya.post(&form, &fields).await;
    again.assert_status(422).assert_says("Nama pendek ini sudah dipakai").assert_says("Serpong");
}

#[tokio::test]
async fn what_cannot_be_a_complex_comes_back_with_what_was_typed() {
    let kit = kit().await;
    let form = format!("{}/kompleks/baru", path(&kit));
    let page = maya(&kit).await.post(&form, &[("name", "V"), ("slug", "Vila Seruni"), ("zone", "cet")]).await;
    page.assert_status(422).assert_says("Isi nama kompleks").assert_says("Pakai 2 sampai 40 huruf kecil");
    page.assert_says("Pilih zona waktu").assert_says("Galat:").assert_says("value=\"Vila Seruni\"");
}

#[tokio::test]
async fn the_list_is_filtered_sorted_and_taken_along() {
    let kit = kit().await;
    let mut maya = maya(&kit).await;
    let base = path(&kit);
    maya.get(&format!("{base}?saring=belum-ada-unit&urut=nama")).await.assert_says("Griya Melati");
    build(&kit.melati, &["lived_in"]).await;
    let page = maya.get(&format!("{base}?saring=perhatian&urut=nama&cari=depok")).await;
    page.assert_status(200)
        .assert_says("Tidak ada yang cocok")
        .assert_silent_about("ringkasan\">Griya Melati");
    maya.get(&format!("{base}?cari=depok")).await.assert_says("Griya Melati");
    let file = maya.get(&format!("{base}/unduh")).await;
    file.assert_status(200);
    assert!(file.body.starts_with(b"PK"));
    let csv = maya.get(&format!("{base}/unduh?format=csv")).await;
    csv.assert_says("Griya Melati").assert_says("Ratna Kusuma");
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
}

#[tokio::test]
async fn a_program_with_her_session_gets_the_same() {
    let kit = kit().await;
    build(&kit.melati, &["lived_in", "empty"]).await;
    let mut maya = maya(&kit).await;
    let api = format!("/api/v1/organizations/{}/complexes", kit.melati.organization_slug);
    let slug = format!("asri-{}", &kit.melati.organization_slug[5..]);
    let made =
        maya.json(Method::POST, &api, &json!({ "name": "Griya Asri", "slug": slug, "zone": "wib" })).await;
    made.assert_status(201);
    assert_eq!(made.location().unwrap(), format!("/api/v1/complexes/{slug}"));

    let first = maya.get(&format!("{api}?limit=1")).await.json();
    assert_eq!(first["items"][0]["name"], "Griya Asri");
    assert_eq!(first["items"][0]["needs_attention"], true);
    let second = maya.get(&format!("{api}?limit=1&cursor={}", first["next"].as_str().unwrap())).await.json();
    assert_eq!(second["items"][0]["name"], "Griya Melati");
    assert_eq!((&second["items"][0]["units"], &second["items"][0]["lived_in"]), (&json!(2), &json!(1)));
    assert!(second["next"].is_null());
    let wrong = maya.json(Method::POST, &api, &json!({ "name": "G", "zone": "wib" })).await;
    wrong.assert_status(422);
    assert_eq!(wrong.json()["errors"][0]["field"], "name");
}

#[tokio::test]
async fn the_page_reads_in_english_too() {
    let kit = kit().await;
    let mut maya = maya(&kit).await;
    maya.post("/tampilan", &[("bahasa", "en")]).await;
    for rest in ["", "/kompleks/baru"] {
        let page = maya.get(&format!("{}{rest}", path(&kit))).await;
        page.assert_status(200).assert_silent_about("Perlu perhatian").assert_silent_about("Zona waktu");
    }
}
