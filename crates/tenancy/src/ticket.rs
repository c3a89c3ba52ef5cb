//! Signed links: an invitation, a password reset, later a bill or a pass. The signature says which complex and which
//! thing; the row itself says whether the link is still good, so that it can be revoked.

use std::{fmt, marker::PhantomData};

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use kernel::{ComplexId, RequestId};
use sqlx::Row as _;
use uuid::Uuid;

use crate::{
    Error, Place, Result, Store, TenantTx,
    doors::{request_id, zone_of},
    store::Pool,
};

/// What a link is for. Its name is part of the signature: an invitation does not open a bill.
pub trait TicketKind: Send + Sync + 'static {
    const NAME: &'static str;
}

/// 128 bits of the HMAC: short enough for a WhatsApp link, far beyond guessing.
const SEAL_BYTES: usize = 16;

/// Proof that the caller holds a link which we signed, from the path parameter `{ticket}`.
pub struct Ticket<K> {
    store: Store,
    complex: ComplexId,
    subject: Uuid,
    request: Option<RequestId>,
    _kind: PhantomData<fn() -> K>,
}

impl<K: TicketKind> Ticket<K> {
    /// The text of a link to this subject. 64 characters of the URL-safe alphabet.
    pub fn seal(store: &Store, complex: ComplexId, subject: Uuid) -> String {
        let mut bytes = Vec::with_capacity(32 + SEAL_BYTES);
        bytes.extend_from_slice(complex.uuid().as_bytes());
        bytes.extend_from_slice(subject.as_bytes());
        let seal = store.keys().sign(K::NAME, &bytes);
        bytes.extend_from_slice(&seal[..SEAL_BYTES]);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    pub fn subject(&self) -> Uuid {
        self.subject
    }

    /// A transaction in the complex of the link, with the place it leads to. No account acts in it.
    pub async fn begin(&self) -> Result<(TenantTx, Place)> {
        let (tx, row) =
            self.store.enter(Pool::App, self.store.complex_call(self.complex, self.request)).await?;
        let row = row.ok_or(Error::Missing)?;
        let place = Place {
            complex: self.complex,
            slug: row.try_get("slug")?,
            name: row.try_get("complex_name")?,
            city: row.try_get("city")?,
            zone: zone_of(&row)?,
        };
        Ok((tx, place))
    }

    fn open(store: &Store, text: &str, request: Option<RequestId>) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let (message, seal) = bytes.split_at_checked(32)?;
        if seal.len() != SEAL_BYTES || !store.keys().verifies(K::NAME, message, seal) {
            return None;
        }
        let (complex, subject) = message.split_at(16);
        Some(Self {
            store: store.clone(),
            complex: ComplexId::from_uuid(Uuid::from_slice(complex).ok()?),
            subject: Uuid::from_slice(subject).ok()?,
            request,
            _kind: PhantomData,
        })
    }
}

impl<K: TicketKind> FromRequestParts<Store> for Ticket<K> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self> {
        let request = request_id(parts);
        let params = RawPathParams::from_request_parts(parts, store).await.map_err(|_| Error::Missing)?;
        let text =
            params.iter().find(|(key, _)| *key == "ticket").map(|(_, value)| value).ok_or(Error::Missing)?;
        Self::open(store, text, request).ok_or(Error::Missing)
    }
}

impl<K> fmt::Debug for Ticket<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket({}, {})", self.complex, self.subject)
    }
}
