//! The picture for the WhatsApp group: totals for each block, no names. Shame causes quarrels; names stay with the
//! committee.

use axum::Extension;
use chrono::Datelike as _;
use dues::{owing, setting};
use files::Files;
use kernel::{Locale, Period};
use paper::{Block, Press, Recap};
use tenancy::{May, Routes, policy::SeeArrears};

use crate::common::{letterhead, within};

pub fn routes() -> Routes {
    Routes::new("arrears").get("/k/{complex}/tunggakan/rekap", picture)
}

async fn picture(
    may: May<SeeArrears>,
    files: Option<Extension<Files>>,
    press: Extension<Press>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let within = within(&may);
    let areas = owing::by_area(&mut tx, &within, today).await?;
    // A ketua RT shows the blocks of the own RT; where a complex has no blocks, its RTs stand for them.
    let kind = if areas.iter().any(|area| area.kind == "block") { "block" } else { "rt" };
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let blocks = areas.iter().filter(|area| area.kind == kind).map(|area| Block {
        name: area.name.clone(),
        units: count(area.units),
        paid_units: count(area.units - area.late_units),
        owed: area.ages.late(),
    });
    let setting = setting::load(&mut tx).await?;
    let head = letterhead(&mut tx, files.as_ref(), may.place(), &setting).await;
    let recap = Recap {
        period: Period::of(today),
        as_of: today,
        blocks: blocks.collect(),
        note: String::new(),
        link: None,
    };
    let bytes = press.png(&head, Locale::Id, recap.into()).await.map_err(web::Error::broken)?;
    let name = format!("rekap-{}-{}-{:02}.png", may.place().slug, today.year(), today.month());
    Ok(web::download(bytes, "image/png", &name))
}
