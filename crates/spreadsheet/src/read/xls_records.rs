//! BIFF records and the texts in them.

use super::xls::Globals;
use crate::{Limits, Refusal};

pub struct Record<'s> {
    pub kind: u16,
    pub data: &'s [u8],
    /// CONTINUE records that carry on where `data` ends.
    pub continued: Vec<&'s [u8]>,
}

pub struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    pub fn new(stream: &'s [u8]) -> Self {
        Self { rest: stream }
    }

    fn take(&mut self) -> Option<(u16, &'s [u8])> {
        let kind = u16_at(self.rest, 0)?;
        let length = usize::from(u16_at(self.rest, 2)?);
        let data = self.rest.get(4..4 + length)?;
        self.rest = &self.rest[4 + length..];
        Some((kind, data))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    /// Ends quietly where the stream does; a cut record is no record.
    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, data) = self.take()?;
        let mut continued = Vec::new();
        while u16_at(self.rest, 0) == Some(0x003C) {
            continued.push(self.take()?.1);
        }
        Some(Record { kind, data, continued })
    }
}

pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// A number packed into 30 bits: a whole number or the top of a float, perhaps in hundredths.
pub fn rk(packed: u32) -> f64 {
    let number = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed.cast_signed() >> 2),
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

/// A text with a one-byte length: sheet names, and format codes before Excel 97.
pub fn short_text(data: &[u8], globals: &Globals) -> Option<String> {
    let length = usize::from(*data.first()?);
    text(data.get(1..)?, length, globals)
}

/// A text with a two-byte length: labels, formula results, format codes.
pub fn long_text(data: &[u8], globals: &Globals) -> Option<String> {
    let length = usize::from(u16_at(data, 0)?);
    text(data.get(2..)?, length, globals)
}

fn text(data: &[u8], length: usize, globals: &Globals) -> Option<String> {
    if !globals.biff8 {
        let bytes = data.get(..length.min(data.len()))?;
        return Some(globals.encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    let wide = data.first()? & 1 == 1;
    let size = if wide { length * 2 } else { length };
    let letters = data.get(1..)?;
    Some(letters_of(&letters[..size.min(letters.len())], wide))
}

fn letters_of(bytes: &[u8], wide: bool) -> String {
    if wide {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The workbook's table of shared texts.
#[derive(Default)]
pub struct Strings(Vec<Box<str>>);

impl Strings {
    pub fn get(&self, at: u32) -> Option<&str> {
        self.0.get(usize::try_from(at).ok()?).map(AsRef::as_ref)
    }

    pub fn read(record: &Record<'_>, limits: &Limits) -> Result<Self, Refusal> {
        let unique = u32_at(record.data, 4).unwrap_or(0);
        let mut pieces = Pieces {
            pieces: std::iter::once(record.data).chain(record.continued.iter().copied()).collect(),
            at: 0,
            offset: 8,
        };
        let (mut strings, mut bytes) = (Vec::new(), 0);
        for _ in 0..unique {
            let Some(string) = pieces.string() else { break };
            bytes += string.len();
            if bytes > limits.text_bytes {
                return Err(Refusal::TooMuchText { limit: limits.text_bytes });
            }
            strings.push(string.into());
        }
        Ok(Self(strings))
    }
}

/// The bytes of a record and its continuations, as one.
struct Pieces<'s> {
    pieces: Vec<&'s [u8]>,
    at: usize,
    offset: usize,
}

impl Pieces<'_> {
    fn left(&self) -> usize {
        self.pieces.get(self.at).map_or(0, |piece| piece.len().saturating_sub(self.offset))
    }

    /// Moves on to the next piece when this one is used up.
    fn settle(&mut self) -> Option<()> {
        while self.left() == 0 {
            self.at += 1;
            self.offset = 0;
            self.pieces.get(self.at)?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let byte = *self.pieces.get(self.at)?.get(self.offset)?;
        self.offset += 1;
        Some(byte)
    }

    fn two(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.settle()?;
            let step = count.min(self.left());
            self.offset += step;
            count -= step;
        }
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        let mut letters_left = usize::from(self.two()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.two()?) } else { 0 };
        let extra = match flags & 4 {
            0 => 0,
            _ => usize::from(self.two()?) | usize::from(self.two()?) << 16,
        };
        let mut wide = flags & 1 == 1;
        let mut string = String::new();
        while letters_left > 0 {
            if self.left() == 0 {
                // Letters that go on in the next record start with a new flag.
                self.settle()?;
                wide = self.byte()? & 1 == 1;
            }
            let size = if wide { 2 } else { 1 };
            let step = (letters_left * size).min(self.left() / size * size);
            if step == 0 {
                return None;
            }
            let bytes = self.pieces.get(self.at)?.get(self.offset..self.offset + step)?;
            string.push_str(&letters_of(bytes, wide));
            self.offset += step;
            letters_left -= step / size;
        }
        self.skip(runs * 4)?;
        self.skip(extra)?;
        Some(string)
    }
}
