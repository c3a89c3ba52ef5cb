//! Water by the meter: progressive blocks on top of a fixed charge, from readings that an invoice then holds fast.

use crate::billing::{Office, assert_books_hold};

/// Each house has a meter that began at 100; were read at the end of October, A-03 by nobody.
async fn meters(office: &Office) {
    let mut tx = office.kit.melati.tx().await;
    dues::sample::found_water(&mut tx, "2026-01-01".parse().unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = office.past_policies().await;
    for statement in [
        "insert into meter (meter_id, unit_id, utility, digits, installed_on, initial_value)
         select gen_random_uuid(), unit_id, 'water', 5, '2026-09-01', 100 from unit
          where complex_id = current_complex()",
        "insert into reading (reading_id, meter_id, unit_id, utility, period, read_on, value, source, state)
         select gen_random_uuid(), m.meter_id, m.unit_id, 'water', '2026-10-01', '2026-10-31',
                case u.code when 'A-01' then 127.5 else 108 end, 'officer', 'accepted'
           from meter m join unit u using (complex_id, unit_id)
          where m.complex_id = current_complex() and u.code in ('A-01', 'A-02')",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Somebody mends the figure of A-01.
async fn mended(office: &Office) -> Result<(), String> {
    let mut tx = office.kit.melati.tx().await;
    let mend = "update reading set state = 'superseded', state_reason = 'salah baca'
                 where unit_id = (select unit_id from unit where code = 'A-01')";
    sqlx::query(mend).execute(&mut tx).await.map_err(|error| error.to_string())?;
    tx.commit().await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn water_is_billed_block_by_block_and_the_reading_stands_fast_until_the_invoice_is_void() {
    let mut office = Office::open(3).await;
    meters(&office).await;
    let preview = office.ratna.get(&office.kit.melati.path("tagihan/buat?bulan=2026-11")).await;
    preview.assert_status(200).assert_says("A-03");
    office.bill("2026-11").await;

    // 27,5 m³: 10 × 2.500 + 10 × 3.500 + 7,5 × 5.000 + 10.000 = 107.500, and 199.000 of the other charges.
    let of = |code: &'static str| {
        let owner = office.kit.owner.clone();
        let id = office.kit.melati.id;
        async move {
            let sql = "select total from invoice where complex_id = $1 and unit_code = $2";
            sqlx::query_scalar::<_, i64>(sql).bind(id).bind(code).fetch_one(&owner).await.unwrap()
        }
    };
    assert_eq!(of("A-01").await, 306_500);
    // 8 m³: 8 × 2.500 + 10.000 = 30.000.
    assert_eq!(of("A-02").await, 229_000);
    // Nobody read it: the fixed part; the use comes with the next reading.
    assert_eq!(of("A-03").await, 209_000);
    let page = office.ratna.get(&office.kit.melati.path("tagihan/INV-2026-11-0001")).await;
    page.assert_says("27,5").assert_says("Rp\u{a0}107.500").assert_says("Rp\u{a0}306.500");

    assert_eq!(office.one("select count(*) from reading_billed where complex_id = $1").await, 2);
    let refused = mended(&office).await.unwrap_err();
    assert!(refused.contains("this reading stands on an invoice"), "{refused}");

    let void = office.kit.melati.path("tagihan/INV-2026-11-0001/batal");
    office.ratna.post(&void, &[("alasan", "Meter salah baca")]).await.assert_status(303);
    assert_eq!(office.one("select count(*) from reading_billed where complex_id = $1").await, 1);
    mended(&office).await.unwrap();
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
}
