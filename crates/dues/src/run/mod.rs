//! The billing run.

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}

pub fn jobs() -> jobs::Registry {
    jobs::Registry::new()
}
