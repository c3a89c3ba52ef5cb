//! Where somebody goes after signing in.

use tenancy::Hat;

/// A path of this site, or nothing: what comes with a link may try to lead elsewhere.
pub fn local_path(text: &str) -> Option<&str> {
    let inside = text.starts_with('/') && !text.starts_with("//");
    let clean = !text.contains(['\\', '\r', '\n', '\t']) && !text.chars().any(char::is_control);
    let path = text.split(['?', '#']).next().unwrap_or(text);
    let useless = matches!(path, "/" | "/keluar") || path == "/masuk" || path.starts_with("/masuk/");
    (inside && clean && !useless && text.len() <= 1000).then_some(text)
}

/// The home of the only role; with several, the page that lets one choose; with none, the own account.
pub fn home_of(hats: &[Hat]) -> String {
    match hats {
        [] => "/akun".to_owned(),
        [only] => only.home(),
        _ => "/pilih".to_owned(),
    }
}

/// `/masuk/kode?lanjut=…` with the path percent-encoded.
pub fn with_lanjut(base: &str, lanjut: &str) -> String {
    let Some(path) = local_path(lanjut) else { return base.to_owned() };
    let mut out = format!("{base}?lanjut=");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
