//! An import as the complex remembers it: the file that came, what was decided about it, and what became of it. Pure.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kernel::{AccountId, ImportId, Instant};
use serde::{Deserialize, Serialize};

use super::choices::{Choices, ColumnChoice, Correction, RowPlace, Rule};

/// An import can be taken back this long.
const UNDO_HOURS: i64 = 24;
/// The file and the decisions about it are kept this long.
pub const KEPT_DAYS: i64 = 30;

/// One import without its file.
#[derive(Clone, Debug)]
pub struct Import {
    pub id: ImportId,
    pub file_name: String,
    pub file_bytes: i64,
    pub created_at: Instant,
    /// Who brought it, where this complex knows the name.
    pub by: Option<String>,
    pub has_file: bool,
    pub steps: BTreeMap<String, Step>,
}

/// Something that happened to it, once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub at: Instant,
    pub account_id: Option<AccountId>,
    #[serde(default)]
    pub detail: serde_json::Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Ordered,
    Applied,
    Failed,
    Undone,
    Discarded,
}

impl StepKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Undone => "undone",
            Self::Discarded => "discarded",
        }
    }
}

/// Where an import stands; follows from its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Looked at and corrected; nothing is written.
    Draft,
    Running,
    Failed,
    Applied,
    Undone,
    Discarded,
}

/// What an applied import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Written {
    /// Rows of the file by what came of them.
    pub new: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub faulty: i64,
    pub skipped: i64,
    /// What was added to the complex.
    pub areas: i64,
    pub units: i64,
    pub people: i64,
    pub occupancies: i64,
    /// Records that were there and changed.
    pub updated: i64,
}

/// What taking an import back did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct TakenBack {
    pub removed: i64,
    pub restored: i64,
    /// Stayed as they are, because somebody changed or used them since.
    pub kept: Vec<Kept>,
}

/// A record that stays after an undo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Kept {
    /// `unit`, `person`, `occupancy` or `area`.
    pub kind: String,
    /// House number, name, or both.
    pub name: String,
    /// Who changed it, where this complex knows it.
    pub by: Option<String>,
}

/// One decision about a file. Later ones win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Column(ColumnChoice),
    Correct(Correction),
    Skip(RowPlace),
    TakeAgain(RowPlace),
    Rule(Rule),
    DropRule(Rule),
}

impl Import {
    pub fn step(&self, kind: StepKind) -> Option<&Step> {
        self.steps.get(kind.code())
    }

    pub fn state(&self) -> State {
        let has = |kind| self.step(kind).is_some();
        match () {
            () if has(StepKind::Undone) => State::Undone,
            () if has(StepKind::Applied) => State::Applied,
            () if has(StepKind::Discarded) => State::Discarded,
            () if has(StepKind::Failed) => State::Failed,
            () if has(StepKind::Ordered) => State::Running,
            () => State::Draft,
        }
    }

    /// Until when it can be taken back; nothing when it cannot, or no longer.
    pub fn undo_until(&self, now: Instant) -> Option<Instant> {
        let applied = self.step(StepKind::Applied).filter(|_| self.state() == State::Applied)?;
        let until = applied.at + TimeDelta::hours(UNDO_HOURS);
        (now < until).then_some(until)
    }

    pub fn written(&self) -> Written {
        self.step(StepKind::Applied).map(|step| detail(&step.detail)).unwrap_or_default()
    }

    pub fn taken_back(&self) -> TakenBack {
        self.step(StepKind::Undone).map(|step| detail(&step.detail)).unwrap_or_default()
    }
}

/// An old record may lack what a newer version notes.
fn detail<T: Default + for<'d> Deserialize<'d>>(detail: &serde_json::Value) -> T {
    T::deserialize(detail).unwrap_or_default()
}

/// All decisions together, in the order in which they were made.
pub fn choices(decisions: impl IntoIterator<Item = Decision>) -> Choices {
    let mut choices = Choices::default();
    for decision in decisions {
        match decision {
            Decision::Column(column) => {
                let same = |known: &ColumnChoice| {
                    known.sheet == column.sheet
                        && known.header_row == column.header_row
                        && known.column == column.column
                };
                choices.columns.retain(|known| !same(known));
                choices.columns.push(column);
            }
            Decision::Correct(correction) => choices.correct(correction),
            Decision::Skip(place) if !choices.skipped.contains(&place) => choices.skipped.push(place),
            Decision::Skip(_) => {}
            Decision::TakeAgain(place) => choices.skipped.retain(|known| *known != place),
            Decision::Rule(rule) if !choices.has(&rule) => choices.rules.push(rule),
            Decision::Rule(_) => {}
            Decision::DropRule(rule) => choices.rules.retain(|known| *known != rule),
        }
    }
    choices
}
