//! Theme and language, chosen by a plain form on every page and kept in two cookies for a year.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};
use kernel::Locale;
use serde::Deserialize;
use tenancy::{Anyone, Routes};

use crate::{
    Browser, Form,
    answer::Go,
    error::Result,
    gaya,
    shell::{Shell, Theme},
};

const YEAR_SECONDS: u32 = 365 * 24 * 3600;

/// The web room's own pages: the switch, and the style page.
pub fn routes() -> Routes {
    Routes::new("web").post("/tampilan", choose).get("/gaya", style)
}

#[derive(Deserialize)]
struct Choice {
    tema: Option<String>,
    bahasa: Option<String>,
    /// Where to go back to.
    #[serde(default)]
    ke: String,
}

async fn choose(_: Anyone, Form(choice): Form<Choice>) -> Result {
    let mut response = Go::to(local_path(&choice.ke)).into_response();
    if let Some(theme) = &choice.tema {
        keep(&mut response, "tema", Theme::from_cookie(theme).code());
    }
    if let Some(locale) = choice.bahasa.as_deref().and_then(Locale::from_code) {
        keep(&mut response, "bahasa", locale.code());
    }
    Ok(response)
}

async fn style(_: Anyone, browser: Browser) -> Response {
    let shell: Shell = browser.public(browser.texts().get("gaya-title"));
    gaya::page(shell)
}

/// Leaves a choice for a year. The value is one of our own words.
fn keep(response: &mut Response, name: &str, value: &str) {
    let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// A path of this site, whatever was sent: never another host.
pub fn local_path(wanted: &str) -> &str {
    // Browsers drop tabs and line ends from an address: "/<tab>/jahat.example" is another host to them.
    let plain = !wanted.contains('\\') && !wanted.contains(char::is_control);
    let local = wanted.starts_with('/') && !wanted.starts_with("//") && plain;
    if local { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_choice_nobody_is_led_to_another_site() {
        assert_eq!(local_path("/k/melati/unit?q=a12"), "/k/melati/unit?q=a12");
        for elsewhere in [
            "https://jahat.example",
            "//jahat.example",
            "/\\jahat.example",
            "/\t/jahat.example",
            "/\0/jahat.example",
            "",
            "/a\r\nSet-Cookie: x",
        ] {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere:?}");
        }
    }
}
