//! The link of a unit for those who send it, and a resident's own way to it.

use askama::Template;
use axum::{extract::State, response::IntoResponse as _};
use dues::invoice::open_of_units;
use kernel::{InvoiceId, PhoneNumber, Rupiah, UnitId};
use serde::Deserialize;
use tenancy::{
    May, Store,
    policy::{SeeDues, SeeOwnDues},
};
use web::{Browser, Go, Path, Query, Shell};

use super::{bill_link, sql};

#[derive(Template)]
#[template(path = "link/office.html")]
struct Page {
    s: Shell,
    unit: String,
    owed: String,
    is_open: bool,
    link: String,
    text: String,
    whatsapp: String,
    action: String,
}

pub async fn show(
    may: May<SeeDues>,
    browser: Browser,
    State(store): State<Store>,
    Path((_, unit)): Path<(String, UnitId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let code = sql::unit_code(&mut tx, unit).await?.ok_or_else(web::Error::missing)?;
    let link = bill_link(&mut tx, &store, place.complex, unit).await?;
    let open = open_of_units(&mut tx, &[unit]).await?;
    let owed = open.iter().fold(Rupiah::ZERO, |sum, one| sum.checked_add(one.open).unwrap_or(sum));
    let today = place.zone.date(tx.now());
    let phone = sql::payer_phone(&mut tx, unit, today).await?;
    tx.commit().await?;
    let s = browser.office(&may, browser.texts().get("checkout-link-title"));
    let name = open.last().map(|one| one.payer_name.clone()).filter(|name| !name.is_empty());
    let blanks = [
        ("name", name.clone().unwrap_or_else(|| code.clone()).into()),
        ("unit", code.clone().into()),
        ("place", place.name.clone().into()),
        ("amount", owed.to_string().into()),
        ("link", link.clone().into()),
    ];
    let text = s.tw("checkout-link-text", blanks);
    let phone = phone.and_then(|phone| PhoneNumber::parse(&phone).ok());
    let to = phone.map_or("https://wa.me/".to_owned(), |phone| format!("https://wa.me/{}", phone.wa_me()));
    let s = s.crumb(code.clone(), place.path(&format!("unit/{unit}")));
    let title = s.title.clone();
    web::page(&Page {
        whatsapp: web::with_query(&to, &[("text", &text)]),
        action: place.path(&format!("tautan-bayar/{unit}")),
        is_open: owed > Rupiah::ZERO,
        owed: owed.to_string(),
        unit: code,
        link,
        text,
        s: s.crumb(title, ""),
    })
}

/// A new link; whoever holds the old one sees nothing any more.
pub async fn renew(
    may: May<SeeDues>,
    browser: Browser,
    Path((_, unit)): Path<(String, UnitId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    sql::unit_code(&mut tx, unit).await?.ok_or_else(web::Error::missing)?;
    sql::revoke(&mut tx, unit, may.who().account).await?;
    sql::open_of(&mut tx, unit).await?;
    tx.commit().await?;
    let said = browser.texts().get("checkout-link-renewed");
    Ok(Go::to(may.place().path(&format!("tautan-bayar/{unit}"))).saying(said).into_response())
}

/// Which invoice the way leads to; none: all of the unit's.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OneOf {
    pilih: Option<InvoiceId>,
}

/// From the resident's own invoices to the page on which they are paid.
pub async fn own(
    may: May<SeeOwnDues>,
    State(store): State<Store>,
    Path((_, unit)): Path<(String, UnitId)>,
    Query(one): Query<OneOf>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    sql::own_unit_code(&mut tx, unit, today).await?.ok_or_else(web::Error::missing)?;
    let link = sql::open_of(&mut tx, unit).await?;
    tx.commit().await?;
    let path = super::path(&store, may.place().complex, link);
    let one = one.pilih.map(|invoice| ("pilih", invoice.to_string()));
    let chosen: Vec<(&str, &str)> = one.iter().map(|(name, id)| (*name, id.as_str())).collect();
    Ok(Go::to(web::with_query(&path, &chosen)).into_response())
}
