//! The office's cash book of a month: every box and every fund, each one step from its lines.

use askama::Template;
use kernel::Period;
use serde::Deserialize;
use tenancy::{
    May, Place,
    policy::{KeepBooks, SeeBooks},
};
use web::{Browser, Query, Shell, shell::parts::Chip};

use super::{
    model::{Cash, Flow, Line, is_quiet},
    of_month,
};
use crate::frame::{self, MonthSteps, Tab, money, money_or_blank};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `2026-11`.
    pub bulan: String,
}

pub(super) struct Row {
    pub href: String,
    pub name: String,
    pub opening: String,
    pub income: String,
    pub outgo: String,
    pub closing: String,
    pub is_below_zero: bool,
}

pub(super) struct FlowRow {
    pub href: String,
    pub name: String,
    pub amount: String,
}

#[derive(Template)]
#[template(path = "cash/index.html")]
struct Index {
    s: Shell,
    tabs: Vec<Chip>,
    month: MonthSteps,
    whole: Row,
    whole_in: String,
    whole_out: String,
    boxes: Vec<Row>,
    funds: Vec<Row>,
    sources: Vec<FlowRow>,
    uses: Vec<FlowRow>,
    is_empty: bool,
    keeps: bool,
    record: String,
    opening: String,
    report: String,
}

pub async fn index(may: May<SeeBooks>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let this_month = Period::of(may.place().zone.date(tx.now()));
    let month = frame::month(&filter.bulan).unwrap_or(this_month);
    let cash = of_month(&mut tx, month).await?;
    let s = browser.office(&may, browser.texts().get("cashbook-title"));
    let place = may.place();
    let fund = |line: &Line<kernel::FundId>| {
        row(line, web::with_query(&trial(place, month), &[("pos", &line.of.to_string())]))
    };
    web::page(&Index {
        tabs: frame::tabs(&s, place, Tab::Cash),
        month: MonthSteps::new(s.locale, &place.path("kas"), month, this_month),
        whole: row(&cash.whole, String::new()),
        whole_in: money(cash.whole.income),
        whole_out: money(cash.whole.outgo),
        boxes: cash
            .boxes
            .iter()
            .filter(|l| !is_quiet(l))
            .map(|l| row(l, account(place, l.of, month)))
            .collect(),
        funds: cash.funds.iter().filter(|line| !is_quiet(line)).map(fund).collect(),
        sources: cash.sources.iter().map(|flow| flowing(place, month, flow)).collect(),
        uses: cash.uses.iter().map(|flow| flowing(place, month, flow)).collect(),
        is_empty: Cash::is_empty(&cash),
        keeps: may.can::<KeepBooks>(),
        record: place.path("buku/catat"),
        opening: place.path("buku/saldo-awal"),
        report: web::with_query(&place.path("laporan-kas"), &[("bulan", &month.to_string())]),
        s,
    })
}

pub(super) fn row<T>(line: &Line<T>, href: String) -> Row {
    Row {
        href,
        name: line.name.clone(),
        opening: money(line.opening),
        income: money_or_blank(line.income),
        outgo: money_or_blank(line.outgo),
        closing: money(line.closing()),
        is_below_zero: line.closing() < 0,
    }
}

fn account(place: &Place, id: kernel::LedgerAccountId, month: Period) -> String {
    let days = [month.first_day().to_string(), month.last_day().to_string()];
    web::with_query(&place.path(&format!("buku/akun/{id}")), &[("dari", &days[0]), ("sampai", &days[1])])
}

fn trial(place: &Place, month: Period) -> String {
    let days = [month.first_day().to_string(), month.last_day().to_string()];
    web::with_query(&place.path("buku"), &[("dari", &days[0]), ("sampai", &days[1])])
}

fn flowing(place: &Place, month: Period, flow: &Flow) -> FlowRow {
    FlowRow { href: account(place, flow.account, month), name: flow.name.clone(), amount: money(flow.amount) }
}
