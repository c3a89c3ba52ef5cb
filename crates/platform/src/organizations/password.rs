//! A password that is said once, over the telephone if need be: no letter in it looks or sounds like another.

use rand::RngExt as _;

const LETTERS: &[u8] = b"abcdefghjkmnpqrtuvwxyz2346789";
const GROUPS: usize = 4;
const GROUP: usize = 4;

/// `h7kd-mw3p-xq9c-tn4r`: 77 bits.
pub fn spoken() -> String {
    let mut rng = rand::rng();
    let mut letter = || char::from(LETTERS[rng.random_range(0..LETTERS.len())]);
    let groups: Vec<String> = (0..GROUPS).map(|_| (0..GROUP).map(|_| letter()).collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_admins_never_get_the_same_password() {
        let one = spoken();
        assert_eq!(one.len(), 19);
        assert!(one.bytes().all(|b| b == b'-' || LETTERS.contains(&b)));
        assert_ne!(one, spoken());
    }
}
