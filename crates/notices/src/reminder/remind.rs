//! From what is open to one reminder for each household.

use std::collections::{BTreeMap, HashMap};

use dues::owing::{self, Asked, Due};
use jobs::{Job, JobFault, Tools};
use kernel::{Date, PersonId, Rupiah, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Result, TenantTx};

use super::sql;
use crate::{
    carrier::{self, Cost},
    outbox::{self, Facts, Kind, Notice, Recipient, tell},
};

/// Every morning, in the complexes that want it: whoever stands on a rung today.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RemindByLadder {}

impl Job for RemindByLadder {
    const NAME: &'static str = "notices.remind_by_ladder";

    async fn run(self, scope: JobScope, _: &Tools) -> std::result::Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let ladder = sql::load(&mut tx).await?;
        if !ladder.is_automatic {
            return Ok(());
        }
        let today = outbox::sql::place(&mut tx).await?.zone.date(tx.now());
        let due = owing::dues(&mut tx, Asked::DueOn(&ladder.due_days(today))).await?;
        let mut units: Vec<UnitId> = due.iter().map(|due| due.unit).collect();
        units.dedup();
        let houses = houses(&mut tx, &units, today).await?;
        tell(&mut tx, houses.iter().filter_map(House::notice).collect()).await?;
        Ok(tx.commit().await?)
    }
}

/// A household that owes something, and how it can be reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    pub unit: UnitId,
    pub code: String,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    /// All that is open, rupiah.
    pub open: Rupiah,
    pub oldest: Date,
    pub invoices: usize,
    today: Date,
    pub standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// By WhatsApp; with an account in the centre too.
    ByChat,
    /// By mail; with an account in the centre too.
    ByMail,
    InApp,
    /// Neither an account nor an address, and no number that somebody carries messages to: somebody has to talk to them.
    Unreachable,
    /// Was reminded today.
    Told,
}

impl House {
    fn about(unit: UnitId, today: Date) -> String {
        format!("{unit}/{today}")
    }

    /// What it is told; none when it would not reach anybody, or was said today.
    pub fn notice(&self) -> Option<Notice> {
        let payer =
            self.payer.filter(|_| !matches!(self.standing, Standing::Unreachable | Standing::Told))?;
        Some(Notice {
            kind: Kind::DuesReminder,
            unit: Some(self.unit),
            about: Some(Self::about(self.unit, self.today)),
            to: vec![Recipient::Person(payer)],
            facts: Facts {
                name: self.payer_name.clone(),
                unit: self.code.clone(),
                amount: Some(self.open),
                due_on: Some(self.oldest),
                days: Some((self.today - self.oldest).num_days()),
                ..Facts::default()
            },
        })
    }
}

/// What these units owe and how they can be reminded, in the order of the house numbers. Units that owe nothing are
/// left out.
pub async fn houses(tx: &mut TenantTx, units: &[UnitId], today: Date) -> Result<Vec<House>> {
    let dues = owing::dues(tx, Asked::Units(units)).await?;
    let payers: Vec<Recipient> = dues.iter().filter_map(|due| due.payer.map(Recipient::Person)).collect();
    let reached = outbox::sql::reach(tx, &payers).await?;
    let has_carrier = carrier::sql::is_on(tx).await?;
    let marks: Vec<String> = units.iter().map(|unit| House::about(*unit, today)).collect();
    let told = sql::told(tx, &marks).await?;
    let mut houses = gather(&dues, today);
    let by_payer: HashMap<PersonId, Standing> = reached
        .into_iter()
        .filter_map(|(recipient, reach)| match recipient {
            Recipient::Person(person) if has_carrier && reach.has_phone => Some((person, Standing::ByChat)),
            Recipient::Person(person) if reach.has_email => Some((person, Standing::ByMail)),
            Recipient::Person(person) if reach.account.is_some() => Some((person, Standing::InApp)),
            _ => None,
        })
        .collect();
    for house in &mut houses {
        let reached = house.payer.and_then(|payer| by_payer.get(&payer).copied());
        house.standing = match reached {
            _ if told.contains(&house.unit) => Standing::Told,
            Some(standing) => standing,
            None => Standing::Unreachable,
        };
    }
    Ok(houses)
}

/// What reminding these households costs.
pub async fn cost_of(tx: &mut TenantTx, houses: &[House]) -> Result<Cost> {
    let messages = houses.iter().filter(|house| house.standing == Standing::ByChat).count();
    Ok(Cost { messages, price: carrier::sql::load(tx).await?.price, unreached: 0 })
}

/// One line for each unit; whoever got the newest open invoice pays.
fn gather(dues: &[Due], today: Date) -> Vec<House> {
    let mut order: BTreeMap<UnitId, usize> = BTreeMap::new();
    let mut houses: Vec<House> = Vec::new();
    for due in dues {
        let at = *order.entry(due.unit).or_insert_with(|| {
            houses.push(House {
                unit: due.unit,
                code: due.unit_code.clone(),
                payer: None,
                payer_name: String::new(),
                open: Rupiah::ZERO,
                oldest: due.due_on,
                invoices: 0,
                today,
                standing: Standing::Unreachable,
            });
            houses.len() - 1
        });
        let house = &mut houses[at];
        house.open = house.open.checked_add(due.open).unwrap_or(house.open);
        house.oldest = house.oldest.min(due.due_on);
        house.invoices += 1;
        house.payer = due.payer.or(house.payer);
        house.payer_name.clone_from(&due.payer_name);
    }
    houses
}
