//! What a phone sends twice.

use super::{World, id_of};

const KEY: &str = "0199aaaa-0000-4000-8000-000000000001";

fn fields(key: &str) -> [(&str, &str); 5] {
    [
        ("kunci", key),
        ("kategori", "electricity"),
        ("tempat", "umum"),
        ("lokasi", "Depan pos"),
        ("kata", "Padam"),
    ]
}

#[tokio::test]
async fn what_a_phone_sends_again_after_the_answer_was_lost_is_filed_once() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let first = id_of(&world.send(&mut budi, "keluhan-saya", &fields(KEY), 2).await);
    let again = id_of(&world.send(&mut budi, "keluhan-saya", &fields(KEY), 2).await);
    assert_eq!(first, again);
    let page = budi.get(&world.path(&format!("keluhan-saya/{first}"))).await;
    page.assert_says("Foto 2").assert_silent_about("Foto 3");
    let other = "0199aaaa-0000-4000-8000-000000000002";
    assert_ne!(first, id_of(&world.send(&mut budi, "keluhan-saya", &fields(other), 0).await));
    ratna.get(&world.path("keluhan")).await.assert_says("K-0002").assert_silent_about("K-0003");
}

#[tokio::test]
async fn two_sendings_at_the_same_moment_are_one_complaint_and_a_key_is_its_accounts_own() {
    let world = World::open().await;
    let (mut budi, mut tab) = (world.kit.melati.resident().await, world.kit.melati.resident().await);
    let (one, other) = (fields(KEY), fields(KEY));
    let (one, other) = tokio::join!(
        world.send(&mut budi, "keluhan-saya", &one, 1),
        world.send(&mut tab, "keluhan-saya", &other, 1)
    );
    assert_eq!(id_of(&one), id_of(&other));

    let mut tx = world.kit.melati.tx().await;
    let ratna = world.kit.melati.person(tenancy::Role::Manager).account;
    sqlx::query("update complaint set reported_by = $1").bind(ratna).execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_ne!(id_of(&one), id_of(&world.send(&mut budi, "keluhan-saya", &fields(KEY), 0).await));
}

#[tokio::test]
async fn a_photo_that_is_none_is_said_at_the_photos_and_what_was_typed_stays() {
    let world = World::open().await;
    let mut budi = world.kit.melati.resident().await;
    const EDGE: &str = "----care";
    let body = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"kata\"\r\n\r\nLampu padam\r\n--{EDGE}\r\n\
         Content-Disposition: form-data; name=\"foto\"; filename=\"lampu.jpg\"\r\n\r\nbukan foto\r\n--{EDGE}\r\n\
         Content-Disposition: form-data; name=\"tempat\"\r\n\r\numum\r\n--{EDGE}--\r\n"
    );
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let page = budi
        .send(http::Method::POST, &world.path("keluhan-saya"), Some(&kind), axum::body::Body::from(body))
        .await;
    page.assert_status(422).assert_says("Lampu padam").assert_says("JPEG");
}
