//! Notices through the door: letters, the outbox, the bell, what is turned off, and the ladder of reminders.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod carrier_house;
mod centre;
mod mail;
mod outbox;
mod preference;
mod push;
mod push_house;
mod reminder;
mod sendgrid;
mod template;
mod whatsapp;
mod world;
