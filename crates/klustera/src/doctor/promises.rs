//! The promises that rooms ask complex by complex, as the web's own role sees them.

use kernel::{Clock, ComplexId};
use tenancy::{Keys, Store};

use super::Finding;
use crate::{cli::Place, database::Database, serve::site_of};

/// Dues and payments of every complex; one finding when all is well.
pub async fn of_rooms(
    place: &Place,
    database: &Database,
    keys: Keys,
    complexes: &[ComplexId],
) -> Vec<Finding> {
    let store = Store::open(database.pools.clone(), Clock::system(), keys, site_of(place, None));
    let mut findings = Vec::new();
    for complex in complexes {
        match broken(&store, *complex).await {
            Ok(broken) => findings.extend(broken.into_iter().map(|sentence| {
                Finding::ill(format!("complex {complex}: {sentence}"), "stop taking payments and write to us")
            })),
            Err(error) => {
                findings.push(Finding::ill(format!("complex {complex}: {error}"), "is it migrated?"))
            }
        }
    }
    store.close().await;
    if findings.is_empty() {
        findings.push(Finding::well(format!(
            "dues and payments keep their promises in {} complexes",
            complexes.len()
        )));
    }
    findings
}

async fn broken(store: &Store, complex: ComplexId) -> tenancy::Result<Vec<String>> {
    let mut tx = store.job_scope(complex).begin().await?;
    let mut broken = dues::invariants(&mut tx).await?;
    broken.extend(payments::invariants(&mut tx).await?);
    Ok(broken)
}
