//! The whole house through its front door: the fences between complexes, and every route tried by everybody.

mod audit;
mod document;
mod process;
mod sweep;
mod who_may;
