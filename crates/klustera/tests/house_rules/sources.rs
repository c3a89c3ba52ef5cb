//! The files of the tree as text. What is built, fetched or written by tools is left out.

use std::fs;
use std::path::{Path, PathBuf};

/// One text file: its path from the root of the tree with forward slashes, and what it says.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
    }

    /// The crate under `crates/` that this file belongs to.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    pub fn is_test(&self) -> bool {
        self.name() == "tests.rs" || self.path.contains("/tests/") || self.room() == Some("testkit")
    }

    /// Lines with their numbers, for complaints that an editor can jump to.
    pub fn lines(&self) -> impl Iterator<Item = (String, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (format!("{}:{}", self.path, at + 1), line))
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text file that belongs to us.
pub fn all() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    assert!(found.len() > 50, "the tree was not found; the rules would hold for nothing");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Our Rust, tests included.
pub fn rust() -> Vec<Source> {
    all().into_iter().filter(|source| source.is("rs") && source.path.starts_with("crates/")).collect()
}

fn walk(folder: &Path, path: &str, found: &mut Vec<Source>) {
    const NOT_OURS: [&str; 8] = [".git", "target", "node_modules", ".sqlx", "data", "vendor", "out", ".venv"];
    let entries = fs::read_dir(folder).expect("a folder of the tree can be read");
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        // A link may lead out of the tree.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            walk(&entry.path(), &path, found);
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            found.push(Source { path, text });
        }
    }
}
