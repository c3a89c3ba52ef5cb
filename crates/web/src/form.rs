//! Reading what was sent: a form, a query, JSON. A body that cannot be read at all is a 400 in the house's voice;
//! a value that can be read but is wrong is the handler's affair, which gives the form back with a sentence.

use axum::extract::{FromRequest, FromRequestParts, Path as AxumPath, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;
use tenancy::Store;

use crate::error::Error;

/// A posted form (repeated keys become lists).
#[derive(Clone, Copy, Debug)]
pub struct Form<T>(pub T);

/// The query string; unknown names are ignored, unreadable values are a 400.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

/// A JSON body.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

/// Values of the path. One that cannot be read is a thing that is not there: 404.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Store> for Form<T> {
    type Rejection = Error;
    async fn from_request(request: Request, store: &Store) -> Result<Self, Error> {
        match axum_extra::extract::Form::<T>::from_request(request, store).await {
            Ok(form) => Ok(Self(form.0)),
            Err(rejection) => Err(Error::Unreadable(rejection.to_string())),
        }
    }
}

impl<T: DeserializeOwned> FromRequestParts<Store> for Query<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self, Error> {
        match axum_extra::extract::Query::<T>::from_request_parts(parts, store).await {
            Ok(query) => Ok(Self(query.0)),
            Err(rejection) => Err(Error::Unreadable(rejection.to_string())),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<Store> for Json<T> {
    type Rejection = Error;
    async fn from_request(request: Request, store: &Store) -> Result<Self, Error> {
        match axum::Json::<T>::from_request(request, store).await {
            Ok(json) => Ok(Self(json.0)),
            Err(rejection) => Err(Error::unreadable(rejection.status(), rejection.body_text())),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<Store> for Path<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self, Error> {
        AxumPath::<T>::from_request_parts(parts, store)
            .await
            .map(|path| Self(path.0))
            .map_err(|_| Error::missing())
    }
}
