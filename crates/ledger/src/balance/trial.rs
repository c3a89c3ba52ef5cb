//! The trial balance (neraca saldo): every account with what stands in it, at a day or with what moved between two.

use std::collections::HashMap;

use askama::Template;
use kernel::{Date, FundId, LedgerAccountId, Period};
use serde::Deserialize;
use tenancy::{
    May, Place, TenantTx,
    policy::{KeepBooks, SeeBooks},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice},
};

use super::{
    model::{Span, natural},
    movements,
    sql::Movement,
};
use crate::{
    chart::{AccountKind, sql as chart},
    frame::{self, Tab, money_or_blank},
};

/// What the address says. What is not understood narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub dari: String,
    pub sampai: String,
    /// Id of a fund.
    pub pos: String,
    pub format: String,
}

impl Filter {
    /// The days that are asked about; up to today when nothing is said.
    pub fn span(&self, today: Date) -> Span {
        let to = frame::date(&self.sampai).unwrap_or(today);
        Span { from: frame::date(&self.dari).filter(|from| *from <= to), to }
    }

    pub fn fund(&self) -> Option<FundId> {
        self.pos.parse().ok()
    }

    fn href(&self, base: &str, from: &str, to: &str, format: &str) -> String {
        web::with_query(base, &[("dari", from), ("sampai", to), ("pos", &self.pos), ("format", format)])
    }
}

/// An account in the report, its figures over all wanted funds together.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: LedgerAccountId,
    pub code: String,
    pub name: String,
    pub kind: AccountKind,
    /// Debit less credit, as are the others but `debit` and `credit`.
    pub opening: i64,
    pub debit: i64,
    pub credit: i64,
}

impl Line {
    pub fn closing(&self) -> i64 {
        self.opening + self.debit - self.credit
    }
}

/// The accounts in which something stands or moved, by their codes.
pub async fn lines(tx: &mut TenantTx, span: Span, fund: Option<FundId>) -> tenancy::Result<Vec<Line>> {
    let accounts = chart::accounts(tx).await?;
    let mut sums: HashMap<LedgerAccountId, Movement> = HashMap::new();
    for movement in movements(tx, span, fund).await? {
        let sum =
            sums.entry(movement.account).or_insert(Movement { opening: 0, debit: 0, credit: 0, ..movement });
        sum.opening += movement.opening;
        sum.debit += movement.debit;
        sum.credit += movement.credit;
    }
    let line = |account: chart::Account| {
        let sum = sums.get(&account.id)?;
        let chart::Account { id, code, name, kind, .. } = account;
        Some(Line { id, code, name, kind, opening: sum.opening, debit: sum.debit, credit: sum.credit })
    };
    Ok(accounts.into_iter().filter_map(line).collect())
}

/// A line as it is read.
struct Row {
    href: String,
    code: String,
    name: String,
    opening: String,
    debit: String,
    credit: String,
    closing: String,
}

/// The lines of one kind of account.
struct Group {
    label: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "balance/trial.html", blocks = ["list"])]
struct Trial {
    s: Shell,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    base: String,
    sub: String,
    filter: Filter,
    funds: Vec<Choice>,
    groups: Vec<Group>,
    /// With a first day there are movements to be shown.
    moves: bool,
    debit: String,
    credit: String,
    balances: bool,
    keeps: bool,
    record: String,
    xlsx: String,
    csv: String,
}

pub async fn index(may: May<SeeBooks>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let span = filter.span(today);
    let lines = lines(&mut tx, span, filter.fund()).await?;
    let funds = chart::all_funds(&mut tx).await?;

    let s = browser.office(&may, browser.texts().get("books-title"));
    let base = may.place().path("buku");
    let (debit, credit) = totals(span, &lines);
    let export = |format: &str| filter.href(&format!("{base}/unduh"), &filter.dari, &filter.sampai, format);
    let page = Trial {
        tabs: frame::tabs(&s, may.place(), Tab::Balances),
        chips: chips(&s, &filter, &base, span, today),
        sub: said(&s, span),
        funds: funds.iter().map(|fund| Choice::new(fund.id.to_string(), &fund.name)).collect(),
        groups: groups(may.place(), &filter, span, &lines),
        moves: span.from.is_some(),
        debit: frame::money(debit),
        credit: frame::money(credit),
        balances: debit == credit,
        keeps: may.can::<KeepBooks>(),
        record: may.place().path("buku/catat"),
        xlsx: export("xlsx"),
        csv: export("csv"),
        filter: Filter {
            dari: span.from.map(|day| day.to_string()).unwrap_or_default(),
            sampai: span.to.to_string(),
            ..filter
        },
        base,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

/// What all debits and all credits come to: of the movements, or of what stands there.
pub(super) fn totals(span: Span, lines: &[Line]) -> (i64, i64) {
    if span.from.is_some() {
        return (lines.iter().map(|line| line.debit).sum(), lines.iter().map(|line| line.credit).sum());
    }
    let debit = lines.iter().map(|line| line.closing().max(0)).sum();
    (debit, lines.iter().map(|line| (-line.closing()).max(0)).sum())
}

fn said(s: &Shell, span: Span) -> String {
    match span.from {
        Some(from) => s.t2("books-between", "from", s.date(&from), "to", s.date(&span.to)),
        None => s.t1("books-at", "day", s.date(&span.to)),
    }
}

fn chips(s: &Shell, filter: &Filter, base: &str, span: Span, today: Date) -> Vec<Chip> {
    let month = Period::of(today);
    let january = Date::from_ymd_opt(chrono::Datelike::year(&today), 1, 1).unwrap_or(today);
    let spans = [
        ("books-now", None, today),
        ("books-this-month", Some(month.first_day()), today),
        ("books-last-month", Some(month.previous().first_day()), month.previous().last_day()),
        ("books-this-year", Some(january), today),
    ];
    let chip = |(key, from, to): (&'static str, Option<Date>, Date)| {
        let first = from.map(|day| day.to_string()).unwrap_or_default();
        let href = filter.href(base, &first, &to.to_string(), "");
        Chip::new(s.t(key), href).current_if(span == Span { from, to })
    };
    spans.map(chip).to_vec()
}

fn groups(place: &Place, filter: &Filter, span: Span, lines: &[Line]) -> Vec<Group> {
    let group = |kind: AccountKind| Group {
        label: kind.word(),
        rows: lines
            .iter()
            .filter(|line| line.kind == kind)
            .map(|line| row(place, filter, span, line))
            .collect(),
    };
    AccountKind::ALL.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect()
}

fn row(place: &Place, filter: &Filter, span: Span, line: &Line) -> Row {
    let base = place.path(&format!("buku/akun/{}", line.id));
    let from = span.from.map(|day| day.to_string()).unwrap_or_default();
    let natural = |amount: i64| money_or_blank(natural(line.kind, amount));
    let closing = line.closing();
    let (debit, credit) =
        if span.from.is_some() { (line.debit, line.credit) } else { (closing.max(0), (-closing).max(0)) };
    Row {
        href: filter.href(&base, &from, &span.to.to_string(), ""),
        code: line.code.clone(),
        name: line.name.clone(),
        opening: natural(line.opening),
        debit: money_or_blank(debit),
        credit: money_or_blank(credit),
        closing: natural(closing),
    }
}
