//! A push service on this machine, and a browser that subscribed with it: it keeps the secret half of its key and so can
//! read what was sealed for it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::Uri};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use web_push_native::{
    Auth, decrypt,
    p256::{
        SecretKey,
        ecdsa::{Signature, VerifyingKey, signature::Verifier as _},
        elliptic_curve::sec1::ToEncodedPoint as _,
    },
};

/// One message as the service heard it.
#[derive(Clone)]
pub struct Heard {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

#[derive(Clone)]
pub struct PushHouse {
    heard: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<VecDeque<u16>>>,
    pub address: String,
}

impl PushHouse {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let house = Self { heard: Arc::default(), script: Arc::default(), address };
        let app = Router::new().fallback(hear).with_state(house.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        house
    }

    /// The next message is answered so, and not with 201.
    pub fn answer_next(&self, status: u16) {
        self.script.lock().unwrap().push_back(status);
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

async fn hear(State(house): State<PushHouse>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let heard = Heard { path: uri.path().to_owned(), headers, body: body.to_vec() };
    house.heard.lock().unwrap().push(heard);
    let status = house.script.lock().unwrap().pop_front().unwrap_or(201);
    StatusCode::from_u16(status).unwrap()
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// What the service reads of who sends, after checking it with the key that the page shows.
    pub fn claims(&self, page_key: &str) -> Value {
        let (token, key) =
            self.header("authorization").strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(key, page_key);
        let (said, signature) = token.rsplit_once('.').unwrap();
        let key = VerifyingKey::from_sec1_bytes(&BASE64.decode(key).unwrap()).unwrap();
        let signature = Signature::from_slice(&BASE64.decode(signature).unwrap()).unwrap();
        key.verify(said.as_bytes(), &signature).unwrap();
        let (_, claims) = said.split_once('.').unwrap();
        serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap()
    }
}

/// A browser's subscription.
pub struct Telephone {
    secret: SecretKey,
    auth: [u8; 16],
    pub endpoint: String,
}

impl Telephone {
    pub fn new(house: &PushHouse, number: u8) -> Self {
        let secret = SecretKey::from_slice(&[number; 32]).unwrap();
        Self { secret, auth: [number; 16], endpoint: format!("{}/send/{number}", house.address) }
    }

    pub fn point(&self) -> String {
        BASE64.encode(self.secret.public_key().to_encoded_point(false).as_bytes())
    }

    pub fn auth(&self) -> String {
        BASE64.encode(self.auth)
    }

    /// What it shows.
    pub fn reads(&self, heard: &Heard) -> Value {
        let clear = decrypt(heard.body.clone(), &self.secret, &Auth::from(self.auth)).unwrap();
        serde_json::from_slice(&clear).unwrap()
    }
}
