//! Passwords: what is accepted, and how they are kept.
//!
//! Argon2id with the first parameters that OWASP recommends (19 MiB, two passes, one lane), about 20 ms of one core.
//! At most two are worked on at a time, on threads of their own, so that a wave of sign-ins costs 38 MiB and patience,
//! not the server. bcrypt hashes of an older system are accepted and replaced at the first sign-in.

use std::{fmt, sync::LazyLock};

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::{Semaphore, SemaphorePermit};

/// KiB of memory for one hash.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// A bcrypt hash of a higher cost would hold a thread for seconds.
const HIGHEST_BCRYPT_COST: u32 = 14;

static WORKBENCH: Semaphore = Semaphore::const_new(2);

/// What an unknown account is compared with, so that its answer takes as long as a known one's.
static NOBODY: LazyLock<String> = LazyLock::new(|| hashed("the password of nobody at all"));

/// A password that somebody may choose. It is never shown.
#[derive(Clone)]
pub struct Password(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    TooShort,
    TooLong,
    Common,
}

impl Password {
    /// At least eight characters and not one that everybody tries first (NIST SP 800-63B); no rules about symbols.
    pub fn choose(text: &str) -> Result<Self, PasswordFault> {
        let length = text.chars().count();
        let lower = text.to_lowercase();
        let one_letter = text.chars().all(|c| text.starts_with(c));
        match length {
            ..8 => Err(PasswordFault::TooShort),
            129.. => Err(PasswordFault::TooLong),
            _ if one_letter || COMMON.contains(&lower.as_str()) => Err(PasswordFault::Common),
            _ => Ok(Self(text.to_owned())),
        }
    }

    pub async fn hash(self) -> String {
        hash(self.0).await
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, but kept in a way that is to be replaced.
    RightButOld,
}

pub async fn hash(password: String) -> String {
    at_the_bench(move || hashed(&password)).await
}

/// Compares with what is stored; without a stored hash it works as long and finds nothing.
pub async fn verify(password: String, stored: Option<String>) -> Verdict {
    at_the_bench(move || match stored {
        Some(stored) => compared(&password, &stored),
        None => {
            compared(&password, &NOBODY);
            Verdict::Wrong
        }
    })
    .await
}

/// The permit travels with the work: a request that goes away does not make room for a third.
async fn at_the_bench<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let permit: SemaphorePermit<'static> = WORKBENCH.acquire().await.expect("the workbench is never closed");
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    done.await.expect("hashing does not panic")
}

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY, PASSES, LANES, None).expect("the parameters are within the limits of Argon2");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(password: &str) -> String {
    let salt: [u8; 16] = rand::random();
    let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt);
    hash.expect("a password of any length has a hash").to_string()
}

fn compared(password: &str, stored: &str) -> Verdict {
    if stored.starts_with("$2") {
        let right = bcrypt_cost(stored).is_some_and(|cost| cost <= HIGHEST_BCRYPT_COST)
            && bcrypt::verify(password, stored).unwrap_or(false);
        return if right { Verdict::RightButOld } else { Verdict::Wrong };
    }
    if argon2().verify_password(password.as_bytes(), stored).is_err() {
        return Verdict::Wrong;
    }
    let current = format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$");
    if stored.starts_with(&current) { Verdict::Right } else { Verdict::RightButOld }
}

fn bcrypt_cost(stored: &str) -> Option<u32> {
    stored.split('$').nth(2)?.parse().ok()
}

/// What is tried first against Indonesian accounts, eight characters and more.
const COMMON: [&str; 44] = [
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "11223344",
    "12341234",
    "password",
    "password1",
    "password123",
    "p@ssw0rd",
    "passw0rd",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "1q2w3e4r",
    "1qaz2wsx",
    "asdfghjkl",
    "abcd1234",
    "abc12345",
    "iloveyou",
    "sayangku",
    "sayang123",
    "bismillah",
    "bismillah1",
    "alhamdulillah",
    "indonesia",
    "indonesia1",
    "merdeka45",
    "jakarta123",
    "bandung123",
    "surabaya",
    "rahasia123",
    "rahasia1",
    "katasandi",
    "kata sandi",
    "katasandi123",
    "admin123",
    "admin1234",
    "administrator",
    "klustera",
    "klustera123",
    "pengelola",
    "warga123",
    "satpam123",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_wrong_or_nobodys() {
        let stored = Password::choose("pagar hijau 12").unwrap().hash().await;
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify("pagar hijau 12".into(), Some(stored.clone())).await, Verdict::Right);
        assert_eq!(verify("pagar hijau 13".into(), Some(stored)).await, Verdict::Wrong);
        assert_eq!(verify("the password of nobody at all".into(), None).await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn hashes_of_the_older_system_are_right_but_old() {
        for prefix in ["$2a$", "$2b$", "$2y$"] {
            let old = bcrypt::hash("pagar hijau 12", 4).unwrap().replacen("$2b$", prefix, 1);
            assert_eq!(
                verify("pagar hijau 12".into(), Some(old.clone())).await,
                Verdict::RightButOld,
                "{prefix}"
            );
            assert_eq!(verify("pagar biru".into(), Some(old)).await, Verdict::Wrong, "{prefix}");
        }
        let dear = "$2b$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
        assert_eq!(verify("x".into(), Some(dear.into())).await, Verdict::Wrong);
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        assert_eq!(Password::choose("rahasia").unwrap_err(), PasswordFault::TooShort);
        assert_eq!(Password::choose("Bismillah").unwrap_err(), PasswordFault::Common);
        assert_eq!(Password::choose("aaaaaaaaaaaa").unwrap_err(), PasswordFault::Common);
        assert_eq!(Password::choose(&"a1".repeat(65)).unwrap_err(), PasswordFault::TooLong);
        assert_eq!(format!("{:?}", Password::choose("pagar hijau").unwrap()), "Password(…)");
    }
}
