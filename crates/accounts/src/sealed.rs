//! Links that name something of an account instead of a complex: an id and a seal over it. Only the installation's
//! secret makes the seal, so a link can be written anew from the id and is kept nowhere.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq as _;
use tenancy::Keys;
use uuid::Uuid;

/// 128 bits, as in the links of a complex.
const SEAL_BYTES: usize = 16;

/// The text of a link to this id; 43 characters of the URL-safe alphabet.
pub fn seal(keys: &Keys, purpose: &str, id: Uuid) -> String {
    let mut bytes = id.as_bytes().to_vec();
    bytes.extend_from_slice(&stamp(keys, purpose, id));
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// None for a text that we did not seal for this purpose.
pub fn open(keys: &Keys, purpose: &str, text: &str) -> Option<Uuid> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (id, shown) = bytes.split_at_checked(16)?;
    let id = Uuid::from_slice(id).ok()?;
    bool::from(shown.ct_eq(&stamp(keys, purpose, id))).then_some(id)
}

fn stamp(keys: &Keys, purpose: &str, id: Uuid) -> [u8; SEAL_BYTES] {
    let whole = keys.derive(&format!("{purpose}/{id}"));
    std::array::from_fn(|at| whole[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_for_its_purpose_and_its_house_only() {
        let (ours, theirs, id) = (Keys::new([7; 32]), Keys::new([8; 32]), Uuid::from_u128(12));
        let text = seal(&ours, "reset", id);
        assert_eq!(text.len(), 43);
        assert_eq!(open(&ours, "reset", &text), Some(id));
        assert_eq!(open(&ours, "email", &text), None);
        assert_eq!(open(&theirs, "reset", &text), None);
        for wrong in ["", "x", &text[1..], &text[..42]] {
            assert_eq!(open(&ours, "reset", wrong), None, "{wrong}");
        }
    }
}
