//! Changing what is promised, by pages and programs alike. Each change counts the clocks of open complaints anew.

use chrono::Datelike as _;
use kernel::{Date, Locale, Zone};
use tenancy::TenantTx;
use web::{Error, Say, texts::texts};

use super::{
    holiday::{self, Holiday, HolidayKind, ListFault},
    model::{LevelFault, Plan, Rule},
    plan, sql,
};
use crate::{clock::Week, complaint::model::Category, escalation};

/// Why it is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("nobody would ever work")]
    NoWork,
    #[error(transparent)]
    Level(#[from] LevelFault),
    #[error("the name of who does it is too long")]
    LongName,
    #[error(transparent)]
    List(#[from] ListFault),
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let words = texts(locale);
        let at = |key: &str, line: usize| words.with(key, &[("line", line.into())]);
        let key = match *self {
            Self::NoWork => "care-set-refuse-no-work",
            Self::Level(LevelFault::Quarters) => "care-set-refuse-quarters",
            Self::Level(LevelFault::Order) => "care-set-refuse-order",
            Self::LongName => "care-set-refuse-name",
            Self::List(ListFault::Empty) => "care-set-list-empty",
            Self::List(ListFault::Many) => "care-set-list-many",
            Self::List(ListFault::Line(line)) => return at("care-set-list-line", line),
            Self::List(ListFault::Day(line)) => return at("care-set-list-day", line),
            Self::List(ListFault::Kind(line)) => return at("care-set-list-kind", line),
            Self::List(ListFault::Name(line)) => return at("care-set-list-name", line),
            Self::List(ListFault::Twice(line)) => return at("care-set-list-twice", line),
            Self::List(ListFault::Year(line)) => return at("care-set-list-year", line),
        };
        words.get(key).to_owned()
    }
}

/// None: the hours that the house knows.
///
/// # Errors
/// [`Cannot::NoWork`].
pub async fn week(tx: &mut TenantTx, zone: Zone, week: Option<&Week>) -> web::Result<()> {
    if week.is_some_and(|week| week.iter().all(Vec::is_empty)) {
        return Err(Error::refused(Cannot::NoWork));
    }
    let before = begin(tx).await?;
    sql::save_week(tx, week).await?;
    recount(tx, zone, &before).await
}

/// None: what the house promises.
///
/// # Errors
/// [`Cannot`].
pub async fn rule(tx: &mut TenantTx, zone: Zone, category: Category, rule: Option<&Rule>) -> web::Result<()> {
    let before = begin(tx).await?;
    match rule {
        Some(rule) => {
            check(rule).map_err(Error::refused)?;
            sql::save_rule(tx, category, rule).await?;
        }
        None => sql::forget_rule(tx, category).await?,
    }
    recount(tx, zone, &before).await
}

fn check(rule: &Rule) -> Result<(), Cannot> {
    for level in [rule.urgent, rule.high, rule.normal] {
        level.checked()?;
    }
    if rule.assignee.chars().count() > 80 { Err(Cannot::LongName) } else { Ok(()) }
}

/// One day more. A year that the house knows is the complex's own from then on; one that nobody knows stays unknown.
///
/// # Errors
/// The database's.
pub async fn add_day(tx: &mut TenantTx, zone: Zone, day: Holiday) -> web::Result<()> {
    let before = begin(tx).await?;
    own_year(tx, day.day.year()).await?;
    sql::keep_days(tx, &[day]).await?;
    recount(tx, zone, &before).await
}

/// One day less.
///
/// # Errors
/// 404 when it is no day off.
pub async fn remove_day(tx: &mut TenantTx, zone: Zone, day: Date) -> web::Result<()> {
    let before = begin(tx).await?;
    own_year(tx, day.year()).await?;
    if !sql::drop_day(tx, day).await? {
        return Err(Error::missing());
    }
    recount(tx, zone, &before).await
}

/// The list of a year, in place of the one before; days of the complex's own stay. Answers the year.
///
/// # Errors
/// [`ListFault`] by way of [`Cannot`].
pub async fn bring(tx: &mut TenantTx, zone: Zone, days: &[Holiday]) -> web::Result<i32> {
    let first = days.first().ok_or_else(|| Error::refused(Cannot::List(ListFault::Empty)))?;
    let year = first.day.year();
    let before = begin(tx).await?;
    let own: Vec<Date> = sql::days(tx, year)
        .await?
        .into_iter()
        .filter(|day| day.kind == HolidayKind::Own)
        .map(|day| day.day)
        .collect();
    let new: Vec<Holiday> = days.iter().filter(|day| !own.contains(&day.day)).cloned().collect();
    sql::keep_year(tx, year).await?;
    sql::drop_list(tx, year).await?;
    sql::keep_days(tx, &new).await?;
    recount(tx, zone, &before).await?;
    Ok(year)
}

/// A copy of the house's list, before the first change to it.
async fn own_year(tx: &mut TenantTx, year: i32) -> web::Result<()> {
    let Some(list) = holiday::built_in(year) else { return Ok(()) };
    if !sql::has_year(tx, year).await? {
        sql::keep_year(tx, year).await?;
        sql::keep_days(tx, &list).await?;
    }
    Ok(())
}

/// What held until now. Nobody files a complaint meanwhile, and two changes come one after the other.
///
/// # Errors
/// The database's.
pub async fn begin(tx: &mut TenantTx) -> web::Result<Plan> {
    sql::stand_in_line(tx).await?;
    Ok(plan(tx).await?)
}

/// Open clocks run by what holds now.
///
/// # Errors
/// The database's.
pub async fn recount(tx: &mut TenantTx, zone: Zone, before: &Plan) -> web::Result<()> {
    let after = plan(tx).await?;
    if after == *before {
        return Ok(());
    }
    let now = tx.now();
    let clocks = sql::running(tx).await?.into_iter();
    let clocks: Vec<_> =
        clocks.map(|(id, clock)| (id, clock.recounted(&before.calendar, &after, zone, now))).collect();
    sql::keep_running(tx, &clocks).await?;
    escalation::look_now(tx).await?;
    Ok(())
}
