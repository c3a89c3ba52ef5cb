//! Statements about payments, their checks, reversals and refunds.

use kernel::{
    AccountId, AreaId, CreditId, Date, FileId, Instant, LedgerAccountId, PaymentId, PersonId, Rupiah, UnitId,
};
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    back::NewRefund,
    model::{Method, NewPayment, State},
    receipt::Snapshot,
};

/// A payment and where it stands.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub method: Method,
    pub account: LedgerAccountId,
    pub payer_name: String,
    pub amount: Rupiah,
    pub value_on: Date,
    pub reference: String,
    pub note: String,
    pub came_from: String,
    pub recorded_at: Instant,
    pub recorded_by: Option<AccountId>,
    pub recorded_by_name: Option<String>,
    pub state: State,
    pub receipt_number: Option<String>,
    pub reversed_because: Option<String>,
}

/// One unit's part.
#[derive(Clone, Debug)]
pub struct PartRow {
    pub unit: UnitId,
    pub code: String,
    pub rt: Option<AreaId>,
    pub amount: Rupiah,
}

/// With its parts; false when there is such a payment already.
pub async fn insert(tx: &mut TenantTx, payment: &NewPayment, amount: Rupiah) -> Result<bool> {
    let units: Vec<UnitId> = payment.parts.iter().map(|part| part.unit).collect();
    let amounts: Vec<i64> = payment.parts.iter().map(|part| part.amount.get()).collect();
    let written = sqlx::query_scalar!(
        r#"with fresh as (
               insert into payment (payment_id, method, money_account_id, payer_id, payer_name, amount, value_on, reference,
                                    note, came_from)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (complex_id, payment_id) do nothing
               returning payment_id),
           parts as (
               insert into payment_part (payment_id, part, unit_id, amount)
               select f.payment_id, p.place, p.unit_id, p.amount
                 from fresh f cross join unnest($11::uuid[], $12::bigint[]) with ordinality p (unit_id, amount, place))
           select exists (select from fresh) as "written!""#,
        payment.id as PaymentId,
        payment.method.code(),
        payment.account as LedgerAccountId,
        payment.payer as Option<PersonId>,
        payment.payer_name,
        amount as Rupiah,
        payment.value_on,
        payment.reference,
        payment.note,
        payment.came_from.code(),
        &units as &[UnitId],
        &amounts,
    );
    Ok(written.fetch_one(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: PaymentId) -> Result<Option<PaymentRow>> {
    let row = sqlx::query_as!(
        PaymentRow,
        r#"select payment_id as "id!: PaymentId", method as "method!: Method",
                  money_account_id as "account!: LedgerAccountId", payer_name as "payer_name!",
                  amount as "amount!: Rupiah", value_on as "value_on!", reference as "reference!", note as "note!",
                  came_from as "came_from!", recorded_at as "recorded_at!",
                  recorded_by as "recorded_by: AccountId", account_name(recorded_by) as recorded_by_name,
                  state as "state!: State", receipt_number, reversed_because
             from payment_mark where payment_id = $1"#,
        id as PaymentId,
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The payment of a receipt number, in any case of its letters.
pub async fn numbered(tx: &mut TenantTx, number: &str) -> Result<Option<PaymentId>> {
    let row = sqlx::query_scalar!(
        r#"select payment_id as "id: PaymentId" from payment_check where receipt_number = upper($1)"#,
        number,
    );
    Ok(row.fetch_optional(tx).await?)
}

/// In the order of the house numbers, which is also the order of locking elsewhere on a page.
pub async fn parts(tx: &mut TenantTx, id: PaymentId) -> Result<Vec<PartRow>> {
    let rows = sqlx::query_as!(
        PartRow,
        r#"select p.unit_id as "unit: UnitId", u.code as "code!", u.rt_id as "rt: AreaId", p.amount as "amount: Rupiah"
             from payment_part p join unit_mark u using (complex_id, unit_id)
            where p.payment_id = $1 order by p.part"#,
        id as PaymentId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What somebody says about a payment.
pub struct CheckDraft<'a> {
    pub verdict: &'static str,
    pub reason: &'a str,
    pub receipt: Option<(&'a str, &'a Snapshot)>,
}

pub async fn insert_check(
    tx: &mut TenantTx,
    check: Uuid,
    id: PaymentId,
    draft: &CheckDraft<'_>,
) -> Result<()> {
    let receipt = draft.receipt.map(|(_, snapshot)| Json(snapshot));
    sqlx::query!(
        "insert into payment_check (check_id, payment_id, verdict, reason, receipt_number, receipt)
         values ($1, $2, $3, $4, $5, $6)",
        check,
        id as PaymentId,
        draft.verdict,
        draft.reason,
        draft.receipt.map(|(number, _)| number),
        receipt as Option<Json<&Snapshot>>,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The receipt as it was given.
pub async fn receipt(tx: &mut TenantTx, id: PaymentId) -> Result<Option<Snapshot>> {
    let row = sqlx::query_scalar!(
        r#"select receipt as "receipt!: Json<Snapshot>" from payment_check where payment_id = $1 and verdict = 'verified'"#,
        id as PaymentId,
    );
    Ok(row.fetch_optional(tx).await?.map(|Json(snapshot)| snapshot))
}

/// Something that was said about a payment, with who and when.
#[derive(Clone, Debug)]
pub struct Said {
    pub verdict: String,
    pub reason: String,
    pub at: Instant,
    pub by: Option<String>,
}

pub async fn said(tx: &mut TenantTx, id: PaymentId) -> Result<Vec<Said>> {
    let rows = sqlx::query_as!(
        Said,
        r#"select verdict as "verdict!", reason as "reason!", at as "at!", account_name(account_id) as by from (
               select verdict, reason, at, account_id from payment_check where payment_id = $1
               union all select 'reversed', reason, at, account_id from payment_reversal where payment_id = $1) s
            order by at"#,
        id as PaymentId,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn insert_reversal(tx: &mut TenantTx, id: PaymentId, reason: &str, on: Date) -> Result<()> {
    sqlx::query!(
        "insert into payment_reversal (payment_id, reason, reversed_on) values ($1, $2, $3)",
        id as PaymentId,
        reason,
        on,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// When and why a payment was taken back.
pub async fn reversal(tx: &mut TenantTx, id: PaymentId) -> Result<Option<(Date, String)>> {
    let row = sqlx::query!(
        "select reversed_on, reason from payment_reversal where payment_id = $1",
        id as PaymentId
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.reversed_on, row.reason)))
}

pub async fn has_refund(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from payment_refund where refund_id = $1) as "known!""#,
        id
    );
    Ok(known.fetch_one(tx).await?)
}

pub async fn insert_refund(tx: &mut TenantTx, draft: &NewRefund<'_>) -> Result<()> {
    sqlx::query!(
        "insert into payment_refund (refund_id, credit_id, unit_id, amount, money_account_id, reason, refunded_on)
         values ($1, $2, $3, $4, $5, $6, $7)",
        draft.id,
        draft.credit as CreditId,
        draft.unit as UnitId,
        draft.amount as Rupiah,
        draft.from as LedgerAccountId,
        draft.reason,
        draft.on,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A picture of a transfer.
#[derive(Clone, Debug)]
pub struct Proof {
    pub file: FileId,
    pub note: String,
    pub at: Instant,
}

pub async fn proofs(tx: &mut TenantTx, id: PaymentId) -> Result<Vec<Proof>> {
    let rows = sqlx::query_as!(
        Proof,
        r#"select file_id as "file: FileId", note, at from payment_proof where payment_id = $1 order by proof_id"#,
        id as PaymentId,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn insert_proof(
    tx: &mut TenantTx,
    proof: Uuid,
    id: PaymentId,
    file: FileId,
    sha256: &[u8],
    note: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into payment_proof (proof_id, payment_id, file_id, sha256, note) values ($1, $2, $3, $4, $5)",
        proof,
        id as PaymentId,
        file as FileId,
        sha256,
        note,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Another payment that may be the same money, and why.
#[derive(Clone, Debug)]
pub struct Twin {
    pub id: PaymentId,
    pub payer_name: String,
    pub amount: Rupiah,
    pub value_on: Date,
    pub receipt_number: Option<String>,
    /// The strongest of `picture`, `reference` and `amount`.
    pub why: String,
}

/// Payments that look like this one: the same picture, the same reference, or the same amount of the same payer or unit
/// within three days.
pub async fn twins(tx: &mut TenantTx, id: PaymentId) -> Result<Vec<Twin>> {
    let rows = sqlx::query_as!(
        Twin,
        r#"select t.payment_id as "id!: PaymentId", t.payer_name as "payer_name!", t.amount as "amount!: Rupiah",
                  t.value_on as "value_on!", t.receipt_number, twin.why as "why!"
             from payment p
             cross join lateral (
                  select o.payment_id, (array['picture', 'reference', 'amount'])[min(o.rank)] as why from (
                      select b.payment_id, 1 as rank from payment_proof a
                        join payment_proof b on b.complex_id = a.complex_id and b.sha256 = a.sha256
                       where a.complex_id = p.complex_id and a.payment_id = p.payment_id
                      union all
                      select b.payment_id, 2 from payment b
                       where b.complex_id = p.complex_id and p.reference <> '' and b.reference <> ''
                         and lower(b.reference) = lower(p.reference)
                      union all
                      select b.payment_id, 3 from payment b
                       where b.complex_id = p.complex_id and b.amount = p.amount
                         and b.value_on between p.value_on - 3 and p.value_on + 3
                         and (lower(b.payer_name) = lower(p.payer_name) or exists (
                              select from payment_part x join payment_part y using (complex_id, unit_id)
                               where x.complex_id = p.complex_id and x.payment_id = p.payment_id
                                 and y.payment_id = b.payment_id))) o
                   where o.payment_id <> p.payment_id group by o.payment_id) twin
             join payment_mark t on t.complex_id = p.complex_id and t.payment_id = twin.payment_id
            where p.payment_id = $1 and t.state not in ('rejected', 'reversed')
            order by t.recorded_at desc limit 5"#,
        id as PaymentId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Of these people, those to whom a payment can be shown: residents, and whoever has no account and opens the bill's link. A
/// head of an RT or a treasurer without the role of a resident would be led to a page that is not theirs.
pub async fn who_may_look(tx: &mut TenantTx, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let rows = sqlx::query_scalar!(
        r#"select p.person_id as "person!: PersonId" from person_mark p
            where p.person_id = any($1) and (p.account_id is null or exists (
                  select from member m where m.account_id = p.account_id and m.role = 'resident' and m.ended_at is null))"#,
        people as &[PersonId],
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The name of whoever acts in this transaction.
pub async fn actor(tx: &mut TenantTx) -> Result<String> {
    let name = sqlx::query_scalar!(r#"select coalesce(account_name(current_account()), '') as "name!""#);
    Ok(name.fetch_one(tx).await?)
}
