//! What stands around every page: language, theme, title, navigation, who is here and in which complex.
//! Plain data; the doors fill it, `layout.html` draws it.
//!
//! It deliberately knows no session and no database, so that every template can be drawn from a sample.

mod frame;
mod nav;
pub mod parts;
#[cfg(test)]
mod tests;

use kernel::Locale;

use crate::{
    assets, icons,
    texts::{Arg, IntoArg, texts},
};
pub use parts::{Crumb, Hat, NavItem, Place, Toast, Tone, Who};

/// Everything `layout.html` and the macros of `kit.html` need. Templates hold it in a field called `s`.
#[derive(Clone, Debug)]
pub struct Shell {
    pub locale: Locale,
    pub theme: Theme,
    pub kind: ShellKind,
    /// Of the page, without the name of the complex: `Unit`.
    pub title: String,
    /// The page answers a form with mistakes: the title begins with "Galat:", because a screen reader says it first.
    pub mistakes: bool,
    /// Path and query of this page, so that a switch (theme, language) comes back to it.
    pub path: String,
    /// The complex or organisation in which the person stands now.
    pub place: Option<Place>,
    /// The people and figures of this place are made up.
    pub is_sample: bool,
    pub who: Option<Who>,
    /// Every role of this person in every complex; the switch is drawn from two on.
    pub hats: Vec<Hat>,
    pub nav: Vec<NavItem>,
    pub crumbs: Vec<Crumb>,
    pub toasts: Vec<Toast>,
    /// Where the search page of this place is; none where there is nothing to search.
    pub search: Option<String>,
}

/// Which navigation and which density a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShellKind {
    /// Nobody is signed in, or a single link is open: no navigation.
    Public,
    Resident,
    AreaHead,
    Manager,
    Treasurer,
    Guard,
    Group,
    Operator,
    /// A person's own account, beside every complex.
    Account,
}

/// What the person chose; without a choice the device decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Device,
    Light,
    Dark,
}

impl Theme {
    /// The value of the cookie `tema`; anything else means the device decides.
    pub fn from_cookie(value: &str) -> Self {
        match value {
            "terang" => Self::Light,
            "gelap" => Self::Dark,
            _ => Self::Device,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Device => "",
            Self::Light => "terang",
            Self::Dark => "gelap",
        }
    }

    /// At the gate the screen is dark at night, whatever the device says: eyes have to see the street.
    pub const fn at_gate(self, hour: u32) -> Self {
        if hour >= 18 || hour < 6 { Self::Dark } else { self }
    }
}

impl Shell {
    /// A page without navigation; the doors add who, where and what.
    pub fn new(locale: Locale, kind: ShellKind, title: impl Into<String>) -> Self {
        Self {
            locale,
            theme: Theme::default(),
            kind,
            title: title.into(),
            mistakes: false,
            path: "/".to_owned(),
            place: None,
            is_sample: false,
            who: None,
            hats: Vec::new(),
            nav: Vec::new(),
            crumbs: Vec::new(),
            toasts: Vec::new(),
            search: None,
        }
    }

    /// Stands in this place: gives the page its navigation and its search.
    pub fn at(mut self, place: Place) -> Self {
        self.nav = nav::items(self.kind, &place.slug, &self.path, texts(self.locale));
        self.search = nav::search(self.kind, &place.slug);
        self.place = Some(place);
        self
    }

    /// One step of the way back; the last one is the page itself and has no address.
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: href.into() });
        self
    }

    /// The form came back with mistakes.
    pub fn with_mistakes(mut self) -> Self {
        self.mistakes = true;
        self
    }

    /// A sentence without blanks. Call it with a literal: a test reads the keys out of the sources.
    pub fn t<'a>(&self, key: &'a str) -> &'a str {
        texts(self.locale).get(key)
    }

    /// A sentence with one blank: `s.t1("own-devices", "count", devices.len())`.
    pub fn t1(&self, key: &str, name: &str, value: impl IntoArg) -> String {
        texts(self.locale).with(key, &[(name, value.arg())])
    }

    /// A sentence with two blanks.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        value: impl IntoArg,
        other: &str,
        second: impl IntoArg,
    ) -> String {
        texts(self.locale).with(key, &[(name, value.arg()), (other, second.arg())])
    }

    /// A sentence with as many blanks as it has.
    pub fn tw<'k, 'v>(&self, key: &str, blanks: impl AsRef<[(&'k str, Arg<'v>)]>) -> String {
        texts(self.locale).with(key, blanks.as_ref())
    }

    /// `1.234`, or `1,234` in English.
    pub fn number(&self, value: impl IntoArg) -> String {
        match value.arg() {
            Arg::Count(count) => kernel::format::number(count, self.locale),
            Arg::Text(text) => text.into_owned(),
        }
    }

    /// `22 November 2026`.
    pub fn date(&self, date: &kernel::Date) -> String {
        kernel::format::date(*date, self.locale)
    }

    pub fn lang(&self) -> &'static str {
        self.locale.code()
    }

    /// `Galat: Unit · Griya Melati — Klustera`.
    pub fn full_title(&self) -> String {
        let mistake = if self.mistakes { self.t("title-mistake") } else { "" };
        let place = self.place.as_ref().map_or(String::new(), |place| format!(" · {}", place.name));
        format!("{mistake}{}{place} — Klustera", self.title)
    }

    /// Office work is dense, the gate is roomy, the rest is ordinary.
    pub fn density(&self) -> &'static str {
        match self.kind {
            ShellKind::Manager | ShellKind::Treasurer | ShellKind::Group | ShellKind::Operator => "rapat",
            ShellKind::Guard => "lega",
            _ => "biasa",
        }
    }

    pub fn has_sidebar(&self) -> bool {
        matches!(
            self.kind,
            ShellKind::Manager | ShellKind::Treasurer | ShellKind::Group | ShellKind::Operator
        )
    }

    /// The width of a page: the office has tables, a resident has one column.
    pub fn width(&self) -> &'static str {
        match self.kind {
            _ if self.has_sidebar() => "wadah-lebar",
            ShellKind::Guard | ShellKind::AreaHead => "wadah wadah-sedang",
            _ => "wadah",
        }
    }

    /// What fits into the dock of a phone: five, or four and "Menu".
    pub fn dock(&self) -> &[NavItem] {
        if self.nav.len() <= 5 { &self.nav } else { &self.nav[..4] }
    }

    pub fn dock_rest(&self) -> &[NavItem] {
        if self.nav.len() <= 5 { &[] } else { &self.nav[4..] }
    }

    /// The one role of a person who stands outside it (on the own account): the way back.
    pub fn only_other_hat(&self) -> Option<&Hat> {
        match self.hats.as_slice() {
            [hat] if !hat.current => Some(hat),
            _ => None,
        }
    }

    /// Where the notices of this person in this complex are; none outside a complex.
    pub fn bell(&self) -> Option<String> {
        let in_complex = matches!(
            self.kind,
            ShellKind::Resident
                | ShellKind::AreaHead
                | ShellKind::Manager
                | ShellKind::Treasurer
                | ShellKind::Guard
        );
        self.place.as_ref().filter(|_| in_complex).map(|place| format!("/k/{}/kabar", place.slug))
    }

    /// The place a click on the mark leads to: the first page of this role.
    pub fn home(&self) -> &str {
        self.nav.first().map_or("/", |first| first.href.as_str())
    }

    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    pub fn icon(&self, name: &str) -> &'static str {
        icons::href(name)
    }
}
