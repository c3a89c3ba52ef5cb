//! Phone cells: lost zeros, two numbers in one cell, letters between digits.

use kernel::{PhoneFault, PhoneNumber};

use super::{faults::FaultKind, words::says_nothing};

/// What a phone cell holds: the number to use, and a second one that was written beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phones {
    pub first: Option<PhoneNumber>,
    pub second: Option<PhoneNumber>,
    /// Words stood beside the number: `0812 3456 7890 (istri)`.
    pub remark: bool,
}

pub fn phones(text: &str) -> Result<Phones, FaultKind> {
    if says_nothing(text) {
        return Ok(Phones::default());
    }
    if let Some(digits) = scientific(text) {
        return phones(&digits?);
    }
    match one(text) {
        Ok(first) => Ok(Phones { remark: has_remark(text), first, second: None }),
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
        (Some(first), _) => Ok(Phones {
            second: sound.find(|other| *other != first),
            first: Some(first),
            remark: has_remark(text),
        }),
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
        // Words beside a number are no letters in it.
        Err(PhoneFault::Letters) => {
            PhoneNumber::parse(&without_remarks(text)).map(Some).map_err(|_| PhoneFault::Letters)
        }
        Err(fault) => Err(fault),
    }
}

/// `wa: 0812 3456 7890 (istri)` without the words before and behind; `0857-O112` keeps its letter.
fn without_remarks(text: &str) -> String {
    let mut plain = text.replace([':', '='], " ");
    while let Some((before, rest)) = plain.split_once('(') {
        let (remark, after) = rest.split_once(')').unwrap_or((rest, ""));
        if remark.chars().any(|letter| letter.is_ascii_digit()) {
            break;
        }
        plain = format!("{before} {after}");
    }
    let mixed_up = |letter: char| matches!(letter, 'o' | 'O' | 'l' | 'I' | 'i');
    let wordy = |word: &&str| {
        let letters = word.chars().filter(|letter| letter.is_alphabetic());
        !word.chars().any(|letter| letter.is_ascii_digit())
            && (letters.clone().count() == 0 && !word.starts_with('+')
                || letters.clone().count() > 1 && !letters.clone().all(mixed_up))
    };
    let words: Vec<&str> = plain.split_whitespace().collect();
    let first = words.iter().position(|word| !wordy(word)).unwrap_or(words.len());
    let last = words.iter().rposition(|word| !wordy(word)).map_or(first, |at| at + 1);
    words[first..last].join(" ")
}

fn has_remark(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
        && ![" atau ", " dan ", " or ", " and "].iter().any(|word| text.contains(word))
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

/// The digits behind `8.1234567890E10`, which programs export whole; `8,52E+10` shows a rounded number.
fn scientific(text: &str) -> Option<Result<String, FaultKind>> {
    let upper = text.trim().to_uppercase();
    let (mantissa, exponent) = upper.split_once('E')?;
    let plus = exponent.starts_with('+');
    let exponent: usize = exponent.trim_start_matches('+').parse().ok().filter(|exponent| *exponent < 20)?;
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if whole.is_empty() || !format!("{whole}{decimals}").bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Shortest notations drop zeros at the end, but hardly more than two of them.
    let missing = exponent.saturating_sub(decimals.len());
    let rounded = if plus { missing > 0 } else { missing > 2 };
    let fraction = decimals.get(exponent..).is_some_and(|rest| rest.bytes().any(|byte| byte != b'0'));
    if rounded || fraction {
        return Some(Err(FaultKind::PhoneLostDigits));
    }
    Some(Ok(format!("{whole}{decimals:0<exponent$.exponent$}")))
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
    fn words_beside_a_number_are_not_letters_in_it() {
        for text in [
            "0812 3456 7890 (istri)",
            "wa: 081234567890",
            "HP 0812-3456-7890",
            "0812 3456 7890 a.n. Budi",
            "(0812) 34567890 - istri",
        ] {
            assert_eq!(first(text), Some("+6281234567890".into()), "{text}");
            assert!(phones(text).unwrap().remark, "{text}");
        }
        let two = phones("081234567890 (Budi) / 081234567891 (Ani)").unwrap();
        assert_eq!(two.second.unwrap().e164(), "+6281234567891");
        assert!(!phones("081234567890 atau 081234567891").unwrap().remark);
        for text in ["0812 3456 789O", "0812 O 3456789", "O81234567890", "sama", "privat"] {
            assert_eq!(phones(text), Err(FaultKind::PhoneLetters), "{text}");
        }
        assert_eq!(first("belum punya"), None);
    }

    #[test]
    fn a_number_in_scientific_notation_is_read_when_no_digit_is_lost() {
        assert_eq!(first("8.1234567890E10"), Some("+6281234567890".into()));
        assert_eq!(first("8.123456789E10"), Some("+6281234567890".into()));
        assert_eq!(first("8,1234567891E+10"), Some("+6281234567891".into()));
        for text in ["8.12E+10", "8.123456E10", "8.12345678915E10"] {
            assert_eq!(phones(text), Err(FaultKind::PhoneLostDigits), "{text}");
        }
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
