//! A transfer that the office read off its account: the unit is suggested by the permanent code in the amount, several
//! units share one transfer, and other eyes verify it.

use askama::Template;
use axum::response::IntoResponse as _;
use dues::settle;
use kernel::{Date, PaymentId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::RecordPayments};
use web::{Browser, Faults, Form, Go, Query, Shell, shell::parts::Choice};

use crate::{
    cash::{self, money_account, money_choices},
    payment::{CameFrom, Method, NewPayment, Part, Recorded, record},
    view,
};

/// Rows for units; more than that is two transfers.
const ROWS: usize = 5;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TransferForm {
    id: String,
    jumlah: String,
    tanggal: String,
    pengirim: String,
    referensi: String,
    akun: String,
    catatan: String,
    unit: Vec<String>,
    bagian: Vec<String>,
}

/// A row of the form: which unit gets how much.
#[derive(Clone, Debug, Default)]
struct Row {
    unit: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "office/transfer.html", blocks = ["units"])]
struct Page {
    s: Shell,
    action: String,
    back: String,
    form: TransferForm,
    rows: Vec<Row>,
    suggestion: String,
    accounts: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn new(
    may: May<RecordPayments>,
    browser: Browser,
    Query(asked): Query<TransferForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let chart = Chart::load(&mut tx).await?;
    let today = may.place().zone.date(tx.now());
    let or = |typed: &str, usual: String| if typed.is_empty() { usual } else { typed.to_owned() };
    let form = TransferForm {
        id: or(&asked.id, PaymentId::new(tx.now()).to_string()),
        tanggal: or(&asked.tanggal, today.to_string()),
        akun: or(&asked.akun, chart.account(Purpose::Bank).to_string()),
        ..asked
    };
    let page = page(&mut tx, &may, &browser, form, Faults::default()).await?;
    if browser.hx.wants("untuk") { web::page(&page.as_units()) } else { web::page(&page) }
}

pub async fn save(may: May<RecordPayments>, browser: Browser, Form(form): Form<TransferForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let s = view::shell(&may, &browser, "");
    let chart = Chart::load(&mut tx).await?;
    let today = may.place().zone.date(tx.now());
    let scope = view::scope(&may);
    let new = match form.parse(&mut tx, &s, &chart, today).await? {
        Ok(new) => new,
        Err(faults) => return web::invalid(&page(&mut tx, &may, &browser, form, faults).await?),
    };
    for part in &new.parts {
        let house = cash::sql::house(&mut tx, part.unit, today).await?.ok_or(web::Error::missing())?;
        if !scope.as_ref().is_none_or(|areas| house.rt.is_some_and(|rt| areas.contains(&rt))) {
            return Err(web::Error::missing());
        }
    }
    let recorded = record(&mut tx, &new).await?;
    tx.commit().await?;
    let said = s.t(if recorded == Recorded::Now { "transfer-saved" } else { "cash-before" });
    Ok(Go::to(may.place().path(&format!("pembayaran/{}", new.id))).saying(said).into_response())
}

impl TransferForm {
    async fn parse(
        &self,
        tx: &mut TenantTx,
        s: &Shell,
        chart: &Chart,
        today: Date,
    ) -> web::Result<Result<NewPayment, Faults>> {
        let mut faults = Faults::default();
        let amount = view::amount(&mut faults, s, "jumlah", &self.jumlah);
        let value_on = view::value_date(&mut faults, s, "tanggal", &self.tanggal, today);
        let payer_name = view::short(&mut faults, s, "pengirim", &self.pengirim, 120);
        if payer_name.is_empty() {
            faults.put("pengirim", s.t("transfer-fault-payer"));
        }
        let reference = view::short(&mut faults, s, "referensi", &self.referensi, 60);
        let note = view::short(&mut faults, s, "catatan", &self.catatan, 300);
        let account = money_account(chart, &self.akun);
        if account.is_none() {
            faults.put("akun", s.t("payment-fault-account"));
        }
        let parts = self.parts(tx, s, amount, &mut faults).await?;
        Ok(match (self.id.parse::<PaymentId>(), value_on, account) {
            (Ok(id), Some(value_on), Some(account)) if faults.is_empty() => Ok(NewPayment {
                id,
                method: Method::Transfer,
                account,
                payer: None,
                payer_name,
                value_on,
                reference,
                note,
                came_from: CameFrom::Office,
                parts,
            }),
            _ => Err(faults),
        })
    }

    /// The units and their parts. The last part may be left out: it is what remains.
    async fn parts(
        &self,
        tx: &mut TenantTx,
        s: &Shell,
        amount: Option<Rupiah>,
        faults: &mut Faults,
    ) -> web::Result<Vec<Part>> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = amount.unwrap_or_default().get();
        let named: Vec<Row> = self.rows().into_iter().filter(|row| !row.unit.trim().is_empty()).collect();
        if named.is_empty() {
            faults.put("unit", s.t("transfer-fault-unit"));
        }
        for (at, row) in named.iter().enumerate() {
            let Some(unit) = homes::unit_named(tx, row.unit.trim()).await? else {
                faults.put("unit", s.t1("transfer-fault-unknown", "code", row.unit.trim()));
                continue;
            };
            if parts.iter().any(|part| part.unit == unit.id) {
                faults.put("unit", s.t1("transfer-fault-twice", "code", unit.code.as_str()));
            }
            let is_last = at + 1 == named.len();
            let part = if row.amount.trim().is_empty() && is_last {
                Rupiah::new(rest)
            } else {
                Rupiah::parse(&row.amount)
            };
            match part {
                Ok(amount) if amount > Rupiah::ZERO => {
                    rest -= amount.get();
                    parts.push(Part { unit: unit.id, amount });
                }
                _ => faults.put("unit", s.t1("transfer-fault-part", "code", unit.code.as_str())),
            }
        }
        if faults.is_empty() && rest != 0 {
            faults.put("unit", s.t("transfer-fault-sum"));
        }
        Ok(parts)
    }

    fn rows(&self) -> Vec<Row> {
        let amount = |at: usize| self.bagian.get(at).cloned().unwrap_or_default();
        let row = |(at, unit): (usize, &String)| Row { unit: unit.clone(), amount: amount(at) };
        self.unit.iter().take(ROWS).enumerate().map(row).collect()
    }
}

/// The unit whose permanent code stands at the end of the amount: 500.012 is unit 12's.
async fn by_unique_code(tx: &mut TenantTx, amount: Rupiah) -> tenancy::Result<Option<UnitId>> {
    for tail in [1_000, 10_000] {
        let code = i16::try_from(amount.get() % tail).unwrap_or_default();
        if code > 0
            && let Some(unit) = settle::unit_with_code(tx, code).await?
        {
            return Ok(Some(unit));
        }
    }
    Ok(None)
}

async fn page(
    tx: &mut TenantTx,
    may: &May<RecordPayments>,
    browser: &Browser,
    form: TransferForm,
    faults: Faults,
) -> web::Result<Page> {
    let chart = Chart::load(tx).await?;
    let today = may.place().zone.date(tx.now());
    let mut s = view::shell(may, browser, browser.texts().get("transfer-title"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let mut rows = form.rows();
    let mut suggestion = String::new();
    let nobody_named = rows.iter().all(|row| row.unit.trim().is_empty());
    if let (true, Ok(amount)) = (nobody_named, Rupiah::parse(&form.jumlah))
        && let Some(unit) = by_unique_code(tx, amount).await?
        && let Some(house) = cash::sql::house(tx, unit, today).await?
    {
        suggestion =
            s.t2("transfer-suggestion", "code", house.code.as_str(), "payer", house.payer_name.as_str());
        rows = vec![Row { unit: house.code, amount: String::new() }];
    }
    rows.resize(ROWS, Row::default());
    let (payments, title) = (s.t("payments-title").to_owned(), s.title.clone());
    let back = may.place().path("pembayaran");
    Ok(Page {
        s: s.crumb(payments, &back).crumb(title, ""),
        action: format!("{back}/transfer"),
        back,
        rows,
        suggestion,
        accounts: money_choices(&chart),
        mistakes: faults.pairs(),
        form,
        faults,
    })
}
