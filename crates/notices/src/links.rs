//! Where a bill and an announcement open. The rooms that make signed links know; they are named here, because this one may
//! not ask.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use kernel::{ComplexId, UnitId};
use tenancy::{Result, Store, TenantTx};
use uuid::Uuid;

/// Gives a household the address at which its bill opens without signing in.
#[async_trait]
pub trait BillLinks: Send + Sync + 'static {
    /// The whole address, `https://…`.
    async fn of(&self, tx: &mut TenantTx, store: &Store, complex: ComplexId, unit: UnitId) -> Result<String>;
}

/// Among the worker's tools. Without it a bill opens on the resident's own page, behind the sign-in.
#[derive(Clone)]
pub struct Bills(Arc<dyn BillLinks>);

impl Bills {
    pub fn by(links: impl BillLinks) -> Self {
        Self(Arc::new(links))
    }

    pub(crate) async fn of(
        &self,
        tx: &mut TenantTx,
        store: &Store,
        complex: ComplexId,
        unit: UnitId,
    ) -> Result<String> {
        self.0.of(tx, store, complex, unit).await
    }
}

impl fmt::Debug for Bills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bills(…)")
    }
}

/// Gives a house the address at which an announcement opens without signing in.
#[async_trait]
pub trait AnnouncementLinks: Send + Sync + 'static {
    /// The whole address, `https://…`; none when this house was not told.
    async fn of(
        &self,
        tx: &mut TenantTx,
        store: &Store,
        complex: ComplexId,
        bulletin: Uuid,
        unit: UnitId,
    ) -> Result<Option<String>>;
}

/// Among the worker's tools. Without it an announcement opens behind the sign-in.
#[derive(Clone)]
pub struct Announcements(Arc<dyn AnnouncementLinks>);

impl Announcements {
    pub fn by(links: impl AnnouncementLinks) -> Self {
        Self(Arc::new(links))
    }

    pub(crate) async fn of(
        &self,
        tx: &mut TenantTx,
        store: &Store,
        complex: ComplexId,
        bulletin: Uuid,
        unit: UnitId,
    ) -> Result<Option<String>> {
        self.0.of(tx, store, complex, bulletin, unit).await
    }
}

impl fmt::Debug for Announcements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Announcements(…)")
    }
}
