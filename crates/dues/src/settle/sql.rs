//! Statements about money and what it settles. Settlements are written by the database's `settle`, the only road.

use kernel::{
    AccountId, CreditId, Date, FundId, InvoiceId, LedgerAccountId, ReductionId, Rupiah, SettlementId, UnitId,
};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    Money, ReductionKind,
    look::{CreditMark, SettledInvoice},
    model::{Allocation, Claim, CreditLeft, OpenLine, Use},
};
use crate::invoice::InvoiceKind;

/// A settlement about to be written: an allocation and what causes it; negative when it takes one back.
#[derive(Clone, Copy, Debug)]
pub struct SettlementDraft {
    pub to: Allocation,
    pub credit: Option<CreditId>,
    pub reduction: Option<ReductionId>,
    /// Rupiah; negative when something is taken back.
    pub amount: i64,
    pub value_on: Date,
}

/// Locks the accounts of these units in a fixed order; answers how many there are.
pub async fn lock(tx: &mut TenantTx, units: &[UnitId]) -> Result<usize> {
    let locked = sqlx::query_scalar!(r#"select lock_unit_accounts($1) as "locked!""#, units as &[UnitId])
        .fetch_one(tx);
    Ok(usize::try_from(locked.await?).unwrap_or(0))
}

pub async fn open_accounts(tx: &mut TenantTx) -> Result<()> {
    sqlx::query_scalar!("select open_unit_accounts()").fetch_one(tx).await?;
    Ok(())
}

/// What the complex settles first, and the business date of its zone.
pub async fn customs(tx: &mut TenantTx) -> Result<(Option<String>, Date)> {
    let row = sqlx::query!(
        r#"select (select settle_first from dues_setting) as settle_first,
                  (scope_now() at time zone case zone when 'wita' then 'Asia/Makassar' when 'wit' then 'Asia/Jayapura'
                   else 'Asia/Jakarta' end)::date as "today!" from complex where complex_id = current_complex()"#
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.settle_first, row.today))
}

struct LineRow {
    invoice: InvoiceId,
    line: i16,
    unit: UnitId,
    due_on: Date,
    is_penalty: bool,
    priority: i16,
    fund: FundId,
    open: Rupiah,
}

pub async fn open_lines(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<OpenLine>> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select invoice_id as "invoice!: InvoiceId", line as "line!", unit_id as "unit!: UnitId", due_on as "due_on!",
                  is_penalty as "is_penalty!", priority as "priority!", fund_id as "fund!: FundId", open as "open!: Rupiah"
             from open_lines($1)"#,
        units as &[UnitId],
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(LineRow::line).collect())
}

pub async fn credits_left(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<CreditLeft>> {
    let rows = sqlx::query_as!(
        CreditLeft,
        r#"select credit_id as "credit!: CreditId", unit_id as "unit!: UnitId",
                  money_account_id as "account!: LedgerAccountId", value_on as "value_on!", unused as "left!: Rupiah"
             from credits_left($1)"#,
        units as &[UnitId],
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn credit_of(tx: &mut TenantTx, unit: UnitId) -> Result<Rupiah> {
    let left = sqlx::query_scalar!(
        r#"select coalesce(sum(amount - used - returned), 0)::bigint as "left!: Rupiah"
             from credit where unit_id = $1 and used + returned < amount"#,
        unit as UnitId,
    );
    Ok(left.fetch_one(tx).await?)
}

/// One credit: whose, where its money lies, and how much of it was used and returned.
#[derive(Clone, Debug)]
pub struct CreditRow {
    pub unit: UnitId,
    pub account: LedgerAccountId,
    pub reference: String,
    pub amount: Rupiah,
    pub left: Rupiah,
    pub returned: Rupiah,
}

pub async fn credit(tx: &mut TenantTx, credit: CreditId) -> Result<CreditRow> {
    let row = sqlx::query_as!(
        CreditRow,
        r#"select unit_id as "unit: UnitId", money_account_id as "account: LedgerAccountId", reference,
                  amount as "amount: Rupiah", (amount - used - returned) as "left!: Rupiah",
                  returned as "returned: Rupiah"
             from credit where credit_id = $1"#,
        credit as CreditId,
    );
    Ok(row.fetch_one(tx).await?)
}

pub async fn keep(tx: &mut TenantTx, money: &Money) -> Result<()> {
    sqlx::query!(
        "insert into credit (credit_id, unit_id, source_id, reference, money_account_id, amount, value_on)
         values ($1, $2, $3, $4, $5, $6, $7)",
        money.credit as CreditId,
        money.unit as UnitId,
        money.source,
        money.reference,
        money.account as LedgerAccountId,
        money.amount as Rupiah,
        money.value_on,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn return_credit(tx: &mut TenantTx, credit: CreditId, amount: Rupiah) -> Result<()> {
    sqlx::query!("select return_credit($1, $2)", credit as CreditId, amount as Rupiah).execute(tx).await?;
    Ok(())
}

/// Writes all settlements in one statement; answers the invoices of other rooms that are settled in full by it.
pub async fn settle(tx: &mut TenantTx, drafts: &[SettlementDraft]) -> Result<Vec<InvoiceId>> {
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let column = |of: fn(&SettlementDraft) -> Uuid| drafts.iter().map(of).collect::<Vec<Uuid>>();
    let ids: Vec<Uuid> = drafts.iter().map(|_| SettlementId::new(now).uuid()).collect();
    let credits: Vec<Option<Uuid>> = drafts.iter().map(|draft| draft.credit.map(CreditId::uuid)).collect();
    let reductions: Vec<Option<Uuid>> =
        drafts.iter().map(|draft| draft.reduction.map(ReductionId::uuid)).collect();
    let settled = sqlx::query_scalar!(
        r#"select settle((select array_agg(row(d.id, d.invoice, d.line, d.unit, d.credit, d.reduction, d.amount,
                                               d.value_on)::settlement_draft)
             from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[],
                         $8::date[]) d (id, invoice, line, unit, credit, reduction, amount, value_on)))
                  as "invoice!: InvoiceId""#,
        &ids,
        &column(|draft| draft.to.invoice.uuid()),
        &drafts.iter().map(|draft| draft.to.line).collect::<Vec<_>>(),
        &column(|draft| draft.to.unit.uuid()),
        &credits as &[Option<Uuid>],
        &reductions as &[Option<Uuid>],
        &drafts.iter().map(|draft| draft.amount).collect::<Vec<_>>(),
        &drafts.iter().map(|draft| draft.value_on).collect::<Vec<_>>(),
    );
    Ok(settled.fetch_all(tx).await?)
}

struct UseRow {
    credit: CreditId,
    account: LedgerAccountId,
    value_on: Date,
    invoice: InvoiceId,
    line: i16,
    unit: UnitId,
    is_penalty: bool,
    fund: FundId,
    amount: Rupiah,
}

/// Which money settles an invoice, or what a credit settles: what is left of allocations less what was taken back.
pub async fn uses(
    tx: &mut TenantTx,
    invoice: Option<InvoiceId>,
    credit: Option<CreditId>,
) -> Result<Vec<Use>> {
    let rows = sqlx::query_as!(
        UseRow,
        r#"select s.credit_id as "credit!: CreditId", c.money_account_id as "account: LedgerAccountId", c.value_on,
                  s.invoice_id as "invoice: InvoiceId", s.line, s.unit_id as "unit: UnitId",
                  (i.kind = 'penalty' or l.penalty_for is not null) as "is_penalty!", l.fund_id as "fund: FundId",
                  s.amount as "amount!: Rupiah"
             from (select complex_id, credit_id, invoice_id, line, unit_id, sum(amount)::bigint as amount
                     from settlement where credit_id is not null and (invoice_id = $1 or credit_id = $2)
                    group by complex_id, credit_id, invoice_id, line, unit_id having sum(amount) <> 0) s
             join invoice_line l using (complex_id, invoice_id, line)
             join invoice i using (complex_id, invoice_id)
             join credit c using (complex_id, credit_id)
            order by c.value_on, s.credit_id, s.invoice_id, s.line"#,
        invoice as Option<InvoiceId>,
        credit as Option<CreditId>,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(UseRow::of_line).collect())
}

/// Whose an invoice is, and what stands on it.
#[derive(Clone, Debug)]
pub struct InvoiceRow {
    pub unit: UnitId,
    pub number: String,
    pub is_void: bool,
}

pub async fn invoice(tx: &mut TenantTx, invoice: InvoiceId) -> Result<InvoiceRow> {
    let row = sqlx::query_as!(
        InvoiceRow,
        r#"select unit_id as "unit: UnitId", number, voided_at is not null as "is_void!" from invoice
            where invoice_id = $1"#,
        invoice as InvoiceId,
    );
    Ok(row.fetch_one(tx).await?)
}

/// A line of an invoice with what settled it in money.
pub struct ReducibleRow {
    pub line: i16,
    pub unit: UnitId,
    pub is_penalty: bool,
    pub fund: FundId,
    pub income: LedgerAccountId,
    pub open: Rupiah,
    pub paid: Rupiah,
}

pub async fn reducible(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<ReducibleRow>> {
    let rows = sqlx::query_as!(
        ReducibleRow,
        r#"select l.line, l.unit_id as "unit: UnitId", (i.kind = 'penalty' or l.penalty_for is not null) as "is_penalty!",
                  l.fund_id as "fund: FundId", l.income_account_id as "income: LedgerAccountId",
                  (l.amount - l.settled) as "open!: Rupiah",
                  coalesce((select sum(s.amount) from settlement s
                             where s.complex_id = l.complex_id and s.invoice_id = l.invoice_id and s.line = l.line
                               and s.credit_id is not null), 0)::bigint as "paid!: Rupiah"
             from invoice i join invoice_line l using (complex_id, invoice_id)
            where i.invoice_id = $1 order by l.line"#,
        invoice as InvoiceId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What a reduction took off a line of an invoice.
pub struct ReductionUse {
    pub reduction: ReductionId,
    pub kind: String,
    pub line: i16,
    pub amount: Rupiah,
    pub value_on: Date,
}

pub async fn reductions(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<ReductionUse>> {
    let rows = sqlx::query_as!(
        ReductionUse,
        r#"select r.reduction_id as "reduction: ReductionId", r.kind, s.line, sum(s.amount)::bigint as "amount!: Rupiah",
                  r.reduced_on as value_on
             from settlement s join reduction r on r.complex_id = s.complex_id and r.reduction_id = s.reduction_id
            where s.invoice_id = $1
            group by r.complex_id, r.reduction_id, r.kind, s.line, r.reduced_on having sum(s.amount) <> 0
            order by r.reduction_id, s.line"#,
        invoice as InvoiceId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A reduction about to be written.
pub struct ReductionDraft<'a> {
    pub id: ReductionId,
    pub number: &'a str,
    pub kind: ReductionKind,
    pub invoice: InvoiceId,
    pub amount: Rupiah,
    pub reason: &'a str,
    pub on: Date,
    pub requested_by: Option<AccountId>,
}

pub async fn keep_reduction(tx: &mut TenantTx, draft: &ReductionDraft<'_>) -> Result<()> {
    sqlx::query!(
        "insert into reduction (reduction_id, number, kind, invoice_id, amount, reason, reduced_on, requested_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        draft.id as ReductionId,
        draft.number,
        draft.kind.code(),
        draft.invoice as InvoiceId,
        draft.amount as Rupiah,
        draft.reason,
        draft.on,
        draft.requested_by as Option<AccountId>,
    )
    .execute(tx)
    .await?;
    Ok(())
}

impl LineRow {
    fn line(self) -> OpenLine {
        let Self { invoice, line, unit, due_on, is_penalty, priority, fund, open } = self;
        OpenLine { invoice, line, unit, due_on, claim: claim(is_penalty), priority, fund, open }
    }
}

impl UseRow {
    fn of_line(self) -> Use {
        let Self { credit, account, value_on, invoice, line, unit, is_penalty, fund, amount } = self;
        let to = Allocation { invoice, line, unit, claim: claim(is_penalty), fund, amount };
        Use { credit, account, value_on, to }
    }
}

pub fn claim(is_penalty: bool) -> Claim {
    if is_penalty { Claim::Penalty } else { Claim::Principal }
}

pub async fn settled_by(tx: &mut TenantTx, source: Uuid) -> Result<Vec<SettledInvoice>> {
    let rows = sqlx::query_as!(
        SettledInvoice,
        r#"select c.unit_id as "unit: UnitId", i.unit_code, i.invoice_id as "invoice: InvoiceId", i.number,
                  i.kind as "kind: InvoiceKind", i.period, sum(s.amount)::bigint as "amount!: Rupiah", i.open as "open: Rupiah"
             from credit c join settlement s using (complex_id, credit_id)
             join invoice i on i.complex_id = s.complex_id and i.invoice_id = s.invoice_id
            where c.source_id = $1
            group by c.unit_id, i.complex_id, i.invoice_id, i.unit_code, i.number, i.kind, i.period, i.due_on, i.open
           having sum(s.amount) <> 0
            order by i.unit_code, i.due_on, i.kind, i.invoice_id"#,
        source,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn credits(
    tx: &mut TenantTx,
    source: Option<Uuid>,
    unit: Option<UnitId>,
) -> Result<Vec<CreditMark>> {
    let rows = sqlx::query_as!(
        CreditMark,
        r#"select credit_id as "credit: CreditId", unit_id as "unit: UnitId", source_id as source, reference, value_on,
                  amount as "amount: Rupiah", (amount - used - returned) as "left!: Rupiah",
                  returned as "returned: Rupiah"
             from credit where source_id = $1 or (unit_id = $2 and used + returned < amount)
            order by unit_id, value_on, credit_id"#,
        source,
        unit as Option<UnitId>,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn unit_with_code(tx: &mut TenantTx, code: i16) -> Result<Option<UnitId>> {
    let row = sqlx::query_scalar!(
        r#"select unit_id as "unit: UnitId" from unit_account where unique_code = $1"#,
        code,
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn unique_codes(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<(UnitId, i16)>> {
    let rows = sqlx::query!(
        r#"select unit_id as "unit: UnitId", coalesce(unique_code, 0::smallint) as "unique_code!" from unit_account
            where unit_id = any($1)"#,
        units as &[UnitId],
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit, row.unique_code)).collect())
}
