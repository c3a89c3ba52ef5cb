//! How this complex bills and collects.

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}
