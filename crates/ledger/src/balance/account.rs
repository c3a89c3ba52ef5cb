//! One account: what stood in it, every line with the balance behind it, what stands in it now. From each line it is
//! one step to the entry, and from there to the document.

use askama::Template;
use kernel::{Date, EntryId, LedgerAccountId, Period};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{KeepBooks, SeeBooks},
};
use web::{
    Browser, Path, Query, Shell,
    shell::parts::{Choice, Pager},
};

use super::{
    model::{Span, natural},
    movements,
    sql::{self, Lines, PostingKey, PostingRow},
    trial::Filter,
};
use crate::{
    chart::{self, AccountKind, Chart},
    frame::{first_day, money, money_or_blank},
    kinds::Kinds,
};

/// Lines of one page.
const PAGE: i64 = 50;

/// A place in the account: `2026-11-22~…id…~1`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The page begins behind this line.
    setelah: String,
    /// The page ends before this line.
    sebelum: String,
}

impl PostingKey {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('~');
        let (day, entry, line) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            booked_on: day.parse().ok()?,
            entry: entry.parse::<EntryId>().ok()?,
            line: line.parse().ok()?,
        })
    }

    pub fn text(self) -> String {
        format!("{}~{}~{}", self.booked_on, self.entry, self.line)
    }

    pub fn of(row: &PostingRow) -> Self {
        Self { booked_on: row.booked_on, entry: row.entry, line: row.line }
    }
}

struct Row {
    day: String,
    href: String,
    text: String,
    fund: String,
    debit: String,
    credit: String,
    balance: String,
}

#[derive(Template)]
#[template(path = "balance/account.html", blocks = ["list"])]
struct Show {
    s: Shell,
    base: String,
    filter: Filter,
    sub: String,
    funds: Vec<Choice>,
    rows: Vec<Row>,
    opening: String,
    moved: String,
    closing: String,
    pager: Pager,
    /// Where it is renamed; none for who may only look.
    edit: Option<String>,
    xlsx: String,
    csv: String,
}

/// What the page shows of an account between two days.
struct Sheet {
    opening: i64,
    debit: i64,
    credit: i64,
    /// What stood there before the first line of this page.
    carried: i64,
    /// Which line of the whole the first one of this page is.
    at: i64,
    total: i64,
    rows: Vec<PostingRow>,
    has_more: bool,
}

pub async fn show(
    may: May<SeeBooks>,
    browser: Browser,
    kinds: Kinds,
    Path((_, id)): Path<(String, LedgerAccountId)>,
    Query(filter): Query<Filter>,
    Query(at): Query<Place>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let account = chart::sql::accounts(&mut tx).await?.into_iter().find(|account| account.id == id);
    let account = account.ok_or(web::Error::missing())?;
    let chart = Chart::load(&mut tx).await?;
    let of = wanted(id, &filter, today);
    let sheet = sheet(&mut tx, &of, &at).await?;
    let funds = chart::sql::all_funds(&mut tx).await?;

    let s = browser.office(&may, account.name.as_str());
    let books = s.t("books-tab-balances").to_owned();
    let s = s.crumb(books, may.place().path("buku")).crumb(&account.name, "");
    let base = may.place().path(&format!("buku/akun/{id}"));
    let filter = Filter { dari: of.from.to_string(), sampai: of.to.to_string(), ..filter };
    let export = |format: &str| href(&format!("{base}/unduh"), &filter, ("format", format));
    let page = Show {
        sub: format!("{} · {}", account.code, s.t(account.kind.word())),
        funds: funds.iter().map(|fund| Choice::new(fund.id.to_string(), &fund.name)).collect(),
        opening: money(natural(account.kind, sheet.opening)),
        moved: s.t2("ledger-account-moved", "debit", money(sheet.debit), "credit", money(sheet.credit)),
        closing: money(natural(account.kind, sheet.opening + sheet.debit - sheet.credit)),
        pager: pager(&base, &filter, &sheet),
        rows: rows(&s, &kinds, &may.place().path("buku/jurnal"), account.kind, &chart, &sheet),
        edit: may.can::<KeepBooks>().then(|| format!("{base}/ubah")),
        xlsx: export("xlsx"),
        csv: export("csv"),
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

/// The lines that the address asks for; this month's when it says nothing.
pub(super) fn wanted(account: LedgerAccountId, filter: &Filter, today: Date) -> Lines {
    let span = filter.span(today);
    let from = match (span.from, filter.sampai.is_empty()) {
        (Some(from), _) => from,
        (None, true) => Period::of(today).first_day(),
        (None, false) => Period::of(span.to).first_day(),
    };
    Lines { account, fund: filter.fund(), from: from.max(first_day()), to: span.to }
}

async fn sheet(tx: &mut TenantTx, of: &Lines, at: &Place) -> tenancy::Result<Sheet> {
    let span = Span { from: Some(of.from), to: of.to };
    let moved = movements(tx, span, of.fund).await?;
    let own = || moved.iter().filter(|movement| movement.account == of.account);
    let opening = own().map(|movement| movement.opening).sum();

    let after = match PostingKey::parse(&at.sebelum) {
        Some(before) => sql::page_start_before(tx, of, before, PAGE).await?,
        None => PostingKey::parse(&at.setelah),
    };
    let (earlier, carried) = match after {
        Some(key) => sql::up_to(tx, of, key).await?,
        None => (0, 0),
    };
    let mut rows = sql::lines_after(tx, of, after, PAGE + 1).await?;
    let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(Sheet {
        opening,
        debit: own().map(|movement| movement.debit).sum(),
        credit: own().map(|movement| movement.credit).sum(),
        carried: opening + carried,
        at: earlier + 1,
        total: sql::count(tx, of).await?,
        rows,
        has_more,
    })
}

fn rows(
    s: &Shell,
    kinds: &Kinds,
    journal: &str,
    side: AccountKind,
    chart: &Chart,
    sheet: &Sheet,
) -> Vec<Row> {
    let mut balance = sheet.carried;
    let row = |row: &PostingRow| {
        balance += row.amount;
        Row {
            day: kernel::format::short_date(row.booked_on, s.locale),
            href: format!("{journal}/{}", row.entry),
            text: if row.memo.is_empty() { kinds.word(s, &row.kind).to_owned() } else { row.memo.clone() },
            fund: chart.fund_name(row.fund).to_owned(),
            debit: money_or_blank(row.amount.max(0)),
            credit: money_or_blank((-row.amount).max(0)),
            balance: money(natural(side, balance)),
        }
    };
    sheet.rows.iter().map(row).collect()
}

fn href(base: &str, filter: &Filter, extra: (&str, &str)) -> String {
    web::with_query(base, &[("dari", &filter.dari), ("sampai", &filter.sampai), ("pos", &filter.pos), extra])
}

fn pager(base: &str, filter: &Filter, sheet: &Sheet) -> Pager {
    let shown = i64::try_from(sheet.rows.len()).unwrap_or(PAGE);
    let at = |name: &str, row: Option<&PostingRow>| {
        row.map(|row| href(base, filter, (name, &PostingKey::of(row).text())))
    };
    Pager {
        from: if shown == 0 { 0 } else { sheet.at },
        to: sheet.at + shown - 1,
        total: Some(sheet.total),
        previous: if sheet.at > 1 { at("sebelum", sheet.rows.first()) } else { None },
        next: if sheet.has_more { at("setelah", sheet.rows.last()) } else { None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_an_account_is_an_address() {
        let text = "2026-11-22~01930000-0000-7000-8000-000000000001~2";
        assert_eq!(PostingKey::parse(text).map(PostingKey::text).as_deref(), Some(text));
        assert_eq!(PostingKey::parse("2026-11-22~kwitansi~2"), None);
        assert_eq!(PostingKey::parse(""), None);
    }
}
