//! A clock that stands still until a test turns it.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta};
use kernel::{Clock, Instant};

#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<Instant>>);

impl TestClock {
    /// Sunday, 22 November 2026, 10.00 WIB: the day on which all samples play.
    pub fn sunday_morning() -> Self {
        Self(Arc::new(Mutex::new(DateTime::from_timestamp(1_795_316_400, 0).unwrap())))
    }

    pub fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }

    pub fn turn(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }

    pub fn clock(&self) -> Clock {
        let this = self.clone();
        Clock::from_fn(move || this.now())
    }
}
