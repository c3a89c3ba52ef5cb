//! Statements about carriers, their sealed keys, and what they say of messages.

use kernel::{Instant, RequestId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    RemoteId,
    key::Purpose,
    news::{News, Step},
};

/// Whose contract carries WhatsApp messages.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum CarrierName {
    /// Nobody's: people tap a `wa.me` link.
    Off,
    Fonnte,
    Cloud,
}

impl CarrierName {
    pub const ALL: [Self; 3] = [Self::Off, Self::Fonnte, Self::Cloud];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Fonnte => "fonnte",
            Self::Cloud => "cloud",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "carrier-off",
            Self::Fonnte => "carrier-fonnte",
            Self::Cloud => "carrier-cloud",
        }
    }

    /// Messages in one minute. Fonnte drives an ordinary account, and WhatsApp blocks one that writes like a machine.
    pub const fn a_minute(self) -> i64 {
        match self {
            Self::Off | Self::Cloud => 60,
            Self::Fonnte => 12,
        }
    }
}

pub struct Setting {
    /// Subject of the signed address for news.
    pub id: Uuid,
    pub carrier: CarrierName,
    pub phone_number_id: String,
    pub template: String,
    /// Of one message, in whole rupiah.
    pub price: i64,
    /// The carrier refused this very setting; until then nothing is tried.
    pub rests_until: Option<Instant>,
    pub rest_reason: String,
}

/// The setting; before anybody saved one, nobody's contract.
pub async fn load(tx: &mut TenantTx) -> Result<Setting> {
    let row = sqlx::query_as!(
        Setting,
        r#"select setting_id as id, carrier as "carrier: CarrierName", phone_number_id, template, price,
                  rests_until, rest_reason
             from carrier_setting"#
    );
    let found = row.fetch_optional(&mut *tx).await?;
    Ok(found.unwrap_or_else(|| Setting {
        id: RequestId::new(tx.now()).uuid(),
        carrier: CarrierName::Off,
        phone_number_id: String::new(),
        template: String::new(),
        price: 0,
        rests_until: None,
        rest_reason: String::new(),
    }))
}

/// Does anybody carry WhatsApp messages of this complex?
pub async fn is_on(tx: &mut TenantTx) -> Result<bool> {
    let is_on = sqlx::query_scalar!(
        r#"select exists (select from carrier_setting where carrier <> 'off') as "is_on!""#
    );
    Ok(is_on.fetch_one(tx).await?)
}

/// The carrier refuses the setting: nothing is tried before that instant.
pub async fn rest(tx: &mut TenantTx, until: Instant, reason: &str) -> Result<()> {
    sqlx::query!("update carrier_setting set rests_until = $1, rest_reason = left($2, 300)", until, reason)
        .execute(tx)
        .await?;
    Ok(())
}

/// What waits because the channel rests is due now. A worker's claim ends at another instant and is left alone.
async fn release(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!(
        "update notice_delivery d set due_at = scope_now() from carrier_setting s
          where s.complex_id = d.complex_id and d.channel = 'whatsapp' and d.state = 'queued'
            and d.due_at = s.rests_until"
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The carrier took a message, or refused one for its own sake: the setting is good.
pub async fn wake(tx: &mut TenantTx) -> Result<()> {
    release(tx).await?;
    sqlx::query!(
        "update carrier_setting set rests_until = null, rest_reason = '' where rests_until is not null"
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whatever was wrong before, the new setting is tried at once.
pub async fn save(tx: &mut TenantTx, setting: &Setting) -> Result<()> {
    release(tx).await?;
    sqlx::query!(
        "insert into carrier_setting (setting_id, carrier, phone_number_id, template, price)
         values ($1, $2, $3, $4, $5)
         on conflict (complex_id) do update set carrier = excluded.carrier,
             phone_number_id = excluded.phone_number_id, template = excluded.template, price = excluded.price,
             rests_until = null, rest_reason = '', updated_at = scope_now()",
        setting.id,
        setting.carrier.code(),
        setting.phone_number_id,
        setting.template,
        setting.price,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct KeyRow {
    pub id: Uuid,
    pub sealed: Vec<u8>,
    pub tail: String,
}

pub async fn newest_key(tx: &mut TenantTx, purpose: Purpose) -> Result<Option<KeyRow>> {
    let row = sqlx::query_as!(
        KeyRow,
        "select key_id as id, sealed, tail from carrier_key where purpose = $1 order by at desc, key_id desc limit 1",
        purpose.code()
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn insert_key(
    tx: &mut TenantTx,
    id: Uuid,
    purpose: Purpose,
    sealed: &[u8],
    tail: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into carrier_key (key_id, purpose, sealed, tail, at) values ($1, $2, $3, $4, $5)",
        id,
        purpose.code(),
        sealed,
        tail,
        tx.now(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The carrier took a message and calls it so. Answers whether it has said meanwhile that it failed.
pub async fn took(tx: &mut TenantTx, delivery: Uuid, remote: &RemoteId) -> Result<bool> {
    let failed =
        sqlx::query_scalar!(r#"select carrier_took($1, 'whatsapp', $2) as "failed!""#, delivery, remote.0);
    Ok(failed.fetch_one(tx).await?)
}

/// Applies news and answers the delivery that it moved; the same a second time, or older than what is known, moves none.
pub async fn said(tx: &mut TenantTx, news: &News) -> Result<Option<Uuid>> {
    let step = match news.step {
        Step::Sent => "sent",
        Step::Delivered => "delivered",
        Step::Read => "read",
        Step::Failed => "failed",
    };
    let moved = sqlx::query_scalar!(
        r#"select carrier_said('whatsapp', $1, $2, $3) as "moved?""#,
        news.remote,
        step,
        news.reason
    );
    Ok(moved.fetch_one(tx).await?)
}
