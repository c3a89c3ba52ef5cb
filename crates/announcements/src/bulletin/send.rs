//! Sending: whom it reaches is written down, and everybody is told, in one transaction.

use std::collections::HashSet;

use jobs::{Job, JobFault, Plan, Tools};
use kernel::{Date, Instant, Locale};
use notices::{Cost, Facts, Kind, Notice, Recipient};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Result, TenantTx};
use uuid::Uuid;
use web::{Say, texts::texts};

use super::{
    Audience, State,
    audience::People,
    sql::{self, Bulletin, Reach, Wishes},
};
use crate::{arrears::Late, markup, setting};

/// Letters of the text that a notice shows.
const EXCERPT: usize = 160;

/// Why it does not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotSend {
    #[error("nobody is meant")]
    Nobody,
    #[error("it was sent or taken back already")]
    NotOpen,
    #[error("it has ended")]
    Ended,
    #[error("its writer may not agree to it")]
    OwnApproval,
    #[error("it does not wait for anybody's yes")]
    NotWaiting,
}

impl Say for CannotSend {
    fn say(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Nobody => texts.get("ann-refuse-nobody"),
            Self::NotOpen => texts.get("ann-refuse-sent"),
            Self::Ended => texts.get("ann-refuse-ended"),
            Self::OwnApproval => texts.get("ann-refuse-own"),
            Self::NotWaiting => texts.get("ann-refuse-waiting"),
        }
        .to_owned()
    }
}

/// A refusal, or the database.
#[derive(Debug, thiserror::Error)]
pub enum SendFault {
    #[error(transparent)]
    Cannot(#[from] CannotSend),
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
}

impl From<SendFault> for web::Error {
    fn from(fault: SendFault) -> Self {
        match fault {
            SendFault::Cannot(reason) => Self::refused(reason),
            SendFault::Tenancy(error) => error.into(),
        }
    }
}

/// What came of the wish to send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Sent(Reach),
    Scheduled(Instant),
    Waiting,
}

/// Sends it, or brings it to where it waits: for its hour, or for somebody else's yes. An emergency waits for nobody's.
pub async fn send(tx: &mut TenantTx, id: Uuid, late: &Late) -> Result<Step, SendFault> {
    let bulletin = open(tx, id).await?;
    let now = tx.now();
    let today = sql::zone(tx).await?.date(now);
    if bulletin.ends_at.is_some_and(|end| end <= now) {
        return Err(CannotSend::Ended.into());
    }
    if reach_of(tx, &bulletin.audience.0, late, today).await?.is_nobody() {
        return Err(CannotSend::Nobody.into());
    }
    let is_agreed = bulletin.approved_at.is_some() || bulletin.is_emergency;
    if !is_agreed && setting::sql::load(tx).await?.needs_approval {
        sql::bring(tx, id, State::Waiting, "").await?;
        return Ok(Step::Waiting);
    }
    match bulletin.send_at.filter(|at| *at > now) {
        Some(at) => {
            sql::bring(tx, id, State::Scheduled, "").await?;
            jobs::later_as(tx, &SendScheduled { bulletin: id }, Plan::at(at).only_one(id.to_string()))
                .await?;
            Ok(Step::Scheduled(at))
        }
        None => Ok(Step::Sent(deliver(tx, &bulletin, late, today).await?)),
    }
}

/// Somebody else says yes, and it goes its way.
pub async fn approve(tx: &mut TenantTx, id: Uuid, by: Uuid, late: &Late) -> Result<Step, SendFault> {
    let bulletin = open(tx, id).await?;
    if bulletin.state != State::Waiting {
        return Err(CannotSend::NotWaiting.into());
    }
    if bulletin.written_by == Some(by) {
        return Err(CannotSend::OwnApproval.into());
    }
    sql::approve(tx, id).await?;
    send(tx, id, late).await
}

async fn open(tx: &mut TenantTx, id: Uuid) -> Result<Bulletin, SendFault> {
    let bulletin = sql::locked(tx, id).await?.ok_or(tenancy::Error::Missing)?;
    if bulletin.state.is_open() { Ok(bulletin) } else { Err(CannotSend::NotOpen.into()) }
}

async fn deliver(tx: &mut TenantTx, bulletin: &Bulletin, late: &Late, today: Date) -> Result<Reach> {
    let wishes = wishes(tx, &bulletin.audience.0, late, today).await?;
    sql::freeze(tx, bulletin.id, &wishes).await?;
    sql::sent(tx, bulletin.id).await?;
    let reach = sql::count(tx, &wishes).await?;
    let told = sql::told(tx, bulletin.id, sql::Which::All).await?;
    let mut notices = of_houses(bulletin, told, "");
    let staff = sql::staff(tx, bulletin.id).await?;
    if !staff.is_empty() {
        let to = staff.into_iter().map(Recipient::Account).collect();
        let excerpt = markup::excerpt(&bulletin.body, EXCERPT);
        notices.push(notice(bulletin, &excerpt, None, format!("{}:staff", bulletin.id), (String::new(), to)));
    }
    notices::tell(tx, notices).await?;
    Ok(reach)
}

/// Tells the houses that have not read it once more; a house once a day. Answers how many.
pub async fn tell_unread(tx: &mut TenantTx, bulletin: &Bulletin) -> Result<usize> {
    let today = sql::zone(tx).await?.date(tx.now());
    let unread = sql::told(tx, bulletin.id, sql::Which::Unread).await?;
    let units: Vec<Uuid> = unread.iter().map(|house| house.unit.uuid()).collect();
    let told = notices::tell(tx, of_houses(bulletin, unread, &format!(":{today}"))).await?;
    sql::nudged(tx, bulletin.id, &units).await?;
    Ok(told.notices)
}

/// One notice for a house. Whoever has several houses is told for the first of them.
fn of_houses(bulletin: &Bulletin, told: Vec<sql::Told>, again: &str) -> Vec<Notice> {
    let mut known = HashSet::new();
    let excerpt = markup::excerpt(&bulletin.body, EXCERPT);
    let of = |house: sql::Told| {
        let to: Vec<Recipient> =
            house.people.into_iter().filter(|person| known.insert(*person)).map(Recipient::Person).collect();
        let about = format!("{}:{}{again}", bulletin.id, house.unit);
        (!to.is_empty()).then(|| notice(bulletin, &excerpt, Some(house.unit), about, (house.code, to)))
    };
    told.into_iter().filter_map(of).collect()
}

fn notice(
    bulletin: &Bulletin,
    excerpt: &str,
    unit: Option<kernel::UnitId>,
    about: String,
    (code, to): (String, Vec<Recipient>),
) -> Notice {
    let facts = Facts {
        unit: code,
        number: bulletin.id.to_string(),
        subject: bulletin.title.clone(),
        excerpt: excerpt.to_owned(),
        ..Facts::default()
    };
    Notice { kind: kind_of(bulletin), unit, about: Some(about), facts, to }
}

const fn kind_of(bulletin: &Bulletin) -> Kind {
    if bulletin.is_emergency { Kind::Emergency } else { Kind::Announcement }
}

/// How many it would reach today.
pub async fn reach_of(tx: &mut TenantTx, audience: &Audience, late: &Late, today: Date) -> Result<Reach> {
    let wishes = wishes(tx, audience, late, today).await?;
    sql::count(tx, &wishes).await
}

/// What its messages by WhatsApp would cost today; none where nobody carries them.
pub async fn cost_of(
    tx: &mut TenantTx,
    bulletin: &Bulletin,
    late: &Late,
    today: Date,
) -> Result<Option<Cost>> {
    if !notices::has_carrier(tx).await? {
        return Ok(None);
    }
    let wishes = wishes(tx, &bulletin.audience.0, late, today).await?;
    let meant = sql::meant(tx, &wishes).await?;
    notices::cost(tx, kind_of(bulletin), &meant).await.map(Some)
}

async fn wishes(tx: &mut TenantTx, audience: &Audience, late: &Late, today: Date) -> Result<Wishes> {
    let named = wish(&audience.units);
    let units = if audience.in_arrears {
        let late = late.on(tx, today).await?;
        Some(match named {
            Some(named) => late.into_iter().filter(|unit| named.contains(unit)).collect(),
            None => late,
        })
    } else {
        named
    };
    let statuses: Vec<String> = audience.statuses.iter().map(|status| status.code().to_owned()).collect();
    Ok(Wishes {
        areas: wish(&audience.areas),
        unit_types: wish(&audience.unit_types),
        statuses: wish(&statuses),
        units,
        kinds: audience.people.kinds().iter().map(|kind| (*kind).to_owned()).collect(),
        only_payers: audience.people == People::Payers,
        staff: audience.staff.iter().map(|role| role.code().to_owned()).collect(),
        today,
    })
}

/// Nothing wished leaves everybody in.
fn wish<T: Clone>(wished: &[T]) -> Option<Vec<T>> {
    (!wished.is_empty()).then(|| wished.to_vec())
}

/// At its hour, if it still waits for it.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendScheduled {
    pub bulletin: Uuid,
}

impl Job for SendScheduled {
    const NAME: &'static str = "announcements.send_scheduled";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let late = tools.need::<Late>().cloned().unwrap_or_default();
        let mut tx = scope.begin().await?;
        let Some(bulletin) = sql::locked(&mut tx, self.bulletin).await? else { return Ok(()) };
        let is_due = bulletin.send_at.is_some_and(|at| at <= tx.now());
        if bulletin.state != State::Scheduled || !is_due {
            return Ok(());
        }
        match send(&mut tx, self.bulletin, &late).await {
            Ok(_) => {}
            Err(SendFault::Cannot(reason)) => {
                sql::bring(&mut tx, self.bulletin, State::Draft, &reason.say(Locale::Id)).await?;
            }
            Err(SendFault::Tenancy(error)) => return Err(error.into()),
        }
        Ok(tx.commit().await?)
    }
}
