//! Why a figure is not brought in, in a sentence that says what to do.

use kernel::{Locale, format};
use web::{Say, Shell, texts::texts};

use super::judge::Fault;

pub fn fault(s: &Shell, fault: &Fault) -> String {
    match fault {
        Fault::UnknownUnit => s.t("opening-fault-unit").to_owned(),
        Fault::NotRupiah => s.t("opening-fault-amount").to_owned(),
        Fault::NotAMonth => s.t("opening-fault-month").to_owned(),
        Fault::MonthToCome(period) => {
            s.t1("opening-fault-to-come", "month", format::month(*period, s.locale))
        }
        Fault::NotADay => s.t("opening-fault-day").to_owned(),
        Fault::FarDay(day) => s.t1("opening-fault-far", "day", format::date(*day, s.locale)),
        Fault::UnknownCharge => s.t("opening-fault-charge").to_owned(),
        Fault::Twice(row) => s.t1("opening-fault-twice", "row", row.as_str()),
        Fault::Billed(period) => s.t1("opening-fault-billed", "month", format::month(*period, s.locale)),
        Fault::OtherSum { said, sum } => {
            s.t2("opening-fault-sum", "said", format::rupiah(*said), "sum", format::rupiah(*sum))
        }
    }
}

/// Somebody else brought in the same, or billed it, in the same moment.
#[derive(Debug)]
struct Meanwhile;

impl Say for Meanwhile {
    fn say(&self, locale: Locale) -> String {
        texts(locale).get("opening-meanwhile").to_owned()
    }
}

pub fn conflict(error: tenancy::Error) -> web::Error {
    match error.constraint() {
        Some("invoice_opening_once" | "invoice_line_billed_once" | "credit_opening_once") => {
            web::Error::refused(Meanwhile)
        }
        _ => ledger::said(error),
    }
}
