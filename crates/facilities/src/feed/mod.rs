//! The own bookings as a calendar that a telephone subscribes to, by a secret address that can be taken back.
//!
//! Whoever has the address reads when which facility is booked for which house, and nothing else. It follows the account:
//! houses that its person leaves are not in it any more.

mod ics;
mod pages;
mod sql;

use tenancy::{Routes, TicketKind};

/// Proof of somebody's secret address.
#[derive(Debug)]
pub enum BookingFeed {}

impl TicketKind for BookingFeed {
    const NAME: &'static str = "booking_feed";
}

pub fn routes() -> Routes {
    Routes::new("facilities")
        .get("/k/{complex}/fasilitas-saya/kalender", pages::index)
        .post("/k/{complex}/fasilitas-saya/kalender", pages::make)
        .post("/k/{complex}/fasilitas-saya/kalender/cabut", pages::revoke)
        .get("/kalender/{ticket}", pages::feed)
}
