//! Statements about waivers, amnesties and instalment plans.

use kernel::{AccountId, Date, InstallmentPlanId, InvoiceId, ReductionId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub struct RequestRow {
    pub id: Uuid,
    pub unit_code: String,
    pub number: String,
    pub amount: Rupiah,
    pub reason: String,
    pub asked_by: Option<AccountId>,
    pub asked_by_name: String,
    pub asked_at: kernel::Instant,
    pub decision: Option<String>,
    pub note: String,
    pub decided_by_name: String,
}

impl RequestRow {
    /// What the list is sorted by: those that wait first, then the newest.
    pub fn key(&self) -> (bool, Uuid) {
        (self.decision.is_some(), self.id)
    }
}

/// The requests behind this key: those that wait first, then the newest.
pub async fn requests(tx: &mut TenantTx, after: Option<(bool, Uuid)>, limit: i64) -> Result<Vec<RequestRow>> {
    let (decided, id) = after.unzip();
    let rows = sqlx::query_as!(
        RequestRow,
        r#"select r.request_id as id, u.code as "unit_code!", r.invoice_number as number,
                  r.amount as "amount: Rupiah", r.reason, r.account_id as "asked_by: AccountId",
                  coalesce((select m.name from member m where m.account_id = r.account_id limit 1), '') as "asked_by_name!",
                  r.at as asked_at, d.decision as "decision?", coalesce(d.note, '') as "note!",
                  coalesce((select m.name from member m where m.account_id = d.account_id limit 1), '') as "decided_by_name!"
             from waiver_request r
             join unit_mark u using (complex_id, unit_id)
             left join waiver_decision d using (complex_id, request_id)
            where $1::boolean is null or (d.request_id is not null) > $1
               or ((d.request_id is not null) = $1 and r.request_id < $2)
            order by d.request_id is not null, r.request_id desc limit $3"#,
        decided,
        id,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A request that nobody has decided on yet.
pub struct Waiting {
    pub invoice: InvoiceId,
    pub unit: UnitId,
    pub amount: Rupiah,
    pub reason: String,
    pub asked_by: Option<AccountId>,
}

pub async fn request(tx: &mut TenantTx, id: Uuid) -> Result<Option<Waiting>> {
    let row = sqlx::query_as!(
        Waiting,
        r#"select invoice_id as "invoice: InvoiceId", unit_id as "unit: UnitId", amount as "amount: Rupiah", reason,
                  account_id as "asked_by: AccountId"
             from waiver_request r
            where request_id = $1 and not exists (select from waiver_decision d
                  where d.complex_id = r.complex_id and d.request_id = r.request_id)"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

pub struct NewRequest<'a> {
    pub id: Uuid,
    pub invoice: InvoiceId,
    pub number: &'a str,
    pub unit: UnitId,
    pub amount: Rupiah,
    pub reason: &'a str,
}

pub async fn ask(tx: &mut TenantTx, request: &NewRequest<'_>) -> Result<()> {
    sqlx::query!(
        "insert into waiver_request (request_id, invoice_id, invoice_number, unit_id, amount, reason)
         values ($1, $2, $3, $4, $5, $6)",
        request.id,
        request.invoice.uuid(),
        request.number,
        request.unit.uuid(),
        request.amount.get(),
        request.reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn decide(
    tx: &mut TenantTx,
    request: Uuid,
    reduction: Option<ReductionId>,
    note: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into waiver_decision (request_id, decision, note, reduction_id)
         values ($1, case when $2::uuid is null then 'refused' else 'granted' end, $3, $2)",
        request,
        reduction.map(ReductionId::uuid),
        note
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct NewAmnesty<'a> {
    pub id: Uuid,
    pub reason: &'a str,
    pub due_until: Date,
    pub area: Option<Uuid>,
    pub percent: i16,
    pub only_when_paid: bool,
    pub units: i32,
    pub amount: Rupiah,
}

pub async fn keep_amnesty(tx: &mut TenantTx, amnesty: &NewAmnesty<'_>) -> Result<()> {
    sqlx::query!(
        "insert into amnesty (amnesty_id, reason, due_until, area_id, percent, only_when_paid, units, amount, finished_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, scope_now())",
        amnesty.id,
        amnesty.reason,
        amnesty.due_until,
        amnesty.area,
        amnesty.percent,
        amnesty.only_when_paid,
        amnesty.units,
        amnesty.amount.get()
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn keep_amnesty_reductions(
    tx: &mut TenantTx,
    amnesty: Uuid,
    given: &[(ReductionId, UnitId)],
) -> Result<()> {
    let reductions: Vec<Uuid> = given.iter().map(|(reduction, _)| reduction.uuid()).collect();
    let units: Vec<Uuid> = given.iter().map(|(_, unit)| unit.uuid()).collect();
    sqlx::query!(
        "insert into amnesty_reduction (amnesty_id, reduction_id, unit_id)
         select $1, r, u from unnest($2::uuid[], $3::uuid[]) given (r, u)",
        amnesty,
        &reductions,
        &units
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct PlanRow {
    pub id: InstallmentPlanId,
    pub unit: UnitId,
    pub agreed_on: Date,
    pub agreed_with: String,
    pub total: Rupiah,
    /// Days and amounts, in order.
    pub due_on: Vec<Date>,
    pub amounts: Vec<i64>,
    /// What was open of the covered invoices then, and which they are.
    pub invoices: Vec<Uuid>,
}

/// The running plans: of one unit, or all.
pub async fn running_plans(tx: &mut TenantTx, unit: Option<UnitId>) -> Result<Vec<PlanRow>> {
    let rows = sqlx::query_as!(
        PlanRow,
        r#"select p.plan_id as "id: InstallmentPlanId", p.unit_id as "unit: UnitId", p.agreed_on, p.agreed_with,
                  p.total as "total: Rupiah",
                  array(select i.due_on from installment i
                         where i.complex_id = p.complex_id and i.plan_id = p.plan_id order by i.number) as "due_on!",
                  array(select i.amount from installment i
                         where i.complex_id = p.complex_id and i.plan_id = p.plan_id order by i.number) as "amounts!",
                  array(select i.invoice_id from installment_invoice i
                         where i.complex_id = p.complex_id and i.plan_id = p.plan_id) as "invoices!"
             from installment_plan p
            where p.ended_on is null and ($1::uuid is null or p.unit_id = $1)
            order by p.plan_id"#,
        unit.map(UnitId::uuid)
    );
    Ok(rows.fetch_all(tx).await?)
}

pub struct NewPlan<'a> {
    pub id: InstallmentPlanId,
    pub unit: UnitId,
    pub agreed_on: Date,
    pub agreed_with: &'a str,
    pub reason: &'a str,
    pub total: Rupiah,
    pub parts: &'a [(Date, Rupiah)],
    pub invoices: &'a [(InvoiceId, Rupiah)],
}

pub async fn keep_plan(tx: &mut TenantTx, plan: &NewPlan<'_>) -> Result<()> {
    sqlx::query!(
        "insert into installment_plan (plan_id, unit_id, agreed_on, agreed_with, reason, total)
         values ($1, $2, $3, $4, $5, $6)",
        plan.id.uuid(),
        plan.unit.uuid(),
        plan.agreed_on,
        plan.agreed_with,
        plan.reason,
        plan.total.get()
    )
    .execute(&mut *tx)
    .await?;
    let due_on: Vec<Date> = plan.parts.iter().map(|(on, _)| *on).collect();
    let amounts: Vec<i64> = plan.parts.iter().map(|(_, amount)| amount.get()).collect();
    sqlx::query!(
        "insert into installment (plan_id, number, due_on, amount)
         select $1, place, due_on, amount from unnest($2::date[], $3::bigint[]) with ordinality parts (due_on, amount, place)",
        plan.id.uuid(),
        &due_on,
        &amounts
    )
    .execute(&mut *tx)
    .await?;
    let invoices: Vec<Uuid> = plan.invoices.iter().map(|(invoice, _)| invoice.uuid()).collect();
    let open: Vec<i64> = plan.invoices.iter().map(|(_, open)| open.get()).collect();
    sqlx::query!(
        "insert into installment_invoice (plan_id, invoice_id, open_then)
         select $1, invoice, open from unnest($2::uuid[], $3::bigint[]) covered (invoice, open)",
        plan.id.uuid(),
        &invoices,
        &open
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// `how`: kept, broken, cancelled.
pub async fn end_plan(
    tx: &mut TenantTx,
    plan: InstallmentPlanId,
    on: Date,
    how: &str,
    note: &str,
) -> Result<()> {
    sqlx::query!(
        "update installment_plan set ended_on = $2, ended_as = $3, end_note = $4 where plan_id = $1 and ended_on is null",
        plan.uuid(),
        on,
        how,
        note
    )
    .execute(tx)
    .await?;
    Ok(())
}
