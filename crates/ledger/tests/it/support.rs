//! Two complexes with open books, and entries as another room would post them.

use kernel::{Date, EntryId, Rupiah};
use ledger::{Chart, Entry, Purpose};
use tenancy::TenantTx;
use testkit::{Complex, Kit, Page};
use uuid::Uuid;

pub async fn books() -> Kit {
    let kit = Kit::open(ledger::routes()).await;
    kit.watching(ledger::PROMISES.iter().map(|promise| (promise.promise, promise.sql)))
}

pub fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Dues of one unit, paid in cash on this day, as a room posts them.
pub fn paid(tx: &TenantTx, chart: &Chart, on: Date, amount: i64) -> Entry {
    let id = EntryId::new(tx.now());
    Entry::draft(id, "test_paid", id.uuid(), on, on, "Iuran dibayar tunai")
        .debit(chart.account(Purpose::Cash), chart.general_fund(), rupiah(amount))
        .credit(chart.account(Purpose::DuesIncome), chart.general_fund(), rupiah(amount))
        .balanced()
        .unwrap()
}

/// Posts and commits it.
pub async fn pay(complex: &Complex, on: &str, amount: i64) -> EntryId {
    let mut tx = complex.tx().await;
    let chart = Chart::load(&mut tx).await.unwrap();
    let entry = paid(&tx, &chart, day(on), amount);
    ledger::post(&mut tx, std::slice::from_ref(&entry)).await.unwrap();
    tx.commit().await.unwrap();
    entry.id()
}

/// The id of an account by its code, and of a fund.
pub async fn account(kit: &Kit, complex: &Complex, code: &str) -> String {
    let sql = "select account_id from ledger_account where complex_id = $1 and code = $2";
    let id: Uuid = sqlx::query_scalar(sql).bind(complex.id).bind(code).fetch_one(&kit.owner).await.unwrap();
    id.to_string()
}

pub async fn fund(kit: &Kit, complex: &Complex, code: &str) -> String {
    let sql = "select fund_id from fund where complex_id = $1 and code = $2";
    let id: Uuid = sqlx::query_scalar(sql).bind(complex.id).bind(code).fetch_one(&kit.owner).await.unwrap();
    id.to_string()
}

/// An amount as a page writes it.
pub fn rp(text: &str) -> String {
    format!("Rp\u{a0}{text}")
}

/// The address behind the link with these words.
pub fn link(page: &Page, words: &str) -> String {
    let text = page.text();
    let at = text.find(&format!("{words}</a>")).unwrap_or_else(|| panic!("no link {words:?} in {text}"));
    let start = text[..at].rfind("href=\"").unwrap() + 6;
    text[start..].split('"').next().unwrap().to_owned()
}

/// The id that a form was given.
pub fn form_id(page: &Page) -> String {
    let text = page.text();
    let start = text.find("name=\"id\" value=\"").unwrap() + 17;
    text[start..].split('"').next().unwrap().to_owned()
}
