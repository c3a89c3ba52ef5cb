//! Facilities (fasilitas): what a complex lends to its houses by the hour, and who has booked it when.
//!
//! - `facility`: what there is, when it is open, and under which rules; the office's settings.
//! - `availability`: which slots a day has and what stands in their way. Pure.
//! - `limits`: how much of a facility one house may have.
//! - `calendar`: a week or a day of the office.
//! - `feed`: the own bookings on a telephone's calendar.
//! - `money`: prices, deposits, the invoice of a booking and what goes back.
//! - `report`: how much they were used in a month.
//! - `booking`: holding a slot, booking it, agreeing, cancelling, coming in and leaving (docs/facilities.md).
//!
//! That a place is never given away twice is a promise of the database (migration 0026); what is checked here first is
//! the courtesy that makes a good sentence.
//!
//! Deliberately absent: how a booking is paid. Its money is an invoice of the dues room, as everybody's is.

mod api;
mod availability;
mod booking;
mod calendar;
mod facility;
mod feed;
mod limits;
mod money;
mod report;

pub use availability::{Hours, Opening, Slot, SlotState, Taken, Week, nearest, slots};
pub use booking::{ExpireBookings, State};
pub use facility::{Draft, add as add_sample};
pub use limits::{Limit, Limits};
pub use money::{BookingPaid, RetakeBooking, SampleTerms, Who, set_sample_terms};
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    facility::routes()
        .and(booking::routes())
        .and(calendar::routes())
        .and(feed::routes())
        .and(report::routes())
        .and(money::routes())
        .and(api::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut all = api::document();
    all.merge(report::document());
    all
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new()
        .job::<ExpireBookings>()
        .listen::<dues::settle::InvoiceSettled, BookingPaid>()
        .listen::<dues::settle::CreditKept, RetakeBooking>()
}
