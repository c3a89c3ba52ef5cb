//! Which houses are late with their dues. The room that knows stands beside this one; it is told here where to ask.

use std::{convert::Infallible, fmt, sync::Arc};

use async_trait::async_trait;
use axum::extract::FromRequestParts;
use http::request::Parts;
use kernel::Date;
use tenancy::{Result, Store, TenantTx};
use uuid::Uuid;

/// Knows who owes something that is past its due day.
#[async_trait]
pub trait LateHouses: Send + Sync + 'static {
    async fn on(&self, tx: &mut TenantTx, day: Date) -> Result<Vec<Uuid>>;
}

/// Whom to ask. Nobody, where nobody was named: then arrears are no choice of an audience.
#[derive(Clone, Default)]
pub struct Late(Option<Arc<dyn LateHouses>>);

impl Late {
    pub fn by(houses: impl LateHouses) -> Self {
        Self(Some(Arc::new(houses)))
    }

    pub const fn is_known(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) async fn on(&self, tx: &mut TenantTx, day: Date) -> Result<Vec<Uuid>> {
        match &self.0 {
            Some(houses) => houses.on(tx, day).await,
            None => Ok(Vec::new()),
        }
    }
}

impl FromRequestParts<Store> for Late {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Store) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl fmt::Debug for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Late({})", if self.is_known() { "known" } else { "nobody" })
    }
}
