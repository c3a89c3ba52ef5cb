//! Notifications on their way. Source: docs.midtrans.com "HTTP(S) Notification", best practice: how the answer decides
//! about further attempts.

use std::time::Duration;

use reqwest::redirect::Policy;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

use super::{Fault, Pace, Settings, Simulator, ledger::Ledger};

/// So many transactions can be notified at once; those of one transaction go out in their order.
const LANES: usize = 16;
const MOST_HOPS: usize = 5;

/// One attempt to deliver a notification.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    pub order_id: String,
    pub transaction_status: String,
    pub url: String,
    pub attempt: u32,
    /// The HTTP code of the answer, or what kept it from coming.
    pub outcome: Result<u16, String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    id: String,
    url: String,
    body: Value,
}

pub(crate) struct Courier {
    http: reqwest::Client,
    pace: Pace,
    lanes: Vec<mpsc::UnboundedSender<(Parcel, Simulator)>>,
    under_way: watch::Sender<usize>,
}

/// What is to be sent now about a transaction, with the faults that were asked for.
pub(crate) fn pack(ledger: &mut Ledger, id: &str, settings: &Settings) -> Vec<Parcel> {
    let Some(record) = ledger.find(id) else { return Vec::new() };
    let mut body = record.notified(&settings.server_key);
    let id = record.id.clone();
    let mut urls = record.urls.clone();
    if urls.is_empty() {
        urls.extend(settings.notify.clone());
    }
    if ledger.faults.take(Fault::Lost) {
        return Vec::new();
    }
    if ledger.faults.take(Fault::BadSignature) {
        spoil(&mut body);
    }
    let mut parcels: Vec<Parcel> =
        urls.into_iter().map(|url| Parcel { id: id.clone(), url, body: body.clone() }).collect();
    if ledger.faults.take(Fault::Duplicate) {
        parcels.extend(parcels.clone());
    }
    if ledger.faults.take(Fault::Delay) {
        ledger.held.extend(parcels);
        return Vec::new();
    }
    if ledger.faults.take(Fault::Disorder) {
        // It overtakes nobody before the next one comes.
        ledger.overtaken.extend(parcels);
        return Vec::new();
    }
    parcels.append(&mut ledger.overtaken);
    parcels
}

fn spoil(body: &mut Value) {
    let mut signature = body["signature_key"].as_str().unwrap_or_default().to_owned();
    let last = signature.pop();
    signature.push(if last == Some('0') { '1' } else { '0' });
    body["signature_key"] = json!(signature);
}

impl Courier {
    pub fn start(pace: Pace) -> Result<Self, crate::Error> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(pace.patience)
            .user_agent("Veritrans")
            .no_proxy()
            .redirect(Policy::custom(|hop| {
                let follows = matches!(hop.status().as_u16(), 307 | 308) && hop.previous().len() <= MOST_HOPS;
                if follows { hop.follow() } else { hop.stop() }
            }))
            .build()
            .map_err(|error| crate::Error::Client(error.to_string()))?;
        let lanes = (0..LANES).map(|_| lane()).collect();
        Ok(Self { http, pace, lanes, under_way: watch::Sender::new(0) })
    }

    pub fn send(&self, parcel: Parcel, simulator: &Simulator) {
        self.under_way.send_modify(|count| *count += 1);
        let lane = parcel.id.bytes().map(usize::from).sum::<usize>() % self.lanes.len();
        if self.lanes[lane].send((parcel, simulator.clone())).is_err() {
            self.under_way.send_modify(|count| *count -= 1);
        }
    }

    pub async fn quiet(&self) {
        // The sender lives as long as we do, so waiting cannot fail.
        let _ = self.under_way.subscribe().wait_for(|count| *count == 0).await;
    }

    async fn attempt(&self, parcel: &Parcel, attempt: u32, simulator: &Simulator) -> Result<u16, String> {
        let sent = self.http.post(&parcel.url).json(&parcel.body).send().await;
        let outcome = sent.map(|answer| answer.status().as_u16());
        let outcome = outcome.map_err(|error| error.without_url().to_string());
        let text = |name: &str| parcel.body[name].as_str().unwrap_or_default().to_owned();
        simulator.ledger().delivered(Delivery {
            order_id: text("order_id"),
            transaction_status: text("transaction_status"),
            url: parcel.url.clone(),
            attempt,
            outcome: outcome.clone(),
        });
        outcome
    }

    async fn again(&self, parcel: &Parcel, first: Result<u16, String>, simulator: &Simulator) {
        let mut outcome = first;
        let mut attempt = 1;
        while attempt <= retries(&outcome) {
            pause(self.pace.between_attempts).await;
            attempt += 1;
            outcome = self.attempt(parcel, attempt, simulator).await;
        }
        self.under_way.send_modify(|count| *count -= 1);
    }
}

async fn pause(time: Duration) {
    if time.is_zero() { tokio::task::yield_now().await } else { tokio::time::sleep(time).await }
}

/// How often it is tried again after this answer.
fn retries(outcome: &Result<u16, String>) -> u32 {
    match outcome {
        Ok(200..=299) => 0,
        Ok(500) => 1,
        Ok(503) => 4,
        Ok(400 | 404) => 2,
        // Treated as failed; the real one writes a mail to the merchant.
        Ok(301..=303) => 0,
        _ => 5,
    }
}

/// First attempts go out in order; the further ones of a parcel hold up nobody.
fn lane() -> mpsc::UnboundedSender<(Parcel, Simulator)> {
    let (sender, mut receiver) = mpsc::unbounded_channel::<(Parcel, Simulator)>();
    tokio::spawn(async move {
        while let Some((parcel, simulator)) = receiver.recv().await {
            let courier = &simulator.0.courier;
            let first = courier.attempt(&parcel, 1, &simulator).await;
            let simulator = simulator.clone();
            tokio::spawn(async move { simulator.0.courier.again(&parcel, first, &simulator).await });
        }
    });
    sender
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_answer_decides_how_often_it_is_tried_again() {
        let of = |code| super::retries(&Ok(code));
        assert_eq!([of(200), of(204), of(500), of(503), of(400), of(404), of(301)], [0, 0, 1, 4, 2, 2, 0]);
        assert_eq!((of(401), of(422), super::retries(&Err("time-out".into()))), (5, 5, 5));
    }
}
