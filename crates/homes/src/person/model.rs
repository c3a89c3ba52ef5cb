//! What a complex knows about a human: a name, a phone, perhaps an email. And when two of them are one. Pure.

use std::fmt;

use kernel::{AccountId, EmailAddress, PersonId, PhoneNumber};
use serde::{Deserialize, Serialize};

use crate::typed::tidy;

/// One field for the whole name; names of one word are normal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error("no name")]
    Empty,
    #[error("longer than 120 letters")]
    TooLong,
}

impl PersonName {
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let text = tidy(text);
        if !text.chars().any(char::is_alphabetic) {
            return Err(NameFault::Empty);
        }
        if text.chars().count() > 120 {
            return Err(NameFault::TooLong);
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PersonName {
    type Error = NameFault;
    fn try_from(text: String) -> Result<Self, NameFault> {
        Self::parse(&text)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

/// Everything the manager writes down about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDetails {
    pub name: PersonName,
    pub phone: Option<PhoneNumber>,
    pub email: Option<EmailAddress>,
    pub note: String,
}

/// A person as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
    pub note: String,
    pub account: Option<AccountId>,
    pub merged_into: Option<PersonId>,
}

/// `Bpk. Budi Santoso` and `budi santoso` are one name.
pub fn is_same_name(one: &str, other: &str) -> bool {
    bare_name(one) == bare_name(other)
}

fn bare_name(name: &str) -> String {
    const TITLES: [&str; 12] =
        ["bapak", "bpk", "pak", "ibu", "bu", "h", "hj", "haji", "hajah", "sdr", "sdri", "dr"];
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let without: Vec<&str> = words.clone().filter(|word| !TITLES.contains(word)).collect();
    if without.is_empty() { words.collect() } else { without.concat() }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotMerge {
    #[error("a person cannot be merged with itself")]
    Same,
    #[error("one of them was merged already")]
    MergedAlready,
    #[error("both sign in, each with an account of their own")]
    TwoAccounts,
}

/// What the kept row takes over from the other, because it is blank there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub phone: bool,
    pub email: bool,
    pub note: bool,
    pub account: bool,
}

impl Filled {
    /// The names of the columns, to be kept with the merge.
    pub fn columns(&self) -> Vec<String> {
        let all =
            [(self.phone, "phone"), (self.email, "email"), (self.note, "note"), (self.account, "account_id")];
        all.into_iter().filter(|(filled, _)| *filled).map(|(_, column)| column.to_owned()).collect()
    }
}

/// May `other` become `kept`, and what does `kept` gain?
pub fn merge(kept: &Person, other: &Person) -> Result<Filled, CannotMerge> {
    if kept.id == other.id {
        return Err(CannotMerge::Same);
    }
    if kept.merged_into.is_some() || other.merged_into.is_some() {
        return Err(CannotMerge::MergedAlready);
    }
    if kept.account.is_some() && other.account.is_some() && kept.account != other.account {
        return Err(CannotMerge::TwoAccounts);
    }
    Ok(Filled {
        phone: kept.phone.is_none() && other.phone.is_some(),
        email: kept.email.is_none() && other.email.is_some(),
        note: kept.note.is_empty() && !other.note.is_empty(),
        account: kept.account.is_none() && other.account.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    fn person(name: &str, phone: Option<&str>) -> Person {
        let at = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
        Person {
            id: PersonId::new(at),
            name: name.into(),
            phone: phone.map(|p| PhoneNumber::parse(p).unwrap()),
            email: None,
            note: String::new(),
            account: None,
            merged_into: None,
        }
    }

    #[test]
    fn pak_budi_and_budi_are_one_name_and_dr_alone_is_a_name_too() {
        assert!(is_same_name("Bpk. Budi Santoso", "budi  santoso"));
        assert!(is_same_name("H. Budi", "Budi"));
        assert!(!is_same_name("Budi", "Bude"));
        assert!(!is_same_name("Bu", "Dr"));
        assert_eq!(PersonName::parse("  Siti   Aminah ").unwrap().as_str(), "Siti Aminah");
        assert_eq!(PersonName::parse("12"), Err(NameFault::Empty));
    }

    #[test]
    fn the_kept_row_gains_what_it_lacks_and_keeps_what_it_has() {
        let kept = person("Budi", None);
        let other = person("Budi S.", Some("081234567890"));
        assert_eq!(merge(&kept, &other).unwrap().columns(), ["phone"]);
        assert_eq!(merge(&other, &kept).unwrap(), Filled::default());
        assert_eq!(merge(&kept, &kept), Err(CannotMerge::Same));
    }

    #[test]
    fn two_who_sign_in_are_not_made_one() {
        let at = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
        let mut one = person("Budi", None);
        let mut two = person("Budi", None);
        one.account = Some(AccountId::new(at));
        assert!(merge(&two, &one).unwrap().account);
        two.account = Some(AccountId::new(at));
        assert_eq!(merge(&one, &two), Err(CannotMerge::TwoAccounts));
    }
}
