//! The short name of a complex or organisation in addresses: `/k/melati`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 2 to 40 characters of `a-z`, `0-9` and inner dashes. Nothing in it needs quoting anywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(try_from = "String", into = "String")]
#[sqlx(transparent)]
pub struct Slug(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a short name has 2 to 40 letters, digits or dashes")]
pub struct SlugFault;

impl Slug {
    pub fn parse(text: &str) -> Result<Self, SlugFault> {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = (2..=40).contains(&text.len()) && text.chars().all(inner);
        if fits && !text.starts_with('-') && !text.ends_with('-') {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugFault)
        }
    }

    /// A short name made from a full one: "Griya Melati Indah" becomes `griya-melati-indah`.
    pub fn suggest(name: &str) -> Option<Self> {
        let mut text = String::new();
        for c in name.to_lowercase().chars() {
            if c.is_ascii_alphanumeric() {
                text.push(c);
            } else if !text.is_empty() && !text.ends_with('-') {
                text.push('-');
            }
        }
        text.truncate(40);
        Self::parse(text.trim_end_matches('-')).ok()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugFault;
    fn try_from(text: String) -> Result<Self, SlugFault> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_suggests_its_short_name() {
        assert_eq!(Slug::suggest("Griya Melati (Depok)").unwrap().as_str(), "griya-melati-depok");
        assert_eq!(Slug::suggest("—"), None);
        for bad in ["a", "Melati", "griya melati", "-melati", "melati'", "../x"] {
            assert_eq!(Slug::parse(bad), Err(SlugFault), "{bad}");
        }
    }
}
