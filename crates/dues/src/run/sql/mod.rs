//! Statements of the billing run: the units on its way, the run itself, and what the month before looked like.

mod compare;
mod runs;
mod units;

pub use compare::{Compared, LastMonth, amounts_of_units, last_month, units_of_last_month};
pub use runs::{
    Run, StartedBy, active, advance, fail, find, finish, insert, latest_period, list, lock, resume,
    units_in_use,
};
pub use units::{
    MeterRow, UnitRow, billed, first_stays, lock_readings, missing, stays, unit_named, units_after,
    unlock_readings, usage, usage_with_usual,
};
