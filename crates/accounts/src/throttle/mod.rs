//! How often something may be tried: per account and address together, per account, per address, and on the whole
//! site. Counted in the database, so that all processes count as one; taken before anything is verified, so that
//! attempts in parallel count as well. It judges nothing else: what a refusal looks like is the caller's affair.

mod sql;

use tenancy::{Result, Tx, secret_hash};

use crate::visitor::Visitor;

/// Seconds until it may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub u64);

impl Wait {
    pub fn minutes(self) -> u64 {
        self.0.div_ceil(60)
    }
}

/// Did the owner of the account come in from this address before?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Familiarity {
    Known,
    Strange,
}

struct Window {
    key: [u8; 32],
    limit: i32,
    seconds: i32,
}

const QUARTER: i32 = 15 * 60;
const HOUR: i32 = 3600;
const DAY: i32 = 24 * HOUR;

/// The windows that one attempt falls into, from narrow to wide.
pub struct Attempt {
    windows: Vec<Window>,
    /// How many of them are about this very account and are forgotten after a success.
    own: usize,
}

impl Attempt {
    /// Signing in as `login` (in its one spelling). Five slips from one place, then a quarter of an hour.
    ///
    /// The two windows of the whole site stand against a wave from many addresses, each of which tries one password at
    /// one account. They hold strangers only: an account whose owner came in from this address before is not theirs.
    pub fn to_sign_in(login: &str, visitor: &Visitor, from: Familiarity) -> Self {
        let network = visitor.network.to_string();
        let mut windows = vec![
            window(&["sign-in", "pair", login, &network], 5, QUARTER),
            window(&["sign-in", "account", login], 25, HOUR),
            // A mobile provider puts a whole town behind one address.
            window(&["sign-in", "address", &network], 60, QUARTER),
        ];
        if from == Familiarity::Strange {
            windows.push(window(&["sign-in", "site"], 1000, QUARTER));
            windows.push(window(&["sign-in", "site-day"], 10_000, DAY));
        }
        Self { windows, own: 2 }
    }

    /// A code of the second factor for an account whose password is known already.
    pub fn to_show_code(account: &str) -> Self {
        Self { windows: vec![window(&["code", account], 5, QUARTER)], own: 1 }
    }

    /// The own password once more, for somebody who is signed in.
    pub fn to_confirm(account: &str) -> Self {
        Self { windows: vec![window(&["confirm", account], 5, QUARTER)], own: 1 }
    }

    /// A link to a new password for a typed address: no flood into one letterbox, no list of addresses from one place.
    pub fn to_ask_reset(email: &str, visitor: &Visitor) -> Self {
        let network = visitor.network.to_string();
        let windows = vec![
            window(&["forgot", "email", email], 3, HOUR),
            window(&["forgot", "address", &network], 20, HOUR),
            window(&["forgot", "site"], 300, HOUR),
        ];
        Self { windows, own: 0 }
    }

    /// Letters to an address that may be somebody else's.
    pub fn to_prove_email(account: &str) -> Self {
        Self { windows: vec![window(&["email", account], 5, HOUR)], own: 0 }
    }

    /// Asking to join a complex: the answer says whether a unit exists.
    pub fn to_claim(visitor: &Visitor) -> Self {
        let network = visitor.network.to_string();
        let windows =
            vec![window(&["claim", "address", &network], 20, HOUR), window(&["claim", "site"], 500, HOUR)];
        Self { windows, own: 0 }
    }

    /// Opening links of one kind that nobody should guess.
    pub fn to_set_up(visitor: &Visitor) -> Self {
        Self { windows: vec![window(&["setup", &visitor.network.to_string()], 30, HOUR)], own: 0 }
    }

    pub async fn take<S: 'static>(&self, tx: &mut Tx<S>) -> Result<Option<Wait>> {
        let seconds = sql::take(tx, &self.windows).await?;
        Ok((seconds > 0).then(|| Wait(u64::try_from(seconds).unwrap_or(0))))
    }

    /// It was honest after all.
    pub async fn forgive<S: 'static>(&self, tx: &mut Tx<S>) -> Result<()> {
        let (own, wide) = self.windows.split_at(self.own);
        sql::forgive(tx, wide, own).await
    }
}

/// Length before text: no two lists of parts run together into one key.
fn window(parts: &[&str], limit: i32, seconds: i32) -> Window {
    let text: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    Window { key: secret_hash(&text), limit, seconds }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use tenancy::Site;

    use super::*;

    #[test]
    fn a_wave_from_everywhere_meets_the_windows_of_the_site_and_those_who_live_here_do_not() {
        let site = Site { public_url: "http://klustera.test".to_owned() };
        let visitor = |last: u8| Visitor::at(IpAddr::from([10, 0, 0, last]), site.clone());
        let keys = |login: &str, last: u8, from: Familiarity| -> Vec<[u8; 32]> {
            Attempt::to_sign_in(login, &visitor(last), from).windows.iter().map(|window| window.key).collect()
        };
        let (one, other) = (keys("+62811", 1, Familiarity::Strange), keys("+62812", 2, Familiarity::Strange));
        // Another account from another address: only the two of the site are the same, and they come last.
        let shared: Vec<bool> = one.iter().zip(&other).map(|(a, b)| a == b).collect();
        assert_eq!(shared, [false, false, false, true, true]);
        assert_eq!(keys("+62811", 1, Familiarity::Known), one[..3]);
    }
}
