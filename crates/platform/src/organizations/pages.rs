//! One organisation: its admins, and its complexes in figures. To look inside a complex, staff are invited into it.

use askama::Template;
use kernel::format;
use tenancy::Operator;
use web::{Browser, Error, Path, Shell, shell::Tone};

use crate::{
    console::sql::{self as platform, OrganizationRow},
    group::{
        model::{Figures, Sum},
        pages::say,
        sql,
    },
};

#[derive(Template)]
#[template(path = "organizations/show.html")]
struct Show {
    s: Shell,
    organization: OrganizationRow,
    since: String,
    sum: Sum,
    rows: Vec<Row>,
}

struct Row {
    f: Figures,
    tone: Tone,
    icon: &'static str,
    attention: String,
    last_import: String,
}

pub async fn show(operator: Operator, browser: Browser, Path(slug): Path<String>) -> web::Result {
    let mut tx = operator.begin().await?;
    let organization = platform::organization(&mut tx, &slug).await?.ok_or_else(Error::missing)?;
    let complexes = sql::complexes_of(&mut tx, organization.id).await?;
    let words = browser.texts();
    let s = browser.operator(&operator, &organization.name);
    let s = s.crumb(words.get("console-title"), "/admin").crumb(&organization.name, "");
    let since = format::date(kernel::Zone::Wib.date(organization.created_at), s.locale);
    let sum = Sum::of(&complexes);
    let rows = complexes.into_iter().map(|f| row(&s, f)).collect();
    web::page(&Show { s, organization, since, sum, rows })
}

fn row(s: &Shell, f: Figures) -> Row {
    let (tone, icon, attention) = say(s, f.attention());
    let last_import =
        f.last_import_at.map(|at| format::short_date(f.zone.date(at), s.locale)).unwrap_or_default();
    Row { f, tone, icon, attention, last_import }
}
