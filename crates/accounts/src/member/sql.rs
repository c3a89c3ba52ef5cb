//! Statements about members; names come through the view `member`, the one window to accounts.

use kernel::{AccountId, AreaId, Instant, MembershipId, PhoneNumber};
use tenancy::{Result, Role, TenantTx};

#[derive(Debug)]
pub struct Member {
    pub id: MembershipId,
    pub account: AccountId,
    pub role: String,
    pub area: Option<AreaId>,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
    pub created_at: Instant,
    pub last_seen_at: Option<Instant>,
}

impl Member {
    pub fn role(&self) -> Role {
        Role::from_code(&self.role).unwrap_or(Role::Resident)
    }
}

/// Which members, from which one on.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub role: Option<Role>,
    /// Part of a name or number; empty for all.
    pub search: &'a str,
    pub after: Option<MembershipId>,
    pub most: i64,
}

pub async fn page(tx: &mut TenantTx, wanted: Wanted<'_>) -> Result<Vec<Member>> {
    let digits: String = wanted.search.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').to_owned();
    let members = sqlx::query_as!(
        Member,
        r#"select membership_id as "id!: MembershipId", account_id as "account!: AccountId", role as "role!",
                  area_id as "area: AreaId", name as "name!", phone as "phone: PhoneNumber", email,
                  created_at as "created_at!", last_seen_at
             from member
            where ended_at is null
              and ($1::text is null or role = $1)
              and ($2 = '' or position(lower($2) in lower(name)) > 0 or ($3 <> '' and position($3 in phone) > 0))
              and ($4::uuid is null or (lower(name), membership_id) >
                   (select lower(f.name), f.membership_id from member f where f.membership_id = $4))
            order by lower(name), membership_id
            limit $5"#,
        wanted.role.map(Role::code),
        wanted.search,
        digits,
        wanted.after.map(MembershipId::uuid),
        wanted.most
    );
    Ok(members.fetch_all(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: MembershipId) -> Result<Member> {
    let member = sqlx::query_as!(
        Member,
        r#"select membership_id as "id!: MembershipId", account_id as "account!: AccountId", role as "role!",
                  area_id as "area: AreaId", name as "name!", phone as "phone: PhoneNumber", email,
                  created_at as "created_at!", last_seen_at
             from member
            where ended_at is null and membership_id = $1"#,
        id.uuid()
    );
    Ok(member.fetch_one(tx).await?)
}

/// How many there are of each role.
pub async fn counts(tx: &mut TenantTx) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"select role, count(*) as "count!" from membership where ended_at is null group by role"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.role, row.count)).collect())
}

#[derive(Clone, Copy, Debug)]
pub struct NewMember {
    pub account: AccountId,
    pub role: Role,
    pub area: Option<AreaId>,
    pub by: Option<AccountId>,
}

/// Gives a role; whoever holds it already keeps it.
pub async fn add(tx: &mut TenantTx, new: NewMember) -> Result<()> {
    sqlx::query!(
        "insert into membership (membership_id, account_id, role, area_id, created_by) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        MembershipId::new(tx.now()).uuid(),
        new.account.uuid(),
        new.role.code(),
        new.area.map(AreaId::uuid),
        new.by.map(AccountId::uuid)
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn change_area(tx: &mut TenantTx, id: MembershipId, area: AreaId) -> Result<bool> {
    let changed = sqlx::query!(
        "update membership set area_id = $2 where membership_id = $1 and role = 'area_head' and ended_at is null",
        id.uuid(),
        area.uuid()
    );
    Ok(changed.execute(tx).await?.rows_affected() == 1)
}

pub async fn end(tx: &mut TenantTx, id: MembershipId) -> Result<bool> {
    let ended = sqlx::query!(
        "update membership set ended_at = scope_now(), ended_by = current_account()
          where membership_id = $1 and ended_at is null",
        id.uuid()
    );
    Ok(ended.execute(tx).await?.rows_affected() == 1)
}

/// Requests and invitations that wait, for the figures on the tabs.
pub async fn waiting(tx: &mut TenantTx) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select (select count(*) from invitation where accepted_at is null and revoked_at is null) as "invitations!",
                  (select count(*) from claim where decided_at is null) as "claims!""#
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.invitations, row.claims))
}
