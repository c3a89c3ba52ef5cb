//! `kill -9` of the whole program, its PostgreSQL with it, while a treasurer takes money through the API: whoever sends the
//! same request with the same key again finds each payment once, and no receipt's number is missing.
//!
//! `KLUSTERA_KILL_ROUNDS=50 KLUSTERA_KILL_SEED=7 cargo nextest run -p klustera kill_serve` kills more often.

use std::{
    collections::BTreeSet,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use testkit::{Dice, ordered};

use crate::process::{Server, folder, run, well};

const AMOUNT: i64 = 12_345;
/// Payments between two deaths.
const CALM: u64 = 3;
/// A payment takes less than this; a death falls somewhere into it.
const MOMENT: u64 = 60_000; // µs

#[test]
fn a_server_killed_while_money_is_taken_has_each_payment_once() {
    let data = folder();
    let seed = ordered("KLUSTERA_KILL_SEED", 11);
    let (mut dice, deaths) = (Dice::of(seed), ordered("KLUSTERA_KILL_ROUNDS", 4));
    let mut server = Server::start(data.path(), &[]);
    let token = sign_in(&server);
    let before = receipts(&server, &token);
    let mut answered = BTreeSet::new();
    for death in 0..deaths {
        for calm in 0..CALM {
            answered.insert(pay(&server, &token, &format!("calm-{death}-{calm}")));
        }
        let key = format!("struck-{death}");
        let moment = Duration::from_micros(dice.throw(MOMENT));
        let _open = sent(&server, &token, &key);
        let began = Instant::now();
        while began.elapsed() < moment {
            std::hint::spin_loop();
        }
        let _ = server.signal("-KILL");
        server = Server::start(data.path(), &[]);
        let receipt = pay(&server, &token, &key);
        assert_eq!(pay(&server, &token, &key), receipt, "seed {seed}, death {death} after {moment:?}");
        answered.insert(receipt);
    }
    let after = receipts(&server, &token);
    assert_eq!(after.difference(&before).cloned().collect::<BTreeSet<_>>(), answered, "seed {seed}");
    assert_eq!(answered.len() as u64, deaths * (CALM + 1), "seed {seed}");
    let year = answered.first().unwrap().rsplit_once('-').unwrap().0;
    let numbers: Vec<u64> =
        after.iter().filter(|receipt| receipt.starts_with(year)).map(|r| number(r)).collect();
    assert_eq!(numbers, (1..).take(numbers.len()).collect::<Vec<_>>(), "no receipt is missing, seed {seed}");
    drop(server);
    let said = well(&run(data.path(), &["doctor"]));
    assert!(said.contains("0 to fix"), "{said}");
}

fn number(receipt: &str) -> u64 {
    receipt.rsplit('-').next().unwrap().parse().unwrap()
}

fn sign_in(server: &Server) -> String {
    let siti = json!({ "login": "081270000002", "password": "melati-2026" });
    let said = answer(ask(server, "POST", "/api/v1/tokens", "", "", &siti));
    said["access_token"].as_str().unwrap().to_owned()
}

/// Takes cash at the door, and answers the receipt's number.
fn pay(server: &Server, token: &str, key: &str) -> String {
    answer(sent(server, token, key))["receipt_number"].as_str().unwrap().to_owned()
}

/// The request is on its way.
fn sent(server: &Server, token: &str, key: &str) -> TcpStream {
    let parts = json!([{ "unit": "A-12", "amount": AMOUNT }]);
    let body = json!({ "method": "cash", "payer_name": "Budi Santoso", "note": key, "parts": parts });
    ask(server, "POST", "/api/v1/complexes/melati/payments", token, key, &body)
}

/// The numbers of all receipts.
fn receipts(server: &Server, token: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/complexes/melati/payments?limit=100{cursor}");
        let page = answer(ask(server, "GET", &path, token, "", &Value::Null));
        let numbers =
            page["items"].as_array().unwrap().iter().filter_map(|item| item["receipt_number"].as_str());
        found.extend(numbers.map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn ask(server: &Server, method: &str, path: &str, token: &str, key: &str, body: &Value) -> TcpStream {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", server.address);
    for (name, value) in [("Authorization", format!("Bearer {token}")), ("Idempotency-Key", key.to_owned())] {
        if !value.trim_start_matches("Bearer ").is_empty() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    write!(stream, "{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}", text.len())
        .unwrap();
    stream
}

fn answer(mut stream: TcpStream) -> Value {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 20"), "{text}");
    serde_json::from_str(&body[body.find('{').unwrap()..=body.rfind('}').unwrap()]).unwrap()
}
