//! What the pages of this room share: whose page it is, which units it may touch, and the words for what was paid.

use kernel::{AreaId, Date, Locale, Period, Rupiah, format};
use tenancy::{Capability, May, Role, TenantTx};
use web::{Browser, Faults, Shell, ShellKind, texts::texts};

use crate::payment::{PaidLine, sql::PartRow};

/// The areas that the caller is limited to; `None` for the office.
pub fn scope<C: Capability>(may: &May<C>) -> Option<Vec<AreaId>> {
    let office = [Role::OrganizationAdmin, Role::Manager, Role::Treasurer];
    let is_office = may.roles().iter().any(|role| office.contains(role));
    (!is_office).then(|| may.areas().to_vec())
}

/// Are all parts within the scope? A payment that touches another RT is none of an RT head's.
pub fn within(scope: Option<&[AreaId]>, parts: &[PartRow]) -> bool {
    scope.is_none_or(|areas| parts.iter().all(|part| part.rt.is_some_and(|rt| areas.contains(&rt))))
}

/// A page of the office, or of the RT head.
pub fn shell<C: Capability>(may: &May<C>, browser: &Browser, title: impl Into<String>) -> Shell {
    match scope(may) {
        Some(_) => browser.member(may, ShellKind::AreaHead, title),
        None => browser.office(may, title),
    }
}

/// `Iuran November 2026`, `Denda November 2026`.
pub fn paid_label(locale: Locale, line: &PaidLine) -> String {
    invoice_label(locale, &line.kind, Period::of(line.period))
}

/// The same for an invoice of this kind and month.
pub fn invoice_label(locale: Locale, kind: &str, period: Period) -> String {
    let month = format::month(period, locale);
    let key = match kind {
        "penalty" => "receipt-line-penalty",
        "opening" => "receipt-line-opening",
        "other" => "receipt-line-other",
        _ => "receipt-line-dues",
    };
    texts(locale).with(key, &[("month", month.as_str().into())])
}

/// An amount above nothing, or a sentence.
pub fn amount(faults: &mut Faults, s: &Shell, field: &str, text: &str) -> Option<Rupiah> {
    let parsed = Rupiah::parse(text).ok().filter(|amount| (1..=10_000_000_000).contains(&amount.get()));
    if parsed.is_none() {
        faults.put(field, s.t("payment-fault-amount"));
    }
    parsed
}

/// The day on which money moved: not later than today.
pub fn value_date(faults: &mut Faults, s: &Shell, field: &str, text: &str, today: Date) -> Option<Date> {
    let shapes = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"];
    let earliest = Date::from_ymd_opt(2000, 1, 1).expect("2000 had a first day");
    let day = shapes.iter().find_map(|shape| Date::parse_from_str(text.trim(), shape).ok());
    let day = day.filter(|day| (earliest..=today).contains(day));
    if day.is_none() {
        faults.put(field, s.t("payment-fault-date"));
    }
    day
}

/// A text without the spaces around it, no longer than this.
pub fn short(faults: &mut Faults, s: &Shell, field: &str, text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > most {
        faults.put(field, s.t1("payment-fault-long", "most", most));
    }
    text
}

/// A reason of 3 to 300 characters.
pub fn reason(faults: &mut Faults, s: &Shell, field: &str, text: &str) -> String {
    let text = short(faults, s, field, text, 300);
    if text.chars().count() < 3 {
        faults.put(field, s.t("payment-fault-reason"));
    }
    text
}

/// When the books take it on another day than it moved, the sentence that says so.
pub async fn booked_elsewhere(tx: &mut TenantTx, s: &Shell, value_on: Date) -> tenancy::Result<String> {
    let day = ledger::open_day(tx, value_on).await?;
    if day == value_on {
        return Ok(String::new());
    }
    Ok(s.t2("payment-booked-elsewhere", "value", s.date(&value_on), "booked", s.date(&day)))
}
