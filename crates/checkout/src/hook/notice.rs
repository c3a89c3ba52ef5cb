//! Reading a notification that nobody trusts yet. Pure.

use serde_json::Value;
use sha2::{Digest as _, Sha512};
use subtle::ConstantTimeEq as _;

/// Whether the signature is the gateway's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    Good,
    Bad,
    Missing,
    /// No JSON object with the signed fields.
    Unreadable,
}

impl Signature {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What can be read of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    pub order: String,
    /// The word of the message; only the answer to our question counts.
    pub said: String,
    signed: Option<[String; 3]>,
    signature: String,
}

impl Notice {
    pub fn read(body: &[u8]) -> Self {
        let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let signed = match (text("order_id"), text("status_code"), text("gross_amount")) {
            (Some(order), Some(code), Some(amount)) => Some([order, code, amount]),
            _ => None,
        };
        Self {
            order: short(text("order_id").unwrap_or_default()),
            said: short(text("transaction_status").unwrap_or_default()),
            signature: text("signature_key").unwrap_or_default(),
            signed,
        }
    }

    /// `SHA-512(order_id + status_code + gross_amount + server key)` in lower-case hex, the texts exactly as received
    /// (reference/integrations.md §1.8). Compared in constant time, against every key.
    pub fn check<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Signature {
        let Some(signed) = &self.signed else { return Signature::Unreadable };
        if self.signature.is_empty() {
            return Signature::Missing;
        }
        let mut fits = subtle::Choice::from(0);
        for key in keys {
            let mut hash = Sha512::new();
            signed.iter().for_each(|part| hash.update(part));
            hash.update(key);
            fits |= hex::encode(hash.finalize()).as_bytes().ct_eq(self.signature.as_bytes());
        }
        if bool::from(fits) { Signature::Good } else { Signature::Bad }
    }
}

/// What a column keeps. A zero byte is kept by no database.
fn short(text: String) -> String {
    text.chars().filter(|letter| *letter != '\0').take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "SB-Mid-server-KLUSTERATEST0001";
    const GOOD: &str = "1595243cc5305498fd39fe47545ec82c735f20b4cf2e07494e19d9686fa9bf5f3a9ecb288d6b612d8bf10fa0d5f59bb34ea96c92fd74ce9239f35def2de15536";

    fn body(amount: &str, signature: &str) -> Vec<u8> {
        format!(
            r#"{{"transaction_status":"settlement","status_code":"200","order_id":"KLS-BLOKA12-202608","gross_amount":{amount},"signature_key":"{signature}"}}"#
        )
        .into_bytes()
    }

    fn checked(body: &[u8]) -> Signature {
        Notice::read(body).check([KEY].into_iter())
    }

    #[test]
    fn the_worked_example_of_the_reference_is_good() {
        assert_eq!(checked(&body(r#""450000.00""#, GOOD)), Signature::Good);
        assert_eq!(Notice::read(&body(r#""450000.00""#, GOOD)).said, "settlement");
    }

    #[test]
    fn anything_else_is_not() {
        let one_off = format!("2{}", &GOOD[1..]);
        assert_eq!(checked(&body(r#""450000.00""#, &one_off)), Signature::Bad);
        assert_eq!(checked(&body(r#""450000.00""#, &GOOD.to_uppercase())), Signature::Bad);
        assert_eq!(checked(&body(r#""450000""#, GOOD)), Signature::Bad);
        assert_eq!(checked(&body("4.5e5", GOOD)), Signature::Unreadable);
        assert_eq!(checked(&body(r#""450000.00""#, "")), Signature::Missing);
        let other = Notice::read(&body(r#""450000.00""#, GOOD));
        assert_eq!(other.check(["SB-Mid-server-OF-ANOTHER"].into_iter()), Signature::Bad);
        assert_eq!(other.check(std::iter::empty()), Signature::Bad);
    }

    #[test]
    fn what_is_no_message_is_unreadable_and_harmless() {
        let deep = "[".repeat(60_000);
        for body in [&b""[..], b"\xff\xfe", b"null", b"[]", deep.as_bytes(), b"{\"order_id\":7}"] {
            assert_eq!(checked(body), Signature::Unreadable);
        }
    }
}
