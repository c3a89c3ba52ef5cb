//! Adding and changing a unit. Nothing typed is lost: a mistake gives the form back with a sentence at its field.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::AreaId;
use serde::Deserialize;
use tenancy::{May, policy::ManageUnits};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{
    CodeFault, UnitCode, UnitDetails, UnitStatus,
    list::choices,
    path,
    sql::{self, Unit},
};
use crate::{
    area::{self, AreaKind, Areas},
    faults,
    typed::{self, tidy},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UnitForm {
    pub(super) kode: String,
    pub(super) blok: String,
    pub(super) rt: String,
    pub(super) tipe: String,
    pub(super) tanah: String,
    pub(super) bangunan: String,
    pub(super) serah_terima: String,
    pub(super) status: String,
    pub(super) catatan: String,
}

impl UnitForm {
    pub(super) fn of(unit: &Unit) -> Self {
        let figure = |value: Option<rust_decimal::Decimal>| {
            value.map(|v| v.normalize().to_string().replace('.', ",")).unwrap_or_default()
        };
        Self {
            kode: unit.code.clone(),
            blok: unit.block.map(|id| id.to_string()).unwrap_or_default(),
            rt: unit.rt.map(|id| id.to_string()).unwrap_or_default(),
            tipe: unit.unit_type.clone(),
            tanah: figure(unit.land_m2),
            bangunan: figure(unit.building_m2),
            serah_terima: unit.handed_over_on.map(|day| day.to_string()).unwrap_or_default(),
            status: unit.status.code().to_owned(),
            catatan: unit.note.clone(),
        }
    }

    pub(super) fn parse(&self, s: &Shell, areas: &Areas) -> Result<UnitDetails, Faults> {
        let mut faults = Faults::default();
        let code = faults.keep("kode", UnitCode::parse(&self.kode), |fault| code_sentence(s, *fault));
        let block = area_of(&mut faults, s, "blok", &self.blok, AreaKind::Block, areas);
        let rt = area_of(&mut faults, s, "rt", &self.rt, AreaKind::Rt, areas);
        let land = faults.keep("tanah", typed::square_metres(&self.tanah), |f| faults::measure(s, *f));
        let building =
            faults.keep("bangunan", typed::square_metres(&self.bangunan), |f| faults::measure(s, *f));
        let handed = faults.keep("serah_terima", typed::date(&self.serah_terima), |_| faults::date(s));
        let status = UnitStatus::from_code(&self.status);
        if status.is_none() {
            faults.put("status", s.t("unit-fault-status"));
        }
        let unit_type = tidy(&self.tipe);
        if unit_type.chars().count() > 60 {
            faults.put("tipe", s.t("unit-fault-type"));
        }
        let note = self.catatan.trim().to_owned();
        if note.chars().count() > 2000 {
            faults.put("catatan", s.t("fault-note"));
        }
        match (code, land, building, handed, status) {
            (Some(code), Some(land_m2), Some(building_m2), Some(handed_over_on), Some(status))
                if faults.is_empty() =>
            {
                Ok(UnitDetails {
                    code,
                    block,
                    rt,
                    unit_type,
                    land_m2,
                    building_m2,
                    handed_over_on,
                    status,
                    note,
                })
            }
            _ => Err(faults),
        }
    }
}

fn area_of(
    faults: &mut Faults,
    s: &Shell,
    field: &str,
    text: &str,
    kind: AreaKind,
    areas: &Areas,
) -> Option<AreaId> {
    if text.is_empty() {
        return None;
    }
    let known = text.parse::<AreaId>().ok().filter(|id| areas.has(*id, kind));
    if known.is_none() {
        faults.put(field, s.t("unit-fault-area"));
    }
    known
}

pub(crate) fn code_sentence(s: &Shell, fault: CodeFault) -> String {
    s.t(match fault {
        CodeFault::Empty | CodeFault::NoLetters => "unit-fault-code",
        CodeFault::TooLong => "unit-fault-code-long",
    })
    .to_owned()
}

#[derive(Template)]
#[template(path = "unit/form.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    is_new: bool,
    form: UnitForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    blocks: Vec<Choice>,
    rts: Vec<Choice>,
    statuses: Vec<Choice>,
}

impl FormPage {
    fn new(mut s: Shell, action: String, form: UnitForm, areas: &Areas, faults: Faults) -> Self {
        if !faults.is_empty() {
            s = s.with_mistakes();
        }
        let statuses =
            UnitStatus::ALL.map(|st| Choice::new(st.code(), s.t(st.word())).with_icon(st.icon())).to_vec();
        Self {
            back: action.clone(),
            is_new: false,
            mistakes: faults.pairs(),
            blocks: choices(areas, AreaKind::Block),
            rts: choices(areas, AreaKind::Rt),
            statuses,
            s,
            action,
            form,
            faults,
        }
    }

    fn for_new(mut self) -> Self {
        self.is_new = true;
        self
    }
}

fn shell_new(may: &May<ManageUnits>, browser: &Browser) -> Shell {
    let s = browser.office(may, browser.texts().get("unit-new"));
    let (units, title) = (s.t("units-title").to_owned(), s.title.clone());
    s.crumb(units, may.place().path("unit")).crumb(title, "")
}

fn shell_edit(may: &May<ManageUnits>, browser: &Browser, unit: &Unit) -> Shell {
    let s = browser.office(may, browser.texts().with("unit-edit", &[("code", unit.code.as_str().into())]));
    let (units, edit) = (s.t("units-title").to_owned(), s.t("unit-edit-short").to_owned());
    s.crumb(units, may.place().path("unit"))
        .crumb(&unit.code, path(may.place(), unit.id, &unit.code))
        .crumb(edit, "")
}

pub async fn new(may: May<ManageUnits>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = area::sql::all(&mut tx).await?;
    let form = UnitForm { status: UnitStatus::Empty.code().to_owned(), ..UnitForm::default() };
    let (s, action) = (shell_new(&may, &browser), may.place().path("unit"));
    web::page(&FormPage::new(s, action, form, &areas, Faults::default()).for_new())
}

pub async fn create(may: May<ManageUnits>, browser: Browser, Form(form): Form<UnitForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = area::sql::all(&mut tx).await?;
    let (s, action) = (shell_new(&may, &browser), may.place().path("unit"));
    let details = match form.parse(&s, &areas) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&FormPage::new(s, action, form, &areas, faults).for_new()),
    };

    match sql::add(&mut tx, &details).await {
        Ok(id) => {
            tx.commit().await?;
            let said = s.t1("unit-added", "code", details.code.as_str());
            Ok(Go::to(path(may.place(), id, details.code.as_str())).saying(said).into_response())
        }
        Err(error) => {
            let faults = taken(&s, error)?;
            web::invalid(&FormPage::new(s, action, form, &areas, faults).for_new())
        }
    }
}

pub async fn edit(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let areas = area::sql::all(&mut tx).await?;
    let s = shell_edit(&may, &browser, &unit);
    let action = path(may.place(), unit.id, &unit.code);
    web::page(&FormPage::new(s, action, UnitForm::of(&unit), &areas, Faults::default()))
}

pub async fn update(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<UnitForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let areas = area::sql::all(&mut tx).await?;
    let s = shell_edit(&may, &browser, &unit);
    let action = path(may.place(), unit.id, &unit.code);
    let details = match form.parse(&s, &areas) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&FormPage::new(s, action, form, &areas, faults)),
    };

    match sql::change(&mut tx, unit.id, &details).await {
        Ok(()) => {
            tx.commit().await?;
            let said = s.t1("unit-saved", "code", details.code.as_str());
            Ok(Go::to(path(may.place(), unit.id, details.code.as_str())).saying(said).into_response())
        }
        Err(error) => {
            let faults = taken(&s, error)?;
            web::invalid(&FormPage::new(s, action, form, &areas, faults))
        }
    }
}

/// Another unit has this number: a sentence at the field. Anything else stays an error.
pub(super) fn taken(s: &Shell, error: tenancy::Error) -> Result<Faults, web::Error> {
    if error.constraint() != Some("unit_code_once") {
        return Err(error.into());
    }
    let mut faults = Faults::default();
    faults.put("kode", s.t("unit-fault-taken"));
    Ok(faults)
}
