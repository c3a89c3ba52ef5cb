use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;

const TREE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Key → the blanks it has, as written in one text file.
type Blanks = BTreeMap<String, BTreeSet<String>>;

fn blanks(source: &str) -> Blanks {
    let mut all = Blanks::new();
    let mut key = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once('=')
            && line.starts_with(|c: char| c.is_ascii_lowercase())
        {
            key = name.trim().to_owned();
            assert!(all.insert(key.clone(), BTreeSet::new()).is_none(), "{key} is there twice");
        }
        let names = line
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next());
        all.entry(key.clone()).or_default().extend(names.flatten().map(str::to_owned));
    }
    all.remove("");
    all
}

fn language(code: &str) -> BTreeMap<String, Blanks> {
    let files = fs::read_dir(format!("{TREE}/locales/{code}")).unwrap().map(|entry| entry.unwrap().path());
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files.map(|file| (name(&file), blanks(&fs::read_to_string(&file).unwrap()))).collect()
}

#[test]
fn whoever_reads_english_misses_nothing() {
    let (id, en) = (language("id"), language("en"));
    assert_eq!(id.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "the files differ");
    for (file, texts) in &id {
        assert_eq!(texts, &en[file], "{file}: keys or blanks differ between the languages");
    }
}

#[test]
fn every_text_can_be_read_and_is_there_once() {
    for locale in Locale::ALL {
        let mut seen = BTreeSet::new();
        for (file, source) in sources::of(locale) {
            assert!(
                FluentResource::try_new(source.to_string()).is_ok(),
                "{file} has lines that cannot be read"
            );
            for key in keys_in(&source) {
                assert!(seen.insert(key.to_owned()), "{key} is in two files, the second is {file}");
                assert!(texts(locale).knows(key), "{file}: {key}");
            }
        }
    }
}

/// Sources of all rooms; this file is left out because it makes keys up.
fn programs() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
            if path.is_dir() {
                walk(&path, found);
            } else if matches!(end, "rs" | "html") && !path.ends_with("texts/tests.rs") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(TREE).join("crates"), &mut found);
    found
}

/// The literal that stands right behind `call(`.
fn literals<'a>(source: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    source.split(call).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

#[test]
fn no_page_asks_for_words_that_are_not_there() {
    let mut missing = BTreeSet::new();
    for (path, source) in programs() {
        for call in
            [".t(", ".t1(", ".t2(", ".tw(", "texts.get(", "texts.with(", "texts().get(", "texts().with("]
        {
            for key in literals(&source, call).filter(|key| !texts(Locale::Id).knows(key)) {
                let place = path.strip_prefix(TREE).unwrap_or(&path).display();
                missing.insert(format!("{key} in {place}"));
            }
        }
    }
    assert!(missing.is_empty(), "write these into locales/id and locales/en: {missing:#?}");
}

#[test]
fn no_text_is_left_over() {
    let programs = programs();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    let mut begun: BTreeSet<&str> = BTreeSet::new();
    for (_, source) in &programs {
        said.extend(source.split('"'));
        begun.extend(
            literals(source, "format!(")
                .filter_map(|text| Some(text.split_once('{')?.0))
                .filter(|t| t.contains('-')),
        );
    }
    let used = |key: &str| said.contains(key) || begun.iter().any(|start| key.starts_with(start));
    let idle: Vec<_> =
        language("id").into_values().flat_map(BTreeMap::into_keys).filter(|key| !used(key)).collect();
    assert!(idle.is_empty(), "nobody says these any more: {idle:?}");
}

#[test]
fn counts_are_written_as_the_language_writes_them() {
    let said = |locale| texts(locale).with("kit-bulk-of", &[("total", Arg::Count(1240))]);
    assert_eq!(said(Locale::Id), "dipilih dari 1.240");
    assert_eq!(said(Locale::En), "selected of 1,240");
}

#[test]
fn amounts_fill_a_blank_as_they_are_and_without_invisible_marks() {
    let amount = Rupiah::new(425_000).unwrap();
    assert_eq!(texts(Locale::En).with("kit-check-row", &[("row", amount.into())]), "Select Rp\u{a0}425.000");
}

#[test]
fn a_missing_text_shows_its_key_and_an_empty_blank_does_too() {
    assert_eq!(texts(Locale::Id).get("tidak-ada"), "tidak-ada");
    assert_eq!(texts(Locale::Id).with("kit-check-row", &[]), "kit-check-row");
    assert_eq!(texts(Locale::Id).get("kit-check-row"), "kit-check-row");
}
