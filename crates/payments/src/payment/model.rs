//! What a payment is, and where it stands. Pure.

use kernel::{Date, LedgerAccountId, PaymentId, PersonId, Rupiah, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reason of a payment that was taken back right after it was written down.
pub const UNDO_REASON: &str = "urung";

/// How the money came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Method {
    Cash,
    Transfer,
    Other,
    /// Collected by the payment gateway and confirmed by it; no hand writes one down.
    #[serde(skip_deserializing)]
    Gateway,
}

impl Method {
    pub const ALL: [Self; 4] = [Self::Cash, Self::Transfer, Self::Other, Self::Gateway];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Transfer => "transfer",
            Self::Other => "other",
            Self::Gateway => "gateway",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cash => "payment-cash",
            Self::Transfer => "payment-transfer",
            Self::Other => "payment-other",
            Self::Gateway => "payment-gateway",
        }
    }
}

/// Where a payment stands; derived from what was said about it, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Nobody has looked at it yet.
    Waiting,
    /// Somebody asked the payer for more.
    NeedsInfo,
    /// It arrived.
    Verified,
    /// It did not.
    Rejected,
    /// It was verified and taken back.
    Reversed,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::NeedsInfo, Self::Verified, Self::Rejected, Self::Reversed];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::NeedsInfo => "needs_info",
            Self::Verified => "verified",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "payment-waiting",
            Self::NeedsInfo => "payment-needs-info",
            Self::Verified => "payment-verified",
            Self::Rejected => "payment-rejected",
            Self::Reversed => "payment-reversed",
        }
    }

    /// Tone and icon of its badge.
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Waiting => ("warn", "hourglass"),
            Self::NeedsInfo => ("info", "info"),
            Self::Verified => ("ok", "check"),
            Self::Rejected => ("bad", "x"),
            Self::Reversed => ("", "undo-2"),
        }
    }

    /// May somebody still say that it arrived, or did not?
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::NeedsInfo)
    }
}

/// Who wrote it down: the office (or an RT head at the door), the resident on the own page, or the gateway's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameFrom {
    Office,
    Resident,
    Gateway,
}

impl CameFrom {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Resident => "resident",
            Self::Gateway => "gateway",
        }
    }
}

/// What of a payment is for one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub unit: UnitId,
    pub amount: Rupiah,
}

/// A payment about to be written down.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// From the form that is sent: the same form twice is one payment.
    pub id: PaymentId,
    pub method: Method,
    pub account: LedgerAccountId,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub value_on: Date,
    pub reference: String,
    pub note: String,
    pub came_from: CameFrom,
    /// At least one; each unit at most once.
    pub parts: Vec<Part>,
}

impl NewPayment {
    /// What the parts come to.
    pub fn amount(&self) -> Result<Rupiah, kernel::MoneyFault> {
        self.parts.iter().try_fold(Rupiah::ZERO, |sum, part| sum.checked_add(part.amount))
    }
}
