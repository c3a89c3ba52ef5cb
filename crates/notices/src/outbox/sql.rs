//! Statements about notices and their deliveries.

use std::collections::{HashMap, HashSet};

use kernel::{
    AccountId, ComplexId, EmailAddress, EventId, Instant, Locale, PersonId, PhoneNumber, UnitId, Zone,
};
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{Channel, Facts, Kind, Notice, Recipient, State};

pub struct Place {
    pub complex: ComplexId,
    pub name: String,
    pub slug: String,
    pub zone: Zone,
}

pub async fn place(tx: &mut TenantTx) -> Result<Place> {
    let row = sqlx::query!(r#"select complex_id as "complex: ComplexId", name, slug, zone from complex"#);
    let row = row.fetch_one(tx).await?;
    let zone = Zone::from_code(&row.zone).unwrap_or_default();
    Ok(Place { complex: row.complex, name: row.name, slug: row.slug, zone })
}

/// The managers of this complex, to tell them something.
pub async fn managers(tx: &mut TenantTx) -> Result<Vec<Recipient>> {
    let managers = sqlx::query_scalar!(
        r#"select distinct account_id as "account!: AccountId" from member where role = 'manager' and ended_at is null"#
    );
    Ok(managers.fetch_all(tx).await?.into_iter().map(Recipient::Account).collect())
}

/// Answers which of them are new; what was told before is left out.
pub async fn add_notices(tx: &mut TenantTx, told: &[(Uuid, Notice)]) -> Result<HashSet<Uuid>> {
    let ids: Vec<Uuid> = told.iter().map(|(id, _)| *id).collect();
    let kinds: Vec<String> = told.iter().map(|(_, notice)| notice.kind.code().to_owned()).collect();
    let facts: Vec<serde_json::Value> =
        told.iter().map(|(_, notice)| serde_json::to_value(&notice.facts).unwrap_or_default()).collect();
    let units: Vec<Option<Uuid>> = told.iter().map(|(_, notice)| notice.unit.map(UnitId::uuid)).collect();
    let about: Vec<Option<String>> = told.iter().map(|(_, notice)| notice.about.clone()).collect();
    let fresh = sqlx::query_scalar!(
        "insert into notice (notice_id, kind, facts, unit_id, about)
         select * from unnest($1::uuid[], $2::text[], $3::jsonb[], $4::uuid[], $5::text[])
         on conflict (complex_id, kind, about) where about is not null do nothing
         returning notice_id",
        &ids,
        &kinds,
        &facts,
        &units as &[Option<Uuid>],
        &about as &[Option<String>],
    );
    Ok(fresh.fetch_all(tx).await?.into_iter().collect())
}

/// How somebody can be reached.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    pub account: Option<AccountId>,
    pub has_email: bool,
    pub has_phone: bool,
}

/// People who were found to be one are reached as the one that stayed; whoever is no member has no centre.
/// The one that stayed is looked up by key: in the minute after an import nothing is known yet about the
/// table, and a join is then planned as everybody against everybody.
pub async fn reach(tx: &mut TenantTx, to: &[Recipient]) -> Result<HashMap<Recipient, Reach>> {
    let (mut people, mut accounts) = (Vec::new(), Vec::new());
    for recipient in to {
        match recipient {
            Recipient::Person(person) => people.push(person.uuid()),
            Recipient::Account(account) => accounts.push(account.uuid()),
        }
    }
    let rows = sqlx::query!(
        r#"select p.person_id as "person: PersonId", m.account_id as "account?: AccountId",
                  (m.email is not null or coalesce(k.email, p.email) is not null) as "has_email!",
                  (m.phone is not null or coalesce(k.phone, p.phone) is not null) as "has_phone!"
             from person_mark p
             left join lateral (select account_id, email, phone from person_mark
                                 where complex_id = p.complex_id and person_id = p.merged_into
                                 limit 1) k on true
             left join lateral (select account_id, email, phone from member
                                 where account_id = coalesce(k.account_id, p.account_id) and ended_at is null
                                 limit 1) m on true
            where p.person_id = any ($1)"#,
        &people
    );
    let mut reached = HashMap::new();
    for row in rows.fetch_all(&mut *tx).await? {
        let Some(person) = row.person else { continue };
        let reach = Reach { account: row.account, has_email: row.has_email, has_phone: row.has_phone };
        reached.insert(Recipient::Person(person), reach);
    }
    let rows = sqlx::query!(
        r#"select distinct account_id as "account!: AccountId", (email is not null) as "has_email!",
                  (phone is not null) as "has_phone!"
             from member where account_id = any ($1) and ended_at is null"#,
        &accounts
    );
    for row in rows.fetch_all(tx).await? {
        let (has_email, has_phone) = (row.has_email, row.has_phone);
        let reach = Reach { account: Some(row.account), has_email, has_phone };
        reached.insert(Recipient::Account(row.account), reach);
    }
    Ok(reached)
}

pub async fn muted(
    tx: &mut TenantTx,
    kind: Kind,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, Channel)>> {
    let accounts: Vec<Uuid> = accounts.iter().map(|account| account.uuid()).collect();
    let rows = sqlx::query!(
        r#"select account_id as "account!: AccountId", channel as "channel!: Channel" from notice_muted($1, $2)"#,
        kind.code(),
        &accounts
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.account, row.channel)).collect())
}

pub struct NewDelivery {
    pub id: Uuid,
    pub notice: Uuid,
    pub channel: Channel,
    pub person: Option<PersonId>,
    pub account: Option<AccountId>,
    pub state: State,
    pub due_at: Instant,
}

pub async fn add_deliveries(tx: &mut TenantTx, new: &[NewDelivery]) -> Result<()> {
    let ids: Vec<Uuid> = new.iter().map(|one| one.id).collect();
    let notices: Vec<Uuid> = new.iter().map(|one| one.notice).collect();
    let channels: Vec<String> = new.iter().map(|one| one.channel.code().to_owned()).collect();
    let people: Vec<Option<Uuid>> = new.iter().map(|one| one.person.map(PersonId::uuid)).collect();
    let accounts: Vec<Option<Uuid>> = new.iter().map(|one| one.account.map(AccountId::uuid)).collect();
    let queued: Vec<bool> = new.iter().map(|one| one.state == State::Queued).collect();
    let due: Vec<Instant> = new.iter().map(|one| one.due_at).collect();
    sqlx::query!(
        "insert into notice_delivery (delivery_id, notice_id, channel, person_id, account_id, state, due_at)
         select id, notice, channel, person, account, case when queued then 'queued' else 'delivered' end, due
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::bool[], $7::timestamptz[])
                as t(id, notice, channel, person, account, queued, due)",
        &ids,
        &notices,
        &channels,
        &people as &[Option<Uuid>],
        &accounts as &[Option<Uuid>],
        &queued,
        &due,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// When the next delivery by this way may go out.
pub async fn next_due(tx: &mut TenantTx, channel: Channel) -> Result<Option<Instant>> {
    let due = sqlx::query_scalar!(
        "select min(due_at) from notice_delivery where state = 'queued' and channel = $1",
        channel.code()
    );
    Ok(due.fetch_one(tx).await?)
}

/// What a worker takes at once.
pub struct Claim {
    pub channel: Channel,
    pub most: i64,
    /// Nobody else takes it before this instant.
    pub until: Instant,
    pub is_night: bool,
}

/// Takes what is due into this worker's hands: what is urgent first, and at night nothing else. What is picked is picked
/// once: without `materialized` the planner may ask for the limited list anew for each row, and more goes out than was
/// meant.
pub async fn claim(tx: &mut TenantTx, claim: &Claim) -> Result<Vec<Uuid>> {
    let claimed = sqlx::query_scalar!(
        "with picked as materialized (
              select q.complex_id, q.delivery_id
                from notice_delivery q join notice n using (complex_id, notice_id)
               where q.state = 'queued' and q.channel = $5 and q.due_at <= scope_now()
                 and (not $4 or n.kind = any ($3))
               order by (n.kind = any ($3)) desc, q.due_at, q.delivery_id limit $1 for update of q skip locked)
         update notice_delivery d set due_at = $2, tries = tries + 1
           from picked where d.complex_id = picked.complex_id and d.delivery_id = picked.delivery_id
         returning d.delivery_id",
        claim.most,
        claim.until,
        &urgent(),
        claim.is_night,
        claim.channel.code(),
    );
    let mut claimed = claimed.fetch_all(tx).await?;
    claimed.sort_unstable();
    Ok(claimed)
}

/// How many attempts were made by this way since an instant, whatever came of them.
pub async fn attempts_since(tx: &mut TenantTx, channel: Channel, since: Instant) -> Result<i64> {
    let attempts = sqlx::query_scalar!(
        r#"select count(*) as "attempts!"
             from notice_event e join notice_delivery d using (complex_id, delivery_id)
            where e.state in ('sent', 'tried', 'failed') and e.at > $1 and d.channel = $2"#,
        since,
        channel.code()
    );
    Ok(attempts.fetch_one(tx).await?)
}

/// Everything that is due waits until then: the night. What is urgent does not.
pub async fn rest(tx: &mut TenantTx, until: Instant) -> Result<()> {
    sqlx::query!(
        "update notice_delivery d set due_at = $1
          where d.state = 'queued' and d.due_at <= scope_now()
            and not exists (select from notice n
                             where n.complex_id = d.complex_id and n.notice_id = d.notice_id and n.kind = any ($2))",
        until,
        &urgent()
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Kinds that are about money.
fn of_money() -> Vec<String> {
    Kind::ALL.iter().filter(|kind| kind.is_money()).map(|kind| kind.code().to_owned()).collect()
}

/// Kinds that heed no hours.
fn urgent() -> Vec<String> {
    Kind::ALL.iter().filter(|kind| kind.is_urgent()).map(|kind| kind.code().to_owned()).collect()
}

/// A delivery with what is known of its recipient now.
pub struct Parcel {
    pub notice: Uuid,
    pub channel: Channel,
    pub kind: Kind,
    /// When it was told.
    pub at: Instant,
    /// A worker handed it over and never said what became of it.
    pub is_handed: bool,
    pub facts: Json<Facts>,
    pub unit: Option<UnitId>,
    pub tries: i16,
    pub name: String,
    pub email: Option<EmailAddress>,
    pub phone: Option<PhoneNumber>,
    pub locale: Locale,
    pub is_muted: bool,
}

/// None when it is no longer queued.
pub async fn parcel(tx: &mut TenantTx, delivery: Uuid) -> Result<Option<Parcel>> {
    let parcel = sqlx::query_as!(
        Parcel,
        r#"select d.notice_id as notice, d.channel as "channel: Channel", n.kind as "kind: Kind", n.at,
                  (d.handed_at is not null) as "is_handed!", n.facts as "facts: Json<Facts>",
                  n.unit_id as "unit: UnitId", d.tries,
                  coalesce(a.account_name, c.account_name, k.name, p.name, '') as "name!",
                  coalesce(a.email, k.email, p.email) as "email?: EmailAddress",
                  coalesce(c.phone, k.phone, p.phone) as "phone?: PhoneNumber",
                  coalesce(a.locale, c.locale, 'id') as "locale!: Locale",
                  (exists (select from notice_muted(n.kind, array[d.account_id]) m where m.channel = d.channel)
                   or exists (select from notice_person_mute m
                               where m.complex_id = d.complex_id and m.kind = n.kind and m.channel = d.channel
                                 and m.person_id = d.person_id)) as "is_muted!"
             from notice_delivery d
             join notice n using (complex_id, notice_id)
             left join person_mark p on p.complex_id = d.complex_id and p.person_id = d.person_id
             left join lateral (select name, email, phone from person_mark
                                 where complex_id = p.complex_id and person_id = p.merged_into
                                 limit 1) k on true
             left join lateral post_address(d.account_id) a on true
             left join lateral carrier_address(d.account_id) c on true
            where d.delivery_id = $1 and d.state = 'queued'"#,
        delivery
    );
    Ok(parcel.fetch_optional(tx).await?)
}

/// Did this household get another message about money since then?
pub async fn household_told(tx: &mut TenantTx, unit: UnitId, notice: Uuid, since: Instant) -> Result<bool> {
    let told = sqlx::query_scalar!(
        r#"select exists (
               select from notice n
                 join notice_delivery d using (complex_id, notice_id)
                 join notice_event e using (complex_id, delivery_id)
                where n.unit_id = $1 and n.notice_id <> $2 and n.kind = any ($3) and d.channel <> 'app'
                  and e.state = 'sent' and e.at >= $4) as "told!""#,
        unit.uuid(),
        notice,
        &of_money(),
        since
    );
    Ok(told.fetch_one(tx).await?)
}

/// From now on nobody knows whether the message went, until its outcome is written down.
pub async fn hand_over(tx: &mut TenantTx, delivery: Uuid) -> Result<()> {
    sqlx::query!("update notice_delivery set handed_at = scope_now() where delivery_id = $1", delivery)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whom a WhatsApp message about money did not reach, if no mail about it is on its way to them.
pub async fn unreached(tx: &mut TenantTx, delivery: Uuid) -> Result<Option<Recipient>> {
    let row = sqlx::query!(
        r#"select d.person_id as "person: PersonId", d.account_id as "account: AccountId"
             from notice_delivery d join notice n using (complex_id, notice_id)
            where d.delivery_id = $1 and d.channel = 'whatsapp' and n.kind = any ($2)
              and not exists (select from notice_delivery e
                               where e.complex_id = d.complex_id and e.notice_id = d.notice_id
                                 and e.channel = 'email' and e.person_id is not distinct from d.person_id
                                 and e.account_id is not distinct from d.account_id)"#,
        delivery,
        &of_money()
    );
    let row = row.fetch_optional(tx).await?;
    Ok(row.and_then(|row| row.person.map(Recipient::Person).or(row.account.map(Recipient::Account))))
}

/// The same notice to the same recipient by mail, due at once; the night is heeded by whoever sends it.
pub async fn add_mail(tx: &mut TenantTx, delivery: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into notice_delivery (delivery_id, notice_id, channel, person_id, account_id)
         select $2, notice_id, 'email', person_id, account_id from notice_delivery where delivery_id = $1",
        delivery,
        EventId::new(tx.now()).uuid()
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The end of a delivery, or the next step of it.
pub async fn became(tx: &mut TenantTx, delivery: Uuid, state: State, reason: &str) -> Result<()> {
    sqlx::query!(
        "with moved as (update notice_delivery set state = $2, handed_at = null where delivery_id = $1 returning delivery_id)
         insert into notice_event (delivery_id, state, reason) select delivery_id, $2, left($3, 300) from moved",
        delivery,
        code(state),
        reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Not this time; why is written down when there is something to say.
pub async fn wait(tx: &mut TenantTx, delivery: Uuid, until: Instant, tried: Option<&str>) -> Result<()> {
    // What was only put off has not been tried.
    sqlx::query!(
        "update notice_delivery set due_at = $2, tries = tries - case when $3 then 0 else 1 end, handed_at = null
          where delivery_id = $1",
        delivery,
        until,
        tried.is_some()
    )
    .execute(&mut *tx)
    .await?;
    if let Some(reason) = tried {
        sqlx::query!(
            "insert into notice_event (delivery_id, state, reason) values ($1, 'tried', left($2, 300))",
            delivery,
            reason
        )
        .execute(tx)
        .await?;
    }
    Ok(())
}

const fn code(state: State) -> &'static str {
    match state {
        State::Queued => "queued",
        State::Sent => "sent",
        State::Delivered => "delivered",
        State::Read => "read",
        State::Failed => "failed",
        State::Dropped => "dropped",
    }
}
