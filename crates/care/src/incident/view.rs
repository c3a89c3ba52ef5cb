//! What the office's and the residents' pages show alike: an incident, and a line of its story.

use kernel::{Zone, format};
use web::{Shell, texts::texts};

use super::{
    model::spoken,
    sql::{Incident, News},
};
use crate::classifier::Names;

/// An incident as a page shows it.
pub struct Shown {
    pub href: String,
    pub icon: &'static str,
    pub number: String,
    pub title: String,
    pub category: String,
    pub words: String,
    pub areas: String,
    pub began: String,
    pub expected: String,
    pub ended: String,
    pub is_over: bool,
    pub supporters: i64,
    pub complaints: i64,
    pub is_supported: bool,
}

impl Shown {
    pub fn of(s: &Shell, zone: Zone, names: &Names, base: &str, incident: &Incident) -> Self {
        let at = |instant| format::date_time(instant, zone, s.locale);
        Self {
            href: format!("{base}/{}", incident.id),
            icon: incident.category.icon(),
            number: spoken(incident.number),
            title: incident.title.clone(),
            category: names.of(incident.category, s.locale),
            words: incident.words.clone(),
            areas: if incident.is_everywhere {
                s.t("care-inc-everywhere").to_owned()
            } else {
                incident.areas.join(", ")
            },
            began: at(incident.began_at),
            expected: incident.expected_at.map(at).unwrap_or_default(),
            ended: incident.ended_at.map(at).unwrap_or_default(),
            is_over: incident.ended_at.is_some(),
            supporters: incident.supporters,
            complaints: incident.complaints,
            is_supported: incident.is_supported,
        }
    }
}

/// A line of its story.
pub struct Told {
    pub head: String,
    pub words: String,
    pub when: String,
    pub expected: String,
}

impl Told {
    pub fn of(s: &Shell, zone: Zone, news: News, with_count: Option<&'static str>) -> Self {
        let at = |instant| format::date_time(instant, zone, s.locale);
        let words = texts(s.locale);
        let head = words.get(news.step.word());
        let head = match with_count {
            Some(key) => format!("{head} · {}", words.with(key, &[("count", news.told.into())])),
            None => head.to_owned(),
        };
        let by = if with_count.is_some() && !news.by.is_empty() {
            format!(" · {}", news.by)
        } else {
            String::new()
        };
        Self {
            when: format!("{}{by}", at(news.at)),
            expected: news.expected_at.map(at).unwrap_or_default(),
            words: news.words,
            head,
        }
    }
}
