//! What is charged by the Core API, `POST /v2/charge`. Sources: docs.midtrans.com "Core API", the page of each method.

use serde_json::{Map, Value, json};

use crate::Amount;

/// One payment to open. The order id is single-use (a second charge is refused with 406), at most 50 characters.
#[derive(Clone, Debug)]
pub struct Charge {
    pub(crate) order_id: String,
    pub(crate) amount: Amount,
    method: Method,
    common: Common,
}

/// What Core and Snap share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    pub items: Vec<Item>,
    pub customer: Option<Customer>,
    pub expiry_minutes: Option<u32>,
    pub custom_fields: [Option<String>; 3],
}

/// How the payer pays. Cards are left to Snap's page, so that their numbers never pass through the merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// `acquirer` is `"gopay"` or `"airpay shopee"`.
    Qris {
        acquirer: String,
    },
    BankTransfer(Bank),
    /// Permata answers with `permata_va_number` rather than `va_numbers`.
    Permata {
        recipient: Option<String>,
    },
    /// Label at most 10 characters, value at most 30.
    MandiriBill {
        label: String,
        value: String,
    },
    GoPay {
        callback: Option<String>,
    },
    ShopeePay {
        callback: String,
    },
    /// The payer has 55 seconds.
    Ovo {
        phone: String,
    },
    Indomaret {
        message: String,
    },
    /// Up to three lines of 40 characters.
    Alfamart {
        lines: Vec<String>,
    },
}

/// Banks that give a virtual account number in `va_numbers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bank {
    Bca,
    Bni,
    Bri,
    Cimb,
}

/// A line of the bill. The lines have to sum to the amount; a negative price is a discount.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: String,
    pub name: String,
    /// Whole rupiah for one.
    pub price: i64,
    pub quantity: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Customer {
    pub first_name: String,
    pub email: Option<String>,
    /// With `+62` or `0` in front; BNI refuses anything else.
    pub phone: Option<String>,
}

impl Charge {
    #[must_use]
    pub fn new(order_id: impl Into<String>, amount: Amount, method: Method) -> Self {
        Self { order_id: order_id.into(), amount, method, common: Common::default() }
    }

    /// Minutes from now; each method has its own default and limits.
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
            body.insert("custom_expiry".into(), json!({ "expiry_duration": minutes, "unit": "minute" }));
        }
        let (kind, part, detail) = self.method.body();
        body.insert("payment_type".into(), json!(kind));
        body.insert(part.into(), detail);
        Value::Object(body)
    }
}

impl Common {
    pub(crate) fn set_custom_field(&mut self, number: usize, text: String) {
        if let Some(field) = number.checked_sub(1).and_then(|at| self.custom_fields.get_mut(at)) {
            *field = Some(text);
        }
    }

    pub(crate) fn body(&self, order_id: &str, amount: Amount) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert(
            "transaction_details".into(),
            json!({ "order_id": order_id, "gross_amount": amount.get() }),
        );
        if !self.items.is_empty() {
            let items = self.items.iter().map(Item::body).collect();
            body.insert("item_details".into(), Value::Array(items));
        }
        if let Some(customer) = &self.customer {
            body.insert("customer_details".into(), customer.body());
        }
        for (number, text) in (1..).zip(&self.custom_fields) {
            if let Some(text) = text {
                body.insert(format!("custom_field{number}"), json!(text));
            }
        }
        body
    }
}

impl Item {
    fn body(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "price": self.price, "quantity": self.quantity })
    }
}

impl Customer {
    fn body(&self) -> Value {
        let mut body = json!({ "first_name": self.first_name });
        for (name, text) in [("email", &self.email), ("phone", &self.phone)] {
            if let Some(text) = text {
                body[name] = json!(text);
            }
        }
        body
    }
}

impl Bank {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bca => "bca",
            Self::Bni => "bni",
            Self::Bri => "bri",
            Self::Cimb => "cimb",
        }
    }
}

impl Method {
    /// Payment type, name of its part, and the part.
    fn body(&self) -> (&'static str, &'static str, Value) {
        match self {
            Self::Qris { acquirer } => ("qris", "qris", json!({ "acquirer": acquirer })),
            Self::BankTransfer(bank) => ("bank_transfer", "bank_transfer", json!({ "bank": bank.code() })),
            Self::Permata { recipient: None } => {
                ("bank_transfer", "bank_transfer", json!({ "bank": "permata" }))
            }
            Self::Permata { recipient: Some(name) } => (
                "bank_transfer",
                "bank_transfer",
                json!({ "bank": "permata", "permata": { "recipient_name": name } }),
            ),
            Self::MandiriBill { label, value } => {
                ("echannel", "echannel", json!({ "bill_info1": label, "bill_info2": value }))
            }
            Self::GoPay { callback: None } => ("gopay", "gopay", json!({ "enable_callback": false })),
            Self::GoPay { callback: Some(url) } => {
                ("gopay", "gopay", json!({ "enable_callback": true, "callback_url": url }))
            }
            Self::ShopeePay { callback } => ("shopeepay", "shopeepay", json!({ "callback_url": callback })),
            Self::Ovo { phone } => ("ovo", "ovo", json!({ "payer_phone_number": phone })),
            Self::Indomaret { message } => {
                ("cstore", "cstore", json!({ "store": "indomaret", "message": message }))
            }
            Self::Alfamart { lines } => ("cstore", "cstore", alfamart(lines)),
        }
    }
}

fn alfamart(lines: &[String]) -> Value {
    let mut body = json!({ "store": "alfamart" });
    for (number, line) in (1..=3).zip(lines) {
        body[format!("alfamart_free_text_{number}")] = json!(line);
    }
    body
}
