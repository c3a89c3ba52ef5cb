//! What people wrote, made fit for paper: no signs that steer a printer, a reader or a line, and no sign that has no shape.
//!
//! Text is never typst source here, so nothing is escaped. This is about legibility and about files that follow PDF/A,
//! which refuses a character without a glyph.

use serde_json::Value;

use crate::world;

/// A name or remark beyond this is cut with an ellipsis.
const LONGEST: usize = 600;
/// A word beyond this may break after every `BREAK_EVERY` letters, so that it stays inside the page.
const LONGEST_WORD: usize = 26;
const BREAK_EVERY: usize = 13;
/// Stands for what none of our fonts can draw.
const UNKNOWN: char = '□';
const BREAK_HERE: char = '\u{200b}';
/// Marks above and below one letter; more of them climb over the lines.
const MOST_MARKS: usize = 2;

/// Every text inside, but for links, which a camera reads rather than a person.
pub fn all(value: &mut Value) {
    match value {
        Value::String(text) => *text = line(text),
        Value::Array(items) => items.iter_mut().for_each(all),
        Value::Object(fields) => {
            let shown = fields.iter_mut().filter(|(name, _)| !matches!(name.as_str(), "qr" | "url" | "read"));
            shown.for_each(|(_, field)| all(field));
        }
        _ => {}
    }
}

fn line(text: &str) -> String {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain && text.len() <= LONGEST_WORD {
        return text.to_owned();
    }
    breakable(&drawable(text))
}

fn drawable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut length, mut marks) = (0, 0);
    for letter in text.chars() {
        let letter = if letter.is_control() || is_space(letter) { ' ' } else { letter };
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        if is_invisible(letter) || marks > MOST_MARKS || (letter == ' ' && out.ends_with(' ')) {
            continue;
        }
        let letter = if world::can_draw(letter) { letter } else { UNKNOWN };
        if letter == UNKNOWN && out.ends_with(UNKNOWN) {
            continue;
        }
        if length == LONGEST {
            out.push('…');
            break;
        }
        out.push(letter);
        length += 1;
    }
    out
}

fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, word) in text.split(' ').enumerate() {
        if place > 0 {
            out.push(' ');
        }
        let length = word.chars().count();
        for (at, letter) in word.chars().enumerate() {
            if length > LONGEST_WORD && at > 0 && at % BREAK_EVERY == 0 {
                out.push(BREAK_HERE);
            }
            out.push(letter);
        }
    }
    out
}

/// The no-break space of an amount stays.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && letter != '\u{a0}'
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// Directions, joiners, selectors, tags: they change other signs, or hide.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_what_they_wrote() {
        for text in [
            "Budi Santoso",
            "Bu Siti (RT 03)",
            "O'Neil \\ #set page() $x$ *y*",
            "Ñoño Müller",
            "مرحبا",
            "Rp\u{a0}1.000",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn signs_that_steer_or_hide_are_left_out() {
        assert_eq!(line("Budi\u{202e}otnaS"), "BudiotnaS");
        assert_eq!(line("A\0B\r\nC\tD"), "A B C D");
        assert_eq!(line("Z\u{300}\u{301}\u{302}\u{303}\u{304}!"), "Z\u{300}\u{301}!");
    }

    #[test]
    fn a_sign_without_a_shape_is_a_box() {
        assert_eq!(line("Budi 🏠🏠 Santoso"), "Budi □ Santoso");
    }

    #[test]
    fn huge_text_is_cut_and_may_break() {
        let cut = line(&"a".repeat(100_000));
        assert_eq!(cut.chars().filter(|letter| *letter == 'a').count(), LONGEST);
        assert!(cut.ends_with('…'));
        assert!(cut.split(BREAK_HERE).all(|part| part.chars().count() <= BREAK_EVERY));
    }
}
