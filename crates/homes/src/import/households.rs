//! Who belongs to a home, from the names of a row and its status.

use kernel::{Date, EmailAddress};

use super::{
    columns::Meaning,
    drafts::{DraftPerson, DraftPhone},
    existing::Role,
    faults::{FaultKind, WarningKind},
    rows::RowReader,
    status::HomeStatus,
    values::name_key,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    Nobody,
    Somebody(String),
    /// Somebody whose name cannot be read; the fault is already noted.
    Faulty,
}

pub struct Household {
    pub status: Option<HomeStatus>,
    /// A name without a role.
    pub name: Named,
    pub owner: Named,
    pub occupant: Named,
    pub tenant: Named,
    /// The number of whoever answers for the home.
    pub phone: Option<DraftPhone>,
    pub owner_phone: Option<DraftPhone>,
    pub occupant_phone: Option<DraftPhone>,
    pub email: Option<EmailAddress>,
    pub since: Option<Date>,
}

impl Household {
    /// The people, and the status as far as they tell it.
    pub fn people(self, row: &mut RowReader<'_>) -> (Vec<DraftPerson>, Option<HomeStatus>) {
        let status = match self.tenant {
            Named::Somebody(_) => Some(HomeStatus::Rented),
            _ => self.status,
        };
        let vacant = matches!(status, Some(HomeStatus::Empty | HomeStatus::Plot));
        let rented = status == Some(HomeStatus::Rented);
        let any_faulty = [&self.name, &self.owner, &self.occupant, &self.tenant].contains(&&Named::Faulty);
        let (owner, resident) = self.who(row, vacant, rented);
        if owner.is_none() && resident.is_none() && !any_faulty {
            self.nobody(row, vacant, status.is_some());
        }
        if rented && resident.is_none() && !any_faulty && owner.is_some() {
            row.warn(Meaning::Status, WarningKind::TenantUnknown);
        }
        (self.drafts(owner, resident, vacant, rented, row), status)
    }

    /// Owner, and whoever else lives there and as what.
    fn who(
        &self,
        row: &mut RowReader<'_>,
        vacant: bool,
        rented: bool,
    ) -> (Option<String>, Option<(String, Role)>) {
        let some = |named: &Named| match named {
            Named::Somebody(name) => Some(name.clone()),
            _ => None,
        };
        let has_owner_column = row.has_column(Meaning::Owner);
        let (mut owner, mut resident) =
            (some(&self.owner), some(&self.tenant).map(|name| (name, Role::Tenant)));
        if let Some(name) = some(&self.name) {
            match (rented, &owner) {
                (true, _) if resident.is_none() => resident = Some((name, Role::Tenant)),
                (_, None) => owner = Some(name),
                _ => {}
            }
        }
        if let Some(name) = some(&self.occupant).filter(|_| resident.is_none()) {
            let same = owner.as_deref().is_some_and(|owner| name_key(owner) == name_key(&name));
            match (same, &owner) {
                (true, _) => {}
                (false, Some(_)) if vacant => {
                    row.fault(Meaning::Occupant, name.clone(), FaultKind::EmptyButOccupied { name })
                }
                (false, Some(_)) => resident = Some((name, if rented { Role::Tenant } else { Role::Family })),
                (false, None) if rented => resident = Some((name, Role::Tenant)),
                (false, None) if has_owner_column => resident = Some((name, Role::Family)),
                (false, None) => owner = Some(name),
            }
        }
        (owner, resident)
    }

    fn nobody(&self, row: &mut RowReader<'_>, vacant: bool, status_said: bool) {
        let numbers = [&self.phone, &self.owner_phone, &self.occupant_phone];
        let number = numbers.into_iter().flatten().next();
        let names = [Meaning::Owner, Meaning::Name, Meaning::Occupant, Meaning::Tenant];
        let field = names.into_iter().find(|meaning| row.has_column(*meaning)).unwrap_or(Meaning::Name);
        if number.is_some() || self.email.is_some() {
            row.fault(field, "", FaultKind::NameMissing);
        } else if !vacant && status_said {
            row.warn(field, WarningKind::NobodyNamed);
        }
    }

    fn drafts(
        self,
        owner: Option<String>,
        resident: Option<(String, Role)>,
        vacant: bool,
        rented: bool,
        row: &mut RowReader<'_>,
    ) -> Vec<DraftPerson> {
        let mut people = Vec::new();
        let alone = resident.is_none();
        let tenant = matches!(resident, Some((_, Role::Tenant)));
        if let Some(name) = owner {
            let own = self
                .owner_phone
                .clone()
                .or_else(|| if alone { self.phone.clone().or(self.occupant_phone.clone()) } else { None });
            people.push(DraftPerson {
                role: Role::Owner,
                name,
                phone: own,
                email: self.email.clone().filter(|_| alone),
                lives_here: alone && !vacant && !rented,
                payer: !tenant,
                since: self.since.filter(|_| alone),
            });
        }
        if let Some((name, role)) = resident {
            let phone = self.occupant_phone.or(self.phone);
            people.push(DraftPerson {
                role,
                name,
                phone,
                email: self.email,
                lives_here: true,
                payer: role == Role::Tenant || people.is_empty(),
                since: self.since,
            });
        }
        share(&mut people, row);
        people
    }
}

/// One number for two people of one home stays with the first.
fn share(people: &mut [DraftPerson], row: &mut RowReader<'_>) {
    let [first, second] = people else { return };
    let (Some(one), Some(other)) = (&first.phone, &second.phone) else { return };
    if one.number == other.number {
        row.warn(other.field, WarningKind::PhoneOfHousehold { name: first.name.clone() });
        second.phone = None;
    }
}
