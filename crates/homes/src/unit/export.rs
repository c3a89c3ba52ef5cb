//! The current filter as a spreadsheet: figures as figures, dates as dates, phones as text.

use spreadsheet::{Column, Field, Format, Separator, Table, WriteFault};
use tenancy::{
    May,
    policy::{SeePeople, SeeUnits},
};
use web::{Browser, Query, texts::Texts};

use super::{
    list::Filter,
    sql::{self, UnitRow},
};
use crate::area::{self, Areas};

/// Lines read in one statement.
const STEP: i64 = 1_000;

pub async fn download(may: May<SeeUnits>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = format_of(&filter.format);
    let words = browser.texts();
    let sees_people = may.can::<SeePeople>();
    let wanted = filter.wanted().read_with(sees_people);
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let areas = area::sql::all(&mut tx).await?;

    let mut table = Table::new(format, words.get("units-title"), &columns(words), Vec::new())
        .map_err(web::Error::broken)?;
    let mut from = String::new();
    loop {
        let mut rows = sql::page(&mut tx, &wanted, &from, today, STEP + 1).await?;
        sql::hide_phones_unless(sees_people, &mut rows);
        let (page, next) = rows.split_at(rows.len().min(usize::try_from(STEP).unwrap_or(usize::MAX)));
        write(&mut table, words, &areas, page).map_err(web::Error::broken)?;
        match next.first() {
            Some(row) => from.clone_from(&row.sort_key),
            None => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("unit-{}-{today}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

pub(crate) fn format_of(text: &str) -> Format {
    if text == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx }
}

fn columns(words: &'static Texts) -> Vec<Column> {
    vec![
        Column::new(words.get("units-code"), 10),
        Column::new(words.get("units-block"), 12),
        Column::new(words.get("units-rt"), 16),
        Column::new(words.get("units-type"), 14),
        Column::new(words.get("units-land"), 12),
        Column::new(words.get("units-building"), 12),
        Column::new(words.get("units-handed-over"), 14),
        Column::new(words.get("units-status"), 12),
        Column::new(words.get("units-people"), 40),
        Column::new(words.get("units-phone"), 18),
        Column::new(words.get("units-payer"), 24),
    ]
}

fn write(
    table: &mut Table<Vec<u8>>,
    words: &'static Texts,
    areas: &Areas,
    rows: &[UnitRow],
) -> Result<(), WriteFault> {
    for row in rows {
        table.row(&[
            row.code.as_str().into(),
            areas.name(row.block).into(),
            areas.full_name(row.rt).into(),
            row.unit_type.as_str().into(),
            row.land_m2.into(),
            row.building_m2.into(),
            row.handed_over_on.into(),
            words.get(row.status.word()).into(),
            row.names.join(", ").into(),
            row.phone.as_ref().map(|phone| Field::from(phone.local())).into(),
            row.payer.clone().into(),
        ])?;
    }
    Ok(())
}
