//! Addresses that open without an account: one for everybody, where the complex wants it, and one for each house.
//!
//! The row behind a link decides whether it is still good, so both can be taken back.

use async_trait::async_trait;
use kernel::{ComplexId, UnitId};
use tenancy::{Result, Store, TenantTx, Ticket, TicketKind};
use uuid::Uuid;

use crate::reader;

/// Proof of the link that anybody may open.
#[derive(Debug)]
pub enum PublicBulletin {}

impl TicketKind for PublicBulletin {
    const NAME: &'static str = "bulletin";
}

/// Proof of a house's own link: what is said behind it counts for that house.
#[derive(Debug)]
pub enum HouseBulletin {}

impl TicketKind for HouseBulletin {
    const NAME: &'static str = "bulletin_house";
}

/// The whole address for everybody.
pub fn public(store: &Store, complex: ComplexId, link: Uuid) -> String {
    format!("{}/p/{}", store.site().public_url, Ticket::<PublicBulletin>::seal(store, complex, link))
}

/// The whole address for one house.
pub fn house(store: &Store, complex: ComplexId, link: Uuid) -> String {
    format!("{}/baca/{}", store.site().public_url, Ticket::<HouseBulletin>::seal(store, complex, link))
}

/// Tells the mail where an announcement opens for a house.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailLinks;

#[async_trait]
impl notices::AnnouncementLinks for MailLinks {
    async fn of(
        &self,
        tx: &mut TenantTx,
        store: &Store,
        complex: ComplexId,
        bulletin: Uuid,
        unit: UnitId,
    ) -> Result<Option<String>> {
        let link = reader::sql::house_link(tx, bulletin, unit).await?;
        Ok(link.map(|link| house(store, complex, link)))
    }
}
