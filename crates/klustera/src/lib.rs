//! The front door of the house: mounts the rooms, and runs serve, work, migrate, seed, import,
//! reset-password, doctor, backup, restore.
//!
//! Deliberately absent: anything about units, people or money. What a command does with them is a function of a room.

pub mod backup;
pub mod cli;
mod database;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod logging;
pub mod reset_password;
pub mod rooms;
mod secrets;
pub mod serve;
