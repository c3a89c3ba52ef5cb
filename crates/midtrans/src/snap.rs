//! Snap, the gateway's own payment page: `POST /snap/v1/transactions`. Source: docs.midtrans.com "Snap", "Request body".

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Amount, Customer, Item, charge::Common};

/// A payment page to open. Until the payer picks a method no transaction exists, and its status is not found.
#[derive(Clone, Debug)]
pub struct SnapRequest {
    order_id: String,
    amount: Amount,
    common: Common,
    methods: Vec<String>,
    finish: Option<String>,
}

/// The page that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SnapSession {
    pub token: String,
    pub redirect_url: String,
}

impl SnapRequest {
    #[must_use]
    pub fn new(order_id: impl Into<String>, amount: Amount) -> Self {
        Self {
            order_id: order_id.into(),
            amount,
            common: Common::default(),
            methods: Vec::new(),
            finish: None,
        }
    }

    /// `enabled_payments`: `bca_va`, `echannel`, `gopay`, `other_qris`, `credit_card`, … Empty: whatever is activated.
    #[must_use]
    pub fn methods<T: Into<String>>(mut self, methods: impl IntoIterator<Item = T>) -> Self {
        self.methods = methods.into_iter().map(Into::into).collect();
        self
    }

    /// Where the page sends the payer back to. A hint for display: never mark anything paid from it.
    #[must_use]
    pub fn finish(mut self, url: impl Into<String>) -> Self {
        self.finish = Some(url.into());
        self
    }

    /// Minutes from now for the transaction.
    #[must_use]
    pub fn expiring_in(mut self, minutes: u32) -> Self {
        self.common.expiry_minutes = Some(minutes);
        self
    }

    #[must_use]
    pub fn items(mut self, items: Vec<Item>) -> Self {
        self.common.items = items;
        self
    }

    #[must_use]
    pub fn customer(mut self, customer: Customer) -> Self {
        self.common.customer = Some(customer);
        self
    }

    /// Echoed in every notification; one to three, others are left out.
    #[must_use]
    pub fn custom_field(mut self, number: usize, text: impl Into<String>) -> Self {
        self.common.set_custom_field(number, text.into());
        self
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = self.common.body(&self.order_id, self.amount);
        if let Some(minutes) = self.common.expiry_minutes {
            body.insert("expiry".into(), json!({ "duration": minutes, "unit": "minute" }));
        }
        // Without it a stolen card's payment is the merchant's loss (docs.midtrans.com, "Card Payment: 3D Secure").
        body.insert("credit_card".into(), json!({ "secure": true }));
        if !self.methods.is_empty() {
            body.insert("enabled_payments".into(), json!(self.methods));
        }
        if let Some(finish) = &self.finish {
            body.insert("callbacks".into(), json!({ "finish": finish }));
        }
        Value::Object(body)
    }
}
