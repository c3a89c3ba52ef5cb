//! Griya Melati with houses that owe, people with mail addresses, and a mail server.

use chrono::TimeDelta;
use dues::{
    invoice::{InvoiceKind, NewInvoice, NewLine, issue},
    settle::{self, Money},
};
use jobs::{Job as _, Tools};
use kernel::{CreditId, Date, OccupancyId, Period, PersonId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use notices::{Carriers, Mailer, RemindByLadder, SendDue};
use tenancy::{Role, TenantTx};
use testkit::{Complex, Kit, MailServer};

use crate::{carrier_house::CarrierHouse, push_house::PushHouse};

pub struct World {
    pub kit: Kit,
    pub melati: Complex,
    pub server: MailServer,
    pub carrier: CarrierHouse,
    pub push: PushHouse,
    carriers: Carriers,
}

impl World {
    pub async fn open() -> Self {
        let carrier = CarrierHouse::start().await;
        let push = PushHouse::start().await;
        let carriers = Carriers::new().unwrap().at(&carrier.address).push_at(&push.address);
        let routes = notices::routes().and(dues::routes());
        let kit = Kit::open_with(routes, |site| site.layer(axum::Extension(carriers.clone())))
            .await
            .watching(ledger::PROMISES.iter().map(|promise| (promise.promise, promise.sql)));
        let melati = kit.melati.clone();
        Self { kit, melati, server: MailServer::start().await, carrier, push, carriers }
    }

    pub async fn tx(&self) -> TenantTx {
        self.melati.tx().await
    }

    pub fn tools(&self) -> Tools {
        let sender = "Klustera <surat@klustera.test>";
        let mailer = Mailer::open(&self.server.url(), sender, self.kit.store.clone()).unwrap();
        Tools::new().with(mailer).with(self.carriers.writing_with(self.kit.store.clone()))
    }

    /// What the worker does when a message is due.
    pub async fn pump(&self) {
        let scope = self.kit.store.job_scope(self.melati.id);
        SendDue::default().run(scope, &self.tools()).await.unwrap();
    }

    /// What the worker does at nine in the morning.
    pub async fn morning(&self) {
        let scope = self.kit.store.job_scope(self.melati.id);
        RemindByLadder::default().run(scope, &self.tools()).await.unwrap();
    }

    pub fn later(&self, by: TimeDelta) {
        self.kit.clock.turn(by);
    }

    pub async fn house(&self, code: &str) -> UnitId {
        let mut tx = self.tx().await;
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

    /// Somebody who lives there and pays.
    pub async fn payer(&self, unit: UnitId, name: &str, email: Option<&str>) -> PersonId {
        let mut tx = self.tx().await;
        let person = PersonId::new(tx.now());
        sqlx::query("insert into person (person_id, name, email) values ($1, $2, $3)")
            .bind(person)
            .bind(name)
            .bind(email)
            .execute(&mut tx)
            .await
            .unwrap();
        sqlx::query(
            "insert into occupancy (occupancy_id, unit_id, person_id, kind, payer, period)
             values ($1, $2, $3, 'owner', true, daterange('2020-01-01', null))",
        )
        .bind(OccupancyId::new(tx.now()))
        .bind(unit)
        .bind(person)
        .execute(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        person
    }

    /// Budi, who signs in and has a proven address, pays for A-12.
    pub async fn budi(&self) -> (UnitId, PersonId) {
        let unit = self.house("A-12").await;
        let budi = self.melati.person(Role::Resident);
        let person = self.payer(unit, budi.name, None).await;
        let mut tx = self.tx().await;
        sqlx::query("update person set account_id = $1 where person_id = $2")
            .bind(budi.account)
            .bind(person)
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        sqlx::query(
            "update account set email = 'budi.' || account_id || '@melati.example' where account_id = $1",
        )
        .bind(budi.account)
        .execute(&self.kit.owner)
        .await
        .unwrap();
        (unit, person)
    }

    pub async fn bill(&self, unit: UnitId, code: &str, payer: PersonId, due_on: Date, amount: i64) {
        let mut tx = self.tx().await;
        let chart = Chart::load(&mut tx).await.unwrap();
        let line = NewLine {
            charge_type: None,
            tariff: None,
            part: 0,
            period: Period::of(due_on),
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
            period: Period::of(due_on),
            payer: Some(payer),
            payer_name: "Budi Santoso".to_owned(),
            issued_on: due_on,
            due_on,
            lines: vec![line],
            snapshot: serde_json::json!({}),
            run: None,
            replaces: None,
        };
        issue(&mut tx, vec![new]).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn paid(&self, unit: UnitId, amount: i64) {
        let mut tx = self.tx().await;
        let chart = Chart::load(&mut tx).await.unwrap();
        let credit = CreditId::new(tx.now());
        let money = Money {
            credit,
            unit,
            source: credit.uuid(),
            reference: "KW-2026-000001".to_owned(),
            account: chart.account(Purpose::Bank),
            amount: Rupiah::new(amount).unwrap(),
            value_on: settle::today(&mut tx).await.unwrap(),
        };
        settle::receive(&mut tx, money, None).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Reminds these houses by hand, as Siti does.
    pub async fn remind(&self, units: &[UnitId]) -> testkit::Page {
        let ids: Vec<String> = units.iter().map(ToString::to_string).collect();
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("unit", id.as_str())).collect();
        let mut siti = self.melati.treasurer().await;
        siti.submit(&self.melati.path("pengingat/kirim"), &fields).await
    }

    pub async fn phone(&self, person: PersonId, number: &str) {
        let mut tx = self.tx().await;
        let update = sqlx::query("update person set phone = $1 where person_id = $2");
        update.bind(number).bind(person).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Rows of a table in this complex.
    pub async fn count(&self, table: &'static str) -> i64 {
        let mut tx = self.tx().await;
        let sql = format!("select count(*) from {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut tx).await.unwrap()
    }

    /// State of each message that leaves the house, with the last word about it.
    pub async fn fates(&self) -> Vec<(String, String)> {
        let mut tx = self.tx().await;
        sqlx::query_as(
            "select d.state, coalesce((select e.reason from notice_event e
                                        where e.complex_id = d.complex_id and e.delivery_id = d.delivery_id
                                        order by e.event_id desc limit 1), '')
               from notice_delivery d where d.channel <> 'app' order by d.delivery_id",
        )
        .fetch_all(&mut tx)
        .await
        .unwrap()
    }
}

pub fn day(month: u32, day: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).unwrap()
}
