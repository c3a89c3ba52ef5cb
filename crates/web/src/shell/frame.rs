//! The frame around every page, drawn here once. As a part of each page's own template it was compiled again with every
//! page of every room, which was a tenth of a build.

use askama::Template;

use super::Shell;

#[derive(Template)]
#[template(path = "frame/opening.html")]
struct Opening<'a> {
    s: &'a Shell,
}

#[derive(Template)]
#[template(path = "frame/bars.html")]
struct Bars<'a> {
    s: &'a Shell,
}

#[derive(Template)]
#[template(path = "frame/appearance.html")]
struct Appearance<'a> {
    s: &'a Shell,
}

#[derive(Template)]
#[template(path = "frame/closing.html")]
struct Closing<'a> {
    s: &'a Shell,
}

/// Markup for the layouts, escaped already.
impl Shell {
    /// From the doctype to the first thing in the body.
    pub fn opening(&self) -> String {
        drawn(&Opening { s: self })
    }

    /// The bar above and the navigation beside a page.
    pub fn bars(&self) -> String {
        drawn(&Bars { s: self })
    }

    /// Look and language.
    pub fn appearance(&self) -> String {
        drawn(&Appearance { s: self })
    }

    /// From the dock to the end.
    pub fn closing(&self) -> String {
        drawn(&Closing { s: self })
    }
}

/// Writing to a string fails only when a template's own expression does, and these have none that can.
fn drawn(part: &impl Template) -> String {
    part.render().unwrap_or_default()
}
