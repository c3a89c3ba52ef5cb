//! The page on which a file is checked: columns, counters, faulty rows with their repair, and the button that writes.

use std::collections::HashSet;

use askama::Template;
use serde::Deserialize;
use tenancy::{May, policy::ImportHomes};
use web::shell::parts::{Chip, Choice, Pager, Step, Tone};
use web::{Browser, Shell, page};

use super::{
    fields::{FaultyRow, faulty_rows},
    path,
    rows::{Line, lines},
    steps, words,
};
use crate::import::{Confidence, Counts, RowClass, RowOutcome, Rule, Section, look::Looked, record::Import};

/// Rows of one page; faulty ones carry forms and are fewer.
const LINES: usize = 50;
const FAULTY: usize = 20;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct View {
    tab: String,
    /// Page of the tab, from 1.
    hal: usize,
    /// The faulty row that was just repaired: the next one gets the cursor.
    fokus: String,
    /// `buka` when the columns were just changed.
    kolom: String,
}

/// What a tab shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Faulty,
    New,
    Changed,
    Unchanged,
    Skipped,
    Warned,
}

#[derive(Template)]
#[template(path = "import/pages/review.html")]
struct Review {
    s: Shell,
    base: String,
    steps: Vec<Step>,
    sub: String,
    tables: Vec<Table>,
    meanings: Vec<Choice>,
    columns_open: bool,
    columns_summary: String,
    guesses: usize,
    tabs: Vec<Chip>,
    tab: &'static str,
    suggestions: Vec<Suggested>,
    rules: Vec<InForce>,
    statuses: Vec<Choice>,
    faulty: Vec<FaultyRow>,
    lines: Vec<Line>,
    pager: Option<Pager>,
    counts: Counts,
    ready: u32,
}

/// One table of the file with its columns.
struct Table {
    sheet: String,
    header_row: u32,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    letters: String,
    /// `0-3`: table and column.
    field: String,
    chosen: String,
    samples: String,
    word: String,
    tone: &'static str,
    icon: &'static str,
}

struct Suggested {
    sentence: String,
    action: &'static str,
    json: String,
    /// The guess, when it is about a word of status.
    status: Option<String>,
    id: String,
}

struct InForce {
    sentence: String,
    json: String,
}

impl Tab {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Faulty => "perbaiki",
            Self::New => "baru",
            Self::Changed => "berubah",
            Self::Unchanged => "sama",
            Self::Skipped => "dilewati",
            Self::Warned => "peringatan",
        }
    }

    const ALL: [Self; 6] =
        [Self::Faulty, Self::New, Self::Changed, Self::Unchanged, Self::Warned, Self::Skipped];

    /// What was asked for, else the first with something in it.
    fn of(code: &str, counts: Counts) -> Self {
        let asked = Self::ALL.into_iter().find(|tab| tab.code() == code);
        asked.unwrap_or(match counts {
            Counts { faulty: 1.., .. } => Self::Faulty,
            Counts { new: 1.., .. } => Self::New,
            Counts { changed: 1.., .. } => Self::Changed,
            Counts { unchanged: 1.., .. } => Self::Unchanged,
            _ => Self::Skipped,
        })
    }

    fn shows(self, looked: &Looked, warned: &HashSet<(&str, u32)>, outcome: &RowOutcome) -> bool {
        match (self, outcome.class) {
            (Self::Warned, _) => warned.contains(&(looked.found.sheet_name(outcome), outcome.row)),
            (Self::New, RowClass::New)
            | (Self::Changed, RowClass::Changed)
            | (Self::Unchanged, RowClass::Unchanged)
            | (Self::Faulty, RowClass::Faulty) => true,
            // Blank lines are counted and not shown.
            (Self::Skipped, RowClass::Skipped(reason)) => reason != crate::import::SkipReason::Blank,
            _ => false,
        }
    }
}

pub fn review(
    may: &May<ImportHomes>,
    browser: &Browser,
    import: &Import,
    looked: &Looked,
    view: &View,
) -> web::Result {
    let place = may.place();
    let counts = looked.found.counts;
    let title = browser.texts().get("import-check-title");
    let s = browser.office(may, title).crumb(browser.texts().get("import-title"), place.path("impor"));
    let s = s.crumb(import.file_name.clone(), "");
    let tab = Tab::of(&view.tab, counts);
    let base = path(place, import.id);
    let warned = looked.found.warnings.iter().map(|warning| (warning.sheet.as_str(), warning.row)).collect();
    let shown: Vec<&RowOutcome> =
        looked.found.rows.iter().filter(|outcome| tab.shows(looked, &warned, outcome)).collect();
    let on_page = if tab == Tab::Faulty { FAULTY } else { LINES };
    let focus = focus(&view.fokus, &shown);
    let at = focus.map_or(view.hal.saturating_sub(1), |focus| focus / on_page);
    let rows: &[&RowOutcome] = shown.chunks(on_page).nth(at).unwrap_or_default();
    let (faulty, lines) = match tab {
        Tab::Faulty => (faulty_rows(&s, looked, rows, focus.map(|focus| focus % on_page)), Vec::new()),
        _ => (Vec::new(), lines(&s, looked, rows)),
    };
    let tables = tables(&s, &looked.found.sections);
    let guesses = guesses(&looked.found.sections);
    page(&Review {
        steps: steps(&s, place, 1),
        sub: s.t2("import-check-sub", "name", &import.file_name, "rows", counts.total() - counts.skipped),
        columns_open: guesses > 0 || view.kolom == "buka" || counts.total() == counts.skipped,
        columns_summary: columns_summary(&s, &looked.found.sections),
        guesses,
        tabs: tabs(&s, &base, looked, tab),
        tab: tab.code(),
        suggestions: if tab == Tab::Faulty { suggestions(&s, looked) } else { Vec::new() },
        rules: looked.choices.rules.iter().map(|rule| in_force(&s, rule)).collect(),
        statuses: words::statuses(&s),
        meanings: words::meanings(&s),
        pager: pager(&base, tab, at, on_page, shown.len()),
        ready: counts.new + counts.changed,
        tables,
        faulty,
        lines,
        counts,
        base,
        s,
    })
}

/// The first faulty row from the repaired one on: itself when it is still faulty, else the next, else the last.
fn focus(wanted: &str, shown: &[&RowOutcome]) -> Option<usize> {
    let (sheet, row) = wanted.split_once('-')?;
    let wanted: (u16, u32) = (sheet.parse().ok()?, row.parse().ok()?);
    let next = shown.iter().position(|outcome| (outcome.sheet, outcome.row) >= wanted);
    next.or_else(|| shown.len().checked_sub(1))
}

fn tabs(s: &Shell, base: &str, looked: &Looked, current: Tab) -> Vec<Chip> {
    let counts = looked.found.counts;
    let warned = u32::try_from(looked.found.warnings.len()).unwrap_or(u32::MAX);
    let all = [
        (Tab::Faulty, s.t("import-tab-faulty"), counts.faulty, Tone::Bad),
        (Tab::New, s.t("import-tab-new"), counts.new, Tone::Brand),
        (Tab::Changed, s.t("import-tab-changed"), counts.changed, Tone::Info),
        (Tab::Unchanged, s.t("import-tab-unchanged"), counts.unchanged, Tone::Plain),
        (Tab::Warned, s.t("import-tab-warned"), warned, Tone::Warn),
        (Tab::Skipped, s.t("import-tab-skipped"), counts.skipped, Tone::Plain),
    ];
    let chip = |(tab, label, count, tone): (Tab, &str, u32, Tone)| {
        let tone = if count == 0 { Tone::Plain } else { tone };
        Chip::new(label, web::with_query(base, &[("tab", tab.code())]))
            .counted(count.into())
            .toned(tone)
            .current_if(tab == current)
    };
    all.into_iter().filter(|(tab, _, count, _)| *tab != Tab::Warned || *count > 0).map(chip).collect()
}

fn pager(base: &str, tab: Tab, at: usize, on_page: usize, total: usize) -> Option<Pager> {
    if total <= on_page {
        return None;
    }
    let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let href = |page: usize| web::with_query(base, &[("tab", tab.code()), ("hal", &page.to_string())]);
    let from = at * on_page;
    Some(Pager {
        from: count(from + 1),
        to: count((from + on_page).min(total)),
        total: Some(count(total)),
        previous: (at > 0).then(|| href(at)),
        next: (from + on_page < total).then(|| href(at + 2)),
    })
}

fn tables(s: &Shell, sections: &[Section]) -> Vec<Table> {
    let table = |(at, section): (usize, &Section)| Table {
        sheet: section.sheet.clone(),
        header_row: section.header_row,
        columns: section.columns.iter().map(|column| column_of(s, at, column)).collect(),
    };
    sections.iter().enumerate().map(table).collect()
}

fn column_of(s: &Shell, table: usize, column: &crate::import::ColumnMatch) -> Column {
    let (word, tone, icon) = words::confidence(s, column.meaning, column.confidence);
    let samples: Vec<String> =
        column.samples.iter().map(|sample| sample.chars().take(28).collect()).collect();
    Column {
        name: if column.title.is_empty() {
            s.t("import-column-untitled").to_owned()
        } else {
            column.title.clone()
        },
        letters: s.t1("import-column-letters", "letters", &column.letters),
        field: format!("{table}-{}", column.column),
        chosen: words::code(column.meaning),
        samples: samples.join(" · "),
        word: word.to_owned(),
        tone,
        icon,
    }
}

fn guesses(sections: &[Section]) -> usize {
    let columns = sections.iter().flat_map(|section| &section.columns);
    columns.filter(|column| column.meaning.counts() && column.confidence == Confidence::Guess).count()
}

fn columns_summary(s: &Shell, sections: &[Section]) -> String {
    let columns = || sections.iter().flat_map(|section| &section.columns);
    let used = columns().filter(|column| column.meaning.counts()).count();
    s.t2("import-columns-summary", "used", used, "ignored", columns().count() - used)
}

fn suggestions(s: &Shell, looked: &Looked) -> Vec<Suggested> {
    let suggested = |(at, suggestion): (usize, &crate::import::Suggestion)| {
        let (sentence, action) = words::rule(s, &suggestion.rule, suggestion.count);
        let status = match &suggestion.rule {
            Rule::StatusWord { to, .. } => Some(to.code().to_owned()),
            _ => None,
        };
        Suggested { sentence, action, json: json(&suggestion.rule), status, id: format!("aturan-{at}") }
    };
    looked.found.suggestions.iter().enumerate().map(suggested).collect()
}

fn in_force(s: &Shell, rule: &Rule) -> InForce {
    InForce { sentence: words::rule_in_force(s, rule), json: json(rule) }
}

fn json(rule: &Rule) -> String {
    serde_json::to_string(rule).expect("a rule is plain data")
}
