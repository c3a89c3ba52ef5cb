//! Charge types, tariffs and overrides.

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}
