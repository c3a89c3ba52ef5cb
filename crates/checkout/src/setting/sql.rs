//! Statements about the settings and the sealed keys.

use kernel::{Instant, RequestId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Mode, Setting};

/// The settings; before anybody saved some, the usual ones.
pub async fn load(tx: &mut TenantTx) -> Result<Setting> {
    let row = sqlx::query_as!(
        Setting,
        r#"select setting_id as id, mode as "mode: Mode", use_qris, use_va, use_snap, payer_bears_va_fee, va_fee,
                  qris_fee_bps, static_qris
             from checkout_setting"#
    );
    let found = row.fetch_optional(&mut *tx).await?;
    Ok(found.unwrap_or_else(|| Setting {
        id: RequestId::new(tx.now()).uuid(),
        mode: Mode::Off,
        use_qris: true,
        use_va: true,
        use_snap: true,
        payer_bears_va_fee: false,
        va_fee: 4000,
        qris_fee_bps: 70,
        static_qris: String::new(),
    }))
}

/// Has anybody saved settings?
pub async fn is_set(tx: &mut TenantTx) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from checkout_setting) as "is!""#).fetch_one(tx).await?)
}

pub async fn save(tx: &mut TenantTx, setting: &Setting) -> Result<()> {
    sqlx::query!(
        "insert into checkout_setting (setting_id, mode, use_qris, use_va, use_snap, payer_bears_va_fee, va_fee,
                                       qris_fee_bps, static_qris)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (complex_id) do update set mode = excluded.mode, use_qris = excluded.use_qris,
             use_va = excluded.use_va, use_snap = excluded.use_snap,
             payer_bears_va_fee = excluded.payer_bears_va_fee, va_fee = excluded.va_fee,
             qris_fee_bps = excluded.qris_fee_bps, static_qris = excluded.static_qris, updated_at = scope_now()",
        setting.id,
        setting.mode.code(),
        setting.use_qris,
        setting.use_va,
        setting.use_snap,
        setting.payer_bears_va_fee,
        setting.va_fee,
        setting.qris_fee_bps,
        setting.static_qris,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct KeyRow {
    pub id: Uuid,
    pub mode: Mode,
    pub sealed: Vec<u8>,
    pub tail: String,
    pub address: String,
    pub at: Instant,
}

/// The last keys of each mode, the newest first.
pub async fn keys(tx: &mut TenantTx) -> Result<Vec<KeyRow>> {
    let rows = sqlx::query_as!(
        KeyRow,
        r#"select key_id as "id!", mode as "mode!: Mode", sealed as "sealed!", tail as "tail!",
                  address as "address!", at as "at!"
             from (select k.*, row_number() over (partition by mode order by at desc, key_id desc) as age
                     from checkout_key k) newest
            where age <= 8 order by at desc, key_id desc"#
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn insert_key(tx: &mut TenantTx, key: &KeyRow) -> Result<()> {
    sqlx::query!(
        "insert into checkout_key (key_id, mode, sealed, tail, address, at) values ($1, $2, $3, $4, $5, $6)",
        key.id,
        key.mode.code(),
        key.sealed,
        key.tail,
        key.address,
        key.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
