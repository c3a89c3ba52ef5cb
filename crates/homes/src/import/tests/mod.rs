//! The engine against real files, odd layouts, conflicts and random grids.

mod conflicts;
mod files;
mod layouts;
mod random;
mod world;
