//! What must be true of the books at every moment, each as a statement that counts how often it is not. Asked after
//! every test and by `klustera doctor`.

mod sql;

pub use sql::{PROMISES, Promise};
use tenancy::{Result, TenantTx};

/// A promise that is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    pub promise: &'static str,
    pub times: i64,
}

/// The promises of this complex's books that are broken; none when all is well.
pub async fn invariants(tx: &mut TenantTx) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    for promise in PROMISES {
        let times = sql::count(tx, promise).await?;
        if times > 0 {
            broken.push(Broken { promise: promise.promise, times });
        }
    }
    Ok(broken)
}
