//! `Idempotency-Key`: a request that is sent twice, because its answer got lost, is done once and answered twice.
//!
//! The key is claimed in the handler's own transaction, before any work, and the answer is stored in it; whatever ends
//! the transaction otherwise (a refusal, a crash) frees the key, and the repeat is tried anew. Kept for 48 hours.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use tenancy::{Store, TenantTx};

use super::sql;
use crate::{Error, Kind, Result};

const KEY: &str = "idempotency-key";
const LONGEST_KEY: usize = 255;
const JSON: &str = "application/json";

/// A JSON body with the key under which it may be sent again. Without a key every request is a new one.
#[derive(Debug)]
pub struct Once<T> {
    pub body: T,
    key: Option<String>,
    hash: [u8; 32],
}

/// Whose turn it is.
#[derive(Debug)]
pub enum Claim {
    /// Nobody did this yet: do it, then [`Claimed::settle`].
    Fresh(Claimed),
    /// It is done; this was the answer.
    Done(Response),
}

/// The right to do it, and the duty to leave the answer behind.
#[derive(Debug)]
#[must_use = "a key that is claimed and not settled answers every repeat with 409"]
pub struct Claimed {
    key: Option<String>,
}

/// An answer that can be given twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: StatusCode,
    location: Option<String>,
    body: String,
}

impl<T> Once<T> {
    /// What moves money or books is only done with a key.
    pub fn required(self) -> Result<Self> {
        if self.key.is_some() { Ok(self) } else { Err(Error::Problem(Kind::KeyMissing)) }
    }

    /// Claims the key. Another request with this key is a 422, one that is still at work a 409.
    pub async fn claim(&self, tx: &mut TenantTx) -> Result<Claim> {
        let Some(key) = &self.key else { return Ok(Claim::Fresh(Claimed { key: None })) };
        let found = sql::claim(tx, key, &self.hash).await?;
        match found.outcome.as_str() {
            "fresh" => Ok(Claim::Fresh(Claimed { key: Some(key.clone()) })),
            "done" => Ok(Claim::Done(found.answer()?.into_response_again())),
            "reused" => Err(Error::Problem(Kind::KeyReused)),
            _ => Err(Error::Problem(Kind::KeyBusy)),
        }
    }
}

impl Claimed {
    /// Stores the answer, commits, and gives it.
    pub async fn settle(self, mut tx: TenantTx, answer: Answer) -> Result {
        if let Some(key) = &self.key {
            sql::settle(
                &mut tx,
                key,
                i32::from(answer.status.as_u16()),
                answer.location.as_deref(),
                &answer.body,
            )
            .await?;
        }
        tx.commit().await?;
        Ok(answer.into_response())
    }
}

impl Answer {
    /// 201, and where the new thing is.
    pub fn created(location: impl Into<String>, body: &impl Serialize) -> Result<Self> {
        Ok(Self { status: StatusCode::CREATED, location: Some(location.into()), body: json(body)? })
    }

    /// 200.
    pub fn ok(body: &impl Serialize) -> Result<Self> {
        Ok(Self { status: StatusCode::OK, location: None, body: json(body)? })
    }

    fn into_response_again(self) -> Response {
        let mut response = self.into_response();
        response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
        response
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, [(header::CONTENT_TYPE, JSON)], self.body).into_response();
        if let Some(value) = self.location.and_then(|location| HeaderValue::try_from(location).ok()) {
            response.headers_mut().insert(header::LOCATION, value);
        }
        response
    }
}

impl sql::Claimed {
    fn answer(self) -> Result<Answer> {
        let status = self.status.and_then(|status| u16::try_from(status).ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.ok_or_else(|| Error::broken("a settled key without an answer"))?;
        Ok(Answer { status, location: self.location, body: self.body.unwrap_or_default() })
    }
}

fn json(body: &impl Serialize) -> Result<String> {
    serde_json::to_string(body).map_err(|error| Error::broken(format!("an answer is no JSON: {error}")))
}

impl<T: DeserializeOwned> FromRequest<Store> for Once<T> {
    type Rejection = Error;

    async fn from_request(request: Request, store: &Store) -> Result<Self, Error> {
        let key = key(request.headers())?;
        let is_json = says_json(request.headers());
        let mut hash = Sha256::new();
        hash.update(format!("{} {}\n", request.method(), request.uri()));
        let bytes = Bytes::from_request(request, store)
            .await
            .map_err(|rejection| Error::unreadable(rejection.status(), rejection.body_text()))?;
        if !is_json {
            return Err(Error::Problem(Kind::WrongType));
        }
        hash.update(&bytes);
        let body = axum::Json::<T>::from_bytes(&bytes)
            .map_err(|rejection| Error::unreadable(rejection.status(), rejection.body_text()))?
            .0;
        Ok(Self { body, key, hash: hash.finalize().into() })
    }
}

/// The draft writes the key as a quoted string; many clients leave the quotes out.
fn key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let text = value.to_str().map_err(|_| Error::Problem(Kind::KeyMissing))?.trim();
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if bare.is_empty() || bare.len() > LONGEST_KEY {
        return Err(Error::Problem(Kind::KeyMissing));
    }
    Ok(Some(bare.to_owned()))
}

fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == JSON || (kind.starts_with("application/") && kind.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(value: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(
            "idempotency-key".parse().unwrap(),
            HeaderValue::from_str(value).unwrap(),
        )]);
        key(&headers).unwrap_or(None)
    }

    #[test]
    fn a_key_is_the_same_with_and_without_quotes() {
        assert_eq!(sent("\"8e03978e-40d5\"").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(sent("8e03978e-40d5").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(sent("\"\""), None);
        assert_eq!(sent(&"x".repeat(256)), None);
    }

    #[test]
    fn json_is_known_by_its_name() {
        let says =
            |kind: &str| says_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().unwrap())]));
        assert!(says("application/json; charset=utf-8") && says("application/merge-patch+json"));
        assert!(!says("text/plain") && !says_json(&HeaderMap::new()));
    }
}
