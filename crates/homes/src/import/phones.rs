//! Phone cells: lost zeros, two numbers in one cell, letters between digits.

use kernel::{PhoneFault, PhoneNumber};

use super::{faults::FaultKind, words::says_nothing};

/// What a phone cell holds: the number to use, and a second one that was written beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phones {
    pub first: Option<PhoneNumber>,
    pub second: Option<PhoneNumber>,
}

pub fn phones(text: &str) -> Result<Phones, FaultKind> {
    if says_nothing(text) {
        return Ok(Phones::default());
    }
    if is_scientific(text) {
        return Err(FaultKind::PhoneLostDigits);
    }
    match one(text) {
        Ok(first) => Ok(Phones { first, second: None }),
        Err(fault) => several(text, fault),
    }
}

/// Two numbers in one cell: the first sound one, and another beside it.
fn several(text: &str, fault: PhoneFault) -> Result<Phones, FaultKind> {
    let parts = parts(text);
    if parts.len() < 2 {
        return Err(fault_kind(fault));
    }
    let read: Vec<_> = parts.iter().map(|part| one(part)).collect();
    let mut sound = read.iter().filter_map(|part| part.clone().ok().flatten());
    match (sound.next(), read.iter().find_map(|part| part.clone().err())) {
        (Some(first), _) => Ok(Phones { second: sound.find(|other| *other != first), first: Some(first) }),
        (None, Some(fault)) => Err(fault_kind(fault)),
        (None, None) => Ok(Phones::default()),
    }
}

/// `O` for zero and `l` for one, as eyes and keyboards mix them up.
pub fn letters_to_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'o' | 'O' => '0',
            'l' | 'I' | 'i' => '1',
            other => other,
        })
        .collect()
}

fn one(text: &str) -> Result<Option<PhoneNumber>, PhoneFault> {
    match PhoneNumber::parse(text) {
        Ok(phone) => Ok(Some(phone)),
        Err(PhoneFault::Empty) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn parts(text: &str) -> Vec<String> {
    let mut plain = text.replace(['/', ',', ';', '&', '\n', '|'], "\u{1}");
    for word in [" atau ", " dan ", " or ", " and "] {
        plain = plain.replace(word, "\u{1}");
    }
    let parts: Vec<String> =
        plain.split('\u{1}').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    // Two whole numbers with only a blank between them.
    if parts.len() == 1 && words.len() > 1 && words.iter().all(|word| matches!(one(word), Ok(Some(_)))) {
        return words.into_iter().map(str::to_owned).collect();
    }
    parts
}

fn is_scientific(text: &str) -> bool {
    let upper = text.trim().to_uppercase();
    let Some((digits, exponent)) = upper.split_once("E+") else { return false };
    let digit = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    !digits.is_empty() && digits.chars().all(digit) && exponent.chars().all(|letter| letter.is_ascii_digit())
}

fn fault_kind(fault: PhoneFault) -> FaultKind {
    match fault {
        PhoneFault::Letters => FaultKind::PhoneLetters,
        PhoneFault::TooLong => FaultKind::PhoneTooLong,
        PhoneFault::NotMobile => FaultKind::PhoneNotMobile,
        PhoneFault::Empty | PhoneFault::Several | PhoneFault::TooShort => FaultKind::PhoneTooShort,
    }
}

/// Whether a cell looks like a phone number, to recognise a column without a title.
pub fn looks_like_phone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 9
        && matches!(phones(text), Ok(Phones { first: Some(_), .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<String> {
        phones(text).unwrap().first.map(|phone| phone.e164().to_owned())
    }

    #[test]
    fn lost_zeros_come_back_and_the_first_of_two_numbers_counts() {
        assert_eq!(first("85232367484"), Some("+6285232367484".into()));
        assert_eq!(first("0881.08306228"), Some("+6288108306228".into()));
        assert_eq!(first("-"), None);
        assert_eq!(first("tidak ada"), None);
        let two = phones("085687248171 / 081378065461").unwrap();
        assert_eq!(two.first.unwrap().e164(), "+6285687248171");
        assert_eq!(two.second.unwrap().e164(), "+6281378065461");
        assert_eq!(first("08123 / 081378065461"), Some("+6281378065461".into()));
        assert_eq!(phones("085687248171 081378065461").unwrap().second.unwrap().e164(), "+6281378065461");
    }

    #[test]
    fn each_slip_is_called_by_its_name() {
        assert_eq!(phones("08123"), Err(FaultKind::PhoneTooShort));
        assert_eq!(phones("0857-O112-3344"), Err(FaultKind::PhoneLetters));
        assert_eq!(phones("8,52324E+10"), Err(FaultKind::PhoneLostDigits));
        assert_eq!(phones("0217654321"), Err(FaultKind::PhoneNotMobile));
        assert_eq!(letters_to_digits("0857-O112-33l4"), "0857-0112-3314");
    }
}
