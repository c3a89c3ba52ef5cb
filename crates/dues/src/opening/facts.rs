//! What is known about the units of a file before its figures are judged.

use std::collections::{HashMap, HashSet};

use kernel::{ChargeTypeId, Date, Period, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{columns::Line, figures::fold, sql};
use crate::{
    charge::{self, ChargeType},
    setting::{self, Setting},
    settle,
};

/// Why the figures are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Look,
    /// The units are locked first, so that two who bring in the same file follow each other.
    Bring,
}

#[derive(Debug)]
pub struct Facts {
    /// By the house number as it was typed.
    units: HashMap<String, (UnitId, String)>,
    pub charges: Vec<ChargeType>,
    pub setting: Setting,
    pub today: Date,
    /// What a figure without a month is of, and the latest month that a name without a year means.
    pub until: Period,
    /// Opening arrears that stand here already.
    pub brought: HashSet<(UnitId, Period, Option<ChargeTypeId>)>,
    /// What was billed here, by charge, and at all.
    pub billed: HashSet<(UnitId, ChargeTypeId, Period)>,
    pub billed_months: HashSet<(UnitId, Period)>,
    /// Units whose titipan was brought in.
    pub ahead: HashSet<UnitId>,
}

impl Facts {
    pub async fn load(
        tx: &mut TenantTx,
        lines: &[Line],
        (today, until): (Date, Period),
        intent: Intent,
    ) -> Result<Self> {
        let codes: HashSet<&str> = lines.iter().map(|line| line.code.as_str()).collect();
        let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        let named = sql::named(tx, &codes).await?;
        let ids: Vec<UnitId> = named.iter().map(|(_, unit, _)| *unit).collect();
        if intent == Intent::Bring {
            settle::lock_units(tx, &ids).await?;
        }
        let ids: Vec<Uuid> = ids.iter().map(|unit| unit.uuid()).collect();
        let mut facts = Self {
            units: named.into_iter().map(|(typed, unit, code)| (typed, (unit, code))).collect(),
            charges: charge::sql::charge_types(tx).await?,
            setting: setting::load(tx).await?,
            today,
            until,
            brought: HashSet::new(),
            billed: HashSet::new(),
            billed_months: HashSet::new(),
            ahead: sql::ahead(tx, &ids).await?.into_iter().collect(),
        };
        for line in sql::billed(tx, &ids).await? {
            facts.add(line);
        }
        Ok(facts)
    }

    fn add(&mut self, line: sql::BilledRow) {
        if line.is_opening {
            self.brought.insert((line.unit, line.period, line.charge));
        } else {
            self.billed_months.insert((line.unit, line.period));
        }
        if let (false, Some(charge)) = (line.is_opening, line.charge) {
            self.billed.insert((line.unit, charge, line.period));
        }
    }

    pub fn unit(&self, typed: &str) -> Option<&(UnitId, String)> {
        self.units.get(typed)
    }

    /// By code or by name, however it is written.
    pub fn charge(&self, typed: &str) -> Option<&ChargeType> {
        let wanted = fold(typed);
        self.charges.iter().find(|charge| fold(&charge.code) == wanted || fold(&charge.name) == wanted)
    }
}
