//! Holding and booking as a resident does, except for what may be set aside.

use kernel::{Instant, Locale, Zone};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Say, texts::texts};

use super::{
    super::{
        State, act,
        model::{BookFault, CannotBook},
    },
    sql,
};
use crate::facility::Facility;

/// What stands in the way of a house and not of the office.
#[derive(Clone, Debug)]
pub(super) enum InTheWay {
    /// It begins in less than so many hours.
    Notice(i16),
    /// The house has as many bookings as it may.
    Limits(CannotBook),
}

impl InTheWay {
    const fn code(&self) -> &'static str {
        match self {
            Self::Notice(_) => "notice",
            Self::Limits(_) => "limits",
        }
    }
}

impl Say for InTheWay {
    fn say(&self, locale: Locale) -> String {
        match self {
            Self::Notice(hours) => {
                texts(locale).with("fac-limit-notice", &[("hours", i64::from(*hours).into())])
            }
            Self::Limits(refusal) => refusal.say(locale),
        }
    }
}

#[derive(Debug)]
pub(super) enum OfficeFault {
    Book(BookFault),
    /// It would go with a reason.
    NeedsReason(Vec<InTheWay>),
}

impl<E: Into<BookFault>> From<E> for OfficeFault {
    fn from(fault: E) -> Self {
        Self::Book(fault.into())
    }
}

/// What the office wants for a house.
pub(super) struct Wish<'a> {
    pub facility: Uuid,
    pub unit: Uuid,
    pub starts_at: Instant,
    pub accepts_rules: bool,
    pub reason: &'a str,
}

/// Books at once. Where residents need the office's yes, this is it.
pub(super) async fn book(tx: &mut TenantTx, zone: Zone, wish: &Wish<'_>) -> Result<Uuid, OfficeFault> {
    let facility = act::cleared(tx, wish.facility, wish.unit).await?;
    let mut aside = Vec::new();
    let slot = match act::free_slot(tx, &facility, zone, wish.unit, wish.starts_at).await {
        Err(BookFault::Cannot(CannotBook::NoSuchSlot)) if facility.notice_hours > 0 => {
            aside.push(InTheWay::Notice(facility.notice_hours));
            let at_once = Facility { notice_hours: 0, ..facility.clone() };
            act::free_slot(tx, &at_once, zone, wish.unit, wish.starts_at).await?
        }
        slot => slot?,
    };
    match act::within_limits(tx, &facility, zone, wish.unit, &slot).await {
        Err(BookFault::Cannot(refusal)) => aside.push(InTheWay::Limits(refusal)),
        within => within?,
    }
    let reason: String = wish.reason.trim().chars().take(300).collect();
    if !aside.is_empty() && reason.chars().count() < 2 {
        return Err(OfficeFault::NeedsReason(aside));
    }
    let id = act::take(tx, &facility, zone, wish.unit, &slot).await?;
    if !aside.is_empty() {
        let codes: Vec<String> = aside.iter().map(|it| it.code().to_owned()).collect();
        sql::set_aside(tx, id, &codes, &reason).await?;
    }
    if act::book(tx, id, wish.accepts_rules).await? == State::Waiting {
        act::decide(tx, id, State::Confirmed, "").await?;
    }
    Ok(id)
}
