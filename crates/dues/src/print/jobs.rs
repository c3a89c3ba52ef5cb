//! The print in the background: part after part, each in a transaction of its own, so that a worker that dies leaves
//! what is done.

use ::jobs::{Job, JobFault, Tools};
use files::{Files, Kind, Purpose, Upload};
use kernel::{FileId, InvoicePrintId};
use paper::{Document, Press};
use serde::{Deserialize, Serialize};
use tenancy::{Error, JobScope};
use web::{Shell, shell::ShellKind};

use super::sql::{self, Part, Print};
use crate::invoice::paper as draft;

/// Invoices of one part: a PDF that a phone still opens.
const PART: i64 = 150;

const FILE: Purpose = Purpose { name: "invoice_print", accepts: &[Kind::Pdf], limit_bytes: 60_000_000 };

/// Makes what is missing of a print. Run twice, or beside another one: each part is made once.
#[derive(Debug, Serialize, Deserialize)]
pub struct PrintInvoices {
    pub print: InvoicePrintId,
}

impl Job for PrintInvoices {
    const NAME: &'static str = "dues.print_invoices";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let (press, files) = (tools.need::<Press>()?, tools.need::<Files>()?);
        loop {
            match next_part(&scope, self.print, press, files).await {
                Ok(Next::Part) => {}
                Ok(Next::Nothing) => return Ok(()),
                // Another worker made that part.
                Err(JobFault::Tenancy(Error::Conflict(name))) if name == "invoice_print_part_pkey" => {
                    return Ok(());
                }
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// What remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Part,
    Nothing,
}

async fn next_part(
    scope: &JobScope,
    print: InvoicePrintId,
    press: &Press,
    files: &Files,
) -> Result<Next, JobFault> {
    let mut tx = scope.begin().await?;
    let print = sql::find(&mut tx, print).await?.ok_or(Error::Missing)?;
    let invoices = sql::next(&mut tx, print.id, print.done, PART).await?;
    if invoices.is_empty() {
        return Ok(Next::Nothing);
    }
    let count = i32::try_from(invoices.len()).map_err(JobFault::because)?;
    let shell = Shell::new(print.locale(), ShellKind::Public, "");
    let documents = draft::documents(&mut tx, &shell, invoices).await;
    let documents = documents.map_err(|error| JobFault::because(format_args!("{error:?}")))?;
    let (name, city) = sql::place(&mut tx).await?;
    let head = draft::letterhead(&mut tx, (&name, &city), Some(files)).await?;
    drop(tx);
    let (first_unit, last_unit) = (unit_of(documents.first()), unit_of(documents.last()));
    let content = press.print(&head, print.locale(), documents).await.map_err(JobFault::because)?;
    let size_bytes = i64::try_from(content.len()).map_err(JobFault::because)?;
    let upload = Upload { purpose: FILE, name: file_name(&print), content };
    let prepared = files.prepare(upload).await.map_err(JobFault::because)?;
    let mut tx = scope.begin().await?;
    let file = files.keep(&mut tx, prepared, files::Keeping::Attached).await.map_err(JobFault::because)?;
    let part = i16::try_from(print.parts + 1).map_err(JobFault::because)?;
    let part = Part { part, invoices: count, first_unit, last_unit, file, size_bytes, is_gone: false };
    sql::add_part(&mut tx, print.id, &part).await?;
    tx.commit().await?;
    Ok(Next::Part)
}

fn unit_of(document: Option<&Document>) -> String {
    match document {
        Some(Document::Invoice(invoice)) => invoice.unit.clone(),
        _ => String::new(),
    }
}

fn file_name(print: &Print) -> String {
    format!("tagihan-{}-{}.pdf", print.ordered_at.format("%Y-%m-%d"), print.parts + 1)
}

/// Every night in every complex: the files of prints that are a week old go.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TidyPrints {}

impl Job for TidyPrints {
    const NAME: &'static str = "dues.tidy_prints";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let files = tools.need::<Files>()?;
        let mut tx = scope.begin().await?;
        let old: Vec<FileId> = sql::old_files(&mut tx).await?;
        for file in old {
            match files.remove(&mut tx, file).await {
                Ok(()) | Err(Error::Missing) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(tx.commit().await?)
    }
}
