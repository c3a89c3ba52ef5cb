//! What the address of the list says, and the chips and fields that change it.

use chrono::DateTime;
use serde::Deserialize;
use web::{
    Shell,
    shell::parts::{Chip, Choice, Tone},
};

use super::{
    super::{
        model::{Category, State},
        sql::Line,
        view::heard,
    },
    sql::{Counted, Mark, Needle, Wanted},
};
use crate::classifier::Names;

/// Stands in the address for "nobody does it yet".
const NOBODY: &str = "-";
/// What is counted; the others only grow.
const COUNTED: [State; 5] = [State::Received, State::Assigned, State::Working, State::Waiting, State::Solved];

/// Nothing in it can be wrong: what is not understood narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    /// A state, or `terlambat`.
    pub status: String,
    pub kategori: String,
    pub petugas: String,
    /// Due instant and number of the line before the page.
    pub sesudah: String,
    /// `papan`: a column for each state.
    pub tampil: String,
    pub format: String,
}

impl Filter {
    pub fn wanted(&self) -> Wanted {
        Wanted {
            state: State::from_code(&self.status),
            is_late: self.status == "terlambat",
            category: Category::from_code(&self.kategori),
            assignee: match self.petugas.trim() {
                "" => None,
                NOBODY => Some(String::new()),
                name => Some(name.to_owned()),
            },
            needle: Needle::new(&self.q),
        }
    }

    pub fn after(&self) -> Option<Mark> {
        Mark::parse(&self.sesudah)
    }

    pub fn is_empty(&self) -> bool {
        self.is_unnarrowed() && self.status.is_empty()
    }

    /// Apart from the state.
    pub fn is_unnarrowed(&self) -> bool {
        [&self.q, &self.kategori, &self.petugas].iter().all(|part| part.trim().is_empty())
    }

    /// The same filter at another place of the list, or in another state.
    pub fn href(&self, base: &str, status: &str, extra: (&str, &str)) -> String {
        let own = [("q", self.q.as_str()), ("status", status), ("kategori", &self.kategori)];
        web::with_query(&web::with_query(base, &own), &[("petugas", &self.petugas), extra])
    }
}

impl Needle {
    pub fn new(text: &str) -> Self {
        let house = homes::Needle::new(text).code_like.map(|like| like.trim_end_matches('%').to_owned());
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8);
        let words: Vec<String> = words.map(|word| format!("{}:*", word.to_lowercase())).collect();
        Self {
            number: heard(text),
            house: house.filter(|key| key.bytes().any(|byte| byte.is_ascii_digit())),
            words: (!words.is_empty()).then(|| words.join(" & ")),
        }
    }
}

impl Mark {
    pub const fn of(line: &Line) -> Self {
        Self { due_at: line.due_at, number: line.number }
    }

    fn parse(text: &str) -> Option<Self> {
        let (due, number) = text.split_once('~')?;
        let due_at = match due {
            "" => None,
            micros => Some(DateTime::from_timestamp_micros(micros.parse().ok()?)?),
        };
        Some(Self { due_at, number: number.parse().ok()? })
    }

    pub fn text(self) -> String {
        let due = self.due_at.map(|due| due.timestamp_micros().to_string()).unwrap_or_default();
        format!("{due}~{}", self.number)
    }
}

/// The figures beside each filter: how many it would leave, with the other filters as they are.
pub struct Facets<'a> {
    pub rows: &'a [Counted],
    pub wanted: &'a Wanted,
    pub names: &'a Names,
}

impl Facets<'_> {
    fn sum(&self, counts: impl Fn(&Counted) -> i64, fits: impl Fn(&Counted) -> bool) -> i64 {
        self.rows.iter().filter(|row| fits(row)).map(counts).sum()
    }

    fn in_category(&self, row: &Counted) -> bool {
        self.wanted.category.is_none_or(|category| category == row.category)
    }

    fn by_assignee(&self, row: &Counted) -> bool {
        self.wanted.assignee.as_ref().is_none_or(|assignee| *assignee == row.assignee)
    }

    /// Of the chosen state; late ones, if those are chosen.
    fn of_status(&self, row: &Counted) -> i64 {
        match self.wanted.state {
            _ if self.wanted.is_late => row.late,
            Some(state) if state != row.state => 0,
            _ => row.count,
        }
    }

    pub fn of_state(&self, state: State) -> i64 {
        let fits = |row: &Counted| row.state == state && self.in_category(row) && self.by_assignee(row);
        self.sum(|row| row.count, fits)
    }

    /// `every`: how many there ever were, when nothing but the state narrows the list.
    pub fn chips(&self, s: &Shell, every: Option<i64>, href: impl Fn(&str) -> String) -> Vec<Chip> {
        let (chosen, is_late) = (self.wanted.state, self.wanted.is_late);
        let late = self.sum(|row| row.late, |row| self.in_category(row) && self.by_assignee(row));
        let all = Chip::new(s.t("care-all"), href("")).current_if(chosen.is_none() && !is_late);
        let all = if let Some(every) = every { all.counted(every) } else { all };
        let overdue = Chip::new(s.t("care-late"), href("terlambat"))
            .counted(late)
            .toned(if late > 0 { Tone::Bad } else { Tone::Plain })
            .current_if(is_late);
        let running = COUNTED.into_iter().map(|state| {
            Chip::new(s.t(state.word()), href(state.code()))
                .counted(self.of_state(state))
                .current_if(chosen == Some(state))
        });
        let over = [State::Closed, State::Rejected]
            .into_iter()
            .map(|state| Chip::new(s.t(state.word()), href(state.code())).current_if(chosen == Some(state)));
        [all, overdue].into_iter().chain(running).chain(over).collect()
    }

    pub fn categories(&self, s: &Shell) -> Vec<Choice> {
        let choice = |category: Category| {
            let fits = |row: &Counted| row.category == category && self.by_assignee(row);
            let count = self.sum(|row| self.of_status(row), fits);
            Choice::new(category.code(), with_count(s, &self.names.of(category, s.locale), count))
        };
        let is_used = |category: &Category| {
            self.names.is_offered(*category) || self.rows.iter().any(|row| row.category == *category)
        };
        self.names.all().into_iter().filter(is_used).map(choice).collect()
    }

    /// Everybody who has something to do, and whoever is chosen.
    pub fn assignees(&self, s: &Shell) -> Vec<Choice> {
        let mut names: Vec<&str> = self.rows.iter().map(|row| row.assignee.as_str()).collect();
        names.extend(self.wanted.assignee.as_deref());
        names.push("");
        names.sort_unstable();
        names.dedup();
        let choice = |name: &str| {
            let fits = |row: &Counted| row.assignee == name && self.in_category(row);
            let count = self.sum(|row| self.of_status(row), fits);
            let label = if name.is_empty() { s.t("care-desk-nobody") } else { name };
            let value = if name.is_empty() { NOBODY } else { name };
            Choice::new(value, with_count(s, label, count))
        };
        names.into_iter().map(choice).collect()
    }
}

fn with_count(s: &Shell, label: &str, count: i64) -> String {
    if count > 0 { format!("{label} ({})", s.number(count)) } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_a_number_a_house_and_words_at_once() {
        let typed = Needle::new("K-12");
        assert_eq!(typed.number, Some(12));
        assert_eq!(typed.house.as_deref(), Some("K12"));
        assert_eq!(typed.words.as_deref(), Some("k:* & 12:*"));
        let words = Needle::new("Lampu & (jalan) | padam'");
        assert_eq!((words.number, words.house), (None, None));
        assert_eq!(words.words.as_deref(), Some("lampu:* & jalan:* & padam:*"));
        assert_eq!(Needle::new("  -- "), Needle::default());
    }

    #[test]
    fn the_address_of_a_page_keeps_the_filter_and_its_place() {
        let filter = Filter { q: "lampu".into(), petugas: "Pak Eko".into(), ..Filter::default() };
        let mark = Mark { due_at: DateTime::from_timestamp_micros(1_764_000_000_000_001), number: 42 };
        assert_eq!(Mark::parse(&mark.text()), Some(mark));
        let last = Mark { due_at: None, number: 7 };
        assert_eq!((last.text().as_str(), Mark::parse("~7")), ("~7", Some(last)));
        assert_eq!(Mark::parse("besok"), None);
        let href = filter.href("/k/melati/keluhan", "assigned", ("sesudah", &last.text()));
        assert_eq!(href, "/k/melati/keluhan?q=lampu&status=assigned&petugas=Pak%20Eko&sesudah=~7");
    }
}
