//! The client and the simulator over loopback, and a shop that hears the notifications.

mod client;
mod notifications;
mod official;
mod pages;
mod support;
