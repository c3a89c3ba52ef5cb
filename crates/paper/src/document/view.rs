//! How a document's figures become the text that a template sets.

use kernel::{Date, Locale, Period, Rupiah, format};
use serde_json::{Value, json};

use super::{Line, PaymentWay};
use crate::{PaperFault, qr};

#[derive(Clone, Copy)]
pub(crate) struct View {
    locale: Locale,
}

impl View {
    pub fn new(locale: Locale) -> Self {
        Self { locale }
    }

    pub fn date(self, date: Date) -> String {
        format::date(date, self.locale)
    }

    pub fn short_date(self, date: Date) -> String {
        format::short_date(date, self.locale)
    }

    pub fn month(self, period: Period) -> String {
        format::month(period, self.locale)
    }

    pub fn number(self, value: i64) -> String {
        format::number(value, self.locale)
    }

    /// Without `Rp`, for the columns of a table whose head says it.
    pub fn figure(self, amount: Rupiah) -> String {
        format::rupiah(amount).replace("Rp\u{a0}", "")
    }

    /// Nothing instead of a nought, for what is shown only where it exists.
    pub fn amount_if_any(self, amount: Rupiah) -> Option<String> {
        (amount != Rupiah::ZERO).then(|| format::rupiah(amount))
    }

    /// `Empat ratus dua puluh lima ribu rupiah`.
    pub fn in_words(self, amount: Rupiah) -> String {
        let words = kernel::in_words(amount, self.locale);
        let mut letters = words.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{} rupiah", letters.as_str())
    }

    pub fn lines(self, lines: &[Line]) -> Value {
        let line = |line: &Line| json!({"label": line.label, "detail": some(&line.detail), "amount": format::rupiah(line.amount)});
        lines.iter().map(line).collect()
    }

    pub fn ways(self, ways: &[PaymentWay]) -> Value {
        ways.iter().map(|way| self.way(way)).collect()
    }

    fn way(self, way: &PaymentWay) -> Value {
        match way {
            PaymentWay::Transfer { bank, account, holder, exact, unique_code } => json!({
                "kind": "transfer",
                "bank": bank,
                "account": account,
                "holder": holder,
                "exact": exact.map(format::rupiah),
                "code": unique_code,
            }),
            PaymentWay::Other { title, text } => json!({"kind": "other", "title": title, "text": text}),
        }
    }

    /// The address as a QR code, as something to press, and as something to read and type.
    pub fn link(self, link: Option<&str>) -> Result<Value, PaperFault> {
        let Some(address) = link else { return Ok(Value::Null) };
        let read = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let read =
            read.filter(|rest| !rest.is_empty() && address.bytes().all(|byte| byte.is_ascii_graphic()));
        let read = read.ok_or(PaperFault::Link)?;
        let read = read.replace('/', "/\u{200b}");
        Ok(json!({"url": address, "qr": qr::svg(address)?, "read": read}))
    }
}

/// A line that may be empty is told as nothing at all.
pub(crate) fn some(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}
