//! The live example: one house under the price that is being typed, the old price beside it, and what it means for
//! everybody. Nothing is stored.

use kernel::{Period, Rupiah, format};
use rust_decimal::Decimal;
use tenancy::TenantTx;
use web::Shell;

use super::version_fields::VersionForm;
use crate::{
    charge::{
        Charge, ChargeBook, ChargeType, Metering, Override, Tariff, UnitInPeriod,
        sketch::{self, Effect, Sketch},
        sql::{
            self, kinds,
            own::{self, Wanted},
            versions::VersionDetails,
        },
        typed, versions, words,
    },
    run::Households,
};

/// Houses that the effect is counted over; far more than a complex has.
const MOST: i64 = 20_000;

/// What the example shows, ready to be read.
pub struct Example {
    pub unit: String,
    pub who: String,
    pub month: String,
    pub amount: String,
    /// Under the price that holds now; empty when there is none.
    pub before: String,
    /// How the amount comes about, line by line.
    pub sum: Vec<(String, String)>,
    /// What this house has agreed for itself.
    pub own: String,
    pub notes: Vec<String>,
    pub effect: Option<EffectSaid>,
}

pub struct EffectSaid {
    pub units: i64,
    pub changed: i64,
    pub before: String,
    pub after: String,
    pub difference: String,
    pub left_out: i64,
}

/// Everything that a price is tried on.
pub struct Trial<'a> {
    pub kind: &'a ChargeType,
    pub tariffs: &'a [Tariff],
    pub details: &'a VersionDetails,
    pub form: &'a VersionForm,
}

impl Trial<'_> {
    pub async fn run(&self, tx: &mut TenantTx, s: &Shell) -> web::Result<Example> {
        let (month, after) = self.draft();
        let overrides = self.overrides(tx).await?;
        let after = Sketch::new(self.kind, &after, overrides.clone(), month);
        let before = self.old().map(|old| Sketch::new(self.kind, old, overrides, month));
        let units = Households::after(tx, &after.book, None, "", MOST).await?.units;
        let effect = sketch::effect(before.as_ref(), &after, &units);
        let chosen = self.chosen(tx, &units).await?;
        let mut example = match chosen {
            Some(unit) => self.of_house(s, &unit, before.as_ref(), &after),
            None => Example::without_house(s),
        };
        example.month = month_covered(s, &after.book, month);
        if !units.is_empty() {
            example.effect = Some(said(effect));
        }
        if self.form.mulai.get(8..).is_some_and(|day| day != "01")
            && after.book.charges.iter().any(is_by_days)
        {
            example.notes.push(s.t("tariff-first-month-by-days").to_owned());
        }
        Ok(example)
    }

    /// The price as a version, and a month in which it is billed.
    fn draft(&self) -> (Period, Tariff) {
        let details = self.details;
        let version = Tariff {
            id: kernel::TariffId::from_uuid(uuid::Uuid::nil()),
            charge_type: self.kind.id,
            from: details.from,
            until: None,
            rule: details.rule.clone(),
            proration: details.proration,
            tax_percent: details.tax_percent,
            decision: String::new(),
            is_used: false,
        };
        let month = sketch::month_from(self.kind, details.from).unwrap_or(self.kind.anchor);
        (month, version)
    }

    /// What holds until the new price begins.
    fn old(&self) -> Option<&Tariff> {
        let before = self.details.from.pred_opt()?;
        self.tariffs.iter().find(|tariff| tariff.holds_on(before)).or_else(|| {
            versions::on_or_next(self.tariffs, self.details.from)
                .filter(|tariff| tariff.from <= self.details.from)
        })
    }

    async fn overrides(&self, tx: &mut TenantTx) -> web::Result<Vec<Override>> {
        let wanted = Wanted { charge: Some(self.kind.id), unit: None, from: Some(self.details.from) };
        let listed = own::list(tx, &wanted, None, i64::from(i32::MAX)).await?;
        Ok(listed.into_iter().map(|listed| listed.own).collect())
    }

    /// The house that somebody named, or the first one in order.
    async fn chosen(&self, tx: &mut TenantTx, units: &[UnitInPeriod]) -> web::Result<Option<UnitInPeriod>> {
        let named = self.form.contoh_unit.trim();
        let id = if named.is_empty() {
            kinds::first_unit(tx).await?.map(|(id, _)| id)
        } else {
            homes::unit_by_code(tx, named).await?
        };
        Ok(id.and_then(|id| units.iter().find(|unit| unit.unit == id)).cloned())
    }

    fn of_house(&self, s: &Shell, unit: &UnitInPeriod, before: Option<&Sketch>, after: &Sketch) -> Example {
        let used = self.used(unit);
        let unit =
            if self.details.rule.is_metered() { sketch::using(unit, self.kind, used) } else { unit.clone() };
        let new = after.of(&unit);
        let old = before.map(|before| before.of(&unit).amount);
        let own = new.lines.iter().find_map(|line| line.r#override).and_then(|_| after.own_of(&unit));
        let mut notes: Vec<String> = new.concerns.iter().filter_map(|one| words::concern(s, one)).collect();
        if new.amount == Rupiah::ZERO && notes.is_empty() {
            notes.push(s.t("tariff-example-nothing").to_owned());
        }
        Example {
            unit: unit.code.clone(),
            who: unit.stays.iter().find(|stay| stay.payer).map(|stay| stay.name.clone()).unwrap_or_default(),
            month: String::new(),
            amount: new.amount.to_string(),
            before: old.map(|amount| amount.to_string()).unwrap_or_default(),
            sum: self.sum(s, &new, used),
            own: own.map(|own| words::figure(s, own.figure)).unwrap_or_default(),
            notes,
            effect: None,
        }
    }

    /// What was typed, else what the meter counted last, else a usual household's 15 m³.
    fn used(&self, unit: &UnitInPeriod) -> Decimal {
        let typed = typed::figure(&self.form.contoh_pakai, 3, 1_000_000).ok().flatten();
        let counted = match unit.usage.get(&self.kind.id) {
            Some(Metering::Read(usage)) => Some(usage.used),
            _ => None,
        };
        typed.or(counted).unwrap_or(Decimal::from(15))
    }

    fn sum(&self, s: &Shell, house: &sketch::House, used: Decimal) -> Vec<(String, String)> {
        let measure = words::measure(self.kind.utility.as_deref());
        let mut sum: Vec<(String, String)> = Vec::new();
        for step in sketch::steps(&self.details.rule, used) {
            let label = match step.quantity {
                None => s.t("tariff-part-fixed").to_owned(),
                Some(so_much) => {
                    format!("{} {measure} × {}", format::decimal(so_much, s.locale), words::rate(step.rate))
                }
            };
            sum.push((label, words::rate(step.amount.normalize())));
        }
        for line in &house.lines {
            if let (Some(quantity), Some(rate), true) = (line.quantity, line.rate, sum.is_empty()) {
                let area = format::square_metres(quantity, s.locale);
                let amount = line.amount.checked_sub(line.tax).unwrap_or(line.amount);
                sum.push((format!("{area} × {}", words::rate(rate)), amount.to_string()));
            }
            if line.tax > Rupiah::ZERO {
                sum.push((s.t("tariff-example-tax").to_owned(), line.tax.to_string()));
            }
        }
        sum
    }
}

impl Example {
    fn without_house(s: &Shell) -> Self {
        Self {
            unit: String::new(),
            who: String::new(),
            month: String::new(),
            amount: String::new(),
            before: String::new(),
            sum: Vec::new(),
            own: String::new(),
            notes: vec![s.t("tariff-example-no-unit").to_owned()],
            effect: None,
        }
    }
}

fn is_by_days(charge: &Charge) -> bool {
    charge.proration == crate::charge::Proration::Days && !charge.is_metered()
}

/// The month that the price is for: of water the one before.
fn month_covered(s: &Shell, book: &ChargeBook, month: Period) -> String {
    let covered = book.charges.first().map_or(month, |charge| Period::of(charge.covered.from));
    format::month(covered, s.locale)
}

fn said(effect: Effect) -> EffectSaid {
    let difference = effect.after.checked_sub(effect.before).unwrap_or_default();
    let sign = if difference > Rupiah::ZERO { "+" } else { "" };
    EffectSaid {
        units: effect.units,
        changed: effect.changed,
        before: effect.before.to_string(),
        after: effect.after.to_string(),
        difference: format!("{sign}{difference}"),
        left_out: effect.left_out,
    }
}

/// Loaded for the form: the types of houses, for a price by type.
pub async fn types(tx: &mut TenantTx) -> web::Result<Vec<(String, i64)>> {
    Ok(sql::kinds::unit_types(tx).await?)
}
