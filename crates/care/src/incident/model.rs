//! What an incident is, and what may be written of one. Pure.

use kernel::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::complaint::model::Category;

/// What the office knows when it opens one.
#[derive(Clone, Debug)]
pub struct Draft {
    pub category: Category,
    pub title: String,
    pub words: String,
    /// Blocks, RT or RW; none: all of the complex.
    pub areas: Vec<Uuid>,
    pub expected_at: Option<Instant>,
}

/// What happened with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Step {
    Opened,
    News,
    Ended,
}

impl Step {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::News => "news",
            Self::Ended => "ended",
        }
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "care-inc-opened",
            Self::News => "care-inc-news",
            Self::Ended => "care-inc-ended",
        }
    }

    /// How a notice's sentences call it.
    pub const fn told(self, is_expected: bool) -> &'static str {
        match (self, is_expected) {
            (Self::Opened, false) => "opened",
            (Self::Opened, true) => "opened-until",
            (Self::News, false) => "news",
            (Self::News, true) => "news-until",
            (Self::Ended, _) => "ended",
        }
    }
}

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("a title has 3 to 120 letters")]
    Title,
    #[error("words have 1 to 1,000 letters, at the end at most 300")]
    Words,
    #[error("it is expected to end later than now")]
    Past,
    #[error("one of these areas is not there")]
    Area,
    #[error("it is over")]
    Ended,
    #[error("a complaint that is not open, or belongs to another incident, cannot join")]
    Complaint,
}

impl Cannot {
    /// The form's field and the key of the sentence.
    pub const fn place(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["judul", "care-inc-fault-title"],
            Self::Words => ["kata", "care-inc-fault-words"],
            Self::Past => ["perkiraan", "care-inc-fault-past"],
            Self::Area => ["area", "care-inc-fault-area"],
            Self::Ended => ["", "care-inc-refuse-ended"],
            Self::Complaint => ["", "care-inc-refuse-complaint"],
        }
    }
}

impl Draft {
    /// Everything that is wrong with it.
    pub fn faults(&self, now: Instant) -> Vec<Cannot> {
        let mut faults = Vec::new();
        if !(3..=120).contains(&self.title.chars().count()) {
            faults.push(Cannot::Title);
        }
        faults.extend(words(Step::Opened, &self.words).err());
        faults.extend(expected(self.expected_at, now).err());
        faults
    }
}

/// # Errors
/// [`Cannot::Words`].
pub fn words(step: Step, words: &str) -> Result<(), Cannot> {
    // The last words also stand in the story of every complaint.
    let most = if step == Step::Ended { 300 } else { 1_000 };
    if (1..=most).contains(&words.trim().chars().count()) { Ok(()) } else { Err(Cannot::Words) }
}

/// # Errors
/// [`Cannot::Past`].
pub fn expected(at: Option<Instant>, now: Instant) -> Result<(), Cannot> {
    if at.is_some_and(|at| at <= now) { Err(Cannot::Past) } else { Ok(()) }
}

/// The number as people say it.
pub fn spoken(number: i32) -> String {
    format!("G-{number:04}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_has_a_title_words_and_an_end_that_is_still_to_come() {
        let now: Instant = "2026-11-23T02:00:00Z".parse().expect("an instant");
        let draft = |title: &str, words: &str, expected_at: Option<Instant>| Draft {
            category: Category::Water,
            title: title.to_owned(),
            words: words.to_owned(),
            areas: Vec::new(),
            expected_at,
        };
        assert!(draft("Air mati", "Pipa pecah", None).faults(now).is_empty());
        let wrong = draft("Ai", " ", Some(now)).faults(now);
        assert_eq!(wrong, [Cannot::Title, Cannot::Words, Cannot::Past]);
        assert_eq!(words(Step::Ended, &"a".repeat(301)), Err(Cannot::Words));
        assert_eq!(words(Step::News, &"a".repeat(301)), Ok(()));
    }
}
