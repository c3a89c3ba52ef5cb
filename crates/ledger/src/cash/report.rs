//! The published cash report: one page that every resident may read, of closed months only, in words that need no book.

use askama::Template;
use kernel::{FundId, Period, format};
use tenancy::{May, Role, policy::SeeCashReport};
use web::{Browser, Query, Shell, ShellKind, shell::parts::Chip};

use super::{
    model::{Flow, Line, is_quiet},
    of_month,
    pages::{Filter, Row, row},
};
use crate::{
    books,
    chart::Purpose,
    frame::{self, money},
};

/// How many months the page offers.
const MONTHS: usize = 12;

#[derive(Template)]
#[template(path = "cash/report.html")]
struct Report {
    s: Shell,
    months: Vec<Chip>,
    label: String,
    whole: Row,
    whole_in: String,
    whole_out: String,
    boxes: Vec<Row>,
    funds: Vec<Row>,
    sources: Vec<(String, String)>,
    uses: Vec<(String, String)>,
    /// Nothing is published yet.
    is_empty: bool,
}

pub async fn show(may: May<SeeCashReport>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let s = browser.member(&may, kind_of(may.roles()), browser.texts().get("cash-report"));
    let base = may.place().path("laporan-kas");
    let closed = books::closed_months(&mut tx).await?;
    let wanted = frame::month(&filter.bulan);
    let Some((first, last)) = closed else { return web::page(&nothing_yet(s)) };
    let month = wanted.filter(|month| (first..=last).contains(month)).unwrap_or(last);

    let cash = of_month(&mut tx, month).await?;
    let chip = |period: Period| {
        Chip::new(format::month(period, s.locale), web::with_query(&base, &[("bulan", &period.to_string())]))
            .current_if(period == month)
    };
    let back = std::iter::successors(Some(last), |period| Some(period.previous()));
    let months = back.take_while(|period| *period >= first).take(MONTHS).map(chip).collect();
    web::page(&Report {
        months,
        label: format::month(month, s.locale),
        whole: row(&cash.whole, String::new()),
        whole_in: money(cash.whole.income),
        whole_out: money(cash.whole.outgo),
        boxes: cash
            .boxes
            .iter()
            .filter(|line| !is_quiet(line))
            .map(|line| row(line, String::new()))
            .collect(),
        funds: cash
            .funds
            .iter()
            .filter(|l| !is_quiet(l))
            .map(|l: &Line<FundId>| row(l, String::new()))
            .collect(),
        sources: cash.sources.iter().map(|flow| named(&s, flow)).collect(),
        uses: cash.uses.iter().map(|flow| named(&s, flow)).collect(),
        is_empty: false,
        s,
    })
}

fn nothing_yet(s: Shell) -> Report {
    let empty = || row(&Line::<()>::default(), String::new());
    Report {
        months: Vec::new(),
        label: String::new(),
        whole: empty(),
        whole_in: String::new(),
        whole_out: String::new(),
        boxes: Vec::new(),
        funds: Vec::new(),
        sources: Vec::new(),
        uses: Vec::new(),
        is_empty: true,
        s,
    }
}

/// What a neighbour calls it: money that pays a receivable is simply dues.
fn named(s: &Shell, flow: &Flow) -> (String, String) {
    let name = match flow.purpose {
        Some(Purpose::DuesReceivable | Purpose::DuesIncome) => s.t("cash-dues").to_owned(),
        Some(Purpose::PenaltyReceivable | Purpose::PenaltyIncome) => s.t("cash-penalties").to_owned(),
        Some(Purpose::Credit) => s.t("cash-ahead").to_owned(),
        _ => flow.name.clone(),
    };
    (name, money(flow.amount))
}

/// The frame of the page is that of the hat with which the person reads it.
fn kind_of(roles: &[Role]) -> ShellKind {
    let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    if has(&[Role::Manager, Role::OrganizationAdmin]) {
        ShellKind::Manager
    } else if has(&[Role::Treasurer]) {
        ShellKind::Treasurer
    } else if has(&[Role::AreaHead]) {
        ShellKind::AreaHead
    } else {
        ShellKind::Resident
    }
}
