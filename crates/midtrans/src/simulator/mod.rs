//! The gateway, played: the same wire format as Midtrans' Core and Snap APIs, a payment page of our own, and
//! notifications that are signed and retried like the real ones. For tests, demonstrations and trials without a contract.
//!
//! Everything is in memory and bounded; the clock and the pace of retries come from outside, so that no test waits.
//! It moves no money, takes no card numbers, and every page says MODE COBA. Its control doors under `/_simulator` ask for
//! no password: let [`Simulator::router`] listen on loopback only. The pages of one payment ([`Simulator::payer_pages`]) may
//! stand on a public site; whoever knows a payment's id plays its payer there.

mod api;
mod deliver;
mod faults;
mod instrument;
mod ledger;
mod pages;
mod qr;
mod record;
mod view;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, Utc};

pub use deliver::Delivery;
pub use faults::Fault;
pub use record::Act;

use crate::ServerKey;
use ledger::Ledger;

/// What time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How the simulator is set up.
#[derive(Clone)]
pub struct Settings {
    pub server_key: ServerKey,
    pub client_key: String,
    /// Where notifications go unless a call overrides it.
    pub notify: Option<String>,
    /// Its own address as payers see it, without a slash at the end; a path in it is where [`Simulator::payer_pages`] stand.
    pub address: String,
    pub clock: Clock,
    pub pace: Pace,
}

/// How long things take. The real gateway waits 30 s for an answer and a minute between attempts.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub between_attempts: Duration,
    pub patience: Duration,
}

/// The running simulator. Clones are the same one.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    settings: Settings,
    ledger: Mutex<Ledger>,
    courier: deliver::Courier,
}

impl Pace {
    /// As the documents say.
    #[must_use]
    pub fn real() -> Self {
        Self { between_attempts: Duration::from_secs(60), patience: Duration::from_secs(30) }
    }

    /// Retries at once.
    #[must_use]
    pub fn at_once() -> Self {
        Self { between_attempts: Duration::ZERO, patience: Duration::from_secs(5) }
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("address", &self.0.settings.address).finish_non_exhaustive()
    }
}

impl Simulator {
    /// Has to be called inside a Tokio runtime: the couriers start here.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new(settings: Settings) -> Result<Self, crate::Error> {
        let courier = deliver::Courier::start(settings.pace)?;
        Ok(Self(Arc::new(Inner { settings, ledger: Mutex::new(Ledger::default()), courier })))
    }

    /// Everything: the gateway's API, the payers' pages, and the control doors.
    pub fn router(&self) -> axum::Router {
        api::routes().merge(pages::payer()).merge(pages::control()).with_state(self.clone())
    }

    /// What a payer sees of one payment, for a site that shows it under the path of the address.
    pub fn payer_pages(&self) -> axum::Router {
        pages::payer().with_state(self.clone())
    }

    /// Answers until the process ends.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: tokio::net::TcpListener) -> std::io::Result<()> {
        axum::serve(listener, self.router()).await
    }

    /// Lets run out what has run out by the clock, with a notification for each.
    pub fn tick(&self) {
        let now = self.now();
        let expired = self.ledger().expire_until(now);
        for id in expired {
            self.notify(&id);
        }
    }

    /// Puts a fault in the way of the next `times` notifications or calls.
    pub fn inject(&self, fault: Fault, times: u32) {
        self.ledger().faults.add(fault, times);
    }

    /// Does what a payer or the bank does.
    ///
    /// # Errors
    /// The gateway's status code when the transaction does not exist or cannot go there.
    pub fn act(&self, id: &str, act: &Act) -> Result<(), u16> {
        let now = self.now();
        let id = {
            let mut ledger = self.ledger();
            let record = ledger.find_mut(id).ok_or(404_u16)?;
            record.act(act, now)?;
            record.id.clone()
        };
        self.notify(&id);
        if *act == Act::Settle && self.ledger().faults.take(Fault::DenyAfterSettlement) {
            self.act(&id, &Act::DenyLate)?;
        }
        Ok(())
    }

    /// Sends the notification of a transaction as it stands now.
    pub fn notify(&self, id: &str) {
        let parcels = {
            let mut ledger = self.ledger();
            deliver::pack(&mut ledger, id, &self.0.settings)
        };
        for parcel in parcels {
            self.0.courier.send(parcel, self);
        }
    }

    /// Sends what [`Fault::Delay`] and [`Fault::Disorder`] hold back.
    pub fn release(&self) {
        let held = {
            let mut ledger = self.ledger();
            let mut held = std::mem::take(&mut ledger.held);
            held.append(&mut ledger.overtaken);
            held
        };
        for parcel in held {
            self.0.courier.send(parcel, self);
        }
    }

    /// Waits until no notification is under way. What is held back does not count.
    pub async fn quiet(&self) {
        self.0.courier.quiet().await;
    }

    /// Every attempt to deliver a notification, oldest first, as far as it is remembered.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.ledger().deliveries.iter().cloned().collect()
    }

    /// The path of the address: `""`, or where a site shows the payers' pages.
    fn base(&self) -> &str {
        let address = self.0.settings.address.as_str();
        let behind_scheme = address.find("://").map_or(0, |at| at + 3);
        address[behind_scheme..].find('/').map_or("", |at| &address[behind_scheme + at..])
    }

    fn settings(&self) -> &Settings {
        &self.0.settings
    }

    fn now(&self) -> DateTime<Utc> {
        (self.0.settings.clock)()
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.0.ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
