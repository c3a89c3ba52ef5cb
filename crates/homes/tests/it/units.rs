//! The office looks after its houses.

use crate::neighbourhood::{codes, content_type, settled, turn, undo_of};

#[tokio::test]
async fn paging_through_240_houses_shows_each_exactly_once_and_in_order() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let mut page = ratna.get(&kit.melati.path("unit")).await;
    page.assert_says("1–50 dari 240").assert_says("A-02");
    let mut seen = codes(&page);
    while let Some(next) = turn(&page, "next") {
        page = ratna.get(&next).await;
        seen.extend(codes(&page));
    }
    assert_eq!(seen.len(), 240);
    assert_eq!((seen[0].as_str(), seen[9].as_str(), seen[239].as_str()), ("A-01", "A-10", "F-40"));
    let mut unique = seen.clone();
    unique.dedup();
    assert_eq!(unique, seen);
    page.assert_says("201–240 dari 240");
    let back = turn(&page, "prev").unwrap();
    ratna.get(&back).await.assert_says("151–200 dari 240");
}

#[tokio::test]
async fn ratna_finds_a12_by_any_word() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    for typed in ["a12", "A-12", "a%20012", "blok%20a%2012"] {
        let page = ratna.get(&format!("{}?q={typed}", kit.melati.path("unit"))).await;
        assert_eq!(codes(&page), ["A-12"], "{typed}");
    }
    let by_name = ratna.get(&format!("{}?q=pemilik%20b-04", kit.melati.path("unit"))).await;
    assert_eq!(codes(&by_name), ["B-04"]);
    let by_phone = ratna.get(&format!("{}?q=0811-0000-004", kit.melati.path("unit"))).await;
    assert_eq!(codes(&by_phone), ["A-04"]);
    let nothing = ratna.get(&format!("{}?q=zzz", kit.melati.path("unit"))).await;
    nothing.assert_says("Tidak ada yang cocok.").assert_says("Hapus saringan");
}

#[tokio::test]
async fn the_filters_count_and_narrow() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let empty = ratna.get(&format!("{}?status=empty", kit.melati.path("unit"))).await;
    empty.assert_says("1–50 dari 60");
    let in_rt = ratna.get(&format!("{}?rt={}", kit.melati.path("unit"), kit.melati.area)).await;
    in_rt.assert_says("1–40 dari 40");
    let unpaid = ratna.get(&format!("{}?perlu=tanpa-pembayar", kit.melati.path("unit"))).await;
    unpaid.assert_says("1–50 dari 60");
}

#[tokio::test]
async fn a_house_number_is_given_once_and_nothing_typed_is_lost() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let fields = [("kode", "a 012"), ("tipe", "Tipe 70"), ("tanah", "120,5"), ("status", "empty")];
    let refused = ratna.post(&kit.melati.path("unit"), &fields).await;
    refused
        .assert_status(422)
        .assert_says("Nomor rumah ini sudah dipakai")
        .assert_says("Tipe 70")
        .assert_says("120,5");
    let wrong = [
        ("kode", ""),
        ("tanah", "luas"),
        ("serah_terima", "31/02/2026"),
        ("status", "empty"),
        ("catatan", "pojok"),
    ];
    let refused = ratna.post(&kit.melati.path("unit"), &wrong).await;
    refused
        .assert_status(422)
        .assert_says("Isi nomor rumah")
        .assert_says("Isi angka luas")
        .assert_says("pojok");
    let fine = [("kode", "G-01"), ("tipe", "Tipe 70"), ("tanah", "120,5"), ("status", "empty")];
    ratna.submit(&kit.melati.path("unit"), &fine).await.assert_status(200).assert_says("120,5\u{a0}m²");
}

#[tokio::test]
async fn the_history_says_who_changed_what_from_what_to_what() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let fields = [("kode", "A-12"), ("tipe", "Tipe 60"), ("status", "empty")];
    let page = ratna.submit(&kit.melati.path("unit/A-12"), &fields).await;
    page.assert_says("Unit A-12 diubah")
        .assert_says("Ratna Kusuma")
        .assert_says("Tipe 45")
        .assert_says("Tipe 60");
    let log = ratna.get(&kit.melati.path("riwayat?jenis=unit")).await;
    log.assert_status(200).assert_says("Unit A-12 diubah").assert_says("90\u{a0}m²");
    let later = ratna.get(&kit.melati.path("riwayat?mulai=2026-11-23")).await;
    later.assert_says("Tidak ada yang cocok.");
}

#[tokio::test]
async fn many_units_change_at_once_and_the_change_is_taken_back() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let list = ratna.get(&format!("{}?status=plot", kit.melati.path("unit"))).await.text();
    let ids: Vec<&str> = list.split("name=\"unit\" value=\"").skip(1).take(3).map(|s| &s[..36]).collect();
    let here = format!("{}?status=plot", kit.melati.path("unit"));
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("unit", *id)).collect();
    fields.extend([("nilai", "status:empty"), ("kembali", here.as_str())]);
    let done = ratna.submit(&kit.melati.path("unit/massal"), &fields).await;
    done.assert_says("3 unit diubah.").assert_says("1–50 dari 57");
    let undone = ratna.submit(&undo_of(&done), &[]).await;
    undone.assert_says("3 unit dikembalikan.");
    ratna.get(&here).await.assert_says("1–50 dari 60");
}

#[tokio::test]
async fn all_sixty_plots_change_at_once_though_the_page_shows_fifty_and_only_if_they_are_still_sixty() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let here = format!("{}?status=plot", kit.melati.path("unit"));
    ratna.get(&here).await.assert_says("name=\"semua\" value=\"60\">Semua 60 unit di daftar ini");
    let all = |seen| [("semua", seen), ("nilai", "status:empty"), ("kembali", here.as_str())];
    let refused = ratna.submit(&kit.melati.path("unit/massal"), &all("59")).await;
    refused.assert_says("isinya sekarang 60 unit").assert_says("1–50 dari 60");
    let done = ratna.submit(&kit.melati.path("unit/massal"), &all("60")).await;
    done.assert_says("60 unit diubah.");
    let undone = ratna.submit(&undo_of(&done), &[]).await;
    undone.assert_says("60 unit dikembalikan.");
    ratna.get(&here).await.assert_says("1–50 dari 60");
}

#[tokio::test]
async fn a_removed_unit_leaves_the_lists_and_comes_back() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    ratna.get(&kit.melati.path("unit/A-12/hapus")).await.assert_says("Hapus unit A-12?");
    let gone = ratna.submit(&kit.melati.path("unit/A-12/hapus"), &[]).await;
    gone.assert_says("1–50 dari 239");
    ratna.get(&kit.melati.path("unit/A-12")).await.assert_says("sudah dihapus dari daftar");
    ratna.submit(&kit.melati.path("unit/A-12/pulihkan"), &[]).await.assert_says("Unit A-12 dikembalikan.");
    ratna.get(&kit.melati.path("unit")).await.assert_says("1–50 dari 240");
}

#[tokio::test]
async fn a_formula_in_a_name_is_harmless_in_the_download() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let evil = "=HYPERLINK(\"http://x\",\"klik\")";
    ratna
        .submit(&kit.melati.path("warga"), &[("nama", evil), ("telepon", "0812 9999 0001")])
        .await
        .assert_status(200);
    let csv = ratna.get(&kit.melati.path("warga/unduh?format=csv&q=hyperlink")).await;
    csv.assert_status(200);
    assert!(content_type(&csv.headers).starts_with("text/csv"));
    let text = csv.text();
    assert!(text.contains("'=HYPERLINK"), "{text}");
    assert!(text.contains("0812-9999-0001"), "{text}");
    let xlsx = ratna.get(&kit.melati.path("unit/unduh?format=xlsx&status=plot")).await;
    assert_eq!(&xlsx.body[..2], b"PK");
}

#[tokio::test]
async fn puri_mawar_is_not_seen_from_griya_melati() {
    let kit = settled().await;
    let mut dewi = kit.mawar.manager().await;
    dewi.get(&kit.mawar.path("unit")).await.assert_says("1–24 dari 24");
    let mut ratna = kit.melati.manager().await;
    let text = ratna.get(&kit.melati.path("unit/A-02/ubah")).await;
    text.assert_status(200);
    let id = ratna.get(&kit.melati.path("unit?q=f40")).await.text();
    let id = crate::neighbourhood::after(&id, "name=\"unit\" value=\"").to_owned();
    dewi.get(&kit.mawar.path(&format!("unit/{id}"))).await.assert_status(404);
    ratna.get(&kit.melati.path(&format!("unit/{id}"))).await.assert_says("F-40");
}
