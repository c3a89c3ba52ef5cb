//! The words of a complex.

use http::Method;
use serde_json::json;

use crate::world::{World, day};

#[tokio::test]
async fn ratna_s_own_words_are_seen_before_they_are_kept_and_then_reach_bell_and_mailbox() {
    let world = World::open().await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("kata-pesan/after_due/id");
    let page = ratna.get(&path).await;
    page.assert_says("Iuran {{ rumah }} terlambat {{ hari }} hari").assert_says("Pratinjau");
    page.assert_says("Iuran A-12 terlambat 7 hari");
    let own = [
        ("judul", "{{ rumah }}: mohon iuran {{ jumlah }}"),
        ("teks", "Sudah lewat {{ hari }} hari sejak {{ jatuh_tempo }}. Terima kasih, {{ kompleks }}."),
    ];
    let look = ratna.post(&format!("{path}/pratinjau"), &own).await;
    look.assert_status(200).assert_says("A-12: mohon iuran Rp\u{a0}425.000");
    ratna.get(&path).await.assert_says("Iuran {{ rumah }} terlambat {{ hari }} hari");
    ratna.submit(&path, &own).await.assert_says("Kata-kata pesan disimpan.").assert_says("Kata Anda");

    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    let mut siti = world.melati.treasurer().await;
    let id = unit.to_string();
    let check = siti.post(&world.melati.path("pengingat/periksa"), &[("unit", &id)]).await;
    check.assert_says("A-12: mohon iuran Rp\u{a0}425.000");
    world.remind(&[unit]).await;
    world.pump().await;
    let text = world.server.letters()[0].text();
    assert!(
        text.contains("Sudah lewat 12 hari sejak 10 November 2026. Terima kasih, Griya Melati."),
        "{text}"
    );
    let mut budi = world.melati.resident().await;
    budi.get(&world.melati.path("kabar")).await.assert_says("A-12: mohon iuran Rp\u{a0}425.000");
    let told = budi.get(&world.melati.api("notices")).await.json();
    assert_eq!(told["items"][0]["title"], "A-12: mohon iuran Rp\u{a0}425.000");

    ratna.submit(&format!("{path}/bawaan"), &[]).await.assert_says("Kata bawaan dipakai lagi.");
    budi.get(&world.melati.path("kabar")).await.assert_says("Iuran A-12 terlambat 12 hari");
}

#[tokio::test]
async fn a_blank_that_nobody_fills_is_refused_by_name_and_so_is_whatever_is_no_template() {
    let world = World::open().await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("kata-pesan/before_due/id");
    let wrong =
        ratna.post(&path, &[("judul", "Iuran {{ rumah }}"), ("teks", "Bayar ke {{ rekening }}")]).await;
    wrong
        .assert_status(422)
        .assert_says("Isian ini tidak dikenal: rekening. Yang dapat dipakai: {{ rumah }}");
    wrong.assert_says("Bayar ke {{ rekening }}");
    let api = world.melati.api("notice-templates/before_due/en");
    for text in ["{{ rumah", "{% include 'x' %}", "{{ rumah|upper }}", ""] {
        let body = json!({ "title": "Dues of {{ rumah }}", "text": text });
        ratna.json(Method::PUT, &api, &body).await.assert_status(422);
    }
    let body = json!({ "title": "Dues of {{ rumah }}", "text": "{{ hari }} days to go" });
    let kept = ratna.json(Method::PUT, &api, &body).await;
    assert_eq!(kept.json()["is_own"], true);
    let all = ratna.get(&world.melati.api("notice-templates")).await.json();
    let own = all.as_array().unwrap().iter().filter(|one| one["is_own"] == true).count();
    assert_eq!((all.as_array().unwrap().len(), own), (14, 1));
    ratna.post(&world.melati.path("kata-pesan/nonsense/id"), &[]).await.assert_status(404);

    let mut siti = world.melati.treasurer().await;
    siti.get(&world.melati.path("kata-pesan")).await.assert_status(200).assert_silent_about("/before_due/");
    siti.post(&path, &[("judul", "x"), ("teks", "x")]).await.assert_status(403);
    let mut dewi = world.kit.mawar.manager().await;
    let theirs = dewi.get(&world.kit.mawar.api("notice-templates")).await;
    theirs.assert_silent_about("days to go");
}
