//! What the reporter's and the office's pages show alike: a line of a list, and the story of one complaint.

use kernel::{Instant, Zone, format};
use web::{Shell, shell::parts::Tone};

use super::{
    photo,
    sql::{Complaint, Event, Line},
};
use crate::classifier::Names;

/// The number as people say it.
pub fn spoken(number: i32) -> String {
    format!("K-{number:04}")
}

/// The number out of what people type: `K-0193`, `k193`, `#193`, `193`.
pub fn heard(text: &str) -> Option<i32> {
    let bare = text.trim().trim_start_matches(['K', 'k', '#']).trim_start_matches(['-', ' ']);
    let figures = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    bare.parse().ok().filter(|number| figures && *number > 0)
}

/// A line as a page shows it.
pub struct Row {
    pub id: String,
    pub href: String,
    pub number: String,
    pub title: String,
    pub place: String,
    pub words: String,
    pub when: String,
    /// Until when it is promised.
    pub due: String,
    pub assignee: String,
    pub badge: (&'static str, Tone),
    pub is_late: bool,
    pub supporters: i64,
}

impl Row {
    pub fn of(s: &Shell, zone: Zone, names: &Names, base: &str, line: &Line, now: Instant) -> Self {
        let at = |instant| format::date_time(instant, zone, s.locale);
        Self {
            id: line.id.to_string(),
            href: format!("{base}/{}", line.id),
            number: spoken(line.number),
            title: format!("{} · {}", spoken(line.number), names.of(line.category, s.locale)),
            place: line.place.clone(),
            words: line.words.chars().take(110).collect(),
            when: at(line.created_at),
            due: line.due_at.map(at).unwrap_or_default(),
            assignee: line.assignee.clone(),
            badge: (line.state.word(), line.state.tone()),
            is_late: line.due_at.is_some_and(|due| due < now),
            supporters: line.supporters,
        }
    }
}

/// One line of the story as a page shows it.
pub struct Told {
    pub head: String,
    pub words: String,
    pub when: String,
    pub is_note: bool,
}

pub struct Story {
    pub title: String,
    pub place: String,
    pub words: String,
    pub badge: (&'static str, Tone),
    pub reason: String,
    pub is_late: bool,
    pub due: String,
    pub supporters: i64,
    pub rating: i16,
    pub rating_words: String,
    pub photos: Vec<photo::Shown>,
    pub events: Vec<Told>,
}

impl Story {
    pub fn of(
        s: &Shell,
        zone: Zone,
        names: &Names,
        complaint: &Complaint,
        events: Vec<Event>,
        photos: Vec<photo::Shown>,
        now: Instant,
    ) -> Self {
        let at = |instant| format::date_time(instant, zone, s.locale);
        Self {
            title: title(s, names, complaint),
            place: complaint.place.clone(),
            words: complaint.words.clone(),
            badge: (complaint.state.word(), complaint.state.tone()),
            reason: complaint.reason.clone(),
            is_late: complaint.due_at.is_some_and(|due| due < now),
            due: complaint.resolve_due.map(at).unwrap_or_default(),
            supporters: complaint.supporters,
            rating: complaint.rating.unwrap_or(0),
            rating_words: complaint.rating_words.clone(),
            photos,
            events: events.into_iter().map(|event| told(s, zone, event)).collect(),
        }
    }
}

/// The category, and the problem if one was chosen.
fn title(s: &Shell, names: &Names, complaint: &Complaint) -> String {
    let category = names.of(complaint.category, s.locale);
    if complaint.problem_name.is_empty() {
        category
    } else {
        format!("{category} · {}", complaint.problem_name)
    }
}

fn told(s: &Shell, zone: Zone, event: Event) -> Told {
    let key = match (event.kind.as_str(), event.state) {
        ("moved", Some(state)) => state.word(),
        ("reply", _) => "care-event-reply",
        ("note", _) => "care-event-note",
        ("rated", _) => "care-event-rated",
        ("lapsed", _) => "care-desk-lapsed",
        ("merged", _) => "care-desk-merged",
        ("joined", _) => "care-desk-joined",
        _ => "care-event-filed",
    };
    let when = format::date_time(event.at, zone, s.locale);
    Told {
        head: if event.by.is_empty() { s.t(key).to_owned() } else { format!("{} · {}", s.t(key), event.by) },
        is_note: event.kind == "note",
        words: event.words,
        when,
    }
}

/// The day on which it closes by itself, in long words; empty when it does not.
pub fn closing_day(s: &Shell, zone: Zone, complaint: &Complaint) -> String {
    complaint.closes_at.map(|at| format::long_date(zone.date(at), s.locale)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::heard;

    #[test]
    fn a_number_is_heard_however_it_is_typed() {
        for typed in ["K-0193", "k193", " #193 ", "193", "K 193"] {
            assert_eq!(heard(typed), Some(193), "{typed}");
        }
        for typed in ["", "K-", "A-12", "0", "19a", "99999999999"] {
            assert_eq!(heard(typed), None, "{typed}");
        }
    }
}
