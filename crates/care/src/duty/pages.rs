//! The roster, and one more shift.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{AccountId, Locale};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageComplex};
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path, Say, Shell, shell::parts::Choice, texts::texts};

use super::{
    model::{clock, minute, parts},
    sql,
};

/// Windows of a roster at most.
const MOST: i64 = 300;

const DAYS: [&str; 7] = [
    "care-set-monday",
    "care-set-tuesday",
    "care-set-wednesday",
    "care-set-thursday",
    "care-set-friday",
    "care-set-saturday",
    "care-set-sunday",
];

/// Why it is not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("no manager has this name")]
    Nobody,
    #[error("no day, or no hours that last")]
    Hours,
    #[error("there are too many")]
    Many,
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Nobody => "care-duty-refuse-nobody",
            Self::Hours => "care-duty-refuse-hours",
            Self::Many => "care-duty-refuse-many",
        };
        texts(locale).get(key).to_owned()
    }
}

struct Line {
    name: String,
    hours: String,
    remove: String,
}

struct Day {
    name: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "duty/index.html")]
struct Index {
    s: Shell,
    base: String,
    days: Vec<Day>,
    managers: Vec<Choice>,
    weekdays: Vec<Choice>,
}

pub async fn index(may: May<ManageComplex>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let words = browser.texts();
    let rules = may.place().path("keluhan/aturan");
    let base = format!("{rules}/piket");
    let title = words.get("care-duty-title");
    let s = browser
        .office(&may, title)
        .crumb(words.get("care-title"), may.place().path("keluhan"))
        .crumb(words.get("care-set-title"), rules)
        .crumb(title, "");
    let shifts = sql::shifts(&mut tx).await?;
    let day = |(weekday, key): (i16, &'static str)| Day {
        name: words.get(key),
        lines: shifts
            .iter()
            .filter(|shift| shift.weekday == weekday)
            .map(|shift| Line {
                name: shift.name.clone(),
                hours: format!("{}–{}", clock(shift.from_minute), clock(shift.until_minute)),
                remove: format!("{base}/{}/hapus", shift.id),
            })
            .collect(),
    };
    let managers = sql::managers(&mut tx).await?.into_iter();
    web::page(&Index {
        days: (1..).zip(DAYS).map(day).collect(),
        managers: managers.map(|(account, name)| Choice::new(account.to_string(), name)).collect(),
        weekdays: (1..)
            .zip(DAYS)
            .map(|(n, key): (i16, _)| Choice::new(n.to_string(), words.get(key)))
            .collect(),
        base,
        s,
    })
}

/// One manager on these days between these hours.
///
/// # Errors
/// [`Cannot`].
pub async fn add(
    tx: &mut TenantTx,
    account: Option<AccountId>,
    weekdays: &[i16],
    (from, until): (Option<i16>, Option<i16>),
) -> web::Result<()> {
    let known = sql::managers(tx).await?;
    let account = account.filter(|account| known.iter().any(|(known, _)| known == account));
    let account = account.ok_or(Error::refused(Cannot::Nobody))?;
    let (Some(from), Some(until)) = (from, until) else { return Err(Error::refused(Cannot::Hours)) };
    let mut all = Vec::new();
    for weekday in weekdays {
        let parts = parts(*weekday, from, until);
        if parts.is_empty() {
            return Err(Error::refused(Cannot::Hours));
        }
        all.extend(parts);
    }
    if all.is_empty() {
        return Err(Error::refused(Cannot::Hours));
    }
    let more = i64::try_from(all.len()).unwrap_or(i64::MAX);
    if sql::count(tx).await?.saturating_add(more) > MOST {
        return Err(Error::refused(Cannot::Many));
    }
    Ok(sql::add(tx, account, &all).await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    siapa: String,
    hari: Vec<i16>,
    dari: String,
    sampai: String,
}

pub async fn create(may: May<ManageComplex>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    let hours = (minute(&typed.dari), minute(&typed.sampai));
    add(&mut tx, typed.siapa.parse().ok(), &typed.hari, hours).await?;
    tx.commit().await?;
    Ok(back(&may).saying(browser.texts().get("care-duty-said")).into_response())
}

pub async fn remove(
    may: May<ManageComplex>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::drop(&mut tx, id).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(back(&may).saying(browser.texts().get("care-duty-said")).into_response())
}

fn back(may: &May<ManageComplex>) -> Go {
    Go::to(may.place().path("keluhan/aturan/piket"))
}
