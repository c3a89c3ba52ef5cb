//! Notices: what people are told, by which ways it goes to them, and what became of each.
//!
//! - `outbox`: a room says in its own transaction what happened and to whom ([`tell`]); the worker sends it, with quiet
//!   hours, a throttle, another try and one message about money a day for a household.
//! - `centre`: what somebody was told, behind the bell. `sent`: what left the house, for the office.
//! - `preference`: what somebody does not want to hear, on the account's page and by one click in a mail.
//! - `template`: the words of a complex for an occasion, instead of the house's.
//! - `reminder`: the ladder by which a household is reminded of its dues.
//! - `carrier`: WhatsApp by somebody's contract, Fonnte's or Meta's.
//! - `push`: web push, to the browsers that an account named.
//! - `mail`: letters by SMTP or SendGrid; [`post`] is for letters of an account, which nobody can turn off.
//!
//! Deliberately absent: announcements (the room of that name tells through here), and how a bill is paid ([`Bills`] is told
//! where it opens).

mod api;
mod carrier;
mod centre;
mod links;
mod mail;
mod outbox;
mod outside;
mod preference;
mod push;
mod reminder;
mod sent;
mod template;

pub use carrier::{Carriers, Cost, cost, has_carrier};
pub use links::{AnnouncementLinks, Announcements, BillLinks, Bills};
pub use mail::{Action, Draft, Letter, Mailer, SendGridKeys, SettingsFault, deliver, post};
pub use outbox::{Facts, Kind, Notice, Recipient, SendDue, TellIssued, Told, managers, tell};
pub use reminder::RemindByLadder;
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    centre::routes()
        .and(sent::routes())
        .and(preference::routes())
        .and(push::routes())
        .and(reminder::routes())
        .and(carrier::routes())
        .and(mail::routes())
        .and(template::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new()
        .job::<SendDue>()
        .listen::<dues::InvoicesIssued, TellIssued>()
        .daily::<RemindByLadder>(9)
}
