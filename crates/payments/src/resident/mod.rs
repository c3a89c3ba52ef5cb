//! What a resident does to pay by transfer: the exact amount, where to, and the proof.

mod pay;
pub mod proof;
mod sent;

use proof::PROOFS;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("payments")
        .get("/k/{complex}/bayar", pay::show)
        .upload("/k/{complex}/bayar", PROOFS.body_limit_bytes(), pay::send)
        .get("/k/{complex}/bayar/{payment}", sent::show)
        .upload("/k/{complex}/bayar/{payment}", PROOFS.body_limit_bytes(), sent::answer)
}
