//! The statements of the ticked houses as one PDF, each on a page of its own.

use axum::Extension;
use dues::setting;
use files::Files;
use kernel::Locale;
use paper::{Document, Press};
use tenancy::{May, policy::SeeArrears};
use web::Form;

use super::chosen::Chosen;
use crate::{
    account,
    common::{letterhead, within},
};

pub async fn statements(
    may: May<SeeArrears>,
    files: Option<Extension<Files>>,
    press: Extension<Press>,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let rows = Chosen::of(&fields).few(&mut tx, within(&may), today).await?;
    let (from, to) = account::span(None, None, today);
    let mut documents: Vec<Document> = Vec::with_capacity(rows.len());
    for row in rows {
        let unit = homes::UnitMark { id: row.unit, code: row.code };
        documents.push(account::paper(&mut tx, &unit, row.payer_name, from, to).await?.into());
    }
    let setting = setting::load(&mut tx).await?;
    let head = letterhead(&mut tx, files.as_ref(), may.place(), &setting).await;
    drop(tx);
    let bytes = press.print(&head, Locale::Id, documents).await.map_err(web::Error::broken)?;
    Ok(web::download(bytes, "application/pdf", &format!("rekening-{}-{today}.pdf", may.place().slug)))
}
