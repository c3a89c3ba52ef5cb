//! Where a bill opens. The room that takes money on a signed link knows; it is told here, because this one may not ask.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use kernel::UnitId;
use tenancy::{Result, TenantTx};

/// Gives a household the address at which its bill opens without signing in.
#[async_trait]
pub trait BillLinks: Send + Sync + 'static {
    /// The whole address, `https://…`; none when this unit has no such link.
    async fn of(&self, tx: &mut TenantTx, unit: UnitId) -> Result<Option<String>>;
}

/// Among the worker's tools. Without it a bill opens on the resident's own page, behind the sign-in.
#[derive(Clone)]
pub struct Bills(Arc<dyn BillLinks>);

impl Bills {
    pub fn by(links: impl BillLinks) -> Self {
        Self(Arc::new(links))
    }

    pub(crate) async fn of(&self, tx: &mut TenantTx, unit: UnitId) -> Result<Option<String>> {
        self.0.of(tx, unit).await
    }
}

impl fmt::Debug for Bills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bills(…)")
    }
}
