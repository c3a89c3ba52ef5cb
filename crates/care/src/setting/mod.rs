//! How a complex keeps its promises on complaints: working hours, holidays, and for each category the first priority, who
//! does it and how long it may take. Where a complex set nothing, what docs/care.md says holds.
//!
//! Whatever changes here, the due instants of open complaints are counted anew in the same transaction (`change`).

pub(crate) mod api;
pub(crate) mod change;
mod days;
pub(crate) mod holiday;
mod model;
mod pages;
mod sql;
pub(crate) mod typed;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use kernel::Date;
pub use model::{Level, LevelFault, Plan};
pub use sql::stand_in_line;
use tenancy::{Result, Routes, TenantTx};

use crate::{
    classifier,
    clock::{Calendar, usual_week},
    complaint::model::Category,
    setting::model::Rule,
};

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/aturan", pages::index)
        .post("/k/{complex}/keluhan/aturan/jam", pages::update_week)
        .get("/k/{complex}/keluhan/aturan/kategori/{category}", pages::edit)
        .post("/k/{complex}/keluhan/aturan/kategori/{category}", pages::update)
        .get("/k/{complex}/keluhan/aturan/libur", days::index)
        .post("/k/{complex}/keluhan/aturan/libur", days::add)
        .post("/k/{complex}/keluhan/aturan/libur/hapus", days::remove)
        .upload("/k/{complex}/keluhan/aturan/libur/impor", days::BODY_LIMIT, days::bring)
        .get("/api/v1/complexes/{complex}/complaint-settings", api::show)
        .put("/api/v1/complexes/{complex}/complaint-settings/week", api::change_week)
        .put("/api/v1/complexes/{complex}/complaint-settings/categories/{category}", api::change_rule)
        .get("/api/v1/complexes/{complex}/complaint-settings/holidays/{year}", api::list_days)
        .put("/api/v1/complexes/{complex}/complaint-settings/holidays/{year}", api::bring_days)
}

/// The plan as it stands. Read it after the complaint is locked: whoever changes the plan meanwhile counts that one anew.
pub async fn plan(tx: &mut TenantTx) -> Result<Plan> {
    let stored = sql::stored(tx).await?;
    let mut years: BTreeSet<i32> = stored.years.into_iter().collect();
    let mut off: BTreeSet<Date> = stored.days.into_iter().collect();
    for year in holiday::BUILT_IN.into_iter().filter(|year| !years.contains(year)) {
        off.extend(holiday::built_in(year).unwrap_or_default().iter().map(|holiday| holiday.day));
    }
    years.extend(holiday::BUILT_IN);
    let mut rules: BTreeMap<Category, Rule> = BTreeMap::new();
    for set in stored.rules.iter() {
        let mut rule = Rule::usual(set.category);
        rule.priority = set.priority;
        rule.assignee.clone_from(&set.assignee);
        for level in stored.levels.iter().filter(|level| level.category == set.category) {
            rule.set(level.priority, level.level());
        }
        rules.insert(set.category, rule);
    }
    let problems = classifier::problems(tx).await?;
    let week = stored.week.map_or_else(usual_week, |week| week.0);
    Ok(Plan { calendar: Calendar::new(week, off).knowing(years), rules, problems })
}

/// The same for a new complaint: nobody changes the plan until it is written down.
pub async fn plan_for_new(tx: &mut TenantTx) -> Result<Plan> {
    sql::stand_in_line(tx).await?;
    plan(tx).await
}

/// Are the holidays of this day's year known?
pub async fn knows(tx: &mut TenantTx, day: Date) -> Result<bool> {
    Ok(holiday::built_in(day.year()).is_some() || sql::has_year(tx, day.year()).await?)
}
