//! The second factor itself: codes of thirty seconds (RFC 6238) and codes on paper, and the seal around the secret.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use kernel::{AccountId, Instant};
use totp_rs::{Builder, Secret, Totp};

pub const SECRET_BYTES: usize = 20;
pub const RECOVERY_CODES: usize = 10;
/// First byte of a seal, so that another cipher or key can follow.
const SEAL: u8 = 1;
const NONCE_BYTES: usize = 24;

/// What somebody typed into the field of the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    Timed(String),
    Recovery(String),
}

impl Code {
    /// Six digits are a code of the phone, twelve letters and digits one of the paper; spaces and dashes do not count.
    pub fn parse(typed: &str) -> Option<Self> {
        let bare: String =
            typed.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
        match bare.len() {
            6 if bare.bytes().all(|b| b.is_ascii_digit()) => Some(Self::Timed(bare)),
            12 => Some(Self::Recovery(bare)),
            _ => None,
        }
    }
}

/// The thirty-second step this code belongs to, if it is right now, or was or will be within half a minute.
pub fn step_of(secret: &[u8; SECRET_BYTES], code: &str, now: Instant) -> Option<i64> {
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret).check(code, seconds)?;
    i64::try_from(step).ok()
}

/// The code of an instant: for tests, and for nobody else.
#[cfg(test)]
pub fn code_at(secret: &[u8; SECRET_BYTES], now: Instant) -> String {
    totp(secret).generate(u64::try_from(now.timestamp()).unwrap()).to_string()
}

fn totp(secret: &[u8; SECRET_BYTES]) -> Totp {
    Builder::new()
        .with_secret(Secret::new_stack(*secret))
        .build()
        .expect("six digits, thirty seconds, 160 bits")
}

/// What the phone reads from the QR code.
pub fn setup_uri(secret: &[u8; SECRET_BYTES], login: &str) -> String {
    let login: String = login.chars().filter(|c| c.is_ascii_alphanumeric() || "+-_.".contains(*c)).collect();
    let login = login.replace('+', "%2B");
    format!("otpauth://totp/Klustera%3A{login}?secret={}&issuer=Klustera", base32(secret))
}

/// The secret for typing: groups of four.
pub fn spelled(secret: &[u8; SECRET_BYTES]) -> String {
    let text = base32(secret);
    let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..at + 4]).collect();
    groups.join(" ")
}

/// RFC 4648 without padding; twenty bytes are exactly thirty-two letters.
fn base32(bytes: &[u8; SECRET_BYTES]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::with_capacity(32);
    for five in bytes.as_chunks::<5>().0 {
        let block = five.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            out.push(char::from(LETTERS[(block >> (place * 5) & 31) as usize]));
        }
    }
    out
}

/// Codes for a paper: twelve characters without those that look alike, 59 bits each.
pub fn recovery_codes() -> Vec<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let one = || {
        let random: [u8; 12] = rand::random();
        let text: String = random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    };
    (0..RECOVERY_CODES).map(|_| one()).collect()
}

/// Closes the secret with the installation's key, bound to its account: copied into another row it does not open.
pub fn seal(key: &[u8; 32], account: AccountId, secret: &[u8; SECRET_BYTES]) -> Vec<u8> {
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let bound_to = account.uuid();
    let payload = Payload { msg: secret, aad: bound_to.as_bytes() };
    let cipher = XChaCha20Poly1305::new(key.into());
    let closed = cipher.encrypt(&XNonce::from(nonce), payload).expect("twenty bytes fit into a message");
    [&[SEAL], &nonce[..], &closed].concat()
}

/// None when the key, the account or the bytes are not the ones of the seal.
pub fn unseal(key: &[u8; 32], account: AccountId, sealed: &[u8]) -> Option<[u8; SECRET_BYTES]> {
    let (&SEAL, rest) = sealed.split_first()? else { return None };
    let (nonce, closed) = rest.split_at_checked(NONCE_BYTES)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let bound_to = account.uuid();
    let payload = Payload { msg: closed, aad: bound_to.as_bytes() };
    let opened = XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(nonce), payload).ok()?;
    opened.try_into().ok()
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _, Utc};

    use super::*;

    const SECRET: [u8; SECRET_BYTES] = *b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        let at = Utc.timestamp_opt(1_111_111_109, 0).unwrap();
        // RFC 6238, appendix B: 07081804 in eight digits.
        assert_eq!(code_at(&SECRET, at), "081804");
        assert_eq!(step_of(&SECRET, "081804", at), Some(1_111_111_109 / 30));
        assert_eq!(step_of(&SECRET, "081804", at + TimeDelta::seconds(30)), Some(1_111_111_109 / 30));
        assert_eq!(step_of(&SECRET, "081804", at + TimeDelta::minutes(2)), None);
        assert_eq!(base32(&SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(spelled(&SECRET).starts_with("GEZD GNBV "));
        assert!(setup_uri(&SECRET, "+6281234567890").contains("Klustera%3A%2B6281234567890?secret=GEZDGNBV"));
    }

    #[test]
    fn a_sealed_secret_opens_only_for_its_account_and_key() {
        let (ratna, budi) = (AccountId::new(Utc::now()), AccountId::new(Utc::now()));
        let sealed = seal(&[7; 32], ratna, &SECRET);
        assert_eq!(unseal(&[7; 32], ratna, &sealed), Some(SECRET));
        assert_eq!(unseal(&[7; 32], budi, &sealed), None);
        assert_eq!(unseal(&[8; 32], ratna, &sealed), None);
        assert_eq!(unseal(&[7; 32], ratna, &sealed[..10]), None);
        assert_eq!(unseal(&[7; 32], ratna, &[]), None);
        assert_ne!(seal(&[7; 32], ratna, &SECRET), sealed);
    }

    #[test]
    fn a_code_is_read_however_it_is_spaced() {
        assert_eq!(Code::parse(" 081 804 "), Some(Code::Timed("081804".into())));
        assert_eq!(Code::parse("ABCD-efgh-2345"), Some(Code::Recovery("abcdefgh2345".into())));
        assert_eq!(Code::parse("12345"), None);
        let codes = recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        assert!(codes.iter().all(|code| matches!(Code::parse(code), Some(Code::Recovery(_)))), "{codes:?}");
    }
}
