//! Statements of the arrears room's own tables, and of homes' windows.

use homes::UnitMark;
use kernel::{AreaId, Date, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub async fn is_in_areas(tx: &mut TenantTx, unit: UnitId, areas: &[AreaId]) -> Result<bool> {
    let areas: Vec<Uuid> = areas.iter().map(|area| area.uuid()).collect();
    let inside = sqlx::query_scalar!(
        r#"select exists (select from unit_mark where unit_id = $1 and rt_id = any ($2)) as "inside!""#,
        unit.uuid(),
        &areas
    );
    Ok(inside.fetch_one(tx).await?)
}

pub struct LetterRow {
    pub id: Uuid,
    pub number: String,
    pub kind: String,
    pub unit_code: String,
    pub addressee: String,
    pub issued_on: Date,
    pub amount: Rupiah,
    pub snapshot: serde_json::Value,
}

/// The newest letters, of a unit or of the complex; those before one, if it is named.
pub async fn letters(
    tx: &mut TenantTx,
    unit: Option<UnitId>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<LetterRow>> {
    let rows = sqlx::query_as!(
        LetterRow,
        r#"select letter_id as id, number, kind, unit_code, addressee, issued_on, amount as "amount: Rupiah", snapshot
             from letter
            where ($1::uuid is null or unit_id = $1) and ($2::uuid is null or letter_id < $2)
            order by letter_id desc limit $3"#,
        unit.map(UnitId::uuid),
        before,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The newest first.
pub async fn letters_of_unit(tx: &mut TenantTx, unit: UnitId) -> Result<Vec<LetterRow>> {
    let rows = sqlx::query_as!(
        LetterRow,
        r#"select letter_id as id, number, kind, unit_code, addressee, issued_on, amount as "amount: Rupiah", snapshot
             from letter where unit_id = $1 order by letter_id desc"#,
        unit.uuid()
    );
    Ok(rows.fetch_all(tx).await?)
}

/// These letters, in the order in which they were written.
pub async fn letters_named(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<LetterRow>> {
    let rows = sqlx::query_as!(
        LetterRow,
        r#"select letter_id as id, number, kind, unit_code, addressee, issued_on, amount as "amount: Rupiah", snapshot
             from letter where letter_id = any ($1) order by number, letter_id"#,
        ids
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn letter(tx: &mut TenantTx, id: Uuid) -> Result<Option<LetterRow>> {
    let row = sqlx::query_as!(
        LetterRow,
        r#"select letter_id as id, number, kind, unit_code, addressee, issued_on, amount as "amount: Rupiah", snapshot
             from letter where letter_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

pub struct NewLetter<'a> {
    pub id: Uuid,
    pub number: &'a str,
    pub kind: &'static str,
    pub unit: &'a UnitMark,
    pub addressee: &'a str,
    pub issued_on: Date,
    pub amount: i64,
    pub snapshot: serde_json::Value,
}

pub async fn keep_letter(tx: &mut TenantTx, letter: &NewLetter<'_>) -> Result<()> {
    sqlx::query!(
        "insert into letter (letter_id, number, kind, unit_id, unit_code, addressee, issued_on, amount, snapshot)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        letter.id,
        letter.number,
        letter.kind,
        letter.unit.id.uuid(),
        letter.unit.code,
        letter.addressee,
        letter.issued_on,
        letter.amount,
        letter.snapshot
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Is there anything to charge, and was anything issued?
pub async fn begun(tx: &mut TenantTx) -> Result<(bool, bool)> {
    let begun = sqlx::query!(
        r#"select exists (select from charge_type where retired_at is null) as "charges!",
                  exists (select from invoice) as "invoices!""#
    );
    let begun = begun.fetch_one(tx).await?;
    Ok((begun.charges, begun.invoices))
}
