//! What rooms put on the first page of a role: cards and first steps. The page belongs to the room that has it; the
//! rooms behind it are told through here, because it may not know them.
//!
//! Deliberately absent: any card. Which rooms there are is said once, where the site is put together.

use std::{convert::Infallible, sync::Arc};

use async_trait::async_trait;
use axum::extract::FromRequestParts;
use http::request::Parts;
use kernel::{AreaId, Date};
use tenancy::{Capability, May, Place, Store, TenantTx};

use crate::shell::{Shell, parts::Task};

/// Whose first page it is. `s.kind` says the role.
#[derive(Debug)]
pub struct Scene<'a> {
    pub s: &'a Shell,
    pub place: &'a Place,
    /// The areas that an area head looks after; empty for everybody else.
    pub areas: &'a [AreaId],
    pub today: Date,
}

impl<'a> Scene<'a> {
    pub fn of<C: Capability>(may: &'a May<C>, s: &'a Shell, today: Date) -> Self {
        Self { s, place: may.place(), areas: may.areas(), today }
    }
}

/// A room's part of the first pages.
#[async_trait]
pub trait HomeCard: Send + Sync {
    /// A section of the page as HTML, rendered from a template; none where this role or complex has nothing to see.
    async fn card(&self, tx: &mut TenantTx, scene: &Scene<'_>) -> tenancy::Result<Option<String>>;

    /// What a new complex does first with this room, in order.
    async fn first_steps(&self, _tx: &mut TenantTx, _scene: &Scene<'_>) -> tenancy::Result<Vec<Task>> {
        Ok(Vec::new())
    }
}

/// The cards of all rooms, in the order in which they stand on a page. None where nobody said so.
#[derive(Clone, Default)]
pub struct HomeCards(Arc<Vec<Box<dyn HomeCard>>>);

impl HomeCards {
    pub fn of(cards: Vec<Box<dyn HomeCard>>) -> Self {
        Self(Arc::new(cards))
    }

    pub async fn cards(&self, tx: &mut TenantTx, scene: &Scene<'_>) -> tenancy::Result<Vec<String>> {
        let mut drawn = Vec::new();
        for card in self.0.iter() {
            drawn.extend(card.card(tx, scene).await?);
        }
        Ok(drawn)
    }

    pub async fn first_steps(&self, tx: &mut TenantTx, scene: &Scene<'_>) -> tenancy::Result<Vec<Task>> {
        let mut steps = Vec::new();
        for card in self.0.iter() {
            steps.extend(card.first_steps(tx, scene).await?);
        }
        Ok(steps)
    }
}

impl FromRequestParts<Store> for HomeCards {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _store: &Store) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
