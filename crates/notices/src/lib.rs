//! Notices: what leaves the house and by which way. Its first slice is mail.
//!
//! A room says which letter goes to whom, as a [`Draft`] of ids, in the transaction that gives the reason for it; the
//! worker writes the letter and hands it to the mail server. Deliberately absent: what a letter says and who gets it,
//! which is the affair of the room that sends it.

mod mail;

pub use mail::{Action, Draft, Letter, Mailer, SettingsFault, deliver, post};
