//! Contents in an S3-compatible store: Cloudflare R2, Garage, SeaweedFS, AWS. Path style (`/BUCKET/KEY`), which all of them take;
//! no checksum headers, which R2 has refused (`../shared/reference/integrations.md` §5 lists what each of them lacks).
//!
//! A store away from this machine keeps a row's transaction open while a content travels: two repeats within ten seconds,
//! then the upload is refused with a sentence rather than the connection held.

use std::{fmt, sync::Arc, time::Duration};

use axum::http::HeaderMap;
use kernel::{ComplexId, FileId};
use object_store::{
    ClientOptions, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    signer::{Method, SignedUrlOptions, Url},
};

use crate::{
    Files,
    storage::{Part, path},
};

const LONGEST_REPEAT: Duration = Duration::from_secs(10);
const LONGEST_REQUEST: Duration = Duration::from_mins(1);
const LONGEST_CONNECT: Duration = Duration::from_secs(5);
/// How long a signed address of the store opens a content.
pub(crate) const ADDRESS_LASTS: Duration = Duration::from_mins(5);

/// A bucket, and how we get into it.
#[derive(Clone)]
pub struct Bucket {
    /// `https://HOST/BUCKET`; http for a store on the same machine or in the same private network.
    pub address: String,
    /// `KEY-ID:SECRET`
    pub key: String,
    /// As the store calls it; R2 takes `auto`.
    pub region: String,
    pub reach: Reach,
}

/// Who can reach the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Browsers too: they are sent there, with an address that is signed for five minutes.
    Browsers,
    /// This server alone: contents go through it.
    Server,
}

/// Why a bucket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadBucket {
    #[error("the address of the bucket is not https://HOST/BUCKET")]
    Address,
    #[error("the key of the bucket is not KEY-ID:SECRET")]
    Key,
    #[error(transparent)]
    Store(#[from] object_store::Error),
}

impl Bucket {
    /// `https://HOST` and `BUCKET`.
    fn place(&self) -> Result<(String, String), BadBucket> {
        let address = Url::parse(&self.address).map_err(|_| BadBucket::Address)?;
        let bucket = address.path().trim_matches('/');
        let is_ours = matches!(address.scheme(), "https" | "http") && address.has_host();
        if !is_ours || bucket.is_empty() || bucket.contains('/') || address.query().is_some() {
            return Err(BadBucket::Address);
        }
        Ok((address.origin().ascii_serialization(), bucket.to_owned()))
    }

    fn open(&self) -> Result<AmazonS3, BadBucket> {
        let (host, bucket) = self.place()?;
        let (id, secret) = self.key.split_once(':').ok_or(BadBucket::Key)?;
        if id.is_empty() || secret.is_empty() {
            return Err(BadBucket::Key);
        }
        // The provider may be there already: whoever came first chose the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let retry = RetryConfig { max_retries: 2, retry_timeout: LONGEST_REPEAT, ..RetryConfig::default() };
        let client = ClientOptions::new()
            .with_allow_http(host.starts_with("http://"))
            .with_timeout(LONGEST_REQUEST)
            .with_connect_timeout(LONGEST_CONNECT);
        let store = AmazonS3Builder::new()
            .with_endpoint(host)
            .with_bucket_name(bucket)
            .with_region(&self.region)
            .with_access_key_id(id)
            .with_secret_access_key(secret)
            .with_client_options(client)
            .with_retry(retry);
        Ok(store.build()?)
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({}, {}, {:?})", self.address, self.region, self.reach)
    }
}

impl Files {
    /// In a bucket. Nothing is asked of it yet: a store that is away when the house opens does not keep it shut.
    pub fn open_bucket(bucket: &Bucket) -> Result<Self, BadBucket> {
        let store = Arc::new(bucket.open()?);
        let files = Self::over(Arc::<AmazonS3>::clone(&store));
        Ok(match bucket.reach {
            Reach::Browsers => files.signed_by(store),
            Reach::Server => files,
        })
    }

    /// Where a browser fetches a content by itself, for [`ADDRESS_LASTS`]; none where contents go through us. The store
    /// answers with these headers, which are signed as well.
    pub(crate) async fn address(
        &self,
        complex: ComplexId,
        id: FileId,
        headers: &HeaderMap,
    ) -> object_store::Result<Option<Url>> {
        let Some(signer) = &self.signer else { return Ok(None) };
        // "Response header override", GetObject in the S3 API reference: response-content-type and the like.
        let said = headers
            .iter()
            .filter_map(|(name, value)| Some((format!("response-{name}"), value.to_str().ok()?)));
        let options = SignedUrlOptions::new().with_query(said);
        let path = path(complex, id, Part::Content);
        signer.signed_url_opts(Method::GET, &path, ADDRESS_LASTS, &options).await.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(address: &str, key: &str) -> Result<(String, String), BadBucket> {
        let bucket = Bucket {
            address: address.to_owned(),
            key: key.to_owned(),
            region: "auto".to_owned(),
            reach: Reach::Browsers,
        };
        bucket.open()?;
        bucket.place()
    }

    #[test]
    fn a_bucket_is_a_host_and_one_name() {
        let found =
            bucket("https://a1b2.r2.cloudflarestorage.com/melati/", "id:secret").expect("an address of R2");
        assert_eq!(found, ("https://a1b2.r2.cloudflarestorage.com".to_owned(), "melati".to_owned()));
        let near = bucket("http://127.0.0.1:3900/melati", "id:se:cret").expect("an address of this machine");
        assert_eq!(near, ("http://127.0.0.1:3900".to_owned(), "melati".to_owned()));
    }

    #[test]
    fn what_is_not_a_bucket_is_said_before_the_house_opens() {
        for address in [
            "",
            "melati",
            "https://host",
            "https://host/",
            "https://host/a/b",
            "ftp://host/a",
            "https://host/a?b",
        ] {
            assert!(matches!(bucket(address, "id:secret"), Err(BadBucket::Address)), "{address}");
        }
        for key in ["", "id", "id:", ":secret"] {
            assert!(matches!(bucket("https://host/melati", key), Err(BadBucket::Key)), "{key}");
        }
    }
}
