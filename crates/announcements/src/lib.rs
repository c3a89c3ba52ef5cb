//! Announcements (pengumuman): what the management tells the houses, and which houses have read it.
//!
//! - `bulletin`: written, counted, agreed to, sent at once or at its hour, taken back.
//! - `house`: which houses have read it, which have not, and reminding only those.
//! - `reader`: how the houses see it: on the first page, in a list, by link without an account; votes and comments.
//! - `setting`: how a complex wants it. `markup`: the simple formatting of the text.
//! - [`Late`] and [`MailLinks`] are the seams to rooms that this one does not know.
//!
//! In code and tables an announcement is a *bulletin*: `announcement` is what one room tells another (`jobs`).
//!
//! Deliberately absent: by which way a message leaves the house, and when; `notices` decides that.

mod api;
mod arrears;
mod bulletin;
mod house;
mod links;
pub mod markup;
mod reader;
pub mod sample;
mod setting;

pub use arrears::{Late, LateHouses};
pub use bulletin::{Audience, Draft, DraftFault, People, Question, SendScheduled, State, Tally};
pub use links::{HouseBulletin, MailLinks, PublicBulletin};
pub use reader::AnnouncementCard;
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    bulletin::routes().and(house::routes()).and(reader::routes()).and(setting::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().job::<SendScheduled>()
}
