//! Decisions about a file: what a column means, what a cell should say, which rows to leave out, which rules apply.

use serde::Deserialize;
use spreadsheet::Format;
use tenancy::{May, policy::ImportHomes};
use web::{Browser, Error, Form, Go, Path, download};

use super::{Named, found, looked, opened, path, words};
use crate::import::{
    ColumnChoice, Correction, HomeStatus, RowPlace, Rule, faulty_rows,
    record::{Decision, State},
    sql,
};

/// More than anybody types; the examination has its own limits.
const LONGEST_VALUE: usize = 2_000;

/// The fields of a form, in their order.
type Fields = Form<Vec<(String, String)>>;

/// `kolom-0-3` is column 3 of the first table; `lama-0-3` is what it meant before.
pub async fn columns(may: May<ImportHomes>, Path(named): Path<Named>, Form(fields): Fields) -> web::Result {
    let value = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let mut decisions = Vec::new();
    for (name, chosen) in &fields {
        let Some(place) = name.strip_prefix("kolom-") else { continue };
        let Some((table, column)) = place.split_once('-') else { continue };
        let unchanged = value(&format!("lama-{place}")) == Some(chosen);
        let sheet = value(&format!("lembar-{table}"));
        let header_row = value(&format!("judul-{table}")).and_then(|row| row.parse().ok());
        let (Some(sheet), Some(header_row), Ok(column)) = (sheet, header_row, column.parse()) else {
            continue;
        };
        if let (false, Some(meaning)) = (unchanged, words::meaning_of(chosen)) {
            decisions.push(Decision::Column(ColumnChoice {
                sheet: sheet.to_owned(),
                header_row,
                column,
                meaning,
            }));
        }
    }
    decide(&may, named, &decisions).await?;
    Go::to(web::with_query(&path(may.place(), named.import), &[("kolom", "buka")])).into()
}

/// One row: its corrected fields, or that it is to be left out, or taken again.
pub async fn row(may: May<ImportHomes>, Path(named): Path<Named>, Form(fields): Fields) -> web::Result {
    let value =
        |name: &str| fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let row: u32 = value("baris").parse().map_err(|_| Error::Unreadable("a row has a number".to_owned()))?;
    let place = RowPlace { sheet: value("lembar").to_owned(), row };
    let decisions = match value("aksi") {
        "lewati" => vec![Decision::Skip(place)],
        "ikutkan" => vec![Decision::TakeAgain(place)],
        _ => corrections(&fields, &place),
    };
    decide(&may, named, &decisions).await?;
    let focus = format!("{}-{row}", value("urut"));
    let tab = value("tab");
    let query = [("tab", tab), ("fokus", if tab == "perbaiki" { focus.as_str() } else { "" })];
    Go::to(web::with_query(&path(may.place(), named.import), &query)).into()
}

/// `isi-phone` is what the phone of this row should say.
fn corrections(fields: &[(String, String)], place: &RowPlace) -> Vec<Decision> {
    let correction = |(name, value): &(String, String)| {
        let field = words::meaning_of(name.strip_prefix("isi-")?)?;
        let value: String = value.chars().take(LONGEST_VALUE).collect();
        Some(Decision::Correct(Correction { sheet: place.sheet.clone(), row: place.row, field, value }))
    };
    fields.iter().filter_map(correction).collect()
}

#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct RuleForm {
    aturan: String,
    /// For a word of status: what it means.
    status: String,
    aksi: String,
    tab: String,
}

/// A rule comes into force, or out of it.
pub async fn rule(
    may: May<ImportHomes>,
    Path(named): Path<Named>,
    Form(form): Form<RuleForm>,
) -> web::Result {
    let mut rule: Rule =
        serde_json::from_str(&form.aturan).map_err(|error| Error::Unreadable(error.to_string()))?;
    let drops = form.aksi == "hapus";
    if let (Rule::StatusWord { to, .. }, false) = (&mut rule, drops) {
        *to = HomeStatus::ALL.into_iter().find(|status| status.code() == form.status).unwrap_or(*to);
    }
    let decision = if drops { Decision::DropRule(rule) } else { Decision::Rule(rule) };
    decide(&may, named, &[decision]).await?;
    Go::to(web::with_query(&path(may.place(), named.import), &[("tab", &form.tab)])).into()
}

/// Only the rows that are faulty, as they stand in the file, with the reason.
pub async fn faulty_file(may: May<ImportHomes>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    let opened = opened(&may, &mut tx, &import).await?;
    drop(tx);
    let looked = looked(opened).await?;
    let bytes = faulty_rows(&looked.workbook, &looked.found, browser.locale(), Format::Xlsx)
        .map_err(Error::broken)?;
    Ok(download(bytes, Format::Xlsx.content_type(), "perlu-diperbaiki.xlsx"))
}

/// Decisions are taken while nothing is written yet; after that they change nothing.
async fn decide(may: &May<ImportHomes>, named: Named, decisions: &[Decision]) -> web::Result<()> {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    if import.state() == State::Draft && !decisions.is_empty() {
        sql::decide(&mut tx, import.id, decisions).await?;
        tx.commit().await?;
    }
    Ok(())
}
