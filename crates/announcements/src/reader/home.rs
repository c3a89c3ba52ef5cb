//! What stands on the first page: emergencies, what is pinned, and what the reader has not read.

use askama::Template;
use async_trait::async_trait;
use tenancy::{Result, TenantTx};
use web::{
    Shell, ShellKind,
    home::{HomeCard, Scene},
};

use super::{
    pages::Row,
    sql::{Shelf, own},
};

/// Announcements on the card; the rest is in the list.
const MOST: usize = 3;

/// The card of announcements.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnnouncementCard;

#[derive(Template)]
#[template(path = "reader/home.html")]
struct Card<'a> {
    s: &'a Shell,
    rows: Vec<Row>,
    href: String,
}

#[async_trait]
impl HomeCard for AnnouncementCard {
    async fn card(&self, tx: &mut TenantTx, scene: &Scene<'_>) -> Result<Option<String>> {
        if !matches!(scene.s.kind, ShellKind::Resident | ShellKind::AreaHead | ShellKind::Guard) {
            return Ok(None);
        }
        let mut all = own(tx, Shelf::Current, None, 50).await?;
        // What was read and is not pinned gives way to what is new.
        all.sort_by_key(|own| !(own.is_emergency || own.is_pinned || own.is_unread()));
        all.truncate(MOST);
        if all.is_empty() {
            return Ok(None);
        }
        let card = Card {
            s: scene.s,
            rows: all.iter().map(|own| Row::of(scene.s, scene.place, own)).collect(),
            href: scene.place.path("pengumuman-saya"),
        };
        card.render()
            .map(Some)
            .map_err(|error| tenancy::Error::Database(sqlx::Error::Io(std::io::Error::other(error))))
    }
}
