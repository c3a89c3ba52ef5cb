//! What must be true of dues at every moment. Asked after every test and by `klustera doctor`.

mod sql;

use std::collections::BTreeMap;

use ledger::Purpose;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// The promises of this complex's dues that are broken, each as a sentence; none when all is well.
pub async fn invariants(tx: &mut TenantTx) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for (promise, statement) in sql::PROMISES {
        let times = sql::count(tx, statement).await?;
        if times > 0 {
            broken.push(format!("{promise}: broken {times} times"));
        }
    }
    let dues = sql::receivable(tx, "dues").await?;
    compare(tx, "dues receivable", Purpose::DuesReceivable, dues, &mut broken).await?;
    let penalties = sql::receivable(tx, "penalty").await?;
    compare(tx, "penalty receivable", Purpose::PenaltyReceivable, penalties, &mut broken).await?;
    let credits = sql::credits(tx).await?;
    compare(tx, "titipan", Purpose::Credit, credits, &mut broken).await?;
    Ok(broken)
}

/// For every unit: what the books say, and what the documents say.
async fn compare(
    tx: &mut TenantTx,
    what: &str,
    purpose: Purpose,
    documents: Vec<(Uuid, i64)>,
    broken: &mut Vec<String>,
) -> Result<()> {
    let mut differences: BTreeMap<Uuid, i64> = documents.into_iter().collect();
    for (unit, balance) in ledger::balances_of_subjects(tx, purpose).await? {
        *differences.entry(unit).or_default() -= balance.get();
    }
    let wrong = differences.iter().filter(|(_, by)| **by != 0);
    broken.extend(
        wrong.map(|(unit, by)| format!("{what} of unit {unit}: documents less books are {by} rupiah")),
    );
    Ok(())
}
