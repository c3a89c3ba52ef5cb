//! What settling refuses, under names that rooms can ask for ([`tenancy::Error::constraint`]).

use tenancy::Error;

/// More is to be paid back than the credit has left.
pub const CREDIT_IS_LEFT: &str = "credit_not_overspent";
/// A payment that was paid back in part, or taken back already, cannot be reversed.
pub const CREDIT_IS_WHOLE: &str = "credit_is_whole";
/// A reduction is larger than what the invoice asks for.
pub const INVOICE_OWES_SO_MUCH: &str = "invoice_owes_so_much";
/// The invoice is void.
pub const INVOICE_IS_NOT_VOID: &str = "invoice_is_not_void";

pub fn refused(name: &str) -> Error {
    Error::Conflict(name.to_owned())
}
