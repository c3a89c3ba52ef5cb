//! Statements about whom an announcement is for, and the list that is frozen when it is sent.

use kernel::{PersonId, UnitId};
use notices::Recipient;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// An audience in the words of `bulletin_audience`; `None` leaves a wish out.
pub struct Wishes {
    pub areas: Option<Vec<Uuid>>,
    pub unit_types: Option<Vec<String>>,
    pub statuses: Option<Vec<String>>,
    pub units: Option<Vec<Uuid>>,
    pub kinds: Vec<String>,
    pub only_payers: bool,
    pub staff: Vec<String>,
    pub today: kernel::Date,
}

/// How many it would reach now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    pub houses: i64,
    pub people: i64,
    /// Of these people, those with neither account nor mail address.
    pub without_way: i64,
    pub staff: i64,
}

impl Reach {
    pub const fn is_nobody(&self) -> bool {
        self.houses == 0 && self.staff == 0
    }
}

/// Each person is looked up by their key: without statistics the planner compared everybody with everybody.
pub async fn count(tx: &mut TenantTx, wishes: &Wishes) -> Result<Reach> {
    let reach = sqlx::query_as!(
        Reach,
        r#"with meant as (select unit_id, person_id from bulletin_audience($1, $2, $3, $4, $5, $6, $7))
           select (select count(distinct unit_id) from meant) as "houses!",
                  (select count(distinct person_id) from meant) as "people!",
                  (select count(distinct m.person_id) from meant m
                    cross join lateral (select from person_mark p
                                         where p.person_id = m.person_id and p.email is null
                                           and p.account_id is null limit 1) p) as "without_way!",
                  (select count(distinct account_id) from member where ended_at is null and role = any ($8)) as "staff!""#,
        wishes.areas.as_deref(),
        wishes.unit_types.as_deref(),
        wishes.statuses.as_deref(),
        wishes.units.as_deref(),
        &wishes.kinds,
        wishes.only_payers,
        wishes.today,
        &wishes.staff,
    );
    Ok(reach.fetch_one(tx).await?)
}

/// Everybody who is meant now.
pub async fn meant(tx: &mut TenantTx, wishes: &Wishes) -> Result<Vec<Recipient>> {
    let people = sqlx::query_scalar!(
        r#"select distinct person_id as "person!: PersonId" from bulletin_audience($1, $2, $3, $4, $5, $6, $7)"#,
        wishes.areas.as_deref(),
        wishes.unit_types.as_deref(),
        wishes.statuses.as_deref(),
        wishes.units.as_deref(),
        &wishes.kinds,
        wishes.only_payers,
        wishes.today,
    );
    let people = people.fetch_all(&mut *tx).await?;
    let staff = sqlx::query_scalar!(
        r#"select distinct account_id as "account!: kernel::AccountId"
             from member where ended_at is null and role = any ($1)"#,
        &wishes.staff
    );
    let staff = staff.fetch_all(tx).await?;
    Ok(people.into_iter().map(Recipient::Person).chain(staff.into_iter().map(Recipient::Account)).collect())
}

/// Writes the list of houses and people down, once and for all.
pub async fn freeze(tx: &mut TenantTx, id: Uuid, wishes: &Wishes) -> Result<()> {
    sqlx::query!(
        "with meant as materialized (select unit_id, person_id from bulletin_audience($2, $3, $4, $5, $6, $7, $8)),
              houses as (insert into bulletin_house (bulletin_id, unit_id) select distinct $1::uuid, unit_id from meant)
         insert into bulletin_recipient (bulletin_id, unit_id, person_id) select $1, unit_id, person_id from meant",
        id,
        wishes.areas.as_deref(),
        wishes.unit_types.as_deref(),
        wishes.statuses.as_deref(),
        wishes.units.as_deref(),
        &wishes.kinds,
        wishes.only_payers,
        wishes.today,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into bulletin_staff (bulletin_id, account_id)
         select distinct $1::uuid, account_id from member where ended_at is null and role = any ($2)",
        id,
        &wishes.staff
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A house that was told, with its people.
pub struct Told {
    pub unit: UnitId,
    pub code: String,
    pub people: Vec<PersonId>,
}

/// Of the houses that were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    Unread,
}

/// Those that were told, in the order of the house numbers. Each house is looked up by its key: rows that this transaction
/// wrote have no statistics, and a plain join of three such tables took twenty seconds for 5,000 houses.
pub async fn told(tx: &mut TenantTx, id: Uuid, which: Which) -> Result<Vec<Told>> {
    let rows = sqlx::query_as!(
        Told,
        r#"with people as materialized (
               select complex_id, unit_id, array_agg(person_id) as people from bulletin_recipient
                where bulletin_id = $1 group by complex_id, unit_id)
           select p.unit_id as "unit!: UnitId", u.code as "code!", p.people as "people!: Vec<PersonId>"
             from people p
             cross join lateral (
                  select code, sort_key from unit_mark u
                   where u.complex_id = p.complex_id and u.unit_id = p.unit_id limit 1) u
             cross join lateral (
                  select from bulletin_house h
                   where h.complex_id = p.complex_id and h.bulletin_id = $1 and h.unit_id = p.unit_id
                     and (not $2 or h.read_at is null) limit 1) h
            order by u.sort_key"#,
        id,
        which == Which::Unread
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn staff(tx: &mut TenantTx, id: Uuid) -> Result<Vec<kernel::AccountId>> {
    let rows = sqlx::query_scalar!(
        r#"select account_id as "account: kernel::AccountId" from bulletin_staff where bulletin_id = $1"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Ids of typed house numbers; none where there is no such house.
pub async fn units_named(tx: &mut TenantTx, typed: &[String]) -> Result<Vec<(String, Option<Uuid>)>> {
    let rows = sqlx::query!(
        r#"select t.typed as "typed!", u.unit_id as "unit?"
             from unnest($1::text[]) as t(typed)
             left join unit_mark u on u.sort_key = unit_sort_key(t.typed) and u.retired_at is null"#,
        typed
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.typed, row.unit)).collect())
}

/// House numbers of these units, in their order.
pub async fn unit_codes(tx: &mut TenantTx, units: &[Uuid]) -> Result<Vec<String>> {
    let codes = sqlx::query_scalar!(
        r#"select code as "code!" from unit_mark where unit_id = any ($1) order by sort_key"#,
        units
    );
    Ok(codes.fetch_all(tx).await?)
}

/// Blocks, RT and RW with their names.
pub async fn areas(tx: &mut TenantTx) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!(
        r#"select a.area_id as "id!", a.name as "name!", p.name as "parent?"
             from area_mark a left join area_mark p on p.complex_id = a.complex_id and p.area_id = a.parent_id
            order by a.kind, p.sort_key nulls first, a.sort_key"#
    );
    let named = |name: String, parent: Option<String>| match parent {
        Some(parent) => format!("{name} / {parent}"),
        None => name,
    };
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, named(row.name, row.parent))).collect())
}

pub async fn unit_types(tx: &mut TenantTx) -> Result<Vec<String>> {
    let types = sqlx::query_scalar!(
        r#"select distinct unit_type as "unit_type!" from unit_mark
            where retired_at is null and unit_type <> '' order by 1 limit 30"#
    );
    Ok(types.fetch_all(tx).await?)
}

/// They were told once more.
pub async fn nudged(tx: &mut TenantTx, id: Uuid, units: &[Uuid]) -> Result<()> {
    sqlx::query!(
        "update bulletin_house set nudged_at = scope_now() where bulletin_id = $1 and unit_id = any ($2)",
        id,
        units
    )
    .execute(tx)
    .await?;
    Ok(())
}
