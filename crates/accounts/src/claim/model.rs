//! What a claim is, and what may become of it.

use kernel::{AccountId, ClaimId, Instant, PhoneNumber, UnitId};

#[derive(Clone, Debug)]
pub struct Claim {
    pub id: ClaimId,
    pub account: AccountId,
    pub unit: UnitId,
    pub unit_code: String,
    pub name: String,
    pub phone: PhoneNumber,
    pub note: String,
    pub created_at: Instant,
    pub decided_at: Option<Instant>,
}

/// What the manager should know before a yes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// Somebody typed the number; no invitation ever reached it.
    pub is_unproved: bool,
    /// Whose number it is in the complex's own records.
    pub known_person: Option<String>,
}

impl Doubt {
    /// A stranger may be asking in a resident's name.
    pub fn is_serious(&self) -> bool {
        self.is_unproved && self.known_person.is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Approved,
    /// With the sentence that the person reads.
    Rejected(String),
}

impl Decision {
    /// A no needs a reason of at most 500 characters.
    pub fn reject(reason: &str) -> Option<Self> {
        let reason = reason.trim();
        (!reason.is_empty()).then(|| Self::Rejected(reason.chars().take(500).collect()))
    }

    pub fn is_approved(&self) -> bool {
        *self == Self::Approved
    }

    pub fn reason(&self) -> &str {
        match self {
            Self::Approved => "",
            Self::Rejected(reason) => reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_says_why() {
        assert_eq!(Decision::reject("  "), None);
        let no = Decision::reject(" Unit ini milik Bu Sri. ").unwrap();
        assert_eq!(no.reason(), "Unit ini milik Bu Sri.");
        assert!(!no.is_approved());
    }
}
