//! What a file really is, from its first bytes. Its name and the browser's word for it count for nothing, except to
//! tell one kind of table from another.

use crate::Kind;

pub(crate) enum Sniffed {
    Known(Kind, &'static str),
    /// What iPhones make when nobody asks them for JPEG.
    Heic,
    Unknown,
}

pub(crate) fn sniff(content: &[u8], name: &str) -> Sniffed {
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match infer::get(content).map(|kind| kind.mime_type()) {
        Some("image/jpeg") => Sniffed::Known(Kind::Photo, "image/jpeg"),
        Some("image/png") => Sniffed::Known(Kind::Photo, "image/png"),
        Some("image/webp") => Sniffed::Known(Kind::Photo, "image/webp"),
        Some("image/heif" | "image/heic" | "image/avif") => Sniffed::Heic,
        Some("application/pdf") => Sniffed::Known(Kind::Pdf, "application/pdf"),
        Some(archive) => spreadsheet(archive, &extension),
        None if matches!(extension.as_str(), "csv" | "tsv" | "txt") && is_text(content) => {
            Sniffed::Known(Kind::Spreadsheet, "text/csv")
        }
        None => Sniffed::Unknown,
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const XLS: &str = "application/vnd.ms-excel";

fn spreadsheet(archive: &str, extension: &str) -> Sniffed {
    let media_type = match (archive, extension) {
        (XLSX, _) | ("application/zip", "xlsx") => XLSX,
        (ODS, _) | ("application/zip", "ods") => ODS,
        (XLS, _) | ("application/x-ole-storage", "xls") => XLS,
        _ => return Sniffed::Unknown,
    };
    Sniffed::Known(Kind::Spreadsheet, media_type)
}

/// Text in any encoding that spreadsheets write; a zero byte is allowed only where UTF-16 says so.
fn is_text(content: &[u8]) -> bool {
    let is_utf16 = content.starts_with(&[0xff, 0xfe]) || content.starts_with(&[0xfe, 0xff]);
    let start = &content[..content.len().min(4096)];
    let is_markup = start.trim_ascii_start().starts_with(b"<");
    !is_markup && (is_utf16 || !start.contains(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_known(content: &[u8], name: &str) -> bool {
        matches!(sniff(content, name), Sniffed::Known(..))
    }

    #[test]
    fn a_name_does_not_make_a_photo() {
        assert!(!is_known(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "lampu.jpg"));
        assert!(!is_known(b"<?xml version='1.0'?><svg/>", "lampu.svg"));
        assert!(!is_known(b"<!doctype html><script>alert(1)</script>", "warga.csv"));
        assert!(!is_known(b"MZ\x90\x00\x03", "lampu.png"));
        assert!(!is_known(b"GIF89a/*", "lampu.png"));
    }

    #[test]
    fn tables_come_in_many_encodings() {
        assert!(is_known(b"nama;blok\nBudi;A1", "warga.csv"));
        assert!(is_known(b"\xff\xfen\0a\0", "warga.csv"));
        assert!(is_known(b"na\xefve,1", "warga.tsv"));
        assert!(!is_known(b"\0\0\0\0", "warga.csv"));
    }
}
