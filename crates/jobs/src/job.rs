//! What a room writes: jobs, and how they fail.

use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
    fmt,
    sync::Arc,
};

use kernel::{ComplexId, Instant};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::PgPool;
use tenancy::{HallTx, JobScope, Store};

use crate::sql;

/// Something to be done for one complex. Its fields are all it knows; it may run twice.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Room and verb: `notices.send_letter`. It stands in the database: renaming it loses what waits.
    const NAME: &'static str;
    /// Waits e, e², e³ … seconds in between; the eighth attempt is about half an hour after the first.
    const MAX_ATTEMPTS: i16 = 8;

    fn run(self, scope: JobScope, tools: &Tools) -> impl Future<Output = Result<(), JobFault>> + Send;
}

/// Something to be done for the platform as a whole: cleaning up, going round the complexes.
pub trait PlatformJob: Serialize + DeserializeOwned + Send + Sync + 'static {
    const NAME: &'static str;
    const MAX_ATTEMPTS: i16 = 8;

    fn run(self, scope: PlatformScope, tools: &Tools) -> impl Future<Output = Result<(), JobFault>> + Send;
}

/// Why an attempt failed. The operator reads it, so it names things by their ids and nobody by name.
#[derive(Debug, thiserror::Error)]
pub enum JobFault {
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
    #[error("{0}")]
    Because(String),
}

impl JobFault {
    pub fn because(reason: impl fmt::Display) -> Self {
        Self::Because(reason.to_string())
    }
}

/// What jobs need besides the database (the files, a mailer), by its type. Whoever starts the worker puts it in, so
/// that this room need not know it.
#[derive(Clone, Default)]
pub struct Tools {
    by_type: Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    names: Vec<&'static str>,
}

impl Tools {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn with<T: Send + Sync + 'static>(mut self, tool: T) -> Self {
        let mut by_type = (*self.by_type).clone();
        by_type.insert(TypeId::of::<T>(), Arc::new(tool));
        self.by_type = Arc::new(by_type);
        self.names.push(type_name::<T>());
        self
    }

    /// # Errors
    /// When nobody put such a tool in: a mistake of whoever started the worker, seen in the history.
    pub fn need<T: Send + Sync + 'static>(&self) -> Result<&T, JobFault> {
        let tool = self.by_type.get(&TypeId::of::<T>()).and_then(|tool| tool.downcast_ref());
        tool.ok_or_else(|| {
            JobFault::because(format_args!("the worker was started without {}", type_name::<T>()))
        })
    }
}

impl fmt::Debug for Tools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.names).finish()
    }
}

/// Where a platform job stands: outside every complex, able to enter each.
#[derive(Clone, Debug)]
pub struct PlatformScope {
    store: Store,
    owner: PgPool,
}

impl PlatformScope {
    /// The worker makes it; a test of a platform job does too.
    pub fn new(store: Store, owner: PgPool) -> Self {
        Self { store, owner }
    }

    pub fn now(&self) -> Instant {
        self.store.now()
    }

    /// A transaction without a complex: functions granted to the hall, and [`crate::later_for_platform`].
    pub async fn begin(&self) -> tenancy::Result<HallTx> {
        self.store.hall(None).await
    }

    pub async fn complexes(&self) -> tenancy::Result<Vec<ComplexId>> {
        sql::complexes(&self.owner).await
    }

    pub fn enter(&self, complex: ComplexId) -> JobScope {
        self.store.job_scope(complex)
    }

    pub(crate) fn owner(&self) -> &PgPool {
        &self.owner
    }
}
