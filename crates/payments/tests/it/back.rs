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
}
