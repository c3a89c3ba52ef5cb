//! The current filter of people as a spreadsheet; phones are text, so that no zero is lost.

use spreadsheet::{Column, Field, Table};
use tenancy::{May, policy::SeePeople};
use uuid::Uuid;
use web::{Browser, Query};

use super::{list::Filter, sql};
use crate::unit::format_of;

const STEP: i64 = 1_000;

pub async fn download(may: May<SeePeople>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = format_of(&filter.format);
    let words = browser.texts();
    let wanted = filter.wanted();
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let columns = [("person-name", 30), ("units-phone", 18), ("person-email", 28), ("people-units", 20)]
        .map(|(key, width)| Column::new(words.get(key), width));

    let mut table =
        Table::new(format, words.get("people-title"), &columns, Vec::new()).map_err(web::Error::broken)?;
    let mut from = (String::new(), kernel::PersonId::from_uuid(Uuid::nil()));
    loop {
        let mut rows = sql::page(&mut tx, &wanted, (&from.0, from.1), today, STEP + 1).await?;
        let next = (rows.len() > usize::try_from(STEP).unwrap_or(usize::MAX)).then(|| rows.pop()).flatten();
        for row in rows {
            let phone = row.phone.map(|phone| Field::from(phone.local()));
            let fields = [row.name.into(), phone.into(), row.email.into(), row.units.into()];
            table.row(&fields).map_err(web::Error::broken)?;
        }
        match next {
            Some(row) => from = (row.sort_name, row.id),
            None => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("warga-{}-{today}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}
