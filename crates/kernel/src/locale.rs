//! The two languages: Indonesian first, English second.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Locale {
    #[default]
    Id,
    En,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The language tag for `<html lang>` and file names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The first language of an `Accept-Language` header that we speak; Indonesian when there is none.
    pub fn negotiate(accept_language: &str) -> Self {
        let tags = accept_language.split(',').filter_map(|part| part.split(';').next());
        tags.map(str::trim).find_map(|tag| Self::from_code(tag.get(..2)?)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_which_language_it_wants_and_indonesian_is_the_answer_otherwise() {
        assert_eq!(Locale::negotiate("en-US,en;q=0.9"), Locale::En);
        assert_eq!(Locale::negotiate("id,en;q=0.8"), Locale::Id);
        assert_eq!(Locale::negotiate("fr-FR"), Locale::Id);
        assert_eq!(Locale::negotiate(""), Locale::Id);
    }
}
