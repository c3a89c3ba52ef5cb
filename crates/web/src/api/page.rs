//! Lists page by key: the answer carries the sort keys of its last row, sealed, and the next request brings them back.
//! A list that grows meanwhile repeats nothing and skips nothing.

use axum::{
    Json,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::request::Parts;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::Sha256;
use tenancy::Store;
use utoipa::{IntoParams, ToSchema};

use crate::{Browser, Error, Faults, Kind, form::Query};

const USUAL: u32 = 50;
const MOST: u32 = 200;
/// Bytes of the seal; enough that nobody guesses one.
const SEAL: usize = 12;

/// A page of a list. `next` is the cursor of the page behind it; none when this is the last one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// The cursor of the following page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "q0v2yWq1yJkWyJBLTEyIl0")]
    pub next: Option<String>,
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// How every list is asked; for `params(web::api::PageQuery)` in the documentation.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many at most, 1 to 200; 50 when it is left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50, example = 50)]
    pub limit: Option<String>,
    /// `next` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
}

/// The part of a list that a request asks for. `K` are the sort keys of a row, the last of them unique.
#[derive(Clone, Debug)]
pub struct Slice<K> {
    limit: u32,
    after: Option<K>,
    seal: Seal,
}

impl<K> Slice<K> {
    /// The keys behind which the page begins; `None` for the first page.
    pub const fn after(&self) -> Option<&K> {
        self.after.as_ref()
    }

    /// How many rows to fetch: one more than the page holds, which says whether there is a next one.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }
}

impl<K: Serialize> Slice<K> {
    /// The page made of the fetched rows.
    pub fn page<R, T>(
        &self,
        mut rows: Vec<R>,
        keys: impl FnOnce(&R) -> K,
        show: impl FnMut(R) -> T,
    ) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().and_then(|last| self.seal.close(&keys(last))) } else { None };
        Page { items: rows.into_iter().map(show).collect(), next }
    }
}

impl<K: DeserializeOwned> FromRequestParts<Store> for Slice<K> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self, Error> {
        let Query(asked) = Query::<PageQuery>::from_request_parts(parts, store).await?;
        let seal = Seal { key: store.keys().derive("cursor"), list: parts.uri.path().to_owned() };
        let limit = match asked.limit.as_deref() {
            None => USUAL,
            Some(text) => limit(text).ok_or_else(|| wrong_limit(parts))?,
        };
        let after = match asked.cursor.as_deref().filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some(seal.open(text).ok_or(Error::Problem(Kind::WrongCursor))?),
        };
        Ok(Self { limit, after, seal })
    }
}

fn limit(text: &str) -> Option<u32> {
    text.parse().ok().filter(|limit| (1..=MOST).contains(limit))
}

fn wrong_limit(parts: &Parts) -> Error {
    let mut faults = Faults::default();
    faults.put("limit", Browser::of(&parts.headers, String::new()).texts().get("api-limit-range"));
    Error::Invalid(faults)
}

/// Closes cursors so that a changed one is noticed, and one of another list too.
#[derive(Clone)]
struct Seal {
    key: [u8; 32],
    list: String,
}

impl Seal {
    fn close<K: Serialize>(&self, keys: &K) -> Option<String> {
        let plain = serde_json::to_vec(keys).ok()?;
        let mut sealed = self.mac(&plain).finalize().into_bytes()[..SEAL].to_vec();
        sealed.extend(plain);
        Some(BASE64_URL_SAFE_NO_PAD.encode(sealed))
    }

    fn open<K: DeserializeOwned>(&self, cursor: &str) -> Option<K> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (seal, plain) = sealed.split_at_checked(SEAL)?;
        self.mac(plain).verify_truncated_left(seal).ok()?;
        serde_json::from_slice(plain).ok()
    }

    fn mac(&self, plain: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        for part in [self.list.as_bytes(), b"\n", plain] {
            mac.update(part);
        }
        mac
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seal({})", self.list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(list: &str) -> Seal {
        Seal { key: [7; 32], list: list.to_owned() }
    }

    fn slice(limit: u32, after: Option<i64>) -> Slice<i64> {
        Slice { limit, after, seal: seal("/api/v1/units") }
    }

    #[test]
    fn the_pages_of_a_list_together_are_the_list() {
        let houses: Vec<i64> = (1..=7).collect();
        let mut slice = slice(3, None);
        let mut seen = Vec::new();
        let mut sizes = Vec::new();
        loop {
            let after = slice.after().copied().unwrap_or(0);
            let fetched: Vec<i64> =
                houses.iter().copied().filter(|n| *n > after).take(slice.fetch() as usize).collect();
            let page = slice.page(fetched, |n| *n, |n| n);
            sizes.push(page.items.len());
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            slice.after = slice.seal.open(&next);
        }
        assert_eq!((seen, sizes), (houses, vec![3, 3, 1]));
    }

    #[test]
    fn a_full_last_page_promises_nothing_behind_it() {
        assert_eq!(slice(3, None).page(vec![1, 2, 3], |n| *n, |n| n).next, None);
    }

    #[test]
    fn a_cursor_that_was_changed_or_belongs_to_another_list_opens_nothing() {
        let cursor = seal("/api/v1/complexes/melati/units").close(&("A-12", 12)).unwrap();
        let open = |list: &str, cursor: &str| seal(list).open::<(String, i32)>(cursor);
        assert_eq!(open("/api/v1/complexes/melati/units", &cursor), Some(("A-12".to_owned(), 12)));
        assert_eq!(open("/api/v1/complexes/mawar/units", &cursor), None);
        for place in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(open("/api/v1/complexes/melati/units", &changed), None, "{changed}");
        }
        assert_eq!(open("/api/v1/complexes/melati/units", "!!"), None);
        assert_eq!(open("/api/v1/complexes/melati/units", "AAAA"), None);
    }

    #[test]
    fn a_page_holds_one_to_two_hundred_rows() {
        assert_eq!(["1", "200", "50"].map(limit), [Some(1), Some(200), Some(50)]);
        assert_eq!(["0", "201", "-1", "many", ""].map(limit), [None; 5]);
    }
}
