//! Addresses: encoding what goes into one, and the links that leave the house (WhatsApp, telephone).

use std::fmt::Write as _;

use kernel::PhoneNumber;

/// Text as it may stand in a path or a query.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("writing to a string does not fail"),
        }
    }
    out
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

/// Opens a chat with this number.
pub fn whatsapp(phone: &PhoneNumber) -> String {
    format!("https://wa.me/{}", phone.wa_me())
}

/// Calls this number.
pub fn call(phone: &PhoneNumber) -> String {
    format!("tel:{}", phone.e164())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_an_address_that_can_be_shared() {
        let href = with_query("/k/melati/unit", &[("q", "Budi & Ani"), ("status", ""), ("rt", "01")]);
        assert_eq!(href, "/k/melati/unit?q=Budi%20%26%20Ani&rt=01");
    }
}
