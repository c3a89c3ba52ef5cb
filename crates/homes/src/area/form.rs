//! Adding and renaming an area, and the small form that takes in a range of houses.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::AreaId;
use serde::Deserialize;
use tenancy::{May, policy::ManageUnits};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{Area, AreaDetails, AreaFault, AreaKind, Areas, sql};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AreaForm {
    pub(super) jenis: String,
    pub(super) kode: String,
    pub(super) nama: String,
    pub(super) induk: String,
}

#[derive(Template)]
#[template(path = "area/form.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    /// None while it is new.
    area: Option<Area>,
    form: AreaForm,
    range: String,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl FormPage {
    fn new(
        s: Shell,
        base: String,
        area: Option<Area>,
        form: AreaForm,
        areas: &Areas,
        faults: Faults,
    ) -> Self {
        let own = area.as_ref().map(|area| area.id);
        let wanted = area.as_ref().map(|area| area.kind.parent());
        let fits = |other: &&Area| {
            let kind = wanted.unwrap_or(Some(other.kind)) == Some(other.kind);
            kind && other.kind != AreaKind::Rt && Some(other.id) != own
        };
        Self {
            s: if faults.is_empty() { s } else { s.with_mistakes() },
            action: own.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
            back: base,
            kinds: AreaKind::ALL.map(|kind| Choice::new(kind.code(), kind.prefix())).to_vec(),
            parents: areas.0.iter().filter(fits).map(|a| Choice::new(a.id.to_string(), &a.name)).collect(),
            mistakes: faults.pairs(),
            range: String::new(),
            area,
            form,
            faults,
        }
    }

    fn takes_units(&self) -> bool {
        self.area.as_ref().is_some_and(|area| area.kind != AreaKind::Rw)
    }
}

fn shell(may: &May<ManageUnits>, browser: &Browser, area: Option<&Area>) -> Shell {
    let words = browser.texts();
    let title = match area {
        Some(area) => words.with("area-edit", &[("name", area.name.as_str().into())]),
        None => words.get("area-add").to_owned(),
    };
    let here = title.clone();
    browser.office(may, title).crumb(words.get("areas-title"), may.place().path("area")).crumb(here, "")
}

/// Understands the form.
pub(super) fn parse(
    s: &Shell,
    kind: AreaKind,
    form: &AreaForm,
    areas: &Areas,
) -> Result<AreaDetails, Faults> {
    let parent = form.induk.parse::<AreaId>().ok();
    AreaDetails::parse(kind, &form.kode, &form.nama, parent, areas).map_err(|fault| {
        let (field, key) = match fault {
            AreaFault::NoCode => ("kode", "area-fault-code"),
            AreaFault::CodeTooLong => ("kode", "area-fault-code-long"),
            AreaFault::NameTooLong => ("nama", "area-fault-name"),
            AreaFault::WrongParent => ("induk", "area-fault-parent"),
        };
        let mut faults = Faults::default();
        faults.put(field, s.t(key));
        faults
    })
}

pub async fn new(may: May<ManageUnits>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let form = AreaForm { jenis: AreaKind::Rt.code().to_owned(), ..AreaForm::default() };
    let s = shell(&may, &browser, None);
    web::page(&FormPage::new(s, may.place().path("area"), None, form, &areas, Faults::default()))
}

pub async fn create(may: May<ManageUnits>, browser: Browser, Form(form): Form<AreaForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let s = shell(&may, &browser, None);
    let base = may.place().path("area");
    let kind = AreaKind::from_code(&form.jenis).unwrap_or(AreaKind::Block);
    let faults = match parse(&s, kind, &form, &areas) {
        Err(faults) => faults,
        Ok(details) => match sql::add(&mut tx, &details).await {
            Ok(_) => {
                tx.commit().await?;
                let said = s.t1("area-added", "name", &details.name);
                return Ok(Go::to(base).saying(said).into_response());
            }
            Err(error) => taken(&s, error)?,
        },
    };
    web::invalid(&FormPage::new(s, base, None, form, &areas, faults))
}

pub async fn edit(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, id)): Path<(String, AreaId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let area = areas.get(id).ok_or(web::Error::missing())?.clone();
    let s = shell(&may, &browser, Some(&area));
    let form = form_of(&area);
    web::page(&FormPage::new(s, may.place().path("area"), Some(area), form, &areas, Faults::default()))
}

pub async fn update(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, id)): Path<(String, AreaId)>,
    Form(form): Form<AreaForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let area = areas.get(id).ok_or(web::Error::missing())?.clone();
    let s = shell(&may, &browser, Some(&area));
    let base = may.place().path("area");
    let parsed = parse(&s, area.kind, &form, &areas);
    let faults = match parsed {
        Err(faults) => faults,
        Ok(details) if is_below(&areas, details.parent, id) => {
            let mut faults = Faults::default();
            faults.put("induk", s.t("area-fault-parent"));
            tracing::debug!(name = details.name, "an area was to lie in itself");
            faults
        }
        Ok(details) => match sql::change(&mut tx, id, &details).await {
            Ok(()) => {
                tx.commit().await?;
                let said = s.t1("area-saved", "name", &details.name);
                return Ok(Go::to(base).saying(said).into_response());
            }
            Err(error) => taken(&s, error)?,
        },
    };
    web::invalid(&FormPage::new(s, base, Some(area), form, &areas, faults))
}

/// The same page again after a range that was not understood; nothing typed is lost.
pub(super) fn with_range_fault(
    may: &May<ManageUnits>,
    browser: &Browser,
    areas: &Areas,
    area: &Area,
    range: String,
    sentence: String,
) -> web::Result {
    let mut faults = Faults::default();
    faults.put("rentang", sentence);
    let s = shell(may, browser, Some(area));
    let base = may.place().path("area");
    let page = FormPage::new(s, base, Some(area.clone()), form_of(area), areas, faults);
    web::invalid(&FormPage { range, ..page })
}

fn form_of(area: &Area) -> AreaForm {
    AreaForm {
        jenis: area.kind.code().to_owned(),
        kode: area.code.clone(),
        nama: area.name.clone(),
        induk: area.parent.map(|id| id.to_string()).unwrap_or_default(),
    }
}

/// Would the tree turn in a circle?
fn is_below(areas: &Areas, parent: Option<AreaId>, id: AreaId) -> bool {
    let mut at = parent;
    while let Some(area) = at.and_then(|at| areas.get(at)) {
        if area.id == id {
            return true;
        }
        at = area.parent;
    }
    false
}

pub(super) fn taken(s: &Shell, error: tenancy::Error) -> Result<Faults, web::Error> {
    if error.constraint() != Some("area_code_once") {
        return Err(error.into());
    }
    let mut faults = Faults::default();
    faults.put("kode", s.t("area-fault-taken"));
    Ok(faults)
}
