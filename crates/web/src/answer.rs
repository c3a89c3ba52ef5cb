//! How handlers answer: a page, a form with its mistakes, a redirect with a sentence, a file.

use askama::Template;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};

use crate::{
    error::{Error, Result},
    flash,
    shell::Toast,
};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A whole page or a fragment.
pub fn page(template: &impl Template) -> Result {
    html(StatusCode::OK, template)
}

/// The form again, with what was typed and what is wrong with it.
pub fn invalid(template: &impl Template) -> Result {
    html(StatusCode::UNPROCESSABLE_ENTITY, template)
}

pub(crate) fn html(status: StatusCode, template: &impl Template) -> Result {
    let body = template.render()?;
    Ok((status, [(header::CONTENT_TYPE, HTML)], body).into_response())
}

/// Done; go on to another page. A plain form follows the 303; for htmx the `dress` layer turns it into HX-Location.
#[derive(Clone, Debug)]
pub struct Go {
    path: String,
    toast: Option<Toast>,
}

impl Go {
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), toast: None }
    }

    /// With a sentence on the next page.
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.toast = Some(Toast { text: text.into(), undo: None });
        self
    }

    /// With a sentence and a button that posts to `undo`.
    pub fn undoable(mut self, text: impl Into<String>, undo: impl Into<String>) -> Self {
        self.toast = Some(Toast { text: text.into(), undo: Some(undo.into()) });
        self
    }
}

impl IntoResponse for Go {
    fn into_response(self) -> Response {
        let Ok(location) = HeaderValue::try_from(&self.path) else {
            return Error::broken("a redirect to an address that is no header").into_response();
        };
        let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
        if let Some(cookie) = self.toast.as_ref().and_then(flash::leave) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl From<Go> for Result {
    fn from(go: Go) -> Self {
        Ok(go.into_response())
    }
}

/// A file to keep: its bytes, type and name. The name is ASCII of our own making.
pub fn download(bytes: impl Into<Body>, kind: &'static str, name: &str) -> Response {
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
        .collect();
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{safe}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes.into()).into_response()
}
