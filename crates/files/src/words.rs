//! The sentences of this room, from the same text files that the pages use. The web's reader of them stands to the right
//! of this room; one sentence with at most one blank per line needs none.

use kernel::Locale;

const ID: &str = include_str!("../../../locales/id/files.ftl");
const EN: &str = include_str!("../../../locales/en/files.ftl");

/// The key itself when there is no such sentence, as on a page.
pub(crate) fn sentence(locale: Locale, key: &'static str) -> &'static str {
    let texts = match locale {
        Locale::Id => ID,
        Locale::En => EN,
    };
    let lines = texts.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(name, text)| (name.trim(), text.trim()))
        .find(|(name, _)| *name == key)
        .map_or(key, |(_, text)| text)
}

pub(crate) fn filled(sentence: &str, blank: &str, with: &str) -> String {
    sentence.replace(&format!("{{ ${blank} }}"), with)
}
