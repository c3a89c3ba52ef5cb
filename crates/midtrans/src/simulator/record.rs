//! A transaction in the simulator: where it may go from where it stands, and how it describes itself.
//! Source of the states: docs.midtrans.com "HTTP(S) Notification", "Get status", "Refund".

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use crate::{Amount, ServerKey, signature};

#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub id: String,
    pub order_id: String,
    pub amount: Amount,
    pub payment_type: String,
    pub status: &'static str,
    pub fraud: &'static str,
    pub born: DateTime<Utc>,
    pub settled: Option<DateTime<Utc>>,
    pub ends: DateTime<Utc>,
    /// VA numbers, QR text, addresses: what the method adds to the answer of the charge.
    pub instrument: Map<String, Value>,
    /// Custom fields and the like, echoed everywhere.
    pub echoed: Map<String, Value>,
    pub refunds: Vec<Refunded>,
    pub urls: Vec<String>,
    /// The Snap page on which the payer chose this way.
    pub session: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Refunded {
    pub key: String,
    pub amount: Amount,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// What a payer, a bank or the merchant does to a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Settle,
    Deny,
    Expire,
    Cancel,
    /// Denied although it was settled: rare, and real (Permata VA, Mandiri Bill, Indomaret).
    DenyLate,
    /// A card whose payment somebody has to look at.
    Challenge,
    Approve,
    Refund {
        key: String,
        amount: Amount,
        reason: String,
    },
    Chargeback,
}

impl Record {
    /// # Errors
    /// The gateway's status code: 412 wrong state, 414 amount, 406 key used before.
    pub fn act(&mut self, act: &Act, now: DateTime<Utc>) -> Result<(), u16> {
        self.expire_if_due(now);
        let next = match (act, self.status) {
            (Act::Settle, "pending") if self.payment_type == "credit_card" => "capture",
            (Act::Settle, "pending" | "capture") => "settlement",
            (Act::Challenge, "pending") => "capture",
            (Act::Approve, "capture") if self.fraud == "challenge" => "capture",
            (Act::Deny, "pending") => "deny",
            (Act::Deny, "capture") if self.fraud == "challenge" => "deny",
            (Act::DenyLate, "settlement") => "deny",
            (Act::Expire, "pending") => "expire",
            (Act::Cancel, "pending" | "capture" | "authorize") => "cancel",
            (Act::Chargeback, "settlement" | "capture") => "chargeback",
            (Act::Refund { key, amount, reason }, "settlement" | "partial_refund" | "refund") => {
                return self.refund(key, *amount, reason, now);
            }
            _ => return Err(412),
        };
        self.fraud = if *act == Act::Challenge { "challenge" } else { "accept" };
        self.status = next;
        if next == "settlement" {
            self.settled = Some(now);
        }
        Ok(())
    }

    pub fn expire_if_due(&mut self, now: DateTime<Utc>) -> bool {
        let due = self.status == "pending" && now >= self.ends;
        if due {
            self.status = "expire";
        }
        due
    }

    fn refund(&mut self, key: &str, amount: Amount, reason: &str, now: DateTime<Utc>) -> Result<(), u16> {
        if let Some(earlier) = self.refunds.iter().find(|it| it.key == key) {
            // The same refund again is the same refund: a retry after a time-out.
            return if earlier.amount == amount { Ok(()) } else { Err(406) };
        }
        if self.status == "refund" || !self.is_refundable() {
            return Err(412);
        }
        let left = self.amount.get() - self.refunded();
        if amount.get() == 0 || amount.get() > left {
            return Err(414);
        }
        self.refunds.push(Refunded { key: key.to_owned(), amount, reason: reason.to_owned(), at: now });
        self.status = if amount.get() == left { "refund" } else { "partial_refund" };
        Ok(())
    }

    /// Money that came through a bank's counter goes back by bank transfer only.
    pub fn is_refundable(&self) -> bool {
        !matches!(self.payment_type.as_str(), "bank_transfer" | "echannel" | "cstore")
    }

    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|it| it.amount.get()).sum()
    }

    /// The code that goes with the state in a notification.
    pub fn code(&self) -> &'static str {
        self.code_for(Asked::Notification)
    }

    /// A question about an expired payment is answered by 407, its notification by 202.
    fn code_for(&self, asked: Asked) -> &'static str {
        match (self.status, asked) {
            ("pending", _) => "201",
            ("capture", _) if self.fraud == "challenge" => "201",
            ("expire", Asked::Status) => "407",
            ("cancel", Asked::Status) => "200",
            ("deny" | "cancel" | "expire" | "failure", _) => "202",
            _ => "200",
        }
    }

    /// What the charge is answered by.
    pub fn charged(&self) -> Value {
        let mut body = self.common("201", &format!("Success, {} transaction is created", self.payment_type));
        body.extend(self.instrument.clone());
        Value::Object(body)
    }

    /// What a question about the status is answered by.
    pub fn described(&self, key: &ServerKey) -> Value {
        self.signed(self.code_for(Asked::Status), "Success, transaction is found", key)
    }

    pub fn notified(&self, key: &ServerKey) -> Value {
        self.signed(self.code_for(Asked::Notification), "midtrans payment notification", key)
    }

    fn signed(&self, code: &str, message: &str, key: &ServerKey) -> Value {
        let mut body = self.common(code, message);
        body.extend(self.instrument.clone());
        for only_at_charge in ["actions", "qr_string", "redirect_url"] {
            body.remove(only_at_charge);
        }
        body.extend(self.echoed.clone());
        let gross = self.amount.to_string();
        body.insert("signature_key".into(), json!(signature(&self.order_id, code, &gross, key)));
        if let Some(at) = self.settled {
            body.insert("settlement_time".into(), json!(wib(at)));
        }
        if let Some(last) = self.refunds.last() {
            let sum = Amount::rupiah(self.refunded()).unwrap_or(Amount::ZERO);
            body.insert("refund_amount".into(), json!(sum.to_string()));
            body.insert("refund_key".into(), json!(last.key));
            body.insert("refunds".into(), self.refund_lines());
        }
        Value::Object(body)
    }

    fn refund_lines(&self) -> Value {
        let lines = (1_u32..).zip(&self.refunds).map(|(number, it)| {
            json!({
                "refund_chargeback_id": number, "refund_amount": it.amount.to_string(), "created_at": wib(it.at),
                "reason": it.reason, "refund_key": it.key, "refund_method": "online", "bank_confirmed_at": wib(it.at),
            })
        });
        lines.collect()
    }

    fn common(&self, code: &str, message: &str) -> Map<String, Value> {
        let body = json!({
            "status_code": code, "status_message": message, "transaction_id": self.id, "order_id": self.order_id,
            "merchant_id": "G000000000", "gross_amount": self.amount.to_string(), "currency": "IDR",
            "payment_type": self.payment_type, "transaction_time": wib(self.born),
            "transaction_status": self.status, "fraud_status": self.fraud, "expiry_time": wib(self.ends),
        });
        match body {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Status,
    Notification,
}

/// As the gateway writes times: WIB, without a zone.
pub(crate) fn wib(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(7)).format("%Y-%m-%d %H:%M:%S").to_string()
}
