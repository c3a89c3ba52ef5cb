//! The form at the door: what is open is filled in, one button saves. Sent twice it is one payment.

use askama::Template;
use axum::response::IntoResponse as _;
use dues::{invoice::open_of_units, settle};
use kernel::{Date, LedgerAccountId, PaymentId, Rupiah, UnitId, format};
use ledger::{Chart, Purpose};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::RecordPayments};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::sql::{self, House};
use crate::{
    payment::{CameFrom, Method, NewPayment, Part, Recorded, take_cash},
    view,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CashForm {
    /// Made when the form was drawn: the same form twice is one payment.
    id: String,
    bayar: String,
    tanggal: String,
    pembayar: String,
    akun: String,
    catatan: String,
}

/// An invoice that waits for this money.
struct Open {
    label: String,
    due: String,
    late: bool,
    open: String,
}

#[derive(Template)]
#[template(path = "cash/form.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    code: String,
    payer: String,
    total: String,
    credit: String,
    open: Vec<Open>,
    accounts: Vec<Choice>,
    form: CashForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn new(
    may: May<RecordPayments>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let house = house_of(&mut tx, &may, &unit).await?;
    let open = settle::open_lines(&mut tx, &[house.id]).await?;
    let total: i64 = open.iter().map(|line| line.open.get()).sum();
    let chart = Chart::load(&mut tx).await?;
    let form = CashForm {
        id: PaymentId::new(tx.now()).to_string(),
        bayar: if total > 0 { format::number(total, kernel::Locale::Id) } else { String::new() },
        tanggal: may.place().zone.date(tx.now()).to_string(),
        pembayar: house.payer_name.clone(),
        akun: chart.account(Purpose::Cash).to_string(),
        catatan: String::new(),
    };
    let page = page(&mut tx, &may, &browser, &house, form, Faults::default()).await?;
    web::page(&page)
}

pub async fn save(
    may: May<RecordPayments>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<CashForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let house = house_of(&mut tx, &may, &unit).await?;
    let s = view::shell(&may, &browser, "");
    let chart = Chart::load(&mut tx).await?;
    let today = may.place().zone.date(tx.now());
    let new = match form.parse(&s, &chart, &house, today) {
        Ok(new) => new,
        Err(faults) => {
            let page = page(&mut tx, &may, &browser, &house, form, faults).await?;
            return web::invalid(&page);
        }
    };
    let path = may.place().path(&format!("pembayaran/{}", new.id));
    let elsewhere = view::booked_elsewhere(&mut tx, &s, new.value_on).await?;
    let recorded = take_cash(&mut tx, &new).await.map_err(ledger::said)?;
    tx.commit().await?;
    if recorded == Recorded::Before {
        return Ok(Go::to(path).saying(s.t("cash-before")).into_response());
    }
    let said = format!("{} {elsewhere}", s.t("cash-saved"));
    Ok(Go::to(&path).undoable(said.trim(), format!("{path}/urungkan")).into_response())
}

/// A house of this complex that the caller may take money for; another RT's is none.
async fn house_of(tx: &mut TenantTx, may: &May<RecordPayments>, unit: &str) -> web::Result<House> {
    let id = match unit.parse::<UnitId>() {
        Ok(id) => id,
        Err(_) => homes::unit_by_code(tx, unit).await?.ok_or(web::Error::missing())?,
    };
    let today = may.place().zone.date(tx.now());
    let house = sql::house(tx, id, today).await?.ok_or(web::Error::missing())?;
    let allowed = view::scope(may).is_none_or(|areas| house.rt.is_some_and(|rt| areas.contains(&rt)));
    if allowed { Ok(house) } else { Err(web::Error::missing()) }
}

impl CashForm {
    fn parse(&self, s: &Shell, chart: &Chart, house: &House, today: Date) -> Result<NewPayment, Faults> {
        let mut faults = Faults::default();
        let amount = view::amount(&mut faults, s, "bayar", &self.bayar);
        let value_on = view::value_date(&mut faults, s, "tanggal", &self.tanggal, today);
        let payer_name = view::short(&mut faults, s, "pembayar", &self.pembayar, 120);
        let note = view::short(&mut faults, s, "catatan", &self.catatan, 300);
        let account = money_account(chart, &self.akun);
        if account.is_none() {
            faults.put("akun", s.t("payment-fault-account"));
        }
        let id = self.id.parse::<PaymentId>();
        if id.is_err() {
            faults.put("bayar", s.t("payment-fault-form"));
        }
        match (id, amount, value_on, account) {
            (Ok(id), Some(amount), Some(value_on), Some(account)) if faults.is_empty() => Ok(NewPayment {
                id,
                method: Method::Cash,
                account,
                payer: house.payer.filter(|_| payer_name == house.payer_name),
                payer_name: if payer_name.is_empty() { house.code.clone() } else { payer_name },
                value_on,
                reference: String::new(),
                note,
                came_from: CameFrom::Office,
                parts: vec![Part { unit: house.id, amount }],
            }),
            _ => Err(faults),
        }
    }
}

/// A cash box or bank account in use.
pub(crate) fn money_account(chart: &Chart, text: &str) -> Option<LedgerAccountId> {
    let id = text.parse::<LedgerAccountId>().ok()?;
    chart.money_accounts().iter().any(|account| account.id == id).then_some(id)
}

/// The accounts that money may lie in; what is paid online goes its own way.
pub(crate) fn money_choices(chart: &Chart) -> Vec<Choice> {
    let accounts = chart.money_accounts().iter().filter(|account| account.purpose != Some(Purpose::Clearing));
    accounts.map(|account| Choice::new(account.id.to_string(), account.name.as_str())).collect()
}

async fn page(
    tx: &mut TenantTx,
    may: &May<RecordPayments>,
    browser: &Browser,
    house: &House,
    form: CashForm,
    faults: Faults,
) -> web::Result<Page> {
    let today = may.place().zone.date(tx.now());
    let mut s = view::shell(
        may,
        browser,
        browser.texts().with("cash-form-title", &[("code", house.code.as_str().into())]),
    );
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let invoices = open_of_units(tx, &[house.id]).await?;
    let total: i64 = invoices.iter().map(|invoice| invoice.open.get()).sum();
    let credit = settle::credit_of(tx, house.id).await?;
    let chart = Chart::load(tx).await?;
    let open = invoices.iter().map(|invoice| Open {
        label: view::invoice_label(s.locale, invoice.kind.code(), invoice.period),
        due: s.date(&invoice.due_on),
        late: invoice.due_on < today,
        open: invoice.open.to_string(),
    });
    let open = open.collect();
    let back = may.place().path("pembayaran/tunai");
    let (cash, code) = (s.t("cash-title").to_owned(), house.code.clone());
    Ok(Page {
        action: format!("{back}/{}", house.id),
        s: s.crumb(cash, &back).crumb(code, ""),
        back,
        code: house.code.clone(),
        payer: house.payer_name.clone(),
        total: Rupiah::new(total).unwrap_or_default().to_string(),
        credit: if credit > Rupiah::ZERO { credit.to_string() } else { String::new() },
        open,
        accounts: money_choices(&chart),
        mistakes: faults.pairs(),
        form,
        faults,
    })
}
