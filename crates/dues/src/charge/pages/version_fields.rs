//! The form of a price: fields of every way to price, of which one is shown; and back from a stored rule.

use std::collections::BTreeMap;

use kernel::{Date, Rupiah};
use rust_decimal::Decimal;
use serde::Deserialize;
use web::{Faults, Shell};

use crate::charge::{
    Area, Block, ChargeType, Proration, Rule, Tariff, TaxClass, UsageMonth,
    sql::versions::VersionDetails,
    typed::{self, Slip, tidy},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VersionForm {
    /// Which way to price: the code of the rule.
    pub cara: String,
    pub mulai: String,
    pub harga: String,
    pub dasar: String,
    pub harga_m2: String,
    pub minimum: String,
    /// Names of types and, at the same place, their amounts.
    pub tipe: Vec<String>,
    pub harga_tipe: Vec<String>,
    pub lain: String,
    pub dihuni: String,
    pub disewa: String,
    pub kosong: String,
    pub kavling: String,
    pub tetap: String,
    /// Where a block begins and, at the same place, its rate.
    pub dari: Vec<String>,
    pub harga_blok: Vec<String>,
    pub pakai_minimum: String,
    pub bulan_pakai: String,
    pub prorata: String,
    pub pajak: String,
    pub keputusan: String,
    /// The house and the use of the example.
    pub contoh_unit: String,
    pub contoh_pakai: String,
}

/// Rows of blocks on the form.
pub const BLOCKS: usize = 5;

impl VersionForm {
    pub fn of(tariff: &Tariff) -> Self {
        let mut form = Self {
            cara: tariff.rule.code().to_owned(),
            mulai: tariff.from.to_string(),
            prorata: tariff.proration.code().to_owned(),
            pajak: tariff.tax_percent.map(figure).unwrap_or_default(),
            keputusan: tariff.decision.clone(),
            dasar: "land".to_owned(),
            bulan_pakai: "before".to_owned(),
            ..Self::default()
        };
        form.fill(&tariff.rule);
        form
    }

    /// The amounts of a rule; what it does not have stays empty.
    fn fill(&mut self, rule: &Rule) {
        match rule {
            Rule::Flat { amount } => self.harga = rupiah(*amount),
            Rule::PerM2 { of, rate, minimum } => {
                self.dasar = if *of == Area::Land { "land" } else { "building" }.to_owned();
                self.harga_m2 = figure(*rate);
                self.minimum = minimum.map(rupiah).unwrap_or_default();
            }
            Rule::ByUnitType { amounts, otherwise } => {
                self.tipe = amounts.keys().cloned().collect();
                self.harga_tipe = amounts.values().map(|amount| rupiah(*amount)).collect();
                self.lain = otherwise.map(rupiah).unwrap_or_default();
            }
            Rule::ByOccupancy { lived_in, rented, empty, plot } => {
                self.dihuni = lived_in.map(rupiah).unwrap_or_default();
                self.disewa = rented.map(rupiah).unwrap_or_default();
                self.kosong = empty.map(rupiah).unwrap_or_default();
                self.kavling = plot.map(rupiah).unwrap_or_default();
            }
            Rule::Metered { usage, fixed, blocks, minimum_use } => {
                self.bulan_pakai = if *usage == UsageMonth::Before { "before" } else { "same" }.to_owned();
                self.tetap = rupiah(*fixed);
                self.dari = blocks.iter().map(|block| figure(block.above)).collect();
                self.harga_blok = blocks.iter().map(|block| figure(block.rate)).collect();
                self.pakai_minimum = minimum_use.map(figure).unwrap_or_default();
            }
        }
    }

    pub fn parse(&self, s: &Shell, kind: &ChargeType) -> Result<VersionDetails, Faults> {
        let mut read = Reader { s, faults: Faults::default() };
        let from = read.day("mulai", &self.mulai);
        let rule = match self.cara.as_str() {
            "per_m2" => self.per_m2(&mut read),
            "by_unit_type" => self.by_type(&mut read),
            "by_occupancy" => self.by_occupancy(&mut read),
            "metered" => self.metered(&mut read, kind),
            _ => read.needed("harga", &self.harga).map(|amount| Rule::Flat { amount }),
        };
        let tax = read.keep("pajak", typed::percent(&self.pajak), "tariff-fault-percent").flatten();
        if tax.is_some() && kind.tax_class != TaxClass::Service {
            read.fault("pajak", "tariff-fault-tax");
        }
        let decision = tidy(&self.keputusan);
        if decision.chars().count() > 300 {
            read.fault("keputusan", "tariff-fault-decision");
        }
        match (from, rule) {
            (Some(from), Some(rule)) if read.faults.is_empty() => Ok(VersionDetails {
                from,
                rule,
                proration: Proration::from_code(&self.prorata).unwrap_or(Proration::Days),
                tax_percent: tax,
                decision,
            }),
            _ => Err(read.faults),
        }
    }

    fn per_m2(&self, read: &mut Reader) -> Option<Rule> {
        let rate = read
            .keep("harga_m2", typed::figure(&self.harga_m2, 2, 10_000_000), "tariff-fault-rate")
            .flatten();
        if rate.is_none_or(|rate| rate.is_zero()) {
            read.fault("harga_m2", "tariff-fault-rate");
        }
        let minimum = read.amount("minimum", &self.minimum);
        let of = if self.dasar == "building" { Area::Building } else { Area::Land };
        Some(Rule::PerM2 { of, rate: rate?, minimum })
    }

    fn by_type(&self, read: &mut Reader) -> Option<Rule> {
        let mut amounts = BTreeMap::new();
        for (place, (name, typed)) in self.tipe.iter().zip(&self.harga_tipe).enumerate() {
            if let Some(amount) = read.amount(&format!("harga_tipe-{place}"), typed) {
                amounts.insert(tidy(name), amount);
            }
        }
        let otherwise = read.amount("lain", &self.lain);
        if amounts.is_empty() && otherwise.is_none() {
            read.fault("lain", "tariff-fault-some");
            return None;
        }
        Some(Rule::ByUnitType { amounts, otherwise })
    }

    fn by_occupancy(&self, read: &mut Reader) -> Option<Rule> {
        let lived_in = read.amount("dihuni", &self.dihuni);
        let rented = read.amount("disewa", &self.disewa);
        let empty = read.amount("kosong", &self.kosong);
        let plot = read.amount("kavling", &self.kavling);
        if [lived_in, rented, empty, plot].iter().all(Option::is_none) {
            read.fault("dihuni", "tariff-fault-some");
            return None;
        }
        Some(Rule::ByOccupancy { lived_in, rented, empty, plot })
    }

    fn metered(&self, read: &mut Reader, kind: &ChargeType) -> Option<Rule> {
        if kind.utility.is_none() {
            read.fault("cara", "tariff-fault-no-meter");
        }
        let fixed = read.amount("tetap", &self.tetap).unwrap_or_default();
        let mut blocks: Vec<Block> = Vec::new();
        for (place, (from, rate)) in self.dari.iter().zip(&self.harga_blok).enumerate() {
            let field = format!("dari-{place}");
            let above = read.keep(&field, typed::figure(from, 3, 1_000_000), "tariff-fault-block").flatten();
            let rate = read.keep(
                &format!("harga_blok-{place}"),
                typed::figure(rate, 2, 10_000_000),
                "tariff-fault-rate",
            );
            let Some(rate) = rate.flatten() else { continue };
            // The first row begins at nothing, whether somebody wrote so or not.
            let Some(above) = above.or((place == 0).then_some(Decimal::ZERO)) else {
                read.fault(&field, "tariff-fault-block");
                continue;
            };
            if blocks.last().map_or(!above.is_zero(), |last| above <= last.above) {
                read.fault(&field, "tariff-fault-block-order");
            }
            blocks.push(Block { above, rate });
        }
        if blocks.is_empty() && read.faults.is_empty() {
            read.fault("harga_blok-0", "tariff-fault-rate");
        }
        let least =
            read.keep("pakai_minimum", typed::figure(&self.pakai_minimum, 3, 100_000), "tariff-fault-rate");
        let usage = if self.bulan_pakai == "same" { UsageMonth::Same } else { UsageMonth::Before };
        Some(Rule::Metered {
            usage,
            fixed,
            blocks,
            minimum_use: least.flatten().filter(|least| !least.is_zero()),
        })
    }
}

/// Reads fields and notes what is wrong with them.
struct Reader<'a> {
    s: &'a Shell,
    faults: Faults,
}

impl Reader<'_> {
    fn fault(&mut self, field: &str, key: &'static str) {
        if self.faults.of(field).is_empty() {
            self.faults.put(field, self.s.t(key));
        }
    }

    fn keep<T>(&mut self, field: &str, parsed: Result<T, Slip>, key: &'static str) -> Option<T> {
        let s = self.s;
        self.faults.keep(field, parsed, |_| s.t(key).to_owned())
    }

    fn amount(&mut self, field: &str, text: &str) -> Option<Rupiah> {
        self.keep(field, typed::amount(text), "tariff-fault-amount").flatten()
    }

    fn needed(&mut self, field: &str, text: &str) -> Option<Rupiah> {
        let amount = self.amount(field, text);
        if amount.is_none() {
            self.fault(field, "tariff-fault-amount");
        }
        amount
    }

    fn day(&mut self, field: &str, text: &str) -> Option<Date> {
        let day = self.keep(field, typed::date(text), "tariff-fault-date").flatten();
        if day.is_none() {
            self.fault(field, "tariff-fault-date");
        }
        day
    }
}

/// As the field shows it: `1.250` with dots, a comma for decimals.
fn figure(value: Decimal) -> String {
    kernel::format::decimal(value, kernel::Locale::Id)
}

fn rupiah(amount: Rupiah) -> String {
    figure(Decimal::from(amount.get()))
}
