//! From a draft to what is to be written: against the unit as it is, or as a new one.

use std::collections::HashMap;

use kernel::{Date, EmailAddress, PersonId, PhoneNumber, UnitId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    drafts::{Draft, DraftPerson, DraftPhone},
    existing::{Existing, ExistingOccupant, ExistingUnit, Role},
    faults::{Fault, FaultKind},
    status::HomeStatus,
    units::area_name,
    values::same_person,
    words::{fold, two_digits},
};

/// What one row writes. Fields that the row does not state are `None` and stay as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedRow {
    /// `None` for a new unit.
    pub unit: Option<UnitId>,
    pub code: String,
    /// Names and numbers of areas: `Blok A` or `Mawar Café`, `01`, `07`.
    pub block: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub unit_type: Option<String>,
    pub land: Option<Decimal>,
    pub building: Option<Decimal>,
    /// Unstated on a new unit: lived in when somebody lives there, otherwise empty.
    pub status: Option<HomeStatus>,
    pub handed_over_on: Option<Date>,
    pub note: Option<String>,
    pub people: Vec<PlannedPerson>,
    /// Who held a role that somebody else holds now.
    pub leaving: Vec<Leaving>,
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedPerson {
    /// Known to the complex already: by phone, or by name on this unit. `None` for a person not known yet; rows with
    /// the same phone are the same new person.
    pub person: Option<PersonId>,
    /// Belongs to this unit in this role already.
    pub belongs: bool,
    pub role: Role,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    /// A second number that was written beside the first.
    pub other_phone: Option<PhoneNumber>,
    pub email: Option<EmailAddress>,
    pub lives_here: bool,
    pub payer: bool,
    pub since: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    pub person: PersonId,
    pub name: String,
    pub role: Role,
}

/// A difference to what exists; values as text, empty for none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub what: Changed,
    pub before: String,
    pub after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    Block,
    Rt,
    Rw,
    UnitType,
    Land,
    Building,
    Status,
    HandedOver,
    Note,
    PersonAdded,
    PersonReplaced,
    Name,
    Phone,
    Email,
    Since,
}

/// A phone of the draft belongs to somebody else in the complex.
pub struct Taken {
    pub phone: DraftPhone,
    pub owner: String,
}

impl Taken {
    pub fn fault(self, (sheet, row): &(String, u32)) -> Fault {
        Fault {
            sheet: sheet.clone(),
            row: *row,
            column: self.phone.label,
            field: self.phone.field,
            typed: self.phone.typed,
            kind: FaultKind::PhoneTaken { name: self.owner },
        }
    }
}

/// Compares a draft with the complex. `drop_taken`: a number of somebody else is left out instead of refused.
pub fn plan(draft: &Draft, existing: &Existing, drop_taken: bool) -> Result<PlannedRow, Vec<Taken>> {
    let unit = known_unit(draft, existing);
    let mut planner =
        Planner { existing, unit, drop_taken, changes: Vec::new(), leaving: Vec::new(), taken: Vec::new() };
    if let Some(unit) = unit {
        planner.compare_fields(draft, unit);
    }
    let people = planner.people(&draft.people);
    if !planner.taken.is_empty() {
        return Err(planner.taken);
    }
    let fields = draft.fields.clone();
    Ok(PlannedRow {
        unit: unit.map(|unit| unit.id),
        code: unit.map_or_else(|| draft.code.clone(), |unit| unit.code.clone()),
        block: fields.block,
        rt: fields.rt,
        rw: fields.rw,
        unit_type: fields.unit_type,
        land: fields.land,
        building: fields.building,
        status: fields.status,
        handed_over_on: fields.handed_over_on,
        note: fields.note,
        people,
        leaving: planner.leaving,
        changes: planner.changes,
    })
}

/// A number that a known person gets in one row is that person in every other. When the file gives one number to two
/// whom the complex keeps apart, the first has it: merging people is not the import's business.
pub fn one_person_per_number(rows: &mut [(usize, PlannedRow)]) {
    let mut holders: HashMap<PhoneNumber, PersonId> = HashMap::new();
    for (_, row) in rows.iter_mut() {
        for person in &mut row.people {
            let (Some(id), Some(phone)) = (person.person, person.phone.clone()) else { continue };
            if *holders.entry(phone.clone()).or_insert(id) != id {
                let after = phone.to_string();
                row.changes.retain(|change| change.what != Changed::Phone || change.after != after);
                (person.phone, person.other_phone) = (None, None);
            }
        }
    }
    for person in rows.iter_mut().flat_map(|(_, row)| &mut row.people) {
        if let (None, Some(phone)) = (person.person, &person.phone) {
            person.person = holders.get(phone).copied();
        }
    }
}

/// By code; an address also without its RT, when the known unit lies in that RT or in none.
fn known_unit<'e>(draft: &Draft, existing: &'e Existing) -> Option<&'e ExistingUnit> {
    existing.unit(&draft.key).or_else(|| {
        let unit = existing.unit(draft.bare_key.as_deref()?)?;
        let same_rt = unit.rt.is_none() || unit.rt.as_deref().and_then(two_digits) == draft.fields.rt;
        same_rt.then_some(unit)
    })
}

struct Planner<'e> {
    existing: &'e Existing,
    unit: Option<&'e ExistingUnit>,
    drop_taken: bool,
    changes: Vec<Change>,
    leaving: Vec<Leaving>,
    taken: Vec<Taken>,
}

impl<'e> Planner<'e> {
    fn change(&mut self, what: Changed, before: impl ToString, after: impl ToString) {
        self.changes.push(Change { what, before: before.to_string(), after: after.to_string() });
    }

    fn differs<T: PartialEq + ToString>(&mut self, what: Changed, before: Option<&T>, after: Option<&T>) {
        if let Some(after) = after
            && before != Some(after)
        {
            self.change(what, before.map(ToString::to_string).unwrap_or_default(), after.to_string());
        }
    }

    fn compare_fields(&mut self, draft: &Draft, unit: &ExistingUnit) {
        let fields = &draft.fields;
        let area = |name: &Option<String>| name.as_deref().map(|name| fold(&area_name(name)));
        if fields.block.is_some() && area(&fields.block) != area(&unit.block) {
            self.change(
                Changed::Block,
                unit.block.clone().unwrap_or_default(),
                fields.block.clone().unwrap_or_default(),
            );
        }
        let number = |text: &Option<String>| text.as_deref().and_then(two_digits);
        self.differs(Changed::Rt, number(&unit.rt).as_ref(), fields.rt.as_ref());
        // A home lies in an RW through its RT: without one there is nothing to write.
        let rw = fields.rw.as_ref().filter(|_| fields.rt.is_some());
        self.differs(Changed::Rw, number(&unit.rw).as_ref(), rw);
        self.differs(Changed::UnitType, Some(&unit.unit_type), fields.unit_type.as_ref());
        let metres = |area: Option<Decimal>| area.map(|area| area.normalize());
        self.differs(Changed::Land, metres(unit.land).as_ref(), fields.land.as_ref());
        self.differs(Changed::Building, metres(unit.building).as_ref(), fields.building.as_ref());
        if let Some(status) = fields.status.filter(|status| *status != unit.status) {
            self.change(Changed::Status, unit.status.code(), status.code());
        }
        self.differs(Changed::HandedOver, unit.handed_over_on.as_ref(), fields.handed_over_on.as_ref());
        self.differs(Changed::Note, Some(&unit.note), fields.note.as_ref());
    }

    fn people(&mut self, drafts: &[DraftPerson]) -> Vec<PlannedPerson> {
        let mut matched: Vec<PersonId> = Vec::new();
        let mut planned = Vec::new();
        for draft in drafts {
            let known = self.unit.and_then(|unit| occupant(unit, draft, &matched));
            matched.extend(known.map(|known| known.person));
            planned.push(match known {
                Some(known) => self.staying(draft, known),
                None => self.arriving(draft),
            });
        }
        for draft in
            drafts.iter().zip(&planned).filter(|(_, planned)| !planned.belongs).map(|(draft, _)| draft)
        {
            self.announce(draft, &matched);
        }
        planned
    }

    /// Somebody who already belongs here in this role.
    fn staying(&mut self, draft: &DraftPerson, known: &ExistingOccupant) -> PlannedPerson {
        let mut phone = draft.phone.clone();
        if let Some(typed) = &draft.phone
            && let Some(holder) =
                self.existing.person(&typed.number).filter(|holder| holder.person != known.person)
        {
            // The same human twice in the complex: merging is not the import's business, so the number stays there.
            if !same_person(&holder.name, &draft.name) && !self.drop_taken {
                self.taken.push(Taken { phone: typed.clone(), owner: holder.name.clone() });
            }
            phone = None;
        }
        if known.name != draft.name {
            self.change(Changed::Name, &known.name, &draft.name);
        }
        self.differs(Changed::Phone, known.phone.as_ref(), phone.as_ref().map(|phone| &phone.number));
        self.differs(Changed::Email, known.email.as_ref(), draft.email.as_ref());
        self.differs(Changed::Since, known.since.as_ref(), draft.since.as_ref());
        planned(draft, Some(known.person), true, phone)
    }

    /// Somebody new here, perhaps known elsewhere in the complex by the phone.
    fn arriving(&mut self, draft: &DraftPerson) -> PlannedPerson {
        let holder = draft.phone.as_ref().and_then(|phone| self.existing.person(&phone.number));
        match (holder, &draft.phone) {
            (Some(holder), _) if same_person(&holder.name, &draft.name) => {
                planned(draft, Some(holder.person), false, draft.phone.clone())
            }
            (Some(_), _) if self.drop_taken => planned(draft, None, false, None),
            (Some(holder), Some(phone)) => {
                self.taken.push(Taken { phone: phone.clone(), owner: holder.name.clone() });
                planned(draft, None, false, None)
            }
            _ => planned(draft, None, false, draft.phone.clone()),
        }
    }

    /// Owner and tenant are one each: a new one takes the place of the one who is not named any more.
    fn announce(&mut self, draft: &DraftPerson, matched: &[PersonId]) {
        let Some(unit) = self.unit else { return };
        let single = matches!(draft.role, Role::Owner | Role::Tenant);
        let left = unit
            .people
            .iter()
            .find(|known| single && known.role == draft.role && !matched.contains(&known.person));
        match left {
            Some(known) => {
                self.change(Changed::PersonReplaced, &known.name, &draft.name);
                self.leaving.push(Leaving {
                    person: known.person,
                    name: known.name.clone(),
                    role: known.role,
                });
            }
            None => self.change(Changed::PersonAdded, "", &draft.name),
        }
    }
}

/// The one in this role on the unit who is meant: by phone first, then by name.
fn occupant<'u>(
    unit: &'u ExistingUnit,
    draft: &DraftPerson,
    matched: &[PersonId],
) -> Option<&'u ExistingOccupant> {
    let open =
        || unit.people.iter().filter(|known| known.role == draft.role && !matched.contains(&known.person));
    let phone = draft.phone.as_ref().map(|phone| &phone.number);
    let by_phone = open().find(|known| {
        phone.is_some() && known.phone.as_ref() == phone && same_person(&known.name, &draft.name)
    });
    by_phone
        .or_else(|| open().find(|known| known.name == draft.name))
        .or_else(|| open().find(|known| same_person(&known.name, &draft.name)))
}

fn planned(
    draft: &DraftPerson,
    person: Option<PersonId>,
    belongs: bool,
    phone: Option<DraftPhone>,
) -> PlannedPerson {
    let other_phone = phone.as_ref().and_then(|phone| phone.other.clone());
    PlannedPerson {
        person,
        belongs,
        role: draft.role,
        name: draft.name.clone(),
        phone: phone.map(|phone| phone.number),
        other_phone,
        email: draft.email.clone(),
        lives_here: draft.lives_here,
        payer: draft.payer,
        since: draft.since,
    }
}
