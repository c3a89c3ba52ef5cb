//! The frame of the API and the layers of the site, through the door, with a small room of its own.

mod frame;
mod once;
mod room;
mod traffic;
