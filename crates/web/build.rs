//! Makes what a browser is sent, once, when the program is built: one stylesheet, one script, one sheet of icons, each
//! stripped, hashed and compressed. Lists the text files too, so that a room adds words by adding a file.
//!
//! It deliberately understands neither CSS nor JavaScript: it removes comments and white space, nothing else.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The order of the cascade: tokens first, print last. A new file of styles is one more line.
const STYLES: [&str; 20] = [
    "tokens.css",
    "reset.css",
    "base.css",
    "layout.css",
    "controls.css",
    "fields.css",
    "choices.css",
    "cards.css",
    "tables.css",
    "filters.css",
    "overlays.css",
    "menus.css",
    "flow.css",
    "pages.css",
    "meters.css",
    "announcements.css",
    "facilities.css",
    "charts.css",
    "util.css",
    "print.css",
];

/// One file, because extensions that load after htmx are ignored without a word.
const SCRIPTS: [&str; 3] = ["vendor/htmx-4.0.1/htmx.min.js", "vendor/htmx-4.0.1/hx-sse.min.js", "js/app.js"];

/// Loaded by one page each; `sw.js` by the browser itself.
const OWN_SCRIPTS: [&str; 4] = ["complaint.js", "meter-grid.js", "push.js", "sw.js"];

/// Served as they are, under a hashed name.
const PICTURES: [(&str, &str); 5] = [
    ("favicon.svg", "image/svg+xml"),
    ("favicon.ico", "image/x-icon"),
    ("app-180.png", "image/png"),
    ("app-192.png", "image/png"),
    ("app-512.png", "image/png"),
];

fn main() -> Outcome<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let assets = root.join("assets");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", assets.display());

    let mut files = String::from("&[\n");
    let sheet = sprite(&assets.join("icons"))?;
    add(&mut files, &out, "app.css", "text/css; charset=utf-8", style(&assets)?.as_bytes())?;
    add(&mut files, &out, "app.js", "text/javascript; charset=utf-8", script(&assets)?.as_bytes())?;
    for name in OWN_SCRIPTS {
        let text = squeeze_script(&fs::read_to_string(assets.join("js").join(name))?);
        add(&mut files, &out, name, "text/javascript; charset=utf-8", text.as_bytes())?;
    }
    add(&mut files, &out, "ikon.svg", "image/svg+xml", sheet.body.as_bytes())?;
    for (name, kind) in PICTURES {
        add(&mut files, &out, name, kind, &fs::read(assets.join("icons/app").join(name))?)?;
    }
    files.push(']');
    fs::write(out.join("assets.rs"), files)?;
    fs::write(out.join("icons.rs"), format!("&{:?}", sheet.names))?;
    texts(&root.join("locales"), &out)
}

fn style(assets: &Path) -> Outcome<String> {
    let mut all = String::new();
    for name in STYLES {
        all.push_str(&fs::read_to_string(assets.join("css").join(name))?);
    }
    Ok(squeeze(&all))
}

fn script(assets: &Path) -> Outcome<String> {
    let mut all = String::new();
    for name in SCRIPTS {
        let text = fs::read_to_string(assets.join(name))?;
        let ours = name.starts_with("js/");
        all.push_str(&if ours { squeeze_script(&text) } else { text });
        all.push_str("\n;\n");
    }
    Ok(all)
}

/// Comments and needless white space go; what stands in quotes stays.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut quote: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match quote {
            Some(open) => {
                out.push(c);
                quote = (c != open).then_some(open);
            }
            None if c.is_whitespace() => {
                let next = rest.trim_start().chars().next().unwrap_or('}');
                let glued = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>');
                let begun = !out.is_empty() && !out.ends_with(|c: char| glued(c) || c == ':' || c == ' ');
                if begun && !glued(next) {
                    out.push(' ');
                }
            }
            None => {
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
                quote = matches!(c, '"' | '\'').then_some(c);
            }
        }
    }
    out
}

/// Whole-line comments, indentation and the spaces around signs go; quotes stay as they are, and so do line ends.
/// Our script has no string of several lines and no quote in a regular expression.
fn squeeze_script(js: &str) -> String {
    let lines = js.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut out = String::new();
    for line in lines {
        out.push_str(&squeeze_line(line));
        if !out.ends_with(['{', ',', ';', '(']) {
            out.push('\n');
        }
    }
    out
}

fn squeeze_line(line: &str) -> String {
    let sign = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '"' | '\''));
    let mut out = String::with_capacity(line.len());
    let mut quote: Option<char> = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let needless = c == ' ' && quote.is_none() && (out.ends_with(sign) || sign(next));
        if c == '}' && quote.is_none() && out.ends_with(';') {
            out.pop();
        }
        if !needless {
            out.push(c);
        }
        quote = match quote {
            None if matches!(c, '"' | '\'') => Some(c),
            Some(open) if open == c => None,
            unchanged => unchanged,
        };
    }
    out
}

struct Sheet {
    names: Vec<String>,
    body: String,
}

/// Every icon of the folder as one symbol: the browser fetches the sheet once and keeps it.
fn sprite(folder: &Path) -> Outcome<Sheet> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".svg").map(str::to_owned))
        .collect();
    names.sort();
    let mut body = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for name in &names {
        let svg = fs::read_to_string(folder.join(format!("{name}.svg")))?;
        let start = svg.find("<svg").ok_or("an icon without <svg>")?;
        let inner = svg[start..].split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>"));
        let (inner, _) = inner.ok_or("an icon without </svg>")?;
        let inner: String = inner.lines().map(|line| line.trim().replace(" />", "/>")).collect();
        write!(body, "<symbol id=\"{name}\" viewBox=\"0 0 24 24\">{inner}</symbol>")?;
    }
    body.push_str("</svg>");
    Ok(Sheet { names, body })
}

/// Writes the file and its two compressed forms beside the generated code, and one row of the list.
fn add(list: &mut String, out: &Path, name: &str, kind: &str, body: &[u8]) -> Outcome<()> {
    let hash: String = Sha256::digest(body).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let mut brotli = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &body[..], &mut brotli, &best)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(body)?;
    fs::write(out.join(name), body)?;
    fs::write(out.join(format!("{name}.br")), brotli)?;
    fs::write(out.join(format!("{name}.gz")), gzip.finish()?)?;
    let read = |end: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}{end}\"))");
    writeln!(
        list,
        "Asset {{ name: {name:?}, hash: {hash:?}, kind: {kind:?}, plain: {}, brotli: {}, gzip: {} }},",
        read(""),
        read(".br"),
        read(".gz")
    )?;
    Ok(())
}

/// A released program carries its words; a development build reads them from the tree (see `texts.rs`), so that
/// changing a sentence builds nothing again.
fn texts(locales: &Path, out: &Path) -> Outcome<()> {
    if env::var("PROFILE")? == "release" {
        println!("cargo:rerun-if-changed={}", locales.display());
    }
    let mut list = String::from("&[\n");
    for language in ["id", "en"] {
        let mut files: Vec<PathBuf> =
            fs::read_dir(locales.join(language))?.filter_map(|f| Some(f.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "ftl"));
        files.sort();
        for file in files {
            writeln!(list, "({language:?}, include_str!({file:?})),")?;
        }
    }
    list.push(']');
    Ok(fs::write(out.join("texts.rs"), list)?)
}
