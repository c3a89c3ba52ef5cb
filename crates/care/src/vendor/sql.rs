//! Statements about vendors, and about whom a complaint may be given to.

use kernel::PhoneNumber;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::Vendor;

/// Those that are asked today first, then by their names.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Vendor>> {
    let rows = sqlx::query_as!(
        Vendor,
        r#"select vendor_id as id, name, phone as "phone: PhoneNumber", trade, retired_at is not null as "is_retired!"
             from vendor order by retired_at is not null, lower(name), vendor_id"#
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Vendor>> {
    let row = sqlx::query_as!(
        Vendor,
        r#"select vendor_id as id, name, phone as "phone: PhoneNumber", trade, retired_at is not null as "is_retired!"
             from vendor where vendor_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

/// Only one changes vendors at a time, so that a name stands once.
pub async fn lock(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('vendor' || current_complex()::text, 0))")
        .execute(tx)
        .await?;
    Ok(())
}

/// False: another one that is asked today has this name.
pub async fn keep(tx: &mut TenantTx, vendor: &Vendor) -> Result<bool> {
    let done = sqlx::query!(
        "insert into vendor (vendor_id, name, phone, trade, retired_at)
         select $1, $2, $3, $4, case when $5 then scope_now() end
          where $5 or not exists (select from vendor o
                                   where o.vendor_id <> $1 and o.retired_at is null and lower(o.name) = lower($2))
         on conflict (complex_id, vendor_id) do update
            set name = excluded.name, phone = excluded.phone, trade = excluded.trade,
                retired_at = case when $5 then coalesce(vendor.retired_at, scope_now()) end",
        vendor.id,
        vendor.name,
        vendor.phone.as_ref() as Option<&PhoneNumber>,
        vendor.trade,
        vendor.is_retired,
    );
    Ok(done.execute(tx).await?.rows_affected() > 0)
}

/// Names that a complaint may be given to and that mean somebody: vendors, and members who are no residents.
pub async fn known_executors(tx: &mut TenantTx) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!(
        r#"select name as "name!" from vendor where retired_at is null
           union select name from member where ended_at is null and role <> 'resident' order by 1"#
    );
    Ok(names.fetch_all(tx).await?)
}

/// How its reporter is reached; none when the office wrote it down as its own.
pub async fn reporter_phone(tx: &mut TenantTx, complaint: Uuid) -> Result<Option<PhoneNumber>> {
    let phone = sqlx::query_scalar!(
        r#"select m.phone as "phone!: PhoneNumber" from complaint c join member m on m.account_id = c.reported_by
            where c.complaint_id = $1 and c.reported_by is distinct from c.filed_by limit 1"#,
        complaint
    );
    Ok(phone.fetch_optional(tx).await?)
}
