//! Duplicates: rows that look like one human, made one by the manager, and parted again within a day.

mod pages;
pub(super) mod sql;

use std::collections::BTreeMap;

use kernel::{PersonId, UnitId};
pub(super) use pages::{index, merge, undo};
use tenancy::TenantTx;
use uuid::Uuid;

use super::model::{self, CannotMerge};
use crate::occupancy::{Joined, OccupancyKind, join_overlapping};

/// Why two rows were not made one.
#[derive(Debug)]
pub(super) enum NotMerged {
    Refused(CannotMerge),
    Failed(tenancy::Error),
}

impl From<tenancy::Error> for NotMerged {
    fn from(error: tenancy::Error) -> Self {
        Self::Failed(error)
    }
}

/// Makes `other` a part of `kept`: stays, phone, account. Gives the number by which it can be taken back.
pub(super) async fn make_one(tx: &mut TenantTx, kept: PersonId, other: PersonId) -> Result<Uuid, NotMerged> {
    sql::lock(tx, kept, other).await?;
    let keep = super::sql::find(tx, kept).await?.ok_or(tenancy::Error::Missing)?;
    let gone = super::sql::find(tx, other).await?.ok_or(tenancy::Error::Missing)?;
    let stays = sql::stays(tx, kept, other).await?;

    let filled = model::merge(&keep, &gone).map_err(NotMerged::Refused)?;
    let joined = join_all(&stays);

    Ok(sql::merge(tx, kept, other, &filled.columns(), &joined).await?)
}

/// Overlapping stays at one unit as the same become one; all others stay as they are.
fn join_all(stays: &[sql::OwnStay]) -> Vec<Joined> {
    let mut groups: BTreeMap<(UnitId, OccupancyKind), Vec<_>> = BTreeMap::new();
    for own in stays {
        groups.entry((own.unit, own.kind)).or_default().push((own.id, own.stay(), own.payer));
    }
    groups.values().flat_map(|group| join_overlapping(group)).collect()
}
