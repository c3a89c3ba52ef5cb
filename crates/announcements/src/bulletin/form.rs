//! The form of an announcement: what was typed, and the draft it means.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};
use homes::UnitStatus;
use kernel::{Date, Instant, Zone};
use serde::Deserialize;
use tenancy::Role;
use uuid::Uuid;
use web::{Faults, Shell};

use super::{Audience, Draft, People, Question, audience::STAFF, sql::Bulletin};

/// As it was typed; it comes back with every mistake.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub judul: String,
    pub isi: String,
    /// `semua`, `saring` or `unit`.
    pub ke: String,
    pub area: Vec<String>,
    pub tipe: Vec<String>,
    pub status: Vec<String>,
    pub tunggakan: String,
    pub unit: String,
    pub orang: String,
    pub peran: Vec<String>,
    pub darurat: String,
    pub semat: String,
    pub tanda: String,
    pub komentar: String,
    pub kirim_pada: String,
    pub sampai: String,
    pub tanya: String,
    pub pilihan: String,
    pub tutup: String,
    pub kuorum: String,
}

/// House numbers that were typed, with the houses they name.
pub type Named = HashMap<String, Option<Uuid>>;

impl Typed {
    /// Whoever begins anew.
    pub fn blank() -> Self {
        Self { ke: "semua".to_owned(), ..Self::default() }
    }

    /// `A-12, B-03` or one in each line.
    pub fn codes(&self) -> Vec<String> {
        if self.ke != "unit" {
            return Vec::new();
        }
        let codes = self.unit.split([',', ';', '\n']).map(|code| code.trim().to_owned());
        codes.filter(|code| !code.is_empty()).collect()
    }

    /// What it means, with every mistake that a person can mend.
    pub fn read(&self, s: &Shell, zone: Zone, now: Instant, named: &Named) -> (Draft, Faults) {
        let mut faults = Faults::default();
        let audience = self.audience(s, named, &mut faults);
        let draft = Draft {
            title: self.judul.split_whitespace().collect::<Vec<_>>().join(" "),
            body: self.isi.replace("\r\n", "\n").trim().to_owned(),
            audience,
            is_emergency: is_on(&self.darurat),
            is_pinned: is_on(&self.semat),
            wants_acknowledgement: is_on(&self.tanda),
            has_comments: is_on(&self.komentar),
            send_at: moment(s, &self.kirim_pada, "kirim_pada", zone, &mut faults),
            ends_at: end_of_day(s, &self.sampai, "sampai", zone, &mut faults),
            question: self.question(s, zone, &mut faults),
        };
        for fault in draft.faults(now) {
            let [field, _, key] = fault.place();
            // A date that cannot be read has its sentence already.
            if faults.of(field).is_empty() {
                faults.put(field, s.t(key));
            }
        }
        (draft, faults)
    }

    fn audience(&self, s: &Shell, named: &Named, faults: &mut Faults) -> Audience {
        let mut audience = Audience {
            people: People::from_code(&self.orang).unwrap_or_default(),
            staff: self
                .peran
                .iter()
                .filter_map(|code| Role::from_code(code))
                .filter(|role| STAFF.contains(role))
                .collect(),
            ..Audience::default()
        };
        match self.ke.as_str() {
            "saring" => {
                audience.areas = self.area.iter().filter_map(|id| id.parse().ok()).collect();
                audience.unit_types = self.tipe.iter().filter(|name| !name.is_empty()).cloned().collect();
                audience.statuses =
                    self.status.iter().filter_map(|code| UnitStatus::from_code(code)).collect();
                audience.in_arrears = is_on(&self.tunggakan);
                if audience.is_everywhere() {
                    faults.put("ke", s.t("ann-fault-filter"));
                }
            }
            "unit" => {
                let codes = self.codes();
                let of = |code: &String| named.get(code).copied().flatten();
                let unknown: Vec<&str> =
                    codes.iter().filter(|code| of(code).is_none()).map(String::as_str).collect();
                audience.units = codes.iter().filter_map(of).collect();
                if !unknown.is_empty() {
                    faults.put("unit", s.t1("ann-fault-unknown", "codes", unknown.join(", ")));
                } else if audience.units.is_empty() {
                    faults.put("unit", s.t("ann-fault-units"));
                }
            }
            _ => {}
        }
        audience
    }

    fn question(&self, s: &Shell, zone: Zone, faults: &mut Faults) -> Option<Question> {
        let options: Vec<String> =
            self.pilihan.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let text = self.tanya.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() && options.is_empty() {
            return None;
        }
        let quorum = self.kuorum.trim().trim_end_matches('%').trim();
        let quorum_percent = match quorum {
            "" => None,
            typed => typed.parse().ok().or_else(|| {
                faults.put("kuorum", s.t("ann-fault-quorum"));
                None
            }),
        };
        Some(Question {
            text,
            options,
            closes_at: end_of_day(s, &self.tutup, "tutup", zone, faults),
            quorum_percent,
        })
    }

    /// As a kept announcement is typed again.
    pub fn of(bulletin: &Bulletin, options: &[String], codes: &[String], zone: Zone) -> Self {
        let audience = &bulletin.audience.0;
        let on = |is: bool| if is { "ya".to_owned() } else { String::new() };
        let day = |at: Option<Instant>| {
            at.map(|at| zone.date(at - TimeDelta::seconds(1)).to_string()).unwrap_or_default()
        };
        Self {
            judul: bulletin.title.clone(),
            isi: bulletin.body.clone(),
            ke: match audience {
                _ if !audience.units.is_empty() => "unit",
                _ if audience.is_everywhere() => "semua",
                _ => "saring",
            }
            .to_owned(),
            area: audience.areas.iter().map(Uuid::to_string).collect(),
            tipe: audience.unit_types.clone(),
            status: audience.statuses.iter().map(|status| status.code().to_owned()).collect(),
            tunggakan: on(audience.in_arrears),
            unit: codes.join(", "),
            orang: audience.people.code().to_owned(),
            peran: audience.staff.iter().map(|role| role.code().to_owned()).collect(),
            darurat: on(bulletin.is_emergency),
            semat: on(bulletin.is_pinned),
            tanda: on(bulletin.wants_acknowledgement),
            komentar: on(bulletin.has_comments),
            kirim_pada: bulletin
                .send_at
                .map(|at| zone.local(at).format("%Y-%m-%dT%H:%M").to_string())
                .unwrap_or_default(),
            sampai: day(bulletin.ends_at),
            tanya: bulletin.question.clone().unwrap_or_default(),
            pilihan: options.join("\n"),
            tutup: day(bulletin.poll_closes_at),
            kuorum: bulletin.quorum_percent.map(|percent| percent.to_string()).unwrap_or_default(),
        }
    }
}

pub fn is_on(text: &str) -> bool {
    !text.is_empty()
}

/// `2026-11-24T07:00` on the complex's own clocks.
fn moment(s: &Shell, text: &str, field: &str, zone: Zone, faults: &mut Faults) -> Option<Instant> {
    if text.is_empty() {
        return None;
    }
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
    match wall {
        Ok(wall) => Some(instant(wall, zone)),
        Err(_) => {
            faults.put(field, s.t("ann-fault-date"));
            None
        }
    }
}

/// The end of that day, which is the first moment of the next.
pub fn end_of_day(s: &Shell, text: &str, field: &str, zone: Zone, faults: &mut Faults) -> Option<Instant> {
    if text.is_empty() {
        return None;
    }
    let next =
        text.parse::<Date>().ok().and_then(|day| day.succ_opt()).and_then(|day| day.and_hms_opt(0, 0, 0));
    if next.is_none() {
        faults.put(field, s.t("ann-fault-date"));
    }
    next.map(|wall| instant(wall, zone))
}

fn instant(wall: NaiveDateTime, zone: Zone) -> Instant {
    let offset = *zone.local(wall.and_utc()).offset();
    wall.and_utc() - TimeDelta::seconds(i64::from(offset.local_minus_utc()))
}

#[cfg(test)]
mod tests {
    use kernel::Locale;
    use web::ShellKind;

    use super::*;

    fn read(typed: &Typed) -> (Draft, Faults) {
        let s = Shell::new(Locale::Id, ShellKind::Manager, "");
        let now = "2026-11-22T10:00:00+07:00".parse().unwrap();
        let named = HashMap::from([("A-12".to_owned(), Some(Uuid::from_u128(12))), ("X-1".to_owned(), None)]);
        typed.read(&s, Zone::Wib, now, &named)
    }

    fn water() -> Typed {
        Typed { judul: " Air  mati ".into(), isi: "Besok.\r\nTampung air.".into(), ..Typed::blank() }
    }

    #[test]
    fn days_end_at_midnight_of_the_complex_and_hours_are_its_own() {
        let typed = Typed { sampai: "2026-11-24".into(), kirim_pada: "2026-11-23T07:00".into(), ..water() };
        let (draft, faults) = read(&typed);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((draft.title.as_str(), draft.body.as_str()), ("Air mati", "Besok.\nTampung air."));
        assert_eq!(draft.ends_at.unwrap().to_rfc3339(), "2026-11-24T17:00:00+00:00");
        assert_eq!(draft.send_at.unwrap().to_rfc3339(), "2026-11-23T00:00:00+00:00");
    }

    #[test]
    fn a_house_that_is_not_there_is_named() {
        let (draft, faults) = read(&Typed { ke: "unit".into(), unit: "A-12, X-1".into(), ..water() });
        assert_eq!(draft.audience.units, [Uuid::from_u128(12)]);
        assert!(faults.of("unit").contains("X-1"), "{faults:?}");
        let (_, faults) = read(&Typed { ke: "saring".into(), ..water() });
        assert!(!faults.of("ke").is_empty(), "a filter that filters nothing is a mistake");
    }

    #[test]
    fn a_question_is_read_line_by_line() {
        let typed = Typed {
            tanya: "Portal ditutup pukul 22.00?".into(),
            pilihan: "Setuju\n\n Tidak setuju ".into(),
            kuorum: "50 %".into(),
            ..water()
        };
        let question = read(&typed).0.question.unwrap();
        assert_eq!(question.options, ["Setuju", "Tidak setuju"]);
        assert_eq!(question.quorum_percent, Some(50));
        let (_, faults) = read(&Typed { kuorum: "separuh".into(), ..typed });
        assert!(!faults.of("kuorum").is_empty());
    }
}
