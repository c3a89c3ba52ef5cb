//! A payload is a flat list of fields: two digits of id, two of length, and so many characters.

use crate::Fault;

/// One field of a payload, or of a template inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    pub id: &'a str,
    pub value: &'a str,
}

/// The fields of a payload or a template, in the order in which they stand.
///
/// # Errors
/// [`Fault::Broken`] where no field can be read; [`Fault::Twice`] for an id that stands there again; [`Fault::NotText`].
pub fn read(text: &str) -> Result<Vec<Field<'_>>, Fault> {
    if !text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return Err(Fault::NotText);
    }
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let field = one(text, at).ok_or(Fault::Broken(at))?;
        if fields.iter().any(|known| known.id == field.id) {
            return Err(Fault::Twice(field.id.to_owned()));
        }
        at += 4 + field.value.len();
        fields.push(field);
    }
    Ok(fields)
}

fn one(text: &str, at: usize) -> Option<Field<'_>> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let id = text.get(at..at + 2).filter(|id| digits(id))?;
    let length: usize = text.get(at + 2..at + 4).filter(|length| digits(length))?.parse().ok()?;
    Some(Field { id, value: text.get(at + 4..at + 4 + length)? })
}
