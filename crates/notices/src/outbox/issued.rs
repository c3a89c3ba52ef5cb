//! The bills of a month, told to whoever pays them.

use dues::{InvoicesIssued, owing};
use jobs::{Job, JobFault, Tools};
use kernel::BillingRunId;
use serde::{Deserialize, Serialize};
use tenancy::JobScope;

use super::{Facts, Kind, Notice, Recipient, tell};

/// After a run: one notice for each of its invoices that is still open.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellIssued {
    pub run: BillingRunId,
}

impl From<InvoicesIssued> for TellIssued {
    fn from(event: InvoicesIssued) -> Self {
        Self { run: event.run }
    }
}

impl Job for TellIssued {
    const NAME: &'static str = "notices.tell_issued";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let dues = owing::dues(&mut tx, owing::Asked::Run(self.run)).await?;
        let notices = dues.into_iter().filter_map(|due| {
            Some(Notice {
                kind: Kind::InvoiceIssued,
                unit: Some(due.unit),
                about: Some(due.invoice.to_string()),
                to: vec![Recipient::Person(due.payer?)],
                facts: Facts {
                    name: due.payer_name,
                    unit: due.unit_code,
                    number: due.number,
                    amount: Some(due.open),
                    due_on: Some(due.due_on),
                    period: Some(due.period),
                    days: None,
                    ..Facts::default()
                },
            })
        });
        tell(&mut tx, notices.collect()).await?;
        Ok(tx.commit().await?)
    }
}
