//! The list of payments: what waits on top of the filters, figures of the month, cards on a phone.

use askama::Template;
use kernel::{Date, Instant, PaymentId, Period, Rupiah, format};
use serde::Deserialize;
use tenancy::{
    Capability, May,
    policy::{RecordPayments, SeeDues, SeePayments},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice, Pager},
};

use super::sql::{self, ListRow, Wanted};
use crate::{
    payment::{Method, State},
    view,
};

/// Lines of one page.
const PAGE: i64 = 50;
/// Months that the select offers.
const MONTHS: usize = 24;

/// What the address says. What is not understood narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    status: String,
    metode: String,
    /// `2026-11`.
    bulan: String,
    dari: String,
    pub(super) format: String,
}

impl Filter {
    pub fn wanted<C: Capability>(&self, may: &May<C>) -> Wanted {
        let month = Date::parse_from_str(&format!("{}-01", self.bulan), "%Y-%m-%d").ok().map(Period::of);
        let text = self.q.trim().replace(['%', '_', '\\'], "");
        Wanted {
            state: State::from_code(&self.status),
            method: Method::from_code(&self.metode),
            month: month.map(|month| (month.first_day(), month.next().first_day())),
            text: (!text.is_empty()).then_some(text),
            areas: view::scope(may),
        }
    }

    fn href(&self, base: &str, status: &str, extra: (&str, &str)) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("status", status),
            ("metode", &self.metode),
            ("bulan", &self.bulan),
            extra,
        ];
        web::with_query(base, &pairs)
    }

    fn after(&self) -> Option<(Instant, PaymentId)> {
        let (micros, id) = self.dari.split_once('~')?;
        let at = chrono::DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some((at, id.parse().ok()?))
    }
}

struct Line {
    href: String,
    title: String,
    sub: String,
    units: String,
    when: String,
    method: &'static str,
    amount: String,
    state: &'static str,
    tone: &'static str,
    icon: &'static str,
}

#[derive(Template)]
#[template(path = "office/list.html", blocks = ["list"])]
struct Page {
    s: Shell,
    base: String,
    filter: Filter,
    methods: Vec<Choice>,
    months: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    pager: Pager,
    arrived: String,
    arrived_count: i64,
    waiting: String,
    waiting_count: i64,
    records: bool,
    /// Empty for an RT head, who sees no titipan.
    refunds: String,
    is_filtered: bool,
    xlsx: String,
    csv: String,
}

pub async fn index(may: May<SeePayments>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let wanted = filter.wanted(&may);
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let mut rows = sql::page(&mut tx, &wanted, filter.after(), PAGE + 1).await?;
    let counts = sql::counts(&mut tx, &wanted).await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let s = view::shell(&may, &browser, browser.texts().get("payments-title"));
    let base = may.place().path("pembayaran");
    let of = |states: &[State]| sums(&counts, states);
    let (arrived_count, arrived) = of(&[State::Verified]);
    let (waiting_count, waiting) = of(&[State::Waiting, State::NeedsInfo]);
    let page = Page {
        chips: chips(&s, &filter, &base, &counts),
        methods: Method::ALL.map(|method| Choice::new(method.code(), s.t(method.word()))).to_vec(),
        months: months(&s, today),
        pager: pager(&filter, &base, &rows, more),
        rows: rows.iter().map(|row| line(&s, &base, row)).collect(),
        arrived: arrived.to_string(),
        arrived_count,
        waiting: waiting.to_string(),
        waiting_count,
        records: may.can::<RecordPayments>(),
        refunds: if may.can::<SeeDues>() { may.place().path("titipan") } else { String::new() },
        is_filtered: [&filter.q, &filter.status, &filter.metode, &filter.bulan]
            .iter()
            .any(|part| !part.is_empty()),
        xlsx: filter.href(&format!("{base}/unduh"), &filter.status, ("format", "xlsx")),
        csv: filter.href(&format!("{base}/unduh"), &filter.status, ("format", "csv")),
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn sums(counts: &[(State, i64, Rupiah)], states: &[State]) -> (i64, Rupiah) {
    let of = counts.iter().filter(|(state, ..)| states.contains(state));
    let (count, sum) = of.fold((0, 0), |(count, sum), (_, n, amount)| (count + n, sum + amount.get()));
    (count, Rupiah::new(sum).unwrap_or_default())
}

fn chips(s: &Shell, filter: &Filter, base: &str, counts: &[(State, i64, Rupiah)]) -> Vec<Chip> {
    let chosen = State::from_code(&filter.status);
    let all = counts.iter().map(|(_, count, _)| count).sum();
    let every = Chip::new(s.t("payments-all"), filter.href(base, "", ("", "")))
        .counted(all)
        .current_if(chosen.is_none());
    let each = State::ALL.into_iter().map(|state| {
        Chip::new(s.t(state.word()), filter.href(base, state.code(), ("", "")))
            .counted(sums(counts, &[state]).0)
            .current_if(chosen == Some(state))
    });
    std::iter::once(every).chain(each).collect()
}

fn months(s: &Shell, today: Date) -> Vec<Choice> {
    let months = std::iter::successors(Some(Period::of(today)), |month| Some(month.previous()));
    months.take(MONTHS).map(|month| Choice::new(month.to_string(), format::month(month, s.locale))).collect()
}

fn pager(filter: &Filter, base: &str, rows: &[ListRow], more: bool) -> Pager {
    let last = rows.last().filter(|_| more);
    let key = last.map(|row| format!("{}~{}", row.recorded_at.timestamp_micros(), row.id));
    Pager {
        from: i64::from(!rows.is_empty()),
        to: i64::try_from(rows.len()).unwrap_or(PAGE),
        total: None,
        previous: (!filter.dari.is_empty()).then(|| filter.href(base, &filter.status, ("", ""))),
        next: key.map(|key| filter.href(base, &filter.status, ("dari", &key))),
    }
}

fn line(s: &Shell, base: &str, row: &ListRow) -> Line {
    let (tone, icon) = row.state.look();
    Line {
        href: format!("{base}/{}", row.id),
        title: row.payer_name.clone(),
        sub: row.receipt_number.clone().unwrap_or_else(|| row.reference.clone()),
        units: row.units.clone(),
        when: format::short_date(row.value_on, s.locale),
        method: row.method.word(),
        amount: row.amount.to_string(),
        state: row.state.word(),
        tone,
        icon,
    }
}
