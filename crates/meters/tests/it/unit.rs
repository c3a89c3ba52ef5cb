//! A unit's own meter page.

use crate::street::{Street, borrowed, twenty_a_month};

#[tokio::test]
async fn a_meter_replaced_in_november_counts_in_two_parts() {
    let street = Street::open().await;
    street.meter("A-03", "500", &borrowed(&twenty_a_month(500))).await;
    let mut ratna = street.kit.melati.manager().await;
    let path = street.kit.melati.path("meter/unit/A-03/ganti");
    ratna.get(&path).await.assert_status(200).assert_says("Terakhir dibaca 700 pada 20 Oktober 2026.");
    let fields = [
        ("akhir", "690"),
        ("sebab", "kaca pecah"),
        ("tanggal", "2026-11-10"),
        ("awal", "3"),
        ("nomor", "WTR-9"),
        ("digit", "5"),
    ];
    let refused = ratna.post(&path, &fields).await;
    refused
        .assert_status(422)
        .assert_says("Lebih kecil dari angka sebelumnya (700)")
        .assert_says("kaca pecah");
    let fields = [
        ("akhir", "712"),
        ("sebab", "kaca pecah"),
        ("tanggal", "2026-11-10"),
        ("awal", "3"),
        ("nomor", "WTR-9"),
        ("digit", "5"),
    ];
    let done = ratna.submit(&path, &fields).await;
    done.assert_status(200)
        .assert_says("Meter A-03 diganti.")
        .assert_says("WTR-9")
        .assert_says("500 → 712")
        .assert_says("kaca pecah");
    street
        .write(&mut ratna, "A-03", &[("v", "11")])
        .await
        .assert_status(200)
        .assert_says("meter lama 12\u{a0}m³");
    assert_eq!(street.usage("A-03", "2026-11").await, Some(("700".into(), "11".into(), "20".into())));
}

#[tokio::test]
async fn a_dispute_is_written_down_with_its_reason_and_comes_to_its_end() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-11", "120")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let page = ratna.get(&street.kit.melati.path("meter/unit/A-01")).await.text();
    let reading = between(&page, "meter/bacaan/", "/sanggah").to_owned();
    let path = |end: &str| street.kit.melati.path(&format!("meter/bacaan/{reading}/{end}"));
    ratna.post(&path("sanggah"), &[("alasan", " ")]).await.assert_status(409).assert_says("Tulis alasannya.");
    let disputed = ratna.submit(&path("sanggah"), &[("alasan", "angka terbalik")]).await;
    disputed.assert_says("Disanggah").assert_says("angka terbalik");
    let settled = ratna.submit(&path("selesai"), &[("alasan", "sudah dilihat bersama")]).await;
    settled.assert_says("Diterima").assert_says("sudah dilihat bersama");
    let steps: Vec<String> = sqlx::query_scalar(
        "select state || ':' || reason from reading_step where complex_id = $1 order by step_id",
    )
    .bind(street.kit.melati.id)
    .fetch_all(&street.kit.owner)
    .await
    .unwrap();
    assert_eq!(steps, ["accepted:", "disputed:angka terbalik", "accepted:sudah dilihat bersama"]);
}

#[tokio::test]
async fn a_meter_is_put_up_once_and_a_wrong_first_figure_is_mended() {
    let street = Street::open().await;
    let mut ratna = street.kit.melati.manager().await;
    let path = street.kit.melati.path("meter/unit/A-04/pasang");
    let wrong = [("digit", "2"), ("tanggal", "besok"), ("awal", "seratus")];
    ratna.post(&path, &wrong).await.assert_status(422).assert_says("antara 3 dan 9").assert_says("seratus");
    let fine = [("digit", "5"), ("tanggal", "2026-11-01"), ("awal", "100"), ("nomor", "WTR-4")];
    ratna
        .submit(&path, &fine)
        .await
        .assert_status(200)
        .assert_says("Meter A-04 terpasang.")
        .assert_says("WTR-4");
    ratna.post(&path, &fine).await.assert_status(422).assert_says("Orang lain baru saja mengubahnya");
    street.write(&mut ratna, "A-04", &[("v", "130")]).await.assert_status(200);
    assert_eq!(street.usage("A-04", "2026-11").await.unwrap().2, "30");
    let edit = street.kit.melati.path("meter/unit/A-04/ubah");
    let mended = [("digit", "5"), ("tanggal", "2026-11-01"), ("awal", "110"), ("nomor", "WTR-4")];
    ratna.submit(&edit, &mended).await.assert_status(200);
    assert_eq!(street.usage("A-04", "2026-11").await.unwrap().2, "20");
    let too_high = [("digit", "5"), ("tanggal", "2026-11-01"), ("awal", "140"), ("nomor", "WTR-4")];
    ratna.post(&edit, &too_high).await.assert_status(422).assert_says("pemakaian bulan lain menjadi minus");
}

#[tokio::test]
async fn puri_mawars_meter_is_not_there_for_griya_melati() {
    let street = Street::open().await;
    let mawar = &street.kit.mawar;
    street.meter_in(mawar, "A-01", "100", &[("2026-11", "120")]).await;
    let unit = street.unit_in(mawar, "A-01").await;
    let reading: uuid::Uuid = sqlx::query_scalar("select reading_id from reading where complex_id = $1")
        .bind(mawar.id)
        .fetch_one(&street.kit.owner)
        .await
        .unwrap();
    let mut ratna = street.kit.melati.manager().await;
    let melati = &street.kit.melati;
    ratna.get(&melati.path(&format!("meter/unit/{unit}"))).await.assert_status(404);
    ratna
        .post(&melati.path(&format!("meter/bacaan/{reading}/sanggah")), &[("alasan", "x")])
        .await
        .assert_status(404);
    ratna.get(&mawar.path("meter")).await.assert_status(404);
}

#[tokio::test]
async fn what_is_unusual_is_the_complexs_own_decision() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-10", "120")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let path = street.kit.melati.path("meter/pengaturan");
    ratna.get(&path).await.assert_says("value=\"100\"");
    ratna.post(&path, &[("batas", "banyak"), ("digit", "5")]).await.assert_status(422).assert_says("banyak");
    ratna.submit(&path, &[("batas", "30"), ("digit", "5")]).await.assert_says("Pengaturan meter disimpan.");
    let leak = street.write(&mut ratna, "A-01", &[("v", "160")]).await;
    leak.assert_status(422).assert_says("di atas batas kebocoran 30\u{a0}m³");
}

pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let end = text.find(after).unwrap_or_else(|| panic!("no {after:?} in {text}"));
    let from = text[..end].rfind(before).unwrap() + before.len();
    &text[from..end]
}
