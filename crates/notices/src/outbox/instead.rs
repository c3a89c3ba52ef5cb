//! A message about money goes one way; when WhatsApp does not reach somebody, the mail takes over.

use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{pump, sql};

/// After a WhatsApp message that did not arrive: the same by mail, to somebody who has an address and did not get it that
/// way already. Whatever goes by both ways anyhow stays as it is.
pub(crate) async fn mail_instead(tx: &mut TenantTx, delivery: Uuid) -> Result<()> {
    let Some(recipient) = sql::unreached(tx, delivery).await? else { return Ok(()) };
    let reached = sql::reach(tx, &[recipient]).await?;
    if reached.get(&recipient).is_some_and(|reach| reach.has_email) {
        sql::add_mail(tx, delivery).await?;
        pump::schedule(tx).await?;
    }
    Ok(())
}
