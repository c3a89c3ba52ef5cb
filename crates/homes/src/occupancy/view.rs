//! How occupants and their days read on a page.

use kernel::{Date, Locale, format};
use tenancy::Place;
use web::{
    Shell,
    shell::{
        Tone,
        parts::{Event, initials},
    },
};

use super::{CannotMoveIn, OccupancyKind, Occupant, Stay};
use crate::{links, person};

/// One of those who are there.
#[derive(Clone, Debug)]
pub(crate) struct OccupantView {
    pub name: String,
    pub initials: String,
    /// The colour of the avatar, by kind.
    pub avatar: &'static str,
    pub kind: String,
    pub since: String,
    pub phone: String,
    pub whatsapp: String,
    pub payer: bool,
    /// The person's own page, and what can be done with this stay.
    pub href: String,
    pub end: String,
    pub pays: String,
    pub remove: String,
}

pub(crate) fn views(s: &Shell, place: &Place, unit: &str, there: &[Occupant]) -> Vec<OccupantView> {
    let mut sorted: Vec<&Occupant> = there.iter().collect();
    sorted.sort_by_key(|o| (o.kind, o.stay.from));
    let view = |o: &&Occupant| {
        let own = format!("{unit}/penghuni/{}", o.id);
        OccupantView {
            name: o.name.clone(),
            initials: initials(&o.name),
            avatar: avatar(o.kind),
            kind: s.t(o.kind.word()).to_owned(),
            since: o
                .stay
                .from
                .map(|from| s.t1("occupancy-since", "date", short(s.locale, from)))
                .unwrap_or_default(),
            phone: o.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            whatsapp: o.phone.as_ref().map(links::whatsapp).unwrap_or_default(),
            payer: o.payer,
            href: person::path(place, o.person),
            end: format!("{own}/akhiri"),
            pays: format!("{own}/pembayar"),
            remove: format!("{own}/hapus"),
        }
    };
    sorted.iter().map(view).collect()
}

pub(crate) const fn avatar(kind: OccupancyKind) -> &'static str {
    match kind {
        OccupancyKind::Owner => "",
        OccupancyKind::Tenant => "a2",
        OccupancyKind::Family => "a3",
        OccupancyKind::Staff => "a4",
    }
}

/// Past, present and future of a unit, the latest first.
pub(crate) fn timeline(s: &Shell, there: &[Occupant], today: Date) -> Vec<Event> {
    let event = |o: &Occupant| {
        let (icon, tone) = if o.stay.is_to_come(today) {
            ("clock", Tone::Info)
        } else if o.stay.is_over(today) {
            ("log-out", Tone::Plain)
        } else {
            ("user-check", Tone::Brand)
        };
        let pays = if o.payer { format!(" · {}", s.t("occupancy-payer")) } else { String::new() };
        Event {
            icon,
            tone,
            title: format!("{} · {}{pays}", o.name, s.t(o.kind.word())),
            detail: o.ended_because.clone(),
            when: span(s, o.stay),
        }
    };
    there.iter().map(event).collect()
}

/// `1 Jan 2024 – 30 Nov 2026`, `sejak 1 Jan 2024`, `sampai 30 Nov 2026`.
pub(crate) fn span(s: &Shell, stay: Stay) -> String {
    let locale = s.locale;
    match (stay.from, stay.last_day()) {
        (Some(from), Some(last)) => format!("{} – {}", short(locale, from), short(locale, last)),
        (Some(from), None) => s.t1("occupancy-since", "date", short(locale, from)),
        (None, Some(last)) => s.t1("occupancy-until", "date", short(locale, last)),
        (None, None) => s.t("occupancy-always").to_owned(),
    }
}

fn short(locale: Locale, day: Date) -> String {
    format::short_date(day, locale)
}

/// Why a move was refused, in words.
pub(crate) fn refusal(s: &Shell, reason: &CannotMoveIn) -> String {
    match reason {
        CannotMoveIn::AlreadyThere { name, from: Some(from) } => {
            s.t2("occupancy-already-since", "name", name, "date", s.date(from))
        }
        CannotMoveIn::AlreadyThere { name, from: None } => s.t1("occupancy-already", "name", name),
        CannotMoveIn::LaterOccupant { name, from } => {
            s.t2("occupancy-later", "name", name, "date", s.date(from))
        }
    }
}
