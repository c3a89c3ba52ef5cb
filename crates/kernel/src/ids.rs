//! The one list of typed ids. An `UnitId` where a `PersonId` is asked does not compile.
//!
//! Ids are UUIDv7: their order is the order of creation, which keeps indexes dense and lets lists page by key.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{Timestamp, Uuid};

use crate::Instant;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A fresh id, ordered by the given instant.
            pub fn new(at: Instant) -> Self {
                Self(v7(at))
            }
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A company, developer or RW that runs one or more complexes.
    OrganizationId,
    /// A housing complex: the tenant.
    ComplexId,
    /// A block, RW or RT.
    AreaId,
    /// A house, plot or shop in a complex.
    UnitId,
    /// What one complex knows about a human.
    PersonId,
    /// A person living in, owning or working at a unit from one day to another.
    OccupancyId,
    /// A human who signs in, across all complexes.
    AccountId,
    /// A role that an account holds in a complex.
    MembershipId,
    /// A signed-in browser.
    SessionId,
    /// A personal access token.
    TokenId,
    /// A chain of rotating refresh tokens.
    TokenFamilyId,
    /// An invitation to join a complex.
    InvitationId,
    /// A resident's claim to live in a unit.
    ClaimId,
    /// One run of the spreadsheet import.
    ImportId,
    /// A stored file.
    FileId,
    /// A domain event waiting in the outbox.
    EventId,
    /// One execution of a background job.
    JobRunId,
    /// One HTTP request, also in the audit trail.
    RequestId,
    /// A pocket of money with a purpose (pos dana).
    FundId,
    /// An account of the ledger; a human who signs in is an [`AccountId`].
    LedgerAccountId,
    /// An entry of the ledger.
    EntryId,
    /// A kind of dues (jenis iuran).
    ChargeTypeId,
    /// One dated version of what a charge type costs.
    TariffId,
    /// A unit's own arrangement: exempt, a fixed amount, a discount.
    OverrideId,
    /// One run that bills a month.
    BillingRunId,
    /// An issued invoice (tagihan).
    InvoiceId,
    /// A print of many invoices.
    InvoicePrintId,
    /// Money received for one unit; what is not allocated of it is the unit's credit (titipan).
    CreditId,
    /// What lowers an invoice without money: credit note, waiver, amnesty, reversed penalty.
    ReductionId,
    /// One line of allocation or reduction.
    SettlementId,
    /// A payment as the payer made it, for one unit or several.
    PaymentId,
    /// A dated version of the late-fee rule.
    PenaltyRuleId,
    /// An agreed plan to pay arrears in parts.
    InstallmentPlanId,
    /// A meter on a unit.
    MeterId,
    /// One reading of a meter.
    ReadingId,
}

fn v7(at: Instant) -> Uuid {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    let random: u128 = rand::random();
    Uuid::new_v7(Timestamp::from_unix_time(seconds, at.timestamp_subsec_nanos(), random, 76))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _, Utc};

    use super::*;

    #[test]
    fn later_ids_sort_behind_earlier_ones_and_no_two_are_equal() {
        let noon = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        let first = UnitId::new(noon);
        let second = UnitId::new(noon + TimeDelta::milliseconds(2));
        assert!(first < second);
        assert_ne!(UnitId::new(noon), UnitId::new(noon));
        assert_eq!(first.uuid().get_version_num(), 7);
    }
}
