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

struct Window {
    key: [u8; 32],
    limit: i32,
    seconds: i32,
}

const QUARTER: i32 = 15 * 60;
const HOUR: i32 = 3600;

/// The windows that one attempt falls into, from narrow to wide.
pub struct Attempt {
    windows: Vec<Window>,
    /// How many of them are about this very account and are forgotten after a success.
    own: usize,
}

impl Attempt {
    /// Signing in as `login` (in its one spelling). Five slips from one place, then a quarter of an hour.
    pub fn to_sign_in(login: &str, visitor: &Visitor) -> Self {
        let network = visitor.network.to_string();
        let windows = vec![
            window(&["sign-in", "pair", login, &network], 5, QUARTER),
            window(&["sign-in", "account", login], 25, HOUR),
            // A mobile provider puts a whole town behind one address.
            window(&["sign-in", "address", &network], 60, QUARTER),
            window(&["sign-in", "site"], 3000, QUARTER),
        ];
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
