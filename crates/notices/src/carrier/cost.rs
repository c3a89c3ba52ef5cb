//! What messages cost before they go.

use kernel::{Rupiah, format};
use tenancy::{Result, TenantTx};
use web::Shell;

use super::sql::{self, CarrierName};
use crate::outbox::{
    Kind, Recipient,
    sql::{self as outbox, Reach},
};

/// An estimate: messages by WhatsApp and the price of one. Mail and the notice centre cost nothing for each message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub messages: usize,
    /// Of one, in whole rupiah; nought when nobody has written it down.
    pub price: i64,
    /// Recipients whom nothing reaches: no account, no address, no number.
    pub unreached: usize,
}

impl Cost {
    pub fn total(&self) -> Rupiah {
        let messages = i64::try_from(self.messages).unwrap_or(i64::MAX);
        messages.checked_mul(self.price).and_then(|total| Rupiah::new(total).ok()).unwrap_or(Rupiah::ZERO)
    }

    /// "120 pesan WhatsApp, sekitar Rp 42.000".
    pub fn words(&self, s: &Shell) -> String {
        if self.messages == 0 {
            return s.t("carrier-cost-none").to_owned();
        }
        if self.price == 0 {
            return s.t1("carrier-cost-unknown", "count", self.messages);
        }
        s.t2("carrier-cost", "count", self.messages, "amount", format::rupiah(self.total()))
    }
}

/// What telling these people would cost today.
///
/// # Errors
/// The database's.
pub async fn cost(tx: &mut TenantTx, kind: Kind, to: &[Recipient]) -> Result<Cost> {
    let setting = sql::load(tx).await?;
    if setting.carrier == CarrierName::Off || !kind.goes_by_chat() {
        return Ok(Cost::default());
    }
    let reached = outbox::reach(tx, to).await?;
    let count = |is_one: fn(&Reach) -> bool| reached.values().filter(|reach| is_one(reach)).count();
    Ok(Cost {
        messages: count(|reach| reach.has_phone),
        price: setting.price,
        unreached: count(|reach| reach.account.is_none() && !reach.has_email && !reach.has_phone),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_and_twenty_messages_of_three_hundred_and_fifty_rupiah_cost_forty_two_thousand() {
        assert_eq!(Cost { messages: 120, price: 350, unreached: 0 }.total().get(), 42_000);
        assert_eq!(Cost::default().total(), Rupiah::ZERO);
    }
}
