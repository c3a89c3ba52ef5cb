//! The office's pages: what is charged at which price, who pays something else, and what a new price would mean.

mod example;
mod first;
pub(super) mod kind_form;
mod list;
mod own;
pub(super) mod own_form;
mod show;
pub(super) mod version_fields;
mod version_form;
pub(super) mod version_save;

use kernel::{Date, Locale};
use tenancy::{Place, Routes, TenantTx};
use web::{Say, texts::texts};

use super::sql::kinds::{self, Known};

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/k/{complex}/tarif", list::index)
        .post("/k/{complex}/tarif", kind_form::create)
        .get("/k/{complex}/tarif/baru", kind_form::new)
        .post("/k/{complex}/tarif/mulai", first::create)
        .get("/k/{complex}/tarif/khusus", own::index)
        .post("/k/{complex}/tarif/khusus", own_form::create)
        .get("/k/{complex}/tarif/khusus/baru", own_form::new)
        .get("/k/{complex}/tarif/khusus/{own}/akhiri", own::ask_to_end)
        .post("/k/{complex}/tarif/khusus/{own}/akhiri", own::end)
        .get("/k/{complex}/tarif/{charge}", show::show)
        .post("/k/{complex}/tarif/{charge}", kind_form::update)
        .get("/k/{complex}/tarif/{charge}/ubah", kind_form::edit)
        .get("/k/{complex}/tarif/{charge}/hentikan", show::ask_to_retire)
        .post("/k/{complex}/tarif/{charge}/hentikan", show::retire)
        .post("/k/{complex}/tarif/{charge}/pulihkan", show::restore)
        .get("/k/{complex}/tarif/{charge}/harga/baru", version_form::new)
        .post("/k/{complex}/tarif/{charge}/harga", version_save::create)
        .post("/k/{complex}/tarif/{charge}/harga/contoh", version_form::example)
        .get("/k/{complex}/tarif/{charge}/harga/{tariff}/ubah", version_form::edit)
        .post("/k/{complex}/tarif/{charge}/harga/{tariff}", version_save::update)
        .get("/k/{complex}/tarif/{charge}/harga/{tariff}/hapus", show::ask_to_remove)
        .post("/k/{complex}/tarif/{charge}/harga/{tariff}/hapus", version_save::remove)
}

/// Where a charge type stands.
fn path(place: &Place, code: &str) -> String {
    place.path(&format!("tarif/{code}"))
}

async fn known(tx: &mut TenantTx, charge: &str) -> web::Result<Known> {
    kinds::find(tx, charge).await?.ok_or(web::Error::missing())
}

fn today(place: &Place, tx: &TenantTx) -> Date {
    place.zone.date(tx.now())
}

/// What a rule of this slice refuses, by the key of its sentence.
#[derive(Debug)]
pub(crate) struct Refused(pub &'static str);

impl Say for Refused {
    fn say(&self, locale: Locale) -> String {
        texts(locale).get(self.0).to_owned()
    }
}

/// A version that stands on an invoice stays as it is.
pub(super) fn said(error: tenancy::Error) -> web::Error {
    match error.constraint() {
        Some(super::sql::versions::TARIFF_NOT_USED) => web::Error::refused(Refused("tariff-is-used")),
        Some("tariff_no_overlap") => web::Error::refused(Refused("tariff-overlaps")),
        _ => error.into(),
    }
}
