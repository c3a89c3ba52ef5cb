//! The payment gateway as this room needs it: charge, ask, and nothing else. The wire is `midtrans`'; here stands which
//! of our words become which of its words. reference/integrations.md §1 is where each rule comes from.

use std::{sync::Arc, time::Duration};

use kernel::Date;
use midtrans::{
    Amount, Bank, Charge, Client, Connections, Customer, Extras, Hosts, Item, Method, SnapRequest,
    Transaction,
};
use tokio::sync::Semaphore;

use crate::{
    attempt::{Charged, Said, Way, sql::Attempt},
    setting::{Key, Mode, Sealer},
};

/// The gateway waits thirty seconds for our answer to a notification, in which we ask it back.
const PATIENCE: Duration = Duration::from_secs(8);
/// Payments of one complex are booked one after the other, so more would only wait with a connection in hand.
const SEATS: usize = 4;
/// What the gateway's own page offers; the rest is on ours.
const ELSEWHERE: [&str; 7] = ["credit_card", "gopay", "shopeepay", "ovo", "dana", "alfamart", "indomaret"];
/// The simulator's own action: where a tester plays the payer.
const PLAY: &str = "simulator-pay";

/// The way to the gateway, and the seal of the keys with which it is asked.
#[derive(Clone, Debug)]
pub struct Gateways(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connections: Connections,
    sealer: Sealer,
    /// Notifications that are being confirmed.
    desk: Arc<Semaphore>,
    /// Where the simulator beside us reaches this process.
    beside: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It answered, and said no. The reason is the gateway's.
    Refused(String),
    /// Nobody knows whether the question arrived.
    Silent(String),
}

/// What is charged, and the addresses that go with it.
pub struct Order<'a> {
    pub attempt: &'a Attempt,
    /// Where the gateway sends notifications.
    pub notify: &'a str,
    /// Where its own page sends the payer back to.
    pub finish: &'a str,
}

impl Gateways {
    /// # Errors
    /// When no connection could ever be made: the machine's certificates cannot be read.
    pub fn new(keys: &tenancy::Keys) -> Result<Self, midtrans::Error> {
        let sealer = Sealer::new(keys.derive("checkout.gateway_key"));
        let connections = Connections::new(PATIENCE)?;
        let desk = Arc::new(Semaphore::new(SEATS));
        Ok(Self(Arc::new(Inner { connections, sealer, desk, beside: String::new() })))
    }

    /// The same, where a simulator in this process sends its notifications to this address and not by way of the
    /// public one, which may lead through a proxy that is not there yet.
    #[must_use]
    pub fn beside(self, address: impl Into<String>) -> Self {
        let (connections, sealer) = (self.0.connections.clone(), self.0.sealer.clone());
        let desk = self.0.desk.clone();
        Self(Arc::new(Inner { connections, sealer, desk, beside: address.into() }))
    }

    pub fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    /// As many seats as notifications are confirmed at the same time.
    pub fn desk(&self) -> Arc<Semaphore> {
        self.0.desk.clone()
    }

    /// The address under which the gateway of this mode reaches a path of ours.
    pub fn reaching_us(&self, mode: Mode, public_url: &str, path: &str) -> String {
        let is_beside = mode == Mode::Trial && !self.0.beside.is_empty();
        format!("{}{path}", if is_beside { self.0.beside.as_str() } else { public_url })
    }

    /// Opens a payment. The order id is single-use, and the same call twice within minutes is one (§1.2).
    pub async fn charge(&self, key: &Key, order: &Order<'_>) -> Result<Charged, Fault> {
        let (client, extras) = (self.client(key), extras(key, order));
        if order.attempt.way == Way::Snap {
            let opened = client.snap(&snap(order)?, &extras).await.map_err(fault)?;
            let (transaction, redirect_url) = (opened.token, opened.redirect_url);
            return Ok(Charged { transaction, redirect_url, ..Charged::default() });
        }
        let opened = client.charge(&charge(order.attempt)?, &extras).await.map_err(fault)?;
        Ok(charged(opened, key.mode))
    }

    /// What the gateway says about an order; `None` when it knows no such order (yet).
    pub async fn status(&self, key: &Key, order: &str) -> Result<Option<Said>, Fault> {
        match self.client(key).status(order).await {
            Ok(found) if found.order_id == order && !found.transaction_status.is_empty() => {
                Ok(Some(said(&found)))
            }
            Ok(_) => Err(Fault::Refused("an answer about something else".to_owned())),
            Err(midtrans::Error::NotFound) => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    fn client(&self, key: &Key) -> Client {
        let hosts = match (key.address.as_str(), key.mode) {
            ("", Mode::Production) => Hosts::production(),
            ("", _) => Hosts::sandbox(),
            (address, _) => Hosts::at(address),
        };
        self.0.connections.speaking_for(key.server_key.clone(), hosts)
    }
}

fn extras(key: &Key, order: &Order<'_>) -> Extras {
    // The gateway calls from the internet; only the simulator beside us reaches a plain address.
    let is_reachable = order.notify.starts_with("https://") || key.mode == Mode::Trial;
    Extras {
        idempotency_key: Some(order.attempt.id.to_string()),
        notify: is_reachable.then(|| order.notify.to_owned()),
    }
}

fn fault(error: midtrans::Error) -> Fault {
    match error {
        midtrans::Error::Refused { message, .. } => Fault::Refused(cut(&message, 200)),
        midtrans::Error::NotFound => Fault::Refused(error.to_string()),
        other => Fault::Silent(cut(&other.to_string(), 200)),
    }
}

fn charge(attempt: &Attempt) -> Result<Charge, Fault> {
    let method = match attempt.way {
        Way::Mandiri => Method::MandiriBill { label: "Iuran".to_owned(), value: cut(&attempt.unit_code, 30) },
        Way::Bca => Method::BankTransfer(Bank::Bca),
        Way::Bni => Method::BankTransfer(Bank::Bni),
        Way::Bri => Method::BankTransfer(Bank::Bri),
        Way::Cimb => Method::BankTransfer(Bank::Cimb),
        Way::Permata => Method::Permata { recipient: None },
        Way::Qris | Way::Snap => Method::Qris { acquirer: "gopay".to_owned() },
    };
    let charge = Charge::new(attempt.order.as_str(), total(attempt)?, method);
    Ok(charge.items(items(attempt)).customer(customer(attempt)).expiring_in(minutes(attempt)))
}

fn snap(order: &Order<'_>) -> Result<SnapRequest, Fault> {
    let attempt = order.attempt;
    let page =
        SnapRequest::new(attempt.order.as_str(), total(attempt)?).methods(ELSEWHERE).finish(order.finish);
    Ok(page.items(items(attempt)).customer(customer(attempt)).expiring_in(minutes(attempt)))
}

fn total(attempt: &Attempt) -> Result<Amount, Fault> {
    Amount::rupiah(attempt.total()).ok_or_else(|| Fault::Refused("an amount below nought".to_owned()))
}

/// They have to sum to the gross amount (§1.3).
fn items(attempt: &Attempt) -> Vec<Item> {
    let item = |id: &str, name: String, price| Item { id: id.to_owned(), name, price, quantity: 1 };
    let name = cut(&format!("Iuran {}", attempt.unit_code), 50);
    let mut items = vec![item("IURAN", name, attempt.amount.get())];
    if attempt.fee.get() > 0 {
        items.push(item("BIAYA", "Biaya layanan".to_owned(), attempt.fee.get()));
    }
    items
}

/// The house and nobody's name: the gateway needs to know neither.
fn customer(attempt: &Attempt) -> Customer {
    Customer { first_name: attempt.unit_code.clone(), ..Customer::default() }
}

fn minutes(attempt: &Attempt) -> u32 {
    u32::try_from(attempt.way.life().num_minutes()).unwrap_or(15)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn charged(opened: Transaction, mode: Mode) -> Charged {
    let play = opened.actions.into_iter().find(|action| mode == Mode::Trial && action.name == PLAY);
    let first_va = opened.va_numbers.into_iter().next().map(|va| va.va_number);
    Charged {
        transaction: opened.transaction_id,
        qr: opened.qr_string.unwrap_or_default(),
        va_number: first_va.or(opened.permata_va_number).or(opened.bill_key).unwrap_or_default(),
        biller_code: opened.biller_code.unwrap_or_default(),
        redirect_url: play.map(|action| action.url).unwrap_or_default(),
    }
}

fn said(found: &Transaction) -> Said {
    let day = found.settlement_time.as_deref().or(found.transaction_time.as_deref());
    Said {
        status: found.transaction_status.clone(),
        meaning: found.meaning(),
        gross: found.amount().ok().map(Amount::get),
        currency: found.currency.clone().unwrap_or_default(),
        refunded: found.refunded().ok().map(Amount::get),
        settled_on: day.and_then(|time| Date::parse_from_str(time.get(..10)?, "%Y-%m-%d").ok()),
    }
}
