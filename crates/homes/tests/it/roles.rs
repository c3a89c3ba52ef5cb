//! Each role sees its own first page, and no more than that.

use testkit::Kit;

use crate::neighbourhood::settled;

#[tokio::test]
async fn the_ketua_rt_sees_the_own_rt_and_no_other_house_by_any_address() {
    let kit = settled().await;
    let mut joko = kit.melati.area_head().await;
    let home = joko.get(&kit.melati.path("rt")).await;
    home.assert_says("RT 01").assert_says("A-40").assert_silent_about("B-01");
    joko.get(&kit.melati.path("rt/A-04"))
        .await
        .assert_status(200)
        .assert_says("Pemilik A-04")
        .assert_says("tel:+62");
    joko.get(&kit.melati.path("rt/B-04")).await.assert_status(404);
    let mut ratna = kit.melati.manager().await;
    let list = ratna.get(&kit.melati.path("unit?q=b04")).await.text();
    let id = crate::neighbourhood::after(&list, "name=\"unit\" value=\"").to_owned();
    joko.get(&kit.melati.path(&format!("rt/{id}"))).await.assert_status(404);
    joko.get(&kit.melati.path("unit")).await.assert_status(403);
    let found = joko.get(&kit.melati.path("rt?q=pemilik%20b")).await;
    found.assert_says("Tidak ada yang cocok.");
}

#[tokio::test]
async fn the_guard_finds_who_lives_there_and_reads_no_number() {
    let kit = settled().await;
    let mut sudarto = kit.melati.guard().await;
    let gate = sudarto.get(&kit.melati.path("gerbang?q=a04")).await;
    gate.assert_says("Pemilik A-04").assert_says("tel:+628110000004").assert_silent_about("0811-0000-004");
    sudarto.get(&kit.melati.path("gerbang?q=08110000004")).await.assert_silent_about("Pemilik A-04");
    sudarto.get(&kit.melati.path("warga")).await.assert_status(403);
}

#[tokio::test]
async fn the_gate_is_dark_at_night() {
    let kit = settled().await;
    let mut sudarto = kit.melati.guard().await;
    sudarto.get(&kit.melati.path("gerbang")).await.assert_silent_about("data-tema=\"gelap\"");
    kit.clock.turn(chrono::TimeDelta::hours(10));
    sudarto.get(&kit.melati.path("gerbang")).await.assert_says("data-tema=\"gelap\"");
}

#[tokio::test]
async fn budi_sees_his_home_only_after_he_is_linked_and_only_his() {
    let kit = settled().await;
    let mut budi = kit.melati.resident().await;
    budi.get(&kit.melati.path("beranda")).await.assert_says("Belum terhubung ke rumah.");
    let person = kit.melati.person(tenancy::Role::Resident);
    let mut tx = kit.melati.tx().await;
    let unit = homes::unit_by_code(&mut tx, "a04").await.unwrap();
    homes::link_account(&mut tx, &person.phone, person.name, person.account, unit).await.unwrap();
    tx.commit().await.unwrap();
    let home = budi.get(&kit.melati.path("beranda")).await;
    home.assert_says("Rumah A-04").assert_says("Anda tercatat sebagai Keluarga").assert_says("Pemilik A-04");
    home.assert_says(&person.phone.local()).assert_says("Ratna Kusuma").assert_silent_about("A-05");
    budi.get(&kit.melati.path("unit/A-04")).await.assert_status(403);
}

#[tokio::test]
async fn the_manager_and_the_treasurer_begin_with_what_needs_care() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let overview = ratna.get(&kit.melati.path("ringkasan")).await;
    overview
        .assert_says("60 unit tanpa pembayar")
        .assert_says("200 unit belum masuk RT")
        .assert_says("240 unit");
    overview.assert_says("Minggu, 22 November 2026").assert_says("Langkah awal");
    let mut siti = kit.melati.treasurer().await;
    let home = siti.get(&kit.melati.path("bendahara")).await;
    home.assert_says("Tanpa pembayar").assert_says("25% dari semua unit");
    siti.get(&kit.melati.path("unit/A-04"))
        .await
        .assert_says("Pemilik A-04")
        .assert_silent_about("Ubah penghuni");
    siti.post(&kit.melati.path("unit/A-04"), &[("kode", "A-04")]).await.assert_status(403);
}

#[tokio::test]
async fn the_figures_of_the_first_page_follow_every_change_at_once() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let overview = kit.melati.path("ringkasan");
    for _ in 0..2 {
        ratna.get(&overview).await.assert_says("240 unit").assert_says("60 unit tanpa pembayar");
    }
    ratna.submit(&kit.melati.path("unit/A-12/hapus"), &[]).await;
    ratna.get(&overview).await.assert_says("239 unit").assert_silent_about("240 unit");
    ratna.submit(&kit.melati.path("unit/A-12/pulihkan"), &[]).await;
    ratna.get(&overview).await.assert_says("240 unit");
    let mut dewi = kit.mawar.manager().await;
    dewi.get(&kit.mawar.path("ringkasan")).await.assert_says("24 unit").assert_silent_about("240 unit");
}

#[tokio::test]
async fn an_empty_complex_says_where_to_begin() {
    let kit = Kit::open(homes::routes()).await;
    let mut ratna = kit.melati.manager().await;
    ratna.get(&kit.melati.path("ringkasan")).await.assert_says("Impor data dari Excel");
    ratna.get(&kit.melati.path("unit")).await.assert_says("Belum ada unit.").assert_says("/impor");
    kit.melati.guard().await.get(&kit.melati.path("gerbang")).await.assert_says("Ketik nomor rumah.");
}

#[tokio::test]
async fn the_palette_forgives_and_offers_screens() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let hits = ratna.get(&kit.melati.path("cari?q=a12")).await;
    hits.assert_says(&kit.melati.path("unit/A-12"));
    ratna.get(&kit.melati.path("cari?q=pemlik%20c-04")).await.assert_says("Pemilik C-04");
    ratna.get(&kit.melati.path("cari?q=riway")).await.assert_says(&kit.melati.path("riwayat"));
    ratna.get(&kit.melati.path("cari?q=qqqq")).await.assert_says("Tidak ada yang cocok dengan");
}

#[tokio::test]
async fn a_program_that_may_see_the_units_searches_no_people() {
    let kit = settled().await;
    let token = format!("klu_{}", kit.melati.slug);
    sqlx::query(
        "insert into access_token (token_id, account_id, name, token_hash, abilities, created_at)
         values ($1, $2, 'Peta', $3, array['see_units'], $4)",
    )
    .bind(kernel::TokenId::new(kit.clock.now()))
    .bind(kit.melati.person(tenancy::Role::Manager).account)
    .bind(&tenancy::secret_hash(&token)[..])
    .bind(kit.clock.now())
    .execute(&kit.owner)
    .await
    .unwrap();
    let mut map = testkit::Client::with_token(kit.site.clone(), &token);
    let hits = map.get(&kit.melati.path("cari?q=c-04")).await;
    hits.assert_status(200).assert_says("C-04");
    map.get(&kit.melati.path("cari?q=Pemilik%20C-04")).await.assert_silent_about("/warga/");
    let mut ratna = kit.melati.manager().await;
    ratna.get(&kit.melati.path("cari?q=Pemilik%20C-04")).await.assert_says(&kit.melati.path("warga/"));

    // Nor does it find a house by a phone, or read one in the list or the spreadsheet.
    let by_phone = kit.melati.api("units?q=08110000004");
    assert!(map.get(&by_phone).await.json()["items"].as_array().unwrap().is_empty());
    assert!(!ratna.get(&by_phone).await.json()["items"].as_array().unwrap().is_empty());
    for path in ["unit", "unit/unduh?format=csv"] {
        map.get(&kit.melati.path(path)).await.assert_status(200).assert_silent_about("0811-0000-004");
        ratna.get(&kit.melati.path(path)).await.assert_says("0811-0000-004");
    }
}

#[tokio::test]
async fn a_text_with_a_zero_byte_is_the_senders_mistake() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    for path in ["unit?q=%00", "warga?q=a%00b", "cari?q=%00"] {
        ratna.get(&kit.melati.path(path)).await.assert_status(400);
    }
    let unit = [("kode", "Z-01"), ("status", "empty"), ("catatan", "a\0b")];
    ratna.post(&kit.melati.path("unit"), &unit).await.assert_status(400);
}
