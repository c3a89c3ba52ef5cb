//! Asking the gateway, and doing what follows. Every road leads here: a notification, the poll, the office's button.

use dues::settle;
use jobs::{Job, JobFault, Plan, Tools};
use serde::{Deserialize, Serialize};
use tenancy::{Error, JobScope, Result, TenantTx, Ticket, TicketKind};
use uuid::Uuid;

use super::{
    books,
    model::{Said, State, Step, next_look, step},
    sql::{self, Attempt},
};
use crate::{
    gateway::{Fault, Gateways},
    hook::sql as hook,
    live,
    setting::{self, Key},
};

/// A door that opens as often as it is asked: the gateway is never waited for inside a transaction.
pub trait Entrance: Sync {
    fn enter(&self) -> impl Future<Output = Result<TenantTx>> + Send;
}

impl Entrance for JobScope {
    async fn enter(&self) -> Result<TenantTx> {
        self.begin().await
    }
}
impl<K: TicketKind> Entrance for Ticket<K> {
    async fn enter(&self) -> Result<TenantTx> {
        Ok(self.begin().await?.0)
    }
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Something moved in the books or in the attempt's state.
    Changed(State),
    Nothing(State),
    /// The gateway did not answer; the poll asks again.
    Silent(String),
}

/// What the gateway is asked about, with which key, and which of its messages the answer settles.
#[derive(Debug)]
pub struct Question {
    pub attempt: Attempt,
    pub key: Key,
    pub messages: Vec<Uuid>,
}

impl Question {
    async fn about(tx: &mut TenantTx, gateways: &Gateways, id: Uuid) -> Result<Self> {
        let attempt = sql::find(tx, id).await?.ok_or(Error::Missing)?;
        let key = setting::current(tx, gateways.sealer(), attempt.mode).await?;
        let messages = sql::unanswered(tx, id).await?;
        Ok(Self { attempt, key, messages })
    }
}

/// Asks the gateway about this attempt and brings books and state to its answer.
///
/// # Errors
/// [`Error::Missing`]; [`Error::Conflict`] with `checkout_key_is_there`.
pub async fn ask(door: &impl Entrance, gateways: &Gateways, id: Uuid) -> Result<Asked> {
    let mut tx = door.enter().await?;
    let question = Question::about(&mut tx, gateways, id).await?;
    drop(tx);
    put(door, gateways, &question).await
}

/// The same for whoever has the question ready.
///
/// # Errors
/// What the database says.
pub async fn put(door: &impl Entrance, gateways: &Gateways, question: &Question) -> Result<Asked> {
    let (id, unit) = (question.attempt.id, question.attempt.unit);
    let said = match gateways.status(&question.key, &question.attempt.order).await {
        Ok(said) => said,
        Err(Fault::Refused(why) | Fault::Silent(why)) => return Ok(Asked::Silent(why)),
    };
    let mut tx = door.enter().await?;
    settle::lock_units(&mut tx, &[unit]).await?;
    let asked = match apply(&mut tx, id, said.as_ref()).await {
        Ok(asked) => asked,
        // What the books refuse (titipan that was paid out since) is for a person; it is written down, and nothing else.
        Err(Error::Conflict(name)) => {
            drop(tx);
            tx = door.enter().await?;
            settle::lock_units(&mut tx, &[unit]).await?;
            let word = said.map(|said| said.status).unwrap_or_default();
            park(&mut tx, id, &word, &name).await?
        }
        Err(error) => return Err(error),
    };
    let outcome = if matches!(asked, Asked::Changed(_)) { "applied" } else { "nothing_new" };
    hook::finish(&mut tx, &question.messages, outcome, "").await?;
    tx.commit().await?;
    Ok(asked)
}

/// Under the lock of the unit's account, which every verb that moves money takes.
async fn apply(tx: &mut TenantTx, id: Uuid, said: Option<&Said>) -> Result<Asked> {
    let attempt = sql::find(tx, id).await?.ok_or(Error::Missing)?;
    let Some(said) = said else { return unknown(tx, &attempt).await };
    let state = match step(attempt.standing(), said) {
        Step::Nothing => return Ok(Asked::Nothing(attempt.state)),
        Step::Park(why) => return park(tx, id, &said.status, why).await,
        Step::Stand(state) => state,
        Step::Book(state, target) => {
            books::bring(tx, &attempt, target, said).await?;
            state
        }
    };
    sql::stand(tx, id, state, &said.status, "").await?;
    live::tell(tx, attempt.link).await?;
    Ok(Asked::Changed(state))
}

/// The gateway knows no such order: nobody chose a way on its page yet, or our call never arrived.
async fn unknown(tx: &mut TenantTx, attempt: &Attempt) -> Result<Asked> {
    if attempt.state.waits() && tx.now() > attempt.expires_at {
        sql::stand(tx, attempt.id, State::Expired, "404", "").await?;
        live::tell(tx, attempt.link).await?;
        return Ok(Asked::Changed(State::Expired));
    }
    Ok(Asked::Nothing(attempt.state))
}

async fn park(tx: &mut TenantTx, id: Uuid, word: &str, why: &str) -> Result<Asked> {
    let attempt = sql::find(tx, id).await?.ok_or(Error::Missing)?;
    if attempt.state == State::Parked && attempt.note == why && attempt.said == word {
        return Ok(Asked::Nothing(State::Parked));
    }
    sql::stand(tx, id, State::Parked, word, why).await?;
    live::tell(tx, attempt.link).await?;
    Ok(Asked::Changed(State::Parked))
}

/// The poll: asks about one attempt, and again while it waits, so that a lost message costs minutes and no money.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskGateway {
    pub attempt: Uuid,
}

impl Job for AskGateway {
    const NAME: &'static str = "checkout.ask_gateway";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let gateways = tools.need::<Gateways>()?;
        let question = Question::about(&mut tx, gateways, self.attempt).await?;
        drop(tx);
        if !question.attempt.state.waits() && question.messages.is_empty() {
            return Ok(());
        }
        let asked = put(&scope, gateways, &question).await?;
        let mut tx = scope.begin().await?;
        let attempt = sql::find(&mut tx, self.attempt).await?.ok_or(Error::Missing)?;
        if matches!(asked, Asked::Silent(_)) || attempt.state.waits() {
            match next_look(attempt.made_at, attempt.expires_at, tx.now()) {
                Some(at) => {
                    jobs::later_as(&mut tx, &self, Plan::at(at).only_one(self.attempt.to_string())).await?;
                }
                None if attempt.state.waits() => {
                    sql::stand(&mut tx, attempt.id, State::Expired, "", "").await?;
                    live::tell(&mut tx, attempt.link).await?;
                }
                None => {}
            }
        }
        Ok(tx.commit().await?)
    }
}
