//! From planned rows to lists of records, each list one statement. Pure: ids come from the given instant.

use std::collections::{BTreeMap, HashMap};

use kernel::{AreaId, Date, Instant, OccupancyId, PersonId, PhoneNumber, UnitId};

use super::{
    areas::Places,
    sql::{Leaver, OccupancyWords, PersonWords, Since, UnitWords},
};
use crate::import::{HomeStatus, PlannedPerson, PlannedRow, Role, unit_key};

/// What a handful of rows writes.
#[derive(Debug, Default)]
pub struct Batch {
    pub new_units: Vec<UnitWords>,
    pub changed_units: Vec<UnitWords>,
    pub new_people: Vec<PersonWords>,
    pub changed_people: Vec<PersonWords>,
    pub leaving: Vec<Leaver>,
    pub arriving: Vec<OccupancyWords>,
    pub since: Vec<Since>,
}

/// Gives ids to what is new and remembers them for later rows: a unit may stand on two rows, an owner on ten.
pub struct Writer<'p> {
    now: Instant,
    today: Date,
    places: &'p Places,
    units: HashMap<String, UnitId>,
    people: HashMap<PhoneNumber, PersonId>,
}

impl<'p> Writer<'p> {
    pub fn new(now: Instant, today: Date, places: &'p Places) -> Self {
        Self { now, today, places, units: HashMap::new(), people: HashMap::new() }
    }

    pub fn batch<'r>(&mut self, rows: impl IntoIterator<Item = &'r PlannedRow>) -> Batch {
        let mut batch = Batch::default();
        let mut changed: BTreeMap<UnitId, UnitWords> = BTreeMap::new();
        for row in rows {
            let unit = self.unit(row, &mut batch, &mut changed);
            for person in &row.leaving {
                batch.leaving.push(Leaver {
                    unit_id: unit,
                    person_id: person.person,
                    kind: kind(person.role),
                    until: row.people.iter().find(|new| new.role == person.role).and_then(|new| new.since),
                });
            }
            for person in &row.people {
                self.person(person, unit, !row.leaving.is_empty(), &mut batch);
            }
        }
        batch.changed_units = changed.into_values().collect();
        batch
    }

    /// The database knew a record under another id: later rows mean that one.
    pub fn is_really(
        &mut self,
        units: &[(UnitId, UnitId)],
        people: &[(PersonId, PersonId)],
        batch: &mut Batch,
    ) {
        let units: HashMap<UnitId, UnitId> = units.iter().copied().collect();
        let people: HashMap<PersonId, PersonId> = people.iter().copied().collect();
        for id in self.units.values_mut() {
            *id = units.get(id).copied().unwrap_or(*id);
        }
        for id in self.people.values_mut() {
            *id = people.get(id).copied().unwrap_or(*id);
        }
        for words in &mut batch.changed_units {
            words.unit_id = units.get(&words.unit_id).copied().unwrap_or(words.unit_id);
        }
        for words in &mut batch.arriving {
            words.unit_id = units.get(&words.unit_id).copied().unwrap_or(words.unit_id);
            words.person_id = people.get(&words.person_id).copied().unwrap_or(words.person_id);
        }
    }

    fn unit(
        &mut self,
        row: &PlannedRow,
        batch: &mut Batch,
        changed: &mut BTreeMap<UnitId, UnitWords>,
    ) -> UnitId {
        let known = row.unit.or_else(|| self.units.get(&unit_key(&row.code)).copied());
        let id = known.unwrap_or_else(|| UnitId::new(self.now));
        let words = self.words(row, id, known.is_none());
        if known.is_none() {
            self.units.insert(unit_key(&row.code), id);
            batch.new_units.push(words);
        } else {
            changed.entry(id).and_modify(|earlier| earlier.and(&words)).or_insert(words);
        }
        id
    }

    fn words(&self, row: &PlannedRow, unit_id: UnitId, is_new: bool) -> UnitWords {
        let (block_id, rt_id): (Option<AreaId>, Option<AreaId>) = self.places.of(row);
        let inhabited = row.people.iter().any(|person| person.lives_here);
        let unsaid = if inhabited { HomeStatus::LivedIn } else { HomeStatus::Empty };
        UnitWords {
            unit_id,
            code: row.code.clone(),
            block_id,
            rt_id,
            unit_type: row.unit_type.clone(),
            land_m2: row.land,
            building_m2: row.building,
            handed_over_on: row.handed_over_on,
            status: row.status.or(is_new.then_some(unsaid)).map(|status| status.code().to_owned()),
            note: row.note.clone(),
        }
    }

    fn person(&mut self, person: &PlannedPerson, unit_id: UnitId, somebody_left: bool, batch: &mut Batch) {
        let met = person.phone.as_ref().and_then(|phone| self.people.get(phone).copied());
        let known = person.person.or(met);
        let id = known.unwrap_or_else(|| PersonId::new(self.now));
        let words = || PersonWords {
            person_id: id,
            name: Some(person.name.clone()),
            phone: person.phone.as_ref().map(|phone| phone.e164().to_owned()),
            email: person.email.as_ref().map(|email| email.as_str().to_owned()),
            note: person
                .other_phone
                .as_ref()
                .filter(|_| known.is_none())
                .map(|other| format!("HP 2: {}", other.local())),
        };
        match (known, person.belongs) {
            (None, _) => batch.new_people.push(words()),
            (Some(_), true) => batch.changed_people.push(words()),
            // Known from elsewhere: what that complex already knows about them stays as it is.
            (Some(_), false) => {}
        }
        if let (None, Some(phone)) = (known, &person.phone) {
            self.people.insert(phone.clone(), id);
        }
        let kind = kind(person.role);
        if person.belongs {
            batch.since.extend(person.since.map(|since| Since { unit_id, person_id: id, kind, since }));
        } else {
            // Whoever takes somebody's place came on the day the file says, or today.
            let since = person.since.or(somebody_left.then_some(self.today));
            let occupancy_id = OccupancyId::new(self.now);
            batch.arriving.push(OccupancyWords {
                occupancy_id,
                unit_id,
                person_id: id,
                kind,
                since,
                payer: person.payer,
            });
        }
    }
}

impl UnitWords {
    /// A later row about the same unit adds to what the earlier one said.
    fn and(&mut self, later: &Self) {
        self.block_id = later.block_id.or(self.block_id);
        self.rt_id = later.rt_id.or(self.rt_id);
        self.unit_type = later.unit_type.clone().or(self.unit_type.take());
        self.land_m2 = later.land_m2.or(self.land_m2);
        self.building_m2 = later.building_m2.or(self.building_m2);
        self.handed_over_on = later.handed_over_on.or(self.handed_over_on);
        self.status = later.status.clone().or(self.status.take());
        self.note = later.note.clone().or(self.note.take());
    }
}

const fn kind(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Tenant => "tenant",
        Role::Family => "family",
        Role::Staff => "staff",
    }
}
