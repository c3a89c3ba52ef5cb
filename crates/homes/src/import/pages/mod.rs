//! The pages of the import: bring a file, check it, write it, take it back.
//!
//! One address per import; what it shows follows from where the import stands. Every button is a form of its own and
//! works without script.

mod bring;
mod check;
mod fields;
mod review;
mod rows;
mod run;
mod words;

use std::sync::Arc;

pub(super) use bring::read as read_upload;
use kernel::ImportId;
use serde::Deserialize;
use tenancy::{May, Place, Routes, TenantTx, policy::ImportHomes};
use web::shell::parts::{Step, StepState};
use web::{Error, Shell};

use super::{
    look::Looked,
    record::Import,
    seen::{self, Opened},
    sql,
};

/// The largest file that is read, and what a form around it takes.
pub(super) const UPLOAD_BYTES: usize = (16 << 20) + (256 << 10);

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/impor", bring::index)
        .upload("/k/{complex}/impor", UPLOAD_BYTES, bring::upload)
        .get("/k/{complex}/impor/contoh", bring::sample)
        .get("/k/{complex}/impor/{import}", run::show)
        .post("/k/{complex}/impor/{import}/kolom", check::columns)
        .post("/k/{complex}/impor/{import}/baris", check::row)
        .post("/k/{complex}/impor/{import}/aturan", check::rule)
        .get("/k/{complex}/impor/{import}/salah", check::faulty_file)
        .post("/k/{complex}/impor/{import}/jalankan", run::order)
        .post("/k/{complex}/impor/{import}/lanjut", run::go_on)
        .post("/k/{complex}/impor/{import}/buang", run::discard)
        .get("/k/{complex}/impor/{import}/batalkan", run::ask_to_undo)
        .post("/k/{complex}/impor/{import}/batalkan", run::undo)
}

/// The import that a path names.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Named {
    pub import: ImportId,
}

pub(super) fn path(place: &Place, id: ImportId) -> String {
    place.path(&format!("impor/{id}"))
}

/// The import, or a 404: another complex's import is not there.
async fn found(tx: &mut TenantTx, id: ImportId) -> web::Result<Import> {
    sql::find(tx, id).await?.ok_or_else(Error::missing)
}

/// What an examination needs, read in the caller's transaction.
async fn opened(may: &May<ImportHomes>, tx: &mut TenantTx, import: &Import) -> web::Result<Opened> {
    let today = may.place().zone.date(tx.now());
    seen::open(tx, import, today).await?.ok_or_else(Error::missing)
}

/// A file that was read once can be read again.
async fn looked(opened: Opened) -> web::Result<Arc<Looked>> {
    opened.look().await.map_err(Error::broken)
}

/// The three steps on top of every page of an import.
fn steps(s: &Shell, place: &Place, at: usize) -> Vec<Step> {
    let labels = [s.t("import-step-file"), s.t("import-step-check"), s.t("import-step-done")];
    let step = |(number, label): (usize, &str)| Step {
        label: label.to_owned(),
        href: if number == 0 && at > 0 { place.path("impor") } else { String::new() },
        state: match number.cmp(&at) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Now,
            std::cmp::Ordering::Greater => StepState::Later,
        },
    };
    labels.into_iter().enumerate().map(step).collect()
}
