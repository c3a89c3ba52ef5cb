//! What a template or a stylesheet may hold.

use super::expect_none;
use super::sources::{self, Source};

#[test]
fn colours_come_from_the_tokens() {
    let complaints: Vec<String> = sources::all().iter().flat_map(raw_colours).collect();
    expect_none(
        &complaints,
        "Name the colour in assets/css/tokens.css, for both themes, and use its name here.",
    );
}

/// The content security policy refuses them, silently: better here than in somebody's browser.
#[test]
fn templates_hold_no_inline_style_or_script() {
    let complaints: Vec<String> = sources::all().iter().flat_map(inline).collect();
    expect_none(&complaints, "Styles go to assets/css, behaviour to assets/js.");
}

fn raw_colours(source: &Source) -> Vec<String> {
    let is_style = source.is("css") && source.name() != "tokens.css";
    let is_template = source.is("html") && source.path.starts_with("crates/");
    if !is_style && !is_template {
        return Vec::new();
    }
    let wrong =
        source.lines().filter(|(_, line)| !line.contains("theme-color") && has_colour(line, is_style));
    wrong.map(|(place, line)| format!("{place}: {}", shortened(line))).collect()
}

/// A hex colour or a colour function. In a template `#x1f600;` and `href="#isi"` are no colours.
fn has_colour(line: &str, is_style: bool) -> bool {
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "color("];
    let function = is_style && functions.iter().any(|name| line.contains(name));
    function || line.match_indices('#').any(|(at, _)| is_hex_colour(line, at, is_style))
}

fn is_hex_colour(line: &str, at: usize, is_style: bool) -> bool {
    let digits = line[at + 1..].bytes().take_while(u8::is_ascii_hexdigit).count();
    let next = line[at + 1 + digits..].chars().next();
    let ends = next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '-' && next != '_');
    // A fragment such as #add or an entity such as &#160; can look like a colour.
    let before = line[..at].chars().next_back();
    let is_reference = matches!(before, Some('&')) || (!is_style && matches!(before, Some('"' | '/' | '}')));
    matches!(digits, 3 | 4 | 6 | 8) && ends && !is_reference
}

fn inline(source: &Source) -> Vec<String> {
    if !source.is("html") || !source.path.starts_with("crates/") {
        return Vec::new();
    }
    let wrong = source.lines().filter(|(_, line)| {
        let handlers = [" onclick=", " onchange=", " onsubmit=", " oninput=", " onload=", "javascript:"];
        let script = line.contains("<script") && !line.contains("src=") && !line.contains("application/json");
        line.contains(" style=")
            || line.contains("<style")
            || script
            || handlers.iter().any(|it| line.contains(it))
    });
    wrong.map(|(place, line)| format!("{place}: {}", shortened(line))).collect()
}

fn shortened(line: &str) -> String {
    line.trim().chars().take(120).collect()
}

#[test]
fn these_rules_can_fail() {
    let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    assert_eq!(raw_colours(&file("assets/css/kit.css", "a { color: #ff0000; }")).len(), 1);
    assert_eq!(raw_colours(&file("assets/css/kit.css", "a { color: rgb(1 2 3); }")).len(), 1);
    assert_eq!(raw_colours(&file("assets/css/kit.css", "#isi { color: var(--ink); }")).len(), 0);
    assert_eq!(raw_colours(&file("assets/css/tokens.css", "--ink: #222;")).len(), 0);
    assert_eq!(raw_colours(&file("crates/web/templates/a.html", "<a href=\"#fad\">&#160;</a>")).len(), 0);
    assert_eq!(inline(&file("crates/web/templates/a.html", "<p style=\"x\">")).len(), 1);
    assert_eq!(inline(&file("crates/web/templates/a.html", "<script src=\"/a.js\"></script>")).len(), 0);
}
