//! Lines that say something about the rows below them: `BLOK A`, `RT 03`.

use super::{
    units::area_name,
    words::{fold, numbered},
};

/// The one block that a title or a sheet names: `DATA WARGA BLOK D`, but not `BLOK A - F` or `BLOK A DAN B`.
pub fn block_named(text: &str) -> Option<String> {
    let folded = fold(text);
    let mut words = folded.split(' ').skip_while(|word| !matches!(*word, "blok" | "block" | "blk")).skip(1);
    let block = words.next().filter(|block| block.len() <= 2 && block.starts_with(char::is_alphabetic))?;
    let more = words.next().is_some_and(|word| word.len() < 3 || matches!(word, "dan" | "and" | "sampai"));
    (!more).then(|| area_name(block))
}

pub enum Heading {
    Block(String),
    Rt(String),
    Rw(String),
    /// `DATA WARGA`, above a further table of the sheet: what was said before holds no longer.
    Title,
}

/// What a line alone in its row says about the rows below.
pub fn heading(text: &str) -> Option<Heading> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() > 8 || text.len() > 80 {
        return None;
    }
    match words.first().copied()? {
        "blok" | "block" | "blk" | "cluster" | "klaster" | "kluster" | "tower" | "gang" | "gg" | "sektor"
        | "jl" | "jln" | "jalan"
            if words.len() > 1 =>
        {
            Some(Heading::Block(area_name(text)))
        }
        "data" | "daftar" | "lampiran" | "tabel" => Some(
            block_named(text)
                .map(Heading::Block)
                .or_else(|| numbered(text, "rt").map(Heading::Rt))
                .unwrap_or(Heading::Title),
        ),
        first if first.starts_with("rt") => numbered(text, "rt").map(Heading::Rt),
        first if first.starts_with("rw") => numbered(text, "rw").map(Heading::Rw),
        _ => None,
    }
}
