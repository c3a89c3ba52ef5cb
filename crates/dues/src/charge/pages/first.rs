//! A complex that begins: the usual charges on one short form. Only what has an amount is made.

use axum::response::IntoResponse as _;
use kernel::{Period, Rupiah};
use ledger::{Chart, Purpose};
use rust_decimal::Decimal;
use serde::Deserialize;
use tenancy::{May, policy::SetTariffs};
use web::{Browser, Faults, Form, Go};

use super::list;
use crate::charge::{
    Block, Cadence, Liable, Obligation, Proration, Rule, TaxClass, UsageMonth,
    sql::{
        kinds::{self, KindDetails},
        versions::{self, VersionDetails},
    },
    typed::{self, Slip},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FirstForm {
    pub lingkungan: String,
    pub keamanan: String,
    pub sampah: String,
    pub air: String,
    pub air_tetap: String,
    pub mulai: String,
}

impl FirstForm {
    /// Nothing is invented: no amounts.
    pub fn usual() -> Self {
        Self::default()
    }
}

/// One of the usual charges: code, key of its name, priority, price.
struct Usual {
    code: &'static str,
    name: &'static str,
    priority: i16,
    rule: Rule,
}

struct First {
    charges: Vec<Usual>,
    from: Period,
}

fn parse(form: &FirstForm, said: impl Fn(&'static str) -> String) -> Result<First, Faults> {
    let mut faults = Faults::default();
    let mut amount = |field: &str, text: &str| {
        faults.keep(field, typed::amount(text), |_: &Slip| said("tariff-fault-amount")).flatten()
    };
    let flat = [
        ("IPL", "tariff-name-environment", 100, amount("lingkungan", &form.lingkungan)),
        ("KAM", "tariff-name-security", 110, amount("keamanan", &form.keamanan)),
        ("SMP", "tariff-name-waste", 120, amount("sampah", &form.sampah)),
    ];
    let water = amount("air", &form.air);
    let fixed = amount("air_tetap", &form.air_tetap);
    let from =
        faults.keep("mulai", typed::month(&form.mulai), |_: &Slip| said("tariff-fault-month")).flatten();
    if from.is_none() && faults.of("mulai").is_empty() {
        faults.put("mulai", said("tariff-fault-month"));
    }
    let mut charges: Vec<Usual> = flat
        .into_iter()
        .filter_map(|(code, name, priority, amount)| {
            let amount = amount.filter(|amount| *amount > Rupiah::ZERO)?;
            Some(Usual { code, name, priority, rule: Rule::Flat { amount } })
        })
        .collect();
    if let Some(rate) = water.filter(|rate| *rate > Rupiah::ZERO) {
        let blocks = vec![Block { above: Decimal::ZERO, rate: Decimal::from(rate.get()) }];
        let fixed = fixed.unwrap_or_default();
        let rule = Rule::Metered { usage: UsageMonth::Before, fixed, blocks, minimum_use: None };
        charges.push(Usual { code: "AIR", name: "tariff-name-water", priority: 130, rule });
    }
    if charges.is_empty() && faults.is_empty() {
        faults.put("lingkungan", said("tariff-fault-first"));
    }
    match from.filter(|_| faults.is_empty()) {
        Some(from) => Ok(First { charges, from }),
        None => Err(faults),
    }
}

pub async fn create(may: May<SetTariffs>, browser: Browser, Form(form): Form<FirstForm>) -> web::Result {
    let words = browser.texts();
    let first = match parse(&form, |key| words.get(key).to_owned()) {
        Ok(first) => first,
        Err(faults) => return web::invalid(&list::page(&may, &browser, form, faults).await?),
    };
    let mut tx = may.begin().await?;
    let chart = Chart::load(&mut tx).await?;
    let count = first.charges.len();
    for usual in first.charges {
        let details = KindDetails {
            code: usual.code.to_owned(),
            name: words.get(usual.name).to_owned(),
            cadence: Cadence::Monthly,
            anchor: first.from,
            obligation: Obligation::Compulsory,
            liable: Liable::Occupant,
            fund: chart.general_fund(),
            income_account: chart.account(Purpose::DuesIncome),
            tax_class: if usual.rule.is_metered() { TaxClass::PassThrough } else { TaxClass::None },
            priority: usual.priority,
            utility: usual.rule.is_metered().then(|| "water".to_owned()),
            note: String::new(),
        };
        let id = kinds::add(&mut tx, &details).await?;
        let version = VersionDetails {
            from: first.from.first_day(),
            rule: usual.rule,
            proration: Proration::Days,
            tax_percent: None,
            decision: String::new(),
        };
        versions::add(&mut tx, id, &version, None).await?;
    }
    tx.commit().await?;
    let said = words.with("tariff-first-done", &[("count", i64::try_from(count).unwrap_or(0).into())]);
    Ok(Go::to(may.place().path("tarif")).saying(said).into_response())
}
