//! Griya Melati with a house, its bills, a gateway in trial mode and a link.

use axum::{Extension, Router, body::Body};
use checkout::{Gateways, Live};
use dues::invoice::{InvoiceKind, NewInvoice, NewLine, issue};
use http::Method;
use http_body_util::BodyExt as _;
use jobs::Tools;
use kernel::{Date, InvoiceId, Period, PersonId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use midtrans::simulator::{Pace, Settings, Simulator};
use serde_json::Value;
use tenancy::{Keys, Role};
use testkit::{Client, Complex, Kit, Page};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::gateway::{Gateway, KEY};

pub struct World {
    pub kit: Kit,
    pub melati: Complex,
    pub gateway: Gateway,
    pub gateways: Gateways,
    pub address: String,
    files: files::Files,
    _folder: tempfile::TempDir,
}

fn routes() -> tenancy::Routes {
    checkout::routes().and(payments::routes()).and(ledger::routes())
}

/// What a process gives its pages; each listens for news by itself.
fn equipped(site: Router, gateways: &Gateways, files: &files::Files) -> Router {
    site.layer(Extension(gateways.clone())).layer(Extension(Live::default())).layer(Extension(files.clone()))
}

impl World {
    pub async fn open() -> Self {
        let gateway = Gateway::default();
        let address = gateway.start().await;
        Self::with(gateway, address, Gateways::new(&Keys::new([7; 32])).unwrap()).await
    }

    async fn with(gateway: Gateway, address: String, gateways: Gateways) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = files::Files::open(folder.path()).unwrap();
        let kit = Kit::open_with(routes(), |site| equipped(site, &gateways, &files)).await;
        let melati = kit.melati.clone();
        let world = Self { kit, melati, gateway, gateways, address, files, _folder: folder };
        world.trial().await;
        world
    }

    /// The complex uses the gateway with its key.
    async fn trial(&self) {
        let mut tx = self.melati.tx().await;
        checkout::start_trial(&mut tx, &self.gateways, KEY, &self.address).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A second process that serves the same house.
    pub fn another_process(&self) -> Router {
        equipped(web::site(routes(), self.kit.store.clone()), &self.gateways, &self.files)
    }

    pub async fn house(&self, code: &str) -> UnitId {
        let mut tx = self.melati.tx().await;
        let id = UnitId::new(tx.now());
        sqlx::query("insert into unit (unit_id, code, status) values ($1, $2, 'lived_in')")
            .bind(id)
            .bind(code)
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The signed-in resident owns this house and pays for it.
    pub async fn owned(&self, unit: UnitId) {
        let resident = self.melati.person(Role::Resident);
        let mut tx = self.melati.tx().await;
        let person = PersonId::new(tx.now());
        sqlx::query("insert into person (person_id, name, phone, account_id) values ($1, $2, $3, $4)")
            .bind(person)
            .bind(resident.name)
            .bind(&resident.phone)
            .bind(resident.account)
            .execute(&mut tx)
            .await
            .unwrap();
        sqlx::query(
            "insert into occupancy (occupancy_id, unit_id, person_id, kind, payer, period)
             values ($1, $2, $3, 'owner', true, daterange('2020-01-01', null))",
        )
        .bind(kernel::OccupancyId::new(tx.now()))
        .bind(unit)
        .bind(person)
        .execute(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Dues of a month of 2026, due on its tenth.
    pub async fn bill(&self, unit: UnitId, code: &str, month: u32, amount: i64) -> InvoiceId {
        let mut tx = self.melati.tx().await;
        let chart = Chart::load(&mut tx).await.unwrap();
        let day = |day| Date::from_ymd_opt(2026, month, day).unwrap();
        let line = NewLine {
            charge_type: None,
            tariff: None,
            part: 0,
            period: Period::of(day(1)),
            fund: chart.general_fund(),
            income_account: chart.account(Purpose::DuesIncome),
            description: "IPL".to_owned(),
            quantity: None,
            rate: None,
            tax: Rupiah::ZERO,
            amount: Rupiah::new(amount).unwrap(),
            priority: 100,
            penalty_for: None,
        };
        let new = NewInvoice {
            kind: InvoiceKind::Dues,
            unit,
            unit_code: code.to_owned(),
            period: Period::of(day(1)),
            payer: None,
            payer_name: "Budi Santoso".to_owned(),
            issued_on: day(1),
            due_on: day(10),
            lines: vec![line],
            snapshot: serde_json::json!({}),
            run: None,
            replaces: None,
        };
        let issued = issue(&mut tx, vec![new]).await.unwrap();
        tx.commit().await.unwrap();
        issued[0].id
    }

    /// A house that owes one month, and its link.
    pub async fn owing(&self, amount: i64) -> (UnitId, InvoiceId, String) {
        let unit = self.house("A-12").await;
        let invoice = self.bill(unit, "A-12", 11, amount).await;
        (unit, invoice, self.link(unit).await)
    }

    pub async fn link(&self, unit: UnitId) -> String {
        let mut tx = self.melati.tx().await;
        let url = checkout::bill_link(&mut tx, &self.kit.store, self.melati.id, unit).await.unwrap();
        tx.commit().await.unwrap();
        url.strip_prefix("http://klustera.test").unwrap().to_owned()
    }

    /// Somebody with the link asks for a code; answers the order that the gateway got.
    pub async fn ask_for(&self, link: &str, way: &str) -> String {
        let page = self.kit.stranger().post(link, &[("cara", way)]).await;
        page.assert_status(303);
        let charges = self.gateway.charges();
        charges.last().unwrap()["transaction_details"]["order_id"].as_str().unwrap().to_owned()
    }

    pub async fn hook(&self) -> String {
        self.hook_of(&self.melati).await
    }

    pub async fn hook_of(&self, complex: &Complex) -> String {
        let mut tx = complex.tx().await;
        let setting: uuid::Uuid =
            sqlx::query_scalar("select setting_id from checkout_setting").fetch_one(&mut tx).await.unwrap();
        let seal = tenancy::Ticket::<Hook>::seal(&self.kit.store, complex.id, setting);
        format!("/webhook/midtrans/{seal}")
    }

    /// The gateway posts a message.
    pub async fn notify(&self, message: &Value) -> Page {
        self.deliver(message.to_string().into_bytes()).await
    }

    pub async fn deliver(&self, body: Vec<u8>) -> Page {
        let hook = self.hook().await;
        let mut client: Client = self.kit.stranger();
        client.send(Method::POST, &hook, Some("application/json"), Body::from(body)).await
    }

    /// The gateway says so when it is asked, and sends a message about it.
    pub async fn happens(&self, order: &str, word: &str) {
        self.gateway.says(order, word);
        self.notify(&self.gateway.message(order, word)).await.assert_status(200);
    }

    /// The worker's turn.
    pub async fn work(&self) {
        let tools = Tools::new().with(self.gateways.clone());
        let registry = checkout::jobs();
        let options = &self.kit.owner_options;
        jobs::run_all_now(&registry, options, &self.kit.store, &tools, &[self.melati.id]).await.unwrap();
    }

    pub async fn open_of(&self, invoice: InvoiceId) -> i64 {
        self.figure("select open from invoice where invoice_id = $1", invoice.uuid()).await
    }

    pub async fn credit_of(&self, unit: UnitId) -> i64 {
        let mut tx = self.melati.tx().await;
        dues::settle::credit_of(&mut tx, unit).await.unwrap().get()
    }

    pub async fn figure(&self, sql: &'static str, id: uuid::Uuid) -> i64 {
        let mut tx = self.melati.tx().await;
        sqlx::query_scalar(sql).bind(id).fetch_one(&mut tx).await.unwrap()
    }

    /// Debit less credit of an account of the books.
    pub async fn balance(&self, purpose: &str) -> i64 {
        let mut tx = self.melati.tx().await;
        sqlx::query_scalar(
            "select coalesce(sum(p.amount), 0)::bigint from posting p
               join ledger_account a using (complex_id, account_id) where a.purpose = $1",
        )
        .bind(purpose)
        .fetch_one(&mut tx)
        .await
        .unwrap()
    }

    /// Every promise of the books, of dues and of receipts is kept.
    pub async fn assert_kept(&self) {
        let mut tx = self.melati.tx().await;
        assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
        assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
        assert_eq!(payments::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
    }
}

/// The same with the gateway's simulator, which really calls us over HTTP.
pub struct Played {
    pub world: World,
    pub simulator: Simulator,
}

impl Played {
    pub async fn open() -> Self {
        let ours = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let theirs = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let beside = format!("http://{}", ours.local_addr().unwrap());
        let address = format!("http://{}", theirs.local_addr().unwrap());
        let gateways = Gateways::new(&Keys::new([7; 32])).unwrap().beside(beside);
        let world = World::with(Gateway::default(), address.clone(), gateways).await;
        let clock = world.kit.clock.clock();
        let simulator = Simulator::new(Settings {
            server_key: midtrans::ServerKey::new(KEY),
            client_key: "SB-Mid-client-UJI".to_owned(),
            notify: None,
            address,
            clock: std::sync::Arc::new(move || clock.now()),
            pace: Pace::at_once(),
        })
        .unwrap();
        let site = world.kit.site.clone();
        tokio::spawn(async move { axum::serve(ours, site).await });
        tokio::spawn(simulator.clone().serve(theirs));
        Self { world, simulator }
    }

    /// Somebody with the link asks for a code; answers the order.
    pub async fn ask_for(&self, link: &str, way: &str) -> String {
        self.world.kit.clock.turn(chrono::TimeDelta::seconds(1));
        self.world.kit.stranger().post(link, &[("cara", way)]).await.assert_status(303);
        let mut tx = self.world.melati.tx().await;
        let newest = "select order_id from payment_attempt order by made_at desc limit 1";
        sqlx::query_scalar(newest).fetch_one(&mut tx).await.unwrap()
    }

    pub async fn attempt(&self, order: &str) -> uuid::Uuid {
        let mut tx = self.world.melati.tx().await;
        let of_order = sqlx::query_scalar("select attempt_id from payment_attempt where order_id = $1");
        of_order.bind(order).fetch_one(&mut tx).await.unwrap()
    }

    /// A tester presses a button of the simulator's page; answers the page that follows.
    pub async fn press(&self, path: &str, form: &'static str) -> String {
        let request = http::Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        let answer = self.simulator.router().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
        let next = answer.headers()["location"].to_str().unwrap().to_owned();
        let request = http::Request::get(next).body(Body::empty()).unwrap();
        let page = self.simulator.router().oneshot(request).await.unwrap().into_body();
        String::from_utf8(page.collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }
}

/// The kind of ticket in the address of notifications.
pub enum Hook {}

impl tenancy::TicketKind for Hook {
    const NAME: &'static str = "gateway_hook";
}
