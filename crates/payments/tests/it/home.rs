//! Griya Melati with houses, a household and invoices, written through the rooms that own them.

use dues::invoice::{InvoiceKind, NewInvoice, NewLine, issue};
use kernel::{AreaId, Date, InvoiceId, Period, PersonId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use tenancy::{Role, Routes, TenantTx};
use testkit::{Complex, Kit};

pub struct World {
    pub kit: Kit,
    pub melati: Complex,
}

impl World {
    pub async fn open() -> Self {
        let kit = Kit::open(routes()).await;
        let melati = kit.melati.clone();
        Self { kit, melati }
    }

    /// A house in an RT, or in none.
    pub async fn house(&self, code: &str, rt: Option<AreaId>) -> UnitId {
        let mut tx = self.melati.tx().await;
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
        let line = NewLine {
            charge_type: None,
            tariff: None,
            part: 0,
            period: Period::of(day(month, 1)),
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
            period: Period::of(day(month, 1)),
            payer: None,
            payer_name: "Budi Santoso".to_owned(),
            issued_on: day(month, 1),
            due_on: day(month, 10),
            lines: vec![line],
            snapshot: serde_json::json!({}),
            run: None,
            replaces: None,
        };
        let issued = issue(&mut tx, vec![new]).await.unwrap();
        tx.commit().await.unwrap();
        issued[0].id
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

    pub async fn credit_of(&self, unit: UnitId) -> i64 {
        let mut tx = self.tx().await;
        dues::settle::credit_of(&mut tx, unit).await.unwrap().get()
    }

    /// Every promise of the books, of dues and of receipts is kept.
    pub async fn assert_kept(&self) {
        let mut tx = self.tx().await;
        assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
        assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
        assert_eq!(payments::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
    }
}

fn routes() -> Routes {
    payments::routes().and(arrears::routes())
}

pub fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn day(month: u32, day: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).unwrap()
}

/// What stands in the hidden field of a form.
pub fn hidden(page: &testkit::Page, name: &str) -> String {
    let text = page.text();
    let mark = format!("name=\"{name}\" value=\"");
    let at = text.find(&mark).unwrap_or_else(|| panic!("no field {name} on this page:\n{text}")) + mark.len();
    text[at..].split('"').next().unwrap().to_owned()
}
