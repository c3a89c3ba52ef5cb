//! Who hears of a booking: the managers of a wish, whoever booked of everything that others or the clock do to it. Nobody is
//! told what they just did themselves.

use kernel::{Instant, Locale, Rupiah, UnitId, Zone};
use notices::{Facts, Kind, Notice, Recipient};
use tenancy::{Result, TenantTx};

use super::{
    State,
    sql::{self, Booking},
};
use crate::money;

/// What is told to whoever booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Agreed to; this much is to be paid until then.
    Unpaid(Rupiah, Instant),
    Confirmed,
    Rejected,
    Cancelled,
    Expired,
    NoShow,
    /// Came back of the deposit.
    Deposit(Rupiah),
}

impl News {
    const fn step(self) -> &'static str {
        match self {
            Self::Unpaid(..) => "unpaid",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::NoShow => "no_show",
            Self::Deposit(_) => "deposit",
        }
    }

    /// What the office's decision is called; steps that speak for themselves have none.
    pub const fn of(state: State) -> Option<Self> {
        match state {
            State::Rejected => Some(Self::Rejected),
            State::Cancelled => Some(Self::Cancelled),
            State::NoShow => Some(Self::NoShow),
            _ => None,
        }
    }
}

/// A house asks, and the office has to say something.
pub async fn asked(tx: &mut TenantTx, booking: &Booking) -> Result<()> {
    let zone = sql::zone(tx).await?;
    let to = notices::managers(tx).await?;
    let facts = about(booking, booking.starts_at, zone);
    send(tx, Kind::BookingAsked, booking, facts, to).await
}

/// Something happened to a booking; `reason` is what the office wrote.
pub async fn moved(tx: &mut TenantTx, booking: &Booking, news: News, reason: &str) -> Result<()> {
    let zone = sql::zone(tx).await?;
    let (at, amount) = match news {
        News::Unpaid(amount, until) => (until, Some(amount)),
        News::Deposit(amount) => (booking.starts_at, Some(amount)),
        _ => (booking.starts_at, None),
    };
    let facts = Facts {
        amount,
        step: news.step().to_owned(),
        excerpt: reason.to_owned(),
        ..about(booking, at, zone)
    };
    let to = booker(tx, booking, zone).await?;
    send(tx, Kind::BookingMoved, booking, facts, to).await
}

fn about(booking: &Booking, at: Instant, zone: Zone) -> Facts {
    Facts {
        unit: booking.code.clone(),
        number: booking.id.to_string(),
        subject: money::said(booking),
        due_on: Some(zone.date(at)),
        until: kernel::format::time(at, zone, Locale::Id),
        ..Facts::default()
    }
}

async fn send(
    tx: &mut TenantTx,
    kind: Kind,
    booking: &Booking,
    facts: Facts,
    to: Vec<Recipient>,
) -> Result<()> {
    let unit = Some(UnitId::from_uuid(booking.unit));
    notices::tell(tx, vec![Notice { kind, unit, about: None, facts, to }]).await?;
    Ok(())
}

/// Whoever booked, if they are of that house; otherwise (the office booked, or the clock) whoever pays for it.
async fn booker(tx: &mut TenantTx, booking: &Booking, zone: Zone) -> Result<Vec<Recipient>> {
    let (unit, today) = (UnitId::from_uuid(booking.unit), zone.date(tx.now()));
    if let Some(account) = sql::booked_by(tx, booking.id).await? {
        let there = homes::occupants_on(tx, unit, today).await?;
        let person = homes::person_of(tx, account).await?;
        if let Some(person) = person.filter(|it| there.iter().any(|one| one.person == it.id)) {
            return Ok(vec![Recipient::Person(person.id)]);
        }
    }
    let payer = money::payer(tx, unit, today).await?;
    Ok(payer.map(|(person, _)| Recipient::Person(person)).into_iter().collect())
}
