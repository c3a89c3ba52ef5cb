//! What may lie in the tree at all.

use std::collections::BTreeMap;

use super::expect_none;
use super::sources::{self, Source};

const LONGEST: usize = 400;
const EXCEPTIONS: &str = include_str!("long_files.txt");

#[test]
fn nothing_is_promised_for_later() {
    // Written in pieces, since this file is in the tree too.
    let words = [
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("#[ig", "nore"),
        concat!("lorem ip", "sum"),
        concat!("href=\"", "#\""),
    ];
    let complaints = mentions(&words, is_code);
    expect_none(&complaints, "Finish it, or take it out; an issue remembers better than a comment.");
}

#[test]
fn no_machine_and_no_registry_is_named() {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/home/", "user/"),
        concat!("registry.npm", "js.org"),
        concat!("registry.yarn", "pkg.com"),
        concat!("index.crates", ".io"),
        concat!("static.crates", ".io"),
        concat!("files.python", "hosted.org"),
    ];
    let complaints = mentions(&places, |_| true);
    expect_none(
        &complaints,
        "The tree must read the same on every machine. In a lock file, take the address out.",
    );
}

/// A file that somebody must scroll through is a file that nobody reads. The list of exceptions can only shrink.
#[test]
fn files_stay_short() {
    let mut complaints = Vec::new();
    let mut allowed = exceptions();
    for source in
        sources::all().iter().filter(|source| is_code(source) && !source.is("sql") && !source.is("md"))
    {
        let length = source.text.lines().count();
        match allowed.remove(source.path.as_str()) {
            None if length > LONGEST => complaints.push(format!("{}: {length} lines", source.path)),
            Some(most) if length > most => {
                complaints.push(format!("{}: grew from {most} to {length} lines", source.path));
            }
            Some(_) if length <= LONGEST => {
                complaints.push(format!("{}: is short now, take it off long_files.txt", source.path));
            }
            _ => {}
        }
    }
    complaints.extend(allowed.keys().map(|path| format!("{path}: is gone, take it off long_files.txt")));
    expect_none(&complaints, "Split by what the parts are about, not by their length.");
}

#[test]
fn no_two_migrations_share_a_number() {
    let files = sources::all();
    let names = files.iter().filter(|source| source.path.starts_with("migrations/") && source.is("sql"));
    let numbers: Vec<&str> = names.filter_map(|source| source.name().split('_').next()).collect();
    assert!(numbers.len() > 1, "there are migrations");
    let four_digits = |number: &&str| number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    assert!(numbers.iter().all(four_digits), "a migration begins with four digits: {numbers:?}");
    assert!(
        numbers.windows(2).all(|pair| pair[0] < pair[1]),
        "they run in the order of their numbers: {numbers:?}"
    );
}

fn is_code(source: &Source) -> bool {
    let kinds = ["rs", "html", "css", "js", "mjs", "sql", "sh", "toml"];
    let is_script = source.path.starts_with("bin/") || source.path.starts_with(".ci/");
    is_script || kinds.iter().any(|kind| source.is(kind))
}

fn exceptions() -> BTreeMap<&'static str, usize> {
    let lines = EXCEPTIONS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (length, path) = line.trim().split_once(' ').expect("a line says `length path`");
            (path.trim(), length.parse().expect("a length is a number"))
        })
        .collect()
}

fn mentions(words: &[&str], in_question: impl Fn(&Source) -> bool) -> Vec<String> {
    let files = sources::all();
    let files = files.iter().filter(|source| in_question(source));
    files
        .flat_map(|source| {
            let wrong = source.lines().filter(|(_, line)| words.iter().any(|word| line.contains(word)));
            wrong.map(|(place, line)| format!("{place}: {}", line.trim())).collect::<Vec<_>>()
        })
        .collect()
}
