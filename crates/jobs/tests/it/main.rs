//! Jobs against a real PostgreSQL and a real queue. They run only when the test says so, and only those of the
//! complexes that the test founded.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod announcements;
mod history;
mod queue;
mod worker;

use std::sync::{Arc, Mutex};

use jobs::{Job, JobFault, Registry, Tools, run_all_now};
use kernel::ComplexId;
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Routes};
use testkit::Kit;

/// What the jobs of a test did, in order.
#[derive(Clone, Debug, Default)]
pub struct Diary(Arc<Mutex<Vec<(ComplexId, String)>>>);

impl Diary {
    pub fn write(&self, scope: &JobScope, words: impl Into<String>) {
        self.0.lock().unwrap().push((scope.complex(), words.into()));
    }

    /// Everything that was done for this complex.
    pub fn of(&self, complex: ComplexId) -> Vec<String> {
        let all = self.0.lock().unwrap();
        all.iter().filter(|(whose, _)| *whose == complex).map(|(_, words)| words.clone()).collect()
    }
}

/// Opens the gate for a visitor: the job that only says it was done.
#[derive(Serialize, Deserialize)]
pub struct OpenGate {
    pub visitor: u32,
}

impl Job for OpenGate {
    const NAME: &'static str = "test.open_gate";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        tools.need::<Diary>()?.write(&scope, format!("visitor {}", self.visitor));
        Ok(())
    }
}

pub struct House {
    pub kit: Kit,
    pub diary: Diary,
}

impl House {
    pub async fn open(routes: Routes) -> Self {
        Self { kit: Kit::open(routes).await, diary: Diary::default() }
    }

    pub fn tools(&self) -> Tools {
        Tools::new().with(self.diary.clone())
    }

    /// The jobs of both complexes that are due, once.
    pub async fn work(&self, registry: &Registry) {
        let both = [self.kit.melati.id, self.kit.mawar.id];
        run_all_now(registry, &self.kit.owner_options, &self.kit.store, &self.tools(), &both).await.unwrap();
    }
}

pub async fn house() -> House {
    House::open(Routes::new("jobs")).await
}
