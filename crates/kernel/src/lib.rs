//! Words that every room uses: typed ids, rupiah, months, phone numbers, clocks, languages and the
//! way figures and dates are written.
//!
//! Deliberately absent: I/O, async, SQL statements, HTTP, and the current time. A rule that needs to
//! know what time it is takes an instant as an argument; who asks the [`Clock`] is the edge.

mod clock;
mod email;
pub mod format;
mod ids;
mod locale;
mod money;
mod period;
mod phone;
mod slug;
mod terbilang;

pub use clock::{Clock, Zone};
pub use email::{EmailAddress, EmailFault};
pub use ids::*;
pub use locale::Locale;
pub use money::{MoneyFault, Rupiah};
pub use period::Period;
pub use phone::{PhoneFault, PhoneNumber};
pub use slug::{Slug, SlugFault};
pub use terbilang::{in_words, terbilang};

/// An instant, always in UTC. Shown in the complex's [`Zone`].
pub type Instant = chrono::DateTime<chrono::Utc>;
/// A business date, in the complex's zone.
pub type Date = chrono::NaiveDate;
