//! Statements about prints and their parts.

use kernel::{FileId, Instant, InvoiceId, InvoicePrintId, Locale};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// A print, and how far it is.
#[derive(Clone, Debug)]
pub struct Print {
    pub id: InvoicePrintId,
    pub total: i32,
    pub done: i64,
    pub parts: i64,
    pub locale: String,
    pub ordered_at: Instant,
}

impl Print {
    pub fn is_done(&self) -> bool {
        self.done >= i64::from(self.total)
    }

    pub fn locale(&self) -> Locale {
        if self.locale == "en" { Locale::En } else { Locale::Id }
    }
}

pub async fn insert(
    tx: &mut TenantTx,
    id: InvoicePrintId,
    invoices: &[InvoiceId],
    locale: Locale,
) -> Result<()> {
    let invoices: Vec<Uuid> = invoices.iter().map(|invoice| invoice.uuid()).collect();
    let locale = if locale == Locale::En { "en" } else { "id" };
    sqlx::query!(
        "insert into invoice_print (print_id, invoice_ids, total, locale)
         select $1::uuid, array_agg(i.invoice_id order by u.sort_key, i.invoice_id), count(*), $3::text
           from invoice i join unit_mark u using (complex_id, unit_id) where i.invoice_id = any ($2)",
        id as InvoicePrintId,
        &invoices,
        locale,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn find(tx: &mut TenantTx, id: InvoicePrintId) -> Result<Option<Print>> {
    let row = sqlx::query_as!(
        Print,
        r#"select p.print_id as "id: InvoicePrintId", p.total, p.locale, p.ordered_at,
                  coalesce(sum(t.invoices), 0)::bigint as "done!", count(t.part) as "parts!"
             from invoice_print p left join invoice_print_part t using (complex_id, print_id)
            where p.print_id = $1 group by p.complex_id, p.print_id"#,
        id as InvoicePrintId,
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The invoices behind so many, as many as a part takes.
pub async fn next(tx: &mut TenantTx, id: InvoicePrintId, done: i64, most: i64) -> Result<Vec<InvoiceId>> {
    let rows = sqlx::query_scalar!(
        r#"select n.id as "id!: InvoiceId" from invoice_print p, unnest(p.invoice_ids) with ordinality n (id, place)
            where p.print_id = $1 and n.place > $2 order by n.place limit $3"#,
        id as InvoicePrintId,
        done,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A part that can be fetched.
#[derive(Clone, Debug)]
pub struct Part {
    pub part: i16,
    pub invoices: i32,
    pub first_unit: String,
    pub last_unit: String,
    pub file: FileId,
    pub size_bytes: i64,
    /// Its file is gone: it was made more than a week ago.
    pub is_gone: bool,
}

pub async fn parts(tx: &mut TenantTx, id: InvoicePrintId) -> Result<Vec<Part>> {
    let rows = sqlx::query_as!(
        Part,
        r#"select part, invoices, first_unit, last_unit, file_id as "file: FileId", size_bytes,
                  at < scope_now() - interval '7 days' as "is_gone!"
             from invoice_print_part where print_id = $1 order by part"#,
        id as InvoicePrintId,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn add_part(tx: &mut TenantTx, print: InvoicePrintId, part: &Part) -> Result<()> {
    sqlx::query!(
        "insert into invoice_print_part (print_id, part, invoices, first_unit, last_unit, file_id, size_bytes)
         values ($1, $2, $3, $4, $5, $6, $7)",
        print as InvoicePrintId,
        part.part,
        part.invoices,
        part.first_unit,
        part.last_unit,
        part.file as FileId,
        part.size_bytes,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Files of parts that are older than a week, of the last weeks.
pub async fn old_files(tx: &mut TenantTx) -> Result<Vec<FileId>> {
    let rows = sqlx::query_scalar!(
        r#"select file_id as "file: FileId" from invoice_print_part
            where at < scope_now() - interval '7 days' and at > scope_now() - interval '37 days'"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Name and city of the complex, as papers carry them.
pub async fn place(tx: &mut TenantTx) -> Result<(String, String)> {
    let row = sqlx::query!("select name, city from complex where complex_id = current_complex()");
    let row = row.fetch_one(tx).await?;
    Ok((row.name, row.city))
}
