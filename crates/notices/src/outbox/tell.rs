//! Writing down what is to be told.

use std::collections::{HashMap, HashSet};

use kernel::{AccountId, EventId, Instant, PersonId, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    Channel, Facts, Kind, State, hours, pump,
    sql::{self, NewDelivery},
};

/// Something that is told.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: Kind,
    /// The household that it is about.
    pub unit: Option<UnitId>,
    /// The same kind about the same thing is told once; none: as often as it is said.
    pub about: Option<String>,
    pub facts: Facts,
    pub to: Vec<Recipient>,
}

/// Whom it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// Whom the complex knows; with an account they are told in the centre too.
    Person(PersonId),
    Account(AccountId),
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Notices that are new; the others had been told before.
    pub notices: usize,
    /// Recipients with neither account nor address.
    pub unreachable: usize,
}

/// Tells all of it, or in a transaction that is rolled back nothing.
///
/// # Errors
/// The database's.
pub async fn tell(tx: &mut TenantTx, notices: Vec<Notice>) -> Result<Told> {
    let told: Vec<(Uuid, Notice)> =
        notices.into_iter().map(|notice| (EventId::new(tx.now()).uuid(), notice)).collect();
    let fresh = sql::add_notices(tx, &told).await?;
    let told: Vec<(Uuid, Notice)> = told.into_iter().filter(|(id, _)| fresh.contains(id)).collect();
    if told.is_empty() {
        return Ok(Told::default());
    }
    let (deliveries, unreachable) = deliveries(tx, &told).await?;
    sql::add_deliveries(tx, &deliveries).await?;
    if deliveries.iter().any(|delivery| delivery.state == State::Queued) {
        pump::schedule(tx).await?;
    }
    Ok(Told { notices: told.len(), unreachable })
}

async fn deliveries(tx: &mut TenantTx, told: &[(Uuid, Notice)]) -> Result<(Vec<NewDelivery>, usize)> {
    let to: Vec<Recipient> = told.iter().flat_map(|(_, notice)| notice.to.iter().copied()).collect();
    let reached = sql::reach(tx, &to).await?;
    let now = tx.now();
    let open = hours::next_open(now, sql::place(tx).await?.zone);
    let mut muted: HashMap<Kind, HashSet<AccountId>> = HashMap::new();
    let accounts: Vec<AccountId> = reached.values().filter_map(|reach| reach.account).collect();
    let mut unreachable = 0;
    let mut deliveries = Vec::new();
    for (notice, Notice { kind, to, .. }) in told {
        if !muted.contains_key(kind) {
            let silent = if kind.is_urgent() { Vec::new() } else { sql::muted(tx, *kind, &accounts).await? };
            muted.insert(
                *kind,
                silent.into_iter().filter(|(_, c)| *c == Channel::App).map(|(a, _)| a).collect(),
            );
        }
        let due_at = if kind.is_urgent() { now } else { open };
        for recipient in to {
            let Some(reach) = reached.get(recipient) else {
                unreachable += 1;
                continue;
            };
            let in_app = reach.account.filter(|account| !muted[kind].contains(account));
            if reach.account.is_none() && !reach.has_email {
                unreachable += 1;
            }
            if in_app.is_some() {
                deliveries.push(delivery(*notice, recipient, reach.account, Channel::App, now, now));
            }
            if reach.has_email {
                deliveries.push(delivery(*notice, recipient, reach.account, Channel::Email, now, due_at));
            }
        }
    }
    Ok((deliveries, unreachable))
}

fn delivery(
    notice: Uuid,
    to: &Recipient,
    account: Option<AccountId>,
    channel: Channel,
    now: Instant,
    due_at: Instant,
) -> NewDelivery {
    NewDelivery {
        id: EventId::new(now).uuid(),
        notice,
        channel,
        person: match to {
            Recipient::Person(person) => Some(*person),
            Recipient::Account(_) => None,
        },
        account,
        // The centre shows it from now on.
        state: if channel == Channel::App { State::Delivered } else { State::Queued },
        due_at,
    }
}
