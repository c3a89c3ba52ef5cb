//! What the simulator remembers. Bounded: the oldest goes when there is too much.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{
    deliver::{Delivery, Parcel},
    faults::Faults,
    record::Record,
};

const MOST: usize = 20_000;
const MOST_DELIVERIES: usize = 1_000;
/// docs.midtrans.com "Idempotent requests".
const IDEMPOTENT_MINUTES: i64 = 5;

#[derive(Default)]
pub(crate) struct Ledger {
    records: HashMap<String, Record>,
    by_order: HashMap<String, String>,
    order_of_birth: VecDeque<String>,
    sessions: HashMap<String, Session>,
    session_order: VecDeque<String>,
    answers: HashMap<String, (DateTime<Utc>, Value)>,
    pub held: Vec<Parcel>,
    pub overtaken: Vec<Parcel>,
    pub faults: Faults,
    pub deliveries: VecDeque<Delivery>,
}

/// A Snap page that was opened: what was asked, and the transaction once the payer picked a method.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub request: Value,
    pub urls: Vec<String>,
    pub order_id: String,
    pub transaction: Option<String>,
    pub ends: DateTime<Utc>,
    pub closed: bool,
}

impl Ledger {
    /// By transaction id or order id.
    pub fn find(&self, id: &str) -> Option<&Record> {
        self.records.get(self.by_order.get(id).map_or(id, String::as_str))
    }

    pub fn find_mut(&mut self, id: &str) -> Option<&mut Record> {
        let id = self.by_order.get(id).map_or(id, String::as_str);
        self.records.get_mut(id)
    }

    pub fn add(&mut self, record: Record) {
        self.by_order.insert(record.order_id.clone(), record.id.clone());
        self.order_of_birth.push_back(record.id.clone());
        self.records.insert(record.id.clone(), record);
        if self.order_of_birth.len() > MOST
            && let Some(gone) = self.order_of_birth.pop_front().and_then(|id| self.records.remove(&id))
            && self.by_order.get(&gone.order_id) == Some(&gone.id)
        {
            self.by_order.remove(&gone.order_id);
        }
    }

    /// Newest first.
    pub fn latest(&self, most: usize) -> Vec<&Record> {
        self.order_of_birth.iter().rev().filter_map(|id| self.records.get(id)).take(most).collect()
    }

    pub fn open(&mut self, token: String, session: Session) {
        self.session_order.push_back(token.clone());
        self.sessions.insert(token, session);
        if self.session_order.len() > MOST
            && let Some(token) = self.session_order.pop_front()
        {
            self.sessions.remove(&token);
        }
    }

    pub fn session(&self, token: &str) -> Option<&Session> {
        self.sessions.get(token)
    }

    pub fn session_mut(&mut self, token: &str) -> Option<&mut Session> {
        self.sessions.get_mut(token)
    }

    pub fn remembered(&self, key: &str, now: DateTime<Utc>) -> Option<Value> {
        let (at, answer) = self.answers.get(key)?;
        (now - at < TimeDelta::minutes(IDEMPOTENT_MINUTES)).then(|| answer.clone())
    }

    pub fn remember(&mut self, key: String, now: DateTime<Utc>, answer: Value) {
        if self.answers.len() >= MOST {
            self.answers.retain(|_, (at, _)| now - *at < TimeDelta::minutes(IDEMPOTENT_MINUTES));
        }
        self.answers.insert(key, (now, answer));
    }

    pub fn expire_until(&mut self, now: DateTime<Utc>) -> Vec<String> {
        let due = self
            .records
            .values_mut()
            .filter_map(|record| record.expire_if_due(now).then(|| record.id.clone()));
        due.collect()
    }

    pub fn delivered(&mut self, delivery: Delivery) {
        self.deliveries.push_back(delivery);
        if self.deliveries.len() > MOST_DELIVERIES {
            self.deliveries.pop_front();
        }
    }
}
