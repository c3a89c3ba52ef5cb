//! A month's sheet as a spreadsheet: figures as figures, days as days. The import reads it back.

use spreadsheet::{Column, Field, Format, Separator, Table, WriteFault};
use tenancy::{May, policy::ReadMeters};
use web::{Browser, Query, Shell};

use super::pages::{Filter, load};
use crate::{Utility, common, reading::sql::Row};

pub async fn download(may: May<ReadMeters>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let mut filter = filter;
    let mut tx = may.begin().await?;
    let loaded = load(&may, &mut tx, &mut filter, true).await?;
    drop(tx); // writing the file needs no connection
    let s = common::shell(&may, &browser, "");
    let bytes = write(&s, format, filter.utility(), &loaded.rows).map_err(web::Error::broken)?;
    let name = format!("meter-{}-{}.{}", may.place().slug, loaded.period, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn write(s: &Shell, format: Format, utility: Utility, rows: &[Row]) -> Result<Vec<u8>, WriteFault> {
    let columns = [
        Column::new(s.t("units-code"), 10),
        Column::new(s.t("meter-serial"), 16),
        Column::new(s.t("meter-previous"), 14),
        Column::new(s.t("meter-current"), 14),
        Column::new(s.t("meter-day"), 14),
        Column::new(format!("{} ({})", s.t("meter-used"), utility.unit()), 14),
        Column::new(s.t("meter-source"), 14),
        Column::new(s.t("meter-state"), 14),
        Column::new(s.t("meter-remark"), 40),
    ];
    let mut table = Table::new(format, s.t("meter-title"), &columns, Vec::new())?;
    for row in rows {
        table.row(&[
            row.code.as_str().into(),
            row.serial.clone().unwrap_or_default().into(),
            row.previous.map(|v| v.normalize()).into(),
            row.value.map(|v| v.normalize()).into(),
            row.on.into(),
            row.used.map(|used| (used + row.closing).normalize()).into(),
            row.source.map(|source| Field::from(s.t(source.word()))).into(),
            row.state.map(|state| Field::from(s.t(state.word()))).into(),
            row.note.clone().unwrap_or_default().into(),
        ])?;
    }
    table.finish()
}
