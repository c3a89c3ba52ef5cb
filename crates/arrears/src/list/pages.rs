//! The list as a page: the sum and its ages on top, chips that filter by age, one line for each house.

use askama::Template;
use dues::owing::{self, Ages, Lateness, Owing, Wanted};
use kernel::{AreaId, Date, PhoneNumber, Rupiah, format};
use serde::Deserialize;
use tenancy::{
    May,
    policy::{RecordPayments, SeeArrears, SeeDues},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice, Tone},
};

use super::areas::{self, Tab};
use crate::common::{shell, whatsapp, within};

/// Lines of one page.
const PAGE: i64 = 30;

/// How the address calls an age, and the key of its label.
const AGES: [(&str, Lateness, &str); 6] = [
    ("", Lateness::Late, "arrears-late"),
    ("30", Lateness::To30, "arrears-to-30"),
    ("60", Lateness::To60, "arrears-to-60"),
    ("90", Lateness::To90, "arrears-to-90"),
    ("lebih", Lateness::Older, "arrears-older"),
    ("semua", Lateness::Open, "arrears-open"),
];

/// What the address says. What is not understood narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub(super) q: String,
    pub(super) umur: String,
    pub(super) blok: String,
    pub(super) rt: String,
    /// The late sum and house number of the line before the page.
    pub(super) sesudah: String,
    pub(super) format: String,
}

impl Filter {
    pub fn wanted(&self, within: Vec<AreaId>) -> Wanted {
        Wanted {
            within,
            block: self.blok.parse().ok(),
            rt: self.rt.parse().ok(),
            search: self.q.trim().to_owned(),
            lateness: AGES
                .iter()
                .find(|(code, ..)| *code == self.umur)
                .map_or(Lateness::Late, |(_, lateness, _)| *lateness),
        }
    }

    fn after(&self) -> Option<(Rupiah, &str)> {
        let (late, key) = self.sesudah.split_once('~')?;
        Some((Rupiah::new(late.parse().ok()?).ok()?, key))
    }

    fn href(&self, base: &str, age: &str, extra: (&str, &str)) -> String {
        web::with_query(base, &[("q", &self.q), ("umur", age), ("blok", &self.blok), ("rt", &self.rt), extra])
    }

    fn is_empty(&self) -> bool {
        [&self.q, &self.umur, &self.blok, &self.rt].iter().all(|part| part.trim().is_empty())
    }
}

struct Line {
    id: String,
    href: String,
    code: String,
    payer: String,
    late: String,
    not_due: String,
    since: String,
    invoices: i64,
    tone: Tone,
    credit: String,
    whatsapp: String,
    cash: String,
}

struct Slice {
    label: String,
    amount: String,
    tone: Tone,
    /// In ten-thousandths of the bar.
    x: i64,
    width: i64,
}

#[derive(Template)]
#[template(path = "list/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    late: String,
    sub: String,
    tabs: Vec<Chip>,
    slices: Vec<Slice>,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    next: String,
    is_filtered: bool,
    blocks: Vec<Choice>,
    rts: Vec<Choice>,
    is_office: bool,
    xlsx: String,
    csv: String,
    recap: String,
}

pub async fn index(may: May<SeeArrears>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let within = within(&may);
    let (ages, units) = owing::total(&mut tx, &within, today).await?;
    // The fields of the filter stand outside of what it redraws.
    let redraws = browser.hx.wants("daftar");
    let (blocks, rts) = if redraws { Default::default() } else { areas::choices(&mut tx, &within).await? };
    let wanted = filter.wanted(within);
    let mut rows = owing::units(&mut tx, &wanted, today, filter.after(), PAGE + 1).await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }

    let s = shell(&browser, &may, browser.texts().get("arrears-title"));
    let base = may.place().path("tunggakan");
    let next = rows.last().filter(|_| more).map(|row| format!("{}~{}", row.ages.late().get(), row.sort_key));
    let lines = Lines { s: &s, may: &may, today };
    let page = Index {
        late: format::rupiah(ages.late()),
        sub: s.t2("arrears-sub", "units", units[..4].iter().sum::<i64>(), "date", s.date(&today)),
        slices: slices(&s, &ages),
        chips: chips(&s, &filter, &base, &units),
        tabs: areas::tabs(&s, &base, Tab::Houses),
        blocks,
        rts,
        rows: rows.iter().map(|row| lines.line(row)).collect(),
        next: next.map_or(String::new(), |key| filter.href(&base, &filter.umur, ("sesudah", &key))),
        is_filtered: !filter.is_empty(),
        is_office: may.can::<SeeDues>(),
        xlsx: filter.href(&format!("{base}/unduh"), &filter.umur, ("format", "xlsx")),
        csv: filter.href(&format!("{base}/unduh"), &filter.umur, ("format", "csv")),
        recap: format!("{base}/rekap"),
        base,
        filter,
        s,
    };
    if redraws { web::page(&page.as_list()) } else { web::page(&page) }
}

struct Lines<'a> {
    s: &'a Shell,
    may: &'a May<SeeArrears>,
    today: Date,
}

impl Lines<'_> {
    fn line(&self, row: &Owing) -> Line {
        let days = (self.today - row.oldest_due).num_days();
        let unit = self.may.place().path(&format!("tunggakan/{}", web::segment(&row.code)));
        Line {
            id: row.unit.to_string(),
            code: row.code.clone(),
            payer: row.payer_name.clone(),
            late: format::rupiah(row.ages.late()),
            not_due: non_zero(row.ages.not_due),
            since: if days > 0 { self.s.t1("arrears-days-late", "days", days) } else { String::new() },
            invoices: row.invoices,
            tone: if days > 90 {
                Tone::Bad
            } else if days > 0 {
                Tone::Warn
            } else {
                Tone::Plain
            },
            credit: non_zero(row.credit),
            whatsapp: self.reminder(row),
            cash: if self.may.can::<RecordPayments>() {
                self.may.place().path(&format!("pembayaran/tunai/{}", web::segment(&row.code)))
            } else {
                String::new()
            },
            href: unit,
        }
    }

    /// The words of a reminder, ready in WhatsApp: what is owed, how to pay, and that it may be paid already.
    fn reminder(&self, row: &Owing) -> String {
        let Some(phone) = row.phone.as_deref().and_then(|phone| phone.parse::<PhoneNumber>().ok()) else {
            return String::new();
        };
        let place = self.may.place().name.as_str();
        let words = self.s.tw(
            "arrears-reminder",
            [
                ("name", row.payer_name.as_str().into()),
                ("unit", row.code.as_str().into()),
                ("place", place.into()),
                ("amount", format::rupiah(row.ages.late()).into()),
                ("since", format::long_date(row.oldest_due, self.s.locale).into()),
            ],
        );
        whatsapp(&phone, &words)
    }
}

pub(super) fn non_zero(amount: Rupiah) -> String {
    if amount == Rupiah::ZERO { String::new() } else { format::rupiah(amount) }
}

/// The late sum as one bar of four stretches; a table with the same figures stands under it.
fn slices(s: &Shell, ages: &Ages) -> Vec<Slice> {
    let whole = ages.late().get();
    let parts = [
        ("arrears-to-30", ages.to_30, Tone::Info),
        ("arrears-to-60", ages.to_60, Tone::Brand),
        ("arrears-to-90", ages.to_90, Tone::Warn),
        ("arrears-older", ages.older, Tone::Bad),
    ];
    let mut x = 0;
    let slice = |(key, amount, tone): (&str, Rupiah, Tone)| {
        let width = if whole == 0 { 0 } else { amount.get() * 10_000 / whole };
        let slice = Slice { label: s.t(key).to_owned(), amount: format::rupiah(amount), tone, x, width };
        x += width;
        slice
    };
    parts.map(slice).into_iter().collect()
}

fn chips(s: &Shell, filter: &Filter, base: &str, units: &[i64; 5]) -> Vec<Chip> {
    let late: i64 = units[..4].iter().sum();
    let counts = [late, units[0], units[1], units[2], units[3], late + units[4]];
    let chip = |((code, _, label), count): (&(&str, Lateness, &str), i64)| {
        Chip::new(s.t(label), filter.href(base, code, ("", "")))
            .counted(count)
            .current_if(filter.umur == *code)
    };
    AGES.iter().zip(counts).map(chip).collect()
}
