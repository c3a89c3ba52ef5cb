//! The billing arithmetic: what a treasurer would work out by hand, and a model of it that reads like one.

mod reference;
mod rules;
mod vectors;
pub mod world;
