//! The icons: Lucide drawings in one cached sheet, named as Lucide names them. A template writes
//! `{{ kit::icon(s, "house") }}`; a new icon is one more file in `assets/icons`.
//!
//! It knows no colours and no sizes: an icon takes both from the text around it.

use std::{collections::HashMap, sync::LazyLock};

use crate::assets;

/// Every icon there is, in the order of the alphabet.
pub const NAMES: &[&str] = include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// What `<use href>` points to. An unknown name shows nothing and leaves a word in the log; a test finds it earlier.
pub fn href(name: &str) -> &'static str {
    static HREFS: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
        let sheet = assets::url("ikon.svg");
        NAMES.iter().map(|name| (*name, format!("{sheet}#{name}"))).collect()
    });
    HREFS.get(name).map_or_else(
        || {
            tracing::warn!(icon = name, "there is no such icon in assets/icons");
            ""
        },
        String::as_str,
    )
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// Macros of `kit.html` that take an icon, and at which place.
    const TAKES_ICON: [(&str, usize); 12] = [
        ("icon", 1),
        ("tile", 1),
        ("empty", 1),
        ("menu", 2),
        ("callout", 2),
        ("badge", 3),
        ("button", 3),
        ("menu_item", 3),
        ("link", 4),
        ("drawer_link", 4),
        ("dialog_link", 4),
        ("kpi", 6),
    ];

    #[test]
    fn a_house_has_a_place_in_the_sheet_and_a_castle_has_none() {
        assert!(href("house").starts_with("/aset/") && href("house").ends_with("/ikon.svg#house"));
        assert_eq!(href("castle"), "");
    }

    #[test]
    fn every_icon_that_a_page_asks_for_has_a_drawing() {
        let mut asked = BTreeSet::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates"), &mut asked);
        assert!(asked.len() > 30, "the search finds the calls");
        let missing: Vec<_> = asked.iter().filter(|(name, _)| !NAMES.contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "copy these into assets/icons: {missing:#?}");
    }

    fn walk(folder: &Path, asked: &mut BTreeSet<(String, String)>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, asked);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap_or_default();
            let place = path.display().to_string();
            match path.extension().and_then(|end| end.to_str()) {
                Some("html") => asked.extend(icons_in(&source).map(|name| (name, place.clone()))),
                Some("rs") => asked.extend(icons_of_parts(&source).map(|name| (name, place.clone()))),
                _ => {}
            }
        }
    }

    /// In a program an icon is a field of a part, or given to a choice.
    fn icons_of_parts(source: &str) -> impl Iterator<Item = String> {
        let calls = ["icon: \"", ".with_icon(\""].into_iter().flat_map(|call| source.split(call).skip(1));
        let names = calls.filter_map(|rest| rest.split('"').next());
        names.filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')).map(str::to_owned)
    }

    fn icons_in(template: &str) -> impl Iterator<Item = String> {
        let places = TAKES_ICON.into_iter().flat_map(move |(name, place)| {
            let calls = template.split(&format!("kit::{name}(")).skip(1).map(arguments).collect::<Vec<_>>();
            calls
                .into_iter()
                .filter_map(move |mut args| (args.len() > place).then(|| args.swap_remove(place)))
        });
        let named = template.split("icon=").skip(1).map(|rest| arguments(rest).swap_remove(0));
        let literal = |arg: String| Some(arg.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
        places.chain(named).filter_map(literal).filter(|name| !name.is_empty())
    }

    /// What stands between the brackets of a call, cut at its own commas.
    fn arguments(rest: &str) -> Vec<String> {
        let (mut depth, mut quoted) = (0, false);
        let mut args = vec![String::new()];
        for c in rest.chars() {
            match c {
                '"' => quoted = !quoted,
                '(' | '[' if !quoted => depth += 1,
                ')' | ']' if !quoted && depth == 0 => break,
                ')' | ']' if !quoted => depth -= 1,
                ',' if !quoted && depth == 0 => {
                    args.push(String::new());
                    continue;
                }
                _ => {}
            }
            args.last_mut().expect("begun with one").push(c);
        }
        args
    }
}
