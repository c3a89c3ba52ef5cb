//! An amount in words, as a receipt says it beside the figures, so that nobody adds a nought afterwards.
//!
//! Whole rupiah up to [`Rupiah::LIMIT`]; lower case and without the word "rupiah", since the sentence around it knows.

use crate::{Locale, Rupiah};

const ONES_ID: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas",
];
const ONES_EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS_EN: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// What a group of three is multiplied by, and its names in both languages.
type Scale = (u64, &'static str, &'static str);

/// Greatest first. Ten to the fifteenth is the limit of an amount.
const SCALES: [Scale; 5] = [
    (1_000_000_000_000_000, "kuadriliun", "quadrillion"),
    (1_000_000_000_000, "triliun", "trillion"),
    (1_000_000_000, "miliar", "billion"),
    (1_000_000, "juta", "million"),
    (1_000, "ribu", "thousand"),
];

/// `empat ratus dua puluh lima ribu` in Indonesian, `four hundred twenty-five thousand` in English.
pub fn in_words(amount: Rupiah, locale: Locale) -> String {
    match locale {
        Locale::Id => terbilang(amount),
        Locale::En => spelled(amount, english_below_thousand, |scale| scale.2, "one thousand"),
    }
}

/// `seribu`, `seratus sebelas ribu`, `satu juta`, `minus dua puluh lima`.
pub fn terbilang(amount: Rupiah) -> String {
    spelled(amount, indonesian_below_thousand, |scale| scale.1, "seribu")
}

/// Groups of three from the left, each with the name of its scale.
fn spelled(
    amount: Rupiah,
    below_thousand: fn(u64, &mut Vec<String>),
    name: fn(&Scale) -> &'static str,
    one_thousand: &'static str,
) -> String {
    let mut words = Vec::new();
    if amount.get() < 0 {
        words.push("minus".to_owned());
    }
    let mut rest = amount.get().unsigned_abs();
    for scale in &SCALES {
        let (count, below) = (rest / scale.0, rest % scale.0);
        match (count, scale.0) {
            (0, _) => {}
            (1, 1_000) => words.push(one_thousand.to_owned()),
            _ => {
                below_thousand(count, &mut words);
                words.push(name(scale).to_owned());
            }
        }
        rest = below;
    }
    if rest > 0 || amount == Rupiah::ZERO {
        below_thousand(rest, &mut words);
    }
    words.join(" ")
}

fn indonesian_below_thousand(value: u64, words: &mut Vec<String>) {
    let one = |value: u64| ONES_ID[value as usize].to_owned();
    let (hundreds, rest) = (value / 100, value % 100);
    match hundreds {
        0 => {}
        1 => words.push("seratus".to_owned()),
        _ => words.extend([one(hundreds), "ratus".to_owned()]),
    }
    match rest {
        0 if hundreds > 0 => {}
        0..=11 => words.push(one(rest)),
        12..=19 => words.extend([one(rest - 10), "belas".to_owned()]),
        _ => {
            words.extend([one(rest / 10), "puluh".to_owned()]);
            if rest % 10 > 0 {
                words.push(one(rest % 10));
            }
        }
    }
}

fn english_below_thousand(value: u64, words: &mut Vec<String>) {
    let one = |value: u64| ONES_EN[value as usize].to_owned();
    let (hundreds, rest) = (value / 100, value % 100);
    if hundreds > 0 {
        words.extend([one(hundreds), "hundred".to_owned()]);
    }
    match rest {
        0 if hundreds > 0 => {}
        0..=19 => words.push(one(rest)),
        _ if rest % 10 == 0 => words.push(TENS_EN[(rest / 10) as usize].to_owned()),
        _ => words.push(format!("{}-{}", TENS_EN[(rest / 10) as usize], ONES_EN[(rest % 10) as usize])),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(amount: i64) -> String {
        terbilang(Rupiah::new(amount).unwrap())
    }

    fn english(amount: i64) -> String {
        in_words(Rupiah::new(amount).unwrap(), Locale::En)
    }

    #[test]
    fn an_amount_reads_as_a_treasurer_says_it() {
        for (amount, said) in [
            (0, "nol"),
            (1, "satu"),
            (10, "sepuluh"),
            (11, "sebelas"),
            (12, "dua belas"),
            (19, "sembilan belas"),
            (20, "dua puluh"),
            (21, "dua puluh satu"),
            (99, "sembilan puluh sembilan"),
            (100, "seratus"),
            (101, "seratus satu"),
            (111, "seratus sebelas"),
            (200, "dua ratus"),
            (999, "sembilan ratus sembilan puluh sembilan"),
            (1_000, "seribu"),
            (1_001, "seribu satu"),
            (1_100, "seribu seratus"),
            (2_000, "dua ribu"),
            (11_000, "sebelas ribu"),
            (21_000, "dua puluh satu ribu"),
            (100_000, "seratus ribu"),
            (101_000, "seratus satu ribu"),
            (111_111, "seratus sebelas ribu seratus sebelas"),
            (425_000, "empat ratus dua puluh lima ribu"),
            (1_000_000, "satu juta"),
            (1_001_000, "satu juta seribu"),
            (5_000_000, "lima juta"),
            (12_345_678, "dua belas juta tiga ratus empat puluh lima ribu enam ratus tujuh puluh delapan"),
        ] {
            assert_eq!(words(amount), said, "{amount}");
        }
    }

    #[test]
    fn large_amounts_and_corrections_have_words_too() {
        assert_eq!(words(1_000_000_000), "satu miliar");
        assert_eq!(words(2_500_000_000), "dua miliar lima ratus juta");
        assert_eq!(words(1_000_000_000_000), "satu triliun");
        assert_eq!(words(1_000_000_001_000), "satu triliun seribu");
        assert_eq!(words(Rupiah::LIMIT), "satu kuadriliun");
        assert_eq!(words(-25), "minus dua puluh lima");
        assert_eq!(words(-Rupiah::LIMIT), "minus satu kuadriliun");
        assert_eq!(
            words(999_999_999_999_999),
            "sembilan ratus sembilan puluh sembilan triliun sembilan ratus sembilan puluh sembilan miliar \
             sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu \
             sembilan ratus sembilan puluh sembilan"
        );
    }

    #[test]
    fn english_has_its_own_words() {
        for (amount, said) in [
            (0, "zero"),
            (13, "thirteen"),
            (40, "forty"),
            (100, "one hundred"),
            (115, "one hundred fifteen"),
            (1_000, "one thousand"),
            (425_000, "four hundred twenty-five thousand"),
            (1_250_021, "one million two hundred fifty thousand twenty-one"),
            (-5_000_000, "minus five million"),
        ] {
            assert_eq!(english(amount), said, "{amount}");
        }
    }

    proptest! {
        #[test]
        fn two_amounts_never_read_alike(left in 0..Rupiah::LIMIT, right in 0..Rupiah::LIMIT) {
            prop_assert_eq!(words(left) == words(right), left == right);
            prop_assert_eq!(english(left) == english(right), left == right);
        }

        #[test]
        fn words_say_back_the_amount(amount in 0..=Rupiah::LIMIT) {
            prop_assert_eq!(heard(&words(amount)), amount.unsigned_abs());
        }
    }

    /// What somebody writes down who hears the words: an independent way back.
    fn heard(said: &str) -> u64 {
        let (mut total, mut group) = (0, 0);
        for word in said.split(' ') {
            let scale = SCALES.iter().find(|scale| scale.1 == word);
            match (word, scale) {
                (_, Some(scale)) => {
                    total += group * scale.0;
                    group = 0;
                }
                ("seribu", _) => total += 1_000,
                ("seratus", _) => group += 100,
                ("belas", _) => group += 10,
                ("puluh", _) => group += group % 10 * 9,
                ("ratus", _) => group *= 100,
                _ => group += ONES_ID.iter().position(|one| *one == word).expect("a number word") as u64,
            }
        }
        total + group
    }
}
