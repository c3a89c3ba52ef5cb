//! Statements about the one row of settings.

use kernel::FileId;
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
