//! Adding and changing a person. A phone that somebody else has is a sentence at the field, with that name.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{EmailAddress, PersonId, PhoneNumber};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManagePeople};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{Person, PersonDetails, PersonName, name_sentence, path, sql};
use crate::{faults, occupancy::optional};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub(super) nama: String,
    pub(super) telepon: String,
    pub(super) email: String,
    pub(super) catatan: String,
}

impl PersonForm {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            nama: person.name.clone(),
            telepon: person.phone.as_ref().map(PhoneNumber::local).unwrap_or_default(),
            email: person.email.clone().unwrap_or_default(),
            catatan: person.note.clone(),
        }
    }

    pub(super) fn parse(&self, s: &Shell) -> Result<PersonDetails, Faults> {
        let mut faults = Faults::default();
        let name = faults.keep("nama", PersonName::parse(&self.nama), |fault| name_sentence(s, *fault));
        let phone =
            optional(&mut faults, "telepon", &self.telepon, PhoneNumber::parse, |f| faults::phone(s, f));
        let email = optional(&mut faults, "email", &self.email, EmailAddress::parse, |f| faults::email(s, f));
        let note = self.catatan.trim().to_owned();
        if note.chars().count() > 2000 {
            faults.put("catatan", s.t("fault-note"));
        }
        match (name, phone, email) {
            (Some(name), Some(phone), Some(email)) if faults.is_empty() => {
                Ok(PersonDetails { name, phone, email, note })
            }
            _ => Err(faults),
        }
    }
}

#[derive(Template)]
#[template(path = "person/form.html")]
struct FormPage {
    s: Shell,
    action: String,
    form: PersonForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl FormPage {
    fn new(s: Shell, action: String, form: PersonForm, faults: Faults) -> Self {
        let s = if faults.is_empty() { s } else { s.with_mistakes() };
        Self { s, action, form, mistakes: faults.pairs(), faults }
    }
}

fn shell(may: &May<ManagePeople>, browser: &Browser, person: Option<&Person>) -> Shell {
    let words = browser.texts();
    let title = match person {
        Some(person) => words.with("person-edit", &[("name", person.name.as_str().into())]),
        None => words.get("person-add").to_owned(),
    };
    let s = browser.office(may, title).crumb(words.get("people-title"), may.place().path("warga"));
    match person {
        Some(person) => {
            s.crumb(&person.name, path(may.place(), person.id)).crumb(words.get("unit-edit-short"), "")
        }
        None => s.crumb(words.get("person-add"), ""),
    }
}

pub async fn new(may: May<ManagePeople>, browser: Browser) -> web::Result {
    let (s, action) = (shell(&may, &browser, None), may.place().path("warga"));
    web::page(&FormPage::new(s, action, PersonForm::default(), Faults::default()))
}

pub async fn create(may: May<ManagePeople>, browser: Browser, Form(form): Form<PersonForm>) -> web::Result {
    let (s, action) = (shell(&may, &browser, None), may.place().path("warga"));
    let details = match form.parse(&s) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&FormPage::new(s, action, form, faults)),
    };
    let mut tx = may.begin().await?;
    if let Some(faults) = taken(&mut tx, &s, &details, None).await? {
        return web::invalid(&FormPage::new(s, action, form, faults));
    }

    let id = sql::add(&mut tx, &details).await?;
    tx.commit().await?;

    let said = s.t1("person-added", "name", details.name.as_str());
    Ok(Go::to(path(may.place(), id)).saying(said).into_response())
}

pub async fn edit(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, id)): Path<(String, PersonId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let person = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let s = shell(&may, &browser, Some(&person));
    web::page(&FormPage::new(s, path(may.place(), id), PersonForm::of(&person), Faults::default()))
}

pub async fn update(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, id)): Path<(String, PersonId)>,
    Form(form): Form<PersonForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let person =
        sql::find(&mut tx, id).await?.filter(|p| p.merged_into.is_none()).ok_or(web::Error::missing())?;
    let (s, action) = (shell(&may, &browser, Some(&person)), path(may.place(), id));
    let details = match form.parse(&s) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&FormPage::new(s, action, form, faults)),
    };
    if let Some(faults) = taken(&mut tx, &s, &details, Some(id)).await? {
        return web::invalid(&FormPage::new(s, action, form, faults));
    }

    sql::change(&mut tx, id, &details).await?;
    tx.commit().await?;

    let said = s.t1("person-saved", "name", details.name.as_str());
    Ok(Go::to(action).saying(said).into_response())
}

/// Somebody else has this phone. Two rows of one human are merged, not given one number.
pub(super) async fn taken(
    tx: &mut TenantTx,
    s: &Shell,
    details: &PersonDetails,
    own: Option<PersonId>,
) -> tenancy::Result<Option<Faults>> {
    let Some(phone) = &details.phone else { return Ok(None) };
    let other = sql::by_phone(tx, phone).await?.filter(|other| Some(other.id) != own);
    Ok(other.map(|other| {
        let mut faults = Faults::default();
        faults.put("telepon", s.t1("person-fault-phone-taken", "name", &other.name));
        faults
    }))
}
