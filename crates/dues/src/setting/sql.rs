//! Statements about the one row of settings.

use kernel::{EventId, FileId};
use tenancy::{Result, TenantTx};

use super::model::{BankAccount, DueMonth, Letterhead, Setting, SettleFirst};

/// As somebody set it; the defaults where nobody did.
pub async fn load(tx: &mut TenantTx) -> Result<Setting> {
    let row = sqlx::query!(
        r#"select due_day, due_month as "due_month: DueMonth", run_day, settle_first as "settle_first: SettleFirst",
                  use_unique_code, bank_name, bank_number, bank_holder, letterhead_name, letterhead_address,
                  letterhead_contact, letterhead_logo_id as "logo: FileId", signer_name, signer_title
             from dues_setting"#
    );
    let Some(row) = row.fetch_optional(tx).await? else { return Ok(Setting::default()) };
    Ok(Setting {
        due_day: u32::from(row.due_day.unsigned_abs()),
        due_month: row.due_month,
        run_day: row.run_day.map(|day| u32::from(day.unsigned_abs())),
        settle_first: row.settle_first,
        use_unique_code: row.use_unique_code,
        bank: BankAccount { name: row.bank_name, number: row.bank_number, holder: row.bank_holder },
        letterhead: Letterhead {
            name: row.letterhead_name,
            address: row.letterhead_address,
            contact: row.letterhead_contact,
            logo: row.logo,
            signer_name: row.signer_name,
            signer_title: row.signer_title,
        },
    })
}

/// Writes the one row of this complex.
pub async fn save(tx: &mut TenantTx, setting: &Setting) -> Result<()> {
    tx.forget::<crate::settle::Customs>();
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into dues_setting (setting_id, due_day, due_month, run_day, settle_first, use_unique_code, bank_name,
                                   bank_number, bank_holder, letterhead_name, letterhead_address, letterhead_contact,
                                   letterhead_logo_id, signer_name, signer_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (complex_id) do update
            set due_day = excluded.due_day, due_month = excluded.due_month, run_day = excluded.run_day,
                settle_first = excluded.settle_first, use_unique_code = excluded.use_unique_code,
                bank_name = excluded.bank_name, bank_number = excluded.bank_number,
                bank_holder = excluded.bank_holder, letterhead_name = excluded.letterhead_name,
                letterhead_address = excluded.letterhead_address, letterhead_contact = excluded.letterhead_contact,
                letterhead_logo_id = excluded.letterhead_logo_id, signer_name = excluded.signer_name,
                signer_title = excluded.signer_title, updated_at = scope_now()",
        id,
        small(setting.due_day),
        setting.due_month.code(),
        setting.run_day.map(small),
        setting.settle_first.code(),
        setting.use_unique_code,
        setting.bank.name,
        setting.bank.number,
        setting.bank.holder,
        setting.letterhead.name,
        setting.letterhead.address,
        setting.letterhead.contact,
        setting.letterhead.logo as Option<FileId>,
        setting.letterhead.signer_name,
        setting.letterhead.signer_title,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A day of a month.
fn small(day: u32) -> i16 {
    i16::try_from(day).unwrap_or(i16::MAX)
}
