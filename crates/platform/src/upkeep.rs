//! What has to be forgotten in all complexes at once.

use jobs::{JobFault, PlatformJob, PlatformScope, Registry, Tools};
use serde::{Deserialize, Serialize};

pub fn jobs() -> Registry {
    Registry::new().nightly::<ForgetIdempotencyKeys>()
}

/// Answers to API requests hold personal data; nobody repeats a request after two days.
#[derive(Debug, Default, Serialize, Deserialize)]
struct ForgetIdempotencyKeys {}

impl PlatformJob for ForgetIdempotencyKeys {
    const NAME: &'static str = "platform.forget_idempotency_keys";

    async fn run(self, scope: PlatformScope, _tools: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        web::api::forget_keys(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }
}
