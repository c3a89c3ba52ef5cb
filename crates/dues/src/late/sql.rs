//! Statements about what is late and the fees on it.

use kernel::{AreaId, Date, InvoiceId, PersonId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::OpenPenalty;

pub struct InvoiceRow {
    pub invoice: InvoiceId,
    pub number: String,
    pub unit: UnitId,
    pub unit_code: String,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub is_opening: bool,
    pub due_on: Date,
    pub principal: Rupiah,
}

/// Invoices past their due day with what of them may bear a fee; of these units, or whatever is open anywhere.
pub async fn invoices(tx: &mut TenantTx, units: Option<&[UnitId]>, as_of: Date) -> Result<Vec<InvoiceRow>> {
    let units: Option<Vec<Uuid>> = units.map(|units| units.iter().map(|unit| unit.uuid()).collect());
    let rows = sqlx::query_as!(
        InvoiceRow,
        r#"select i.invoice_id as "invoice: InvoiceId", i.number, i.unit_id as "unit: UnitId", i.unit_code,
                  i.payer_id as "payer: PersonId", i.payer_name, i.kind = 'opening' as "is_opening!", i.due_on,
                  sum(l.amount)::bigint as "principal!: Rupiah"
             from invoice i
             join invoice_line l using (complex_id, invoice_id)
             left join charge_type c on c.complex_id = l.complex_id and c.charge_type_id = l.charge_type_id
            where i.kind <> 'penalty' and i.voided_at is null and i.due_on < $2
              and ($1::uuid[] is not null or i.open > 0)
              and ($1::uuid[] is null or i.unit_id = any ($1))
              and c.obligation is distinct from 'voluntary'
            group by i.complex_id, i.invoice_id
            order by i.unit_id, i.due_on, i.invoice_id"#,
        units.as_deref(),
        as_of
    );
    Ok(rows.fetch_all(tx).await?)
}

pub struct SettledRow {
    pub invoice: InvoiceId,
    pub value_on: Date,
    pub amount: Rupiah,
}

/// What settled the lines that may bear a fee, by day.
pub async fn settled(tx: &mut TenantTx, invoices: &[InvoiceId]) -> Result<Vec<SettledRow>> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.uuid()).collect();
    let rows = sqlx::query_as!(
        SettledRow,
        r#"select s.invoice_id as "invoice: InvoiceId", s.value_on, sum(s.amount)::bigint as "amount!: Rupiah"
             from settlement s
             join invoice_line l using (complex_id, invoice_id, line)
             left join charge_type c on c.complex_id = l.complex_id and c.charge_type_id = l.charge_type_id
            where s.invoice_id = any ($1) and c.obligation is distinct from 'voluntary'
            group by s.invoice_id, s.value_on
            order by s.invoice_id, s.value_on"#,
        &ids
    );
    Ok(rows.fetch_all(tx).await?)
}

pub struct PenaltyRow {
    pub penalty_for: InvoiceId,
    pub invoice: InvoiceId,
    pub line: i16,
    pub amount: Rupiah,
    pub reversed: Rupiah,
    pub waived: Rupiah,
    pub open: Rupiah,
}

/// The fees that these invoices bear, in the order in which they were charged.
pub async fn penalties(tx: &mut TenantTx, invoices: &[InvoiceId]) -> Result<Vec<PenaltyRow>> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.uuid()).collect();
    let rows = sqlx::query_as!(
        PenaltyRow,
        r#"select l.penalty_for as "penalty_for!: InvoiceId", l.invoice_id as "invoice: InvoiceId", l.line,
                  l.amount as "amount: Rupiah", (l.amount - l.settled) as "open!: Rupiah",
                  off.reversed as "reversed!: Rupiah", off.waived as "waived!: Rupiah"
             from invoice_line l
            cross join lateral (
                  select coalesce(sum(s.amount) filter (where r.kind = 'penalty_reversal'), 0)::bigint as reversed,
                         coalesce(sum(s.amount) filter (where r.kind <> 'penalty_reversal'), 0)::bigint as waived
                    from settlement s
                    join reduction r using (complex_id, reduction_id)
                   where s.complex_id = l.complex_id and s.invoice_id = l.invoice_id and s.line = l.line) off
            where l.penalty_for = any ($1) and not l.voided
            order by l.penalty_for, l.invoice_id, l.line"#,
        &ids
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Fees that are open, of invoices that were due on or before a day; in an RT or block, where one is named; only of
/// units that owe nothing but fees, where that is asked.
pub async fn open_penalties(
    tx: &mut TenantTx,
    due_until: Date,
    area: Option<AreaId>,
    only_when_paid: bool,
) -> Result<Vec<OpenPenalty>> {
    let rows = sqlx::query_as!(
        OpenPenalty,
        r#"select l.unit_id as "unit: UnitId", l.invoice_id as "invoice: InvoiceId", l.line,
                  (l.amount - l.settled) as "open!: Rupiah"
             from invoice_line l
             join invoice p on p.complex_id = l.complex_id and p.invoice_id = l.penalty_for
             join unit_mark u on u.complex_id = l.complex_id and u.unit_id = l.unit_id
            where not l.voided and l.settled < l.amount and p.due_on <= $1
              and ($2::uuid is null or $2 in (u.block_id, u.rt_id))
              and (not $3 or not exists (
                   select from invoice i
                    where i.complex_id = l.complex_id and i.unit_id = l.unit_id and i.open > 0 and i.kind <> 'penalty'
                      and i.due_on <= $1))
            order by u.sort_key, l.invoice_id, l.line"#,
        due_until,
        area.map(AreaId::uuid),
        only_when_paid
    );
    Ok(rows.fetch_all(tx).await?)
}
