//! Making an attempt: write it down, call the gateway, write down what it gave.

use chrono::TimeDelta;
use dues::settle;
use jobs::Plan;
use kernel::{InvoiceId, RequestId, Rupiah, UnitId};
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::{
    ask::{AskGateway, Entrance},
    model::{Offer, State, Way, offers},
    sql::{self, Attempt, Draft},
};
use crate::{
    gateway::{Fault, Gateways, Order},
    live,
    setting::{self, Key, Setting},
};

/// A code with less time than this is not shown again.
const LEFT: TimeDelta = TimeDelta::minutes(1);
/// How long the gateway may take before another tap makes another attempt.
const PATIENCE: TimeDelta = TimeDelta::seconds(30);

/// What somebody wants to pay.
#[derive(Clone, Debug)]
pub struct Wish {
    pub link: Uuid,
    pub unit: UnitId,
    pub payer_name: String,
    pub way: Way,
    pub amount: Rupiah,
    pub invoices: Vec<InvoiceId>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// Ready to be paid, or about to be.
    Attempt(Uuid),
    /// This way is not for this amount.
    NotOffered,
    /// The gateway did not take it; the attempt says so.
    Failed(Uuid),
}

/// Makes an attempt, or finds the open one of the same link, way and amount. `addresses` are where the gateway notifies
/// and where its own page sends the payer back to.
///
/// # Errors
/// [`Error::Conflict`] with `checkout_key_is_there` when the gateway's key is missing.
pub async fn make(
    door: &impl Entrance,
    gateways: &Gateways,
    wish: &Wish,
    addresses: (&str, &str),
) -> Result<Made> {
    let mut tx = door.enter().await?;
    let setting = setting::load(&mut tx).await?;
    let offer = offers(&setting, wish.amount).into_iter().find(|offer| offer.way == wish.way);
    let Some(offer) = offer else { return Ok(Made::NotOffered) };
    settle::lock_units(&mut tx, &[wish.unit]).await?;
    let (reusable, renewed) = before(&mut tx, &setting, wish, offer).await?;
    if let Some(attempt) = reusable {
        return Ok(Made::Attempt(attempt));
    }
    let key = setting::current(&mut tx, gateways.sealer(), setting.mode).await?;
    let attempt = write_down(&mut tx, &setting, wish, offer, renewed).await?;
    tx.commit().await?;
    charge(door, gateways, &key, &attempt, addresses).await
}

/// The attempt that serves as well, and the one in whose place a new one comes.
async fn before(
    tx: &mut TenantTx,
    setting: &Setting,
    wish: &Wish,
    offer: Offer,
) -> Result<(Option<Uuid>, Option<Uuid>)> {
    let now = tx.now();
    let known = sql::of_link(tx, wish.link, None, 20).await?;
    let invoices: Vec<Uuid> = wish.invoices.iter().map(|invoice| invoice.uuid()).collect();
    let same = |one: &&Attempt| {
        one.way == wish.way
            && one.mode == setting.mode
            && (one.amount, one.fee.get()) == (wish.amount, offer.fee)
            && one.invoices == invoices
    };
    let serves = |one: &&Attempt| match one.state {
        State::Open => one.expires_at > now + LEFT,
        State::Made => one.made_at + PATIENCE > now,
        _ => false,
    };
    let reusable = known.iter().filter(same).find(serves).map(|one| one.id);
    Ok((reusable, known.iter().find(same).map(|one| one.id)))
}

async fn write_down(
    tx: &mut TenantTx,
    setting: &Setting,
    wish: &Wish,
    offer: Offer,
    renews: Option<Uuid>,
) -> Result<Attempt> {
    let id = RequestId::new(tx.now()).uuid();
    let invoices: Vec<Uuid> = wish.invoices.iter().map(|invoice| invoice.uuid()).collect();
    let draft = Draft {
        id,
        order: &format!("KLS-{}", id.simple()),
        link: wish.link,
        unit: wish.unit,
        way: wish.way,
        mode: setting.mode,
        payer_name: &wish.payer_name,
        amount: wish.amount,
        fee: offer.fee,
        cost: offer.cost,
        invoices: &invoices,
        renews,
        expires_at: tx.now() + wish.way.life(),
    };
    sql::insert(tx, &draft).await?;
    sql::stand(tx, id, State::Made, "", "").await?;
    let first_look = tx.now() + TimeDelta::minutes(2);
    jobs::later_as(tx, &AskGateway { attempt: id }, Plan::at(first_look).only_one(id.to_string())).await?;
    sql::find(tx, id).await?.ok_or(Error::Missing)
}

async fn charge(
    door: &impl Entrance,
    gateways: &Gateways,
    key: &Key,
    attempt: &Attempt,
    (notify, finish): (&str, &str),
) -> Result<Made> {
    let order = Order { attempt, notify, finish };
    let charged = gateways.charge(key, &order).await;
    let mut tx = door.enter().await?;
    settle::lock_units(&mut tx, &[attempt.unit]).await?;
    let made = match charged {
        Ok(charged) => {
            sql::insert_charge(&mut tx, attempt.id, &charged).await?;
            // A notification may have been faster than this answer.
            let now = sql::find(&mut tx, attempt.id).await?.ok_or(Error::Missing)?;
            if now.state == State::Made {
                sql::stand(&mut tx, attempt.id, State::Open, "", "").await?;
            }
            Made::Attempt(attempt.id)
        }
        Err(Fault::Refused(why)) => {
            sql::stand(&mut tx, attempt.id, State::Failed, "refused", &why).await?;
            Made::Failed(attempt.id)
        }
        // Nobody knows whether it arrived: the poll finds out.
        Err(Fault::Silent(why)) => {
            sql::stand(&mut tx, attempt.id, State::Failed, "silent", &why).await?;
            Made::Failed(attempt.id)
        }
    };
    live::tell(&mut tx, attempt.link).await?;
    tx.commit().await?;
    Ok(made)
}
