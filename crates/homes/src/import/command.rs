//! The import without pages: what `klustera import` does with a file.

use std::sync::Arc;

use kernel::{ComplexId, ImportId, Locale, Zone};
use serde_json::json;
use spreadsheet::Refusal;
use tenancy::{JobScope, Store};

use super::{
    Choices, Report,
    apply::{ApplyFault, apply},
    look::{self, Material},
    record::{StepKind, Written},
    sql,
};

/// A file, and the complex into which it goes.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub content: Vec<u8>,
    pub complex: ComplexId,
    pub zone: Zone,
}

/// Whether anything is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    DryRun,
    Write,
}

#[derive(Debug, thiserror::Error)]
pub enum CommandFault {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Apply(ApplyFault),
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
}

impl From<ApplyFault> for CommandFault {
    fn from(fault: ApplyFault) -> Self {
        match fault {
            ApplyFault::Unreadable(refusal) => Self::Refused(refusal),
            ApplyFault::Tenancy(error) => Self::Tenancy(error),
            ApplyFault::Forgotten => Self::Apply(fault),
        }
    }
}

/// The complex of this short name.
pub async fn complex_called(store: &Store, slug: &str) -> tenancy::Result<Option<(ComplexId, Zone)>> {
    let mut tx = store.hall(None).await?;
    sql::complex_called(&mut tx, slug).await
}

/// Examines the file and, unless it is a dry run or there is nothing to write, writes it. It then stands among the
/// complex's imports and can be taken back there.
pub async fn import(
    store: &Store,
    file: File,
    mode: Mode,
) -> Result<(Report, Option<Written>), CommandFault> {
    let scope = store.job_scope(file.complex);
    let content = Arc::new(file.content);
    let report = examined(&scope, &content, &file.name, file.zone).await?;
    if mode == Mode::DryRun || report.counts.new + report.counts.changed == 0 {
        return Ok((report, None));
    }
    let mut tx = scope.begin().await?;
    let id = ImportId::new(tx.now());
    sql::keep(&mut tx, id, &file.name, &content).await?;
    sql::step(&mut tx, id, StepKind::Ordered, &json!({ "by": "command line" })).await?;
    tx.commit().await?;
    Ok((report, apply(&scope, id).await?))
}

async fn examined(
    scope: &JobScope,
    content: &Arc<Vec<u8>>,
    name: &str,
    zone: Zone,
) -> Result<Report, CommandFault> {
    let mut tx = scope.begin().await?;
    let today = zone.date(tx.now());
    let existing = look::existing(&mut tx, today).await?;
    drop(tx);
    let (content, file_name) = (content.to_vec(), name.to_owned());
    let material = Material { content, file_name, choices: Choices::default(), existing, today };
    Ok(look::look(material).await?.found.report(speaks()))
}

/// The language of the terminal; Indonesian unless it says English.
pub fn speaks() -> Locale {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok());
    said.filter(|language| language.starts_with("en")).map_or(Locale::Id, |_| Locale::En)
}
