//! People move in and out.

use testkit::Kit;

use crate::neighbourhood::{after, link_before, rent, settled, undo_of};

async fn count(kit: &Kit, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).bind(kit.melati.id).fetch_one(&kit.owner).await.unwrap()
}

#[tokio::test]
async fn dewi_rents_a04_and_pays_from_december_on() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let fields =
        [("nama", "Dewi Anggraini"), ("telepon", "0813 1111 2222"), ("mulai", "2026-12-01"), ("bayar", "ya")];
    let page = rent(&mut ratna, &kit.melati, "A-04", &fields).await;
    page.assert_says("Dewi Anggraini tercatat mulai 1 Desember 2026.");
    page.assert_says("sejak 1 Des 2026").assert_says("1 Jan 2020 – 30 Nov 2026").assert_says("Disewa");
    let payers = "select count(*) from occupancy o join unit u using (complex_id, unit_id)
                   where complex_id = $1 and u.code = 'A-04' and o.payer and o.period @> date '2026-12-15'";
    assert_eq!(count(&kit, payers).await, 1);
    let owners = "select count(*) from occupancy o join unit u using (complex_id, unit_id)
                   where complex_id = $1 and u.code = 'A-04' and o.kind = 'owner' and o.period @> date '2026-12-15'";
    assert_eq!(count(&kit, owners).await, 1);
}

#[tokio::test]
async fn the_tenant_before_ends_on_the_day_before() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    rent(&mut ratna, &kit.melati, "A-04", &[("nama", "Dewi"), ("mulai", "2026-01-01")])
        .await
        .assert_status(200);
    let page = rent(&mut ratna, &kit.melati, "A-04", &[("nama", "Rina"), ("mulai", "2026-11-01")]).await;
    page.assert_says("1 Jan 2026 – 31 Okt 2026").assert_says("sejak 1 Nov 2026");
}

#[tokio::test]
async fn who_is_there_already_is_refused_with_a_sentence_and_the_form_stays() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let dewi = [("nama", "Dewi"), ("telepon", "081311112222"), ("mulai", "2026-01-01")];
    rent(&mut ratna, &kit.melati, "A-04", &dewi).await.assert_status(200);
    let again = rent(&mut ratna, &kit.melati, "A-04", &dewi).await;
    again.assert_status(422).assert_says("Dewi sudah tercatat sebagai itu sejak 1 Januari 2026");
    again.assert_says("value=\"Dewi\"").assert_says("value=\"081311112222\"");
    let later = rent(&mut ratna, &kit.melati, "A-04", &[("nama", "Rina"), ("mulai", "2025-06-01")]).await;
    later.assert_status(422).assert_says("Dewi sudah tercatat mulai 1 Januari 2026");
}

#[tokio::test]
async fn a_phone_of_somebody_else_is_not_taken_over_in_silence() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let fields = [("nama", "Orang Lain"), ("telepon", "0811-0000-004"), ("mulai", "2026-12-01")];
    let refused = rent(&mut ratna, &kit.melati, "A-08", &fields).await;
    refused.assert_status(422).assert_says("Nomor ini sudah dipakai Pemilik A-04");
    let same = [("nama", "Bpk. Pemilik A-04"), ("telepon", "0811-0000-004"), ("mulai", "2026-12-01")];
    rent(&mut ratna, &kit.melati, "A-08", &same).await.assert_says("Pemilik A-04 tercatat mulai");
}

#[tokio::test]
async fn a_known_person_is_found_and_chosen() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let form = kit.melati.path("unit/A-08/ubah-penghuni");
    let found = ratna.get(&format!("{form}?sebagai=family&cari=pemilik%20c-0")).await;
    found.assert_status(200).assert_says("Pemilik C-04");
    let chosen = link_before(&found, "Pemilik C-04</a>").unwrap();
    let page = ratna.get(&chosen).await;
    let id = after(&page.text(), "name=\"orang\" value=\"").to_owned();
    let fields =
        [("orang", id.as_str()), ("sebagai", "family"), ("status", "lived_in"), ("mulai", "2026-11-22")];
    ratna.submit(&form, &fields).await.assert_says("Pemilik C-04 tercatat mulai 22 November 2026.");
}

#[tokio::test]
async fn a_stay_ends_with_a_reason_and_not_before_it_began() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let end = link_before(&ratna.get(&kit.melati.path("unit/A-04")).await, "/akhiri\"").unwrap();
    ratna.get(&end).await.assert_says("Hari terakhir");
    let early = ratna.post(&end, &[("terakhir", "2019-12-31")]).await;
    early.assert_status(422).assert_says("Hari terakhir harus pada atau sesudah 1 Januari 2020");
    let done = ratna.submit(&end, &[("terakhir", "2026-11-21"), ("sebab", "pindah ke Bogor")]).await;
    done.assert_says("1 Jan 2020 – 21 Nov 2026")
        .assert_says("pindah ke Bogor")
        .assert_says("Belum ada pembayar");
}

#[tokio::test]
async fn a_merge_keeps_both_timelines_and_can_be_taken_back() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let one = [("nama", "Lestari Wulandari"), ("telepon", "0813 5555 0001"), ("mulai", "2024-01-01")];
    rent(&mut ratna, &kit.melati, "A-04", &one).await.assert_status(200);
    let two = [("nama", "Lestari Wulandri"), ("sebagai", "family"), ("mulai", "2022-01-01")];
    rent(&mut ratna, &kit.melati, "A-04", &two).await.assert_status(200);
    let pairs = ratna.get(&kit.melati.path("warga/ganda")).await;
    pairs.assert_says("Lestari Wulandari").assert_says("Lestari Wulandri");
    let text = pairs.text();
    let (keep, other) = (
        after(&text, "name=\"simpan\" value=\"").to_owned(),
        after(&text, "name=\"gabung\" value=\"").to_owned(),
    );
    let before = count(&kit, "select count(*) from occupancy where complex_id = $1").await;
    let merged =
        ratna.submit(&kit.melati.path("warga/gabung"), &[("simpan", &keep), ("gabung", &other)]).await;
    merged.assert_says("Dua data digabung menjadi satu.").assert_silent_about("Lestari Wulandri");
    let person = ratna.get(&kit.melati.path(&format!("warga/{keep}"))).await;
    person.assert_says("sejak 1 Jan 2024").assert_says("sejak 1 Jan 2022").assert_says("0813-5555-0001");
    ratna.get(&kit.melati.path(&format!("warga/{other}"))).await.assert_status(303);
    let undone = ratna.submit(&undo_of(&merged), &[]).await;
    undone.assert_says("Penggabungan dibatalkan.").assert_says("Lestari Wulandri");
    assert_eq!(count(&kit, "select count(*) from occupancy where complex_id = $1").await, before);
}
