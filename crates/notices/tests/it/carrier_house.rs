//! A carrier on this machine: it takes messages as Fonnte and Meta do, writes down what it heard, and says what it is told
//! to say.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::Uri};
use http::StatusCode;
use serde_json::{Value, json};

#[derive(Clone)]
pub struct CarrierHouse {
    heard: Arc<Mutex<Vec<(String, String)>>>,
    script: Arc<Mutex<VecDeque<(u16, Value)>>>,
    pub address: String,
}

impl CarrierHouse {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let house = Self { heard: Arc::default(), script: Arc::default(), address };
        let app = Router::new().fallback(hear).with_state(house.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        house
    }

    /// The next message is answered so, and not with success.
    pub fn answer_next(&self, status: u16, says: Value) {
        self.script.lock().unwrap().push_back((status, says));
    }

    /// Path and body of each message, in order.
    pub fn heard(&self) -> Vec<(String, String)> {
        self.heard.lock().unwrap().clone()
    }

    /// The form of the last message to Fonnte.
    pub fn last_form(&self) -> Vec<(String, String)> {
        let (_, body) = self.heard().pop().unwrap();
        url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
    }
}

/// The n-th message is called 8000000n by Fonnte and wamid.n by Meta.
async fn hear(State(house): State<CarrierHouse>, uri: Uri, body: Bytes) -> (StatusCode, String) {
    let path = uri.path().to_owned();
    let number = {
        let mut heard = house.heard.lock().unwrap();
        heard.push((path.clone(), String::from_utf8(body.to_vec()).unwrap()));
        heard.len()
    };
    if let Some((status, says)) = house.script.lock().unwrap().pop_front() {
        return (StatusCode::from_u16(status).unwrap(), says.to_string());
    }
    let says = if path == "/send" {
        json!({"detail":"success! message in queue","id":[format!("8000000{number}")],"process":"pending","status":true})
    } else {
        json!({"messaging_product":"whatsapp","messages":[{"id":format!("wamid.{number}"),"message_status":"accepted"}]})
    };
    (StatusCode::OK, says.to_string())
}
