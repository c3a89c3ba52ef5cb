//! What people read, in Indonesian and English, from `locales/<language>/<room>.ftl`. A room adds words by adding a file.
//!
//! It deliberately never fails: a missing word shows its key and is written to the log once; tests find it earlier.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::{LazyLock, Mutex},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kernel::{Locale, Rupiah, format};

/// All sentences of one language.
pub struct Texts {
    /// Sentences without a blank to fill, ready made: a page asks for hundreds of them.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// What fills a blank in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A count: written with the thousands separator of the language and free to choose a plural.
    Count(i64),
    Text(Cow<'a, str>),
}

pub fn texts(locale: Locale) -> &'static Texts {
    static ID: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::Id));
    static EN: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::En));
    match locale {
        Locale::Id => &ID,
        Locale::En => &EN,
    }
}

impl Texts {
    /// The sentence as it stands.
    pub fn get<'a>(&'static self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or_else(|| missing(key), String::as_str)
    }

    /// The sentence with its blanks filled.
    pub fn with(&self, key: &str, blanks: &[(&str, Arg<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(blanks.len());
        for (name, arg) in blanks {
            args.set(*name, arg.value());
        }
        self.format(key, Some(&args)).unwrap_or_else(|| missing(key).to_owned())
    }

    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn read(locale: Locale) -> Self {
        let language =
            unic_langid::LanguageIdentifier::from_bytes(locale.code().as_bytes()).unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match locale {
            Locale::Id => |value, _| grouped(value, Locale::Id),
            Locale::En => |value, _| grouped(value, Locale::En),
        }));
        let mut keys = Vec::new();
        for (file, source) in sources::of(locale) {
            keys.extend(keys_in(&source).map(str::to_owned));
            let resource = FluentResource::try_new(source.into_owned()).unwrap_or_else(|(read, errors)| {
                tracing::error!(file, ?errors, "a text file has lines that cannot be read");
                read
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file, ?errors, "a text is there twice");
            }
        }
        let mut texts = Self { plain: HashMap::with_capacity(keys.len()), bundle };
        texts.plain = keys
            .into_iter()
            .filter_map(|key| Some((texts.format(&key, None)?, key)))
            .map(|(t, k)| (k, t))
            .collect();
        texts
    }

    /// None when the sentence is unknown or a blank stays empty.
    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

/// The names of the sentences in a text file: what stands at the beginning of a line before `=`.
fn keys_in(source: &str) -> impl Iterator<Item = &str> {
    let starts = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    source.lines().filter(starts).filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim())
}

fn grouped(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(format::number(number.value as i64, locale))
        }
        _ => None,
    }
}

/// Says it once, not on every page.
fn missing(key: &str) -> &str {
    static SAID: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    if let Ok(mut said) = SAID.lock()
        && said.get_or_insert_default().insert(key.to_owned())
    {
        tracing::warn!(key, "there is no such text, or one of its blanks is not filled");
    }
    key
}

impl Arg<'_> {
    fn value(&self) -> FluentValue<'_> {
        match self {
            Arg::Count(count) => FluentValue::from(*count),
            Arg::Text(text) => FluentValue::from(text.as_ref()),
        }
    }
}

/// Things that may fill a blank, as they are: `s.t1("own-devices", "count", devices.len())`.
pub trait IntoArg {
    fn arg(&self) -> Arg<'_>;
}

macro_rules! counts {
    ($($kind:ty),*) => {$(
        impl IntoArg for $kind {
            fn arg(&self) -> Arg<'_> {
                Arg::Count(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
        impl From<$kind> for Arg<'_> {
            fn from(count: $kind) -> Self {
                Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
    )*};
}
counts!(i64, i32, i16, u64, u32, u16, u8, usize);

impl IntoArg for str {
    fn arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}
impl IntoArg for String {
    fn arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}
impl IntoArg for Cow<'_, str> {
    fn arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}
impl IntoArg for Rupiah {
    fn arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Owned(format::rupiah(*self)))
    }
}
impl<T: IntoArg + ?Sized> IntoArg for &T {
    fn arg(&self) -> Arg<'_> {
        (**self).arg()
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}
impl From<Rupiah> for Arg<'_> {
    fn from(amount: Rupiah) -> Self {
        Arg::Text(Cow::Owned(format::rupiah(amount)))
    }
}

/// A released program carries its words.
#[cfg(not(debug_assertions))]
mod sources {
    use super::{Cow, Locale};

    const ALL: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

    pub fn of(locale: Locale) -> impl Iterator<Item = (String, Cow<'static, str>)> {
        let ours = ALL.iter().filter(move |(language, _)| *language == locale.code());
        ours.map(|(language, source)| ((*language).to_owned(), Cow::Borrowed(*source)))
    }
}

/// A development build reads them from the tree: a changed sentence needs a restart, not a build.
#[cfg(debug_assertions)]
mod sources {
    use super::{Cow, Locale};

    pub fn of(locale: Locale) -> impl Iterator<Item = (String, Cow<'static, str>)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales");
        let entries =
            std::fs::read_dir(format!("{folder}/{}", locale.code())).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "ftl"));
        files.sort();
        let read = |file: std::path::PathBuf| (file.display().to_string(), std::fs::read_to_string(&file));
        files.into_iter().map(read).filter_map(|(file, source)| Some((file, Cow::Owned(source.ok()?))))
    }
}

#[cfg(test)]
mod tests;
