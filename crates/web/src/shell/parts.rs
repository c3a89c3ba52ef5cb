//! The small pieces that macros of `kit.html` draw: a chip, a step, a line of history. Plain data, ready to be read:
//! words are already in the person's language, figures already formatted.

use std::fmt;

/// The colour of a meaning. Displays as the class of the style sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Grey: nothing to do.
    #[default]
    Plain,
    /// Green: paid, done, allowed. Nothing else is green.
    Ok,
    Warn,
    Bad,
    Info,
    Brand,
}

impl Tone {
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
            Self::Brand => "brand",
        }
    }
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class())
    }
}

/// The complex (or organisation) of a page.
#[derive(Clone, Debug)]
pub struct Place {
    pub slug: String,
    pub name: String,
    /// One more fact under the name: `Depok · 240 unit`, or `A-12` for a resident.
    pub sub: String,
}

#[derive(Clone, Debug)]
pub struct Who {
    pub name: String,
    /// `Pengelola · Griya Melati`.
    pub role: String,
}

impl Who {
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

impl Place {
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// One role in one complex.
#[derive(Clone, Debug)]
pub struct Hat {
    pub complex: String,
    pub role: String,
    pub href: String,
    pub current: bool,
}

impl Hat {
    pub fn initials(&self) -> String {
        initials(&self.complex)
    }
}

/// `Griya Melati` is `GM`, `Budi` is `B`.
pub fn initials(name: &str) -> String {
    let firsts = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let all: Vec<char> = firsts.collect();
    let two = all.first().into_iter().chain(all.get(1));
    two.flat_map(|c| c.to_uppercase()).collect()
}

#[derive(Clone, Debug)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub icon: &'static str,
    pub current: bool,
    pub count: Option<u32>,
}

/// An empty address means: this is the page itself.
#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: String,
    pub href: String,
}

/// A sentence after something was done. Never for an error that needs work.
#[derive(Clone, Debug, Default)]
pub struct Toast {
    pub text: String,
    /// A form posts here when the person takes it back.
    pub undo: Option<String>,
}

/// A filter or a tab: a link with the state in its address.
#[derive(Clone, Debug, Default)]
pub struct Chip {
    pub label: String,
    pub href: String,
    pub count: Option<i64>,
    pub tone: Tone,
    pub current: bool,
}

/// Where a page of a list stands: `1–50 dari 240`. `total` is None when counting would be slow.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    pub from: i64,
    pub to: i64,
    pub total: Option<i64>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// One thing that happened.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub icon: &'static str,
    pub tone: Tone,
    pub title: String,
    pub detail: String,
    /// `22 Nov 2026, 14.05 WIB · Ratna Kusuma`.
    pub when: String,
}

/// One field before and after; None means it was empty.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub label: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    #[default]
    Later,
}

impl StepState {
    pub fn is_done(&self) -> bool {
        *self == Self::Done
    }
    pub fn is_now(&self) -> bool {
        *self == Self::Now
    }
}

/// A step of a short road of at most three.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub label: String,
    /// Where a finished step can be seen again; empty when it cannot.
    pub href: String,
    pub state: StepState,
}

/// One line of the first-run list.
#[derive(Clone, Debug, Default)]
pub struct Task {
    pub title: String,
    pub detail: String,
    pub href: String,
    /// Verb and object of the button.
    pub action: String,
    pub done: bool,
}

/// What a search found, in groups.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    pub title: String,
    pub hits: Vec<Hit>,
}

#[derive(Clone, Debug, Default)]
pub struct Hit {
    pub href: String,
    pub icon: &'static str,
    pub title: String,
    pub detail: String,
}

/// A choice of a select or of radio cards.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Only radio cards show it.
    pub hint: String,
    pub icon: &'static str,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    pub fn with_icon(mut self, icon: &'static str) -> Self {
        self.icon = icon;
        self
    }

    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl Chip {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), ..Self::default() }
    }

    pub fn counted(mut self, count: i64) -> Self {
        self.count = Some(count);
        self
    }

    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Marks the one that stands for what the page shows now.
    pub fn current_if(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}
