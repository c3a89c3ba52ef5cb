//! A row of the sheet as the page shows it.

use kernel::format;
use rust_decimal::Decimal;
use web::{Shell, shell::parts::Tone};

use crate::{
    figure,
    reading::{
        Explanation, Source, State,
        decide::{self, Sheet, Typed},
        say,
        sql::Row,
    },
};

/// What somebody typed into a row, as it came.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pub value: String,
    pub explanation: String,
    pub note: String,
    pub sure: bool,
}

pub struct RowView {
    pub unit: String,
    pub code: String,
    pub href: String,
    /// Shown, and the same for the script, which counts while somebody types.
    pub previous: String,
    pub previous_plain: String,
    pub previous_on: String,
    pub used: String,
    pub input: Input,
    pub badges: Vec<(String, Tone, &'static str)>,
    pub fault: String,
    /// The row asks why: explanation, reason, tick.
    pub asks: bool,
    pub locked: bool,
    pub begins: bool,
    pub photo: String,
}

/// Which rows a filter leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    All,
    Missing,
    Unusual,
    Waiting,
}

impl Show {
    pub const ALL: [Self; 4] = [Self::All, Self::Missing, Self::Unusual, Self::Waiting];

    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Missing => "belum",
            Self::Unusual => "janggal",
            Self::Waiting => "menunggu",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or_default()
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "meter-show-all",
            Self::Missing => "meter-show-missing",
            Self::Unusual => "meter-show-unusual",
            Self::Waiting => "meter-show-waiting",
        }
    }

    pub fn has(self, row: &Row, sheet: &Sheet<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Missing => row.meter.is_some() && row.reading.is_none(),
            Self::Unusual => saved_unusual(row, sheet),
            Self::Waiting => row.draft.is_some() || row.state == Some(State::Disputed),
        }
    }
}

/// A row as it stands in the database.
pub fn saved(s: &Shell, row: &Row, sheet: &Sheet<'_>, href: String, photo: String) -> RowView {
    let value = row.value.or(row.draft_value);
    let input = Input {
        value: value.map(figure::typed).unwrap_or_default(),
        explanation: row.explanation.map(|e| e.code().to_owned()).unwrap_or_default(),
        note: row.note.clone().unwrap_or_default(),
        sure: false,
    };
    let used = row.used.map(|used| used + row.closing).or_else(|| draft_use(row, sheet));
    RowView {
        unit: row.unit.to_string(),
        code: row.code.clone(),
        href,
        previous: row.previous.map(|v| figure::shown(v, s.locale)).unwrap_or_default(),
        previous_plain: row.previous.map(|v| v.normalize().to_string()).unwrap_or_default(),
        previous_on: row.previous_on.map(|day| format::short_date(day, s.locale)).unwrap_or_default(),
        used: used.map(|used| figure::shown(used, s.locale)).unwrap_or_default(),
        badges: badges(s, row, sheet),
        fault: String::new(),
        asks: row.explanation.is_some(),
        locked: row.billed && row.reading.is_some() || row.meter.is_none() && !sheet.may_begin,
        begins: row.meter.is_none(),
        photo,
        input,
    }
}

/// The row with what was typed and what is wrong with it.
pub fn refused(mut view: RowView, input: Input, fault: String) -> RowView {
    view.input = input;
    view.fault = fault;
    view.asks = !view.begins;
    view
}

fn draft_use(row: &Row, sheet: &Sheet<'_>) -> Option<Decimal> {
    let typed = Typed {
        value: row.draft_value?,
        on: row.draft_on?,
        explanation: None,
        note: String::new(),
        sure: false,
    };
    decide::would_use(row, &typed, sheet).map(|counted| counted.used)
}

/// A saved reading that is far from what the unit usually uses.
fn saved_unusual(row: &Row, sheet: &Sheet<'_>) -> bool {
    let (Some(value), Some(on)) = (row.value, row.on) else { return false };
    let typed = Typed { value, on, explanation: row.explanation, note: String::new(), sure: false };
    decide::would_use(row, &typed, sheet).is_some_and(|counted| counted.unusual.is_some())
}

fn badges(s: &Shell, row: &Row, sheet: &Sheet<'_>) -> Vec<(String, Tone, &'static str)> {
    let mut all = Vec::new();
    let mut put = |key: &str, tone, icon| all.push((s.t(key).to_owned(), tone, icon));
    if row.meter.is_none() {
        put("meter-flag-none", Tone::Plain, "circle-help");
    }
    if row.state == Some(State::Disputed) {
        put("meter-state-disputed", Tone::Bad, "circle-alert");
    }
    if row.draft.is_some() && row.reading.is_none() {
        put("meter-flag-draft", Tone::Info, "user-check");
    }
    if row.source == Some(Source::Estimate) {
        put("meter-flag-estimate", Tone::Warn, "circle-help");
    }
    match row.explanation {
        Some(Explanation::Rollover) => put("meter-explained-rollover", Tone::Info, "refresh-cw"),
        Some(Explanation::Correction) => put("meter-explained-correction", Tone::Warn, "undo-2"),
        None => {}
    }
    if saved_unusual(row, sheet) {
        put("meter-flag-unusual", Tone::Warn, "triangle-alert");
    }
    if row.billed && row.reading.is_some() {
        put("meter-flag-billed", Tone::Plain, "lock");
    }
    if row.closing > Decimal::ZERO {
        let closing = say::quantity(s, row.closing, sheet.utility);
        all.push((s.t1("meter-flag-replaced", "used", closing), Tone::Info, "refresh-cw"));
    }
    all
}
