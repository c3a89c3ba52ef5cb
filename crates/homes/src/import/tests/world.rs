//! A complex in memory: writes a plan the way the database would, so that an import can be repeated.

use chrono::{DateTime, NaiveDate};
use kernel::{Date, PersonId, UnitId};
use spreadsheet::{Limits, Workbook, read, read_text};

use crate::import::*;

pub fn today() -> Date {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

pub fn sample(name: &str) -> Workbook {
    let path = format!("{}/../../testdata/{name}", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).unwrap(), Some(name), &Limits::default()).unwrap()
}

/// A sheet written with `|` between cells.
pub fn grid(text: &str) -> Workbook {
    let lines: Vec<String> =
        text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>().join("\t")).collect();
    read_text(&format!("{}\n", lines.join("\n")), "Warga", &Limits::default()).unwrap()
}

pub fn first_look(workbook: &Workbook) -> Examination {
    examine(workbook, &Existing::default(), &Choices::default(), today())
}

#[derive(Default)]
pub struct World {
    pub units: Vec<ExistingUnit>,
}

impl World {
    pub fn existing(&self) -> Existing {
        let people = self.units.iter().flat_map(|unit| &unit.people).filter_map(|known| {
            let person = ExistingPerson { person: known.person, name: known.name.clone() };
            Some((known.phone.clone()?, person))
        });
        Existing::new(self.units.clone(), people.collect::<Vec<_>>())
    }

    pub fn examine(&self, workbook: &Workbook, choices: &Choices) -> Examination {
        examine(workbook, &self.existing(), choices, today())
    }

    pub fn write(&mut self, found: &Examination) {
        for (_, plan) in found.to_write() {
            self.write_row(plan);
        }
    }

    fn write_row(&mut self, plan: &PlannedRow) {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut planned_people: Vec<ExistingOccupant> = Vec::new();
        for person in &plan.people {
            let by_phone = || {
                self.units
                    .iter()
                    .flat_map(|unit| &unit.people)
                    .find(|known| known.phone.is_some() && known.phone == person.phone)
            };
            let id = person
                .person
                .or_else(|| by_phone().map(|known| known.person))
                .unwrap_or_else(|| PersonId::new(now));
            planned_people.push(ExistingOccupant {
                person: id,
                name: person.name.clone(),
                phone: person.phone.clone(),
                email: person.email.clone(),
                role: person.role,
                since: person.since,
            });
        }
        let known = self.units.iter().position(|unit| unit_key(&unit.code) == unit_key(&plan.code));
        let at = known.unwrap_or_else(|| {
            let id = UnitId::new(now);
            let (code, status) = (plan.code.clone(), HomeStatus::LivedIn);
            let blank = ExistingUnit {
                id,
                code,
                block: None,
                rt: None,
                rw: None,
                unit_type: String::new(),
                land: None,
                building: None,
                status,
                handed_over_on: None,
                note: String::new(),
                people: Vec::new(),
            };
            self.units.push(blank);
            self.units.len() - 1
        });
        let unit = &mut self.units[at];
        unit.block = plan.block.clone().or(unit.block.take());
        unit.rt = plan.rt.clone().or(unit.rt.take());
        unit.rw = plan.rw.clone().or(unit.rw.take());
        unit.unit_type = plan.unit_type.clone().unwrap_or(std::mem::take(&mut unit.unit_type));
        unit.land = plan.land.or(unit.land);
        unit.building = plan.building.or(unit.building);
        unit.status = plan.status.unwrap_or(unit.status);
        unit.handed_over_on = plan.handed_over_on.or(unit.handed_over_on);
        unit.note = plan.note.clone().unwrap_or(std::mem::take(&mut unit.note));
        unit.people.retain(|known| {
            !plan.leaving.iter().any(|leaving| leaving.person == known.person && leaving.role == known.role)
        });
        for (person, planned) in planned_people.into_iter().zip(&plan.people) {
            match unit
                .people
                .iter_mut()
                .find(|known| known.person == person.person && known.role == person.role)
            {
                Some(known) => {
                    known.name = person.name;
                    known.phone = person.phone.or(known.phone.take());
                    known.email = person.email.or(known.email.take());
                    known.since = person.since.or(known.since);
                }
                None => {
                    assert!(!planned.belongs, "somebody who belongs here is found again");
                    unit.people.push(person);
                }
            }
        }
    }
}

/// The class of each row and why, in short: `Title`, `New`, `Faulty`.
pub fn classes(found: &Examination) -> Vec<String> {
    let short = |class: &RowClass| match class {
        RowClass::Skipped(reason) => format!("{reason:?}"),
        other => format!("{other:?}"),
    };
    found.rows.iter().map(|outcome| short(&outcome.class)).collect()
}

pub fn faults(found: &Examination) -> Vec<(u32, &str, &FaultKind)> {
    found.faults.iter().map(|fault| (fault.row, fault.column.as_str(), &fault.kind)).collect()
}

pub fn codes(found: &Examination) -> Vec<&str> {
    found.to_write().map(|(_, plan)| plan.code.as_str()).collect()
}
