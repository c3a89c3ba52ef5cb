//! What goes out: a handful a minute by each way, within the hours in which people may be disturbed.

use chrono::TimeDelta;
use jobs::{Job, JobFault, Plan, Tools};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, TenantTx};
use uuid::Uuid;

use super::{
    Channel, State, hours, mail_instead,
    parcel::{self, Chat, Push, Sealed, Verdict},
    sql::{self, Claim},
};
use crate::{
    carrier::{self, Fault},
    mail::{Mailer, Undelivered},
    push::{Outcome, sql as browsers},
};

/// The ways that leave the house.
const WAYS_OUT: [Channel; 3] = [Channel::Email, Channel::Whatsapp, Channel::Push];
/// Mails of one complex in one minute: what a mail server of a small host takes without complaint.
const MAILS_A_MINUTE: i64 = 60;
/// Web push of one complex in one minute; the services themselves take more.
const PUSHES_A_MINUTE: i64 = 120;
/// After so many tries, about two hours and a half, a delivery has failed.
const MOST_TRIES: i16 = 8;
/// What a worker took and did not finish is anybody's again after this long.
const CLAIM: TimeDelta = TimeDelta::minutes(10);
/// For so long a carrier that refuses the setting is left alone; then one message asks whether somebody mended it.
const REST: TimeDelta = TimeDelta::hours(1);

/// Sends what is due, and comes again when the next one is.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SendDue {}

impl Job for SendDue {
    const NAME: &'static str = "notices.send_due";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        for channel in WAYS_OUT {
            let claimed = claim(&scope, channel).await?;
            for (at, delivery) in claimed.iter().enumerate() {
                if let Went::Refused(until) = send(&scope, tools, *delivery).await? {
                    give_back(&scope, &claimed[at + 1..], until).await?;
                    break;
                }
            }
        }
        let mut tx = scope.begin().await?;
        schedule(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}

/// Sees to it that the next delivery finds a worker.
pub async fn schedule(tx: &mut TenantTx) -> tenancy::Result<()> {
    let mut soonest: Option<Instant> = None;
    for channel in WAYS_OUT {
        let Some(due) = sql::next_due(tx, channel).await? else { continue };
        let pace = pace(tx, channel).await?;
        // What waits because enough went out this minute is due already.
        let room = if pace.room > 0 { tx.now() } else { tx.now() + TimeDelta::minutes(1) };
        let at = due.max(room).max(pace.from);
        soonest = Some(soonest.map_or(at, |soonest| soonest.min(at)));
    }
    if let Some(at) = soonest {
        jobs::later_as(tx, &SendDue {}, Plan::at(at).only_one("send")).await?;
    }
    Ok(())
}

/// How fast a way may be used now.
struct Pace {
    /// Messages that may go out in this minute.
    room: i64,
    /// Before this instant the way rests.
    from: Instant,
}

async fn pace(tx: &mut TenantTx, channel: Channel) -> tenancy::Result<Pace> {
    let now = tx.now();
    let (most, from) = match channel {
        Channel::App | Channel::Email => (MAILS_A_MINUTE, now),
        Channel::Push => (PUSHES_A_MINUTE, now),
        Channel::Whatsapp => {
            let setting = carrier::sql::load(tx).await?;
            // After a rest one message asks; the others follow when it went.
            let most = if setting.rests_until.is_some() { 1 } else { setting.carrier.a_minute() };
            (most, setting.rests_until.unwrap_or(now))
        }
    };
    let used = sql::attempts_since(tx, channel, now - TimeDelta::minutes(1)).await?;
    Ok(Pace { room: (most - used).max(0), from })
}

async fn claim(scope: &JobScope, channel: Channel) -> Result<Vec<Uuid>, JobFault> {
    let mut tx = scope.begin().await?;
    let now = tx.now();
    let open = hours::next_open(now, sql::place(&mut tx).await?.zone);
    let is_night = open > now;
    if is_night {
        sql::rest(&mut tx, open).await?;
    }
    let pace = pace(&mut tx, channel).await?;
    let claimed = if pace.room > 0 && pace.from <= now {
        sql::claim(&mut tx, &Claim { channel, most: pace.room, until: now + CLAIM, is_night }).await?
    } else {
        Vec::new()
    };
    tx.commit().await?;
    Ok(claimed)
}

/// What one message says about those behind it.
enum Went {
    On,
    /// They would all be refused; the way rests until then.
    Refused(Instant),
}

async fn send(scope: &JobScope, tools: &Tools, delivery: Uuid) -> Result<Went, JobFault> {
    let mailer = tools.need::<Mailer>()?;
    let mut tx = scope.begin().await?;
    match parcel::open(&mut tx, mailer, tools, delivery).await? {
        Verdict::Gone => return Ok(Went::On),
        Verdict::Drop(reason) => {
            sql::became(&mut tx, delivery, State::Dropped, reason).await?;
            if reason != "paid" {
                mail_instead(&mut tx, delivery).await?;
            }
        }
        Verdict::Lost => sql::became(&mut tx, delivery, State::Failed, "lost").await?,
        Verdict::Wait(until) => sql::wait(&mut tx, delivery, until, None).await?,
        Verdict::Mail(sealed) => {
            drop(tx); // no connection waits while a mail server thinks
            return mail(scope, mailer, delivery, &sealed).await;
        }
        Verdict::Push(push) => {
            drop(tx); // nor while the services of browsers do
            return self::push(scope, delivery, &push).await;
        }
        Verdict::Chat(chat) => {
            // Said before it is done: a worker that dies in between leaves no doubt that there is a doubt.
            sql::hand_over(&mut tx, delivery).await?;
            tx.commit().await?;
            return self::chat(scope, delivery, &chat).await;
        }
    }
    tx.commit().await?;
    Ok(Went::On)
}

async fn mail(scope: &JobScope, mailer: &Mailer, delivery: Uuid, sealed: &Sealed) -> Result<Went, JobFault> {
    let outcome =
        mailer.send_with(delivery, &sealed.letter, &sealed.headers, scope.now(), Some(scope.complex())).await;
    let mut tx = scope.begin().await?;
    match outcome {
        Ok(()) => sql::became(&mut tx, delivery, State::Sent, "").await?,
        Err(Undelivered::Later(why)) if sealed.tries < MOST_TRIES => {
            sql::wait(&mut tx, delivery, next_try(scope, sealed.tries), Some(&why)).await?;
        }
        Err(Undelivered::Never(why) | Undelivered::Later(why)) => {
            sql::became(&mut tx, delivery, State::Failed, &why).await?;
        }
    }
    tx.commit().await?;
    Ok(Went::On)
}

async fn chat(scope: &JobScope, delivery: Uuid, chat: &Chat) -> Result<Went, JobFault> {
    let outcome = chat.wire.send(&chat.message).await;
    let mut went = Went::On;
    let mut tx = scope.begin().await?;
    match outcome {
        Ok(remote) => {
            carrier::sql::wake(&mut tx).await?;
            sql::became(&mut tx, delivery, State::Sent, "").await?;
            if carrier::sql::took(&mut tx, delivery, &remote).await? {
                mail_instead(&mut tx, delivery).await?;
            }
        }
        Err(Fault::Later(why)) if chat.tries < MOST_TRIES => {
            sql::wait(&mut tx, delivery, next_try(scope, chat.tries), Some(&why)).await?;
        }
        Err(Fault::Never(why) | Fault::Later(why)) => {
            carrier::sql::wake(&mut tx).await?;
            sql::became(&mut tx, delivery, State::Failed, &why).await?;
            mail_instead(&mut tx, delivery).await?;
        }
        // It may have gone, so neither is it sent again nor does a mail say the same.
        Err(Fault::Unknown(why)) => sql::became(&mut tx, delivery, State::Failed, &why).await?,
        Err(Fault::Setting(why)) => {
            let until = tx.now() + REST;
            carrier::sql::rest(&mut tx, until, &why).await?;
            // Not this message's fault: it keeps its tries.
            sql::wait(&mut tx, delivery, until, None).await?;
            went = Went::Refused(until);
        }
    }
    tx.commit().await?;
    Ok(went)
}

/// To all browsers of somebody; one that took it is enough. A worker that dies in between sends it again, and the second
/// message replaces the first, so nothing is handed over beforehand.
async fn push(scope: &JobScope, delivery: Uuid, push: &Push) -> Result<Went, JobFault> {
    let mut outcomes = Vec::with_capacity(push.browsers.len());
    for browser in &push.browsers {
        outcomes.push((browser.id, push.wire.send(browser, &push.message, scope.now()).await));
    }
    let mut tx = scope.begin().await?;
    let (mut taken, mut later, mut never) = (false, None, None);
    for (browser, outcome) in outcomes {
        match outcome {
            Outcome::Taken => {
                browsers::said(&mut tx, delivery, browser, browsers::Said::Taken).await?;
                taken = true;
            }
            Outcome::Gone => browsers::said(&mut tx, delivery, browser, browsers::Said::Gone).await?,
            Outcome::Later(why) => later = Some(why),
            Outcome::Never(why) => never = Some(why),
        }
    }
    match (taken, later, never) {
        (true, ..) => sql::became(&mut tx, delivery, State::Sent, "").await?,
        (false, Some(why), _) if push.tries < MOST_TRIES => {
            sql::wait(&mut tx, delivery, next_try(scope, push.tries), Some(&why)).await?;
        }
        (false, Some(why), _) | (false, None, Some(why)) => {
            sql::became(&mut tx, delivery, State::Failed, &why).await?;
        }
        (false, None, None) => sql::became(&mut tx, delivery, State::Dropped, "no_browser").await?,
    }
    tx.commit().await?;
    Ok(Went::On)
}

/// What was taken and will be refused goes back to the queue untried.
async fn give_back(scope: &JobScope, untried: &[Uuid], until: Instant) -> Result<(), JobFault> {
    let mut tx = scope.begin().await?;
    for delivery in untried {
        sql::wait(&mut tx, *delivery, until, None).await?;
    }
    Ok(tx.commit().await?)
}

fn next_try(scope: &JobScope, tries: i16) -> Instant {
    scope.now() + TimeDelta::minutes(1_i64 << tries.clamp(0, MOST_TRIES))
}
