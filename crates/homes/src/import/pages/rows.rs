//! Rows that need no repair: what each of them writes, in words.

use kernel::{Locale, format};
use web::Shell;
use web::shell::parts::Change as Shown;

use super::{fields::about, words};
use crate::import::{
    Change, Changed, HomeStatus, PlannedRow, Role, RowClass, RowOutcome, SkipReason, look::Looked,
};

pub struct Line {
    pub sheet: String,
    pub row: u32,
    pub number: String,
    pub title: String,
    /// Who, with number.
    pub people: Vec<String>,
    /// What else the row says, or why it is skipped.
    pub detail: String,
    pub changes: Vec<Shown>,
    pub warnings: Vec<String>,
    /// Left out by hand: can be taken again.
    pub by_hand: bool,
}

pub fn lines(s: &Shell, looked: &Looked, rows: &[&RowOutcome]) -> Vec<Line> {
    rows.iter().map(|outcome| line(s, looked, outcome)).collect()
}

fn line(s: &Shell, looked: &Looked, outcome: &RowOutcome) -> Line {
    let sheet = looked.found.sheet_name(outcome);
    let several = looked.found.sheets.len() > 1;
    let warnings =
        looked.found.warnings.iter().filter(|warning| warning.row == outcome.row && warning.sheet == sheet);
    let planned = outcome.plan.as_deref();
    Line {
        sheet: sheet.to_owned(),
        row: outcome.row,
        number: if several { format!("{sheet} · {}", outcome.row) } else { outcome.row.to_string() },
        title: planned.map_or_else(|| about(looked, outcome), |planned| planned.code.clone()),
        people: planned.map(|planned| people(s, planned)).unwrap_or_default(),
        detail: match outcome.class {
            RowClass::Skipped(reason) => words::skipped(s, reason).to_owned(),
            _ => planned.map(|planned| detail(s, planned)).unwrap_or_default(),
        },
        changes: match outcome.class {
            RowClass::Changed => planned.map(|planned| changes(s, planned)).unwrap_or_default(),
            _ => Vec::new(),
        },
        warnings: warnings.map(|warning| warning.say(s.locale)).collect(),
        by_hand: outcome.class == RowClass::Skipped(SkipReason::ByHand)
            && looked.choices.skipped.iter().any(|place| place.row == outcome.row && place.sheet == sheet),
    }
}

fn people(s: &Shell, planned: &PlannedRow) -> Vec<String> {
    let person = |person: &crate::import::PlannedPerson| {
        let role = s.t(match person.role {
            Role::Owner => "import-role-owner",
            Role::Tenant => "import-role-tenant",
            Role::Family => "import-role-family",
            Role::Staff => "import-role-staff",
        });
        let phone = person.phone.as_ref().map(|phone| format!(" · {}", phone.local())).unwrap_or_default();
        format!("{} ({role}){phone}", person.name)
    };
    planned.people.iter().map(person).collect()
}

fn detail(s: &Shell, planned: &PlannedRow) -> String {
    let metres = |area: Option<rust_decimal::Decimal>| area.map(|area| format::square_metres(area, s.locale));
    let parts = [
        planned.status.map(|status| words::status(s, status).to_owned()),
        planned.unit_type.clone(),
        metres(planned.land).map(|area| s.t1("import-land", "area", area)),
        metres(planned.building).map(|area| s.t1("import-building", "area", area)),
        planned.rt.as_ref().map(|rt| format!("RT {rt}")),
        planned.rw.as_ref().map(|rw| format!("RW {rw}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn changes(s: &Shell, planned: &PlannedRow) -> Vec<Shown> {
    let text = |what: Changed, value: &str| (!value.is_empty()).then(|| spoken(s, what, value));
    let shown = |change: &Change| Shown {
        label: words::changed(s, change.what).to_owned(),
        before: text(change.what, &change.before),
        after: text(change.what, &change.after),
    };
    planned.changes.iter().map(shown).collect()
}

/// Values come as plain text; people read words, metres and dates.
fn spoken(s: &Shell, what: Changed, value: &str) -> String {
    let locale: Locale = s.locale;
    match what {
        Changed::Status => {
            let known = HomeStatus::ALL.into_iter().find(|status| status.code() == value);
            known.map_or_else(|| value.to_owned(), |status| words::status(s, status).to_owned())
        }
        Changed::Land | Changed::Building => {
            value.parse().map_or_else(|_| value.to_owned(), |area| format::square_metres(area, locale))
        }
        Changed::HandedOver | Changed::Since => {
            value.parse().map_or_else(|_| value.to_owned(), |day| format::short_date(day, locale))
        }
        Changed::Phone => {
            kernel::PhoneNumber::parse(value).map_or_else(|_| value.to_owned(), |phone| phone.local())
        }
        _ => value.to_owned(),
    }
}
