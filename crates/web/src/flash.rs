//! A sentence that survives one redirect, in a cookie of its own: "Unit disimpan." with, where it can be taken back,
//! the address that takes it back. It is text only and escaped like any other text.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use http::HeaderValue;

use crate::{appearance::local_path, shell::Toast};

pub const COOKIE: &str = "kabar";
/// Longer sentences are not toasts.
const LONGEST_BYTES: usize = 900;

/// The header that leaves a sentence for the next page.
pub fn leave(toast: &Toast) -> Option<HeaderValue> {
    let undo = toast.undo.as_deref().unwrap_or_default();
    let text = format!("{undo}\n{}", toast.text);
    if text.len() > LONGEST_BYTES {
        return None;
    }
    let value = BASE64_URL_SAFE_NO_PAD.encode(text);
    HeaderValue::try_from(format!("{COOKIE}={value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")).ok()
}

pub fn read(value: &str) -> Option<Toast> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
    let (undo, text) = text.split_once('\n')?;
    // Only a path of ours may be posted to.
    let undo = (!undo.is_empty() && local_path(undo) == undo).then(|| undo.to_owned());
    Some(Toast { text: text.to_owned(), undo })
}

/// Shown once: the page that shows it takes the cookie away.
pub const SHOWN: HeaderValue = HeaderValue::from_static("kabar=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_left_by_one_page_is_read_by_the_next() {
        let toast =
            Toast { text: "Unit A-12 disimpan.".into(), undo: Some("/k/melati/unit/x/urungkan".into()) };
        let header = leave(&toast).unwrap();
        let value = header.to_str().unwrap().split([';', '=']).nth(1).unwrap();
        let back = read(value).unwrap();
        assert_eq!((back.text, back.undo), (toast.text, toast.undo));
    }

    #[test]
    fn a_forged_cookie_cannot_point_the_undo_button_elsewhere() {
        let forged = BASE64_URL_SAFE_NO_PAD.encode("https://evil.example/\nHalo");
        assert_eq!(read(&forged).unwrap().undo, None);
        for elsewhere in ["//evil.example/", "/\\evil.example/", "/\t/evil.example/"] {
            let forged = BASE64_URL_SAFE_NO_PAD.encode(format!("{elsewhere}\nHalo"));
            assert_eq!(read(&forged).unwrap().undo, None, "{elsewhere:?}");
        }
    }
}
