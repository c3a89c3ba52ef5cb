//! Payments as the office sees them: the list, one payment with everything about it, a transfer written down, and the
//! way back.

mod back;
mod export;
mod list;
mod refund;
mod show;
pub(crate) mod sql;
mod transfer;

pub(crate) use sql::{ListRow, Wanted, page};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("payments")
        .get("/k/{complex}/pembayaran", list::index)
        .get("/k/{complex}/pembayaran/unduh", export::download)
        .get("/k/{complex}/pembayaran/transfer", transfer::new)
        .post("/k/{complex}/pembayaran/transfer", transfer::save)
        .get("/k/{complex}/pembayaran/{payment}", show::show)
        .post("/k/{complex}/pembayaran/{payment}/cocokkan", show::verify)
        .post("/k/{complex}/pembayaran/{payment}/tolak", show::reject)
        .post("/k/{complex}/pembayaran/{payment}/tanya", show::ask)
        .post("/k/{complex}/pembayaran/{payment}/urungkan", back::undo)
        .get("/k/{complex}/pembayaran/{payment}/batal", back::form)
        .post("/k/{complex}/pembayaran/{payment}/batal", back::reverse)
        .get("/k/{complex}/titipan/{unit}", refund::form)
        .post("/k/{complex}/titipan/{unit}", refund::pay_back)
}
