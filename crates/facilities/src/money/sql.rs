//! Statements about what a facility and a booking cost.

use kernel::{Instant, InvoiceId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Money, PriceRule, Terms, Tier, Who};

/// The terms of a facility; one that nobody gave any is free.
pub async fn terms(tx: &mut TenantTx, facility: Uuid) -> Result<Terms> {
    let row = sqlx::query!(
        r#"select price as "price: Rupiah", deposit as "deposit: Rupiah", pay_hours, no_show_fee as "no_show_fee: Rupiah",
                  most_late as "most_late: Rupiah", refund_hours, refund_percent
             from facility_terms where facility_id = $1"#,
        facility
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(Terms::default()) };
    let rules = sqlx::query_as!(
        PriceRule,
        r#"select days, from_minute as "from", to_minute as "to", who as "who: Who", price as "price: Rupiah"
             from facility_price where facility_id = $1 order by place"#,
        facility
    );
    let tiers = row.refund_hours.into_iter().zip(row.refund_percent);
    Ok(Terms {
        price: row.price,
        deposit: row.deposit,
        pay_hours: row.pay_hours,
        no_show_fee: row.no_show_fee,
        most_late: row.most_late,
        tiers: tiers.map(|(hours, percent)| Tier { hours, percent }).collect(),
        rules: rules.fetch_all(tx).await?,
    })
}

pub async fn keep(tx: &mut TenantTx, facility: Uuid, terms: &Terms) -> Result<()> {
    let hours: Vec<i16> = terms.tiers.iter().map(|tier| tier.hours).collect();
    let percent: Vec<i16> = terms.tiers.iter().map(|tier| tier.percent).collect();
    sqlx::query!(
        "insert into facility_terms (facility_id, price, deposit, pay_hours, no_show_fee, most_late, refund_hours,
                refund_percent, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, scope_now())
         on conflict (complex_id, facility_id) do update
            set price = excluded.price, deposit = excluded.deposit, pay_hours = excluded.pay_hours,
                no_show_fee = excluded.no_show_fee, most_late = excluded.most_late,
                refund_hours = excluded.refund_hours, refund_percent = excluded.refund_percent,
                updated_at = excluded.updated_at",
        facility,
        terms.price.get(),
        terms.deposit.get(),
        terms.pay_hours,
        terms.no_show_fee.get(),
        terms.most_late.map(Rupiah::get),
        &hours,
        &percent
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from facility_price where facility_id = $1", facility).execute(&mut *tx).await?;
    for (place, rule) in (1_i16..).zip(&terms.rules) {
        sqlx::query!(
            "insert into facility_price (facility_id, place, days, from_minute, to_minute, who, price)
             values ($1, $2, $3, $4, $5, $6, $7)",
            facility,
            place,
            &rule.days,
            rule.from,
            rule.to,
            rule.who.code(),
            rule.price.get()
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Writes down what a booking will cost.
pub async fn freeze(tx: &mut TenantTx, booking: Uuid, rent: Rupiah, terms: &Terms) -> Result<()> {
    let hours: Vec<i16> = terms.tiers.iter().map(|tier| tier.hours).collect();
    let percent: Vec<i16> = terms.tiers.iter().map(|tier| tier.percent).collect();
    sqlx::query!(
        "insert into booking_money (booking_id, rent, deposit, no_show_fee, pay_hours, refund_hours, refund_percent)
         values ($1, $2, $3, $4, $5, $6, $7)",
        booking,
        rent.get(),
        terms.deposit.get(),
        terms.no_show_fee.get(),
        terms.pay_hours,
        &hours,
        &percent
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What a booking costs; none: nothing.
pub async fn money(tx: &mut TenantTx, booking: Uuid) -> Result<Option<Money>> {
    let row = sqlx::query_as!(
        Money,
        r#"select rent as "rent: Rupiah", deposit as "deposit: Rupiah",
                  no_show_fee as "no_show_fee: Rupiah", pay_hours, refund_hours, refund_percent,
                  invoice_id as "invoice: InvoiceId", pay_until, deposit_back_at, deducted as "deducted: Rupiah",
                  deducted_for
             from booking_money where booking_id = $1"#,
        booking
    );
    Ok(row.fetch_optional(tx).await?)
}

/// From now on it has to be paid.
pub async fn billed(tx: &mut TenantTx, booking: Uuid, invoice: InvoiceId, until: Instant) -> Result<()> {
    sqlx::query!(
        "update booking_money set invoice_id = $2, pay_until = $3 where booking_id = $1",
        booking,
        invoice.uuid(),
        until
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn deposit_back(tx: &mut TenantTx, booking: Uuid, deducted: Rupiah, why: &str) -> Result<()> {
    sqlx::query!(
        "update booking_money set deposit_back_at = scope_now(), deducted = $2, deducted_for = $3 where booking_id = $1",
        booking,
        deducted.get(),
        why
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The booking that an invoice is for.
pub async fn booking_of(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Option<Uuid>> {
    let row =
        sqlx::query_scalar!("select booking_id from booking_money where invoice_id = $1", invoice.uuid());
    Ok(row.fetch_optional(tx).await?)
}

/// Bookings whose time to pay is over.
pub async fn overdue(tx: &mut TenantTx) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(
        "select booking_id from booking b join booking_money m using (complex_id, booking_id)
          where b.state = 'unpaid' and m.pay_until <= scope_now() order by booking_id"
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A booking of a house that was not paid in time.
pub struct Lapsed {
    pub booking: Uuid,
    pub facility: Uuid,
    pub starts_at: Instant,
}

/// Those whose time to pay ended within two days and whose hour has not begun, the newest first.
pub async fn lapsed(tx: &mut TenantTx, unit: UnitId) -> Result<Vec<Lapsed>> {
    let rows = sqlx::query_as!(
        Lapsed,
        r#"select b.booking_id as booking, b.facility_id as facility, lower(b.period) as "starts_at!"
             from booking b join booking_money m using (complex_id, booking_id)
            where b.unit_id = $1 and b.state = 'expired' and m.retaken_at is null and m.pay_until > scope_now() - interval '48 hours'
              and lower(b.period) > scope_now()
            order by m.pay_until desc, b.booking_id desc"#,
        unit.uuid()
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What the old booking cost, the new one costs; the old one is not taken back a second time.
pub async fn take_over(tx: &mut TenantTx, old: Uuid, new: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into booking_money (booking_id, rent, deposit, no_show_fee, pay_hours, refund_hours, refund_percent)
         select $2, rent, deposit, no_show_fee, pay_hours, refund_hours, refund_percent
           from booking_money where booking_id = $1
         on conflict (complex_id, booking_id) do update
            set rent = excluded.rent, deposit = excluded.deposit, no_show_fee = excluded.no_show_fee,
                pay_hours = excluded.pay_hours, refund_hours = excluded.refund_hours,
                refund_percent = excluded.refund_percent",
        old,
        new
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update booking_money set retaken_at = scope_now() where booking_id = $1", old)
        .execute(tx)
        .await?;
    Ok(())
}
