//! Ratna adds what her complex complains about: a pool, and a pump in it that has a promise of its own.

use http::Method;
use serde_json::json;

use crate::{World, id_of};

/// The id behind the first link to a problem.
fn problem_of(page: &testkit::Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("/keluhan/aturan/masalah/").unwrap();
    rest.chars().take(36).collect()
}

#[tokio::test]
async fn ratna_adds_a_pool_with_a_pump_and_budis_complaint_about_it_is_promised_within_two_hours() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let rules = world.path("keluhan/aturan");
    let page = ratna.submit(&format!("{rules}/kategori"), &[("nama", "Kolam renang")]).await;
    page.assert_says("Kolam renang").assert_says("Kategori ditambahkan");
    let pool = format!("{rules}/kategori/own-1");
    let page = ratna.submit(&format!("{pool}/masalah"), &[("nama", "Pompa mati")]).await;
    let pump = problem_of(&page);
    let rule = [
        ("nama", "Pompa mati"),
        ("prioritas", "urgent"),
        ("petugas", "CV Tirta"),
        ("tanggap", "0,5"),
        ("selesai", "2"),
    ];
    ratna.post(&format!("{rules}/masalah/{pump}"), &rule).await.assert_status(303);
    ratna
        .post(&format!("{rules}/tempat"), &[("tempat", "Kolam utama\n\nKolam anak")])
        .await
        .assert_status(303);

    let form = budi.get(&world.path("keluhan-saya/baru")).await;
    form.assert_says("Kolam renang").assert_says("Pompa mati").assert_says("value=\"Kolam anak\"");
    let fields = |category: &'static str, problem: &str| {
        [
            ("kategori", category.to_owned()),
            ("masalah", problem.to_owned()),
            ("tempat", "umum".to_owned()),
            ("lokasi", "Kolam utama".to_owned()),
            ("kata", "Air tidak berputar".to_owned()),
        ]
    };
    let wrong = fields("water", &pump);
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    world.send_form(&mut budi, "keluhan-saya", &wrong).await.assert_status(422).assert_says("kategori lain");
    // The problem alone is enough: it has a category.
    let right = fields("", &pump);
    let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = id_of(&world.send_form(&mut budi, "keluhan-saya", &right).await);
    let shown = ratna.get(&world.path(&format!("keluhan/{id}"))).await;
    // Sunday: two working hours end on Monday at ten.
    shown.assert_says("Kolam renang · Pompa mati").assert_says("CV Tirta").assert_says("23 Nov 2026, 10.00");
    ratna
        .get(&world.path("keluhan?kategori=own-1"))
        .await
        .assert_says("K-0001")
        .assert_says("Kolam renang (1)");
    ratna.get(&world.path("keluhan?kategori=water")).await.assert_silent_about("K-0001");
}

#[tokio::test]
async fn a_retired_category_is_not_offered_and_keeps_its_name_in_old_complaints() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let settings = world.kit.melati.api("complaint-settings");
    let new = ratna.json(Method::POST, &format!("{settings}/categories"), &json!({ "name": "Taman" })).await;
    new.assert_status(201);
    assert_eq!(new.json()["category"], "own-1");
    let again =
        ratna.json(Method::POST, &format!("{settings}/categories"), &json!({ "name": "taman" })).await;
    again.assert_status(409).assert_says("sudah dipakai");
    let problem = json!({ "category": "own-1", "name": "Pohon tumbang", "level": { "respond_minutes": 30, "resolve_minutes": 15 } });
    ratna.json(Method::POST, &format!("{settings}/problems"), &problem).await.assert_status(409);

    let mine = world.kit.melati.api("complaints/mine");
    let tree = json!({ "category": "own-1", "place": "Taman", "words": "Pohon tumbang" });
    budi.json(Method::POST, &mine, &tree).await.assert_status(201);
    let retire = json!({ "name": "Taman", "is_retired": true });
    ratna.json(Method::PUT, &format!("{settings}/categories/own-1/name"), &retire).await.assert_status(204);
    budi.json(Method::POST, &mine, &tree).await.assert_status(409).assert_says("tidak ditawarkan");
    budi.get(&world.path("keluhan-saya")).await.assert_says("K-0001 · Taman");
    let list = budi.get(&world.kit.melati.api("complaint-classifier")).await.json();
    assert_eq!(list["categories"].as_array().unwrap().len(), 8);
    assert_eq!(list["categories"][6]["is_retired"], true);

    // Those of the house stay, and one that never was is not there.
    let seeded = ratna.json(Method::PUT, &format!("{settings}/categories/water/name"), &retire).await;
    seeded.assert_status(409).assert_says("bawaan");
    ratna.json(Method::PUT, &format!("{settings}/categories/own-9/name"), &retire).await.assert_status(404);
    ratna.get(&world.path("keluhan/aturan/kategori/own-9")).await.assert_status(404);
    budi.post(&world.path("keluhan/aturan/kategori"), &[("nama", "Milik Budi")]).await.assert_status(403);
}

#[tokio::test]
async fn the_form_shows_what_the_office_knows_of_the_chosen_category_only() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    for (category, title) in [("water", "Air mati"), ("electricity", "Listrik padam")] {
        let body =
            json!({ "category": category, "title": title, "words": "Sedang diperbaiki.", "areas": [] });
        let path = world.kit.melati.api("incidents");
        ratna.json(Method::POST, &path, &body).await.assert_status(201);
    }
    let form = world.path("keluhan-saya/baru");
    budi.get(&form).await.assert_says("Air mati").assert_says("Listrik padam");
    let water = budi.get(&format!("{form}?kategori=water")).await;
    water.assert_says("Air mati").assert_silent_about("Listrik padam");
}
