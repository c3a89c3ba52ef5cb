//! A payload that was checked.

use crate::{Fault, Field, crc16, read};

/// Characters of a payload (EMVCo QR, §3.2).
const MOST_CHARACTERS: usize = 512;

/// What one QRIS payment may come to: ten million rupiah (Bank Indonesia).
pub const MOST_RUPIAH: i64 = 10_000_000;

/// Field 01: printed once for many payments, or made for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initiation {
    Static,
    Dynamic,
}

/// A QRIS whose checksum is right and whose required fields are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qris {
    text: String,
}

impl Qris {
    /// Reads and checks a payload. Spaces and line ends around it are forgiven, since it is pasted.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.len() > MOST_CHARACTERS {
            return Err(Fault::TooLong(text.len()));
        }
        let fields = read(text)?;
        let Some(first) = fields.first() else { return Err(Fault::Missing("00")) };
        if (first.id, first.value) != ("00", "01") {
            return Err(Fault::NotQris { id: "00", value: first.value.to_owned() });
        }
        checksum(text, &fields)?;
        for id in ["52", "53", "58", "59", "60"] {
            find(&fields, id).ok_or(Fault::Missing(id))?;
        }
        let must = |id: &'static str, wanted: &[&str]| match find(&fields, id) {
            Some(value) if wanted.contains(&value) => Ok(()),
            value => Err(Fault::NotQris { id, value: value.unwrap_or_default().to_owned() }),
        };
        must("53", &["360"])?;
        must("58", &["ID"])?;
        if find(&fields, "01").is_some() {
            must("01", &["11", "12"])?;
        }
        if !fields.iter().any(|field| ("02"..="51").contains(&field.id)) {
            return Err(Fault::Missing("26"));
        }
        let checked = Self { text: text.to_owned() };
        checked.amount()?;
        Ok(checked)
    }

    /// The whole payload, ready to be drawn.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A code without field 01 may be used again, as a printed one.
    pub fn initiation(&self) -> Initiation {
        if self.value("01") == Some("12") { Initiation::Dynamic } else { Initiation::Static }
    }

    /// The name that the payer's application shows (field 59).
    pub fn merchant(&self) -> &str {
        self.value("59").unwrap_or_default()
    }

    /// Field 60.
    pub fn city(&self) -> &str {
        self.value("60").unwrap_or_default()
    }

    /// The national merchant id (NMID), from the national repository (field 51).
    pub fn nmid(&self) -> Option<&str> {
        let fields = read(self.value("51")?).ok()?;
        find(&fields, "02").filter(|nmid| !nmid.is_empty())
    }

    /// The amount in whole rupiah, where the code carries one.
    ///
    /// # Errors
    /// [`Fault::Amount`] for one that is no whole number of rupiah; a payload that was parsed has none such.
    pub fn amount(&self) -> Result<Option<i64>, Fault> {
        let Some(text) = self.value("54") else { return Ok(None) };
        let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
        let plain = !whole.is_empty() && whole.len() <= 13 && whole.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || !cents.bytes().all(|byte| byte == b'0') {
            return Err(Fault::Amount(text.to_owned()));
        }
        whole.parse().map(Some).map_err(|_| Fault::Amount(text.to_owned()))
    }

    /// The same merchant's code for one amount: field 01 becomes 12, field 54 the amount, tips go, and the checksum is
    /// computed anew. Whoever pays sees the amount and cannot change it.
    ///
    /// # Errors
    /// [`Fault::NotStatic`] for a code that was made for one payment; [`Fault::AmountOutOfRange`].
    pub fn with_amount(&self, rupiah: i64) -> Result<Self, Fault> {
        if self.initiation() == Initiation::Dynamic || self.value("54").is_some() {
            return Err(Fault::NotStatic);
        }
        if !(1..=MOST_RUPIAH).contains(&rupiah) {
            return Err(Fault::AmountOutOfRange(rupiah));
        }
        let amount = rupiah.to_string();
        let mut text = String::with_capacity(self.text.len() + 24);
        for field in self.fields() {
            match field.id {
                "00" => {
                    write(&mut text, field);
                    write(&mut text, Field { id: "01", value: "12" });
                }
                "01" | "54" | "55" | "56" | "57" | "63" => {}
                "58" => {
                    write(&mut text, Field { id: "54", value: &amount });
                    write(&mut text, field);
                }
                _ => write(&mut text, field),
            }
        }
        text.push_str("6304");
        let crc = crc16(text.as_bytes());
        text.push_str(&format!("{crc:04X}"));
        if text.len() > MOST_CHARACTERS {
            return Err(Fault::TooLong(text.len()));
        }
        Ok(Self { text })
    }

    fn fields(&self) -> Vec<Field<'_>> {
        read(&self.text).unwrap_or_default()
    }

    fn value(&self, id: &str) -> Option<&str> {
        find(&self.fields(), id)
    }
}

/// Field 63 is the last one, four characters, over everything before them.
fn checksum(text: &str, fields: &[Field<'_>]) -> Result<(), Fault> {
    let last = fields.last().filter(|field| field.id == "63" && field.value.len() == 4);
    let said = last.ok_or(Fault::Missing("63"))?.value;
    let made = format!("{:04X}", crc16(&text.as_bytes()[..text.len() - 4]));
    if said == made { Ok(()) } else { Err(Fault::Checksum { said: said.to_owned(), made }) }
}

fn find<'a>(fields: &[Field<'a>], id: &str) -> Option<&'a str> {
    fields.iter().find(|field| field.id == id).map(|field| field.value)
}

fn write(text: &mut String, field: Field<'_>) {
    text.push_str(field.id);
    text.push_str(&format!("{:02}", field.value.len()));
    text.push_str(field.value);
}
