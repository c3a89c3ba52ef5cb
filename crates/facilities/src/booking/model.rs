//! Where a booking stands and what may become of it; the machine of docs/facilities.md.

use kernel::{Instant, Locale, Rupiah, Zone, format};
use serde::{Deserialize, Serialize};
use web::{Say, shell::parts::Tone, texts::texts};

use crate::limits::Limit;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Kept for fifteen minutes while its house reads the rules.
    Hold,
    /// For the office's yes.
    Waiting,
    /// Agreed to, and kept until it is paid or its time to pay is over.
    Unpaid,
    Confirmed,
    InUse,
    Done,
    Rejected,
    Cancelled,
    /// Nobody came.
    NoShow,
    /// Held or waited for too long, or let go for another time.
    Expired,
}

impl State {
    pub const ALL: [Self; 10] = [
        Self::Hold,
        Self::Waiting,
        Self::Unpaid,
        Self::Confirmed,
        Self::InUse,
        Self::Done,
        Self::Rejected,
        Self::Cancelled,
        Self::NoShow,
        Self::Expired,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Waiting => "waiting",
            Self::Unpaid => "unpaid",
            Self::Confirmed => "confirmed",
            Self::InUse => "in_use",
            Self::Done => "done",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::NoShow => "no_show",
            Self::Expired => "expired",
        }
    }

    /// The arrows of the machine.
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Hold => {
                matches!(
                    next,
                    Self::Waiting | Self::Unpaid | Self::Confirmed | Self::Cancelled | Self::Expired
                )
            }
            Self::Waiting => {
                matches!(
                    next,
                    Self::Unpaid | Self::Confirmed | Self::Rejected | Self::Cancelled | Self::Expired
                )
            }
            Self::Unpaid => matches!(next, Self::Confirmed | Self::Cancelled | Self::Expired),
            Self::Confirmed => matches!(next, Self::InUse | Self::Cancelled | Self::NoShow),
            Self::InUse => matches!(next, Self::Done),
            Self::Done | Self::Rejected | Self::Cancelled | Self::NoShow | Self::Expired => false,
        }
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hold => "fac-state-hold",
            Self::Waiting => "fac-state-waiting",
            Self::Unpaid => "fac-state-unpaid",
            Self::Confirmed => "fac-state-confirmed",
            Self::InUse => "fac-state-in-use",
            Self::Done => "fac-state-done",
            Self::Rejected => "fac-state-rejected",
            Self::Cancelled => "fac-state-cancelled",
            Self::NoShow => "fac-state-no-show",
            Self::Expired => "fac-state-expired",
        }
    }

    pub(crate) const fn look(self) -> (Tone, &'static str) {
        match self {
            Self::Hold | Self::Waiting => (Tone::Warn, "hourglass"),
            Self::Unpaid => (Tone::Warn, "wallet"),
            Self::Confirmed | Self::InUse => (Tone::Ok, "calendar-check"),
            Self::Done => (Tone::Ok, "check"),
            Self::Rejected | Self::NoShow => (Tone::Bad, "circle-x"),
            Self::Cancelled | Self::Expired => (Tone::Plain, "ban"),
        }
    }
}

/// Why it cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotBook {
    /// Somebody was faster; these are free and near.
    #[error("somebody was faster")]
    Taken { nearest: Vec<Instant>, zone: Zone },
    #[error("it cannot be booked at that time")]
    NoSuchSlot,
    /// The house has as many as it may.
    #[error("the house has {1} already: {0:?}")]
    Most(Limit, i16),
    #[error("the rules are not accepted")]
    Rules,
    #[error("it was held for too long")]
    Expired,
    #[error("from {from:?} it does not become {to:?}")]
    NotNow { from: State, to: State },
    #[error("a reason is needed")]
    NoReason,
    /// Dues of the house are late by more than the facility allows.
    #[error("the house is late with {late}")]
    Late { late: Rupiah, most: Rupiah },
}

impl Say for CannotBook {
    fn say(&self, locale: Locale) -> String {
        let words = texts(locale);
        match self {
            Self::Taken { nearest, .. } if nearest.is_empty() => words.get("fac-refuse-taken-all").to_owned(),
            Self::Taken { nearest, zone } => {
                let said = |at: &Instant| format::date_time(*at, *zone, locale);
                let near = nearest.iter().map(said).collect::<Vec<_>>().join("; ");
                words.with("fac-refuse-taken", &[("nearest", near.into())])
            }
            Self::NoSuchSlot => words.get("fac-refuse-slot").to_owned(),
            Self::Most(limit, most) => limit.refusal(*most, locale),
            Self::Rules => words.get("fac-refuse-rules").to_owned(),
            Self::Expired => words.get("fac-refuse-expired").to_owned(),
            Self::NotNow { from, .. } => {
                words.with("fac-refuse-state", &[("state", words.get(from.word()).into())])
            }
            Self::NoReason => words.get("fac-refuse-reason").to_owned(),
            Self::Late { late, most } => {
                let [late, most] = [late, most].map(|amount| format::rupiah(*amount));
                words.with("fac-refuse-late", &[("late", late.into()), ("most", most.into())])
            }
        }
    }
}

/// A refusal, or the database.
#[derive(Debug, thiserror::Error)]
pub enum BookFault {
    #[error(transparent)]
    Cannot(#[from] CannotBook),
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
}

impl From<BookFault> for web::Error {
    fn from(fault: BookFault) -> Self {
        match fault {
            BookFault::Cannot(reason) => Self::refused(reason),
            BookFault::Tenancy(error) => error.into(),
        }
    }
}
