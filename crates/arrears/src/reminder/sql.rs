//! Statements about rounds of reminders.

use kernel::{Date, Instant, InvoiceId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub struct NewReminder {
    pub id: Uuid,
    pub unit: UnitId,
    /// The newest late invoice.
    pub newest: InvoiceId,
    pub payer_name: String,
    pub amount: Rupiah,
    pub since: Date,
    pub first_month: Date,
    pub last_month: Date,
    pub months: i16,
}

pub async fn keep(tx: &mut TenantTx, round: Uuid, new: &[NewReminder]) -> Result<()> {
    fn each<T>(new: &[NewReminder], of: impl Fn(&NewReminder) -> T) -> Vec<T> {
        new.iter().map(of).collect()
    }
    sqlx::query!("insert into reminder_round (round_id) values ($1)", round).execute(&mut *tx).await?;
    sqlx::query!(
        "insert into reminder (round_id, reminder_id, unit_id, invoice_id, payer_name, amount, since, first_month,
                               last_month, months)
         select $1, n.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::date[],
                                    $8::date[], $9::date[], $10::smallint[]) n",
        round,
        &each(new, |one| one.id),
        &each(new, |one| one.unit.uuid()),
        &each(new, |one| one.newest.uuid()),
        &each(new, |one| one.payer_name.clone()),
        &each(new, |one| one.amount.get()),
        &each(new, |one| one.since),
        &each(new, |one| one.first_month),
        &each(new, |one| one.last_month),
        &each(new, |one| one.months)
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct ReminderRow {
    pub id: Uuid,
    pub unit: UnitId,
    pub unit_code: String,
    pub payer_name: String,
    pub phone: Option<String>,
    pub amount: Rupiah,
    pub since: Date,
    pub first_month: Date,
    pub last_month: Date,
    pub months: i16,
    pub sent_at: Option<Instant>,
    pub sent_by: String,
}

/// The reminders of a round within these RTs, those that were not sent first, then by house number.
pub async fn of_round(tx: &mut TenantTx, round: Uuid, within: Option<&[Uuid]>) -> Result<Vec<ReminderRow>> {
    let rows = sqlx::query_as!(
        ReminderRow,
        r#"select r.reminder_id as id, r.unit_id as "unit: UnitId", u.code as "unit_code!", r.payer_name,
                  p.phone as "phone?", r.amount as "amount: Rupiah", r.since, r.first_month, r.last_month, r.months,
                  s.at as "sent_at?", coalesce(account_name(s.account_id), '') as "sent_by!"
             from reminder r
             join unit_mark u using (complex_id, unit_id)
             join invoice i on i.complex_id = r.complex_id and i.invoice_id = r.invoice_id
             left join person_mark p on p.complex_id = i.complex_id and p.person_id = i.payer_id
             left join reminder_sent s on s.complex_id = r.complex_id and s.reminder_id = r.reminder_id
            where r.round_id = $1 and ($2::uuid[] is null or u.rt_id = any ($2))
            order by s.at is not null, u.sort_key"#,
        round,
        within
    );
    Ok(rows.fetch_all(tx).await?)
}

pub struct RoundRow {
    pub id: Uuid,
    pub at: Instant,
    pub by: String,
    pub reminders: i64,
    pub sent: i64,
    pub amount: Rupiah,
}

/// The newest rounds in which something within these RTs stands; those before one, if it is named.
pub async fn rounds(
    tx: &mut TenantTx,
    within: Option<&[Uuid]>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<RoundRow>> {
    let rows = sqlx::query_as!(
        RoundRow,
        r#"select g.round_id as id, g.at, coalesce(account_name(g.account_id), '') as "by!",
                  count(*) as "reminders!", count(s.reminder_id) as "sent!", sum(r.amount)::bigint as "amount!: Rupiah"
             from reminder_round g
             join reminder r using (complex_id, round_id)
             join unit_mark u on u.complex_id = r.complex_id and u.unit_id = r.unit_id
             left join reminder_sent s on s.complex_id = r.complex_id and s.reminder_id = r.reminder_id
            where ($1::uuid[] is null or u.rt_id = any ($1)) and ($2::uuid is null or g.round_id < $2)
            group by g.complex_id, g.round_id, g.at, g.account_id
            order by g.round_id desc limit $3"#,
        within,
        before,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Says that it was sent; twice is as good as once.
pub async fn tick(tx: &mut TenantTx, reminder: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into reminder_sent (reminder_id) values ($1) on conflict (complex_id, reminder_id) do nothing",
        reminder
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn untick(tx: &mut TenantTx, reminder: Uuid) -> Result<()> {
    sqlx::query!("delete from reminder_sent where reminder_id = $1", reminder).execute(tx).await?;
    Ok(())
}
