//! How the figure of a line came to be, read from the snapshot that was frozen with it. An old or a foreign snapshot
//! explains less, and never fails.

use kernel::{Date, Rupiah, format};
use rust_decimal::Decimal;
use serde::Deserialize;
use web::Shell;

use crate::invoice::sql::LineRow;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    unit: UnitFacts,
    lines: Vec<LineFacts>,
    /// What others say about their own invoices: a late fee, an opening balance.
    note: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct UnitFacts {
    r#type: String,
    land_m2: Option<Decimal>,
    building_m2: Option<Decimal>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LineFacts {
    from: Option<Date>,
    until: Option<Date>,
    share: Option<(u32, u32)>,
    r#override: Option<String>,
    usage: Option<UsageFacts>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct UsageFacts {
    used: Decimal,
    reading_from: Option<Decimal>,
    reading_to: Option<Decimal>,
    estimated: bool,
    disputed: bool,
}

/// What another room's invoice stands for: `K-0012`, and where that is found behind the complex's address.
#[derive(Debug, Deserialize)]
pub struct Source {
    pub label: String,
    pub path: String,
}

impl Source {
    pub fn of(snapshot: &serde_json::Value) -> Option<Self> {
        Self::deserialize(snapshot.get("source")?).ok()
    }
}

pub struct Explained {
    pub name: String,
    pub how: String,
    pub amount: String,
    pub fund: String,
    /// `Sisa Rp 20.000`, or empty.
    pub rest: String,
}

impl Snapshot {
    pub fn read(json: &serde_json::Value) -> Self {
        Self::deserialize(json).unwrap_or_default()
    }

    /// `Tipe 36/72 · tanah 72 m²` as it was on the day of issue.
    pub fn of_unit(&self, s: &Shell) -> String {
        let mut parts = Vec::new();
        if !self.unit.r#type.is_empty() {
            parts.push(s.t1("invoice-unit-type", "type", self.unit.r#type.as_str()));
        }
        if let Some(land) = self.unit.land_m2 {
            parts.push(s.t1("invoice-unit-land", "area", format::square_metres(land, s.locale)));
        }
        if let Some(building) = self.unit.building_m2 {
            parts.push(s.t1("invoice-unit-building", "area", format::square_metres(building, s.locale)));
        }
        parts.join(" · ")
    }

    pub fn line(&self, s: &Shell, line: &LineRow, fund: &str) -> Explained {
        let place = usize::try_from(line.line).unwrap_or(1).saturating_sub(1);
        let rest = line.amount.checked_sub(line.settled).unwrap_or(Rupiah::ZERO);
        let in_part = line.settled > Rupiah::ZERO && rest > Rupiah::ZERO;
        Explained {
            name: line.description.clone(),
            how: how(s, line, self.lines.get(place), &self.note),
            amount: format::rupiah(line.amount),
            fund: fund.to_owned(),
            rest: if in_part { s.t1("invoice-rest", "amount", format::rupiah(rest)) } else { String::new() },
        }
    }
}

fn how(s: &Shell, line: &LineRow, facts: Option<&LineFacts>, note: &str) -> String {
    let mut parts = Vec::new();
    if let Some(usage) = facts.and_then(|facts| facts.usage.as_ref()) {
        parts.push(metered(s, usage));
    }
    if let (Some(quantity), Some(rate)) = (line.quantity, line.rate) {
        let (quantity, rate) = (format::decimal(quantity, s.locale), format::decimal(rate, s.locale));
        parts.push(s.t2("bill-how-rate", "quantity", quantity, "rate", rate));
    }
    if let Some((part, whole)) = facts.and_then(|facts| facts.share).filter(|(part, whole)| part < whole) {
        parts.push(s.t2("bill-how-share", "part", part, "whole", whole));
        if let Some((from, until)) = facts.and_then(|facts| facts.from.zip(facts.until)) {
            let last = until.pred_opt().unwrap_or(until);
            let (from, last) = (format::short_date(from, s.locale), format::short_date(last, s.locale));
            parts.push(format!("{from} – {last}"));
        }
    }
    if facts.is_some_and(|facts| facts.r#override.is_some()) {
        parts.push(s.t("bill-how-own").to_owned());
    }
    if line.tax > Rupiah::ZERO {
        parts.push(s.t1("bill-how-tax", "tax", format::rupiah(line.tax)));
    }
    match (parts.is_empty(), line.charge) {
        (false, _) => parts.join(" · "),
        (true, _) if !note.is_empty() => note.to_owned(),
        (true, Some(_)) => s.t("bill-how-flat").to_owned(),
        (true, None) => String::new(),
    }
}

fn metered(s: &Shell, usage: &UsageFacts) -> String {
    let figure = |value: Option<Decimal>| format::decimal(value.unwrap_or_default(), s.locale);
    let mut text = s.tw(
        "bill-how-meter",
        &[
            ("from", figure(usage.reading_from).into()),
            ("to", figure(usage.reading_to).into()),
            ("used", format::decimal(usage.used, s.locale).into()),
        ],
    );
    if usage.estimated {
        text.push_str(" · ");
        text.push_str(s.t("bill-how-estimated"));
    }
    if usage.disputed {
        text.push_str(" · ");
        text.push_str(s.t("bill-how-disputed"));
    }
    text
}
