//! From rows as JSON to sentences: which columns people care about, what they are called, how their values read.

use std::collections::{BTreeSet, HashMap};

use chrono::DateTime;
use kernel::{Date, PhoneNumber, Zone, format};
use serde_json::{Map, Value};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Shell, shell::parts::Change};

use super::sql::{self, Entry};
use crate::{area::AreaKind, occupancy::OccupancyKind, unit::UnitStatus};

/// An entry ready to be drawn.
#[derive(Clone, Debug)]
pub struct EntryView {
    pub icon: &'static str,
    pub title: String,
    pub when: String,
    /// What a new or removed thing held, in one line.
    pub summary: String,
    /// What a change changed, side by side.
    pub changes: Vec<Change>,
}

/// How a value is read.
#[derive(Clone, Copy)]
pub enum Reads {
    Text,
    /// An id of a unit, person or area.
    Name,
    Phone,
    Metres,
    Day,
    Moment,
    Days,
    YesNo,
    Linked,
    Status,
    Occupant,
    Area,
    Role,
}

/// Column, key of its label, and how its values read; what is not listed is nobody's concern.
pub type Columns = &'static [(&'static str, &'static str, Reads)];

const UNIT: Columns = &[
    ("code", "unit-code", Reads::Text),
    ("status", "units-status", Reads::Status),
    ("block_id", "units-block", Reads::Name),
    ("rt_id", "units-rt", Reads::Name),
    ("unit_type", "units-type", Reads::Text),
    ("land_m2", "units-land", Reads::Metres),
    ("building_m2", "units-building", Reads::Metres),
    ("handed_over_on", "units-handed-over", Reads::Day),
    ("note", "unit-note", Reads::Text),
    ("retired_at", "history-retired", Reads::Moment),
];
const PERSON: Columns = &[
    ("name", "person-name", Reads::Text),
    ("phone", "units-phone", Reads::Phone),
    ("email", "person-email", Reads::Text),
    ("note", "unit-note", Reads::Text),
    ("account_id", "history-account", Reads::Linked),
    ("merged_into", "history-merged-into", Reads::Name),
];
const OCCUPANCY: Columns = &[
    ("unit_id", "history-unit", Reads::Name),
    ("person_id", "history-person", Reads::Name),
    ("kind", "occupancy-kind", Reads::Occupant),
    ("period", "occupancy-period", Reads::Days),
    ("payer", "occupancy-payer", Reads::YesNo),
    ("ended_because", "occupancy-because", Reads::Text),
];
const AREA: Columns = &[
    ("kind", "area-kind", Reads::Area),
    ("code", "area-code", Reads::Text),
    ("name", "area-name", Reads::Text),
    ("parent_id", "area-parent", Reads::Name),
];
const COMPLEX: Columns = &[
    ("name", "settings-name", Reads::Text),
    ("city", "settings-city", Reads::Text),
    ("zone", "settings-zone", Reads::Text),
];
const MEMBERSHIP: Columns = &[
    ("role", "history-role", Reads::Role),
    ("area_id", "history-area", Reads::Name),
    ("ended_at", "history-ended", Reads::Moment),
];
const MERGE: Columns = &[
    ("kept_id", "history-kept", Reads::Name),
    ("merged_id", "history-merged", Reads::Name),
    ("undone_at", "history-undone", Reads::Moment),
];

// What rooms at the right write down, by the columns that people would ask about.
const NAMED: Columns = &[
    ("code", "area-code", Reads::Text),
    ("name", "area-name", Reads::Text),
    ("note", "unit-note", Reads::Text),
    ("retired_at", "history-retired", Reads::Moment),
];
const DECIDED: Columns =
    &[("valid", "occupancy-period", Reads::Days), ("decision", "history-decision", Reads::Text)];
const OVERRIDE: Columns = &[
    ("unit_id", "history-unit", Reads::Name),
    ("valid", "occupancy-period", Reads::Days),
    ("reason", "history-decision", Reads::Text),
];
const CLOSED: Columns = &[("month", "history-month", Reads::Day)];
const METER: Columns = &[("unit_id", "history-unit", Reads::Name)];
const READING: Columns = &[("unit_id", "history-unit", Reads::Name), ("value", "history-value", Reads::Text)];

/// The kinds of things a history is about: table, key of its name, icon, columns.
pub const THINGS: &[(&str, &str, &str, Columns)] = &[
    ("unit", "history-unit", "house", UNIT),
    ("person", "history-person", "user", PERSON),
    ("occupancy", "history-occupancy", "users", OCCUPANCY),
    ("area", "history-area", "map", AREA),
    ("complex", "history-complex", "settings", COMPLEX),
    ("membership", "history-membership", "user-cog", MEMBERSHIP),
    ("person_merge", "history-merge", "users", MERGE),
    ("charge_type", "history-charge-type", "tags", NAMED),
    ("tariff", "history-tariff", "tags", DECIDED),
    ("tariff_override", "history-override", "tags", OVERRIDE),
    ("dues_setting", "history-dues-setting", "settings", &[]),
    ("penalty_rule", "history-penalty-rule", "percent", DECIDED),
    ("installment_plan", "history-installments", "calendar-days", &[]),
    ("reminder_sent", "history-reminder", "message-circle", &[]),
    ("fund", "history-fund", "wallet", NAMED),
    ("ledger_account", "history-ledger-account", "book-open", NAMED),
    ("closed_month", "history-closed-month", "lock", CLOSED),
    ("meter", "history-meter", "droplets", METER),
    ("reading", "history-reading", "droplets", READING),
    ("meter_setting", "history-meter-setting", "settings", &[]),
];

/// The ids that have to be looked up before the entries can be read.
fn ids_in(entries: &[Entry]) -> Vec<Uuid> {
    let values = entries.iter().flat_map(|entry| [&entry.before, &entry.after]).flatten();
    let texts = values.filter_map(Value::as_object).flat_map(Map::values).filter_map(Value::as_str);
    let ids: BTreeSet<Uuid> =
        texts.filter(|text| text.len() == 36).filter_map(|text| text.parse().ok()).collect();
    ids.into_iter().collect()
}

/// The names that [`views`] needs.
pub async fn names(tx: &mut TenantTx, entries: &[Entry]) -> tenancy::Result<HashMap<Uuid, String>> {
    let who: BTreeSet<Uuid> = entries.iter().filter_map(|entry| entry.who).map(|who| who.uuid()).collect();
    sql::names(tx, &ids_in(entries), &who.into_iter().collect::<Vec<_>>()).await
}

/// Entries as sentences. `names` are those of [`names`].
pub fn views(s: &Shell, zone: Zone, entries: &[Entry], names: &HashMap<Uuid, String>) -> Vec<EntryView> {
    let reader = Reader { s, zone, names };
    entries.iter().map(|entry| reader.view(entry)).collect()
}

struct Reader<'a> {
    s: &'a Shell,
    zone: Zone,
    names: &'a HashMap<Uuid, String>,
}

impl Reader<'_> {
    fn view(&self, entry: &Entry) -> EntryView {
        let thing = THINGS.iter().find(|(table, ..)| *table == entry.table);
        let (label, icon, columns) = thing
            .map_or(("history-other", "history", [].as_slice()), |(_, label, icon, columns)| {
                (*label, *icon, *columns)
            });
        let empty = Map::new();
        let before = entry.before.as_ref().and_then(Value::as_object).unwrap_or(&empty);
        let after = entry.after.as_ref().and_then(Value::as_object).unwrap_or(&empty);
        let row = if after.is_empty() { before } else { after };
        let action = self.s.t(match entry.action.as_str() {
            "insert" => "history-added",
            "delete" => "history-removed",
            _ => "history-changed",
        });
        let name = self.name_of(&entry.table, row);
        let title =
            format!("{} {name} {action}", self.s.t(label)).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut changes: Vec<Change> =
            columns.iter().filter_map(|column| self.change(*column, before, after)).collect();
        let mut summary = String::new();
        if entry.action != "update" {
            let told = std::mem::take(&mut changes).into_iter().filter_map(|change| {
                let value = change.after.or(change.before)?;
                (!name.contains(&value)).then(|| format!("{}: {value}", change.label))
            });
            summary = told.collect::<Vec<_>>().join(" · ");
        }
        let known = entry.who.and_then(|who| self.names.get(&who.uuid()).cloned());
        let who = known.unwrap_or_else(|| self.s.t("history-nobody").to_owned());
        EntryView {
            icon,
            title,
            when: format!("{} · {who}", format::date_time(entry.at, self.zone, self.s.locale)),
            summary,
            changes,
        }
    }

    /// What people call the row.
    fn name_of(&self, table: &str, row: &Map<String, Value>) -> String {
        let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default().to_owned();
        let named = |column: &str| row.get(column).map(|v| self.read(Reads::Name, v)).unwrap_or_default();
        match table {
            "unit" => text("code"),
            "person" | "area" | "complex" | "charge_type" | "fund" | "ledger_account" => text("name"),
            "occupancy" => format!("{} · {}", named("person_id"), named("unit_id")),
            "person_merge" => named("kept_id"),
            "tariff_override" | "meter" | "reading" => named("unit_id"),
            "membership" => named("account_id"),
            _ => String::new(),
        }
    }

    /// One column, when it differs.
    fn change(
        &self,
        (column, label, reads): (&str, &'static str, Reads),
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) -> Option<Change> {
        let side = |row: &Map<String, Value>| row.get(column).and_then(|value| self.shown(reads, value));
        let (before, after) = (side(before), side(after));
        (before != after).then(|| Change { label: self.s.t(label).to_owned(), before, after })
    }

    /// Nothing, an empty text and a plain no are not worth a line of their own.
    fn shown(&self, reads: Reads, value: &Value) -> Option<String> {
        let nothing = value.is_null() || value.as_str() == Some("") || value == &Value::Bool(false);
        (!nothing).then(|| self.read(reads, value))
    }

    fn read(&self, reads: Reads, value: &Value) -> String {
        let raw = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let text = value.as_str().unwrap_or_default();
        let s = self.s;
        let word = |key: Option<&'static str>| key.map(|key| s.t(key).to_owned());
        let read = match reads {
            Reads::Text => None,
            Reads::Name => text.parse::<Uuid>().ok().map(|id| match self.names.get(&id) {
                Some(name) => name.clone(),
                None => s.t("history-gone").to_owned(),
            }),
            Reads::Phone => PhoneNumber::parse(text).ok().map(|phone| phone.local()),
            Reads::Metres => raw().parse().ok().map(|figure| format::square_metres(figure, s.locale)),
            Reads::Day => text.parse::<Date>().ok().map(|day| format::date(day, s.locale)),
            Reads::Moment => DateTime::parse_from_rfc3339(text)
                .ok()
                .map(|at| format::date_time(at.to_utc(), self.zone, s.locale)),
            Reads::Days => days(s, text),
            Reads::YesNo => word(Some("history-yes")),
            Reads::Linked => word(Some("history-linked")),
            Reads::Status => word(UnitStatus::from_code(text).map(UnitStatus::word)),
            Reads::Occupant => word(OccupancyKind::from_code(text).map(OccupancyKind::word)),
            Reads::Area => AreaKind::from_code(text).map(|kind| kind.prefix().to_owned()),
            Reads::Role => word(tenancy::Role::from_code(text).map(web::role_key)),
        };
        read.unwrap_or_else(raw)
    }
}

/// `[2024-01-01,2026-12-01)` is `1 Jan 2024 – 30 Nov 2026`.
fn days(s: &Shell, range: &str) -> Option<String> {
    let inner = range.trim_matches(['[', '(', ']', ')']);
    let (from, until) = inner.split_once(',')?;
    let stay = crate::occupancy::Stay { from: from.parse().ok(), until: until.parse().ok() };
    Some(crate::occupancy::span(s, stay))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use kernel::Locale;
    use serde_json::json;
    use web::ShellKind;

    use super::*;

    const RATNA: &str = "0193a000-0000-7000-8000-0000000000aa";

    fn entry(table: &str, before: Option<Value>, after: Option<Value>) -> Entry {
        let action = match (&before, &after) {
            (None, _) => "insert",
            (_, None) => "delete",
            _ => "update",
        };
        let at = Utc.with_ymd_and_hms(2026, 11, 22, 7, 5, 0).unwrap();
        Entry {
            id: 1,
            at,
            who: Some(RATNA.parse().unwrap()),
            table: table.into(),
            action: action.into(),
            before,
            after,
        }
    }

    #[test]
    fn ratna_reads_that_a12_was_lived_in_and_is_empty_now() {
        let s = Shell::new(Locale::Id, ShellKind::Manager, "x");
        let rt = "0193a000-0000-7000-8000-000000000001";
        let was = json!({"code": "A-12", "status": "lived_in", "rt_id": null, "land_m2": 90.5, "sort_key": "A00000012"});
        let is =
            json!({"code": "A-12", "status": "empty", "rt_id": rt, "land_m2": 90.5, "sort_key": "A00000012"});
        let entries = [entry("unit", Some(was), Some(is))];
        assert_eq!(ids_in(&entries).len(), 1);
        let names = HashMap::from([
            (rt.parse().unwrap(), "RT 01".to_owned()),
            (RATNA.parse().unwrap(), "Ratna Kusuma".to_owned()),
        ]);
        let new = views(&s, Zone::Wib, &[entry("unit", None, entries[0].before.clone())], &names).remove(0);
        assert_eq!(
            (new.title.as_str(), new.summary.as_str()),
            ("Unit A-12 ditambah", "Status: Dihuni · Luas tanah: 90,5\u{a0}m²")
        );
        let view = views(&s, Zone::Wib, &entries, &names).remove(0);
        assert_eq!(view.title, "Unit A-12 diubah");
        assert_eq!(view.when, "22 Nov 2026, 14.05 WIB · Ratna Kusuma");
        let lines: Vec<_> = view.changes.iter().map(|c| (c.before.as_deref(), c.after.as_deref())).collect();
        assert_eq!(lines, [(Some("Dihuni"), Some("Kosong")), (None, Some("RT 01"))]);
    }

    #[test]
    fn a_stay_reads_from_its_first_to_its_last_day() {
        let s = Shell::new(Locale::Id, ShellKind::Manager, "x");
        assert_eq!(days(&s, "[2024-01-01,2026-12-01)").unwrap(), "1 Jan 2024 – 30 Nov 2026");
        assert_eq!(days(&s, "[2024-01-01,)").unwrap(), "sejak 1 Jan 2024");
    }
}
