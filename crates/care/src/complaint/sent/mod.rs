//! A report that was sent twice is filed once: by a browser that never heard the answer, or by a phone that kept it until
//! there was a signal. Each form carries a key of its own; the account's complaint with that key is the answer to both.

mod sql;

use tenancy::TenantTx;
use uuid::Uuid;

pub use sql::remember;

use crate::setting;

/// The complaint that came with this key before, and its number. Whoever comes at the same moment is waited for.
pub async fn before(tx: &mut TenantTx, key: Option<Uuid>) -> tenancy::Result<Option<(Uuid, i32)>> {
    let Some(key) = key else { return Ok(None) };
    setting::stand_in_line(tx).await?;
    sql::of_key(tx, key).await
}
