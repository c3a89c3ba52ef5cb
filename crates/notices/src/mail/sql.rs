//! Statements about letters; all are functions of 0016_mail_and_retention.sql and 0032_letters.sql.

use kernel::AccountId;
use tenancy::{HallTx, Result, TenantTx, Tx};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// To be tried again.
    Failed,
    /// The server says never.
    Refused,
    /// Nobody wants it any more.
    Dropped,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
        }
    }
}

pub async fn queue<S: 'static>(
    tx: &mut Tx<S>,
    id: Uuid,
    whose: Option<AccountId>,
    letter: &str,
) -> Result<()> {
    sqlx::query!("select queue_mail($1, $2, $3)", id, whose.map(AccountId::uuid), letter).execute(tx).await?;
    Ok(())
}

/// False when it went out, or never will.
pub async fn is_due(tx: &mut HallTx, id: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select mail_is_due($1) as "due!""#, id).fetch_one(tx).await?)
}

pub async fn note(tx: &mut HallTx, id: Uuid, outcome: Outcome, why: &str) -> Result<()> {
    sqlx::query!("select note_mail($1, $2, $3)", id, outcome.code(), why).execute(tx).await?;
    Ok(())
}

/// News about a letter; the same twice, or older than what is known, changes nothing.
pub async fn said(tx: &mut TenantTx, delivery: Uuid, step: &str, why: &str) -> Result<()> {
    sqlx::query_scalar!("select letter_said($1, $2, $3)", delivery, step, why).fetch_one(tx).await?;
    Ok(())
}
