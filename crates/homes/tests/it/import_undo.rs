//! Taking an import back.

use chrono::TimeDelta;

use crate::import::{MELATI, Office, list, sample};

#[tokio::test]
async fn taking_back_leaves_nothing_and_says_so() {
    let mut office = Office::open().await;
    let before = office.figures(&office.kit.melati).await;
    let import = office.bring(MELATI, &sample(MELATI)).await;
    office.run(&import).await;
    assert_ne!(office.figures(&office.kit.melati).await, before);
    office
        .ratna
        .get(&format!("{import}/batalkan"))
        .await
        .assert_says("235 unit")
        .assert_says("Batalkan impor");
    let page = office.ratna.submit(&format!("{import}/batalkan"), &[]).await;
    page.assert_says("Impor dibatalkan").assert_silent_about("tetap seperti sekarang");
    assert_eq!(office.figures(&office.kit.melati).await, before);
    let parent = "select coalesce(parent_id::text, 'none') from area where complex_id = $1 and kind = 'rt'";
    assert_eq!(office.one(parent).await.as_deref(), Some("none"), "the RT that was there stands alone again");
    // Once more: it is taken back already, and the page says how it stands.
    office.ratna.submit(&format!("{import}/batalkan"), &[]).await.assert_says("Impor dibatalkan");
}

#[tokio::test]
async fn changed_values_come_back() {
    let mut office = Office::open().await;
    let first = office.bring("warga.csv", &list(&[("A-1", "Budi Santoso", "081234567890")])).await;
    office.run(&first).await;
    let file = b"Unit;Nama Pemilik;No. WhatsApp;Luas Tanah\nA-1;Budi Santosa;081234567890;120\n";
    let second = office.bring("warga-baru.csv", file).await;
    office
        .ratna
        .get(&second)
        .await
        .assert_says("Berubah<span class=\"hitung info\">1</span>")
        .assert_says("Budi Santosa");
    office.run(&second).await;
    let land = "select land_m2::int::text from unit where complex_id = $1";
    let name = "select name from person where complex_id = $1";
    assert_eq!(
        (office.one(land).await.as_deref(), office.one(name).await.as_deref()),
        (Some("120"), Some("Budi Santosa"))
    );
    let page = office.ratna.submit(&format!("{second}/batalkan"), &[]).await;
    page.assert_says("0 catatan dihapus, 2 dikembalikan.");
    assert_eq!(
        (office.one(land).await.as_deref(), office.one(name).await.as_deref()),
        (Some("90"), Some("Budi Santoso"))
    );
}

#[tokio::test]
async fn a_new_owner_takes_the_place_of_the_former_and_gives_it_back() {
    let mut office = Office::open().await;
    let first = office.bring("warga.csv", &list(&[("A-1", "Budi Santoso", "081234567890")])).await;
    office.run(&first).await;
    let second = office.bring("warga.csv", &list(&[("A-1", "Siti Aminah", "085711223344")])).await;
    office.run(&second).await.assert_says("1 baris sudah masuk.");
    let owner = "select string_agg(p.name || case when o.payer then ' pays' else '' end, ', ')
                   from occupancy o join person p using (complex_id, person_id)
                  where complex_id = $1 and upper_inf(o.period)";
    assert_eq!(office.one(owner).await.as_deref(), Some("Siti Aminah pays"));
    office
        .ratna
        .submit(&format!("{second}/batalkan"), &[])
        .await
        .assert_says("2 catatan dihapus, 1 dikembalikan.");
    assert_eq!(office.one(owner).await.as_deref(), Some("Budi Santoso pays"));
}

#[tokio::test]
async fn what_somebody_changed_since_stays_with_its_people_and_is_named() {
    let mut office = Office::open().await;
    let rows = [
        ("A-1", "Budi Santoso", "081234567890"),
        ("A-2", "Siti Aminah", "085711223344"),
        ("A-3", "Joko Susilo", "081399881234"),
    ];
    let import = office.bring("warga.csv", &list(&rows)).await;
    office.run(&import).await;
    let ratna = office.kit.melati.person(tenancy::Role::Manager).account;
    let mut tx = office.kit.owner.begin().await.unwrap();
    sqlx::query(
        "select set_config('app.complex_id', $1::text, true), set_config('app.account_id', $2::text, true)",
    )
    .bind(office.kit.melati.id)
    .bind(ratna)
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query("update unit set note = 'pagar baru' where complex_id = $1 and code = 'A-02'")
        .bind(office.kit.melati.id)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = office.ratna.submit(&format!("{import}/batalkan"), &[]).await;
    page.assert_says("A-02").assert_says("Diubah setelah impor oleh Ratna Kusuma").assert_says("Siti Aminah");
    page.assert_silent_about("Joko Susilo");
    let (units, people, occupancies, _) = office.figures(&office.kit.melati).await;
    assert_eq!((units, people, occupancies), (1, 1, 1));
    assert_eq!(
        office.one("select note from unit where complex_id = $1").await.as_deref(),
        Some("pagar baru")
    );
}

#[tokio::test]
async fn after_a_day_an_import_stays() {
    let mut office = Office::open().await;
    let import = office.bring("warga.csv", &list(&[("A-1", "Budi Santoso", "081234567890")])).await;
    office.run(&import).await.assert_says("Bisa dibatalkan sampai");
    office.kit.clock.turn(TimeDelta::hours(25));
    office.ratna = office.kit.melati.manager().await;
    office.ratna.get(&import).await.assert_silent_about("Bisa dibatalkan sampai");
    office.ratna.post(&format!("{import}/batalkan"), &[]).await.assert_status(303);
    assert_eq!(office.figures(&office.kit.melati).await.0, 1);
}

#[tokio::test]
async fn files_are_forgotten_after_thirty_days_and_what_they_wrote_stays() {
    let mut office = Office::open().await;
    let import = office.bring("warga.csv", &list(&[("A-1", "Budi Santoso", "081234567890")])).await;
    office.run(&import).await;
    let draft = office.bring("warga.csv", &list(&[("A-2", "Siti Aminah", "085711223344")])).await;
    office.kit.clock.turn(TimeDelta::days(31));
    let mut tx = office.kit.melati.tx().await;
    jobs::later(&mut tx, &homes::import::ForgetImportFiles::default()).await.unwrap();
    tx.commit().await.unwrap();
    office.work().await;
    let left = "select count(*)::text from import_file where complex_id = $1";
    assert_eq!(office.one(left).await.as_deref(), Some("0"));
    office.ratna = office.kit.melati.manager().await;
    office.ratna.get(&draft).await.assert_status(200).assert_says("Berkas sudah dihapus");
    office.ratna.get(&import).await.assert_says("1 baris sudah masuk.");
    assert_eq!(office.figures(&office.kit.melati).await.0, 1);
}
