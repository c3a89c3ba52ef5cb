//! A month from a spreadsheet.

use testkit::Client;

use crate::street::{Street, borrowed, twenty_a_month};

const FILE: &str = "No. Rumah\tStand akhir\tTanggal\tKeterangan\n\
    A-01\t318,5\t20/11/2026\t\n\
    a 2\t99.999\t20/11/2026\t\n\
    A-03\t12\t20/11/2026\tmeter berputar\n\
    A-04\t800\t20/11/2026\t\n\
    Z-99\t10\t20/11/2026\t\n\
    A-01\t319\t20/11/2026\t\n";

async fn look(ratna: &mut Client, street: &Street) -> String {
    let path = street.kit.melati.path("meter/impor");
    let page = ratna.upload(&path, "file", "meter.tsv", FILE.as_bytes()).await;
    page.assert_status(200);
    page.text()
}

fn carried(page: &str) -> &str {
    let from = page.find("name=\"baris\" hidden>").unwrap() + "name=\"baris\" hidden>".len();
    &page[from..from + page[from..].find("</textarea>").unwrap()]
}

#[tokio::test]
async fn nothing_is_written_before_impor_and_the_same_file_again_changes_nothing() {
    let street = Street::open().await;
    street.meter("A-01", "100", &borrowed(&twenty_a_month(100))).await;
    street.meter("A-02", "100", &borrowed(&twenty_a_month(100))).await;
    street.meter("A-03", "99900", &[("2026-10", "99987")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let page = look(&mut ratna, &street).await;
    for said in [
        "Impor 3 angka",
        "Unit ini tidak ada.",
        "Unit ini sudah ada di baris lain.",
        "Baris 6",
        "Angka awal meter baru",
        "di atas batas kebocoran",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(street.usage("A-01", "2026-11").await, None);

    let fields = [("periode", "2026-11"), ("baris", carried(&page))];
    let done = ratna.submit(&street.kit.melati.path("meter/impor/terap"), &fields).await;
    done.assert_says("2 dicatat, 1 meter baru dimulai.");
    assert_eq!(street.usage("A-01", "2026-11").await.unwrap().2, "18.5");
    assert_eq!(street.usage("A-03", "2026-11").await, Some(("99987".into(), "12".into(), "25".into())));

    let again = look(&mut ratna, &street).await;
    assert!(again.contains("Tidak ada yang baru di berkas ini."), "{again}");
    let twice = ratna.submit(&street.kit.melati.path("meter/impor/terap"), &fields).await;
    twice.assert_says("Tidak ada yang berubah.");
}

#[tokio::test]
async fn a_file_without_the_columns_is_told_what_is_missing() {
    let street = Street::open().await;
    let mut ratna = street.kit.melati.manager().await;
    let path = street.kit.melati.path("meter/impor");
    let page = ratna.upload(&path, "file", "rapat.csv", b"Agenda;Jam\nIuran;19.00\n").await;
    page.assert_status(422).assert_says("Kolom unit dan angka meter tidak ditemukan");
    ratna.upload(&path, "file", "foto.xlsx", b"\x89PNG....").await.assert_status(422);
    let mut siti = street.kit.melati.treasurer().await;
    siti.get(&path).await.assert_status(403);
}
