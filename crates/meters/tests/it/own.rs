//! Budi and his own meter.

use axum::body::Body;
use axum::http::Method;
use testkit::{Client, Page};

use crate::{street::Street, unit::between};

/// Budi's form with a photo, as a phone sends it.
async fn send(budi: &mut Client, street: &Street, unit: &str, figure: &str, photo: bool) -> Page {
    const EDGE: &str = "----meter";
    let mut body = Vec::new();
    for (name, value) in [("unit", unit), ("angka", figure), ("catatan", "pagi")] {
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .into_bytes(),
        );
    }
    if photo {
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"meter.png\"\r\nContent-Type: image/png\r\n\r\n").into_bytes(),
        );
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(40, 30, image::Rgb([90, 120, 200]))
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        body.extend(png.into_inner());
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let path = street.kit.melati.path("meter-saya");
    let answer = budi.send(Method::POST, &path, Some(&kind), Body::from(body)).await;
    match answer.location() {
        Some(next) => budi.get(&next).await,
        None => answer,
    }
}

#[tokio::test]
async fn budi_sends_a_figure_with_a_photo_and_ratna_accepts_it() {
    let street = Street::open().await;
    street.meter("A-12", "100", &[("2026-10", "120")]).await;
    let unit = street.unit("A-12").await;
    let mut budi = street.kit.melati.resident().await;
    let page = budi.get(&street.kit.melati.path("meter-saya")).await;
    page.assert_status(200).assert_says("A-12").assert_says("angka sebelumnya 120 pada 20 Oktober 2026");
    send(&mut budi, &street, &unit, "100", true).await.assert_status(422).assert_says("Lebih kecil");
    send(&mut budi, &street, &unit, "138", false)
        .await
        .assert_status(422)
        .assert_says("Sertakan foto meter.");
    let sent = send(&mut budi, &street, &unit, "138", true).await;
    sent.assert_status(200)
        .assert_says("menunggu diterima")
        .assert_says("Menunggu diterima")
        .assert_says("/berkas/");
    assert_eq!(street.usage("A-12", "2026-11").await, None);

    let mut ratna = street.kit.melati.manager().await;
    let sheet = ratna.get(&street.kit.melati.path("meter?tampil=menunggu")).await;
    sheet.assert_says("Kiriman warga").assert_says("value=\"138\"");
    let saved = street.write(&mut ratna, "A-12", &[("v", "138")]).await;
    saved.assert_status(200).assert_says("1 dicatat.");
    assert_eq!(street.usage("A-12", "2026-11").await.unwrap().2, "18");
    send(&mut budi, &street, &unit, "139", true)
        .await
        .assert_status(422)
        .assert_says("Bulan ini sudah dicatat");
}

#[tokio::test]
async fn budi_disputes_his_own_reading_and_nobody_elses() {
    let street = Street::open().await;
    street.meter("A-12", "100", &[("2026-11", "180")]).await;
    street.meter("A-11", "100", &[("2026-11", "110")]).await;
    let mut budi = street.kit.melati.resident().await;
    let page = budi.get(&street.kit.melati.path("meter-saya")).await.text();
    assert!(!page.contains("A-11"));
    let own = between(&page, "meter-saya/", "/sanggah");
    let path = street.kit.melati.path(&format!("meter-saya/{own}/sanggah"));
    budi.submit(&path, &[("alasan", "rumah kosong")])
        .await
        .assert_says("Sanggahan untuk November 2026 terkirim.");
    let mut siti = street.kit.melati.treasurer().await;
    siti.get(&street.kit.melati.path("meter?tampil=menunggu")).await.assert_says("Disanggah");
    let theirs = siti.get(&street.kit.melati.path("meter/unit/A-11")).await.text();
    let theirs = between(&theirs, "meter/bacaan/", "/sanggah");
    let path = street.kit.melati.path(&format!("meter-saya/{theirs}/sanggah"));
    budi.post(&path, &[("alasan", "iseng")]).await.assert_status(404);
    budi.get(&street.kit.melati.path("meter")).await.assert_status(403);
}
