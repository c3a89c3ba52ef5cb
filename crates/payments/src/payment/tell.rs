//! Whoever paid is told what became of it: that it arrived and has a receipt, that it did not, that the treasurer asks,
//! that it was taken back.

use chrono::TimeDelta;
use dues::settle;
use jobs::{Job, JobFault, Tools};
use kernel::{Date, Instant, PaymentId, PersonId};
use notices::{Facts, Kind, Notice, Recipient};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Result, TenantTx};

use super::{
    model::{CameFrom, State},
    sql::{self, PartRow, PaymentRow},
};

/// What is told of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Received,
    Asked,
    Rejected,
    Reversed,
}

impl Step {
    const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Asked => "asked",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }
}

/// Put in with the step itself; `reason` is what the treasurer wrote.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellPayer {
    pub payment: PaymentId,
    pub step: Step,
    pub reason: String,
    /// When it happened. What is a week old is no news: a worker that slept, a sample that lives through its year.
    pub at: Instant,
}

impl TellPayer {
    pub fn now(tx: &TenantTx, payment: PaymentId, step: Step, reason: &str) -> Self {
        Self { payment, step, reason: reason.to_owned(), at: tx.now() }
    }
}

impl Job for TellPayer {
    const NAME: &'static str = "payments.tell_payer";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        if tx.now() - self.at > TimeDelta::days(7) {
            return Ok(());
        }
        let Some(payment) = sql::find(&mut tx, self.payment).await? else { return Ok(()) };
        // Undone before anybody was told: the way back tells its own.
        if self.step == Step::Received && payment.state != State::Verified {
            return Ok(());
        }
        let parts = sql::parts(&mut tx, self.payment).await?;
        let today = settle::today(&mut tx).await?;
        let to = payers(&mut tx, &payment, &parts, today).await?;
        notices::tell(&mut tx, vec![self.notice(payment, &parts, to)]).await?;
        Ok(tx.commit().await?)
    }
}

impl TellPayer {
    fn notice(self, payment: PaymentRow, parts: &[PartRow], to: Vec<Recipient>) -> Notice {
        let Self { payment: id, step, reason, at: _ } = self;
        let units: Vec<&str> = parts.iter().map(|part| part.code.as_str()).collect();
        Notice {
            kind: Kind::PaymentMoved,
            unit: if let [part] = parts { Some(part.unit) } else { None },
            // A question may be asked twice; everything else happens once.
            about: (step != Step::Asked).then(|| format!("{id} {}", step.code())),
            facts: Facts {
                name: payment.payer_name,
                unit: units.join(", "),
                number: id.to_string(),
                amount: Some(payment.amount),
                subject: payment.receipt_number.unwrap_or_default(),
                excerpt: reason,
                step: step.code().to_owned(),
                ..Facts::default()
            },
            to,
        }
    }
}

/// Who pays for these units today, and the resident who sent the proof.
async fn payers(
    tx: &mut TenantTx,
    payment: &PaymentRow,
    parts: &[PartRow],
    today: Date,
) -> Result<Vec<Recipient>> {
    let mut people: Vec<PersonId> = Vec::new();
    for part in parts {
        let occupants = homes::occupants_on(tx, part.unit, today).await?;
        people.extend(occupants.into_iter().find(|one| one.payer).map(|one| one.person));
    }
    if let Some(account) = payment.recorded_by.filter(|_| payment.came_from == CameFrom::Resident.code()) {
        people.extend(homes::person_of(tx, account).await?.map(|person| person.id));
    }
    people.sort_unstable();
    people.dedup();
    Ok(sql::who_may_look(tx, &people).await?.into_iter().map(Recipient::Person).collect())
}
