//! What a request shows to prove who sends it: a session cookie, a personal access token, or a signed access token.

use axum::http::{HeaderMap, header, request::Parts};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kernel::{AccountId, Instant, TokenFamilyId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Store, store::Site};

/// Prefix of personal access tokens, so that secret scanners know them.
const TOKEN_PREFIX: &str = "klu_";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    Session([u8; 32]),
    Token([u8; 32]),
    /// A verified access token (JWT) names the account, the app's sign-in it came from and what it may do. It opens
    /// doors for as long as that sign-in lasts: signing the app out ends it at the next request.
    Access {
        account: AccountId,
        family: TokenFamilyId,
        abilities: Vec<String>,
    },
}

/// The hash under which a secret is kept: a thief of the database cannot sign in with it.
pub fn secret_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: AccountId,
    fam: TokenFamilyId,
    /// Seconds since 1970 (RFC 7519).
    exp: i64,
    abilities: Vec<String>,
}

impl Credential {
    /// Reads the credential off a request. `None` when none is shown or it is not ours.
    pub fn shown(parts: &Parts, store: &Store) -> Option<Self> {
        match bearer(&parts.headers) {
            Some(token) if token.starts_with(TOKEN_PREFIX) => Some(Self::Token(secret_hash(token))),
            Some(jwt) => Self::from_access_token(jwt, store),
            None => {
                session_cookie(&parts.headers, store.site()).map(|secret| Self::Session(secret_hash(secret)))
            }
        }
    }

    /// A short-lived signed access token (JWT, HS256) for apps.
    pub fn sign_access_token(
        store: &Store,
        (account, family): (AccountId, TokenFamilyId),
        abilities: Vec<String>,
        expires: Instant,
    ) -> String {
        let claims = Claims { sub: account, fam: family, exp: expires.timestamp(), abilities };
        let key = EncodingKey::from_secret(&store.keys().derive("access-token"));
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
            .expect("claims of strings and numbers can be written as JSON")
    }

    fn from_access_token(jwt: &str, store: &Store) -> Option<Self> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false; // by our own clock, below
        let key = DecodingKey::from_secret(&store.keys().derive("access-token"));
        let claims = jsonwebtoken::decode::<Claims>(jwt, &key, &validation).ok()?.claims;
        (claims.exp > store.now().timestamp()).then_some(Self::Access {
            account: claims.sub,
            family: claims.fam,
            abilities: claims.abilities,
        })
    }

    /// The three arguments `kind, hash, claimed` of the door functions in 0002_doors.sql.
    /// Safe to splice: hex digits, a UUID and fixed words.
    pub(crate) fn sql(&self) -> String {
        match self {
            Self::Session(hash) => format!("'session', '\\x{}'::bytea, null", hex::encode(hash)),
            Self::Token(hash) => format!("'token', '\\x{}'::bytea, null", hex::encode(hash)),
            Self::Access { family, .. } => format!("'account', null, '{family}'"),
        }
    }

    /// A browser's session may be used across sites by a forged form; a token in a header cannot.
    pub fn is_session(&self) -> bool {
        matches!(self, Self::Session(_))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn session_cookie<'h>(headers: &'h HeaderMap, site: &Site) -> Option<&'h str> {
    let name = site.session_cookie();
    let pairs =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}
