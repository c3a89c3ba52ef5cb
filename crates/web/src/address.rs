//! Addresses: what a text looks like inside a path or a query.

use std::fmt::Write as _;

/// Percent-encodes a text or a whole path for a query value; `/` stays as it is.
pub fn encoded(text: &str) -> String {
    percent(text, |byte| byte == b'/' || is_plain(byte))
}

/// Percent-encodes a text that is one segment of a path, `/` included: the house `A/12` is `A%2F12`.
pub fn segment(text: &str) -> String {
    percent(text, is_plain)
}

/// A path with the parameters that say something; empty ones are left out.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.contains('?') { '&' } else { '?' });
        out.push_str(name);
        out.push('=');
        out.push_str(&encoded(value));
    }
    out
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

fn percent(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string does not fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_number_with_a_slash_is_one_segment_and_a_path_in_a_query_keeps_its_own() {
        assert_eq!(segment("A/12 b"), "A%2F12%20b");
        assert_eq!(encoded("/k/melati/unit?q=é"), "/k/melati/unit%3Fq%3D%C3%A9");
    }

    #[test]
    fn a_filter_is_an_address_that_can_be_shared() {
        let href = with_query("/k/melati/unit", &[("q", "Budi & Ani"), ("status", ""), ("rt", "01")]);
        assert_eq!(href, "/k/melati/unit?q=Budi%20%26%20Ani&rt=01");
        assert_eq!(with_query(&href, &[("format", "csv")]), format!("{href}&format=csv"));
        assert_eq!(with_query("/grup/x", &[("cari", "")]), "/grup/x");
    }
}
