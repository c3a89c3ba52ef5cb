//! What a file is, before and after it is kept.

use crate::Bytes;
use kernel::{ComplexId, FileId, Instant};

/// Kinds that are let in; everything else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG, PNG or WebP; kept as JPEG.
    Photo,
    Pdf,
    /// xlsx, xls, ods, csv, tsv.
    Spreadsheet,
}

/// What files a room takes, and for what. A constant of that room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Stands in the database, such as `complaint_photo`.
    pub name: &'static str,
    pub accepts: &'static [Kind],
    pub limit_bytes: usize,
}

impl Purpose {
    /// Up to 12 MB each: what phones make when nobody shrinks it.
    pub const fn photos(name: &'static str) -> Self {
        Self { name, accepts: &[Kind::Photo], limit_bytes: 12_000_000 }
    }

    /// Photos, PDFs and spreadsheets up to 20 MB.
    pub const fn documents(name: &'static str) -> Self {
        Self { name, accepts: &[Kind::Photo, Kind::Pdf, Kind::Spreadsheet], limit_bytes: 20_000_000 }
    }

    /// For [`tenancy::Routes::upload`]: one file and the fields of its form.
    pub const fn body_limit_bytes(&self) -> usize {
        self.limit_bytes + 64_000
    }
}

/// What came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    pub purpose: Purpose,
    /// As the browser says it; anything may be in it.
    pub name: String,
    pub content: Bytes,
}

/// Ready to be kept: looked at, and a photo drawn anew.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) purpose: &'static str,
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) content: Bytes,
    pub(crate) sha256: [u8; 32],
    pub(crate) picture: Option<Picture>,
}

#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub width: u32,
    pub height: u32,
    pub thumbnail: Bytes,
}

impl Prepared {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn content(&self) -> &Bytes {
        &self.content
    }

    /// Width and height of a photo, as it is kept.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        self.picture.as_ref().map(|picture| (picture.width, picture.height))
    }
}

/// Is the file part of something already, or is the form still open?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    Attached,
    /// Cleared away after a day unless [`crate::Files::attach`] is called.
    UntilAttached,
}

/// What is known about a kept file.
#[derive(Clone, Debug)]
pub struct FileInfo {
    pub id: FileId,
    pub purpose: String,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub thumbnail_bytes: i64,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub created_at: Instant,
}

impl FileInfo {
    pub fn is_picture(&self) -> bool {
        self.width.is_some()
    }
}

/// How much a complex keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    pub complex: ComplexId,
    pub files: i64,
    pub bytes: i64,
}

const LONGEST_NAME: usize = 100;

/// The last part of whatever path it pretends to be, without characters that hide or command.
pub(crate) fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain =
        |c: &char| !c.is_control() && !is_hidden(*c) && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?');
    let plain: String = last.chars().filter(is_plain).collect();
    let trimmed = plain.trim_matches(|c: char| c == '.' || c.is_whitespace());
    match trimmed.char_indices().nth(LONGEST_NAME) {
        _ if trimmed.is_empty() => "berkas".to_owned(),
        None => trimmed.to_owned(),
        // The end carries the extension.
        Some(_) => trimmed.chars().skip(trimmed.chars().count() - LONGEST_NAME).collect(),
    }
}

/// Marks that turn the reading direction round make `gpj.exe` look like `exe.jpg`; others are not seen at all.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `IMG_01.PNG` becomes `IMG_01.jpg`, since that is what it is now.
pub(crate) fn with_extension(name: &str, extension: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, old)) if !stem.is_empty() && old.len() <= 5 => stem,
        _ => name,
    };
    format!("{stem}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name(r"C:\Users\Budi\foto lampu.jpg"), "foto lampu.jpg");
        assert_eq!(clean_name("..\\..\\"), "berkas");
        assert_eq!(clean_name("a\r\nSet-Cookie: x=1.jpg"), "aSet-Cookie x=1.jpg");
        assert_eq!(clean_name("faktur\u{202e}fdp.exe"), "fakturfdp.exe");
        assert_eq!(clean_name(".htaccess"), "htaccess");
        let long = clean_name(&format!("{}.pdf", "a".repeat(500)));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with(".pdf"));
    }

    #[test]
    fn a_photo_is_called_what_it_became() {
        assert_eq!(with_extension("IMG_01.PNG", "jpg"), "IMG_01.jpg");
        assert_eq!(with_extension("lampu mati", "jpg"), "lampu mati.jpg");
    }
}
