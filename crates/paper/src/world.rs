//! All that typst can see: our templates, our words, our fonts, the data of one order. No disk, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

/// Source Sans 3 for everything; DejaVu Sans knows the letters that it does not.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../assets/vendor/source-sans-3-0.4.1/SourceSans3_400Regular.ttf"),
    include_bytes!("../../../assets/vendor/source-sans-3-0.4.1/SourceSans3_700Bold.ttf"),
    include_bytes!("../../../assets/vendor/dejavu-2.37.3/DejaVuSans.ttf"),
];

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$((concat!("/", $name), include_str!(concat!("../templates/", $name)))),+]
    };
}
pub const TEMPLATES: [(&str, &str); 9] = templates![
    "main.typ",
    "style.typ",
    "receipt.typ",
    "invoice.typ",
    "statement.typ",
    "warning.typ",
    "clearance.typ",
    "recap.typ",
    "table.typ",
];
pub const WORDS_ID: &str = include_str!("../words/id.json");
pub const WORDS_EN: &str = include_str!("../words/en.json");

/// What is the same for every document, made once.
struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: Vec<Source>,
    words: [(FileId, Bytes); 2],
    data: FileId,
    logo: FileId,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect();
    Shelf {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: file("/main.typ"),
        sources: TEMPLATES.iter().map(|(path, text)| Source::new(file(path), (*text).to_owned())).collect(),
        words: [
            (file("/words/id.json"), Bytes::from_string(WORDS_ID)),
            (file("/words/en.json"), Bytes::from_string(WORDS_EN)),
        ],
        data: file("/data.json"),
        logo: file("/logo.png"),
    }
});

/// Whether one of our fonts has a shape for it.
pub fn can_draw(letter: char) -> bool {
    SHELF.fonts.iter().any(|font| font.info().coverage.contains(letter.into()))
}

/// The same few names for every order: typst keeps each name it ever met.
fn file(path: &'static str) -> FileId {
    let path = VirtualPath::new(path).expect("our own paths are paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One order on the table: the data, the logo, and behind them the shelf.
pub struct Desk {
    data: Bytes,
    logo: Option<Bytes>,
}

impl Desk {
    pub fn new(data: String, logo: Option<bytes::Bytes>) -> Self {
        Self { data: Bytes::from_string(data), logo: logo.map(Bytes::new) }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        SHELF.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SHELF.sources.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHELF.data {
            return Ok(self.data.clone());
        }
        if id == SHELF.logo {
            return self.logo.clone().ok_or(FileError::AccessDenied);
        }
        let words = SHELF.words.iter().find(|(name, _)| *name == id);
        words.map(|(_, words)| words.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
