//! The sheet of a block.

use crate::street::{Street, borrowed, twenty_a_month};

fn three(from: &str, to: &str, used: &str) -> Option<(String, String, String)> {
    Some((from.into(), to.into(), used.into()))
}

#[tokio::test]
async fn siti_writes_down_a_block_in_one_go_and_what_is_wrong_stays_with_its_sentence() {
    let street = Street::open().await;
    for (unit, start) in [("A-01", 100), ("A-02", 300), ("A-03", 500)] {
        street.meter(unit, &start.to_string(), &borrowed(&twenty_a_month(start))).await;
    }
    let mut siti = street.kit.melati.treasurer().await;
    let page = siti.get(&street.kit.melati.path("meter")).await;
    page.assert_status(200).assert_says("November 2026").assert_says("A-01").assert_says("300");
    let ids = [street.unit("A-01").await, street.unit("A-02").await, street.unit("A-03").await];
    let names: Vec<String> = ids.iter().map(|id| format!("v.{id}")).collect();
    let fields = [
        ("periode", "2026-11"),
        ("tanggal", "2026-11-20"),
        (names[0].as_str(), "318,5"),
        (names[1].as_str(), "480"),
        (names[2].as_str(), "dua"),
    ];
    let answer = siti.post(&street.kit.melati.path("meter"), &fields).await;
    answer
        .assert_status(422)
        .assert_says("1 dicatat.")
        .assert_says("Lebih kecil dari angka sebelumnya (500). Periksa lagi")
        .assert_says("Tulis angka saja")
        .assert_says("value=\"480\"")
        .assert_says("value=\"dua\"");
    assert_eq!(street.usage("A-01", "2026-11").await, three("300", "318.5", "18.5"));
    assert_eq!(street.usage("A-02", "2026-11").await, None);
    // The same sheet again changes nothing.
    let again = street.write(&mut siti, "A-01", &[("v", "318,5")]).await;
    again.assert_status(200).assert_says("Tidak ada yang berubah.");
}

#[tokio::test]
async fn a_counter_that_turned_over_counts_on_when_somebody_says_so() {
    let street = Street::open().await;
    street.meter("A-01", "99900", &[("2026-10", "99987")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let refused = street.write(&mut ratna, "A-01", &[("v", "12")]).await;
    refused.assert_status(422).assert_says("pilih Meter berputar; pemakaian menjadi 25\u{a0}m³");
    let done = street.write(&mut ratna, "A-01", &[("v", "12"), ("e", "rollover")]).await;
    done.assert_status(200).assert_says("1 dicatat.").assert_says("Meter berputar");
    assert_eq!(street.usage("A-01", "2026-11").await, three("99987", "12", "25"));
}

#[tokio::test]
async fn three_times_the_usual_needs_a_tick_and_a_reason() {
    let street = Street::open().await;
    street.meter("A-01", "100", &borrowed(&twenty_a_month(100))).await;
    let mut ratna = street.kit.melati.manager().await;
    let asked = street.write(&mut ratna, "A-01", &[("v", "380")]).await;
    asked.assert_status(422).assert_says("Pemakaian 80\u{a0}m³, biasanya 20\u{a0}m³");
    let no_reason = street.write(&mut ratna, "A-01", &[("v", "380"), ("y", "ya")]).await;
    no_reason.assert_status(422);
    let sure = street.write(&mut ratna, "A-01", &[("v", "380"), ("y", "ya"), ("n", "pipa bocor")]).await;
    sure.assert_status(200).assert_says("1 dicatat.").assert_says("Janggal");
    assert_eq!(street.usage("A-01", "2026-11").await, three("300", "380", "80"));
}

#[tokio::test]
async fn tomorrow_and_a_day_before_the_last_reading_are_refused() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-10", "120")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let ahead = street.write(&mut ratna, "A-01", &[("v", "130"), ("tanggal", "2026-11-23")]).await;
    ahead.assert_status(422).assert_says("Tanggal ini belum tiba");
    let early = street.write(&mut ratna, "A-01", &[("v", "130"), ("tanggal", "2026-09-01")]).await;
    early.assert_status(422).assert_says("di luar bulan pencatatan");
    let no_day = street.write(&mut ratna, "A-01", &[("v", "130"), ("tanggal", "kemarin")]).await;
    no_day.assert_status(422).assert_says("Isi tanggal").assert_says("value=\"130\"");
    assert_eq!(street.usage("A-01", "2026-11").await, None);
}

#[tokio::test]
async fn a_figure_is_corrected_by_another_one_and_the_next_month_counts_from_it() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-10", "150"), ("2026-11", "160")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let october = [("v", "130"), ("periode", "2026-10"), ("tanggal", "2026-10-21")];
    street.write(&mut ratna, "A-01", &october).await.assert_status(200).assert_says("1 diperbaiki.");
    assert_eq!(street.usage("A-01", "2026-10").await, three("100", "130", "30"));
    assert_eq!(street.usage("A-01", "2026-11").await, three("130", "160", "30"));
    let above = [("v", "170"), ("periode", "2026-10"), ("tanggal", "2026-10-21")];
    let refused = street.write(&mut ratna, "A-01", &above).await;
    refused.assert_status(422).assert_says("Pembacaan bulan berikutnya 160");
}

#[tokio::test]
async fn the_first_figure_of_a_house_without_meter_begins_one() {
    let street = Street::open().await;
    let mut siti = street.kit.melati.treasurer().await;
    // A treasurer reads meters and does not put them up.
    let refused = street.write(&mut siti, "A-05", &[("v", "1234")]).await;
    refused.assert_status(422).assert_says("Unit ini belum punya meter");
    let mut ratna = street.kit.melati.manager().await;
    street.write(&mut ratna, "A-05", &[("v", "1234")]).await.assert_says("1 meter baru dimulai.");
    let next = [("v", "1250"), ("periode", "2026-12"), ("tanggal", "2026-11-22")];
    street.write(&mut ratna, "A-05", &next).await.assert_status(200);
    assert_eq!(street.usage("A-05", "2026-12").await, three("1234", "1250", "16"));
}

#[tokio::test]
async fn what_nobody_could_read_is_estimated_when_somebody_says_so() {
    let street = Street::open().await;
    street.meter("A-01", "100", &borrowed(&twenty_a_month(100))).await;
    street.meter("A-02", "100", &[("2026-10", "120")]).await;
    let mut ratna = street.kit.melati.manager().await;
    let path = street.kit.melati.path("meter/taksir");
    let page = ratna.get(&format!("{path}?periode=2026-11")).await;
    page.assert_says("20\u{a0}m³").assert_says("320").assert_says("Belum bisa ditaksir").assert_says("A-02");
    let unit = street.unit("A-01").await;
    let no_reason = ratna.post(&path, &[("periode", "2026-11"), ("unit", &unit)]).await;
    no_reason.assert_status(422).assert_says("Tulis alasan taksiran.");
    let fields = [("periode", "2026-11"), ("unit", unit.as_str()), ("sebab", "rumah terkunci")];
    let done = ratna.submit(&path, &fields).await;
    done.assert_says("1 meter ditaksir.").assert_says("Taksiran");
    assert_eq!(street.usage("A-01", "2026-11").await, three("300", "320", "20"));
}

#[tokio::test]
async fn joko_sees_his_rt_and_no_other() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[]).await;
    street.meter("B-01", "100", &[]).await;
    let mut joko = street.kit.melati.area_head().await;
    joko.get(&street.kit.melati.path("meter")).await.assert_says("A-01").assert_silent_about("B-01");
    street.write(&mut joko, "A-01", &[("v", "110")]).await.assert_status(200).assert_says("1 dicatat.");
    street.write(&mut joko, "B-01", &[("v", "110")]).await.assert_says("Tidak ada yang berubah.");
    assert_eq!(street.usage("B-01", "2026-11").await, None);
    let b01 = street.unit("B-01").await;
    joko.get(&street.kit.melati.path(&format!("meter/unit/{b01}"))).await.assert_status(404);
}

#[tokio::test]
async fn the_month_goes_out_as_a_spreadsheet() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-11", "120.5")]).await;
    let mut siti = street.kit.melati.treasurer().await;
    let csv = siti.get(&street.kit.melati.path("meter/unduh?periode=2026-11&format=csv")).await;
    csv.assert_status(200).assert_says("A-01;;100;120,5;").assert_says("20,5");
    let xlsx = siti.get(&street.kit.melati.path("meter/unduh?periode=2026-11&format=xlsx")).await;
    assert_eq!(&xlsx.body[..2], b"PK");
}
