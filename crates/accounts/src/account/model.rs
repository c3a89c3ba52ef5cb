//! What people type to say who they are.

use kernel::{EmailAddress, PhoneFault, PhoneNumber};
use web::texts::Texts;

use crate::password::PasswordFault;

/// A phone number or an address; both name one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    Phone(PhoneNumber),
    Email(EmailAddress),
}

impl Login {
    /// None for what can be neither.
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains('@') {
            return EmailAddress::parse(text).ok().map(Self::Email);
        }
        PhoneNumber::parse(text).ok().map(Self::Phone)
    }

    /// The one spelling.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.e164(),
            Self::Email(email) => email.as_str(),
        }
    }
}

/// A name as it is kept: one space between words, at most 120 characters. None when nothing is left.
pub fn clean_name(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    (!visible.trim().is_empty()).then(|| visible.trim().to_owned())
}

pub fn phone_sentence(texts: &'static Texts, fault: PhoneFault) -> &'static str {
    match fault {
        PhoneFault::Empty => texts.get("account-phone-empty"),
        PhoneFault::Letters => texts.get("account-phone-letters"),
        PhoneFault::Several => texts.get("account-phone-several"),
        PhoneFault::TooShort | PhoneFault::TooLong => texts.get("account-phone-length"),
        PhoneFault::NotMobile => texts.get("account-phone-not-mobile"),
    }
}

pub fn password_sentence(texts: &'static Texts, fault: PasswordFault) -> &'static str {
    match fault {
        PasswordFault::TooShort => texts.get("account-password-short"),
        PasswordFault::TooLong => texts.get("account-password-long"),
        PasswordFault::Common => texts.get("account-password-common"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_bu_ratnas_number_names_one_account() {
        for typed in
            ["081234567890", "+62 812-3456-7890", "62 812 3456 7890", " 0812.3456.7890 ", "812 3456 7890"]
        {
            assert_eq!(Login::parse(typed).unwrap().as_str(), "+6281234567890", "{typed}");
        }
        assert_eq!(Login::parse(" Ratna@Melati.example ").unwrap().as_str(), "ratna@melati.example");
        assert_eq!(Login::parse("ratna"), None);
        assert_eq!(Login::parse(""), None);
    }

    #[test]
    fn a_name_is_kept_without_stray_spaces() {
        assert_eq!(clean_name("  Budi \t Santoso\n").as_deref(), Some("Budi Santoso"));
        assert_eq!(clean_name(" \u{7} "), None);
        assert_eq!(clean_name(&"a".repeat(300)).unwrap().len(), 120);
    }
}
