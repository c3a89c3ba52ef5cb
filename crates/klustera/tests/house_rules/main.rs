//! The rules of the house, held by a test so that nobody has to be the one who says no.
//!
//! `rooms` who may know whom · `code` what a Rust file may hold · `pages` what a template or stylesheet may hold ·
//! `tree` what may lie in the tree at all · `dependencies` what may be brought in from outside.
//!
//! Every rule is a plain function from text to complaints, tried here on a bad sample too: a rule that cannot fail
//! is not a rule. What a rule is for stands beside it; STYLE.md says it to people.

mod code;
mod dependencies;
mod pages;
mod rooms;
mod sources;
mod tree;

/// Fails with every complaint at once, so that one run is enough to mend them all.
fn expect_none(complaints: &[String], what_to_do: &str) {
    assert!(complaints.is_empty(), "\n{}\n\n{what_to_do}\n", complaints.join("\n"));
}
