//! The style page `/gaya`: every token and every component, drawn by the very macros that pages use.
//!
//! It has no data of anybody, so it needs no door but `Anyone`.

mod samples;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

use crate::shell::{
    Shell,
    parts::{Change, Chip, Choice, Event, Hits, Pager, Step, Task},
};

/// The whole page. Public so that a test can draw it in both languages and themes.
#[derive(Template)]
#[template(path = "gaya/gaya.html")]
pub struct Gaya {
    s: Shell,
    sections: Vec<Chip>,
    chips: Vec<Chip>,
    tabs: Vec<Chip>,
    choices: Vec<Choice>,
    months: Vec<Choice>,
    mistakes: Vec<(&'static str, String)>,
    rows: Vec<samples::Row>,
    pager: Pager,
    events: Vec<Event>,
    changes: Vec<Change>,
    steps: Vec<Step>,
    tasks: Vec<Task>,
    hits: Vec<Hits>,
    colours: &'static [&'static str],
    qr: String,
}

/// The handler's whole work; the caller gives the shell it made for a public page.
pub fn page(shell: Shell) -> Response {
    Gaya::new(shell).render().map_or_else(
        |fault| {
            tracing::error!(%fault, "the style page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        },
        |page| Html(page).into_response(),
    )
}
