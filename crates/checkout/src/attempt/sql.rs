//! Statements about attempts, their states, bookings, messages and comparisons.

use kernel::{Date, Instant, InvoiceId, PaymentId, RequestId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Charged, Standing, State, Way};
use crate::setting::Mode;

/// An attempt and where it stands.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub id: Uuid,
    pub order: String,
    pub link: Uuid,
    pub unit: UnitId,
    pub unit_code: String,
    pub way: Way,
    pub mode: Mode,
    pub payer_name: String,
    pub amount: Rupiah,
    pub fee: Rupiah,
    pub cost: Rupiah,
    pub invoices: Vec<Uuid>,
    pub made_at: Instant,
    pub expires_at: Instant,
    pub state: State,
    pub said: String,
    pub note: String,
    pub stands_since: Instant,
    /// What of it stands in the books.
    pub booked: Rupiah,
}

impl Attempt {
    /// What the payer sees: amount and fee.
    pub fn total(&self) -> i64 {
        self.amount.get() + self.fee.get()
    }

    pub fn standing(&self) -> Standing {
        let (amount, fee, booked) = (self.amount.get(), self.fee.get(), self.booked.get());
        Standing { state: self.state, booked, amount, fee }
    }

    pub fn chosen(&self) -> Vec<InvoiceId> {
        self.invoices.iter().copied().map(InvoiceId::from_uuid).collect()
    }
}

/// Which attempts a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub state: Option<State>,
    /// Part of the order id or of the unit's code.
    pub like: Option<String>,
    pub made_from: Option<Instant>,
    pub made_before: Option<Instant>,
    /// Older than this row of the list.
    pub behind: Option<(Instant, Uuid)>,
}

/// Attempts as they stand. One statement for each question: no plan fits all of them.
macro_rules! attempts {
    ($which:tt, $($asked:expr),+ $(,)?) => {
        sqlx::query_as!(
            Attempt,
            r#"select a.attempt_id as "id!", a.order_id as "order!", a.link_id as "link!", a.unit_id as "unit!: UnitId",
                      u.code as "unit_code!", a.method as "way!: Way", a.mode as "mode!: Mode",
                      a.payer_name as "payer_name!", a.amount as "amount!: Rupiah", a.fee as "fee!: Rupiah",
                      a.cost as "cost!: Rupiah", a.invoices as "invoices!", a.made_at as "made_at!",
                      a.expires_at as "expires_at!", a.state as "state!: State", a.said as "said!", a.note as "note!",
                      a.stands_since as "stands_since!", a.booked as "booked!: Rupiah"
                 from attempt_mark a join unit_mark u using (complex_id, unit_id) where "# + $which,
            $($asked),+
        )
    };
}

/// The newest first.
pub async fn attempts(tx: &mut TenantTx, wanted: &Wanted, most: i64) -> Result<Vec<Attempt>> {
    let (behind_at, behind_id) = wanted.behind.unzip();
    let rows = attempts!(
        "($1::text is null or a.state = $1)
         and ($2::text is null or a.order_id like '%' || $2 || '%' or lower(u.code) = lower($2))
         and ($3::timestamptz is null or a.made_at >= $3) and ($4::timestamptz is null or a.made_at < $4)
         and ($5::timestamptz is null or (a.made_at, a.attempt_id) < ($5, $6::uuid))
         order by a.made_at desc, a.attempt_id desc limit $7",
        wanted.state.map(State::code),
        wanted.like,
        wanted.made_from,
        wanted.made_before,
        behind_at,
        behind_id,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Attempt>> {
    Ok(attempts!("a.attempt_id = $1", id).fetch_optional(tx).await?)
}

/// Those made through a link, the newest first.
pub async fn of_link(
    tx: &mut TenantTx,
    link: Uuid,
    since: Option<Instant>,
    most: i64,
) -> Result<Vec<Attempt>> {
    let rows = attempts!(
        "a.link_id = $1 and a.made_at >= coalesce($2, '-infinity'::timestamptz)
         order by a.made_at desc, a.attempt_id desc limit $3",
        link,
        since,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The attempt that the gateway calls so.
pub async fn of_order(tx: &mut TenantTx, order: &str) -> Result<Option<Attempt>> {
    Ok(attempts!("a.order_id = $1", order).fetch_optional(tx).await?)
}

/// What the gateway said about it and nobody has acted upon.
pub async fn unanswered(tx: &mut TenantTx, id: Uuid) -> Result<Vec<Uuid>> {
    let waiting = sqlx::query_scalar!(
        "select m.message_id from gateway_message m where m.attempt_id = $1 and not exists (
             select from gateway_message_outcome o
              where o.complex_id = m.complex_id and o.message_id = m.message_id and o.outcome <> 'waits')",
        id,
    );
    Ok(waiting.fetch_all(tx).await?)
}

/// How many attempts stand in each state.
pub async fn counts(tx: &mut TenantTx) -> Result<Vec<(State, i64)>> {
    let rows = sqlx::query!(
        r#"select state as "state!: State", count(*) as "count!" from attempt_mark group by state"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.state, row.count)).collect())
}

pub struct Draft<'a> {
    pub id: Uuid,
    pub order: &'a str,
    pub link: Uuid,
    pub unit: UnitId,
    pub way: Way,
    pub mode: Mode,
    pub payer_name: &'a str,
    pub amount: Rupiah,
    pub fee: i64,
    pub cost: i64,
    pub invoices: &'a [Uuid],
    pub renews: Option<Uuid>,
    pub expires_at: Instant,
}

pub async fn insert(tx: &mut TenantTx, draft: &Draft<'_>) -> Result<()> {
    sqlx::query!(
        "insert into payment_attempt (attempt_id, order_id, link_id, unit_id, method, mode, payer_name, amount, fee,
                                      cost, invoices, renews, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        draft.id,
        draft.order,
        draft.link,
        draft.unit as UnitId,
        draft.way.code(),
        draft.mode.code(),
        draft.payer_name,
        draft.amount as Rupiah,
        draft.fee,
        draft.cost,
        draft.invoices,
        draft.renews,
        draft.expires_at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn insert_charge(tx: &mut TenantTx, attempt: Uuid, charged: &Charged) -> Result<()> {
    sqlx::query!(
        "insert into attempt_charge (attempt_id, transaction_id, qr, va_number, biller_code, redirect_url)
         values ($1, $2, $3, $4, $5, $6) on conflict (complex_id, attempt_id) do nothing",
        attempt,
        charged.transaction,
        charged.qr,
        charged.va_number,
        charged.biller_code,
        charged.redirect_url,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn charge(tx: &mut TenantTx, attempt: Uuid) -> Result<Option<Charged>> {
    let row = sqlx::query_as!(
        Charged,
        "select transaction_id as transaction, qr, va_number, biller_code, redirect_url
           from attempt_charge where attempt_id = $1",
        attempt,
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn stand(tx: &mut TenantTx, attempt: Uuid, state: State, said: &str, note: &str) -> Result<()> {
    // Ids say the order, so the next one is later than the last even where two servers' clocks differ.
    let last = sqlx::query_scalar!("select max(at) from attempt_state where attempt_id = $1", attempt);
    let last = last.fetch_one(&mut *tx).await?;
    let at = last.map_or(tx.now(), |last| tx.now().max(last + chrono::TimeDelta::milliseconds(1)));
    let id = RequestId::new(at).uuid();
    sqlx::query!(
        "insert into attempt_state (state_id, attempt_id, state, said, note, at)
         values ($1, $2, $3, left($4, 60), left($5, 300), $6)",
        id,
        attempt,
        state.code(),
        said,
        note,
        at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct StateRow {
    pub state: State,
    pub said: String,
    pub note: String,
    pub at: Instant,
}

/// What became of an attempt, the oldest first.
pub async fn states(tx: &mut TenantTx, attempt: Uuid) -> Result<Vec<StateRow>> {
    let rows = sqlx::query_as!(
        StateRow,
        r#"select state as "state: State", said, note, at from attempt_state where attempt_id = $1 order by state_id"#,
        attempt,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A payment that was recorded for an attempt and not taken back.
pub struct Booking {
    pub payment: PaymentId,
    pub amount: Rupiah,
    pub fee_entry: Option<Uuid>,
}

pub async fn live_booking(tx: &mut TenantTx, attempt: Uuid) -> Result<Option<Booking>> {
    let row = sqlx::query_as!(
        Booking,
        r#"select b.payment_id as "payment: PaymentId", b.amount as "amount: Rupiah", b.fee_entry
             from attempt_booking b
            where b.attempt_id = $1 and b.amount > 0
              and not exists (select from attempt_booking t where t.complex_id = b.complex_id
                                 and t.attempt_id = b.attempt_id and t.payment_id = b.payment_id and t.amount < 0)
            order by b.booking_id desc limit 1"#,
        attempt,
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn insert_booking(
    tx: &mut TenantTx,
    attempt: Uuid,
    payment: PaymentId,
    amount: i64,
    fee_entry: Option<Uuid>,
) -> Result<()> {
    let id = RequestId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into attempt_booking (booking_id, attempt_id, payment_id, amount, fee_entry)
         values ($1, $2, $3, $4, $5)",
        id,
        attempt,
        payment as PaymentId,
        amount,
        fee_entry,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A line about what was booked.
pub struct BookingRow {
    pub payment: PaymentId,
    pub amount: Rupiah,
    pub at: Instant,
}

pub async fn bookings(tx: &mut TenantTx, attempt: Uuid) -> Result<Vec<BookingRow>> {
    let rows = sqlx::query_as!(
        BookingRow,
        r#"select payment_id as "payment: PaymentId", amount as "amount: Rupiah", at
             from attempt_booking where attempt_id = $1 order by booking_id"#,
        attempt,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A day's comparison.
pub struct Comparison {
    pub day: Date,
    pub attempts: i32,
    pub gateway_total: Rupiah,
    pub booked_total: Rupiah,
    pub unanswered: i32,
    pub differences: serde_json::Value,
}

pub async fn insert_comparison(tx: &mut TenantTx, done: &Comparison) -> Result<()> {
    let id = RequestId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into gateway_comparison (comparison_id, day, attempts, gateway_total, booked_total, unanswered,
                                         differences)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        done.day,
        done.attempts,
        done.gateway_total as Rupiah,
        done.booked_total as Rupiah,
        done.unanswered,
        done.differences,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The newest comparison of each of the last days.
pub async fn comparisons(tx: &mut TenantTx, most: i64) -> Result<Vec<Comparison>> {
    let rows = sqlx::query_as!(
        Comparison,
        r#"select distinct on (day) day, attempts, gateway_total as "gateway_total: Rupiah",
                  booked_total as "booked_total: Rupiah", unanswered, differences
             from gateway_comparison order by day desc, comparison_id desc limit $1"#,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Instants between which a day lies in the complex's zone.
pub async fn span(tx: &mut TenantTx, day: Date) -> Result<(Instant, Instant)> {
    let row = sqlx::query!(
        r#"select (($1::date)::timestamp at time zone z.name) as "from!",
                  (($1::date + 1)::timestamp at time zone z.name) as "before!"
             from complex c
            cross join lateral (select case c.zone when 'wita' then 'Asia/Makassar' when 'wit' then 'Asia/Jayapura'
                                       else 'Asia/Jakarta' end as name) z"#,
        day,
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.from, row.before))
}

pub async fn notify(tx: &mut TenantTx, channel: &str, payload: &str) -> Result<()> {
    sqlx::query!("select pg_notify($1, $2)", channel, payload).execute(tx).await?;
    Ok(())
}
