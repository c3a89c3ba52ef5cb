//! The office: settings, the page of an attempt, the daily comparison, and the way without a gateway.

use chrono::TimeDelta;

use crate::world::World;

const PRINTED: &str = "00020101021126650016ID.CO.CONTOH.WWW01189360000000000000170212KLS0000000010303UMI51440014ID.CO.QRIS.WWW0215ID10203040506070303UMI5204864153033605802ID5914KLUSTER CONTOH6005BOGOR61051611062070703A016304CC5F";

#[tokio::test]
async fn the_page_of_an_attempt_keeps_every_message_and_asks_again() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.notify(&world.gateway.message(&order, "pending")).await.assert_status(200);
    let mut siti = world.melati.treasurer().await;
    let list = siti.get(&world.melati.path("upaya-bayar")).await;
    list.assert_says("A-12").assert_says("Menunggu dibayar");
    let text = list.text();
    let at = text.find("/upaya-bayar/").unwrap();
    let id = text[at + 13..at + 49].to_owned();
    let path = world.melati.path(&format!("upaya-bayar/{id}"));
    siti.get(&path).await.assert_says(&order).assert_says("signature_key").assert_says("tidak ada yang baru");
    world.gateway.says(&order, "settlement");
    siti.submit(&path, &[]).await.assert_says("buku sudah disesuaikan");
    assert_eq!(world.open_of(invoice).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn the_morning_after_the_gateway_is_compared_with_the_books() {
    let world = World::open().await;
    let (_, _, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.happens(&order, "expire").await;
    // It was paid all the same, and the message was lost.
    world.gateway.says(&order, "settlement");
    world.kit.clock.turn(TimeDelta::days(1));
    let tools = jobs::Tools::new().with(world.gateways.clone());
    let scope = world.kit.store.job_scope(world.melati.id);
    jobs::Job::run(checkout::Compare::default(), scope, &tools).await.unwrap();
    let mut siti = world.melati.treasurer().await;
    let page = siti.get(&world.melati.path("upaya-bayar")).await;
    page.assert_says("Berbeda").assert_says("Gateway Rp\u{a0}250.000, buku Rp\u{a0}0");
}

#[tokio::test]
async fn without_a_gateway_the_printed_code_carries_the_amount_and_the_code_of_the_house() {
    let world = World::open().await;
    let (unit, _, link) = world.owing(250_000).await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("bayar-online");
    ratna.get(&path).await.assert_says("berakhir dengan 0001").assert_silent_about("SB-Mid-server-UJI0001");
    let save = async |client: &mut testkit::Client, mode: &str, qris: &str| {
        let fields = [("mode", mode), ("biaya_va", "4.000"), ("pakai_qris", "ya"), ("qris", qris)];
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += "--x--\r\n";
        let kind = Some("multipart/form-data; boundary=x");
        client.send(http::Method::POST, &path, kind, axum::body::Body::from(body)).await
    };
    save(&mut ratna, "off", &PRINTED.replace("BOGOR", "BOGOS")).await.assert_status(422);
    save(&mut ratna, "production", "").await.assert_status(422).assert_says("Isi server key");
    save(&mut ratna, "off", PRINTED).await.assert_status(303);
    ratna.get(&path).await.assert_says("KLUSTER CONTOH");
    let mut tx = world.melati.tx().await;
    let code = i64::from(dues::settle::unique_codes(&mut tx, &[unit]).await.unwrap()[0]);
    drop(tx);
    let exact = kernel::format::number(250_000 + code, kernel::Locale::Id);
    let mut budi = world.kit.stranger();
    budi.get(&link).await.assert_says(&exact).assert_says("Kirim bukti bayar");
    let picture = budi.get(&format!("{link}/kode")).await;
    picture.assert_status(200);
    budi.get(&format!("{link}/bukti")).await.assert_says("Kirim bukti bayar");
    assert!(world.gateway.charges().is_empty());
}
