//! Why a file is not kept, and the sentence for whoever brought it.

use kernel::Locale;

use crate::{Kind, picture::MOST_MEGAPIXELS, words};

#[derive(Debug, thiserror::Error)]
pub enum CannotStore {
    #[error("the file is empty")]
    Empty,
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: usize },
    #[error("the file is none of {accepts:?}")]
    WrongKind { accepts: &'static [Kind] },
    #[error("the photo is HEIC")]
    Heic,
    #[error("the photo has {megapixels} megapixels")]
    TooManyPixels { megapixels: u32 },
    #[error("the photo cannot be read")]
    Unreadable,
    #[error("the file store refuses")]
    Storage(#[from] object_store::Error),
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
}

impl CannotStore {
    /// Is it about the file, so that another file would do? Otherwise it is our trouble, and a repeat may succeed.
    pub fn is_about_the_file(&self) -> bool {
        !matches!(self, Self::Storage(_) | Self::Tenancy(_))
    }

    /// The key of its sentence in `locales/*/files.ftl`.
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge { .. } => "file-too-large",
            Self::WrongKind { .. } => "file-wrong-kind",
            Self::Heic => "file-heic",
            Self::TooManyPixels { .. } => "file-too-many-pixels",
            Self::Unreadable => "file-unreadable",
            Self::Storage(_) | Self::Tenancy(_) => "file-not-stored",
        }
    }

    /// The sentence, complete.
    pub fn say(&self, locale: Locale) -> String {
        let sentence = words::sentence(locale, self.text_key());
        match self {
            Self::TooLarge { limit_bytes } => words::filled(sentence, "limit", &megabytes(*limit_bytes)),
            Self::WrongKind { accepts } => words::filled(sentence, "kinds", &kinds(accepts, locale)),
            Self::TooManyPixels { .. } => words::filled(sentence, "limit", &MOST_MEGAPIXELS.to_string()),
            _ => sentence.to_owned(),
        }
    }
}

fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

fn kinds(accepts: &[Kind], locale: Locale) -> String {
    let names: Vec<_> = accepts.iter().map(|kind| words::sentence(locale, kind_key(*kind))).collect();
    names.join(", ")
}

const fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Photo => "file-kind-photo",
        Kind::Pdf => "file-kind-pdf",
        Kind::Spreadsheet => "file-kind-spreadsheet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_a_whole_sentence_in_both_languages() {
        let all = [
            CannotStore::Empty,
            CannotStore::TooLarge { limit_bytes: 12_000_000 },
            CannotStore::WrongKind { accepts: &[Kind::Photo, Kind::Pdf, Kind::Spreadsheet] },
            CannotStore::Heic,
            CannotStore::TooManyPixels { megapixels: 2500 },
            CannotStore::Unreadable,
            CannotStore::Tenancy(tenancy::Error::Missing),
        ];
        for refusal in &all {
            for locale in Locale::ALL {
                let said = refusal.say(locale);
                assert!(said.ends_with('.') && !said.contains('{'), "{refusal:?}: {said}");
            }
        }
        assert_eq!(all[1].say(Locale::Id), "Berkas ini terlalu besar; paling besar 12 MB.");
        assert!(all[2].say(Locale::En).contains("photo (JPEG, PNG, WebP), PDF, spreadsheet"));
    }
}
