//! The office's desk: filters with their counts, pages, a spreadsheet, a board, and one name for many.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use testkit::Client;

use crate::World;

impl World {
    /// Ratna writes one down about the commons.
    async fn called(&self, ratna: &mut Client, category: &str, place: &str, words: &str) -> String {
        let body = json!({ "category": category, "place": place, "words": words });
        let kept = ratna.json(Method::POST, &self.kit.melati.api("complaints"), &body).await;
        kept.assert_status(201);
        kept.json()["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn ratna_narrows_the_list_by_what_it_is_about_who_does_it_and_what_is_written() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    let pump = world.called(&mut ratna, "water", "Depan-pos", "Pompa/keran bocor").await;
    world.called(&mut ratna, "water", "Taman", "Air keruh").await;
    world.called(&mut ratna, "security", "Gerbang", "Portal macet").await;
    let list = world.path("keluhan");
    let step = world.path(&format!("keluhan/{pump}/langkah"));
    ratna.post(&step, &[("langkah", "assign"), ("kata", "Pak Eko")]).await.assert_status(303);

    let all = ratna.get(&list).await;
    all.assert_says("Semua <b>3</b>").assert_says("Ditugaskan <b>1</b>").assert_says("Diterima <b>2</b>");
    all.assert_says("Air (2)").assert_says("Pak Eko (1)").assert_says("Belum ada petugas (2)");
    let water = ratna.get(&format!("{list}?kategori=water")).await;
    water.assert_says("K-0001").assert_says("K-0002").assert_silent_about("K-0003");
    water.assert_says("Diterima <b>1</b>");
    ratna.get(&format!("{list}?petugas=Pak%20Eko")).await.assert_says("K-0001").assert_silent_about("K-0002");
    ratna.get(&format!("{list}?petugas=-")).await.assert_says("K-0002").assert_silent_about("K-0001");
    for (typed, found) in [("k-3", "K-0003"), ("kera", "K-0001"), ("pos", "K-0001"), ("eko", "K-0001")] {
        let page = ratna.get(&format!("{list}?q={typed}")).await;
        page.assert_says(found).assert_silent_about("K-0002");
    }
    ratna.get(&format!("{list}?q=kolam")).await.assert_says("Tidak ada yang cocok");
    ratna.get(&format!("{list}?status=closed")).await.assert_says("Tidak ada yang cocok");

    // Security is promised within a working hour to be answered, so it is late first.
    world.kit.clock.turn(TimeDelta::hours(26));
    let late = ratna.get(&format!("{list}?status=terlambat")).await;
    late.assert_says("K-0003").assert_silent_about("K-0002").assert_says("Terlambat <b>1</b>");
    let text = ratna.get(&list).await.text();
    assert!(text.find("K-0003") < text.find("K-0002"), "what is late stands first");
    let api = world.kit.melati.api("complaints");
    let first = ratna.get(&format!("{api}?state=late&limit=1")).await.json();
    assert_eq!(first["items"][0]["number"], "K-0003");
    assert_eq!(ratna.get(&format!("{api}?search=keruh")).await.json()["items"][0]["number"], "K-0002");
}

#[tokio::test]
async fn the_pages_of_the_list_together_are_the_list_and_so_is_its_spreadsheet() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    for n in 0..53 {
        let id = world.called(&mut ratna, ["road", "water"][n % 2], "Jalan 3", "Lubang").await;
        if n % 5 == 0 {
            let body = json!({ "step": "reject", "words": "Sudah ada" });
            let path = world.kit.melati.api(&format!("complaints/{id}/moves"));
            ratna.json(Method::POST, &path, &body).await.assert_status(204);
        }
    }
    let first = ratna.get(&world.path("keluhan")).await.text();
    let (_, next) = first.split_once("sesudah=").unwrap();
    let mark = next.split(['"', '&']).next().unwrap();
    let second = ratna.get(&world.path(&format!("keluhan?sesudah={mark}"))).await;
    let numbers = |text: &str| -> BTreeSet<String> {
        text.split("K-").skip(1).map(|rest| rest.chars().take(4).collect()).collect()
    };
    let (a, b) = (numbers(&first), numbers(&second.text()));
    assert_eq!((a.len(), b.len(), a.union(&b).count()), (50, 3, 53));

    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let page = ratna.get(&world.kit.melati.api(&format!("complaints?limit=20{cursor}"))).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|it| it["number"].to_string()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 53);

    let csv = ratna.get(&world.path("keluhan/unduh?format=csv&kategori=water")).await.text();
    assert_eq!(csv.trim().lines().count(), 1 + 26, "{csv}");
    assert!(csv.contains("K-0002;Air;") && csv.contains("Ratna Kusuma") && !csv.contains("K-0001"), "{csv}");
    let xlsx = ratna.get(&world.path("keluhan/unduh?format=xlsx")).await;
    assert!(xlsx.body.starts_with(b"PK"));
}

#[tokio::test]
async fn one_name_for_many_leaves_out_what_is_over_and_takes_all_that_the_filter_finds() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.called(&mut ratna, "water", "Taman", "Bocor").await);
    }
    world.called(&mut ratna, "road", "Jalan 3", "Lubang").await;
    let solve = world.path(&format!("keluhan/{}/langkah", ids[0]));
    ratna.post(&solve, &[("langkah", "solve")]).await.assert_status(303);
    let many = world.path("keluhan/massal");
    ratna
        .post(&many, &[("kata", "Pak Eko")])
        .await
        .assert_status(409)
        .assert_says("Centang keluhannya dulu.");
    ratna.post(&many, &[("complaint", &ids[1])]).await.assert_status(409);
    let ticked = [("complaint", ids[0].as_str()), ("complaint", &ids[1]), ("kata", "Pak Eko")];
    ratna.submit(&many, &ticked).await.assert_says("1 keluhan ditugaskan ke Pak Eko. 1 dilewati");
    let list = world.path("keluhan?kategori=water&status=received");
    let all = [("semua", "ya"), ("kembali", list.as_str()), ("kata", "CV Tirta")];
    ratna.submit(&many, &all).await.assert_says("1 keluhan ditugaskan ke CV Tirta.");
    ratna.get(&world.path("keluhan?petugas=CV%20Tirta")).await.assert_says("K-0003");
    ratna.get(&world.path("keluhan?petugas=-")).await.assert_says("K-0004").assert_silent_about("K-0003");
    let body = json!({ "complaints": ids, "assignee": "Bu Rini" });
    let done = ratna.json(Method::POST, &world.kit.melati.api("complaints/assignments"), &body).await;
    assert_eq!(done.json(), json!({ "assigned": 2, "skipped": 1 }));
}

#[tokio::test]
async fn the_board_shows_a_column_for_each_state_that_is_not_over() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    let id = world.called(&mut ratna, "water", "Taman", "Bocor").await;
    world.called(&mut ratna, "road", "Jalan 3", "Lubang").await;
    let step = world.path(&format!("keluhan/{id}/langkah"));
    ratna.post(&step, &[("langkah", "start")]).await.assert_status(303);
    let board = ratna.get(&world.path("keluhan?tampil=papan")).await;
    for column in ["Diterima", "Ditugaskan", "Dikerjakan", "Menunggu", "Selesai"] {
        board.assert_says(&format!("aria-label=\"{column}\""));
    }
    board.assert_says("K-0001").assert_says("K-0002").assert_silent_about("aria-label=\"Ditutup\"");
    let narrow = ratna.get(&world.path("keluhan?tampil=papan&kategori=road")).await;
    narrow.assert_says("K-0002").assert_silent_about("K-0001");
}

/// Blocks that a statement looks at; they are the same on every machine, and a list without its index looks at all.
async fn blocks(world: &World, statement: &str) -> i64 {
    let mut tx = world.kit.melati.tx().await;
    let mut looked = 0;
    // The first time, a connection reads the catalogue as well.
    for _ in 0..2 {
        let explain = format!("explain (analyze, buffers, format json) {statement}");
        let plan: serde_json::Value =
            sqlx::query_scalar(sqlx::AssertSqlSafe(explain)).fetch_one(&mut tx).await.unwrap();
        let of = |name: &str| plan[0]["Plan"][name].as_i64().unwrap();
        looked = of("Shared Hit Blocks") + of("Shared Read Blocks");
    }
    looked
}

#[tokio::test]
async fn a_page_of_twenty_thousand_complaints_is_read_from_indexes() {
    let world = World::open().await;
    let mut tx = world.kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true)")
        .bind(world.kit.melati.id.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    // What runs is young, as in a complex: whether its rows are marked as seen by everybody depends on who else looks.
    sqlx::query(
        "insert into complaint (complex_id, complaint_id, number, category, priority, place, words, state, assignee,
                                created_at, reported_by, responded_at, respond_due, running_since, resolve_due)
         select $1, gen_random_uuid(), g, (array['water', 'road', 'rubbish', 'other'])[g % 4 + 1], 'normal',
                'Jalan ' || g % 40, 'Lampu padam ' || md5(g::text), case when g > 19500 then 'working' else 'closed' end,
                'Petugas ' || g % 30, now(), $2, now(), now(), case when g > 19500 then now() end,
                case when g > 19500 then now() + g * interval '1 minute' end
           from generate_series(1, 20000) g",
    )
    .bind(world.kit.melati.id)
    .bind(world.kit.melati.person(tenancy::Role::Resident).account)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    sqlx::query("vacuum analyze complaint").execute(&world.kit.owner).await.unwrap();
    let listed = |asked: &str| format!("select count(*) from complaints_listed({asked})");
    let all = blocks(&world, "select count(words) from complaint").await;
    for asked in [
        "null, null, null, false, null, null, null, null, null, 51",
        "null, null, null, false, null, null, null, null, 9000, 51",
        "null, null, null, true, null, null, null, null, null, 51",
        "'closed', null, null, false, null, null, null, null, 9000, 51",
        "null, 'road', null, false, null, null, null, null, null, 51",
        "null, null, 'Petugas 7', false, null, null, null, null, null, 51",
        "null, null, null, false, null, null, 'lampu:* & padam:*', null, null, 51",
        "null, null, null, false, 4711, null, null, null, null, 51",
        "null, null, null, false, null, null, 'c4ca4238a0b923820dcc509a6f75849b:*', null, null, 51",
    ] {
        let looked = blocks(&world, &listed(asked)).await;
        assert!(looked < all / 3 && looked < 300, "{looked} of {all} blocks for {asked}");
    }
    let counted = blocks(&world, "select count(*) from complaints_counted(null, null, null)").await;
    assert!(counted < all / 3, "{counted} of {all} blocks for the counts");
}
