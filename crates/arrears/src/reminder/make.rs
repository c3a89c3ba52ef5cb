//! From the chosen houses to a round: what is late today, for which months, and the words that say so.

use std::collections::{BTreeSet, HashMap};

use dues::{
    invoice::{self, OpenInvoice},
    owing::Owing,
};
use kernel::{Date, FileId, Locale, Period, PhoneNumber, Rupiah, UnitId, format};
use tenancy::{Place, TenantTx};
use uuid::Uuid;
use web::texts::texts;

use super::sql::{self, NewReminder, ReminderRow};
use crate::{common::whatsapp, list::chosen::Refusal};

/// Writes a round down over what is late of these houses; those that owe nothing late are left out.
///
/// # Errors
/// Refused when nobody is left.
pub async fn round(tx: &mut TenantTx, rows: &[Owing], today: Date) -> web::Result<Uuid> {
    let units: Vec<UnitId> = rows.iter().map(|row| row.unit).collect();
    let mut late: HashMap<UnitId, Vec<OpenInvoice>> = HashMap::new();
    for open in invoice::open_of_units(tx, &units).await? {
        if open.due_on < today {
            late.entry(open.unit).or_default().push(open);
        }
    }
    let now = tx.now();
    let new = rows.iter().filter_map(|row| {
        let open = late.get(&row.unit)?;
        let months: BTreeSet<Date> = open.iter().map(|open| open.period.first_day()).collect();
        Some(NewReminder {
            id: FileId::new(now).uuid(),
            unit: row.unit,
            payer_name: row.payer_name.clone(),
            amount: Rupiah::new(open.iter().map(|open| open.open.get()).sum()).ok()?,
            since: open.iter().map(|open| open.due_on).min()?,
            first_month: *months.first()?,
            last_month: *months.last()?,
            months: i16::try_from(months.len()).ok()?,
            newest: open.last()?.id,
        })
    });
    let new: Vec<NewReminder> = new.collect();
    if new.is_empty() {
        return Err(web::Error::refused(Refusal::Nobody));
    }
    let round = FileId::new(now).uuid();
    sql::keep(tx, round, &new).await?;
    Ok(round)
}

/// The months that are late: one, or from which to which.
pub fn months(locale: Locale, row: &ReminderRow) -> String {
    let month = |day: Date| format::month(Period::of(day), locale);
    if row.first_month == row.last_month {
        return month(row.first_month);
    }
    let blanks = [
        ("first", month(row.first_month).into()),
        ("last", month(row.last_month).into()),
        ("count", i64::from(row.months).into()),
    ];
    texts(locale).with("reminder-months", &blanks)
}

/// What is said to this person: the name, the months, the total, and that it may be paid already.
pub fn message(locale: Locale, place: &Place, row: &ReminderRow) -> String {
    let months = months(locale, row);
    let blanks = [
        ("name", row.payer_name.as_str().into()),
        ("unit", row.unit_code.as_str().into()),
        ("place", place.name.as_str().into()),
        ("months", months.as_str().into()),
        ("amount", format::rupiah(row.amount).into()),
        ("since", format::long_date(row.since, locale).into()),
    ];
    texts(locale).with("reminder-message", &blanks)
}

/// The chat with the words in it; empty where no number is known.
pub fn chat(row: &ReminderRow, message: &str) -> String {
    let phone = row.phone.as_deref().and_then(|phone| phone.parse::<PhoneNumber>().ok());
    phone.map(|phone| whatsapp(&phone, message)).unwrap_or_default()
}
