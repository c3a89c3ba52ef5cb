//! Faults that come when a test orders them: behind the n-th statement of this process that the database answered. So
//! "killed at every step" is a finite list, and the number alone repeats a failure.

use std::{
    fmt,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// The statements of this process, counted as sqlx tells of them.
#[derive(Clone, Debug, Default)]
pub struct Statements(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    seen: AtomicU64,
    fatal: AtomicU64,
    last: Mutex<String>,
}

impl Statements {
    /// Counts from now on; the fault is what happens behind a statement that was named. Once in a process.
    pub fn counted(fault: impl Fn() + Send + Sync + 'static) -> Self {
        let this = Self::default();
        let ear = Ear { counts: this.0.clone(), fault };
        tracing::subscriber::set_global_default(ear).expect("nobody else listens in this process");
        this
    }

    pub fn seen(&self) -> u64 {
        self.0.seen.load(Ordering::SeqCst)
    }

    /// The fault comes behind so many statements more; behind none it never comes.
    pub fn fatal_in(&self, more: u64) {
        self.0.fatal.store(if more == 0 { 0 } else { self.seen() + more }, Ordering::SeqCst);
    }

    /// Behind which statement the fault came; `None` when it never did. It does not come any more.
    pub fn struck(&self) -> Option<String> {
        let fatal = self.0.fatal.swap(0, Ordering::SeqCst);
        (fatal > 0 && fatal <= self.seen()).then(|| self.0.last.lock().unwrap().clone())
    }
}

struct Ear<F> {
    counts: Arc<Counts>,
    fault: F,
}

impl<F: Fn() + Send + Sync + 'static> Subscriber for Ear<F> {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let now = self.counts.seen.fetch_add(1, Ordering::SeqCst) + 1;
        if now == self.counts.fatal.load(Ordering::SeqCst) {
            let mut name = Summary(String::new());
            event.record(&mut name);
            *self.counts.last.lock().unwrap() = name.0;
            (self.fault)();
        }
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// The first words of a statement.
struct Summary(String);

impl Visit for Summary {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}");
        }
    }
}

/// `kill -9` of one process.
pub fn kill_9(process: u32) {
    let killed = Command::new("kill").args(["-9", &process.to_string()]).status().unwrap();
    assert!(killed.success(), "there is no process {process}");
}

/// This process gets a `kill -9` and does nothing more.
pub fn die() {
    kill_9(std::process::id());
    loop {
        std::thread::park();
    }
}

/// Steele's splitmix: the same seed throws the same dice.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// From one to so many.
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        1 + (mixed ^ (mixed >> 31)) % sides
    }
}

/// A number of the environment, by which a test is made longer or thrown with other dice.
pub fn ordered(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
