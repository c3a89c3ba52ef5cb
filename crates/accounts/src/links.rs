//! Links that leave the house: a chat with a number and a text in it.

use std::fmt::Write as _;

use kernel::PhoneNumber;

/// Opens WhatsApp with this text ready to be sent.
pub fn whatsapp(phone: &PhoneNumber, text: &str) -> String {
    format!("https://wa.me/{}?text={}", phone.wa_me(), encoded(text))
}

/// Text as it may stand in a query.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whatsapp_message_keeps_its_link_and_its_spaces() {
        let phone = PhoneNumber::parse("0812-3456-7890").unwrap();
        let link = whatsapp(&phone, "Buka https://melati.example/undangan/x?a=1&b");
        assert_eq!(
            link,
            "https://wa.me/6281234567890?text=Buka%20https%3A%2F%2Fmelati.example%2Fundangan%2Fx%3Fa%3D1%26b"
        );
    }
}
