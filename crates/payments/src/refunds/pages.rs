//! The list as a page: the sum of the chosen days on top, a line for each time something was paid back.

use askama::Template;
use kernel::{Date, Rupiah};
use ledger::{Chart, MoneyAccount};
use serde::Deserialize;
use tenancy::{May, policy::SeeDues};
use uuid::Uuid;
use web::{Browser, Query, Shell, shell::parts::Pager};

use super::sql::{self, RefundRow, Wanted};

/// Lines of one page.
const PAGE: i64 = 50;

/// What the address says. What is not understood narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    dari: String,
    sampai: String,
    q: String,
    /// Day and id of the line before the page: `2026-11-22~…`.
    sesudah: String,
    pub(super) format: String,
}

impl Filter {
    pub fn wanted(&self) -> Wanted {
        let text = self.q.trim().replace(['%', '_', '\\'], "");
        Wanted {
            from: self.dari.parse().ok(),
            to: self.sampai.parse().ok(),
            text: (!text.is_empty()).then_some(text),
        }
    }

    fn after(&self) -> Option<(Date, Uuid)> {
        let (on, id) = self.sesudah.split_once('~')?;
        Some((on.parse().ok()?, id.parse().ok()?))
    }

    fn href(&self, base: &str, extra: (&str, &str)) -> String {
        web::with_query(base, &[("dari", &self.dari), ("sampai", &self.sampai), ("q", &self.q), extra])
    }
}

/// The name of a cash box or bank account; empty for one that is no longer in use.
pub fn account_name(accounts: &[MoneyAccount], row: &RefundRow) -> String {
    accounts.iter().find(|account| account.id == row.account).map_or(String::new(), |a| a.name.clone())
}

struct Line {
    unit: String,
    unit_href: String,
    on: String,
    amount: String,
    account: String,
    reason: String,
    by: String,
    entry: String,
}

#[derive(Template)]
#[template(path = "refunds/index.html", blocks = ["list"])]
struct Page {
    s: Shell,
    base: String,
    filter: Filter,
    count: i64,
    amount: Rupiah,
    rows: Vec<Line>,
    pager: Pager,
    is_filtered: bool,
    xlsx: String,
    csv: String,
    payments: String,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let wanted = filter.wanted();
    let mut tx = may.begin().await?;
    let mut rows = sql::page(&mut tx, &wanted, filter.after(), PAGE + 1).await?;
    let (count, amount) = sql::total(&mut tx, &wanted).await?;
    let chart = Chart::load(&mut tx).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let place = may.place();
    let (base, payments) = (place.path("titipan"), place.path("pembayaran"));
    let s = browser.office(&may, browser.texts().get("refunds-title"));
    let (back, title) = (s.t("payments-title").to_owned(), s.title.clone());
    let s = s.crumb(back, &payments).crumb(title, "");
    let line = |row: &RefundRow| Line {
        unit: row.unit.clone(),
        unit_href: place.path(&format!("tunggakan/{}", web::segment(&row.unit))),
        on: s.date(&row.on),
        amount: row.amount.to_string(),
        account: account_name(chart.money_accounts(), row),
        reason: row.reason.clone(),
        by: row.by.clone(),
        entry: place.path(&format!("buku/jurnal/{}", row.id)),
    };
    let page = Page {
        rows: rows.iter().map(line).collect(),
        pager: pager(&filter, &base, &rows, more),
        is_filtered: [&filter.dari, &filter.sampai, &filter.q].iter().any(|part| !part.is_empty()),
        xlsx: filter.href(&format!("{base}/unduh"), ("format", "xlsx")),
        csv: filter.href(&format!("{base}/unduh"), ("format", "csv")),
        count,
        amount,
        payments,
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn pager(filter: &Filter, base: &str, rows: &[RefundRow], more: bool) -> Pager {
    let key = rows.last().filter(|_| more).map(|row| format!("{}~{}", row.on, row.id));
    Pager {
        from: i64::from(!rows.is_empty()),
        to: i64::try_from(rows.len()).unwrap_or(PAGE),
        total: None,
        previous: (!filter.sesudah.is_empty()).then(|| filter.href(base, ("", ""))),
        next: key.map(|key| filter.href(base, ("sesudah", &key))),
    }
}
