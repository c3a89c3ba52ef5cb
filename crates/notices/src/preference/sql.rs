//! Statements about what is turned off; the row policy shows an account its own.

use tenancy::{AccountTx, Result, TenantTx};
use uuid::Uuid;

use crate::outbox::{Channel, Kind};

pub async fn own(tx: &mut AccountTx) -> Result<Vec<(Kind, Channel)>> {
    let rows = sqlx::query!(r#"select kind as "kind: Kind", channel as "channel: Channel" from notice_mute"#);
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.kind, row.channel)).collect())
}

/// From now on exactly these are turned off.
pub async fn set(tx: &mut AccountTx, muted: &[(Kind, Channel)]) -> Result<()> {
    let kinds: Vec<String> = muted.iter().map(|(kind, _)| kind.code().to_owned()).collect();
    let channels: Vec<String> = muted.iter().map(|(_, channel)| channel.code().to_owned()).collect();
    sqlx::query!("delete from notice_mute").execute(&mut *tx).await?;
    sqlx::query!(
        "insert into notice_mute (kind, channel) select * from unnest($1::text[], $2::text[])",
        &kinds,
        &channels
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What a message spoke of, and by which way it came.
pub async fn kind_of(tx: &mut TenantTx, delivery: Uuid) -> Result<Option<(Kind, Channel)>> {
    let row = sqlx::query!(
        r#"select n.kind as "kind: Kind", d.channel as "channel: Channel"
             from notice_delivery d join notice n using (complex_id, notice_id)
            where d.delivery_id = $1"#,
        delivery
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.kind, row.channel)))
}

/// Turns this kind by this way off for the recipient of a delivery, or on again.
pub async fn mute(tx: &mut TenantTx, delivery: Uuid, quiet: bool) -> Result<()> {
    sqlx::query_scalar!("select mute_delivery($1, $2)", delivery, quiet).fetch_one(tx).await?;
    Ok(())
}
