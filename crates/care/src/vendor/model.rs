//! What a vendor is. Pure.

use kernel::PhoneNumber;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    pub id: Uuid,
    /// As a complaint names who does it.
    pub name: String,
    pub phone: Option<PhoneNumber>,
    /// What for: pumps, the gate.
    pub trade: String,
    pub is_retired: bool,
}

/// Why one is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("a name has 2 to 80 letters")]
    Name,
    #[error("this is no telephone number")]
    Phone,
    #[error("what for has at most 80 letters")]
    Trade,
    #[error("another vendor has this name")]
    Twice,
}

impl Cannot {
    /// The form's field and the key of the sentence.
    pub const fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => ("nama", "care-vendor-fault-name"),
            Self::Phone => ("telepon", "care-vendor-fault-phone"),
            Self::Trade => ("untuk", "care-vendor-fault-trade"),
            Self::Twice => ("nama", "care-vendor-fault-twice"),
        }
    }
}

impl Vendor {
    /// What was typed, or everything that is wrong with it.
    ///
    /// # Errors
    /// [`Cannot`].
    pub fn read(
        id: Uuid,
        name: &str,
        phone: &str,
        trade: &str,
        is_retired: bool,
    ) -> Result<Self, Vec<Cannot>> {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, trade) = (words(name), words(trade));
        let mut faults = Vec::new();
        if !(2..=80).contains(&name.chars().count()) {
            faults.push(Cannot::Name);
        }
        let parsed = if phone.trim().is_empty() { Ok(None) } else { PhoneNumber::parse(phone).map(Some) };
        if parsed.is_err() {
            faults.push(Cannot::Phone);
        }
        if trade.chars().count() > 80 {
            faults.push(Cannot::Trade);
        }
        if faults.is_empty() {
            Ok(Self { id, name, phone: parsed.unwrap_or_default(), trade, is_retired })
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_has_a_name_and_a_number_that_can_be_called_or_none() {
        let read = |name: &str, phone: &str| Vendor::read(Uuid::nil(), name, phone, " Pompa  air ", false);
        let tirta = read("CV  Tirta", "0812 3456 7890").expect("a vendor");
        assert_eq!((tirta.name.as_str(), tirta.trade.as_str()), ("CV Tirta", "Pompa air"));
        assert_eq!(tirta.phone.map(|phone| phone.wa_me().to_owned()).as_deref(), Some("6281234567890"));
        assert_eq!(read("CV Tirta", " ").expect("a vendor").phone, None);
        assert_eq!(read("C", "abc"), Err(vec![Cannot::Name, Cannot::Phone]));
    }
}
