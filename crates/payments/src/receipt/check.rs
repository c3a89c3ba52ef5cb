//! The page that anybody with the link sees: is this receipt ours, and does it still stand? No phone, no full name.

use askama::Template;
use axum::extract::State as Held;
use kernel::{PaymentId, Rupiah};
use tenancy::{Store, Ticket};
use web::{Browser, Shell};

use super::{ReceiptTicket, link};
use crate::payment::{State, sql};

#[derive(Template)]
#[template(path = "receipt/check.html")]
struct Page {
    s: Shell,
    place: String,
    number: String,
    stands: bool,
    reason: String,
    units: String,
    payer: String,
    amount: String,
    value_on: String,
    kept: String,
    /// This page's own address, so that the next person scans it off this screen.
    qr: String,
}

pub async fn show(ticket: Ticket<ReceiptTicket>, browser: Browser, Held(store): Held<Store>) -> web::Result {
    let (mut tx, place) = ticket.begin().await?;
    let id = PaymentId::from_uuid(ticket.subject());
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let receipt = sql::receipt(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let s = browser.public(browser.texts().get("check-title"));
    let kept = if receipt.kept_as_credit > Rupiah::ZERO {
        receipt.kept_as_credit.to_string()
    } else {
        String::new()
    };
    web::page(&Page {
        qr: web::qr::svg(&link(&store, &place, id)),
        place: place.name,
        number: payment.receipt_number.unwrap_or_default(),
        stands: payment.state == State::Verified,
        reason: payment.reversed_because.unwrap_or_default(),
        units: receipt.units.join(", "),
        payer: masked(&payment.payer_name),
        amount: payment.amount.to_string(),
        value_on: s.date(&payment.value_on),
        kept,
        s,
    })
}

/// `B••• S•••`: enough for whoever holds the paper, nothing for anybody else.
fn masked(name: &str) -> String {
    let words = name.split_whitespace().filter_map(|word| word.chars().next());
    words.map(|first| format!("{first}•••")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_name_is_told_by_its_first_letters_only() {
        assert_eq!(masked("Budi Santoso"), "B••• S•••");
        assert_eq!(masked(""), "");
    }
}
