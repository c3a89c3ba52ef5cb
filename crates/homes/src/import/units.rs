//! Unit codes: `A/2`, `A-02`, `a 2` and `Blok A No. 2` are one unit.

use serde::{Deserialize, Serialize};

use super::words::{fold, tidy};

/// What the table of units holds.
const LONGEST: usize = 30;

/// A unit as the complex will call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCode {
    /// `A-02`, `Mawar Putih 4`, `Jl. Kenanga I No. 1`.
    pub code: String,
    /// The block inside a short code: `A` of `A-02`.
    pub block: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitFault {
    Missing,
    Unreadable,
    TooLong,
    /// `A-01 & A-02`
    Several,
}

/// What identifies a unit however it is spelled: words and numbers without padding, fillers left out.
pub fn unit_key(code: &str) -> String {
    pieces(code).iter().map(Piece::key).collect()
}

/// Reads a code; `block` completes a bare number (from a column or from the heading above).
pub fn unit_code(text: &str, block: Option<&str>) -> Result<UnitCode, UnitFault> {
    let text = without_remark(&tidy(text));
    if fold(&text).is_empty() {
        return Err(UnitFault::Missing);
    }
    let pieces = pieces(&text);
    let block = block.map(tidy).filter(|block| !fold(block).is_empty());
    if is_several(&text, block.is_some()) {
        return Err(UnitFault::Several);
    }
    let unit = match (pieces.as_slice(), block) {
        ([], _) => Err(UnitFault::Unreadable),
        ([Piece::Number(_), ..], Some(block)) => Ok(in_block(&block, &text, &pieces)),
        // A block column beside numbers that already carry it: `A` and `A-05`.
        ([Piece::Word(word), Piece::Number(_), ..], Some(block))
            if word.len() == 1 && is_short(&block).is_none() =>
        {
            Ok(in_block(&block, &text, &pieces))
        }
        _ => Ok(short(&pieces).unwrap_or(UnitCode { code: text, block: None })),
    }?;
    if unit.code.chars().count() > LONGEST { Err(UnitFault::TooLong) } else { Ok(unit) }
}

/// `H-2 (kontrakan)` is `H-2`.
fn without_remark(text: &str) -> String {
    let words = |remark: &str| {
        !remark.chars().any(|letter| letter.is_ascii_digit())
            && remark.chars().filter(|letter| letter.is_alphabetic()).count() > 2
    };
    match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((home, remark)) if words(remark) && home.chars().any(|letter| letter.is_ascii_digit()) => {
            home.trim_end().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Whether every part between `&`, `,` or `dan` is a home of its own. After a comma a number alone belongs to what
/// stands before it (`A3, 07`), unless the block stands elsewhere.
fn is_several(text: &str, has_block: bool) -> bool {
    let mut marked = text.replace([',', ';'], "\u{1}\u{2}").replace(['&', '+'], "\u{1}");
    for word in [" dan ", " and "] {
        marked = marked.replace(word, "\u{1}");
    }
    let parts: Vec<&str> = marked.split('\u{1}').collect();
    let home = |part: &str| {
        let found = pieces(part);
        let aside =
            matches!(found.first(), Some(Piece::Word(word)) if matches!(word.as_str(), "rt" | "rw" | "lt"));
        short(&found).is_some() && !aside
    };
    let number = |part: &str| {
        matches!(pieces(part).as_slice(), [Piece::Number(_)] | [Piece::Number(_), Piece::Word(_)])
    };
    let (Some((first, others)), true) = (parts.split_first(), parts.len() > 1) else { return false };
    (home(first) || has_block && number(first))
        && others.iter().all(|part| home(part) || number(part) && (has_block || !part.starts_with('\u{2}')))
}

/// The area that a block names: `A` and `BLOK A (42 unit)` are `Blok A`; a cluster keeps its own name.
pub fn area_name(block: &str) -> String {
    let bare = tidy(block.split('(').next().unwrap_or_default());
    let bare = bare.trim_end_matches([':', '.', '-', ' ']);
    match is_short(bare) {
        Some(short) => format!("Blok {short}"),
        None => bare.to_owned(),
    }
}

/// `A`, `BLOK A`, `Blk. AB` or `A1`: a block that is part of a short code.
fn is_short(block: &str) -> Option<String> {
    let folded = fold(block);
    let bare =
        ["blok ", "block ", "blk "].iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(&folded);
    let plain = bare.replace(' ', "");
    let letters = plain.chars().filter(|letter| letter.is_alphabetic()).count();
    let fits = plain.len() <= 4
        && (1..=3).contains(&letters)
        && plain.chars().next().is_some_and(char::is_alphabetic);
    (fits && plain.is_ascii()).then(|| plain.to_uppercase())
}

fn in_block(block: &str, text: &str, pieces: &[Piece]) -> UnitCode {
    let Some(letters) = is_short(block) else {
        let bare = area_name(block);
        // `Mawar Putih` + `4`: the complex's own style, no padding.
        let number =
            text.trim_start_matches(|letter: char| !letter.is_ascii_digit() && !letter.is_alphabetic());
        return UnitCode { code: format!("{bare} {number}"), block: Some(bare) };
    };
    let code = match pieces {
        [Piece::Number(number)] => format!("{letters}-{number:02}"),
        [Piece::Number(number), Piece::Word(suffix)] if suffix.len() == 1 => {
            format!("{letters}-{number:02}{}", suffix.to_uppercase())
        }
        _ => format!("{letters}-{text}"),
    };
    UnitCode { code, block: Some(letters) }
}

/// `A-02`, `A-02B`, `A1-05`.
fn short(pieces: &[Piece]) -> Option<UnitCode> {
    let (block, number, suffix) = match pieces {
        [Piece::Word(block), Piece::Number(number)] => (block.to_uppercase(), *number, String::new()),
        [Piece::Word(block), Piece::Number(number), Piece::Word(suffix)] if suffix.len() == 1 => {
            (block.to_uppercase(), *number, suffix.to_uppercase())
        }
        [Piece::Word(block), Piece::Number(row), Piece::Number(number)] => {
            (format!("{}{row}", block.to_uppercase()), *number, String::new())
        }
        _ => return None,
    };
    let letters = block.chars().take_while(|letter| letter.is_ascii_alphabetic()).count();
    let fits = (1..=3).contains(&letters) && block.len() <= 5 && number < 10_000;
    fits.then(|| UnitCode { code: format!("{block}-{number:02}{suffix}"), block: Some(block) })
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Word(String),
    Number(u32),
}

impl Piece {
    fn key(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Number(number) => format!("#{number}"),
        }
    }
}

/// Words and numbers of a code, without the fillers that people add.
fn pieces(code: &str) -> Vec<Piece> {
    const FILLERS: [&str; 14] = [
        "blok", "block", "blk", "no", "nomor", "nmr", "unit", "rumah", "kav", "kavling", "jl", "jln",
        "jalan", "rmh",
    ];
    let mut pieces = Vec::new();
    for word in fold(code).split(' ') {
        let mut rest = word;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
            let end = if digits > 0 {
                digits
            } else {
                rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len())
            };
            let (piece, after) = rest.split_at(end);
            rest = after;
            match piece.parse::<u32>() {
                Ok(number) if digits > 0 => pieces.push(Piece::Number(number)),
                _ if FILLERS.contains(&piece) => {}
                _ => pieces.push(Piece::Word(piece.to_owned())),
            }
        }
    }
    pieces
}

/// Whether a cell looks like a unit: short, and a number with at most a few letters around it.
pub fn looks_like_unit(text: &str) -> bool {
    let pieces = pieces(text);
    short(&pieces).is_some() && text.chars().count() <= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, block: Option<&str>) -> String {
        unit_code(text, block).map_or_else(|fault| format!("{fault:?}"), |unit| unit.code)
    }

    #[test]
    fn every_spelling_of_bu_wanis_house_is_one_unit() {
        for text in ["A-04", "A/4", "A4", "a 04", "A - 4", "Blok A No. 4", "BLOK A/4", "A.4", "A-004"] {
            assert_eq!(code(text, None), "A-04", "{text}");
            assert_eq!(unit_key(text), "a#4", "{text}");
        }
        assert_eq!(code("4", Some("A")), "A-04");
        assert_eq!(code("4", Some("BLOK A")), "A-04");
        assert_eq!(code("A-4", Some("BLOK A")), "A-04");
        assert_eq!(code("No. 4", Some("Blok A")), "A-04");
    }

    #[test]
    fn each_complex_keeps_its_own_style() {
        assert_eq!(code("4", Some("Mawar Putih")), "Mawar Putih 4");
        assert_eq!(code("Jl. Kenanga I No. 1", None), "Jl. Kenanga I No. 1");
        assert_eq!(code("A1/5", None), "A1-05");
        assert_eq!(code("AA-12B", None), "AA-12B");
        assert_eq!(code("12A", Some("C")), "C-12A");
        assert_eq!(code("7", None), "7");
        assert_ne!(unit_key("A1/5"), unit_key("A-15"));
        assert_eq!(code("-", None), "Missing");
        assert_eq!(code("Blok", None), "Unreadable");
        assert_eq!(code("H 2 (kontrakan)", None), "H-02");
    }

    #[test]
    fn two_homes_in_one_cell_are_not_one_home() {
        for text in ["A-01 & A-02", "A-03, A-04", "A1 dan A2", "A-12 & 14"] {
            assert_eq!(code(text, None), "Several", "{text}");
        }
        assert_eq!(code("12, 14", Some("A")), "Several");
        assert_eq!(code("A3, 07", None), "A3-07");
        assert_eq!(code("12/14", Some("A")), "A-12/14");
        assert_eq!(code("Blok A No. 3, RT 02", None), "Blok A No. 3, RT 02");
    }

    #[test]
    fn a_heading_names_its_area() {
        assert_eq!(
            ["BLOK A", "Blok A (42 unit)", "A", "Mawar Café", "CLUSTER MAWAR:"].map(area_name),
            ["Blok A", "Blok A", "Blok A", "Mawar Café", "CLUSTER MAWAR"]
        );
    }
}
