//! The pages of invoices: the office's list and the page of one, void and credit note, and what a resident sees.

mod change;
mod chosen;
mod explain;
mod export;
mod filter;
mod list;
mod own;
pub(super) mod print;
mod show;
mod view;

pub(crate) use chosen::all;
pub(super) use explain::Snapshot;
pub(crate) use filter::Filter;
use tenancy::{Place, Routes};
pub(super) use view::what;

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/k/{complex}/tagihan", list::index)
        .get("/k/{complex}/tagihan/unduh", export::download)
        .post("/k/{complex}/tagihan/unduh", export::chosen)
        .get("/k/{complex}/tagihan/cetak", print::many)
        .post("/k/{complex}/tagihan/cetak", print::chosen)
        .get("/k/{complex}/tagihan/{number}", show::show)
        .get("/k/{complex}/tagihan/{number}/pdf", print::pdf)
        .get("/k/{complex}/tagihan/{number}/png", print::png)
        .get("/k/{complex}/tagihan/{number}/batal", change::ask_to_void)
        .post("/k/{complex}/tagihan/{number}/batal", change::void)
        .get("/k/{complex}/tagihan/{number}/kurangi", change::ask_to_reduce)
        .post("/k/{complex}/tagihan/{number}/kurangi", change::reduce)
        .get("/k/{complex}/tagihan-saya", own::index)
        .get("/k/{complex}/tagihan-saya/{number}", own::show)
        .get("/k/{complex}/tagihan-saya/{number}/pdf", print::own_pdf)
        .get("/k/{complex}/tagihan-saya/{number}/png", print::own_png)
}

pub fn path(place: &Place, number: &str) -> String {
    place.path(&format!("tagihan/{number}"))
}

/// Under which a resident finds it.
pub fn own_path(place: &Place, number: &str) -> String {
    place.path(&format!("tagihan-saya/{number}"))
}
