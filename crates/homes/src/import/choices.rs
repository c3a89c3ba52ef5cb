//! What the user decided: columns, corrections, rows left out and rules that repair all alike. Stored with the import
//! and applied to the untouched file every time, so that nothing is ever repaired twice.

use serde::{Deserialize, Serialize};

use super::{columns::Meaning, status::HomeStatus};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    pub columns: Vec<ColumnChoice>,
    pub corrections: Vec<Correction>,
    pub skipped: Vec<RowPlace>,
    pub rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    pub sheet: String,
    /// The first header row of the table, 0 for a table without titles.
    pub header_row: u32,
    pub column: u16,
    pub meaning: Meaning,
}

/// A value typed in place of what the file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub sheet: String,
    pub row: u32,
    pub field: Meaning,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowPlace {
    pub sheet: String,
    pub row: u32,
}

/// Repairs every row with the same slip.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Rule {
    /// `0857-O112` is `0857-0112`.
    LetterOToZero,
    /// A number that is none is left out.
    DropBadPhone,
    /// A number that somebody else has is left out.
    DropSharedPhone,
    DropBadEmail,
    DropBadDate,
    DropBadArea,
    StatusWord {
        from: String,
        to: HomeStatus,
    },
    /// Rows that repeat an earlier one word for word are skipped.
    SkipRepeated,
}

/// A rule that would repair something, and how many rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub rule: Rule,
    pub count: usize,
}

impl Choices {
    pub fn meaning(&self, sheet: &str, header_row: u32, column: u16) -> Option<Meaning> {
        let chosen = |choice: &&ColumnChoice| {
            choice.sheet == sheet && choice.header_row == header_row && choice.column == column
        };
        self.columns.iter().rev().find(chosen).map(|choice| choice.meaning)
    }

    /// Sets a correction, replacing an earlier one of the same cell.
    pub fn correct(&mut self, correction: Correction) {
        self.corrections.retain(|known| {
            (&known.sheet, known.row, known.field) != (&correction.sheet, correction.row, correction.field)
        });
        self.corrections.push(correction);
    }

    pub fn has(&self, rule: &Rule) -> bool {
        self.rules.contains(rule)
    }

    pub fn status_word(&self, folded: &str) -> Option<HomeStatus> {
        self.rules.iter().find_map(|rule| match rule {
            Rule::StatusWord { from, to } if super::words::fold(from) == folded => Some(*to),
            _ => None,
        })
    }
}
