//! Receipts that anybody can check, payments taken back, titipan paid back.

use crate::{
    cash::{chosen, pay},
    home::World,
};

#[tokio::test]
async fn anybody_with_the_link_sees_whether_a_receipt_stands_and_no_full_name() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let mut siti = world.melati.treasurer().await;
    let path = pay(&world, &mut siti, unit, "150.000").await;
    let page = siti.get(&path).await.text();
    let at = page.find("http://klustera.test/kuitansi/").unwrap() + "http://klustera.test".len();
    let link = page[at..].split('"').next().unwrap().to_owned();
    let mut stranger = world.kit.stranger();
    let check = stranger.get(&link).await;
    check
        .assert_status(200)
        .assert_says("Kuitansi ini sah.")
        .assert_says("KW-2026-000001")
        .assert_says("150.000");
    check.assert_says("<svg").assert_says("Pindai untuk membuka halaman ini.");
    check.assert_says("B••• S•••").assert_silent_about("Budi Santoso");
    let back = siti.submit(&format!("{path}/batal"), &[("alasan", "cek kosong")]).await;
    back.assert_says("Pembayaran dibatalkan.");
    stranger.get(&link).await.assert_says("Kuitansi ini batal.").assert_says("cek kosong");
    stranger.get(&format!("{}x", &link[..link.len() - 1])).await.assert_status(404);
    world.assert_kept().await;
}

#[tokio::test]
async fn titipan_is_paid_back_with_a_reason_and_never_more_than_there_is() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 11, 100_000).await;
    let mut siti = world.melati.treasurer().await;
    let payment = pay(&world, &mut siti, unit, "150.000").await;
    let path = world.melati.path(&format!("titipan/{unit}"));
    let form = siti.get(&path).await;
    form.assert_says("50.000");
    let credit = chosen(&form);
    let text = form.text();
    let cash = text.split("name=\"akun\"").nth(1).unwrap();
    let cash =
        cash.split(" selected").next().unwrap().rsplit("value=\"").next().unwrap().trim_end_matches('"');
    let id = crate::home::hidden(&form, "id");
    let fields = |amount| {
        [
            ("id", id.clone()),
            ("titipan", credit.clone()),
            ("jumlah", amount),
            ("akun", cash.to_owned()),
            ("alasan", "pindah rumah".to_owned()),
        ]
    };
    let send = |amount: &str| fields(amount.to_owned());
    let too_much = send("60.000");
    let too_much: Vec<_> = too_much.iter().map(|(name, value)| (*name, value.as_str())).collect();
    siti.post(&path, &too_much).await.assert_status(422).assert_says("Paling banyak Rp");
    let part = send("20.000");
    let part: Vec<_> = part.iter().map(|(name, value)| (*name, value.as_str())).collect();
    siti.submit(&path, &part).await.assert_says("dikembalikan.");
    siti.submit(&path, &part).await.assert_status(200);
    assert_eq!(world.credit_of(unit).await, 30_000, "the same form twice is one refund");
    let refused = siti.post(&format!("{payment}/batal"), &[("alasan", "salah catat")]).await;
    refused.assert_status(409).assert_says("sudah dikembalikan");
    world.assert_kept().await;

    let list = world.melati.path("titipan");
    let page = siti.get(&list).await;
    page.assert_says("Dikembalikan · 1 kali")
        .assert_says("20.000")
        .assert_says("pindah rumah")
        .assert_says("A-12");
    siti.get(&format!("{list}?sampai=2026-11-21")).await.assert_says("Dikembalikan · 0 kali");
    siti.get(&format!("{list}?dari=2026-11-22&q=a12")).await.assert_says("pindah rumah");
    siti.get(&format!("{list}/unduh?format=csv")).await.assert_status(200).assert_says(";A-12;20000;");
    let refunds = siti.get(&world.melati.api("refunds?from=2026-11-22")).await.json();
    assert_eq!(
        (refunds["items"][0]["amount"].as_i64(), refunds["items"][0]["unit"].as_str()),
        (Some(20_000), Some("A-12"))
    );
    let totals = siti.get(&world.melati.api("refunds/totals?q=pindah")).await.json();
    assert_eq!(totals, serde_json::json!({ "count": 1, "amount": 20_000 }));
    world.melati.area_head().await.get(&list).await.assert_status(403);
}
