//! The meters of a sample complex and what is read on them: for the demo.

use chrono::Months;
use kernel::{Date, MeterId, Period, ReadingId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};

use crate::{
    Utility, meter,
    reading::{
        Source, State,
        decide::NewMeter,
        sql::{self, NewReading, Row, Scope},
    },
};

/// Puts a water meter up at every house that `wanted` says; where one hangs already, nothing happens.
pub async fn install(tx: &mut TenantTx, on: Date, wanted: impl Fn(&str) -> bool) -> Result<()> {
    let now = tx.now();
    let rows = sheet(tx, Period::of(on)).await?;
    let bare = rows.into_iter().filter(|row| row.meter.is_none() && wanted(&row.code));
    let meters: Vec<NewMeter> = bare
        .map(|row| NewMeter {
            id: MeterId::new(now),
            unit: row.unit,
            utility: Utility::Water,
            digits: 5,
            on,
            initial: Decimal::from(100 + row.code.bytes().map(i64::from).sum::<i64>()),
        })
        .collect();
    meter::sql::begin(tx, &meters).await
}

/// Reads every meter of which this month has no reading. `used` says by how many m³ it went on.
pub async fn read(tx: &mut TenantTx, period: Period, on: Date, used: impl Fn(&str) -> Decimal) -> Result<()> {
    let now = tx.now();
    let rows = sheet(tx, period).await?;
    let unread = rows.into_iter().filter(|row| row.reading.is_none());
    let reading = |row: Row| {
        Some(NewReading {
            id: ReadingId::new(now),
            meter: row.meter?,
            unit: row.unit,
            utility: Utility::Water,
            period: period.first_day(),
            on,
            value: row.previous? + used(&row.code),
            source: Source::Officer,
            explanation: None,
            note: String::new(),
            photo: None,
        })
    };
    let readings: Vec<NewReading> = unread.filter_map(reading).collect();
    sql::add(tx, &readings, State::Accepted).await
}

/// Somebody says that the reading of this house is wrong.
pub async fn dispute(tx: &mut TenantTx, period: Period, code: &str, because: &str) -> Result<()> {
    let rows = sheet(tx, period).await?;
    let read = rows.into_iter().find(|row| row.code == code && row.state == Some(State::Accepted));
    if let Some(reading) = read.and_then(|row| row.reading) {
        sql::bring(tx, &[reading], State::Disputed, because).await?;
    }
    Ok(())
}

async fn sheet(tx: &mut TenantTx, period: Period) -> Result<Vec<Row>> {
    let year_before = period.first_day().checked_sub_months(Months::new(12)).unwrap_or(period.first_day());
    sql::sheet(tx, Utility::Water, period.first_day(), year_before, &Scope::default()).await
}
