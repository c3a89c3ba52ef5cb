//! The office's list of invoices: a month, filters with counts and sums, cards on a phone.

use askama::Template;
use kernel::{Date, Period, Rupiah, format};
use tenancy::{
    May,
    policy::{BringArrears, IssueInvoices, RecordPayments, SeeDues},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice, Pager, Tone},
};

use super::{
    filter::{Filter, PAGE, STATUSES},
    print,
    view::{self, Line},
};
use crate::invoice::sql::{self, From, Standing, Sum, Sums};

#[derive(Template)]
#[template(path = "invoice/pages/list.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    month: String,
    months: Vec<Choice>,
    blocks: Vec<Choice>,
    rts: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    pager: Pager,
    billed: Figure,
    paid: Figure,
    late: Figure,
    is_narrow: bool,
    may_issue: bool,
    may_record: bool,
    make: String,
    runs: String,
    record: String,
    xlsx: String,
    csv: String,
    print: String,
    /// More than one PDF takes: printed in the background.
    prints_many: bool,
    /// Where old arrears are brought in; empty for whoever may not.
    opening: String,
    more: bool,
}

struct Figure {
    amount: String,
    text: String,
    href: String,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let today = place.zone.date(tx.now());
    let usual = sql::latest_period(&mut tx).await?.unwrap_or(Period::of(today));
    let wanted = filter.wanted(usual);
    let (from, at) = filter.place();
    let mut rows = sql::page(&mut tx, &wanted, today, from, PAGE + 1).await?;
    let sums = sql::sums(&mut tx, &wanted, today).await?;
    let areas = sql::areas(&mut tx).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > page || matches!(from, From::Before(_));
    if matches!(from, From::Before(_)) && rows.len() > page {
        rows.remove(0);
    }
    rows.truncate(page);

    let s = browser.office(&may, browser.texts().get("invoices-title"));
    let base = place.path("tagihan");
    let month =
        wanted.period.map_or_else(|| s.t("invoices-every-month").to_owned(), |p| format::month(p, s.locale));
    let total = of_standing(&sums, wanted.standing).count;
    let of_kind = |kind: &str| {
        let of_kind = areas.iter().filter(|(own, ..)| own == kind);
        of_kind.map(|(_, id, name)| Choice::new(id.to_string(), name.clone())).collect::<Vec<_>>()
    };
    let page = Index {
        chips: chips(&s, &filter, &base, &sums),
        blocks: of_kind("block"),
        rts: of_kind("rt"),
        months: months(&s, today, wanted.period.unwrap_or(usual)),
        pager: filter.pager(&base, at, &rows, more, total),
        rows: rows.iter().map(|row| view::office(&s, place, row, today)).collect(),
        billed: billed(&s, &sums, filter.href(&base, "", ("", ""))),
        paid: paid(&s, &sums, filter.href(&base, "lunas", ("", ""))),
        late: late(&s, &sums, filter.href(&base, "telat", ("", ""))),
        is_narrow: filter.is_narrow(),
        may_issue: may.can::<IssueInvoices>(),
        may_record: may.can::<RecordPayments>(),
        make: place.path("tagihan/buat"),
        runs: place.path("tagihan/penagihan"),
        record: place.path("pembayaran/tunai"),
        xlsx: filter.href(&format!("{base}/unduh"), &filter.status, ("format", "xlsx")),
        csv: filter.href(&format!("{base}/unduh"), &filter.status, ("format", "csv")),
        print: filter.href(&format!("{base}/cetak"), &filter.status, ("", "")),
        prints_many: total > i64::try_from(print::MOST).unwrap_or(i64::MAX),
        opening: if may.can::<BringArrears>() { place.path("tagihan/saldo-awal") } else { String::new() },
        more: total > PAGE,
        filter: Filter {
            bulan: wanted.period.map_or("semua".to_owned(), |period| period.to_string()),
            ..filter
        },
        month,
        base,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn of_standing(sums: &Sums, standing: Option<Standing>) -> Sum {
    match standing {
        Some(Standing::Unpaid) => sums.unpaid,
        Some(Standing::Late) => sums.late,
        Some(Standing::Paid) => sums.paid,
        Some(Standing::Void) => sums.void,
        None => [sums.unpaid, sums.late, sums.paid, sums.void].into_iter().fold(Sum::default(), add),
    }
}

fn add(one: Sum, other: Sum) -> Sum {
    let plus = |a: Rupiah, b: Rupiah| a.checked_add(b).unwrap_or(a);
    Sum {
        count: one.count + other.count,
        total: plus(one.total, other.total),
        open: plus(one.open, other.open),
    }
}

fn chips(s: &Shell, filter: &Filter, base: &str, sums: &Sums) -> Vec<Chip> {
    let none = !STATUSES.iter().any(|(name, _)| *name == filter.status);
    let all = Chip::new(s.t("invoices-all"), filter.href(base, "", ("", "")));
    let each = STATUSES.into_iter().map(|(name, standing)| {
        let label = match standing {
            Standing::Unpaid => s.t("invoice-unpaid"),
            Standing::Late => s.t("invoice-late"),
            Standing::Paid => s.t("invoice-paid"),
            Standing::Void => s.t("invoice-void"),
        };
        let tone = if standing == Standing::Late { Tone::Bad } else { Tone::Plain };
        Chip::new(label, filter.href(base, name, ("", "")))
            .counted(of_standing(sums, Some(standing)).count)
            .toned(tone)
            .current_if(filter.status == name)
    });
    let all = all.counted(of_standing(sums, None).count).current_if(none);
    std::iter::once(all).chain(each).collect()
}

fn billed(s: &Shell, sums: &Sums, href: String) -> Figure {
    let live = add(add(sums.unpaid, sums.late), sums.paid);
    Figure { amount: format::rupiah(live.total), text: s.t1("invoices-count", "count", live.count), href }
}

/// What came in of it, and which part that is.
fn paid(s: &Shell, sums: &Sums, href: String) -> Figure {
    let live = add(add(sums.unpaid, sums.late), sums.paid);
    let paid = live.total.checked_sub(live.open).unwrap_or(Rupiah::ZERO);
    let percent = if live.total.get() > 0 { paid.get() * 100 / live.total.get() } else { 0 };
    Figure { amount: format::rupiah(paid), text: s.t1("invoices-percent", "percent", percent), href }
}

fn late(s: &Shell, sums: &Sums, href: String) -> Figure {
    Figure {
        amount: format::rupiah(sums.late.open),
        text: s.t1("invoices-count", "count", sums.late.count),
        href,
    }
}

/// All months, then a year and a half back from the next one, and the one that is shown.
fn months(s: &Shell, today: Date, shown: Period) -> Vec<Choice> {
    let mut choices = vec![Choice::new("semua", s.t("invoices-every-month"))];
    let mut month = Period::of(today).next().max(shown);
    for _ in 0..18 {
        choices.push(Choice::new(month.to_string(), format::month(month, s.locale)));
        month = month.previous();
    }
    if shown <= month {
        choices.push(Choice::new(shown.to_string(), format::month(shown, s.locale)));
    }
    choices
}
