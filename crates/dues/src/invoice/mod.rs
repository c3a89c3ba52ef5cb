//! Issued invoices.

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}
