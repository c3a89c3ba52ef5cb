//! Writing down what is to be told.

use std::collections::{HashMap, HashSet};

use kernel::{AccountId, EventId, Instant, PersonId, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    Channel, Facts, Kind, State, hours, pump,
    sql::{self, NewDelivery, Reach},
};
use crate::{carrier, push};

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
    /// Recipients with neither account nor address, and without a number that somebody carries messages to.
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
    let has_carrier = carrier::sql::is_on(tx).await?;
    let now = tx.now();
    let open = hours::next_open(now, sql::place(tx).await?.zone);
    let accounts: Vec<AccountId> = reached.values().filter_map(|reach| reach.account).collect();
    let browsers = push::sql::reached(tx, &accounts).await?;
    let mut silent: HashMap<Kind, HashSet<(AccountId, Channel)>> = HashMap::new();
    let mut unreachable = 0;
    let mut deliveries = Vec::new();
    for (notice, Notice { kind, to, .. }) in told {
        if !silent.contains_key(kind) {
            let muted = if kind.is_urgent() { Vec::new() } else { sql::muted(tx, *kind, &accounts).await? };
            silent.insert(*kind, muted.into_iter().collect());
        }
        let due_at = if kind.is_urgent() { now } else { open };
        for recipient in to {
            let Some(reach) = reached.get(recipient) else {
                unreachable += 1;
                continue;
            };
            let has_browser = reach.account.is_some_and(|account| browsers.contains(&account));
            let out = Out { has_carrier, has_browser };
            let ways = ways(*kind, *reach, &silent[kind], out);
            if reach.account.is_none() && ways.is_empty() {
                unreachable += 1;
            }
            deliveries.extend(ways.into_iter().map(|channel| {
                let at = if channel == Channel::App { now } else { due_at };
                delivery(*notice, recipient, reach.account, channel, now, at)
            }));
        }
    }
    Ok((deliveries, unreachable))
}

/// What stands open besides the centre and the mail.
#[derive(Clone, Copy)]
struct Out {
    has_carrier: bool,
    has_browser: bool,
}

/// By which ways somebody is told. Money goes out one way besides the centre: by WhatsApp where that can be, otherwise by
/// mail; web push costs nobody anything and goes besides. What somebody turned off in mails is found when the mail is sent.
fn ways(kind: Kind, reach: Reach, silent: &HashSet<(AccountId, Channel)>, out: Out) -> Vec<Channel> {
    let is_off = |channel| reach.account.is_some_and(|account| silent.contains(&(account, channel)));
    let in_app = reach.account.is_some() && !is_off(Channel::App);
    let by_chat = out.has_carrier && reach.has_phone && kind.goes_by_chat() && !is_off(Channel::Whatsapp);
    let by_mail = reach.has_email && !(kind.goes_out_once() && by_chat);
    let by_push = out.has_browser && !is_off(Channel::Push);
    let ways = [
        (Channel::App, in_app),
        (Channel::Email, by_mail),
        (Channel::Whatsapp, by_chat),
        (Channel::Push, by_push),
    ];
    ways.into_iter().filter(|(_, is_used)| *is_used).map(|(channel, _)| channel).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_goes_out_one_way_and_an_announcement_by_all_of_them() {
        let account = AccountId::new(Instant::default());
        let reach = Reach { account: Some(account), has_email: true, has_phone: true };
        let none = HashSet::new();
        let neither = Out { has_carrier: false, has_browser: false };
        let chat_only = Out { has_carrier: true, ..neither };
        let both = Out { has_browser: true, ..chat_only };
        let [app, mail, chat, push] = [Channel::App, Channel::Email, Channel::Whatsapp, Channel::Push];
        assert_eq!(ways(Kind::DuesReminder, reach, &none, chat_only), [app, chat]);
        assert_eq!(ways(Kind::DuesReminder, reach, &none, neither), [app, mail]);
        assert_eq!(ways(Kind::DuesReminder, reach, &[(account, chat)].into(), chat_only), [app, mail]);
        assert_eq!(ways(Kind::DuesReminder, reach, &none, both), [app, chat, push], "it costs nothing");
        assert_eq!(ways(Kind::ClaimFiled, reach, &[(account, push)].into(), both), [app, mail]);
        assert_eq!(ways(Kind::Announcement, reach, &none, both), [app, mail, chat, push]);
        assert_eq!(ways(Kind::ClaimFiled, reach, &none, chat_only), [app, mail], "the office has its pages");
        let by_number = Reach { account: None, has_email: false, has_phone: true };
        assert_eq!(ways(Kind::InvoiceIssued, by_number, &none, chat_only), [chat]);
        assert!(ways(Kind::InvoiceIssued, by_number, &none, neither).is_empty());
    }
}
