//! Charges and prices as people read them.

use kernel::{Date, Locale, Rupiah, format};
use rust_decimal::Decimal;
use web::Shell;

use super::{Area, Cadence, Concern, Figure, Liable, Obligation, Rule, TaxClass, model::ChargeType};

pub const fn cadence(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Monthly => "tariff-monthly",
        Cadence::Quarterly => "tariff-quarterly",
        Cadence::Yearly => "tariff-yearly",
        Cadence::Once => "tariff-once",
    }
}

/// Behind an amount: `per bulan`.
pub const fn per(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Monthly => "tariff-per-month",
        Cadence::Quarterly => "tariff-per-quarter",
        Cadence::Yearly => "tariff-per-year",
        Cadence::Once => "tariff-per-once",
    }
}

pub const fn obligation(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Compulsory => "tariff-compulsory",
        Obligation::Voluntary => "tariff-voluntary",
    }
}

pub const fn liable(liable: Liable) -> &'static str {
    match liable {
        Liable::Occupant => "tariff-occupant",
        Liable::Owner => "tariff-owner",
    }
}

pub const fn tax_class(class: TaxClass) -> &'static str {
    match class {
        TaxClass::None => "tariff-tax-none",
        TaxClass::PassThrough => "tariff-tax-pass-through",
        TaxClass::Service => "tariff-tax-service",
    }
}

/// The ways to price, by the code of their rule: name, hint, icon.
pub const WAYS: [(&str, &str, &str, &str); 5] = [
    ("flat", "tariff-way-flat", "tariff-way-flat-hint", "banknote"),
    ("by_unit_type", "tariff-way-type", "tariff-way-type-hint", "house"),
    ("per_m2", "tariff-way-m2", "tariff-way-m2-hint", "land-plot"),
    ("by_occupancy", "tariff-way-occupancy", "tariff-way-occupancy-hint", "users"),
    ("metered", "tariff-way-meter", "tariff-way-meter-hint", "droplets"),
];

pub fn icon(rule: Option<&Rule>) -> &'static str {
    let code = rule.map_or("", Rule::code);
    WAYS.iter().find(|(known, ..)| *known == code).map_or("tags", |(.., icon)| icon)
}

/// What a meter of this kind counts in.
pub fn measure(utility: Option<&str>) -> &'static str {
    if utility == Some("electricity") { "kWh" } else { "m³" }
}

/// `Rp 1.250,5`: a rate, which may have decimals.
pub fn rate(rate: Decimal) -> String {
    format!("Rp\u{a0}{}", format::decimal(rate, Locale::Id))
}

/// `Rp 3.000–7.000`, or one of them when they are the same.
fn between(amounts: impl Iterator<Item = Decimal> + Clone) -> String {
    let (least, most) = (amounts.clone().min(), amounts.max());
    match (least, most) {
        (Some(least), Some(most)) if least < most => {
            format!("{}–{}", rate(least), format::decimal(most, Locale::Id))
        }
        (Some(only), _) => rate(only),
        _ => rate(Decimal::ZERO),
    }
}

fn exact(amount: Rupiah) -> Decimal {
    Decimal::from(amount.get())
}

/// A price as a figure, and what it depends on.
pub struct Price {
    pub figure: String,
    pub detail: String,
}

pub fn price(s: &Shell, kind: &ChargeType, rule: &Rule) -> Price {
    let figure = match rule {
        Rule::Flat { amount } => amount.to_string(),
        Rule::PerM2 { rate: each, .. } => format!("{}/m²", rate(*each)),
        Rule::ByUnitType { amounts, otherwise } => {
            between(amounts.values().chain(otherwise).map(|a| exact(*a)))
        }
        Rule::ByOccupancy { lived_in, rented, empty, plot } => {
            between([lived_in, rented, empty, plot].into_iter().flatten().map(|a| exact(*a)))
        }
        Rule::Metered { blocks, .. } => {
            format!("{}/{}", between(blocks.iter().map(|block| block.rate)), measure(kind.utility.as_deref()))
        }
    };
    let detail = match rule {
        Rule::Flat { .. } => s.t("tariff-detail-flat").to_owned(),
        Rule::PerM2 { of: Area::Land, .. } => s.t("tariff-detail-land").to_owned(),
        Rule::PerM2 { of: Area::Building, .. } => s.t("tariff-detail-building").to_owned(),
        Rule::ByUnitType { .. } => s.t("tariff-detail-type").to_owned(),
        Rule::ByOccupancy { .. } => s.t("tariff-detail-occupancy").to_owned(),
        Rule::Metered { fixed, .. } if *fixed > Rupiah::ZERO => {
            s.t1("tariff-detail-meter-fixed", "fixed", fixed.to_string())
        }
        Rule::Metered { .. } => s.t("tariff-detail-meter").to_owned(),
    };
    Price { figure, detail }
}

/// Every part of a price with its amount, for a list.
pub fn parts(s: &Shell, kind: &ChargeType, rule: &Rule) -> Vec<(String, String)> {
    match rule {
        Rule::Flat { amount } => vec![(s.t("tariff-part-each").to_owned(), amount.to_string())],
        Rule::PerM2 { of, rate: each, minimum } => {
            let label = if *of == Area::Land { "tariff-part-land" } else { "tariff-part-building" };
            let mut parts = vec![(s.t(label).to_owned(), rate(*each))];
            parts.extend(minimum.map(|least| (s.t("tariff-part-minimum").to_owned(), least.to_string())));
            parts
        }
        Rule::ByUnitType { amounts, otherwise } => {
            let mut parts: Vec<_> =
                amounts.iter().map(|(name, a)| (type_name(s, name), a.to_string())).collect();
            parts.extend(
                otherwise.map(|amount| (s.t("tariff-part-otherwise").to_owned(), amount.to_string())),
            );
            parts
        }
        Rule::ByOccupancy { lived_in, rented, empty, plot } => {
            let states = [
                ("unit-status-occupied", lived_in),
                ("unit-status-rented", rented),
                ("unit-status-vacant", empty),
                ("unit-status-plot", plot),
            ];
            states
                .into_iter()
                .map(|(key, amount)| {
                    (
                        s.t(key).to_owned(),
                        amount.map_or(s.t("tariff-part-free").to_owned(), |a| a.to_string()),
                    )
                })
                .collect()
        }
        Rule::Metered { fixed, blocks, minimum_use, .. } => {
            let measure = measure(kind.utility.as_deref());
            let mut parts = vec![(s.t("tariff-part-fixed").to_owned(), fixed.to_string())];
            let ends = blocks.iter().skip(1).map(|next| Some(next.above)).chain([None]);
            for (block, end) in blocks.iter().zip(ends) {
                let from = format::decimal(block.above, s.locale);
                let label = match end {
                    Some(end) => format!("{from}–{} {measure}", format::decimal(end, s.locale)),
                    None => s.t1("tariff-part-above", "from", format!("{from} {measure}")),
                };
                parts.push((label, format!("{}/{measure}", rate(block.rate))));
            }
            parts.extend(minimum_use.map(|least| {
                (
                    s.t("tariff-part-least").to_owned(),
                    format!("{} {measure}", format::decimal(least, s.locale)),
                )
            }));
            parts
        }
    }
}

/// A type of house; those without one have a name too.
pub fn type_name(s: &Shell, name: &str) -> String {
    if name.is_empty() { s.t("tariff-type-none").to_owned() } else { name.to_owned() }
}

/// `Bebas`, `Potongan 25%`, `Tetap Rp 80.000`.
pub fn figure(s: &Shell, figure: Figure) -> String {
    match figure {
        Figure::Exempt => s.t("own-exempt").to_owned(),
        Figure::Fixed { amount } => s.t1("own-fixed-is", "amount", amount.to_string()),
        Figure::DiscountRupiah { amount } => s.t1("own-less", "amount", amount.to_string()),
        Figure::DiscountPercent { percent } => {
            s.t1("own-less", "amount", format!("{}%", format::decimal(percent, s.locale)))
        }
    }
}

/// `1 Jan 2026–31 Mar 2026`, `sejak 1 Apr 2026`.
pub fn days(s: &Shell, from: Date, until: Option<Date>) -> String {
    let begins = format::short_date(from, s.locale);
    match until.and_then(|until| until.pred_opt()) {
        Some(last) => s.t2("tariff-from-to", "from", begins, "to", format::short_date(last, s.locale)),
        None => s.t1("tariff-since", "from", begins),
    }
}

/// Why a house cannot be billed, for the example.
pub fn concern(s: &Shell, concern: &Concern) -> Option<String> {
    let key = match concern {
        Concern::MissingArea { of: Area::Land, .. } => "tariff-no-land",
        Concern::MissingArea { of: Area::Building, .. } => "tariff-no-building",
        Concern::NoAmountForType { unit_type, .. } => {
            return Some(s.t1("tariff-no-type", "type", type_name(s, unit_type)));
        }
        Concern::TooLarge { .. } => "tariff-too-large",
        _ => return None,
    };
    Some(s.t(key).to_owned())
}
