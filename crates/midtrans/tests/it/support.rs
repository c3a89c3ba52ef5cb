//! A simulator, a shop that hears it, and a clock that only the test turns.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Bytes, http::StatusCode, routing::post};
use chrono::DateTime;
use midtrans::{
    Amount, Charge, Client, Extras, Hosts, Method, ServerKey, Transaction, Unverified, Verified,
    simulator::{Pace, Settings, Simulator},
};

pub const KEY: &str = "SB-Mid-server-UJICOBA";

pub struct World {
    pub simulator: Simulator,
    pub client: Client,
    pub address: String,
    pub shop: String,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
    clock: Arc<AtomicI64>,
}

pub fn amount(whole: i64) -> Amount {
    Amount::rupiah(whole).unwrap()
}

pub fn key() -> ServerKey {
    ServerKey::new(KEY)
}

pub fn qris() -> Method {
    Method::Qris { acquirer: "gopay".into() }
}

impl World {
    pub async fn new() -> Self {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let shop = listen_as_shop(heard.clone(), answers.clone()).await;
        // 2026-08-01 10:00:00 WIB
        let clock = Arc::new(AtomicI64::new(1_785_553_200));
        let seen = clock.clone();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let simulator = Simulator::new(Settings {
            server_key: key(),
            client_key: "SB-Mid-client-UJICOBA".into(),
            notify: Some(shop.clone()),
            address: address.clone(),
            clock: Arc::new(move || DateTime::from_timestamp(seen.load(Ordering::SeqCst), 0).unwrap()),
            pace: Pace::at_once(),
        })
        .unwrap();
        tokio::spawn(simulator.clone().serve(listener));
        let client = Client::new(key(), Hosts::at(&address), Duration::from_secs(5)).unwrap();
        Self { simulator, client, address, shop, heard, answers, clock }
    }

    pub fn impatient(&self) -> Client {
        Client::new(key(), Hosts::at(&self.address), Duration::from_millis(200)).unwrap()
    }

    pub fn wait_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn shop_will_answer(&self, codes: &[u16]) {
        self.answers.lock().unwrap().extend(codes);
    }

    pub async fn charge(&self, order: &str, method: Method) -> Transaction {
        let charge = Charge::new(order, amount(150_000), method);
        self.client.charge(&charge, &Extras::default()).await.unwrap()
    }

    /// What the shop heard, each verified or not.
    pub async fn heard(&self) -> Vec<Result<Transaction, Unverified>> {
        self.simulator.quiet().await;
        let bodies = self.heard.lock().unwrap();
        bodies.iter().map(|body| Verified::read(body, &key()).map(|it| it.transaction().clone())).collect()
    }

    pub async fn heard_statuses(&self) -> Vec<String> {
        self.heard().await.into_iter().map(|it| it.unwrap().transaction_status).collect()
    }
}

async fn listen_as_shop(heard: Arc<Mutex<Vec<Vec<u8>>>>, answers: Arc<Mutex<VecDeque<u16>>>) -> String {
    let hook = move |body: Bytes| {
        heard.lock().unwrap().push(body.to_vec());
        let code = answers.lock().unwrap().pop_front().unwrap_or(200);
        async move { StatusCode::from_u16(code).unwrap() }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(hook))).await });
    address
}
