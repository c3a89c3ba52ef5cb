//! What may be brought in from outside. `deny.toml` says the same to cargo-deny; this needs no tool and no network.

use std::collections::BTreeMap;
use std::process::Command;

use super::{expect_none, sources};

/// Each drags in a second TLS library, a second database driver, or a C build that a fresh machine cannot do.
const REFUSED: [&str; 9] = [
    "openssl",
    "openssl-sys",
    "native-tls",
    "aws-lc-sys",
    "aws-lc-rs",
    "sqlx-mysql",
    "sqlx-sqlite",
    "libsqlite3-sys",
    "tokio-postgres",
];

/// Two versions of one of these are two worlds whose values do not fit each other.
const ONCE: [&str; 7] = ["sqlx-core", "axum-core", "tokio", "rustls", "chrono", "uuid", "rust_decimal"];

/// Licences that an MIT application may be built with, as SPDX names them.
const LICENCES: [&str; 13] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "BSL-1.0",
    "Unlicense",
    "CDLA-Permissive-2.0",
];

#[test]
fn refused_crates_stay_out() {
    let found = built_packages();
    let complaints: Vec<String> =
        found.iter().filter(|it| REFUSED.contains(&it.name.as_str())).map(|it| it.name.clone()).collect();
    expect_none(&complaints, "Find the feature that brings it in (cargo tree -i NAME) and switch it off.");
}

#[test]
fn what_must_be_one_is_one() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in built_packages() {
        versions.entry(package.name).or_default().push(package.version);
    }
    let twice = versions.iter().filter(|(name, found)| ONCE.contains(&name.as_str()) && found.len() > 1);
    let complaints: Vec<String> =
        twice.map(|(name, found)| format!("{name}: {}", found.join(", "))).collect();
    expect_none(&complaints, "Bring the versions together in the root Cargo.toml.");
}

#[test]
fn every_licence_is_permitted() {
    let packages = built_packages();
    let wrong = packages.iter().filter(|it| !permits(&it.licence));
    let complaints: Vec<String> = wrong.map(|it| format!("{}: {:?}", it.name, it.licence)).collect();
    expect_none(
        &complaints,
        "Use another crate, or talk about the licence first and add it to LICENCES and deny.toml.",
    );
}

#[test]
fn nothing_comes_from_anywhere_but_the_registry() {
    let complaints: Vec<String> =
        built_packages().iter().filter(|it| !it.is_registry).map(|it| it.name.clone()).collect();
    expect_none(&complaints, "Name a published version, not a folder or a repository.");
}

struct Package {
    name: String,
    version: String,
    licence: String,
    is_registry: bool,
}

/// Everything from outside that is really built here. Cargo answers from what it has already fetched; the lock file
/// alone would not do, since it also names what no feature of ours switches on.
fn built_packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--offline", "--locked", "--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(sources::root())
        .output()
        .expect("cargo can be asked");
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let mut lines: Vec<&str> = answer.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    lines.sort_unstable();
    lines.dedup();
    // What lies in the tree is ours.
    let root = sources::root().canonicalize().expect("the tree is there");
    let ours = format!("({}", root.display());
    lines.into_iter().filter(|line| !line.contains(&ours)).filter_map(package).collect()
}

/// `askama v0.16.1|MIT OR Apache-2.0`, with a place in brackets when it is not from the registry.
fn package(line: &str) -> Option<Package> {
    let (what, licence) = line.split_once('|')?;
    let mut words = what.split_whitespace();
    let name = words.next()?.to_owned();
    let version = words.next()?.to_owned();
    let is_registry = words.all(|word| word == "(proc-macro)");
    Some(Package { name, version, licence: licence.to_owned(), is_registry })
}

/// Whether some choice within an SPDX expression is permitted. `/` is how old crates wrote OR.
fn permits(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let answer = any_of(&words, &mut at);
    answer && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize) -> bool {
    let mut answer = all_of(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        answer |= all_of(words, at);
    }
    answer
}

fn all_of(words: &[&str], at: &mut usize) -> bool {
    let mut answer = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        answer &= one(words, at);
    }
    answer
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let answer = any_of(words, at);
        *at += 1;
        return answer;
    }
    // An exception gives more rights, never fewer.
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    LICENCES.contains(word)
}

#[test]
fn these_rules_can_fail() {
    assert!(permits("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(permits("Apache-2.0 WITH LLVM-exception"));
    assert!(permits("GPL-2.0-only OR Apache-2.0"));
    assert!(!permits("GPL-3.0-or-later"));
    assert!(!permits("MIT AND GPL-2.0-only"));
    assert!(!permits(""));
}
