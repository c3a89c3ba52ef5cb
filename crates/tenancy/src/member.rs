//! `May<C>`: a member of this complex who holds capability `C`. The door of nearly every handler.

use std::{
    fmt,
    marker::PhantomData,
    sync::{Arc, Mutex},
};

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use kernel::{AreaId, ComplexId, RequestId, Slug, Zone};
use sqlx::{Row as _, postgres::PgRow};

use crate::{
    Credential, Error, Result, Store, TenantTx, Who,
    doors::{shown, waits_for_no_body, zone_of},
    policy::{Capability, Role, allows},
    store::{Pool, quoted},
};

/// The complex a request stands in.
#[derive(Clone, Debug)]
pub struct Place {
    pub complex: ComplexId,
    pub slug: String,
    pub name: String,
    pub city: String,
    pub zone: Zone,
}

impl Place {
    /// A path inside this complex: `place.path("unit")` is `/k/melati/unit`.
    pub fn path(&self, rest: &str) -> String {
        format!("/k/{}/{rest}", self.slug)
    }
}

/// Proof that the caller is a member of this complex and may do `C` there. Strangers to the complex met a 404,
/// members without the capability a 403, before the handler began.
pub struct May<C> {
    store: Store,
    credential: Credential,
    request: Option<RequestId>,
    who: Arc<Who>,
    place: Arc<Place>,
    roles: Vec<Role>,
    areas: Vec<AreaId>,
    /// The transaction that admitted the caller, kept for the handler's first `begin`.
    opened: Mutex<Option<TenantTx>>,
    _may: PhantomData<fn() -> C>,
}

impl<C: Capability> May<C> {
    /// A transaction in this complex. The first one is already open and costs no further round trip, unless a large
    /// body was still on its way.
    pub async fn begin(&self) -> Result<TenantTx> {
        let opened = self.opened.lock().expect("nobody panics while holding this lock").take();
        match opened {
            Some(tx) => Ok(tx),
            None => Ok(enter(&self.store, &self.credential, &self.place.slug, self.request).await?.tx),
        }
    }

    pub fn who(&self) -> &Who {
        &self.who
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The roles of the caller in this complex.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The areas an area head looks after; empty for everybody else.
    pub fn areas(&self) -> &[AreaId] {
        &self.areas
    }

    /// May the caller do `Other` too? For showing a button or leaving it out.
    pub fn can<Other: Capability>(&self) -> bool {
        allows(&self.roles, Other::ROLES) && !self.who.is_limited_from(Other::NAME)
    }
}

impl<C: Capability> FromRequestParts<Store> for May<C> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self> {
        let slug = path_param(parts, store, "complex").await?;
        let (credential, request) = shown(parts, store)?;
        let entered = enter(store, &credential, slug.as_str(), request).await?;
        if entered.stale {
            store.mark_seen(&credential);
        }
        if !allows(&entered.roles, C::ROLES) || entered.who.is_limited_from(C::NAME) {
            return Err(Error::Forbidden);
        }
        let opened = waits_for_no_body(parts).then_some(entered.tx);
        Ok(Self {
            store: store.clone(),
            credential,
            request,
            who: Arc::new(entered.who),
            place: Arc::new(entered.place),
            roles: entered.roles,
            areas: entered.areas,
            opened: Mutex::new(opened),
            _may: PhantomData,
        })
    }
}

struct Entered {
    tx: TenantTx,
    who: Who,
    place: Place,
    roles: Vec<Role>,
    areas: Vec<AreaId>,
    stale: bool,
}

async fn enter(
    store: &Store,
    credential: &Credential,
    slug: &str,
    request: Option<RequestId>,
) -> Result<Entered> {
    let call =
        format!("select * from enter({}, '{slug}', {}, {})", credential.sql(), store.at(), quoted(request));
    let (tx, row) = store.enter(Pool::App, call).await?;
    let row = row.ok_or(Error::SignIn)?;
    let place = place_of(&row, slug)?.ok_or(Error::Missing)?;
    let codes: Vec<String> = row.try_get("roles")?;
    Ok(Entered {
        tx,
        who: Who::of(&row, credential)?,
        place,
        roles: codes.iter().filter_map(|code| Role::from_code(code)).collect(),
        areas: row.try_get("area_ids")?,
        stale: row.try_get("stale")?,
    })
}

fn place_of(row: &PgRow, slug: &str) -> Result<Option<Place>> {
    let Some(complex) = row.try_get::<Option<ComplexId>, _>("complex_id")? else { return Ok(None) };
    Ok(Some(Place {
        complex,
        slug: slug.to_owned(),
        name: row.try_get("complex_name")?,
        city: row.try_get("city")?,
        zone: zone_of(row)?,
    }))
}

/// The short name in the path. What is no slug cannot be a complex, and never reaches SQL.
pub(crate) async fn path_param(parts: &mut Parts, store: &Store, name: &str) -> Result<Slug> {
    let params = RawPathParams::from_request_parts(parts, store).await.map_err(|_| Error::Missing)?;
    let found = params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    Slug::parse(&found.ok_or(Error::Missing)?).map_err(|_| Error::Missing)
}

impl<C> fmt::Debug for May<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "May<{}>({}, {})", std::any::type_name::<C>(), self.place.slug, self.who.account)
    }
}
