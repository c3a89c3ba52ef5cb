//! What dues is told, and what stays as it is once it was billed.

use crate::street::{Street, borrowed, twenty_a_month};

#[tokio::test]
async fn a_billed_reading_is_not_edited_only_disputed() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-10", "150")]).await;
    street.bill("A-01", "2026-10").await;
    let mut ratna = street.kit.melati.manager().await;
    let october = [("v", "130"), ("periode", "2026-10"), ("tanggal", "2026-10-21")];
    let refused = street.write(&mut ratna, "A-01", &october).await;
    refused.assert_status(422).assert_says("Bulan ini sudah ditagih");
    let direct = sqlx::query("update reading set state = 'superseded' where complex_id = $1")
        .bind(street.kit.melati.id)
        .execute(&street.kit.owner)
        .await;
    assert!(direct.unwrap_err().to_string().contains("stands on an invoice"));
    // November is lower: the bill of October was too high, and November starts anew from here.
    let lower = street.write(&mut ratna, "A-01", &[("v", "140")]).await;
    lower.assert_status(422).assert_says("pilih Koreksi bulan lalu");
    street.write(&mut ratna, "A-01", &[("v", "140"), ("e", "correction")]).await.assert_status(200);
    assert_eq!(street.usage("A-01", "2026-11").await, Some(("140".into(), "140".into(), "0".into())));
}

#[tokio::test]
async fn a_month_that_was_voided_may_be_corrected_again() {
    let street = Street::open().await;
    street.meter("A-01", "100", &[("2026-10", "150")]).await;
    street.bill("A-01", "2026-10").await;
    let mut tx = street.kit.melati.tx().await;
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("select reading_id from reading").fetch_all(&mut tx).await.unwrap();
    let freed: i64 =
        sqlx::query_scalar("select meter_unlock($1)").bind(&ids).fetch_one(&mut tx).await.unwrap();
    assert_eq!(freed, 1);
    tx.commit().await.unwrap();
    let mut ratna = street.kit.melati.manager().await;
    let october = [("v", "130"), ("periode", "2026-10"), ("tanggal", "2026-10-21")];
    street.write(&mut ratna, "A-01", &october).await.assert_status(200).assert_says("1 diperbaiki.");
    // What the voided invoice was made of no longer counts, and cannot be billed again.
    let mut tx = street.kit.melati.tx().await;
    let refused = sqlx::query("select meter_lock($1)").bind(&ids).execute(&mut tx).await;
    assert!(refused.unwrap_err().to_string().contains("corrected meanwhile"));
}

#[tokio::test]
async fn dues_hears_the_usual_and_who_is_missing() {
    let street = Street::open().await;
    street.meter("A-01", "100", &borrowed(&twenty_a_month(100))).await;
    street.meter("A-02", "100", &[]).await;
    let mut tx = street.kit.melati.tx().await;
    let usual: Option<String> = sqlx::query_scalar(
        "select trim_scale(usual)::text from meter_usage('2026-10-01', '2026-11-01', 'water')",
    )
    .fetch_one(&mut tx)
    .await
    .unwrap();
    // The first month of a meter that began on its first day is a whole month.
    assert_eq!(usual.as_deref(), Some("20"));
    let missing: Vec<String> = sqlx::query_scalar(
        "select code from meter_missing('2026-10-01', 'water') join unit using (unit_id) order by code",
    )
    .fetch_all(&mut tx)
    .await
    .unwrap();
    assert_eq!(missing, ["A-02"]);
}
