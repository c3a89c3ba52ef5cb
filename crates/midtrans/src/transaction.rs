//! A transaction as answers and notifications describe it.

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use serde::{Deserialize, Deserializer};

use crate::{Amount, Fraud, Meaning, NotAnAmount, Status};

/// What the gateway says. Strings stand exactly as received (the signature covers some of them); fields that a payment
/// type does not have are `None` or empty, and fields that this crate does not know are ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Transaction {
    #[serde(deserialize_with = "null_is_nothing")]
    pub status_code: String,
    #[serde(deserialize_with = "null_is_nothing")]
    pub status_message: String,
    #[serde(deserialize_with = "null_is_nothing")]
    pub transaction_id: String,
    #[serde(deserialize_with = "null_is_nothing")]
    pub order_id: String,
    pub merchant_id: Option<String>,
    /// `"150000.00"`; see [`Transaction::amount`].
    #[serde(deserialize_with = "null_is_nothing")]
    pub gross_amount: String,
    pub currency: Option<String>,
    #[serde(deserialize_with = "null_is_nothing")]
    pub payment_type: String,
    /// WIB without a zone, like every time here; see [`wib`].
    pub transaction_time: Option<String>,
    pub settlement_time: Option<String>,
    pub expiry_time: Option<String>,
    #[serde(deserialize_with = "null_is_nothing")]
    pub transaction_status: String,
    pub fraud_status: Option<String>,
    pub signature_key: Option<String>,
    #[serde(deserialize_with = "null_is_nothing")]
    pub va_numbers: Vec<VaNumber>,
    pub permata_va_number: Option<String>,
    pub bill_key: Option<String>,
    pub biller_code: Option<String>,
    pub qr_string: Option<String>,
    pub acquirer: Option<String>,
    pub issuer: Option<String>,
    pub store: Option<String>,
    pub payment_code: Option<String>,
    pub redirect_url: Option<String>,
    #[serde(deserialize_with = "null_is_nothing")]
    pub actions: Vec<Action>,
    /// The sum of all refunds so far.
    pub refund_amount: Option<String>,
    pub refund_key: Option<String>,
    #[serde(deserialize_with = "null_is_nothing")]
    pub refunds: Vec<RefundLine>,
    pub custom_field1: Option<String>,
    pub custom_field2: Option<String>,
    pub custom_field3: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct VaNumber {
    #[serde(deserialize_with = "null_is_nothing")]
    pub bank: String,
    #[serde(deserialize_with = "null_is_nothing")]
    pub va_number: String,
}

/// What may be done next, and where: `generate-qr-code`, `deeplink-redirect`, …
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Action {
    #[serde(deserialize_with = "null_is_nothing")]
    pub name: String,
    #[serde(deserialize_with = "null_is_nothing")]
    pub method: String,
    #[serde(deserialize_with = "null_is_nothing")]
    pub url: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RefundLine {
    #[serde(deserialize_with = "null_is_nothing")]
    pub refund_amount: String,
    pub refund_key: Option<String>,
    pub reason: Option<String>,
    pub created_at: Option<String>,
    /// Only with this is the refund final.
    pub bank_confirmed_at: Option<String>,
}

impl Transaction {
    #[must_use]
    pub fn status(&self) -> Status {
        Status::of(&self.transaction_status)
    }

    #[must_use]
    pub fn fraud(&self) -> Fraud {
        self.fraud_status.as_deref().map_or(Fraud::Accept, Fraud::of)
    }

    #[must_use]
    pub fn meaning(&self) -> Meaning {
        Meaning::of(&self.status(), &self.fraud())
    }

    /// # Errors
    /// When the gateway's amount is none of whole rupiah.
    pub fn amount(&self) -> Result<Amount, NotAnAmount> {
        Amount::parse(&self.gross_amount)
    }

    /// What was paid back so far, nought when nothing was said.
    ///
    /// # Errors
    /// When the gateway's amount is none of whole rupiah.
    pub fn refunded(&self) -> Result<Amount, NotAnAmount> {
        self.refund_amount.as_deref().map_or(Ok(Amount::ZERO), Amount::parse)
    }

    /// Where the picture of the QR code is, when there is one.
    #[must_use]
    pub fn qr_picture(&self) -> Option<&str> {
        self.actions.iter().find(|it| it.name.starts_with("generate-qr-code")).map(|it| it.url.as_str())
    }
}

/// The gateway writes `null` where it has nothing to say.
fn null_is_nothing<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Reads `"2026-08-01 10:00:05"`, which the gateway writes without a zone and means in WIB, UTC+7 (docs.midtrans.com,
/// "transaction_time").
#[must_use]
pub fn wib(text: &str) -> Option<DateTime<FixedOffset>> {
    let zone = FixedOffset::east_opt(7 * 3600)?;
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?.and_local_timezone(zone).single()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_time_without_a_zone_is_western_indonesian_time() {
        assert_eq!(
            super::wib("2026-08-01 01:00:05").unwrap().to_utc().to_rfc3339(),
            "2026-07-31T18:00:05+00:00"
        );
        assert_eq!(super::wib("kemarin"), None);
    }
}
