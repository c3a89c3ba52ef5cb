//! Writing an import in the background, and forgetting files whose time is over.

use ::jobs::{Job, JobFault, Tools};
use kernel::ImportId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tenancy::JobScope;

use super::{
    apply::{ApplyFault, apply},
    record::StepKind,
    sql,
};

/// Writes the import that somebody ordered.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyImport {
    pub import: ImportId,
}

impl Job for ApplyImport {
    const NAME: &'static str = "homes.apply_import";
    const MAX_ATTEMPTS: i16 = 3;

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        match apply(&scope, self.import).await {
            Ok(_) => Ok(()),
            Err(fault) => {
                note_failure(&scope, self.import, &fault).await?;
                Err(JobFault::because(fault))
            }
        }
    }
}

/// The page that waits says so, and offers another try.
async fn note_failure(scope: &JobScope, id: ImportId, fault: &ApplyFault) -> tenancy::Result<()> {
    let mut tx = scope.begin().await?;
    sql::step(&mut tx, id, StepKind::Failed, &json!({ "reason": fault.to_string() })).await?;
    tx.commit().await
}

/// Removes files and decisions that are thirty days old.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ForgetImportFiles {}

impl Job for ForgetImportFiles {
    const NAME: &'static str = "homes.forget_import_files";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        for import in sql::to_forget(&mut tx, scope.now()).await? {
            sql::forget_file(&mut tx, import).await?;
        }
        Ok(tx.commit().await?)
    }
}
