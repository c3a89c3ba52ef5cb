//! Mail by SMTP or by SendGrid's API. A letter is queued with the change it speaks of, written and sent by the worker, tried again when the
//! server is away, and every attempt is written down: neither the job nor the record holds an address or a word of it.
//!
//! Deliberately absent: mail that comes in, attachments, and mail to many. Without settings there is no mail, and rooms
//! ask [`Mailer::is_there`] before they offer it.

mod hook;
mod letter;
mod mailer;
mod post;
mod sendgrid;
mod sql;

pub use hook::routes;
pub use letter::{Action, Letter};
pub(crate) use mailer::Undelivered;
pub use mailer::{Mailer, SendGridKeys, SettingsFault};
pub use post::{Draft, deliver, post};
