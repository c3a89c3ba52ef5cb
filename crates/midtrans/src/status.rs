//! What a transaction's words mean. Sources: docs.midtrans.com "HTTP(S) Notification / Webhooks", table of transaction
//! statuses, and "Fraud status".

use std::fmt;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($variant,)+
            /// A word that this crate does not know, kept as it came.
            Other(String),
        }

        impl $name {
            /// Case does not count: DANA's samples show upper-case words.
            #[must_use]
            pub fn of(word: &str) -> Self {
                match word.to_ascii_lowercase().as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Other(word.to_owned()),
                }
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// `transaction_status`.
    Status {
        Pending = "pending",
        Settlement = "settlement",
        Capture = "capture",
        Authorize = "authorize",
        Deny = "deny",
        Cancel = "cancel",
        Expire = "expire",
        Failure = "failure",
        Refund = "refund",
        PartialRefund = "partial_refund",
        Chargeback = "chargeback",
        PartialChargeback = "partial_chargeback",
    }
}

words! {
    /// `fraud_status`. Absent counts as accepted: some counters' notifications carry none.
    Fraud { Accept = "accept", Challenge = "challenge", Deny = "deny" }
}

/// What a merchant has to understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// The payer has not paid yet.
    Waiting,
    /// Money is held, or a person has to look (challenge, authorize): not paid.
    Held,
    Paid,
    /// Refused. After `Paid` (rare: Permata VA, Mandiri Bill, Indomaret, within minutes) it takes the payment back.
    Denied,
    Cancelled,
    Expired,
    Failed,
    Refunded,
    PartlyRefunded,
    ChargedBack,
    PartlyChargedBack,
    /// A word of tomorrow: ask a person, book nothing.
    Unknown,
}

impl Meaning {
    #[must_use]
    pub fn of(status: &Status, fraud: &Fraud) -> Self {
        match (status, fraud) {
            (Status::Settlement | Status::Capture, Fraud::Challenge | Fraud::Other(_)) => Self::Held,
            (Status::Settlement | Status::Capture, Fraud::Deny) => Self::Denied,
            (Status::Settlement | Status::Capture, Fraud::Accept) => Self::Paid,
            (Status::Pending, _) => Self::Waiting,
            (Status::Authorize, _) => Self::Held,
            (Status::Deny, _) => Self::Denied,
            (Status::Cancel, _) => Self::Cancelled,
            (Status::Expire, _) => Self::Expired,
            (Status::Failure, _) => Self::Failed,
            (Status::Refund, _) => Self::Refunded,
            (Status::PartialRefund, _) => Self::PartlyRefunded,
            (Status::Chargeback, _) => Self::ChargedBack,
            (Status::PartialChargeback, _) => Self::PartlyChargedBack,
            (Status::Other(_), _) => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fraud, Meaning, Status};

    #[test]
    fn words_mean_what_the_gateway_says_and_unknown_words_are_kept() {
        let means = |status: &str, fraud: &str| Meaning::of(&Status::of(status), &Fraud::of(fraud));
        assert_eq!(means("PENDING", "accept"), Meaning::Waiting);
        assert_eq!(means("settlement", "accept"), Meaning::Paid);
        assert_eq!(means("capture", "challenge"), Meaning::Held);
        assert_eq!(means("capture", "deny"), Meaning::Denied);
        assert_eq!(means("settlement", "puzzled"), Meaning::Held);
        assert_eq!(means("deny", "accept"), Meaning::Denied);
        assert_eq!(means("partial_chargeback", "accept"), Meaning::PartlyChargedBack);
        assert_eq!(means("teleported", "accept"), Meaning::Unknown);
        assert_eq!(Status::of("teleported").as_str(), "teleported");
    }
}
