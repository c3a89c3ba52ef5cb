//! Notifications: nothing in them counts before the signature does. Source: docs.midtrans.com "HTTP(S) Notification",
//! section "Verifying notification authenticity".

use sha2::{Digest, Sha512};
use subtle::{Choice, ConstantTimeEq};

use crate::{ServerKey, Transaction};

/// A notification as it came. Nothing in it is true before [`Claim::verify`] says so; what can be read of it is for a log.
#[derive(Clone, Debug)]
pub struct Claim(Transaction);

/// A notification whose signature is right. It can only come out of [`Verified::read`] or [`Claim::verify`].
///
/// The signature covers order id, status code and amount, but neither the status nor the transaction id, and it never
/// ages: ask for the status before booking anything.
#[derive(Clone, Debug)]
pub struct Verified(Transaction);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    #[error("the body is no notification")]
    Malformed,
    #[error("the signature is missing or wrong")]
    Forged,
}

impl Claim {
    /// Reads the body as it arrived. A key that JSON carries twice, and a signed field that is missing or is no text, make
    /// it malformed.
    ///
    /// # Errors
    /// [`Unverified::Malformed`].
    pub fn read(body: &[u8]) -> Result<Self, Unverified> {
        let said: Transaction = serde_json::from_slice(body).map_err(|_| Unverified::Malformed)?;
        let signed = [&said.order_id, &said.status_code, &said.gross_amount];
        if signed.iter().any(|field| field.is_empty()) {
            return Err(Unverified::Malformed);
        }
        Ok(Self(said))
    }

    #[must_use]
    pub fn order_id(&self) -> &str {
        &self.0.order_id
    }

    /// The word that it claims, such as `settlement`.
    #[must_use]
    pub fn status(&self) -> &str {
        &self.0.transaction_status
    }

    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.0.signature_key.as_deref().is_some_and(|signature| !signature.is_empty())
    }

    /// Compares in constant time, over the very strings of the body, with every key: around a change of key two are good.
    ///
    /// # Errors
    /// [`Unverified::Forged`].
    pub fn verify<'k>(self, keys: impl IntoIterator<Item = &'k ServerKey>) -> Result<Verified, Unverified> {
        let said = &self.0;
        let given = said.signature_key.as_deref().unwrap_or_default().as_bytes();
        let mut fits = Choice::from(0);
        for key in keys {
            let expected = signature(&said.order_id, &said.status_code, &said.gross_amount, key);
            fits |= expected.as_bytes().ct_eq(given);
        }
        if bool::from(fits) { Ok(Verified(self.0)) } else { Err(Unverified::Forged) }
    }
}

impl Verified {
    /// Reads and verifies in one step, for a merchant with one key.
    ///
    /// # Errors
    /// See [`Unverified`].
    pub fn read(body: &[u8], key: &ServerKey) -> Result<Self, Unverified> {
        Claim::read(body)?.verify([key])
    }

    #[must_use]
    pub fn transaction(&self) -> &Transaction {
        &self.0
    }
}

/// Lower-case hex of SHA-512 over the four strings, one after another, exactly as received.
#[must_use]
pub fn signature(order_id: &str, status_code: &str, gross_amount: &str, key: &ServerKey) -> String {
    let mut hash = Sha512::new();
    for part in [order_id, status_code, gross_amount, key.expose()] {
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::{Claim, Unverified, Verified, signature};
    use crate::ServerKey;

    fn key() -> ServerKey {
        ServerKey::new("SB-Mid-server-KLUSTERATEST0001")
    }

    fn body(signature: &str) -> Vec<u8> {
        format!(
            r#"{{"order_id":"KLS-BLOKA12-202608","status_code":"200","gross_amount":"450000.00",
                "transaction_status":"settlement","signature_key":"{signature}"}}"#
        )
        .into_bytes()
    }

    #[test]
    fn the_worked_example_verifies_and_everything_else_is_forged() {
        let right = signature("KLS-BLOKA12-202608", "200", "450000.00", &key());
        assert!(right.starts_with("1595243cc5305498") && right.ends_with("9239f35def2de15536"));
        assert_eq!(
            Verified::read(&body(&right), &key()).unwrap().transaction().amount().unwrap().get(),
            450_000
        );

        let upper = right.to_uppercase();
        let off = right.replacen('1', "2", 1);
        for wrong in ["", &upper, &off, &right[1..]] {
            assert_eq!(Verified::read(&body(wrong), &key()).unwrap_err(), Unverified::Forged);
        }
        assert!(Verified::read(&body(&right), &ServerKey::new("another")).is_err());
    }

    #[test]
    fn the_official_fixture_verifies() {
        let found =
            signature("ORDER-sandbox-0001", "200", "150000.00", &ServerKey::new("SB-Mid-server-test"));
        assert!(found.starts_with("d65b4adf15335095") && found.ends_with("93d23672e4"), "{found}");
    }

    #[test]
    fn no_json_two_orders_and_bad_text_are_malformed() {
        let deep = "[".repeat(60_000);
        let twice = br#"{"order_id":"a","order_id":"b","status_code":"200","gross_amount":"1.00"}"#;
        let number = br#"{"order_id":"a","status_code":"200","gross_amount":4.5e5}"#;
        for body in [&b"{"[..], b"[]", b"{}", twice, number, b"{\"order_id\":\"\xff\"}", deep.as_bytes()] {
            assert_eq!(Verified::read(body, &key()).unwrap_err(), Unverified::Malformed);
        }
    }

    #[test]
    fn around_a_change_of_key_both_are_good_and_none_is_never() {
        let right = signature("KLS-BLOKA12-202608", "200", "450000.00", &key());
        let claim = || Claim::read(&body(&right)).unwrap();
        let next = ServerKey::new("next");
        assert!(claim().verify([&next, &key()]).is_ok());
        assert_eq!(claim().verify([&next]).unwrap_err(), Unverified::Forged);
        assert_eq!(claim().verify([]).unwrap_err(), Unverified::Forged);
        assert_eq!((claim().order_id(), claim().is_signed()), ("KLS-BLOKA12-202608", true));
        assert!(!Claim::read(&body("")).unwrap().is_signed());
    }

    #[test]
    fn empty_and_null_fields_of_tomorrow_are_no_reason_to_refuse() {
        let text = r#"{"order_id":"a","status_code":"200","gross_amount":"1.00","va_numbers":null,"refunds":null,
                       "currency":null,"transaction_status":null,"new":{"deep":[1]}}"#;
        assert_eq!(Claim::read(text.as_bytes()).unwrap().status(), "");
    }

    #[test]
    fn a_key_never_shows_itself() {
        assert_eq!(format!("{:?}", key()), "ServerKey(…)");
    }
}
