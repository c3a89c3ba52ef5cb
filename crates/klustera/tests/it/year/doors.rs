//! The complex as its people use it: everything goes in and comes out by its pages and its API.

use axum::{Extension, body::Body};
use chrono::{NaiveDate, TimeDelta};
use http::Method;
use jobs::Job as _;
use serde_json::{Value, json};
use tenancy::{Keys, Role};
use testkit::{Client, Complex, Kit, Page};
use tower::ServiceExt as _;

pub struct Doors {
    pub kit: Kit,
    pub melati: Complex,
    tools: jobs::Tools,
    sent: u32,
}

impl Doors {
    pub async fn open() -> Self {
        let folder = std::env::temp_dir().join(format!("klustera-year-{}", std::process::id()));
        let files = files::Files::open(&folder).unwrap();
        let press = paper::Press::start(paper::PressSettings::default()).unwrap();
        let gateways = checkout::Gateways::new(&Keys::new([7; 32])).unwrap();
        let cards = web::home::HomeCards::of(vec![Box::new(arrears::DuesCard)]);
        let kinds = ledger::Kinds::new([dues::KINDS, checkout::KINDS]);
        let posts = (notices::Mailer::none(), notices::Carriers::new().unwrap());
        let tools = klustera::rooms::tools(files.clone(), posts, gateways.clone(), press.clone());
        let kit = Kit::open_with(klustera::rooms::routes(), |site| {
            let site = site.layer(Extension(files)).layer(Extension(press)).layer(Extension(gateways));
            site.layer(Extension(checkout::Live::default())).layer(Extension(cards)).layer(Extension(kinds))
        });
        let kit = kit.await.watching(ledger::PROMISES.iter().map(|promise| (promise.promise, promise.sql)));
        let melati = kit.melati.clone();
        Self { kit, melati, tools, sent: 0 }
    }

    /// Ten in the morning, WIB.
    pub fn turn_to(&self, day: NaiveDate) {
        let then = day.and_hms_opt(3, 0, 0).unwrap().and_utc();
        self.kit.clock.turn(then - self.kit.clock.now());
    }

    /// A little later, so that ids keep the order in which things happened.
    pub fn tick(&self) {
        self.kit.clock.turn(TimeDelta::milliseconds(5));
    }

    pub async fn post(&mut self, who: Role, path: &str, body: Value) -> Value {
        self.send(who, Method::POST, path, body).await
    }

    pub async fn patch(&mut self, who: Role, path: &str, body: Value) -> Value {
        self.send(who, Method::PATCH, path, body).await
    }

    async fn send(&mut self, who: Role, method: Method, path: &str, body: Value) -> Value {
        self.tick();
        self.sent += 1;
        let client = self.melati.signed_in(who).await;
        let key = format!("year-{}", self.sent);
        let page = self.ask(&client, method.clone(), &self.melati.api(path), &key, &body).await;
        assert!(page.status.is_success(), "{method} {path} {body}: {} {}", page.status, page.text());
        if page.body.is_empty() { Value::Null } else { page.json() }
    }

    /// One request of the API under a key by which it may be repeated.
    pub async fn ask(&self, client: &Client, method: Method, path: &str, key: &str, body: &Value) -> Page {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", "klustera.test")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .header("cookie", format!("klustera={}", client.cookie("klustera").unwrap()));
        let request = request.body(Body::from(body.to_string())).unwrap();
        let (parts, answer) = self.kit.site.clone().oneshot(request).await.unwrap().into_parts();
        let answer = axum::body::to_bytes(answer, 1 << 22).await.unwrap().to_vec();
        Page { status: parts.status, headers: parts.headers, body: answer }
    }

    pub async fn get(&self, path: &str) -> Value {
        let page = self.melati.manager().await.get(&self.melati.api(path)).await;
        page.assert_status(200);
        page.json()
    }

    /// Whatever waits for the worker.
    pub async fn work(&self) {
        let (store, owner) = (&self.kit.store, &self.kit.owner_options);
        let registry = klustera::rooms::registry();
        jobs::run_all_now(&registry, owner, store, &self.tools, &[self.melati.id]).await.unwrap();
    }

    /// The night's round over late houses.
    pub async fn assess(&self) {
        let scope = self.kit.store.job_scope(self.melati.id);
        arrears::penalty::AssessPenalties::default().run(scope, &jobs::Tools::new()).await.unwrap();
    }

    /// By the button in one month, by the API in the next.
    pub async fn bill(&mut self, month: u32) -> Value {
        let name = format!("2027-{month:02}");
        if month.is_multiple_of(2) {
            self.tick();
            let path = self.melati.path("tagihan/buat");
            let mut ratna = self.melati.manager().await;
            ratna.post(&path, &[("bulan", &name)]).await.assert_status(303);
        } else {
            self.post(Role::Manager, "billing-runs", json!({ "month": name })).await;
        }
        self.work().await;
        self.get("billing-runs?limit=1").await["items"][0].clone()
    }

    /// Cash at the door, as Siti's phone sends it. Answers the number of the receipt.
    pub async fn take_cash(&mut self, unit: &str, amount: i64) -> String {
        self.tick();
        let mut siti = self.melati.treasurer().await;
        let unit = self.get(&format!("units/{unit}")).await["id"].as_str().unwrap().to_owned();
        let path = self.melati.path(&format!("pembayaran/tunai/{unit}"));
        let form = siti.get(&path).await;
        let text = form.text();
        let value_before = |mark: &str| {
            let start = text[..text.find(mark).unwrap()].rfind("value=\"").unwrap() + 7;
            text[start..].split('"').next().unwrap().to_owned()
        };
        let id = text.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (account, amount) = (value_before(" selected>"), amount.to_string());
        let today = (self.kit.clock.now() + TimeDelta::hours(7)).date_naive().to_string();
        let fields = [
            ("id", id.as_str()),
            ("bayar", &amount),
            ("tanggal", &today),
            ("pembayar", "Keluarga"),
            ("akun", &account),
        ];
        let receipt = siti.submit(&path, &fields).await;
        receipt.assert_status(200).assert_says("KW-2027-");
        let text = receipt.text();
        let at = text.find("KW-2027-").unwrap();
        text[at..at + 14].to_owned()
    }

    /// Recorded by the treasurer; a transfer is verified by the manager. Answers the payment's id.
    pub async fn pay(&mut self, method: &str, parts: &[(&str, i64)], value_on: Option<NaiveDate>) -> String {
        let parts: Vec<Value> =
            parts.iter().map(|(unit, amount)| json!({ "unit": unit, "amount": amount })).collect();
        let body =
            json!({ "method": method, "payer_name": "Keluarga", "parts": parts, "value_on": value_on });
        let payment = self.post(Role::Treasurer, "payments", body).await;
        let id = payment["id"].as_str().unwrap().to_owned();
        if method == "transfer" {
            let verified = self.post(Role::Manager, &format!("payments/{id}/verify"), json!({})).await;
            assert_eq!(verified["state"], "verified");
        }
        id
    }

    /// The number of the invoice of a unit and month that stands.
    pub async fn invoice(&self, unit: &str, month: u32) -> String {
        let found = self.get(&format!("invoices?q={unit}&month=2027-{month:02}&kind=dues")).await;
        let items = found["items"].as_array().unwrap();
        let one = items.iter().find(|item| item["unit_code"] == unit && item["standing"] != "void").unwrap();
        one["number"].as_str().unwrap().to_owned()
    }
}
