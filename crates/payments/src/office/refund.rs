//! Titipan paid back, with a reason: somebody moves away, or paid twice.

use askama::Template;
use axum::response::IntoResponse as _;
use dues::settle::{self, CreditMark};
use kernel::{CreditId, LedgerAccountId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ReversePayments};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use crate::{
    cash::{self, money_account, money_choices},
    payment, refusal, view,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    /// Made when the form was drawn: the same form twice is one refund.
    id: String,
    titipan: String,
    jumlah: String,
    akun: String,
    alasan: String,
}

#[derive(Template)]
#[template(path = "office/refund.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    code: String,
    left: String,
    credits: Vec<Choice>,
    accounts: Vec<Choice>,
    form: RefundForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn form(
    may: May<ReversePayments>,
    browser: Browser,
    Path((_, unit)): Path<(String, UnitId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let credits = settle::credits_of_unit(&mut tx, unit).await?;
    let chart = Chart::load(&mut tx).await?;
    let first = credits.first();
    let form = RefundForm {
        id: kernel::PaymentId::new(tx.now()).to_string(),
        titipan: first.map(|credit| credit.credit.to_string()).unwrap_or_default(),
        jumlah: first
            .map(|credit| kernel::format::number(credit.left.get(), kernel::Locale::Id))
            .unwrap_or_default(),
        akun: chart.account(Purpose::Cash).to_string(),
        alasan: String::new(),
    };
    web::page(&page(&mut tx, &may, &browser, unit, form, Faults::default()).await?)
}

pub async fn pay_back(
    may: May<ReversePayments>,
    browser: Browser,
    Path((_, unit)): Path<(String, UnitId)>,
    Form(form): Form<RefundForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let s = view::shell(&may, &browser, "");
    let chart = Chart::load(&mut tx).await?;
    let credits = settle::credits_of_unit(&mut tx, unit).await?;
    let (credit, amount, from, reason) = match form.parse(&s, &chart, &credits) {
        Ok(parsed) => parsed,
        Err(faults) => return web::invalid(&page(&mut tx, &may, &browser, unit, form, faults).await?),
    };
    let today = may.place().zone.date(tx.now());
    let id = form.id.parse().map_err(|_| web::Error::Unreadable("id".to_owned()))?;
    let new = payment::NewRefund { id, unit, credit, amount, on: today, from, reason: &reason };
    payment::refund(&mut tx, &new).await.map_err(refusal::said)?;
    tx.commit().await?;
    let said = s.t1("refund-said", "amount", amount);
    Ok(Go::to(may.place().path("titipan")).saying(said).into_response())
}

type Parsed = (CreditId, Rupiah, LedgerAccountId, String);

impl RefundForm {
    fn parse(&self, s: &Shell, chart: &Chart, credits: &[CreditMark]) -> Result<Parsed, Faults> {
        let mut faults = Faults::default();
        let credit = credits.iter().find(|credit| credit.credit.to_string() == self.titipan);
        if credit.is_none() {
            faults.put("titipan", s.t("refund-fault-credit"));
        }
        let amount = view::amount(&mut faults, s, "jumlah", &self.jumlah);
        if let (Some(credit), Some(amount)) = (credit, amount)
            && amount > credit.left
        {
            faults.put("jumlah", s.t1("refund-fault-amount", "left", credit.left));
        }
        let from = money_account(chart, &self.akun);
        if from.is_none() {
            faults.put("akun", s.t("payment-fault-account"));
        }
        let reason = view::reason(&mut faults, s, "alasan", &self.alasan);
        match (credit, amount, from) {
            (Some(credit), Some(amount), Some(from)) if faults.is_empty() => {
                Ok((credit.credit, amount, from, reason))
            }
            _ => Err(faults),
        }
    }
}

async fn page(
    tx: &mut TenantTx,
    may: &May<ReversePayments>,
    browser: &Browser,
    unit: UnitId,
    form: RefundForm,
    faults: Faults,
) -> web::Result<Page> {
    let today = may.place().zone.date(tx.now());
    let house = cash::sql::house(tx, unit, today).await?.ok_or(web::Error::missing())?;
    let credits = settle::credits_of_unit(tx, unit).await?;
    let chart = Chart::load(tx).await?;
    let mut s =
        view::shell(may, browser, browser.texts().with("refund-of", &[("code", house.code.as_str().into())]));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let left = settle::credit_of(tx, unit).await?.to_string();
    let choice = |credit: &CreditMark| {
        let label = s.t2("refund-credit", "number", credit.reference.as_str(), "left", credit.left);
        Choice::new(credit.credit.to_string(), label)
    };
    let choices = credits.iter().map(choice).collect();
    let (payments, title) = (s.t("payments-title").to_owned(), s.title.clone());
    let back = may.place().path("pembayaran");
    Ok(Page {
        s: s.crumb(payments, &back).crumb(title, ""),
        action: may.place().path(&format!("titipan/{unit}")),
        back,
        code: house.code,
        left,
        credits: choices,
        accounts: money_choices(&chart),
        mistakes: faults.pairs(),
        form,
        faults,
    })
}
