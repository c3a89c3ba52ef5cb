//! The ledger: accounts, funds, entries and postings, balances, and the closing of months.
//!
//! A room that moves money drafts an [`Entry`] (only ever built balanced, fund by fund) and [`post`]s it inside its own
//! transaction; nothing else writes into the books, and nothing that stands in them changes: a mistake is reversed by
//! another entry. A debit is positive and a credit negative, in whole rupiah.
//!
//! Deliberately absent: units, dues, payments, gateways. Whose part of an account a posting is, is a bare id (the
//! *subject*), and what the source of an entry is, only the room knows that posted it.

mod api;
mod balance;
mod books;
mod cash;
mod chart;
mod entry;
mod frame;
mod kinds;
mod promises;
mod record;
pub mod sample;
mod subject;

pub use balance::{balance_of_subject, balances_of_subjects};
pub use books::{BOOKS_ARE_OPEN, open_day, said};
pub use chart::{AccountKind, Chart, FundMark, MoneyAccount, Purpose};
pub use entry::{Draft, Entry, Unbalanced, post, reversal_of, take_numbers};
pub use kinds::{Kind, Kinds};
pub use promises::{Broken, PROMISES, Promise, invariants};
pub use subject::{Movement, movements_of_subject};
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    cash::routes()
        .and(balance::routes())
        .and(entry::routes())
        .and(record::routes())
        .and(chart::routes())
        .and(books::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}
