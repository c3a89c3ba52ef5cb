//! The table as a spreadsheet: the same filter and order, all of its lines, figures as figures.

use kernel::{Instant, Zone};
use spreadsheet::{Column, Field, Format, Separator, Table, WriteFault};
use tenancy::Group;
use web::{Browser, Query, Shell, texts::Texts};

use super::pages::{Asked, Found, find, say};

pub async fn download(group: Group, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let format = if asked.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let found = find(&group, &asked).await?;
    let s = browser.group(&group, browser.texts().get("group-title"));
    let bytes = write(&s, browser.texts(), format, &found).map_err(web::Error::broken)?;
    let today = Zone::Wib.date(group.begin().await?.now());
    let name = format!("kompleks-{}-{today}.{}", group.house().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn write(s: &Shell, words: &'static Texts, format: Format, found: &Found) -> Result<Vec<u8>, WriteFault> {
    let mut table = Table::new(format, s.t("group-complexes"), &columns(words), Vec::new())?;
    for f in &found.shown {
        let managers = found.managers.get(&f.complex).map(|names| names.join(", ")).unwrap_or_default();
        let day = |at: Instant| Field::Date(f.zone.date(at));
        table.row(&[
            f.name.as_str().into(),
            f.city.as_str().into(),
            say(s, f.attention()).2.into(),
            Field::Integer(f.units),
            Field::Integer(f.lived_in),
            Field::Integer(f.rented),
            Field::Integer(f.empty),
            Field::Integer(f.plots),
            Field::Integer(f.people),
            Field::Integer(f.without_phone),
            managers.into(),
            f.last_import_at.map(day).into(),
        ])?;
    }
    table.finish()
}

fn columns(words: &'static Texts) -> Vec<Column> {
    vec![
        Column::new(words.get("group-complex"), 28),
        Column::new(words.get("found-city"), 16),
        Column::new(words.get("group-need-somebody"), 34),
        Column::new(words.get("group-units"), 8),
        Column::new(words.get("group-lived-in"), 10),
        Column::new(words.get("group-rented"), 10),
        Column::new(words.get("group-empty-units"), 10),
        Column::new(words.get("group-plots"), 10),
        Column::new(words.get("group-people"), 10),
        Column::new(words.get("group-without-phone"), 14),
        Column::new(words.get("group-manager"), 30),
        Column::new(words.get("group-last-import"), 14),
    ]
}
