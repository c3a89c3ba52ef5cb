//! Votes and comments.

use http::Method;
use serde_json::json;

use crate::world::World;

const ASKED: [(&str, &str); 3] =
    [("tanya", "Portal ditutup pukul 22.00?"), ("pilihan", "Setuju\nTidak setuju"), ("kuorum", "50")];

#[tokio::test]
async fn a_house_has_one_vote_whoever_of_it_is_first() {
    let world = World::open().await;
    world.street().await;
    let id = world.announce(&ASKED).await;
    let unit = world.link_of(id, "A-12").await;
    let budi = world.melati.resident().await;
    let stranger = world.kit.stranger();
    let mine = budi.clone().get(&world.melati.api(&format!("announcements/mine/{id}"))).await.json();
    let house = mine["ballots"][0]["unit"].clone();
    let api = world.melati.api(&format!("announcements/mine/{id}/vote"));
    let mut racers = tokio::task::JoinSet::new();
    for turn in 0..12_i16 {
        let (mut budi, mut family, api) = (budi.clone(), stranger.clone(), api.clone());
        let (link, house) = (format!("{unit}/suara"), house.clone());
        racers.spawn(async move {
            if turn % 2 == 0 {
                let vote = json!({ "unit": house, "option": turn % 4 / 2 + 1 });
                budi.json(Method::POST, &api, &vote).await.status.as_u16()
            } else {
                family.post(&link, &[("suara", "2")]).await.status.as_u16()
            }
        });
    }
    let answers = racers.join_all().await;
    let counted = answers.iter().filter(|status| matches!(status, 204 | 303)).count();
    assert_eq!(counted, 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 11, "{answers:?}");
    let mut ratna = world.melati.manager().await;
    let shown = ratna.get(&world.melati.api(&format!("announcements/{id}"))).await.json();
    let votes = shown["question"]["votes"].as_array().unwrap();
    assert_eq!(votes.iter().map(|votes| votes.as_i64().unwrap()).sum::<i64>(), 1);
    assert_eq!(shown["read"], 1, "who votes has read it");
}

#[tokio::test]
async fn the_result_is_hidden_until_one_has_voted_and_the_quorum_is_counted_in_houses() {
    let world = World::open().await;
    world.street().await;
    let id = world.announce(&ASKED).await;
    let mut budi = world.melati.resident().await;
    let page = budi.get(&world.own(id)).await;
    page.assert_says("Portal ditutup pukul 22.00?").assert_says("Hasil terlihat setelah rumah Anda memilih");
    let mine = budi.get(&world.melati.api(&format!("announcements/mine/{id}"))).await.json();
    let house = mine["ballots"][0]["unit"].as_str().unwrap().to_owned();
    let vote = format!("{}/suara", world.own(id));
    budi.post(&vote, &[("rumah", &house), ("suara", "7")]).await.assert_status(404);
    let voted = budi.submit(&vote, &[("rumah", &house), ("suara", "1")]).await;
    voted.assert_says("Rumah A-12 memilih: Setuju").assert_says("1 dari 3 rumah sudah memilih (33%)");
    voted.assert_says("Kuorum 50% belum tercapai.");
    budi.post(&vote, &[("rumah", &house), ("suara", "2")])
        .await
        .assert_status(409)
        .assert_says("sudah memilih");
    let link = world.link_of(id, "C-9").await;
    let mut edi = world.kit.stranger();
    edi.submit(&format!("{link}/suara"), &[("suara", "1")]).await.assert_says("Kuorum 50% tercapai.");
    let mut ratna = world.melati.manager().await;
    let office = ratna.get(&world.office(id)).await;
    office.assert_says("2 dari 3 rumah sudah memilih (66%)").assert_says("2 · 100%");
}

#[tokio::test]
async fn a_comment_is_there_until_the_office_takes_it_away_and_only_where_it_is_wanted() {
    let world = World::open().await;
    world.street().await;
    let closed = world.announce(&[]).await;
    let mut budi = world.melati.resident().await;
    let write = |id: uuid::Uuid| format!("{}/komentar", world.own(id));
    budi.post(&write(closed), &[("komentar", "Halo")]).await.assert_status(409);
    let id = world.announce(&[("komentar", "ya")]).await;
    budi.post(&write(id), &[("komentar", "  ")]).await.assert_status(409);
    budi.submit(&write(id), &[("komentar", "Berapa lama?")]).await.assert_says("Berapa lama?");
    let mut ratna = world.melati.manager().await;
    let page = ratna.get(&world.office(id)).await;
    page.assert_says("Berapa lama?").assert_says("Budi Santoso");
    let text = page.text();
    let from = text.find(&format!("pengumuman/{id}/komentar/")).unwrap();
    let path = text[from..].split('"').next().unwrap();
    ratna.submit(&world.melati.path(path), &[]).await.assert_says("Komentar dihapus.");
    let own = budi.get(&world.own(id)).await;
    own.assert_silent_about("Berapa lama?").assert_says("Dihapus pengelola");
}
