//! Statements about people.

use kernel::{AccountId, Date, EmailAddress, PersonId, PhoneNumber};
use tenancy::{Result, TenantTx};

use super::model::{Person, PersonDetails};
use crate::typed::Needle;

pub async fn find(tx: &mut TenantTx, id: PersonId) -> Result<Option<Person>> {
    let person = sqlx::query_as!(
        Person,
        r#"select person_id as "id: PersonId", name, phone as "phone: PhoneNumber", email, note,
                  account_id as "account: AccountId", merged_into as "merged_into: PersonId"
             from person where person_id = $1"#,
        id as PersonId
    );
    Ok(person.fetch_optional(tx).await?)
}

pub async fn by_phone(tx: &mut TenantTx, phone: &PhoneNumber) -> Result<Option<Person>> {
    let person = sqlx::query_as!(
        Person,
        r#"select person_id as "id: PersonId", name, phone as "phone: PhoneNumber", email, note,
                  account_id as "account: AccountId", merged_into as "merged_into: PersonId"
             from person where phone = $1 and merged_into is null"#,
        phone.e164()
    );
    Ok(person.fetch_optional(tx).await?)
}

pub async fn by_account(tx: &mut TenantTx, account: AccountId) -> Result<Option<Person>> {
    let person = sqlx::query_as!(
        Person,
        r#"select person_id as "id: PersonId", name, phone as "phone: PhoneNumber", email, note,
                  account_id as "account: AccountId", merged_into as "merged_into: PersonId"
             from person where account_id = $1 and merged_into is null"#,
        account as AccountId
    );
    Ok(person.fetch_optional(tx).await?)
}

pub async fn add(tx: &mut TenantTx, person: &PersonDetails) -> Result<PersonId> {
    let id = PersonId::new(tx.now());
    sqlx::query!(
        "insert into person (person_id, name, phone, email, note) values ($1, $2, $3, $4, $5)",
        id as PersonId,
        person.name.as_str(),
        person.phone.as_ref().map(PhoneNumber::e164),
        person.email.as_ref().map(EmailAddress::as_str),
        person.note
    )
    .execute(tx)
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut TenantTx, id: PersonId, person: &PersonDetails) -> Result<()> {
    sqlx::query!(
        "update person set name = $2, phone = $3, email = $4, note = $5 where person_id = $1",
        id as PersonId,
        person.name.as_str(),
        person.phone.as_ref().map(PhoneNumber::e164),
        person.email.as_ref().map(EmailAddress::as_str),
        person.note
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// This account signs in as this person from now on.
pub async fn link(tx: &mut TenantTx, id: PersonId, account: AccountId) -> Result<()> {
    sqlx::query!(
        "update person set account_id = $2 where person_id = $1",
        id as PersonId,
        account as AccountId
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Nobody signs in as this account's person any more. False when nobody did.
pub async fn unlink(tx: &mut TenantTx, account: AccountId) -> Result<bool> {
    let parted =
        sqlx::query!("update person set account_id = null where account_id = $1", account as AccountId);
    Ok(parted.execute(tx).await?.rows_affected() > 0)
}

/// What a list of people is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub needle: Needle,
    pub only: Option<&'static str>,
}

/// A line of the list, with the house numbers where the person lives now.
#[derive(Clone, Debug)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub sort_name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
    pub units: String,
    pub signs_in: bool,
}

/// The people from this name (and id, for namesakes) on, in order.
pub async fn page(
    tx: &mut TenantTx,
    wanted: &Wanted,
    (name, id): (&str, PersonId),
    today: Date,
    most: i64,
) -> Result<Vec<PersonRow>> {
    let rows = sqlx::query_as!(
        PersonRow,
        r#"select p.person_id as "id!: PersonId", p.name as "name!", p.sort_name as "sort_name!",
                  p.phone as "phone: PhoneNumber", p.email, coalesce(homes.codes, '') as "units!",
                  (p.account_id is not null) as "signs_in!"
             from (select * from people_found($1, $2, $3, $4, $5) f
                    where (f.sort_name, f.person_id) >= ($6, $7) order by f.sort_name, f.person_id limit $8) p
             left join lateral (
                  select string_agg(distinct u.code, ', ') as codes
                    from occupancy o join unit u using (complex_id, unit_id)
                   where o.complex_id = p.complex_id and o.person_id = p.person_id and o.period @> $5
                  ) homes on true
            order by p.sort_name, p.person_id"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.only,
        today,
        name,
        id as PersonId,
        most
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Where the page begins that ends right before this person.
pub async fn page_start_before(
    tx: &mut TenantTx,
    wanted: &Wanted,
    (name, id): (&str, PersonId),
    today: Date,
    most: i64,
) -> Result<Option<(String, PersonId)>> {
    let row = sqlx::query!(
        r#"select earlier.sort_name as "name!", earlier.person_id as "id!: PersonId"
             from (select f.sort_name, f.person_id from people_found($1, $2, $3, $4, $5) f
                    where (f.sort_name, f.person_id) < ($6, $7)
                    order by f.sort_name desc, f.person_id desc limit $8) as earlier
            order by earlier.sort_name, earlier.person_id limit 1"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.only,
        today,
        name,
        id as PersonId,
        most
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.name, row.id)))
}

pub async fn count(tx: &mut TenantTx, wanted: &Wanted, today: Date) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "people!" from people_found($1, $2, $3, $4, $5)"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.only,
        today
    );
    Ok(count.fetch_one(tx).await?)
}

/// Somebody who could be meant, with the house numbers that tell namesakes apart.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: PersonId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub units: String,
}

/// By name, house number or phone; whoever begins like that comes first.
pub async fn search(tx: &mut TenantTx, needle: &Needle, today: Date, most: i64) -> Result<Vec<Found>> {
    let rows = sqlx::query_as!(
        Found,
        r#"select p.person_id as "id!: PersonId", p.name as "name!", p.phone as "phone: PhoneNumber",
                  coalesce(homes.codes, '') as "units!"
             from people_offered($1, $2, $3, $4, $5) offered
             join person p using (person_id)
             left join lateral (
                  select string_agg(distinct u.code, ', ') as codes
                    from occupancy o join unit u using (complex_id, unit_id)
                   where o.complex_id = p.complex_id and o.person_id = p.person_id and o.period @> $4::date
                  ) homes on true
            order by offered.place"#,
        needle.name_like,
        needle.code_like,
        needle.phone_like,
        today,
        most
    );
    Ok(rows.fetch_all(tx).await?)
}

/// When nothing contains what was typed: names that are nearly that. One slip leaves half of the word as it was, so
/// only names that contain a half are compared: thousands of comparisons would take longer than a page.
pub async fn nearly(tx: &mut TenantTx, text: &str, most: i64) -> Result<Vec<Found>> {
    let rows = sqlx::query_as!(
        Found,
        r#"select p.person_id as "id!: PersonId", p.name as "name!", p.phone as "phone: PhoneNumber",
                  coalesce(homes.codes, '') as "units!"
             from (select f.* from person f
                    where f.merged_into is null
                      and case when strpos(f.sort_name, left($1, length($1) / 2)) > 0
                                 or strpos(f.sort_name, right($1, length($1) / 2)) > 0
                               then word_similarity($1, f.sort_name) > 0.4 else false end
                    order by word_similarity($1, f.sort_name) desc, f.sort_name limit $2) p
             left join lateral (
                  select string_agg(distinct u.code, ', ') as codes
                    from occupancy o join unit u using (complex_id, unit_id)
                   where o.complex_id = p.complex_id and o.person_id = p.person_id
                     and o.period @> scope_now()::date
                  ) homes on true
            order by word_similarity($1, p.sort_name) desc, p.sort_name"#,
        text.to_lowercase(),
        most
    );
    Ok(rows.fetch_all(tx).await?)
}
