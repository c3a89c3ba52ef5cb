//! iCalendar (RFC 5545), as much of it as a list of bookings needs. Pure.
//!
//! A library would bring time zones, alarms and repetition, which a feed of single bookings in UTC has no use for.

use std::fmt::Write as _;

use kernel::Instant;

use crate::booking::State;

/// Octets of one line without its end (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// A booking as an event.
pub struct Event {
    /// The same for the whole life of the booking.
    pub uid: String,
    pub created_at: Instant,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub summary: String,
    pub description: String,
    pub state: State,
}

/// `TENTATIVE` while the office has not agreed, `CANCELLED` once it fell through.
const fn status(state: State) -> &'static str {
    if matches!(state, State::Cancelled | State::Rejected | State::Expired) {
        "CANCELLED"
    } else if matches!(state, State::Confirmed | State::InUse | State::Done | State::NoShow) {
        "CONFIRMED"
    } else {
        "TENTATIVE"
    }
}

/// The whole calendar, each line ended by CRLF.
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut text = String::new();
    for (key, value) in [
        ("BEGIN", "VCALENDAR".to_owned()),
        ("VERSION", "2.0".to_owned()),
        ("PRODID", "-//Klustera//Fasilitas//ID".to_owned()),
        ("CALSCALE", "GREGORIAN".to_owned()),
        ("X-WR-CALNAME", escaped(name)),
        // RFC 7986; the older name beside it is what most telephones read.
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H".to_owned()),
        ("X-PUBLISHED-TTL", "PT1H".to_owned()),
    ] {
        line(&mut text, key, &value);
    }
    for event in events {
        let status = status(event.state);
        for (key, value) in [
            ("BEGIN", "VEVENT".to_owned()),
            ("UID", event.uid.clone()),
            ("DTSTAMP", utc(event.created_at)),
            ("DTSTART", utc(event.starts_at)),
            ("DTEND", utc(event.ends_at)),
            ("SUMMARY", escaped(&event.summary)),
            ("DESCRIPTION", escaped(&event.description)),
            ("SEQUENCE", if status == "CANCELLED" { "1" } else { "0" }.to_owned()),
            ("STATUS", status.to_owned()),
            // What fell through does not make anybody busy.
            ("TRANSP", if status == "CANCELLED" { "TRANSPARENT" } else { "OPAQUE" }.to_owned()),
            ("END", "VEVENT".to_owned()),
        ] {
            line(&mut text, key, &value);
        }
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn utc(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => said.extend(['\\', letter]),
            '\n' => said.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => said.push(letter),
        }
    }
    said
}

/// Folds between characters, never inside one; the blank that continues a line counts.
fn line(text: &mut String, key: &str, value: &str) {
    let mut used = 0;
    for letter in key.chars().chain([':']).chain(value.chars()) {
        if used + letter.len_utf8() > LINE_BYTES {
            let _ = write!(text, "\r\n ");
            used = 1;
        }
        text.push(letter);
        used += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::{Event, calendar};
    use crate::booking::State;

    fn event(summary: &str, state: State) -> Event {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a time").to_utc();
        Event {
            uid: "01a@klustera".to_owned(),
            created_at: at("2026-11-22T10:00:00Z"),
            starts_at: at("2026-11-23T07:00:00+07:00"),
            ends_at: at("2026-11-23T08:00:00+07:00"),
            summary: summary.to_owned(),
            description: "P-0001".to_owned(),
            state,
        }
    }

    #[test]
    fn a_booking_is_said_in_utc_and_a_cancelled_one_as_cancelled() {
        let text = calendar("Griya Melati", &[event("Balai; A-12, malam", State::Confirmed)]);
        for line in [
            "DTSTART:20261123T000000Z\r\n",
            "DTEND:20261123T010000Z\r\n",
            "UID:01a@klustera\r\n",
            "SUMMARY:Balai\\; A-12\\, malam\r\n",
            "STATUS:CONFIRMED\r\n",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        let gone = calendar("Griya Melati", &[event("Balai", State::Cancelled)]);
        assert!(gone.contains("STATUS:CANCELLED\r\n") && gone.contains("SEQUENCE:1\r\n"), "{gone}");
        assert!(calendar("x", &[event("Balai", State::Waiting)]).contains("STATUS:TENTATIVE\r\n"));
    }

    proptest! {
        /// Whatever somebody calls a hall: no line is too long, every line ends as it should, and unfolded it is whole.
        #[test]
        fn any_name_is_folded_and_comes_back(name in "[\\p{L} ;,]{0,200}") {
            let text = calendar("Griya Melati", &[event(&name, State::Confirmed)]);
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= 75, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let whole = text.replace("\r\n ", "");
            let said = whole.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).expect("a summary");
            prop_assert_eq!(said.replace("\\;", ";").replace("\\,", ","), name);
        }
    }
}
