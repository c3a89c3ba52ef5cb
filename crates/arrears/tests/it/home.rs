//! Griya Melati with houses and invoices that are due on the tenth of their month, and money that comes for them.

use arrears::{
    JudgePlans,
    penalty::{AssessPenalties, Charge, Repeats, Rule, Scope, assess, set_rule},
};
use axum::Extension;
use dues::{
    invoice::{InvoiceKind, NewInvoice, NewLine, issue},
    settle::{self, Money},
};
use jobs::{Job as _, Tools};
use kernel::{AreaId, CreditId, Date, InvoiceId, Period, PersonId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use paper::{Press, PressSettings};
use tenancy::{Role, TenantTx};
use testkit::{Complex, Kit};

pub struct World {
    pub kit: Kit,
    pub melati: Complex,
}

impl World {
    pub async fn open() -> Self {
        let press = Press::start(PressSettings::default()).unwrap();
        let kit = Kit::open_with(arrears::routes().and(dues::routes()), |site| site.layer(Extension(press)))
            .await
            .watching(ledger::PROMISES.iter().map(|promise| (promise.promise, promise.sql)));
        let melati = kit.melati.clone();
        Self { kit, melati }
    }

    /// A house in an RT, or in none.
    pub async fn house(&self, code: &str, rt: Option<AreaId>) -> UnitId {
        let mut tx = self.tx().await;
        let id = UnitId::new(tx.now());
        sqlx::query("insert into unit (unit_id, code, status, rt_id) values ($1, $2, 'lived_in', $3)")
            .bind(id)
            .bind(code)
            .bind(rt)
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Budi, who signs in, owns this house and pays for it.
    pub async fn owned(&self, unit: UnitId) -> PersonId {
        let budi = self.melati.person(Role::Resident);
        let mut tx = self.tx().await;
        let person = PersonId::new(tx.now());
        sqlx::query("insert into person (person_id, name, phone, account_id) values ($1, $2, $3, $4)")
            .bind(person)
            .bind(budi.name)
            .bind(&budi.phone)
            .bind(budi.account)
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
        person
    }

    /// Dues of a month of 2026, due on its tenth.
    pub async fn bill(&self, unit: UnitId, code: &str, month: u32, amount: i64) -> Bill {
        self.bill_to(None, unit, code, (month, amount)).await
    }

    /// The same, to somebody whom homes knows.
    pub async fn bill_to(
        &self,
        payer: Option<PersonId>,
        unit: UnitId,
        code: &str,
        (month, amount): (u32, i64),
    ) -> Bill {
        let mut tx = self.tx().await;
        let chart = Chart::load(&mut tx).await.unwrap();
        let period = Period::of(day(month, 1));
        let line = NewLine {
            charge_type: None,
            tariff: None,
            part: 0,
            period,
            fund: chart.general_fund(),
            income_account: chart.account(Purpose::DuesIncome),
            description: "IPL".to_owned(),
            quantity: None,
            rate: None,
            tax: Rupiah::ZERO,
            amount: rp(amount),
            priority: 100,
            penalty_for: None,
        };
        let new = NewInvoice {
            kind: InvoiceKind::Dues,
            unit,
            unit_code: code.to_owned(),
            period,
            payer,
            payer_name: "Budi Santoso".to_owned(),
            issued_on: day(month, 1),
            due_on: day(month, 10),
            lines: vec![line],
            snapshot: serde_json::json!({}),
            run: None,
            replaces: None,
        };
        let issued = issue(&mut tx, vec![new]).await.unwrap().remove(0);
        tx.commit().await.unwrap();
        Bill { id: issued.id, number: issued.number }
    }

    /// Rp 25.000 for every month that has begun, for all that was due in 2026.
    pub async fn monthly_fee(&self) {
        let mut tx = self.tx().await;
        let fund = Chart::load(&mut tx).await.unwrap().general_fund();
        let rule = Rule {
            grace_days: 0,
            charge: Charge::Fixed { amount: rp(25_000), repeats: Repeats::Monthly },
            minimum_open: Rupiah::ZERO,
            cap: None,
            cap_percent: None,
            cap_unit: None,
        };
        set_rule(&mut tx, day(1, 1), &rule, fund, "Musyawarah").await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The nightly round.
    pub async fn night(&self) {
        let scope = self.kit.store.job_scope(self.melati.id);
        AssessPenalties::default().run(scope, &Tools::new()).await.unwrap();
    }

    /// The nightly look at the plans.
    pub async fn judge(&self) {
        let scope = self.kit.store.job_scope(self.melati.id);
        JudgePlans::default().run(scope, &Tools::new()).await.unwrap();
    }

    /// Money that moved on a day and is written down now, as payments do it.
    pub async fn paid(&self, unit: UnitId, amount: i64, moved_on: Date) {
        let mut tx = self.tx().await;
        let chart = Chart::load(&mut tx).await.unwrap();
        let credit = CreditId::new(tx.now());
        let money = Money {
            credit,
            unit,
            source: credit.uuid(),
            reference: "KW-2026-000001".to_owned(),
            account: chart.account(Purpose::Bank),
            amount: rp(amount),
            value_on: moved_on,
        };
        settle::receive(&mut tx, money, None).await.unwrap();
        let today = settle::today(&mut tx).await.unwrap();
        assess(&mut tx, &[unit], today, Scope::Exactly).await.unwrap();
        settle::apply_credit(&mut tx, &[unit]).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn tx(&self) -> TenantTx {
        self.melati.tx().await
    }

    pub async fn open_of(&self, invoice: InvoiceId) -> i64 {
        let mut tx = self.tx().await;
        sqlx::query_scalar("select open from invoice where invoice_id = $1")
            .bind(invoice)
            .fetch_one(&mut tx)
            .await
            .unwrap()
    }

    /// The fees of a unit: number, what was asked, what is open.
    pub async fn fees_of(&self, unit: UnitId) -> Vec<(String, i64, i64)> {
        let mut tx = self.tx().await;
        sqlx::query_as(
            "select number, total, open from invoice where unit_id = $1 and kind = 'penalty' order by number",
        )
        .bind(unit)
        .fetch_all(&mut tx)
        .await
        .unwrap()
    }

    pub async fn credit_of(&self, unit: UnitId) -> i64 {
        let mut tx = self.tx().await;
        settle::credit_of(&mut tx, unit).await.unwrap().get()
    }

    /// Every promise of the books and of dues is kept.
    pub async fn assert_kept(&self) {
        let mut tx = self.tx().await;
        assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
        assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
    }
}

pub struct Bill {
    pub id: InvoiceId,
    pub number: String,
}

pub fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn day(month: u32, day: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).unwrap()
}
