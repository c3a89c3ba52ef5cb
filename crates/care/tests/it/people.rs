//! Vendors, checklists and views that have a name.

use http::Method;
use serde_json::json;

use crate::{World, id_of};

#[tokio::test]
async fn ratna_gives_a_lamp_to_a_vendor_and_writes_to_it_without_budis_number_unless_she_ticks_it() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let vendors = world.path("keluhan/vendor");
    let wrong = [("nama", "C"), ("telepon", "abc")];
    ratna
        .post(&vendors, &wrong)
        .await
        .assert_status(422)
        .assert_says("2 sampai 80 huruf")
        .assert_says("0812 3456 7890");
    let tirta = [("nama", "CV Tirta"), ("telepon", "0812 3456 7890"), ("untuk", "Lampu jalan")];
    ratna.submit(&vendors, &tirta).await.assert_says("Lampu jalan").assert_says("wa.me/6281234567890");
    ratna.post(&vendors, &[("nama", "cv tirta")]).await.assert_status(422).assert_says("Sudah ada vendor");
    budi.get(&vendors).await.assert_status(403);

    let id = id_of(&world.report(&mut budi, 0).await);
    let office = world.path(&format!("keluhan/{id}"));
    ratna.get(&format!("{office}/pesan-vendor")).await.assert_status(404);
    ratna.get(&office).await.assert_says("<option value=\"CV Tirta\">");
    let step = format!("{office}/langkah");
    ratna.post(&step, &[("langkah", "assign"), ("kata", "cv tirta")]).await.assert_status(303);
    ratna.get(&office).await.assert_says("pesan-vendor").assert_says("<option value=\"Vendor CV Tirta\">");
    let phone = world.kit.melati.person(tenancy::Role::Resident).phone.to_string();
    let message = ratna.get(&format!("{office}/pesan-vendor")).await;
    message.assert_says("https://wa.me/6281234567890?text=").assert_says("K-0001 · Listrik dan lampu");
    message.assert_says("Tempat: Depan pos").assert_says("Lampu padam").assert_silent_about(&phone);
    ratna.get(&format!("{office}/pesan-vendor?telepon=ya")).await.assert_says(&phone);

    // Given to somebody else, it is the vendor's no more.
    ratna.post(&step, &[("langkah", "assign"), ("kata", "Pak Eko")]).await.assert_status(303);
    ratna.get(&format!("{office}/pesan-vendor")).await.assert_status(404);
    let api = world.kit.melati.api("complaint-vendors");
    let one = ratna.get(&api).await.json()[0].clone();
    assert_eq!((&one["name"], &one["phone"]), (&json!("CV Tirta"), &json!("+6281234567890")));
    let retired = json!({ "name": "CV Tirta", "is_retired": true });
    let path = format!("{api}/{}", one["id"].as_str().unwrap());
    ratna.json(Method::PUT, &path, &retired).await.assert_status(204);
    ratna.get(&office).await.assert_silent_about("<option value=\"CV Tirta\">");
}

#[tokio::test]
async fn a_complaint_takes_its_steps_along_and_selesai_asks_when_some_are_open() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let rule = world.path("keluhan/aturan/kategori/electricity");
    let lines = [("langkah", "Matikan arus\n\nGanti lampu")];
    ratna.submit(&format!("{rule}/langkah"), &lines).await.assert_says("Langkah kerja disimpan");
    let id = id_of(&world.report(&mut budi, 0).await);
    // What is taken on stays as it was.
    ratna.post(&format!("{rule}/langkah"), &[("langkah", "Telepon PLN")]).await.assert_status(303);
    let office = world.path(&format!("keluhan/{id}"));
    let page = ratna.get(&office).await;
    page.assert_says("0 dari 2 selesai").assert_says("Matikan arus").assert_silent_about("Telepon PLN");
    let steps = world.kit.melati.api(&format!("complaints/{id}/steps"));
    let first = ratna.get(&steps).await.json()[0]["id"].as_str().unwrap().to_owned();
    let tick = [("langkah", first.as_str()), ("sudah", "ya")];
    ratna
        .submit(&format!("{office}/centang"), &tick)
        .await
        .assert_says("1 dari 2 selesai")
        .assert_says("Ratna Kusuma, ");

    let step = format!("{office}/langkah");
    ratna.post(&step, &[("langkah", "solve")]).await.assert_status(409).assert_says("belum dicentang");
    let api = world.kit.melati.api(&format!("complaints/{id}/moves"));
    ratna.json(Method::POST, &api, &json!({ "step": "solve" })).await.assert_status(409);
    ratna.get(&office).await.assert_says("Selesaikan walau 1 langkah belum dicentang");
    ratna.post(&step, &[("langkah", "solve"), ("pasti", "ya")]).await.assert_status(303);
    ratna.post(&format!("{office}/centang"), &tick).await.assert_status(409);
    budi.get(&world.path(&format!("keluhan-saya/{id}"))).await.assert_silent_about("Matikan arus");
    let many = vec!["Langkah"; 31].join("\n");
    ratna
        .post(&format!("{rule}/langkah"), &[("langkah", &many)])
        .await
        .assert_status(409)
        .assert_says("30 langkah");
}

#[tokio::test]
async fn a_view_has_a_name_and_is_its_makers_alone_until_it_is_shared() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let mut maya = world.kit.melati.signed_in(tenancy::Role::OrganizationAdmin).await;
    id_of(&world.report(&mut budi, 0).await);
    let (list, views) = (world.path("keluhan"), world.path("keluhan/tampilan"));
    ratna
        .post(&views, &[("nama", "Semua"), ("daftar", &list)])
        .await
        .assert_status(409)
        .assert_says("Saring");
    let here = format!("{list}?status=terlambat&kategori=water");
    ratna.submit(&views, &[("nama", "Air telat"), ("daftar", &here)]).await.assert_says("Air telat");
    maya.get(&list).await.assert_silent_about("Air telat");
    let shared = [("nama", "Air telat"), ("daftar", here.as_str()), ("bersama", "ya")];
    ratna.post(&views, &shared).await.assert_status(303);
    maya.get(&list).await.assert_says("Air telat").assert_says("status=terlambat&kategori=water");
    let api = world.kit.melati.api("complaint-views");
    let all = maya.get(&api).await.json();
    assert_eq!(
        (all.as_array().unwrap().len(), &all[0]["state"], &all[0]["is_own"]),
        (1, &json!("late"), &json!(false))
    );
    let id = all[0]["id"].as_str().unwrap().to_owned();
    maya.post(&format!("{views}/{id}/hapus"), &[]).await.assert_status(404);
    ratna.submit(&format!("{views}/{id}/hapus"), &[]).await.assert_says("Tampilan dihapus");
    maya.get(&list).await.assert_silent_about("Air telat");
    budi.get(&views).await.assert_status(403);
}
