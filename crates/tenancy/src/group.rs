//! `Group`: an organisation's admin reads across its complexes; changes go through each complex's own door.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::{OrganizationId, RequestId};
use sqlx::Row as _;

use crate::{
    Credential, Error, GroupTx, Result, Store, Who,
    doors::shown,
    member::path_param,
    store::{Pool, quoted},
};

/// The organisation a request stands in.
#[derive(Clone, Debug)]
pub struct House {
    pub organization: OrganizationId,
    pub slug: String,
    pub name: String,
}

/// Proof that the caller administers this organisation. A stranger to it meets a 404.
#[derive(Debug)]
pub struct Group {
    store: Store,
    credential: Credential,
    request: Option<RequestId>,
    who: Arc<Who>,
    house: Arc<House>,
}

impl Group {
    pub async fn begin(&self) -> Result<GroupTx> {
        Ok(enter(&self.store, &self.credential, &self.house.slug, self.request).await?.0)
    }

    pub fn who(&self) -> &Who {
        &self.who
    }

    pub fn house(&self) -> &House {
        &self.house
    }
}

impl FromRequestParts<Store> for Group {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self> {
        let slug = path_param(parts, store, "organization").await?;
        let (credential, request) = shown(parts, store)?;
        let (_tx, who, house) = enter(store, &credential, slug.as_str(), request).await?;
        // A token's abilities are rights inside a complex; none of them reaches across.
        if who.abilities.is_some() {
            return Err(Error::Forbidden);
        }
        Ok(Self { store: store.clone(), credential, request, who: Arc::new(who), house: Arc::new(house) })
    }
}

async fn enter(
    store: &Store,
    credential: &Credential,
    slug: &str,
    request: Option<RequestId>,
) -> Result<(GroupTx, Who, House)> {
    let call = format!(
        "select * from enter_group({}, '{slug}', {}, {})",
        credential.sql(),
        store.at(),
        quoted(request)
    );
    let (tx, row) = store.enter(Pool::Group, call).await?;
    let row = row.ok_or(Error::SignIn)?;
    let organization: Option<OrganizationId> = row.try_get("organization_id")?;
    let house = House {
        organization: organization.ok_or(Error::Missing)?,
        slug: slug.to_owned(),
        name: row.try_get("organization_name")?,
    };
    Ok((tx, Who::of(&row, credential)?, house))
}
