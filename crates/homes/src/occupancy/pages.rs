//! Ending a stay, making somebody the payer, taking out what was written by mistake.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, OccupancyId};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManagePeople};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{Occupant, save, sql};
use crate::{faults, typed, unit};

type OnePath = Path<(String, String, OccupancyId)>;

/// The unit and one of its stays; whoever guesses an id of another unit finds nothing.
async fn found(
    tx: &mut TenantTx,
    unit: &str,
    occupancy: OccupancyId,
) -> web::Result<(unit::sql::Unit, Occupant)> {
    let unit = unit::sql::find(tx, unit).await?.ok_or(web::Error::missing())?;
    let there = sql::of_unit(tx, unit.id).await?;
    let occupant = there.into_iter().find(|o| o.id == occupancy).ok_or(web::Error::missing())?;
    Ok((unit, occupant))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    /// The last day.
    terakhir: String,
    sebab: String,
}

#[derive(Template)]
#[template(path = "occupancy/end.html")]
struct EndPage {
    s: Shell,
    action: String,
    back: String,
    who: String,
    kind: String,
    form: EndForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl EndPage {
    fn new(
        may: &May<ManagePeople>,
        s: Shell,
        unit: &unit::sql::Unit,
        o: &Occupant,
        form: EndForm,
        f: Faults,
    ) -> Self {
        let back = unit::path(may.place(), unit.id, &unit.code);
        let (units, end) = (s.t("units-title").to_owned(), s.t("occupancy-end").to_owned());
        let s = s.crumb(units, may.place().path("unit")).crumb(&unit.code, &back).crumb(end, "");
        Self {
            action: format!("{back}/penghuni/{}/akhiri", o.id),
            who: o.name.clone(),
            kind: s.t(o.kind.word()).to_owned(),
            mistakes: f.pairs(),
            s: if f.is_empty() { s } else { s.with_mistakes() },
            faults: f,
            back,
            form,
        }
    }
}

pub async fn ask_to_end(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, unit, occupancy)): OnePath,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, occupant) = found(&mut tx, &unit, occupancy).await?;
    let today = may.place().zone.date(tx.now());
    let form = EndForm { terakhir: today.to_string(), sebab: String::new() };
    let s = browser.office(&may, browser.texts().get("occupancy-end"));
    web::page(&EndPage::new(&may, s, &unit, &occupant, form, Faults::default()))
}

pub async fn end(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, unit, occupancy)): OnePath,
    Form(form): Form<EndForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, occupant) = found(&mut tx, &unit, occupancy).await?;
    let s = browser.office(&may, browser.texts().get("occupancy-end"));
    let until = match parse_end(&s, &form, &occupant) {
        Ok(until) => until,
        Err(faults) => return web::invalid(&EndPage::new(&may, s, &unit, &occupant, form, faults)),
    };

    save::end(&mut tx, unit.id, &occupant, until, &typed::tidy(&form.sebab)).await?;
    tx.commit().await?;

    let last = until.pred_opt().unwrap_or(until);
    let said = s.t2("occupancy-ended", "name", &occupant.name, "date", s.date(&last));
    Ok(Go::to(unit::path(may.place(), unit.id, &unit.code)).saying(said).into_response())
}

/// The first day without them.
fn parse_end(s: &Shell, form: &EndForm, occupant: &Occupant) -> Result<Date, Faults> {
    let mut faults = Faults::default();
    if form.sebab.chars().count() > 200 {
        faults.put("sebab", s.t("fault-note"));
    }
    let until = typed::date(&form.terakhir).ok().flatten().and_then(|last| last.succ_opt());
    match until {
        None => faults.put("terakhir", faults::date(s)),
        Some(until) if occupant.stay.from.is_some_and(|from| until <= from) => {
            let from = occupant.stay.from.map(|from| s.date(&from)).unwrap_or_default();
            faults.put("terakhir", s.t1("occupancy-fault-end", "date", from));
        }
        Some(until) if faults.is_empty() => return Ok(until),
        Some(_) => {}
    }
    Err(faults)
}

pub async fn pays(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, unit, occupancy)): OnePath,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, _) = found(&mut tx, &unit, occupancy).await?;
    let today = may.place().zone.date(tx.now());
    let occupant = save::pay_from(&mut tx, unit.id, occupancy, today).await?.ok_or(web::Error::missing())?;
    tx.commit().await?;
    let said = browser.texts().with("occupancy-pays-now", &[("name", occupant.name.as_str().into())]);
    Go::to(unit::path(may.place(), unit.id, &unit.code)).saying(said).into()
}

pub async fn remove(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, unit, occupancy)): OnePath,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, occupant) = found(&mut tx, &unit, occupancy).await?;
    sql::remove(&mut tx, occupancy).await?;
    tx.commit().await?;
    let said = browser.texts().with("occupancy-removed", &[("name", occupant.name.as_str().into())]);
    Go::to(unit::path(may.place(), unit.id, &unit.code)).saying(said).into()
}
