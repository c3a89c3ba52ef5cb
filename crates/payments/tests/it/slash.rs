//! A house whose number holds a slash is reached by every link that leads to it.

use testkit::Page;

use crate::home::World;

/// The link on this page that ends so.
fn link(page: &Page, end: &str) -> String {
    let text = page.text();
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let found = links.map(str::to_owned).find(|link| link.ends_with(end));
    found.unwrap_or_else(|| panic!("no link ends in {end}:\n{text}"))
}

#[tokio::test]
async fn the_links_of_the_arrears_list_open_the_house_a_slash_12() {
    let world = World::open().await;
    let unit = world.house("A/12", None).await;
    world.bill(unit, "A/12", 10, 150_000).await;
    let mut ratna = world.melati.manager().await;
    let list = ratna.get(&world.melati.path("tunggakan")).await;
    let account = link(&list, "/tunggakan/A%2F12");
    let page = ratna.get(&account).await;
    page.assert_status(200).assert_says("A/12").assert_says("150.000");
    ratna.get(&link(&list, "/pembayaran/tunai/A%2F12")).await.assert_status(200).assert_says("150.000");
    ratna.get(&link(&page, "/pembayaran/tunai/A%2F12")).await.assert_status(200);
    let waiver = link(&page, "/keringanan?tagihan=INV-2026-10-0001");
    ratna.get(&waiver).await.assert_status(200).assert_says("INV-2026-10-0001");
    ratna.get(&link(&page, "/tunggakan/A%2F12/cicilan")).await.assert_status(200).assert_says("150.000");
    page.assert_says(&format!("action=\"{account}/surat\""));
    let written = ratna.submit(&format!("{account}/surat"), &[("jenis", "peringatan")]).await;
    written.assert_status(200).assert_says("SP1-2026-0001");
    let fields = [("tagihan", "INV-2026-10-0001"), ("jumlah", "50.000"), ("alasan", "usaha sepi")];
    ratna.submit(&format!("{account}/keringanan"), &fields).await.assert_status(200);
    let requests = ratna.get(&world.melati.path("keringanan")).await;
    ratna.get(&link(&requests, "/tunggakan/A%2F12")).await.assert_status(200);
}
