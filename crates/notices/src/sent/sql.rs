//! Statements about messages that leave the house.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::outbox::{Channel, Kind, State};

pub struct Message {
    pub id: Uuid,
    pub kind: Kind,
    pub channel: Channel,
    pub state: State,
    pub to: String,
    pub unit: String,
    pub queued_at: Instant,
    pub due_at: Instant,
    /// Of its last event.
    pub at: Option<Instant>,
    pub reason: String,
}

/// The newest first; `before` is the last one seen.
pub async fn list(
    tx: &mut TenantTx,
    state: Option<State>,
    channel: Option<Channel>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        Message,
        r#"select d.delivery_id as id, n.kind as "kind: Kind", d.channel as "channel: Channel",
                  d.state as "state: State", n.at as queued_at, d.due_at,
                  coalesce(p.name, (select m.name from member m where m.account_id = d.account_id limit 1), '') as "to!",
                  coalesce(u.code, '') as "unit!", e.at as "at?", coalesce(e.reason, '') as "reason!"
             from notice_delivery d
             join notice n using (complex_id, notice_id)
             left join person_mark p on p.complex_id = d.complex_id and p.person_id = d.person_id
             left join unit_mark u on u.complex_id = n.complex_id and u.unit_id = n.unit_id
             left join lateral (select at, reason from notice_event v
                                 where v.complex_id = d.complex_id and v.delivery_id = d.delivery_id
                                 order by v.event_id desc limit 1) e on true
            where d.channel <> 'app' and ($1::text is null or d.state = $1)
              and ($2::uuid is null or d.delivery_id < $2)
              and ($4::text is null or d.channel = $4)
            order by d.delivery_id desc limit $3"#,
        state as Option<State>,
        before,
        limit,
        channel as Option<Channel>,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Of the last thirty days.
pub async fn counts(tx: &mut TenantTx) -> Result<Vec<(State, i64)>> {
    let rows = sqlx::query!(
        r#"select d.state as "state: State", count(*) as "count!"
             from notice_delivery d join notice n using (complex_id, notice_id)
            where d.channel <> 'app' and n.at > scope_now() - interval '30 days' group by d.state"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.state, row.count)).collect())
}

/// Puts what failed or was dropped back into the queue; false for anything else.
pub async fn again(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let done = sqlx::query_scalar!(
        r#"with moved as (
               update notice_delivery set state = 'queued', due_at = scope_now(), tries = 0, remote_id = null,
                      handed_at = null
                where delivery_id = $1 and channel <> 'app' and state in ('failed', 'dropped')
               returning delivery_id),
               noted as (insert into notice_event (delivery_id, state) select delivery_id, 'again' from moved)
           select exists (select from moved) as "done!""#,
        id
    );
    Ok(done.fetch_one(tx).await?)
}
