//! The resident's own receipts: those of the units where they live or which they own.

use askama::Template;
use axum::{Extension, extract::State};
use files::Files;
use kernel::{PaymentId, UnitId};
use paper::Press;
use tenancy::{May, Store, policy::SeeOwnDues};
use web::{Browser, Path, Shell, ShellKind};

use super::{
    link,
    print::{Form, print},
    sql::{self, Home},
};
use crate::payment;

/// Rows of the list; older ones are on the statement.
const MOST: i64 = 100;

struct Row {
    title: String,
    sub: String,
    amount: String,
    state: &'static str,
    tone: &'static str,
    icon: &'static str,
    /// Where the payment itself is shown.
    href: String,
    /// Present once there is a receipt.
    paper: Option<Papers>,
}

struct Papers {
    pdf: String,
    png: String,
    link: String,
    whatsapp: String,
}

#[derive(Template)]
#[template(path = "receipt/own.html")]
struct Page {
    s: Shell,
    pay: String,
    rows: Vec<Row>,
}

pub async fn index(may: May<SeeOwnDues>, browser: Browser, State(store): State<Store>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let homes = sql::homes(&mut tx, today).await?;
    let units: Vec<UnitId> = homes.iter().map(|home| home.unit).collect();
    let payments = sql::of_units(&mut tx, &units, MOST).await?;
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("own-receipts-title"));
    let base = may.place().path("kuitansi-saya");
    let rows = payments.into_iter().map(|payment| {
        let (tone, icon) = payment.state.look();
        let check = link(&store, may.place(), payment.id);
        let number = payment.receipt_number.clone();
        let share =
            s.t2("receipt-share-text", "number", number.clone().unwrap_or_default(), "link", check.as_str());
        Row {
            title: number.clone().unwrap_or_else(|| s.t("own-receipt-waiting").to_owned()),
            sub: format!("{} · {}", payment.units, s.date(&payment.value_on)),
            amount: payment.amount.to_string(),
            state: payment.state.word(),
            tone,
            icon,
            href: may.place().path(&format!("bayar/{}", payment.id)),
            paper: number.filter(|_| payment.whole).map(|_| Papers {
                pdf: format!("{base}/{}/pdf", payment.id),
                png: format!("{base}/{}/png", payment.id),
                whatsapp: web::with_query("https://wa.me/", &[("text", &share)]),
                link: check,
            }),
        }
    });
    let rows = rows.collect();
    web::page(&Page { pay: may.place().path("bayar"), rows, s })
}

pub async fn pdf(
    may: May<SeeOwnDues>,
    browser: Browser,
    state: State<Store>,
    press: Extension<Press>,
    files: Extension<Files>,
    path: Path<(String, PaymentId)>,
) -> web::Result {
    mine(&may, path.0.1).await?;
    print(&may, &browser, &state, (&press, &files), path.0.1, Form::Pdf).await
}

pub async fn png(
    may: May<SeeOwnDues>,
    browser: Browser,
    state: State<Store>,
    press: Extension<Press>,
    files: Extension<Files>,
    path: Path<(String, PaymentId)>,
) -> web::Result {
    mine(&may, path.0.1).await?;
    print(&may, &browser, &state, (&press, &files), path.0.1, Form::Png).await
}

/// The caller's homes, when the payment is for one of them; somebody else's payment is none.
pub(crate) async fn mine(may: &May<SeeOwnDues>, id: PaymentId) -> web::Result<Vec<Home>> {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let homes = sql::homes(&mut tx, today).await?;
    let parts = payment::sql::parts(&mut tx, id).await?;
    let is_mine =
        !parts.is_empty() && parts.iter().all(|part| homes.iter().any(|home| home.unit == part.unit));
    if is_mine { Ok(homes) } else { Err(web::Error::missing()) }
}

/// The homes of whoever asks.
pub(crate) async fn homes(tx: &mut tenancy::TenantTx, today: kernel::Date) -> tenancy::Result<Vec<Home>> {
    sql::homes(tx, today).await
}
