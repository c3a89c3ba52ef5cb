//! For the sample complexes: announcements that went out some days ago, read by many houses and not by all. Through the
//! same verbs as the office's buttons.

use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::{
    Draft, Late,
    bulletin::{send, sql},
    reader,
};

/// Writes it and sends it, by the clock of this transaction. Once: the id decides.
///
/// # Errors
/// The database's; a draft that reaches nobody stays a draft.
pub async fn publish(tx: &mut TenantTx, id: Uuid, draft: &Draft) -> Result<bool> {
    if sql::find(tx, id).await?.is_some() {
        return Ok(false);
    }
    sql::add(tx, id, draft).await?;
    Ok(send(tx, id, &Late::default()).await.is_ok())
}

/// Writes a draft and leaves it.
///
/// # Errors
/// The database's.
pub async fn write(tx: &mut TenantTx, id: Uuid, draft: &Draft) -> Result<()> {
    if sql::find(tx, id).await?.is_none() {
        sql::add(tx, id, draft).await?;
    }
    Ok(())
}

/// What a house did with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Nothing,
    Read,
    Acknowledged,
    /// Read, and voted for this answer, counted from one.
    Voted(i16),
}

/// Lets the houses live with it, by the clock of this transaction.
///
/// # Errors
/// The database's.
pub async fn live(tx: &mut TenantTx, id: Uuid, did: impl Fn(&str) -> Did) -> Result<()> {
    let told = sql::told(tx, id, sql::Which::Unread).await?;
    let (mut read, mut known) = (Vec::new(), Vec::new());
    for house in &told {
        let unit = house.unit.uuid();
        match did(&house.code) {
            Did::Nothing => {}
            Did::Read => read.push(unit),
            Did::Acknowledged => known.push(unit),
            Did::Voted(option) => {
                reader::sql::vote(tx, id, unit, option).await?;
                read.push(unit);
            }
        }
    }
    reader::sql::read(tx, id, &read).await?;
    reader::sql::acknowledge(tx, id, &known).await
}
