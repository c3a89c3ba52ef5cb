//! Pieces that several first pages draw: figures by status, and a house with those who live there.

use std::collections::HashMap;

use kernel::{Date, UnitId};
use tenancy::TenantTx;
use web::{Shell, shell::parts::initials};

use super::sql::House;
use crate::{
    links,
    occupancy::{self, Occupant},
    unit::UnitStatus,
};

/// One figure with the list behind it.
pub struct Figure {
    pub label: String,
    pub value: String,
    pub detail: String,
    pub href: String,
}

/// How many units of each status, with a share of all.
pub fn figures(s: &Shell, units: &str, counts: &[(UnitStatus, i64)]) -> Vec<Figure> {
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let figure = |status: UnitStatus| {
        let count = counts.iter().find(|(other, _)| *other == status).map_or(0, |(_, count)| *count);
        let share = if all == 0 { 0 } else { (count * 100 + all / 2) / all };
        Figure {
            label: s.t(status.word()).to_owned(),
            value: s.number(count),
            detail: s.t1("overview-share", "share", share),
            href: web::with_query(units, &[("status", status.code())]),
        }
    };
    UnitStatus::ALL.into_iter().map(figure).collect()
}

/// Somebody to call.
pub struct Contact {
    pub name: String,
    pub initials: String,
    pub avatar: &'static str,
    pub kind: String,
    pub call: String,
    pub whatsapp: String,
}

/// A house with those who are there now.
pub struct HouseView {
    pub href: String,
    pub code: String,
    pub badge: &'static str,
    pub names: String,
    pub people: Vec<Contact>,
}

pub fn contact(s: &Shell, occupant: &Occupant) -> Contact {
    Contact {
        name: occupant.name.clone(),
        initials: initials(&occupant.name),
        avatar: occupancy::avatar(occupant.kind),
        kind: s.t(occupant.kind.word()).to_owned(),
        call: occupant.phone.as_ref().map(links::call).unwrap_or_default(),
        whatsapp: occupant.phone.as_ref().map(links::whatsapp).unwrap_or_default(),
    }
}

/// Adds who lives there; two statements however many houses.
pub async fn with_people(
    tx: &mut TenantTx,
    s: &Shell,
    houses: Vec<House>,
    today: Date,
    href: impl Fn(&House) -> String,
) -> tenancy::Result<Vec<HouseView>> {
    let ids: Vec<UnitId> = houses.iter().map(|house| house.id).collect();
    let mut at: HashMap<UnitId, Vec<Occupant>> = HashMap::new();
    for (unit, occupant) in occupancy::sql::of_units_on(tx, &ids, today).await? {
        at.entry(unit).or_default().push(occupant);
    }
    let view = |house: House| {
        let there = at.remove(&house.id).unwrap_or_default();
        HouseView {
            href: href(&house),
            badge: house.status.badge(),
            names: there.iter().map(|o| o.name.as_str()).collect::<Vec<_>>().join(", "),
            people: there.iter().map(|o| contact(s, o)).collect(),
            code: house.code,
        }
    };
    Ok(houses.into_iter().map(view).collect())
}
