//! The list of what can be done: every room adds its jobs, whom it listens to, and what it does by the clock.

use std::collections::{BTreeSet, HashMap};

use graphile_worker::{Cron, CronBuilder, Crontab, CrontabFill, JobDefinition, TaskHandler};
use serde_json::{Value, json};

use crate::{
    Announcement, Job, PlatformJob,
    housekeeping::ForgetOldRuns,
    outbox::Deliver,
    put::{Order, payload},
    run::{PlatformRun, TenantRun},
    schedule::{Daily, GoRound},
};

#[derive(Clone)]
pub struct Registry {
    pub(crate) definitions: Vec<JobDefinition>,
    pub(crate) names: BTreeSet<&'static str>,
    pub(crate) listeners: Listeners,
    pub(crate) crontabs: Vec<Crontab>,
    pub(crate) daily: Vec<Daily>,
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

impl Registry {
    /// With the room's own jobs already in it: delivering announcements, going round the complexes, forgetting.
    pub fn new() -> Self {
        let empty = Self {
            definitions: Vec::new(),
            names: BTreeSet::new(),
            listeners: Listeners::default(),
            crontabs: Vec::new(),
            daily: Vec::new(),
        };
        empty.job::<Deliver>().hourly::<GoRound>().nightly::<ForgetOldRuns>()
    }

    #[must_use]
    pub fn job<J: Job>(mut self) -> Self {
        if self.names.insert(J::NAME) {
            self.definitions.push(TenantRun::<J>::definition());
        }
        self
    }

    #[must_use]
    pub fn platform_job<J: PlatformJob>(mut self) -> Self {
        if self.names.insert(J::NAME) {
            self.definitions.push(PlatformRun::<J>::definition());
        }
        self
    }

    /// `J` is put into the queue once for each announcement `A`, in the complex that announced it.
    #[must_use]
    pub fn listen<A: Announcement, J: Job + From<A>>(mut self) -> Self {
        self.listeners.add::<A, J>();
        self.job::<J>()
    }

    /// Once a night, at 02.10 WIB (19.10 UTC), for the platform. Caught up when the machine slept through it.
    #[must_use]
    pub fn nightly<J: PlatformJob + Default>(mut self) -> Self {
        let at = Cron::daily_at::<PlatformRun<J>>(19, 10).expect("19.10 is a time of day");
        self.crontabs.push(scheduled(at, &J::default(), J::MAX_ATTEMPTS));
        self.platform_job::<J>()
    }

    /// Every day in every complex, when its own clocks show this hour. Caught up when the machine slept through it.
    #[must_use]
    pub fn daily<J: Job + Default>(mut self, hour: u32) -> Self {
        let order = Order { name: J::NAME, payload: payload(&J::default()), max_attempts: J::MAX_ATTEMPTS };
        self.daily.push(Daily { hour, order });
        self.job::<J>()
    }

    /// Puts another room's list behind this one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for definition in other.definitions {
            if self.names.insert(definition.identifier()) {
                self.definitions.push(definition);
            }
        }
        for crontab in other.crontabs {
            if !self.crontabs.iter().any(|ours| ours.task_identifier() == crontab.task_identifier()) {
                self.crontabs.push(crontab);
            }
        }
        self.listeners.merge(other.listeners);
        self.daily.extend(other.daily);
        self
    }

    /// Every kind of job, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().copied()
    }

    fn hourly<J: PlatformJob + Default>(mut self) -> Self {
        let at = Cron::hourly_at::<PlatformRun<J>>(0).expect("an hour begins at its minute 0");
        self.crontabs.push(scheduled(at, &J::default(), J::MAX_ATTEMPTS));
        self.platform_job::<J>()
    }
}

fn scheduled<T: TaskHandler>(at: CronBuilder<T>, job: &impl serde::Serialize, max_attempts: i16) -> Crontab {
    let attempts = u16::try_from(max_attempts).unwrap_or(1);
    at.fill(CrontabFill::hours(23))
        .max_attempts(attempts)
        .payload_value(json!({ "job": payload(job) }))
        .build()
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Registry").field(&self.names).finish()
    }
}

/// Who wants to hear what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listeners(HashMap<&'static str, Vec<Listener>>);

#[derive(Clone, Copy, Debug)]
pub(crate) struct Listener {
    name: &'static str,
    max_attempts: i16,
    turn: fn(&Value) -> serde_json::Result<Value>,
}

impl Listeners {
    pub fn of(&self, announcement: &str) -> &[Listener] {
        self.0.get(announcement).map_or(&[], Vec::as_slice)
    }

    fn add<A: Announcement, J: Job + From<A>>(&mut self) {
        let turn = |event: &Value| serde_json::to_value(J::from(A::deserialize(event)?));
        self.push(A::NAME, Listener { name: J::NAME, max_attempts: J::MAX_ATTEMPTS, turn });
    }

    fn merge(&mut self, other: Self) {
        for (announcement, listeners) in other.0 {
            listeners.into_iter().for_each(|listener| self.push(announcement, listener));
        }
    }

    fn push(&mut self, announcement: &'static str, listener: Listener) {
        let hear = self.0.entry(announcement).or_default();
        if !hear.iter().any(|known| known.name == listener.name) {
            hear.push(listener);
        }
    }
}

impl Listener {
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub fn job_about(&self, event: &Value) -> serde_json::Result<Order> {
        Ok(Order { name: self.name, payload: (self.turn)(event)?, max_attempts: self.max_attempts })
    }
}
