//! The doors that lead to no single complex's members: the front hall, one's own account, the platform, the worker.
//! The others are [`crate::May`], [`crate::Group`] and [`crate::Ticket`]. A new door needs a decision record.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::{AccountId, ComplexId, Instant, Locale, RequestId, SessionId, Zone};
use sqlx::{Row as _, postgres::PgRow};

use crate::{
    AccountTx, Credential, Error, HallTx, Hat, PlatformTx, Result, Store, TenantTx,
    store::{Pool, quoted},
};

/// The account behind a request.
#[derive(Clone, Debug)]
pub struct Who {
    pub account: AccountId,
    pub name: String,
    pub locale: Locale,
    /// The session or token that was shown; `None` for a signed access token.
    pub session: Option<SessionId>,
    pub hats: Vec<Hat>,
    /// Capability names that a token is limited to; `None` for a browser's session.
    pub(crate) abilities: Option<Vec<String>>,
}

impl Who {
    /// Reads the columns that every door function answers with.
    pub(crate) fn of(row: &PgRow, credential: &Credential) -> Result<Self> {
        let limits = match credential {
            Credential::Access { abilities, .. } => Some(abilities.clone()),
            _ => row.try_get("abilities")?,
        };
        let locale: String = row.try_get("locale")?;
        let hats: sqlx::types::Json<Vec<Hat>> = row.try_get("hats")?;
        Ok(Self {
            account: row.try_get("account_id")?,
            name: row.try_get("account_name")?,
            locale: Locale::from_code(&locale).unwrap_or_default(),
            session: row.try_get("session_id")?,
            hats: hats.0,
            abilities: limits,
        })
    }

    /// Does what was shown reach so far? A browser's session reaches everything; a token what its abilities name.
    pub fn reaches(&self, ability: &str) -> bool {
        !self.is_limited_from(ability)
    }

    pub(crate) fn is_limited_from(&self, capability: &str) -> bool {
        self.abilities.as_ref().is_some_and(|abilities| !abilities.iter().any(|a| a == capability))
    }
}

/// What a request brings before any door: its credential and its id.
pub(crate) fn shown(parts: &Parts, store: &Store) -> Result<(Credential, Option<RequestId>)> {
    let credential = Credential::shown(parts, store).ok_or(Error::SignIn)?;
    Ok((credential, request_id(parts)))
}

pub(crate) fn request_id(parts: &Parts) -> Option<RequestId> {
    parts.extensions.get::<RequestId>().copied()
}

/// Put into a request whose body has been read into memory.
#[derive(Clone, Copy, Debug)]
pub struct BodyAtHand;

/// Is the transaction that admitted the caller worth keeping open for the handler? Only when no body has to be
/// waited for: a slow upload must not hold a connection.
pub(crate) fn waits_for_no_body(parts: &Parts) -> bool {
    matches!(parts.method, axum::http::Method::GET | axum::http::Method::HEAD)
        || parts.extensions.get::<BodyAtHand>().is_some()
}

/// The front hall: signing in, invitations, the style guide. It opens no complex.
#[derive(Debug)]
pub struct Anyone {
    store: Store,
    request: Option<RequestId>,
}

impl Anyone {
    pub async fn begin(&self) -> Result<HallTx> {
        self.store.hall(self.request).await
    }
}

impl Store {
    /// The hall as the command line enters it.
    pub async fn hall(&self, request: Option<RequestId>) -> Result<HallTx> {
        let call = format!("select enter_hall({}, {})", self.at(), quoted(request));
        Ok(self.enter(Pool::App, call).await?.0)
    }

    /// The worker's door, from a job's envelope.
    pub fn job_scope(&self, complex: ComplexId) -> JobScope {
        JobScope { store: self.clone(), complex, request: None }
    }
}

impl FromRequestParts<Store> for Anyone {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self> {
        Ok(Self { store: store.clone(), request: request_id(parts) })
    }
}

/// One's own account: profile, sessions, tokens. It opens no complex either.
#[derive(Debug)]
pub struct SignedIn {
    store: Store,
    credential: Credential,
    request: Option<RequestId>,
    who: Arc<Who>,
}

impl SignedIn {
    pub fn who(&self) -> &Who {
        &self.who
    }

    pub async fn begin(&self) -> Result<AccountTx> {
        let (tx, row) =
            self.store.enter(Pool::App, Self::call(&self.store, &self.credential, self.request)).await?;
        row.ok_or(Error::SignIn).map(|_| tx)
    }

    fn call(store: &Store, credential: &Credential, request: Option<RequestId>) -> String {
        format!("select * from enter({}, null, {}, {})", credential.sql(), store.at(), quoted(request))
    }
}

impl FromRequestParts<Store> for SignedIn {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self> {
        let (credential, request) = shown(parts, store)?;
        let call = Self::call(store, &credential, request);
        let (_tx, row): (AccountTx, _) = store.enter(Pool::App, call).await?;
        let row = row.ok_or(Error::SignIn)?;
        let who = Who::of(&row, &credential)?;
        if row.try_get("stale")? {
            store.mark_seen(&credential);
        }
        Ok(Self { store: store.clone(), credential, request, who: Arc::new(who) })
    }
}

/// Platform staff. Every visit is written to `operator_visit` with its reason: here, the path that was asked for.
#[derive(Debug)]
pub struct Operator {
    store: Store,
    credential: Credential,
    request: Option<RequestId>,
    who: Arc<Who>,
    reason: String,
}

impl Operator {
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// Reads and writes what belongs to the platform; sees all complexes, changes none of their rows.
    pub async fn begin(&self) -> Result<PlatformTx> {
        Ok(enter_platform(&self.store, &self.credential, &self.reason, self.request).await?.0)
    }
}

impl FromRequestParts<Store> for Operator {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self> {
        let (credential, request) = shown(parts, store)?;
        let reason = format!("{} {}", parts.method, parts.uri.path());
        let (tx, who) = enter_platform(store, &credential, &reason, request).await?;
        tx.commit().await?; // the visit stays written even if the page fails
        Ok(Self { store: store.clone(), credential, request, who: Arc::new(who), reason })
    }
}

/// Whoever is not staff is told that there is no such page, as a stranger to a complex is.
async fn enter_platform(
    store: &Store,
    credential: &Credential,
    reason: &str,
    request: Option<RequestId>,
) -> Result<(PlatformTx, Who)> {
    let quoted_reason = format!("'{}'", reason.replace('\'', "''").replace('\\', "/"));
    let call = format!(
        "select * from enter_platform({}, {quoted_reason}, {}, {})",
        credential.sql(),
        store.at(),
        quoted(request)
    );
    let (tx, row) = store.enter(Pool::Operator, call).await?;
    let row = row.ok_or(Error::SignIn)?;
    let is_operator: bool = row.try_get("is_operator")?;
    if !is_operator || !credential.is_session() {
        return Err(Error::Missing);
    }
    Ok((tx, Who::of(&row, credential)?))
}

/// The worker's way into the complex that a job's envelope names.
#[derive(Clone, Debug)]
pub struct JobScope {
    store: Store,
    complex: ComplexId,
    request: Option<RequestId>,
}

impl JobScope {
    pub async fn begin(&self) -> Result<TenantTx> {
        let call =
            format!("select work_in('{}', {}, {})", self.complex, self.store.at(), quoted(self.request));
        let (tx, row) = self.store.enter(Pool::App, call).await?;
        let is_there: bool = row.ok_or(Error::Missing)?.try_get(0)?;
        is_there.then_some(tx).ok_or(Error::Missing)
    }

    pub fn complex(&self) -> ComplexId {
        self.complex
    }

    /// The same way in at another time, for what is written down afterwards: a sample's past.
    #[must_use]
    pub fn at_clock(&self, clock: kernel::Clock) -> Self {
        Self { store: self.store.with_clock(clock), ..self.clone() }
    }

    pub fn now(&self) -> Instant {
        self.store.now()
    }
}

/// The columns of a complex that every door answers with.
pub(crate) fn zone_of(row: &PgRow) -> Result<Zone> {
    let code: String = row.try_get("zone")?;
    Ok(Zone::from_code(&code).unwrap_or_default())
}
