//! Rules that would repair what is wrong, with how many rows each would repair.

use std::collections::BTreeMap;

use super::{
    choices::{Rule, Suggestion},
    faults::{Fault, FaultKind},
    phones::{letters_to_digits, phones},
    status::HomeStatus,
    words::tidy,
};

type Wanted<'w> = &'w dyn Fn(&Fault) -> bool;

pub fn suggestions(faults: &[Fault]) -> Vec<Suggestion> {
    let count = |wanted: Wanted<'_>| faults.iter().filter(|fault| wanted(fault)).count();
    let digits = |fault: &Fault| {
        fault.kind == FaultKind::PhoneLetters
            && phones(&letters_to_digits(&fault.typed)).is_ok_and(|found| found.first.is_some())
    };
    let plain: [(Rule, Wanted<'_>); 7] = [
        (Rule::LetterOToZero, &digits),
        (Rule::DropBadPhone, &|fault| is_bad_phone(&fault.kind)),
        (Rule::DropSharedPhone, &|fault| {
            matches!(fault.kind, FaultKind::PhoneShared { .. } | FaultKind::PhoneTaken { .. })
        }),
        (Rule::DropBadEmail, &|fault| fault.kind == FaultKind::EmailMalformed),
        (Rule::DropBadDate, &|fault| {
            matches!(
                fault.kind,
                FaultKind::DateImpossible | FaultKind::DateUnclear | FaultKind::DateOutOfRange
            )
        }),
        (Rule::DropBadArea, &|fault| {
            matches!(fault.kind, FaultKind::AreaUnreadable | FaultKind::AreaOutOfRange)
        }),
        (Rule::SkipRepeated, &|fault| matches!(fault.kind, FaultKind::RowRepeated { .. })),
    ];
    let found = plain.into_iter().map(|(rule, wanted)| Suggestion { rule, count: count(wanted) });
    found.filter(|suggestion| suggestion.count > 0).chain(status_words(faults)).collect()
}

fn is_bad_phone(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::PhoneLetters
            | FaultKind::PhoneTooShort
            | FaultKind::PhoneTooLong
            | FaultKind::PhoneNotMobile
            | FaultKind::PhoneLostDigits
    )
}

/// One rule per unknown word; a word without a guess is offered as lived in, for the user to change.
fn status_words(faults: &[Fault]) -> Vec<Suggestion> {
    let mut words: BTreeMap<String, (HomeStatus, usize)> = BTreeMap::new();
    for fault in faults {
        if let FaultKind::StatusUnknown { suggestion } = fault.kind {
            let word = words
                .entry(tidy(&fault.typed).to_lowercase())
                .or_insert((suggestion.unwrap_or(HomeStatus::LivedIn), 0));
            word.1 += 1;
        }
    }
    words
        .into_iter()
        .map(|(from, (to, count))| Suggestion { rule: Rule::StatusWord { from, to }, count })
        .collect()
}
