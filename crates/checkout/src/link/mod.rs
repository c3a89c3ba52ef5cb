//! The link with which a unit's bill is paid: one open one for each unit, revocable, good without signing in.

mod code;
mod office;
mod pay;
mod proof;
mod sheet;
pub(crate) mod sql;
mod stream;

use kernel::{ComplexId, UnitId};
use tenancy::{Result, Routes, Store, TenantTx, Ticket, TicketKind};
use uuid::Uuid;

/// Proof of a link to one unit's bill.
#[derive(Debug)]
pub enum BillTicket {}

impl TicketKind for BillTicket {
    const NAME: &'static str = "bill";
}

pub fn routes() -> Routes {
    Routes::new("checkout")
        .get("/t/{ticket}", pay::show)
        .post("/t/{ticket}", pay::pay)
        .get("/t/{ticket}/kode", code::png)
        .get("/t/{ticket}/langsung", stream::live)
        .get("/t/{ticket}/bukti", proof::ask)
        .upload("/t/{ticket}/bukti", payments::proof::PROOFS.body_limit_bytes(), proof::send)
        .get("/k/{complex}/tautan-bayar/{unit}", office::show)
        .post("/k/{complex}/tautan-bayar/{unit}", office::renew)
        .get("/k/{complex}/bayar-tagihan/{unit}", office::own)
}

/// The address under which this unit's bill is seen and paid, for a message or a button. Made when there is none.
///
/// # Errors
/// [`tenancy::Error::Missing`] when the unit is none of this complex.
pub async fn bill_link(tx: &mut TenantTx, store: &Store, complex: ComplexId, unit: UnitId) -> Result<String> {
    let link = sql::open_of(tx, unit).await?;
    Ok(format!("{}{}", store.site().public_url, path(store, complex, link)))
}

/// The same without the site.
pub(crate) fn path(store: &Store, complex: ComplexId, link: Uuid) -> String {
    format!("/t/{}", Ticket::<BillTicket>::seal(store, complex, link))
}
