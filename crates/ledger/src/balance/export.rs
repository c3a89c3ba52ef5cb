//! The trial balance and an account as spreadsheets, with the filter of the page: figures as figures, dates as dates.

use kernel::LedgerAccountId;
use spreadsheet::{Column, Format, Separator, Table};
use tenancy::{May, policy::SeeBooks};
use web::{Browser, Path, Query};

use super::{
    account::wanted,
    model::Span,
    model::natural,
    movements,
    sql::{self, PostingKey},
    trial::{Filter, lines},
};
use crate::{
    chart::{self, Chart},
    kinds::Kinds,
};

/// Lines read in one statement.
const STEP: i64 = 2_000;

fn format_of(text: &str) -> Format {
    if text == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx }
}

pub async fn trial(may: May<SeeBooks>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = format_of(&filter.format);
    let words = browser.texts();
    let mut tx = may.begin().await?;
    let span = filter.span(may.place().zone.date(tx.now()));
    let lines = lines(&mut tx, span, filter.fund()).await?;

    let columns = [
        Column::new(words.get("ledger-account-code"), 8),
        Column::new(words.get("books-account"), 32),
        Column::new(words.get("ledger-account-kind"), 14),
        Column::new(words.get("books-opening"), 18),
        Column::new(words.get("books-debit"), 18),
        Column::new(words.get("books-credit"), 18),
        Column::new(words.get("books-closing"), 18),
    ];
    let mut table =
        Table::new(format, words.get("books-title"), &columns, Vec::new()).map_err(web::Error::broken)?;
    for line in &lines {
        let row = [
            line.code.as_str().into(),
            line.name.as_str().into(),
            words.get(line.kind.word()).into(),
            natural(line.kind, line.opening).into(),
            line.debit.into(),
            line.credit.into(),
            natural(line.kind, line.closing()).into(),
        ];
        table.row(&row).map_err(web::Error::broken)?;
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("neraca-saldo-{}-{}.{}", may.place().slug, span.to, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

pub async fn account(
    may: May<SeeBooks>,
    browser: Browser,
    kinds: Kinds,
    Path((_, id)): Path<(String, LedgerAccountId)>,
    Query(filter): Query<Filter>,
) -> web::Result {
    let format = format_of(&filter.format);
    let words = browser.texts();
    let mut tx = may.begin().await?;
    let account = chart::sql::accounts(&mut tx).await?.into_iter().find(|account| account.id == id);
    let account = account.ok_or(web::Error::missing())?;
    let chart = Chart::load(&mut tx).await?;
    let of = wanted(id, &filter, may.place().zone.date(tx.now()));
    let span = Span { from: Some(of.from), to: of.to };
    let moved = movements(&mut tx, span, of.fund).await?;
    let mut balance: i64 = moved.iter().filter(|m| m.account == id).map(|m| m.opening).sum();

    let columns = [
        Column::new(words.get("books-day"), 12),
        Column::new(words.get("books-memo"), 44),
        Column::new(words.get("ledger-entry-kind"), 22),
        Column::new(words.get("books-fund"), 16),
        Column::new(words.get("books-debit"), 16),
        Column::new(words.get("books-credit"), 16),
        Column::new(words.get("ledger-account-balance"), 18),
    ];
    let mut table = Table::new(format, &account.code, &columns, Vec::new()).map_err(web::Error::broken)?;
    let s = browser.public("");
    let mut after = None;
    loop {
        let rows = sql::lines_after(&mut tx, &of, after, STEP).await?;
        for row in &rows {
            balance += row.amount;
            let fields = [
                row.booked_on.into(),
                row.memo.as_str().into(),
                kinds.word(&s, &row.kind).into(),
                chart.fund_name(row.fund).into(),
                (row.amount > 0).then_some(row.amount).into(),
                (row.amount < 0).then_some(-row.amount).into(),
                natural(account.kind, balance).into(),
            ];
            table.row(&fields).map_err(web::Error::broken)?;
        }
        match rows.last() {
            Some(last) => after = Some(PostingKey::of(last)),
            None => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("akun-{}-{}-{}.{}", account.code, may.place().slug, of.to, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}
