//! An email address: optional for residents, trusted only after a message to it was answered.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An address in lower case, of a shape that mail servers accept (RFC 5321 lengths, one `@`, a dotted domain).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(try_from = "String", into = "String")]
#[sqlx(transparent)]
pub struct EmailAddress(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum EmailFault {
    #[error("no address")]
    Empty,
    #[error("not an email address")]
    Malformed,
}

impl EmailAddress {
    pub fn parse(text: &str) -> Result<Self, EmailFault> {
        let text = text.trim().to_lowercase();
        if text.is_empty() || text == "-" {
            return Err(EmailFault::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailFault::Malformed)?;
        let fits = (1..=64).contains(&local.len()) && domain.len() <= 255 && text.len() <= 254;
        if fits && is_local_part(local) && is_domain(domain) {
            Ok(Self(text))
        } else {
            Err(EmailFault::Malformed)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local_part(local: &str) -> bool {
    let printable = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    local.chars().all(printable) && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

impl FromStr for EmailAddress {
    type Err = EmailFault;
    fn from_str(text: &str) -> Result<Self, EmailFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailFault;
    fn try_from(text: String) -> Result<Self, EmailFault> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> Self {
        email.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_in_lower_case_and_slips_are_refused() {
        assert_eq!(EmailAddress::parse(" Ratna@Example.ORG ").unwrap().as_str(), "ratna@example.org");
        for slip in
            ["ratna", "ratna@", "@example.org", "ra tna@example.org", "a@b", "a..b@example.org", "a@-b.org"]
        {
            assert_eq!(EmailAddress::parse(slip), Err(EmailFault::Malformed), "{slip}");
        }
        assert_eq!(EmailAddress::parse("-"), Err(EmailFault::Empty));
    }
}
