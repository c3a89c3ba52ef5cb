//! The change of occupants: who comes, as what, from which day, and who pays from then on.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, EmailAddress, PersonId, PhoneNumber, UnitId};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManagePeople};
use web::{Browser, Faults, Form, Go, Path, Query, Shell, shell::parts::Choice};

use super::{
    OccupancyKind,
    model::MoveIn,
    refusal,
    save::{self, NotMoved},
};
use crate::{
    faults,
    person::{self, PersonDetails, PersonName},
    typed::{self, Needle},
    unit::{self, UnitStatus},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub(super) sebagai: String,
    /// A person of this complex, when one was chosen.
    pub(super) orang: String,
    pub(super) nama: String,
    pub(super) telepon: String,
    pub(super) email: String,
    pub(super) mulai: String,
    pub(super) bayar: String,
    pub(super) keluarga: String,
    pub(super) status: String,
    /// Looking for somebody who is known already.
    pub(super) cari: String,
}

/// What the form means once every field is understood.
pub(super) struct Understood {
    who: Whom,
    pub(super) kind: OccupancyKind,
    pub(super) from: Date,
    status: UnitStatus,
}

pub(super) enum Whom {
    Known(PersonId),
    Typed(PersonDetails),
}

impl MoveForm {
    pub(super) fn parse(&self, s: &Shell) -> Result<Understood, Faults> {
        let mut faults = Faults::default();
        let kind = OccupancyKind::from_code(&self.sebagai);
        if kind.is_none() {
            faults.put("sebagai", s.t("occupancy-fault-kind"));
        }
        let who = match self.orang.parse::<PersonId>() {
            Ok(id) => Some(Whom::Known(id)),
            Err(_) => self.typed(s, &mut faults).map(Whom::Typed),
        };
        let from = match typed::date(&self.mulai) {
            Ok(Some(day)) => Some(day),
            _ => {
                faults.put("mulai", faults::date(s));
                None
            }
        };
        let status = UnitStatus::from_code(&self.status);
        if status.is_none() {
            faults.put("status", s.t("unit-fault-status"));
        }
        match (who, kind, from, status) {
            (Some(who), Some(kind), Some(from), Some(status)) if faults.is_empty() => {
                Ok(Understood { who, kind, from, status })
            }
            _ => Err(faults),
        }
    }

    fn typed(&self, s: &Shell, faults: &mut Faults) -> Option<PersonDetails> {
        let name = faults.keep("nama", PersonName::parse(&self.nama), |f| person::name_sentence(s, *f));
        let phone = optional(faults, "telepon", &self.telepon, PhoneNumber::parse, |f| faults::phone(s, f));
        let email = optional(faults, "email", &self.email, EmailAddress::parse, |f| faults::email(s, f));
        Some(PersonDetails { name: name?, phone: phone?, email: email?, note: String::new() })
    }
}

/// Nothing typed is nothing; something typed has to be right.
pub(crate) fn optional<T, E: Copy>(
    faults: &mut Faults,
    field: &str,
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
    say: impl Fn(E) -> String,
) -> Option<Option<T>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    faults.keep(field, parse(text), |fault| say(*fault)).map(Some)
}

/// Somebody of this complex who could be meant.
struct Candidate {
    href: String,
    name: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "occupancy/form.html", blocks = ["candidates"])]
struct MovePage {
    s: Shell,
    code: String,
    action: String,
    back: String,
    form: MoveForm,
    chosen: Option<Candidate>,
    candidates: Vec<Candidate>,
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl MovePage {
    async fn load(
        tx: &mut TenantTx,
        may: &May<ManagePeople>,
        s: Shell,
        unit: &unit::sql::Unit,
        form: MoveForm,
        faults: Faults,
    ) -> web::Result<Self> {
        let back = unit::path(may.place(), unit.id, &unit.code);
        let action = format!("{back}/ubah-penghuni");
        let chosen = match form.orang.parse::<PersonId>() {
            Ok(id) => {
                person::sql::find(tx, id).await?.map(|p| candidate(&action, &form, p.id, p.name, p.phone, ""))
            }
            Err(_) => None,
        };
        let needle = Needle::new(&form.cari);
        let today = may.place().zone.date(tx.now());
        let found = match needle.is_empty() {
            true => Vec::new(),
            false => person::sql::search(tx, &needle, today, 8).await?,
        };
        let candidates =
            found.into_iter().map(|p| candidate(&action, &form, p.id, p.name, p.phone, &p.units)).collect();
        let kinds = OccupancyKind::ALL
            .map(|kind| Choice::new(kind.code(), s.t(kind.word())).with_hint(s.t(hint(kind))));
        let statuses = UnitStatus::ALL.map(|status| Choice::new(status.code(), s.t(status.word())));
        Ok(Self {
            s: if faults.is_empty() { s } else { s.with_mistakes() },
            code: unit.code.clone(),
            action,
            back,
            chosen,
            candidates,
            kinds: kinds.to_vec(),
            statuses: statuses.to_vec(),
            mistakes: faults.pairs(),
            faults,
            form,
        })
    }
}

const fn hint(kind: OccupancyKind) -> &'static str {
    match kind {
        OccupancyKind::Owner => "occupancy-owner-hint",
        OccupancyKind::Tenant => "occupancy-tenant-hint",
        OccupancyKind::Family => "occupancy-family-hint",
        OccupancyKind::Staff => "occupancy-staff-hint",
    }
}

/// A link to the same form with this person in it.
fn candidate(
    action: &str,
    form: &MoveForm,
    id: PersonId,
    name: String,
    phone: Option<PhoneNumber>,
    units: &str,
) -> Candidate {
    let id = id.to_string();
    let phone = phone.map(|phone| phone.to_string()).unwrap_or_default();
    let detail =
        [phone.as_str(), units].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let pairs = [("sebagai", form.sebagai.as_str()), ("mulai", &form.mulai), ("orang", &id)];
    Candidate { href: web::with_query(action, &pairs), name, detail }
}

fn shell(may: &May<ManagePeople>, browser: &Browser, unit: &unit::sql::Unit) -> Shell {
    let s = browser
        .office(may, browser.texts().with("occupancy-change-of", &[("code", unit.code.as_str().into())]));
    let (units, change) = (s.t("units-title").to_owned(), s.t("occupancy-change").to_owned());
    s.crumb(units, may.place().path("unit"))
        .crumb(&unit.code, unit::path(may.place(), unit.id, &unit.code))
        .crumb(change, "")
}

pub async fn ask(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Query(mut form): Query<MoveForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = unit::sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    if form.mulai.is_empty() {
        form.mulai = may.place().zone.date(tx.now()).to_string();
    }
    if form.status.is_empty() {
        unit.status.code().clone_into(&mut form.status);
    }
    let s = shell(&may, &browser, &unit);
    let page = MovePage::load(&mut tx, &may, s, &unit, form, Faults::default()).await?;
    if browser.hx.wants("calon") { web::page(&page.as_candidates()) } else { web::page(&page) }
}

pub async fn save(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<MoveForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = unit::sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let s = shell(&may, &browser, &unit);
    let faults = match form.parse(&s) {
        Ok(wish) => match write(&mut tx, &s, unit.id, unit.status, &form, wish).await? {
            Ok(said) => {
                tx.commit().await?;
                return Ok(Go::to(unit::path(may.place(), unit.id, &unit.code)).saying(said).into_response());
            }
            Err(faults) => faults,
        },
        Err(faults) => faults,
    };

    // A refusal may have left the transaction unusable; the form is drawn from a fresh one.
    drop(tx);
    let mut tx = may.begin().await?;
    let page = MovePage::load(&mut tx, &may, s, &unit, form, faults).await?;
    web::invalid(&page)
}

/// Saves, or says at which field it cannot be.
pub(super) async fn write(
    tx: &mut TenantTx,
    s: &Shell,
    unit: UnitId,
    status: UnitStatus,
    form: &MoveForm,
    wish: Understood,
) -> web::Result<Result<String, Faults>> {
    let (person, name) = match identify(tx, s, wish.who).await? {
        Ok(found) => found,
        Err(faults) => return Ok(Err(faults)),
    };
    let (payer, family_leaves) = (form.bayar == "ya", form.keluarga == "ya");
    let new = MoveIn { person, kind: wish.kind, from: wish.from, payer, family_leaves };
    let mut faults = Faults::default();
    match save::move_in(tx, unit, &new).await {
        Ok(_) => {}
        Err(NotMoved::Refused(reason)) => {
            faults.put("mulai", refusal(s, &reason));
            return Ok(Err(faults));
        }
        Err(NotMoved::Failed(error)) => match error.constraint() {
            Some("occupancy_not_twice" | "occupancy_one_payer") => {
                faults.put("mulai", s.t("occupancy-overlap"));
                return Ok(Err(faults));
            }
            _ => return Err(error.into()),
        },
    }
    if wish.status != status {
        unit::sql::set_status(tx, &[unit], wish.status).await?;
    }
    Ok(Ok(s.t2("occupancy-saved", "name", name, "date", s.date(&wish.from))))
}

/// Who is meant: a chosen person, the owner of a typed phone when the name agrees, or somebody new.
async fn identify(
    tx: &mut TenantTx,
    s: &Shell,
    who: Whom,
) -> web::Result<Result<(PersonId, String), Faults>> {
    let mut faults = Faults::default();
    match who {
        Whom::Known(id) => match person::sql::find(tx, id).await?.filter(|p| p.merged_into.is_none()) {
            Some(found) => return Ok(Ok((found.id, found.name))),
            None => faults.put("nama", s.t("occupancy-fault-person")),
        },
        Whom::Typed(details) => {
            let known = match &details.phone {
                Some(phone) => person::sql::by_phone(tx, phone).await?,
                None => None,
            };
            match known {
                None => {
                    let id = person::sql::add(tx, &details).await?;
                    return Ok(Ok((id, details.name.to_string())));
                }
                Some(known) if person::is_same_name(&known.name, details.name.as_str()) => {
                    return Ok(Ok((known.id, known.name)));
                }
                Some(known) => faults.put("telepon", s.t1("person-fault-phone-taken", "name", &known.name)),
            }
        }
    }
    Ok(Err(faults))
}
