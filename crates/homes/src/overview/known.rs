//! What the first pages count, kept for as long as nobody changes anything: comparing names and looking for gaps costs
//! more than the rest of the page, and its answer is the same all day.
//!
//! Only a cache, of this process. Everything counted here is audited, so the number of the newest change says whether the
//! figures still hold; nothing is ever thrown away by hand. Figures of money are not kept.

use std::{sync::LazyLock, time::Duration};

use kernel::{ComplexId, Date};
use moka::sync::Cache;
use tenancy::TenantTx;

use super::sql::{self, Gaps};
use crate::{
    person,
    unit::{self, UnitStatus},
};

/// Up to so many people the overview counts pairs that look like one human; the page of pairs always does.
const COMPARED: i64 = 2_000;
/// Complexes whose figures are kept, and for how long after somebody looked.
const MOST: u64 = 2_000;
const IDLE: Duration = Duration::from_secs(60 * 60);

static KNOWN: LazyLock<Cache<Key, Known>> =
    LazyLock::new(|| Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build());

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    complex: ComplexId,
    today: Date,
    newest_change: i64,
}

/// The figures of a complex on a day.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub gaps: Gaps,
    pub units: Vec<(UnitStatus, i64)>,
    /// Pairs of people that look like one.
    pub pairs: usize,
}

pub(super) async fn figures(tx: &mut TenantTx, complex: ComplexId, today: Date) -> tenancy::Result<Known> {
    let change = sql::newest_change(tx).await?;
    let key = Key { complex, today, newest_change: change.id };
    if let Some(known) = KNOWN.get(&key) {
        return Ok(known);
    }
    let known = count(tx, today).await?;
    // A change that is still being made has its number already and would appear below the newest one.
    if change.is_last {
        KNOWN.insert(key, known.clone());
    }
    Ok(known)
}

async fn count(tx: &mut TenantTx, today: Date) -> tenancy::Result<Known> {
    let gaps = sql::gaps(tx, today).await?;
    let units = unit::sql::counts(tx, &unit::sql::Wanted::default(), today).await?;
    // Comparing everybody's names with their neighbours' is too much for a first page of a large complex.
    let pairs = if gaps.people <= COMPARED { person::look_alikes(tx).await? } else { 0 };
    Ok(Known { gaps, units, pairs })
}
