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
    use super::*;

    #[test]
    fn a_house_has_a_place_in_the_sheet_and_a_castle_has_none() {
        assert!(href("house").starts_with("/aset/") && href("house").ends_with("/ikon.svg#house"));
        assert_eq!(href("castle"), "");
    }
}
