//! What the office writes to the vendor of a complaint, ready for its own WhatsApp. The reporter's number is in it only when
//! the office ticked that.

use askama::Template;
use serde::Deserialize;
use tenancy::{May, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Path, Query, Shell};

use super::sql;
use crate::{
    classifier,
    complaint::{sql as complaints, view::spoken},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `ya`: the reporter's name and number go along.
    telepon: String,
}

#[derive(Template)]
#[template(path = "vendor/message.html")]
struct Message {
    s: Shell,
    here: String,
    edit: String,
    text: String,
    /// Empty: nobody knows its number.
    whatsapp: String,
    with_phone: bool,
    has_reporter: bool,
}

pub async fn show(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = complaints::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let wanted = complaint.vendor.ok_or(Error::missing())?;
    let vendor = sql::find(&mut tx, wanted).await?.ok_or(Error::missing())?;
    let reporter = sql::reporter_phone(&mut tx, id).await?;
    let names = classifier::names(&mut tx).await?;
    let (place, words) = (may.place(), browser.texts());
    let about = [names.of(complaint.category, browser.locale()), complaint.problem_name.clone()];
    let about = about.iter().filter(|it| !it.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ");
    let blanks = [
        ("name", vendor.name.as_str().into()),
        ("complex", place.name.as_str().into()),
        ("number", spoken(complaint.number).into()),
        ("about", about.into()),
        ("place", complaint.place.as_str().into()),
        ("words", complaint.words.as_str().into()),
    ];
    let mut text = words.with("care-vendor-message", &blanks);
    let with_phone = asked.telepon == "ya" && reporter.is_some();
    if let Some(phone) = reporter.as_ref().filter(|_| with_phone) {
        let blanks = [("name", complaint.reporter.as_str().into()), ("phone", phone.to_string().into())];
        text = format!("{text}\n{}", words.with("care-vendor-message-reporter", &blanks));
    }
    let list = place.path("keluhan");
    let title = words.with("care-vendor-write", &[("name", vendor.name.as_str().into())]);
    let number = spoken(complaint.number);
    let s = browser
        .office(&may, title.as_str())
        .crumb(words.get("care-title"), list.as_str())
        .crumb(number.as_str(), format!("{list}/{id}"))
        .crumb(title.as_str(), "");
    let chat = |phone: &kernel::PhoneNumber| {
        web::with_query(&format!("https://wa.me/{}", phone.wa_me()), &[("text", &text)])
    };
    web::page(&Message {
        here: format!("{list}/{id}/pesan-vendor"),
        edit: format!("{list}/vendor/{}", vendor.id),
        whatsapp: vendor.phone.as_ref().map(chat).unwrap_or_default(),
        text,
        with_phone,
        has_reporter: reporter.is_some(),
        s,
    })
}
