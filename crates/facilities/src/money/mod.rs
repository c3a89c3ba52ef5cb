//! What a booking costs: the terms of a facility, the invoice of a booking, and what goes back.
//!
//! - `terms`: the office's page: price, prices at other hours, deposit, time to pay, what a cancelled booking gets back.
//! - `bill`: a booking that costs something gets one invoice and waits for it ([`State::Unpaid`]); paid, it is confirmed.
//! - `back`: cancelled, not come, over: rent and deposit return as the house's titipan, less what is kept.
//!
//! Whatever moves money here asks the dues room for it: an invoice, a credit note, titipan. How it is paid (cash, transfer,
//! QRIS) is nobody's business here; the dues announce that an invoice is settled, and [`BookingPaid`] listens.
//!
//! Deliberately absent: paying titipan out (payments), and money of people who live nowhere in the complex.

mod back;
mod bill;
mod model;
pub(crate) mod sql;
mod terms;

pub(crate) use back::{cancelled, not_come, return_deposit};
pub use bill::{BookingPaid, RetakeBooking};
pub(crate) use bill::{begin, expire, freeze, is_rented, payer, said};
pub(crate) use model::Terms;
pub use model::{SampleTerms, Who};
use tenancy::{Routes, TenantTx};
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::new("facilities")
        .get("/k/{complex}/fasilitas/{facility}/harga", terms::show)
        .post("/k/{complex}/fasilitas/{facility}/harga", terms::save)
}

/// Gives a facility its price, for the sample complexes and tests.
pub async fn set_sample_terms(
    tx: &mut TenantTx,
    facility: Uuid,
    sample: &SampleTerms,
) -> tenancy::Result<()> {
    sql::keep(tx, facility, &Terms::from(sample)).await
}
