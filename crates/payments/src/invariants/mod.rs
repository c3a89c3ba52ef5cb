//! What must be true of payments at every moment. Asked after every test and by `klustera doctor`.

mod sql;

use tenancy::{Result, TenantTx};

/// The promises of this complex's payments that are broken, each as a sentence; none when all is well.
pub async fn invariants(tx: &mut TenantTx) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for (promise, statement) in sql::PROMISES {
        let times = sql::count(tx, statement).await?;
        if times > 0 {
            broken.push(format!("{promise}: broken {times} times"));
        }
    }
    Ok(broken)
}
