//! Rows of one file compared with each other: the same unit twice, one number for two people.

use std::collections::HashMap;

use kernel::PhoneNumber;

use super::{
    columns::Meaning,
    drafts::{Draft, DraftFields},
    existing::Role,
    faults::{Fault, FaultKind},
    status::HomeStatus,
    values::same_person,
};

type Place = (String, u32);

struct Met {
    place: Place,
    draft: Draft,
}

struct Holder {
    name: String,
    place: Place,
    email: Option<kernel::EmailAddress>,
}

/// The rows met so far.
pub struct Neighbours {
    drop_shared: bool,
    units: HashMap<String, Vec<Met>>,
    phones: HashMap<PhoneNumber, Holder>,
}

impl Neighbours {
    pub fn new(drop_shared: bool) -> Self {
        Self { drop_shared, units: HashMap::new(), phones: HashMap::new() }
    }

    /// Meets the next row: its faults against earlier ones. A row without faults is remembered; one human is written
    /// in one way, the first.
    pub fn meet(&mut self, draft: &mut Draft, place: &Place) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.same_unit(draft, place).into_iter().collect();
        if faults.is_empty() {
            faults = self.same_phone(draft, place);
        }
        if faults.is_empty() {
            self.remember(draft, place);
        }
        faults
    }

    fn same_unit(&self, draft: &Draft, place: &Place) -> Option<Fault> {
        let met = self.units.get(&draft.key)?;
        let roles = |draft: &Draft| draft.people.iter().map(|person| person.role).collect::<Vec<Role>>();
        let family_again = |met: &Draft| {
            let family = |draft: &'_ Draft| -> Vec<String> {
                let family = draft.people.iter().filter(|person| person.role == Role::Family);
                family.map(|person| person.name.clone()).collect()
            };
            family(draft).iter().any(|mine| family(met).iter().any(|theirs| same_person(mine, theirs)))
        };
        let same = met.iter().find(|met| says_the_same(&met.draft, draft));
        let clash = met.iter().find(|met| {
            let (mine, theirs) = (roles(draft), roles(&met.draft));
            mine.is_empty()
                || theirs.is_empty()
                || mine.iter().any(|role| *role != Role::Family && theirs.contains(role))
                || family_again(&met.draft)
        });
        let (unit, found) = (draft.code.clone(), same.or(clash)?);
        let (sheet, row) = found.place.clone();
        let kind = if same.is_some() {
            FaultKind::RowRepeated { unit, sheet, row }
        } else {
            FaultKind::UnitRepeated { unit, sheet, row }
        };
        let (sheet, row) = place.clone();
        Some(Fault {
            sheet,
            row,
            column: draft.unit_label.clone(),
            field: Meaning::Unit,
            typed: draft.unit_typed.clone(),
            kind,
        })
    }

    fn same_phone(&self, draft: &mut Draft, place: &Place) -> Vec<Fault> {
        let mut faults = Vec::new();
        for person in &mut draft.people {
            let Some(phone) = person.phone.clone() else { continue };
            let Some(holder) = self.phones.get(&phone.number) else { continue };
            if same_person(&holder.name, &person.name) {
                person.name.clone_from(&holder.name);
                person.email = holder.email.clone().or(person.email.take());
            } else if self.drop_shared {
                person.phone = None;
            } else {
                let kind = FaultKind::PhoneShared {
                    name: holder.name.clone(),
                    sheet: holder.place.0.clone(),
                    row: holder.place.1,
                };
                let (sheet, row) = place.clone();
                faults.push(Fault {
                    sheet,
                    row,
                    column: phone.label,
                    field: phone.field,
                    typed: phone.typed,
                    kind,
                });
            }
        }
        faults
    }

    fn remember(&mut self, draft: &Draft, place: &Place) {
        for person in &draft.people {
            if let Some(phone) = &person.phone {
                let holder =
                    Holder { name: person.name.clone(), place: place.clone(), email: person.email.clone() };
                self.phones.entry(phone.number.clone()).or_insert(holder);
            }
        }
        self.units
            .entry(draft.key.clone())
            .or_default()
            .push(Met { place: place.clone(), draft: draft.clone() });
    }

    /// Rows of one unit say the same about it: who rents makes it rented, otherwise what was said first counts.
    pub fn agree(&self, good: &mut [(usize, Draft)]) {
        let mut together: HashMap<String, DraftFields> = HashMap::new();
        for (_, draft) in good.iter() {
            if self.units.get(&draft.key).is_some_and(|met| met.len() > 1) {
                let known = together.entry(draft.key.clone()).or_default();
                known.take(&draft.fields);
            }
        }
        for (_, draft) in good.iter_mut() {
            if let Some(fields) = together.get(&draft.key) {
                draft.fields = fields.clone();
            }
        }
    }
}

fn says_the_same(one: &Draft, other: &Draft) -> bool {
    let people = |draft: &Draft| -> Vec<_> {
        let phone =
            |person: &super::drafts::DraftPerson| person.phone.as_ref().map(|phone| phone.number.clone());
        draft
            .people
            .iter()
            .map(|person| (person.role, person.name.clone(), phone(person), person.email.clone()))
            .collect()
    };
    one.fields == other.fields && people(one) == people(other)
}

impl DraftFields {
    fn take(&mut self, other: &Self) {
        let other = other.clone();
        let rented = Some(HomeStatus::Rented);
        self.status = if other.status == rented { rented } else { self.status.or(other.status) };
        self.block = self.block.take().or(other.block);
        self.rt = self.rt.take().or(other.rt);
        self.rw = self.rw.take().or(other.rw);
        self.unit_type = self.unit_type.take().or(other.unit_type);
        self.land = self.land.or(other.land);
        self.building = self.building.or(other.building);
        self.handed_over_on = self.handed_over_on.or(other.handed_over_on);
        self.note = self.note.take().or(other.note);
    }
}
