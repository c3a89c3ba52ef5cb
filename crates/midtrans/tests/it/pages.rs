//! The tester's pages, as a browser without JavaScript meets them.

use midtrans::{Error, Extras, Meaning, SnapRequest};

use crate::support::{World, amount, qris};

async fn text(url: &str) -> String {
    reqwest::get(url).await.unwrap().text().await.unwrap()
}

async fn press(url: &str, form: &'static str) -> String {
    let request =
        reqwest::Client::new().post(url).header("content-type", "application/x-www-form-urlencoded");
    request.body(form).send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_tester_picks_a_method_pays_and_pays_back() {
    let world = World::new().await;
    let page = SnapRequest::new("A12-1", amount(452_500))
        .methods(["gopay", "bca_va"])
        .finish("https://toko.example/x");
    let opened = world.client.snap(&page, &Extras::default()).await.unwrap();
    assert!(matches!(world.client.status("A12-1").await, Err(Error::NotFound)));

    let shown = text(&opened.redirect_url).await;
    assert!(
        shown.contains("MODE COBA") && shown.contains("Rp452.500") && shown.contains("Virtual account BCA")
    );
    assert!(!shown.contains("Alfamart") && !shown.contains("<script"));
    let picked = press(&opened.redirect_url, "method=gopay").await;
    assert!(
        picked.contains("Menunggu pembayaran") && picked.contains("https://toko.example/x?order_id=A12-1")
    );

    let id = world.client.status("A12-1").await.unwrap().transaction_id;
    let door = format!("{}/_simulator/pay/{id}", world.address);
    assert!(press(&door, "act=settle").await.contains("LUNAS"));
    assert_eq!(world.client.status("A12-1").await.unwrap().meaning(), Meaning::Paid);
    assert!(press(&door, "act=cancel").await.contains("tidak dapat diubah"));
    assert!(press(&door, "act=refund&amount=52500").await.contains("Dikembalikan sebagian"));
    assert!(text(&format!("{}/_simulator", world.address)).await.contains("A12-1"));
}

#[tokio::test]
async fn the_picture_of_a_code_is_a_png() {
    let world = World::new().await;
    let opened = world.charge("A12-1", qris()).await;
    let picture = reqwest::get(opened.qr_picture().unwrap()).await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn faults_are_asked_for_over_http() {
    let world = World::new().await;
    let door = format!("{}/_simulator/faults", world.address);
    let request =
        reqwest::Client::new().post(&door).json(&serde_json::json!({ "fault": "server-error", "times": 2 }));
    assert_eq!(request.send().await.unwrap().status(), 204);
    assert!(world.client.status("x").await.unwrap_err().outcome_unknown());
    reqwest::Client::new().delete(&door).send().await.unwrap();
    assert!(matches!(world.client.status("x").await, Err(Error::NotFound)));
}
