//! Turns bare statuses and marked errors into an answer in the house's voice: a page, an htmx fragment, or
//! problem+json (RFC 9457). It is the only place that decides which of the three.

use askama::Template;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kernel::{Locale, RequestId};
use serde_json::json;
use tenancy::Refusal;

use crate::{
    address::encoded,
    answer,
    browser::{Browser, Hx, cookie},
    error::{Kind, Report},
    flash, limit,
    shell::Shell,
    texts::texts,
};

pub async fn dress(request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let response = next.run(request).await;
    let mut response = match report_on(&response) {
        Some(report) => keep_marks(asked.say(&report), response.headers()),
        None => asked.redirect_or_keep(response),
    };
    if asked.had_flash && is_html(&response) {
        response.headers_mut().append(header::SET_COOKIE, flash::SHOWN);
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("HX-Request, HX-Request-Type, HX-Target"));
    response
}

/// What a layer inside said about the request in headers is true of the dressed answer too.
fn keep_marks(mut dressed: Response, bare: &HeaderMap) -> Response {
    for name in [limit::LEFT, limit::POLICY, header::ALLOW] {
        if let Some(value) = bare.get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

/// What has to be remembered of the request once the handler has consumed it.
struct Asked {
    browser: Browser,
    api: bool,
    get: bool,
    had_flash: bool,
    request: Option<RequestId>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let headers = request.headers();
        Self {
            api: path.starts_with("/api/") || wants_json(headers),
            get: request.method() == http::Method::GET,
            had_flash: cookie(headers, flash::COOKIE).is_some(),
            request: request.extensions().get::<RequestId>().copied(),
            browser: Browser::of(headers, path),
        }
    }

    fn hx(&self) -> &Hx {
        &self.browser.hx
    }

    fn say(&self, report: &Report) -> Response {
        let mut response = if self.api {
            problem(report, self.browser.locale(), self.request)
        } else if report.kind == Kind::SignIn {
            self.to_sign_in()
        } else if self.hx().partial {
            self.fragment(report)
        } else {
            self.page(report)
        };
        if let Some(seconds) = report.wait_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// Signing in leads back to where the person wanted to go.
    fn to_sign_in(&self) -> Response {
        let back =
            if self.get && self.browser.path() != "/" { encoded(self.browser.path()) } else { String::new() };
        let target = if back.is_empty() { "/masuk".to_owned() } else { format!("/masuk?lanjut={back}") };
        let Ok(value) = HeaderValue::try_from(target) else {
            return StatusCode::UNAUTHORIZED.into_response();
        };
        if self.hx().request {
            return (StatusCode::UNAUTHORIZED, [(HeaderName::from_static("hx-redirect"), value)])
                .into_response();
        }
        (StatusCode::SEE_OTHER, [(header::LOCATION, value)]).into_response()
    }

    /// A toast, and nothing else on the page moves.
    fn fragment(&self, report: &Report) -> Response {
        let toast = ToastFragment { text: sentence(report, self.browser.locale()) };
        let body = toast.render().unwrap_or_default();
        let mut response = (report.kind.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert("hx-reswap", HeaderValue::from_static("none"));
        headers.insert("hx-push-url", HeaderValue::from_static("false"));
        response
    }

    fn page(&self, report: &Report) -> Response {
        let texts = self.browser.texts();
        let title = texts.get(&format!("error-{}-title", report.kind.slug())).to_owned();
        let page = ErrorPage {
            s: self.browser.public(title),
            sentence: sentence(report, self.browser.locale()),
            request: self.request.map(|id| id.to_string()).unwrap_or_default(),
            retry: self.get.then(|| self.browser.path().to_owned()),
            kind: report.kind,
        };
        answer::html(report.kind.status(), &page).unwrap_or_else(|_| report.kind.status().into_response())
    }

    /// htmx would put the redirect's page into the form's place; it wants to be told to go there.
    fn redirect_or_keep(&self, mut response: Response) -> Response {
        if !self.hx().partial || response.status() != StatusCode::SEE_OTHER {
            return response;
        }
        let Some(location) = response.headers_mut().remove(header::LOCATION) else { return response };
        response.headers_mut().insert("hx-redirect", location);
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    s: Shell,
    sentence: String,
    request: String,
    /// The path to try again, when trying again makes sense.
    retry: Option<String>,
    kind: Kind,
}

#[derive(Template)]
#[template(
    source = r##"<hx-partial hx-target="#kabar" hx-swap="beforeend"><p>{{ text }}</p></hx-partial>"##,
    ext = "html"
)]
struct ToastFragment {
    text: String,
}

/// Marked by an [`crate::Error`], by a door, or a bare status of axum or a layer: any error without a body of ours.
fn report_on(response: &Response) -> Option<Report> {
    if !(response.status().is_client_error() || response.status().is_server_error()) {
        return None;
    }
    if let Some(report) = response.extensions().get::<Report>() {
        return Some(report.clone());
    }
    if let Some(refusal) = response.extensions().get::<Refusal>() {
        return Some(Report::of(Kind::of_refusal(*refusal)));
    }
    if response.extensions().get::<tower_http::csrf::ProtectionError>().is_some() {
        return Some(Report::of(Kind::Foreign));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let ours = kind.starts_with("text/html") || kind.starts_with("application/");
    (!ours).then(|| Report::of(Kind::of_status(response.status())))
}

fn sentence(report: &Report, locale: Locale) -> String {
    match &report.sentence {
        Some(reason) => reason.say(locale),
        None => texts(locale).get(&format!("error-{}", report.kind.slug())).to_owned(),
    }
}

/// RFC 9457. `type` is stable and ends in the kind; `title` is for people.
fn problem(report: &Report, locale: Locale, request: Option<RequestId>) -> Response {
    let status = report.kind.status();
    let faults: Vec<_> =
        report.faults.iter().map(|f| json!({ "field": f.field, "message": f.sentence })).collect();
    let mut body = json!({
        "type": format!("urn:klustera:problem:{}", report.kind.slug()),
        "title": texts(locale).get(&format!("error-{}-title", report.kind.slug())),
        "status": status.as_u16(),
        "detail": sentence(report, locale),
    });
    if let Some(id) = request {
        body["instance"] = json!(format!("urn:uuid:{id}"));
    }
    if !faults.is_empty() {
        body["errors"] = json!(faults);
    }
    if let Some(cause) = &report.cause {
        body["cause"] = json!(cause);
    }
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response();
    if report.kind == Kind::SignIn {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accept.starts_with("application/json") || accept.starts_with("application/problem+json")
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}
