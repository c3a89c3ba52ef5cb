//! Reading a notification that nobody trusts yet. Pure; what is signed how is the gateway's business (`midtrans`).

use midtrans::{Claim, ServerKey};

/// Whether the signature is the gateway's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signature {
    Good,
    Bad,
    Missing,
    /// No JSON object with the signed fields.
    #[default]
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
    pub signature: Signature,
}

impl Notice {
    /// Reads the body and compares its signature with each key that is good today.
    pub fn read<'k>(body: &[u8], keys: impl Iterator<Item = &'k ServerKey>) -> Self {
        let Ok(claim) = Claim::read(body) else { return Self::default() };
        let (order, said) = (short(claim.order_id()), short(claim.status()));
        let is_signed = claim.is_signed();
        let signature = match claim.verify(keys) {
            Ok(_) => Signature::Good,
            Err(_) if is_signed => Signature::Bad,
            Err(_) => Signature::Missing,
        };
        Self { order, said, signature }
    }
}

/// What a column keeps. A zero byte is kept by no database.
fn short(text: &str) -> String {
    text.chars().filter(|letter| *letter != '\0').take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_message_fits_its_columns_whatever_it_says() {
        let key = ServerKey::new("SB-Mid-server-UJI");
        let order = format!("a\0{}", "b".repeat(90));
        let signature = midtrans::signature(&order, "200", "1.00", &key);
        let body = serde_json::json!({
            "order_id": order, "status_code": "200", "gross_amount": "1.00", "signature_key": signature,
        });
        let notice = Notice::read(body.to_string().as_bytes(), [&key].into_iter());
        assert_eq!((notice.order.len(), notice.signature), (60, Signature::Good));
        let no_key = Notice::read(body.to_string().as_bytes(), std::iter::empty());
        assert_eq!(no_key.signature, Signature::Bad);
        assert_eq!(Notice::read(b"\xff", [&key].into_iter()), Notice::default());
    }
}
