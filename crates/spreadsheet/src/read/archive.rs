//! The guard in front of zipped workbooks: how many parts, how large they say they are, how large they really are.
//!
//! Nothing is handed to a parser before every part it may open was unpacked once into nothing, under a counter.

use std::io::{self, Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use crate::{Limits, Looks, Refusal};

/// Parts that a parser holds in memory as a whole are bounded more tightly than sheets, which stream.
const SHARED_STRINGS: u64 = 16 << 20;
const SMALL_PART: u64 = 4 << 20;
const LONGEST_TEXT: usize = 1 << 20;

pub enum Package {
    Xlsx,
    Ods,
}

pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Package, Refusal> {
    count_parts(bytes, limits)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    let package = kind(&mut zip)?;
    let mut declared = 0_u64;
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).map_err(Refusal::damaged)?;
        if part.encrypted() {
            return Err(Refusal::PasswordProtected);
        }
        declared = declared.saturating_add(part.size());
    }
    if declared > limits.unpacked_bytes {
        return Err(Refusal::UnpacksTooLarge { limit: limits.unpacked_bytes });
    }
    let mut left = limits.unpacked_bytes;
    for at in 0..zip.len() {
        left -= measure(&mut zip, at, left, limits)?;
    }
    Ok(package)
}

/// Counts directory entries by their signature, before the zip library makes room for what a header promises.
fn count_parts(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let mut entries = 0;
    for (at, window) in bytes.windows(4).enumerate().filter(|(_, four)| four.starts_with(b"PK")) {
        entries += usize::from(window == b"PK\x01\x02");
        // The zip64 end record: its entry count stands 32 bytes in.
        let promised = match bytes.get(at + 32..at + 40) {
            Some(eight) if window == b"PK\x06\x06" => {
                u64::from_le_bytes(eight.try_into().unwrap_or([0xFF; 8]))
            }
            _ => 0,
        };
        if entries > limits.parts || promised > limits.parts as u64 {
            return Err(Refusal::TooManyParts { limit: limits.parts });
        }
    }
    Ok(())
}

fn kind(zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Package, Refusal> {
    let mut names =
        zip.file_names().flatten().map(|name| name.replace('\\', "/").to_lowercase()).collect::<Vec<_>>();
    names.sort_unstable();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("mimetype") && has("content.xml") {
        return open_document(zip);
    }
    if has("encryptedpackage") {
        return Err(Refusal::PasswordProtected);
    }
    let unsupported = |format: &str| Err(Refusal::UnsupportedFormat { format: format.into() });
    match () {
        () if has("xl/workbook.bin") => unsupported("xlsb"),
        () if under("xl/") && has("[content_types].xml") => Ok(Package::Xlsx),
        () if under("word/") => Err(Refusal::looks(Looks::Document)),
        () if under("ppt/") => Err(Refusal::looks(Looks::Presentation)),
        () if under("index/") && names.iter().any(|name| name.ends_with(".iwa")) => unsupported("Numbers"),
        () => Err(Refusal::looks(Looks::Archive)),
    }
}

fn open_document(zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Package, Refusal> {
    let mut mime = String::new();
    let part = zip.by_name("mimetype").map_err(Refusal::damaged)?;
    part.take(200).read_to_string(&mut mime).map_err(Refusal::damaged)?;
    match mime.trim() {
        mime if mime.contains("opendocument.spreadsheet") => Ok(Package::Ods),
        mime if mime.contains("opendocument.text") => Err(Refusal::looks(Looks::Document)),
        mime if mime.contains("opendocument.presentation") => Err(Refusal::looks(Looks::Presentation)),
        _ => Err(Refusal::looks(Looks::Archive)),
    }
}

/// Unpacks one part into nothing and gives its real size. Pictures and macros are never opened, so never measured.
fn measure(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    left: u64,
    limits: &Limits,
) -> Result<u64, Refusal> {
    let part = zip.by_index(at).map_err(refused)?;
    let name = part.name().map_err(Refusal::damaged)?.to_lowercase();
    if !(name.ends_with(".xml") || name.ends_with(".rels")) {
        return Ok(0);
    }
    let streams = name.contains("worksheets/") || name == "content.xml";
    let strings = name.contains("sharedstrings");
    let bound = match (streams, strings) {
        (true, _) => left,
        (_, true) => left.min(SHARED_STRINGS),
        _ => left.min(SMALL_PART),
    };
    let mut bounded = part.take(bound + 1);
    let mut gauge = Gauge::default();
    let size = match strings {
        true => shared_strings(&mut bounded, &mut gauge)?,
        false => io::copy(&mut bounded, &mut gauge).map_err(Refusal::damaged)?,
    };
    if gauge.longest > LONGEST_TEXT {
        return Err(Refusal::TooMuchText { limit: LONGEST_TEXT });
    }
    if size > bound { Err(Refusal::UnpacksTooLarge { limit: limits.unpacked_bytes }) } else { Ok(size) }
}

/// The reader reserves room for as many strings as `uniqueCount` promises: a promise larger than the part is a lie.
fn shared_strings(part: &mut impl Read, gauge: &mut Gauge) -> Result<u64, Refusal> {
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes).map_err(Refusal::damaged)?;
    gauge.look(&bytes);
    // Another encoding than UTF-8 would hide the attribute from this search.
    if bytes.contains(&0) {
        return Err(Refusal::damaged("shared strings are not UTF-8"));
    }
    let attribute = b"uniqueCount";
    for at in (0..bytes.len()).filter(|at| bytes[*at..].starts_with(attribute)) {
        let promise = bytes[at + attribute.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
        let digits = promise.take_while(|byte| byte.is_ascii_digit());
        let count =
            digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        let bare = bytes[at + attribute.len()..].iter().take(4).any(|byte| *byte == b'=');
        if bare && count > bytes.len() as u64 {
            return Err(Refusal::damaged("more strings promised than the file holds"));
        }
    }
    Ok(bytes.len() as u64)
}

/// Counts and forgets, and remembers the longest stretch between two tags: a parser would hold that much at once.
#[derive(Default)]
struct Gauge {
    run: usize,
    longest: usize,
}

impl Gauge {
    fn look(&mut self, bytes: &[u8]) {
        for (at, piece) in bytes.split(|byte| *byte == b'<').enumerate() {
            self.run = if at == 0 { self.run + piece.len() } else { piece.len() };
            self.longest = self.longest.max(self.run);
        }
    }
}

impl io::Write for Gauge {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.look(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn refused(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::PasswordProtected,
        other => Refusal::damaged(other),
    }
}
