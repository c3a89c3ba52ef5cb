//! When a member was last here, in this complex and in no other: noted beside what members ask for, at most every five
//! minutes for one credential in one complex.
//!
//! It judges nobody. Whether the credential is good and its owner a member is asked again where it is written down.

mod sql;

use std::time::Duration;

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};
use chrono::TimeDelta;
use kernel::Instant;
use moka::sync::Cache;
use tenancy::{Credential, Store};

const OFTEN: TimeDelta = TimeDelta::minutes(5);

/// Only saves work: a process that forgets asks the database once more.
#[derive(Clone)]
struct Presence {
    store: Store,
    noted: Cache<(String, String), Instant>,
}

/// Puts the note-taking around the whole site.
pub fn with_presence(site: Router, store: Store) -> Router {
    let noted = Cache::builder().max_capacity(20_000).time_to_live(Duration::from_secs(600)).build();
    site.layer(middleware::from_fn_with_state(Presence { store, noted }, note))
}

async fn note(State(presence): State<Presence>, request: Request, next: Next) -> Response {
    let Some(slug) = complex_of(request.uri().path()).map(str::to_owned) else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let credential = Credential::shown(&parts, &presence.store);
    let response = next.run(Request::from_parts(parts, body)).await;
    if let Some(credential) = credential
        && response.status().as_u16() < 400
    {
        presence.saw(&credential, slug).await;
    }
    response
}

/// The short name in `/k/{complex}/…` and `/api/v1/complexes/{complex}/…`.
fn complex_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/k/").or_else(|| path.strip_prefix("/api/v1/complexes/"))?;
    rest.split('/').next().filter(|slug| !slug.is_empty())
}

impl Presence {
    async fn saw(&self, credential: &Credential, slug: String) {
        let now = self.store.now();
        let key = (shown(credential), slug);
        if self.noted.get(&key).is_some_and(|at| now - at < OFTEN) {
            return;
        }
        let noted = async {
            let mut tx = self.store.hall(None).await?;
            sql::note(&mut tx, credential, &key.1).await?;
            tx.commit().await
        };
        match noted.await {
            Ok(()) => self.noted.insert(key, now),
            Err(error) => tracing::warn!(%error, "could not note who was here"),
        }
    }
}

/// Names the credential, not what it is kept by.
fn shown(credential: &Credential) -> String {
    match credential {
        Credential::Session(hash) | Credential::Token(hash) => hex::encode(&hash[..12]),
        Credential::Access { family, .. } => family.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_a_complex_say_where_somebody_is() {
        assert_eq!(complex_of("/k/melati/unit/A-12"), Some("melati"));
        assert_eq!(complex_of("/api/v1/complexes/mawar/units"), Some("mawar"));
        for other in ["/akun", "/k/", "/api/v1/me", "/admin/organisasi", "/"] {
            assert_eq!(complex_of(other), None, "{other}");
        }
    }
}
