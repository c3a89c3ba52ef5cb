//! The ways to pay, what they cost, and what the gateway's word means. Pure.

use chrono::TimeDelta;
use kernel::{Date, Instant, Rupiah};
use midtrans::Meaning;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::setting::{Mode, Setting};

/// How somebody pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Way {
    Qris,
    Bca,
    Bni,
    Bri,
    Permata,
    Cimb,
    /// Mandiri Bill: a company code and a bill key.
    Mandiri,
    /// The gateway's own page: cards, wallets, shops.
    Snap,
}

impl Way {
    pub const ALL: [Self; 8] =
        [Self::Qris, Self::Bca, Self::Mandiri, Self::Bri, Self::Bni, Self::Permata, Self::Cimb, Self::Snap];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Qris => "qris",
            Self::Bca => "bca",
            Self::Bni => "bni",
            Self::Bri => "bri",
            Self::Permata => "permata",
            Self::Cimb => "cimb",
            Self::Mandiri => "mandiri",
            Self::Snap => "snap",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Qris => "checkout-way-qris",
            Self::Bca => "checkout-way-bca",
            Self::Bni => "checkout-way-bni",
            Self::Bri => "checkout-way-bri",
            Self::Permata => "checkout-way-permata",
            Self::Cimb => "checkout-way-cimb",
            Self::Mandiri => "checkout-way-mandiri",
            Self::Snap => "checkout-way-snap",
        }
    }

    /// A number that a bank takes.
    pub const fn is_va(self) -> bool {
        !matches!(self, Self::Qris | Self::Snap)
    }

    /// How long a code is good: a quarter of an hour for a QR, a day for the rest (reference/integrations.md §1.4).
    pub fn life(self) -> TimeDelta {
        if self == Self::Qris { TimeDelta::minutes(15) } else { TimeDelta::days(1) }
    }
}

/// A way that is legal for an amount, and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub way: Way,
    /// What the payer bears on top, rupiah.
    pub fee: i64,
    /// What the gateway keeps, rupiah. Unknown for its own page, where the payer has yet to choose.
    pub cost: i64,
}

/// The ways for this amount: the cheapest for the payer first, then the cheapest for the complex, the gateway's own page
/// last. A QRIS carries at most ten million, and never a fee.
pub fn offers(setting: &Setting, amount: Rupiah) -> Vec<Offer> {
    if setting.mode == Mode::Off || amount <= Rupiah::ZERO {
        return Vec::new();
    }
    let allowed = |way: Way| match way {
        Way::Qris => setting.use_qris && amount.get() <= qris::MOST_RUPIAH,
        Way::Snap => setting.use_snap,
        _ => setting.use_va && amount.get() >= 10_000,
    };
    let mut offers: Vec<Offer> =
        Way::ALL.into_iter().filter(|way| allowed(*way)).map(|way| offer(setting, way, amount)).collect();
    offers.sort_by_key(|offer| (offer.way == Way::Snap, offer.fee, offer.cost));
    offers
}

fn offer(setting: &Setting, way: Way, amount: Rupiah) -> Offer {
    let cost = match way {
        // Rounded up: the gateway keeps no part of a rupiah less.
        Way::Qris => (amount.get() * i64::from(setting.qris_fee_bps) + 9_999) / 10_000,
        Way::Snap => 0,
        _ => setting.va_fee,
    };
    Offer { way, fee: if way.is_va() && setting.payer_bears_va_fee { cost } else { 0 }, cost }
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Written down; the gateway has not answered yet.
    Made,
    Open,
    /// The gateway did not take it.
    Failed,
    Paid,
    Expired,
    Denied,
    Cancelled,
    Refunded,
    PartlyRefunded,
    ChargedBack,
    /// It does not fit, and a person has to look.
    Parked,
}

impl State {
    pub const ALL: [Self; 11] = [
        Self::Made,
        Self::Open,
        Self::Failed,
        Self::Paid,
        Self::Expired,
        Self::Denied,
        Self::Cancelled,
        Self::Refunded,
        Self::PartlyRefunded,
        Self::ChargedBack,
        Self::Parked,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Open => "open",
            Self::Failed => "failed",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Denied => "denied",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
            Self::PartlyRefunded => "partly_refunded",
            Self::ChargedBack => "charged_back",
            Self::Parked => "parked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "checkout-state-made",
            Self::Open => "checkout-state-open",
            Self::Failed => "checkout-state-failed",
            Self::Paid => "checkout-state-paid",
            Self::Expired => "checkout-state-expired",
            Self::Denied => "checkout-state-denied",
            Self::Cancelled => "checkout-state-cancelled",
            Self::Refunded => "checkout-state-refunded",
            Self::PartlyRefunded => "checkout-state-partly-refunded",
            Self::ChargedBack => "checkout-state-charged-back",
            Self::Parked => "checkout-state-parked",
        }
    }

    /// Tone and icon of its badge.
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Made => ("info", "loader"),
            Self::Open => ("warn", "clock"),
            Self::Paid => ("ok", "check"),
            Self::Failed | Self::Denied | Self::ChargedBack => ("bad", "x"),
            Self::Parked => ("bad", "triangle-alert"),
            Self::Expired | Self::Cancelled => ("", "ban"),
            Self::Refunded | Self::PartlyRefunded => ("", "undo-2"),
        }
    }

    /// May the gateway still have something to say that nobody heard?
    pub const fn waits(self) -> bool {
        matches!(self, Self::Made | Self::Open)
    }
}

/// What the gateway gave to pay with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charged {
    pub transaction: String,
    pub qr: String,
    pub va_number: String,
    pub biller_code: String,
    pub redirect_url: String,
}

/// What the gateway says when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its word as it came, such as `settlement`; for the record.
    pub status: String,
    /// What the word means.
    pub meaning: Meaning,
    /// Whole rupiah; `None` where the amount is no whole number of rupiah.
    pub gross: Option<i64>,
    pub currency: String,
    /// What was given back so far; `None` where that amount cannot be read.
    pub refunded: Option<i64>,
    /// The gateway's day (WIB) of the settlement.
    pub settled_on: Option<Date>,
}

/// What follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// So much of the bill's amount belongs into the books.
    Books(State, i64),
    /// Nothing changes in the books: it waits, or comes too late to undo anything.
    Leave(State),
    /// It does not fit; the reason is for the office.
    Park(&'static str),
}

/// What the gateway's answer means for an attempt of this amount and fee (reference/integrations.md §1.8).
pub fn judge(amount: i64, fee: i64, said: &Said) -> Judgement {
    if let Some(why) = misfit(amount + fee, said) {
        return Judgement::Park(why);
    }
    let given_back = said.refunded.unwrap_or(0);
    let left = (amount + fee - given_back).clamp(0, amount);
    match said.meaning {
        Meaning::Waiting | Meaning::Held => Judgement::Leave(State::Open),
        Meaning::Expired => Judgement::Leave(State::Expired),
        Meaning::Paid => Judgement::Books(State::Paid, amount),
        Meaning::Denied => Judgement::Books(State::Denied, 0),
        Meaning::Failed => Judgement::Books(State::Failed, 0),
        Meaning::Cancelled => Judgement::Books(State::Cancelled, 0),
        Meaning::Refunded if given_back == 0 => Judgement::Books(State::Refunded, 0),
        Meaning::Refunded | Meaning::PartlyRefunded if left == 0 => Judgement::Books(State::Refunded, 0),
        Meaning::Refunded | Meaning::PartlyRefunded => Judgement::Books(State::PartlyRefunded, left),
        Meaning::ChargedBack => Judgement::Books(State::ChargedBack, 0),
        Meaning::PartlyChargedBack if given_back > 0 => Judgement::Books(State::ChargedBack, left),
        Meaning::PartlyChargedBack => Judgement::Park("chargeback"),
        Meaning::Unknown => Judgement::Park("word"),
    }
}

/// Why money that moved cannot be that of an attempt of this total.
fn misfit(total: i64, said: &Said) -> Option<&'static str> {
    let has_moved = matches!(
        said.meaning,
        Meaning::Paid
            | Meaning::Refunded
            | Meaning::PartlyRefunded
            | Meaning::ChargedBack
            | Meaning::PartlyChargedBack
    );
    if !has_moved {
        None
    } else if !said.currency.is_empty() && !said.currency.eq_ignore_ascii_case("IDR") {
        Some("currency")
    } else if said.gross != Some(total) || said.refunded.is_none() {
        Some("amount")
    } else {
        None
    }
}

/// Where an attempt stands: all that the next step depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    /// Rupiah of it in the books.
    pub booked: i64,
    pub amount: i64,
    pub fee: i64,
}

/// What is done about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Nothing,
    /// Only the state is new.
    Stand(State),
    /// The books are brought to so much, and the state is this.
    Book(State, i64),
    Park(&'static str),
}

/// The step from where an attempt stands to what the gateway says. The same answer again asks for nothing more.
pub fn step(now: Standing, said: &Said) -> Step {
    let (state, target) = match judge(now.amount, now.fee, said) {
        Judgement::Books(state, target) => (state, target),
        // What waits or ran out undoes no money that arrived.
        Judgement::Leave(_) if now.booked > 0 => return Step::Nothing,
        Judgement::Leave(state) => (state, now.booked),
        Judgement::Park(why) => return Step::Park(why),
    };
    if target != now.booked {
        Step::Book(state, target)
    } else if state != now.state {
        Step::Stand(state)
    } else {
        Step::Nothing
    }
}

/// When an attempt that waits is asked about again: soon at first, hourly later (§1.6); `None` once its time is long over.
pub fn next_look(made_at: Instant, expires_at: Instant, now: Instant) -> Option<Instant> {
    if now > expires_at + TimeDelta::minutes(10) {
        return None;
    }
    let age = now - made_at;
    let wait = if age < TimeDelta::minutes(10) {
        TimeDelta::minutes(2)
    } else if age < TimeDelta::hours(1) {
        TimeDelta::minutes(10)
    } else {
        TimeDelta::hours(1)
    };
    Some((now + wait).min(expires_at + TimeDelta::minutes(11)))
}
