//! The code as a picture that a wallet finds in the gallery.

use axum::extract::State;
use tenancy::{Store, Ticket};
use web::Query;

use super::{BillTicket, pay::open, sheet::Asked};
use crate::{attempt::sql, qr};

pub async fn png(
    ticket: Ticket<BillTicket>,
    State(_): State<Store>,
    Query(asked): Query<Asked>,
) -> web::Result {
    let (mut tx, sheet) = open(&ticket, &asked).await?;
    let text = match asked.upaya {
        Some(id) => {
            let attempt = sql::find(&mut tx, id).await?.filter(|attempt| attempt.link == sheet.link.id);
            let attempt = attempt.ok_or_else(web::Error::missing)?;
            sql::charge(&mut tx, attempt.id).await?.map(|charge| charge.qr).unwrap_or_default()
        }
        None => sheet.printed().map(|printed| printed.text().to_owned()).unwrap_or_default(),
    };
    if text.is_empty() {
        return Err(web::Error::missing());
    }
    let picture = qr::png(&text).ok_or_else(|| web::Error::broken("a payment code that no picture holds"))?;
    let name = format!("QRIS-{}-{}.png", sheet.link.unit_code, sheet.amount.get());
    Ok(web::download(picture, "image/png", &name))
}
