//! Receipts: what is printed and shared, and the page on which anybody can check one.

mod check;
mod own;
pub(crate) mod paper;
mod print;
mod sql;

pub(crate) use self::sql::Home;
use kernel::PaymentId;
pub(crate) use own::{homes, mine};
use tenancy::{Place, Routes, Store, Ticket, TicketKind};

/// Proof of a link to one receipt.
#[derive(Debug)]
pub enum ReceiptTicket {}

impl TicketKind for ReceiptTicket {
    const NAME: &'static str = "receipt";
}

/// The address under which anybody who holds it can check this receipt.
pub fn link(store: &Store, place: &Place, payment: PaymentId) -> String {
    let seal = Ticket::<ReceiptTicket>::seal(store, place.complex, payment.uuid());
    format!("{}/kuitansi/{seal}", store.site().public_url)
}

pub fn routes() -> Routes {
    Routes::new("payments")
        .get("/kuitansi/{ticket}", check::show)
        .get("/k/{complex}/pembayaran/{payment}/pdf", print::pdf)
        .get("/k/{complex}/pembayaran/{payment}/png", print::png)
        .get("/k/{complex}/kuitansi-saya", own::index)
        .get("/k/{complex}/kuitansi-saya/{payment}/pdf", own::pdf)
        .get("/k/{complex}/kuitansi-saya/{payment}/png", own::png)
}
