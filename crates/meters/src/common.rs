//! What the pages of this room share: whose units somebody sees, the shell around the page, addresses, months to choose.

use kernel::{Date, Locale, Period, UnitId, format};
use tenancy::{Capability, May, Place, Role};
use uuid::Uuid;
use web::{Browser, Shell, ShellKind, shell::parts::Choice};

/// The RTs to which the caller is bound; none for the office, which sees every unit.
pub fn bound_to<C: Capability>(may: &May<C>) -> Option<Vec<Uuid>> {
    let office = |role: &Role| matches!(role, Role::OrganizationAdmin | Role::Manager | Role::Treasurer);
    let is_office = may.roles().iter().any(office);
    (!is_office).then(|| may.areas().iter().map(|area| area.uuid()).collect())
}

/// The office's page, or an area head's.
pub fn shell<C: Capability>(may: &May<C>, browser: &Browser, title: impl Into<String>) -> Shell {
    if bound_to(may).is_some() {
        browser.member(may, ShellKind::AreaHead, title)
    } else {
        browser.office(may, title)
    }
}

/// Where a unit's meter is looked at.
pub fn unit_path(place: &Place, unit: UnitId) -> String {
    place.path(&format!("meter/unit/{unit}"))
}

/// The month of `2026-11`; the usual one for anything else.
pub fn period_of(text: &str, today: Date) -> Period {
    let usual = crate::reading::period_on(today);
    let asked = Date::parse_from_str(&format!("{}-01", text.trim()), "%Y-%m-%d").map(Period::of);
    asked
        .ok()
        .filter(|period| *period <= Period::of(today).next() && period.first_day() > earliest())
        .unwrap_or(usual)
}

/// This month and the twelve before it.
pub fn months(today: Date, chosen: Period, locale: Locale) -> Vec<Choice> {
    let mut period = Period::of(today);
    let mut all = Vec::new();
    for _ in 0..13 {
        all.push(period);
        period = period.previous();
    }
    if !all.contains(&chosen) {
        all.push(chosen);
    }
    all.into_iter().map(|period| Choice::new(period.to_string(), format::month(period, locale))).collect()
}

/// What a date field sends (`2026-11-22`), or what a hand or a spreadsheet has (`22/11/2026`).
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let known = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];
    let day = known.iter().find_map(|shape| Date::parse_from_str(text, shape).ok())?;
    (day > earliest()).then_some(day)
}

fn earliest() -> Date {
    Date::from_ymd_opt(1990, 1, 1).expect("1990 had a first day")
}
