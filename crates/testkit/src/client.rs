//! A client that behaves like a browser: it keeps cookies, follows when told to, and reads the page.

use axum::{Router, body::Body};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// Somebody at a browser, or an app with a token.
#[derive(Clone, Debug)]
pub struct Client {
    site: Router,
    cookies: Vec<(String, String)>,
    token: Option<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    pub fn stranger(site: Router) -> Self {
        Self { site, cookies: Vec::new(), token: None }
    }

    pub fn with_session(site: Router, secret: &str) -> Self {
        Self { site, cookies: vec![("klustera".to_owned(), secret.to_owned())], token: None }
    }

    pub fn with_token(site: Router, token: &str) -> Self {
        Self { site, cookies: Vec::new(), token: Some(token.to_owned()) }
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Posts a form as a browser does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = fields
            .iter()
            .map(|(k, v)| format!("{}={}", encoded(k), encoded(v)))
            .collect::<Vec<_>>()
            .join("&");
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), Body::from(body)).await
    }

    /// Posts a form, then opens the page to which it leads.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.post(path, fields).await;
        match answer.location() {
            Some(next) => self.get(&next).await,
            None => answer,
        }
    }

    /// Uploads one file in a form.
    pub async fn upload(&mut self, path: &str, field: &str, name: &str, bytes: &[u8]) -> Page {
        const EDGE: &str = "----klustera-testkit";
        let mut body = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send(Method::POST, path, Some(&kind), Body::from(body)).await
    }

    pub async fn json(&mut self, method: Method, path: &str, body: &serde_json::Value) -> Page {
        self.send(method, path, Some("application/json"), Body::from(body.to_string())).await
    }

    pub async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "klustera.test")
            .header(header::ACCEPT_LANGUAGE, "id");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        match &self.token {
            Some(token) => request = request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request = request.header("sec-fetch-site", "same-origin"),
        }
        if !self.cookies.is_empty() {
            let all = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ");
            request = request.header(header::COOKIE, all);
        }
        let response = self.site.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        self.keep_cookies(response.headers());
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Page { status: parts.status, headers: parts.headers, body }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap();
            let (name, rest) = text.split_once('=').unwrap();
            self.cookies.retain(|(key, _)| key != name);
            let value = rest.split(';').next().unwrap_or_default();
            if !text.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

impl Page {
    /// The text with the entities of an HTML page read.
    pub fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        [("&#38;", "&"), ("&amp;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'")]
            .iter()
            .fold(text.into_owned(), |text, (entity, sign)| text.replace(entity, sign))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON ({}): {}", self.status, self.text()))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned())
    }

    pub fn says(&self, sentence: &str) -> bool {
        self.text().contains(sentence)
    }

    #[track_caller]
    pub fn assert_says(&self, sentence: &str) -> &Self {
        assert!(
            self.says(sentence),
            "expected {sentence:?} on this page ({}):\n{}",
            self.status,
            self.text()
        );
        self
    }

    #[track_caller]
    pub fn assert_silent_about(&self, sentence: &str) -> &Self {
        assert!(!self.says(sentence), "did not expect {sentence:?} on this page ({})", self.status);
        self
    }

    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
