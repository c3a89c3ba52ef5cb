//! Sentences for refusals: what happened, and what to do next. The same on pages and for programs.

use kernel::format;
use web::Shell;

use super::{
    decide::Refused,
    model::{CannotCount, Unusual},
};
use crate::{
    Utility,
    figure::{self, FigureFault},
};

pub fn figure_fault(s: &Shell, fault: FigureFault) -> String {
    s.t(match fault {
        FigureFault::Empty => "meter-fault-empty",
        FigureFault::NotAFigure => "meter-fault-figure",
        FigureFault::Negative => "meter-fault-negative",
        FigureFault::TooFine => "meter-fault-fine",
    })
    .to_owned()
}

pub fn refused(s: &Shell, refused: &Refused, utility: Utility) -> String {
    match refused {
        Refused::Cannot(fault) => cannot(s, fault, utility),
        Refused::Unusual { used, unusual } => {
            let used = quantity(s, *used, utility);
            match unusual {
                Unusual::Surge { usual } => {
                    s.t2("meter-unusual-surge", "used", used, "usual", quantity(s, *usual, utility))
                }
                Unusual::Drop { usual } => {
                    s.t2("meter-unusual-drop", "used", used, "usual", quantity(s, *usual, utility))
                }
                Unusual::Leak { limit } => {
                    s.t2("meter-unusual-leak", "used", used, "limit", quantity(s, *limit, utility))
                }
            }
        }
        Refused::AboveNext { next } => s.t1("meter-fault-next", "next", figure::shown(*next, s.locale)),
        Refused::Billed => s.t("meter-fault-billed").to_owned(),
        Refused::NoMeter => s.t("meter-fault-no-meter").to_owned(),
    }
}

/// What a constraint refused after all, since somebody was faster; nothing when it is another trouble.
pub fn conflict(s: &Shell, error: &tenancy::Error) -> Option<String> {
    let key = match error.constraint()? {
        "reading_once"
        | "reading_one_draft"
        | "meter_one_at_a_time"
        | "meter_live_once"
        | "reading_state_way" => "meter-fault-meanwhile",
        "reading_is_billed" | "reading_month_is_billed" => "meter-fault-billed",
        "reading_counts_up" => "meter-fault-counts",
        "reading_after_previous" | "reading_of_removed_meter" => "meter-fault-order",
        "reading_fits_digits" | "meter_fits_digits" => "meter-fault-fits",
        "meter_serial_once" => "meter-fault-serial",
        _ => return None,
    };
    Some(s.t(key).to_owned())
}

/// `25 m³`.
pub fn quantity(s: &Shell, value: rust_decimal::Decimal, utility: Utility) -> String {
    format!("{}\u{a0}{}", figure::shown(value, s.locale), utility.unit())
}

fn cannot(s: &Shell, fault: &CannotCount, utility: Utility) -> String {
    let shown = |value| figure::shown(value, s.locale);
    match fault {
        CannotCount::Future => s.t("meter-fault-future").to_owned(),
        CannotCount::OutsideMonth { from, to } => {
            let day = |day| format::date(day, s.locale);
            s.t2("meter-fault-window", "from", day(*from), "to", day(*to))
        }
        CannotCount::BeforePrevious { previous } => {
            s.t1("meter-fault-before", "day", format::date(*previous, s.locale))
        }
        CannotCount::TooManyDigits { digits } => s.t1("meter-fault-digits", "digits", i64::from(*digits)),
        CannotCount::Lower { previous, would_use: Some(used) } => s.t2(
            "meter-fault-lower-around",
            "previous",
            shown(*previous),
            "used",
            quantity(s, *used, utility),
        ),
        CannotCount::Lower { previous, would_use: None } => {
            s.t1("meter-fault-lower", "previous", shown(*previous))
        }
        CannotCount::NoRollover { previous } => s.t1("meter-fault-no-rollover", "previous", shown(*previous)),
        CannotCount::NothingToCorrect { previous } => {
            s.t1("meter-fault-no-correction", "previous", shown(*previous))
        }
    }
}
