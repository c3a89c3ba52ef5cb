//! Who is where, for programs: everybody of a unit, and somebody who moves in.

use axum::response::IntoResponse as _;
use kernel::Date;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{ManagePeople, SeePeople},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Path,
    api::{Answer, Claim, Once, Page},
};

use super::{
    OccupancyKind, Occupant,
    form::{MoveForm, write},
    sql,
};
use crate::{api, unit};

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/api/v1/complexes/{complex}/units/{unit}/occupancies", index)
        .post("/api/v1/complexes/{complex}/units/{unit}/occupancies", create)
}

const NAMES: &[(&str, &str)] =
    &[("sebagai", "kind"), ("orang", "person"), ("nama", "name"), ("telepon", "phone"), ("mulai", "from")];

#[derive(Debug, Serialize, ToSchema)]
pub struct OccupancyBody {
    pub id: Uuid,
    pub person: Uuid,
    pub name: String,
    pub phone: Option<String>,
    pub kind: OccupancyKind,
    /// First day; `null`: since before anybody wrote it down
    pub from: Option<Date>,
    /// Last day; `null`: still there
    pub to: Option<Date>,
    pub payer: bool,
    pub ended_because: String,
}

impl OccupancyBody {
    fn of(occupant: Occupant) -> Self {
        Self {
            id: occupant.id.uuid(),
            person: occupant.person.uuid(),
            name: occupant.name,
            phone: occupant.phone.map(String::from),
            kind: occupant.kind,
            from: occupant.stay.from,
            to: occupant.stay.last_day(),
            payer: occupant.payer,
            ended_because: occupant.ended_because,
        }
    }
}

/// Everybody who was, is or will be at a unit; always one page.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/units/{unit}/occupancies", tag = "occupancies",
    params(("complex" = String, Path), ("unit" = String, Path, description = "House number or id")),
    responses((status = 200, body = Page<OccupancyBody>), (status = 404))
)]
pub async fn index(may: May<SeePeople>, path: Path<(String, String)>) -> web::Result {
    let Path((_, unit)) = path;
    let mut tx = may.begin().await?;
    let unit = unit::sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let there = sql::of_unit(&mut tx, unit.id).await?;
    Ok(Page { items: there.into_iter().map(OccupancyBody::of).collect(), next: None }.into_response())
}

/// Somebody moves in: a person of this complex by id, or somebody by name and phone.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewOccupancy {
    /// Id of a person; then name, phone and email are not looked at
    person: Option<Uuid>,
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    #[schema(value_type = OccupancyKind)]
    kind: String,
    /// First day; an owner follows the owner before, a tenant the tenant before
    #[schema(value_type = String, format = Date)]
    from: String,
    payer: bool,
    family_leaves: bool,
}

/// Writes down who moves in.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/units/{unit}/occupancies", tag = "occupancies",
    params(("complex" = String, Path), ("unit" = String, Path)), request_body = NewOccupancy,
    responses((status = 201, body = OccupancyBody), (status = 404),
              (status = 422, description = "A field is wrong, or somebody is there as that already"))
)]
pub async fn create(
    may: May<ManagePeople>,
    browser: Browser,
    path: Path<(String, String)>,
    sent: Once<NewOccupancy>,
) -> web::Result {
    let Path((_, unit)) = path;
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let unit = unit::sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let form = form_of(&sent.body, unit.status);
    let wish = form.parse(&s).map_err(|f| api::invalid(&f, NAMES))?;
    let (kind, from) = (wish.kind, wish.from);

    write(&mut tx, &s, unit.id, unit.status, &form, wish).await?.map_err(|f| api::invalid(&f, NAMES))?;
    let there = sql::of_unit(&mut tx, unit.id).await?;
    let newest =
        there.into_iter().filter(|o| o.kind == kind && o.stay.from == Some(from)).max_by_key(|o| o.id);
    let body =
        OccupancyBody::of(newest.ok_or_else(|| web::Error::broken("a stay that was just written is gone"))?);

    let location = format!("/api/v1/complexes/{}/units/{}/occupancies", may.place().slug, unit.id);
    claimed.settle(tx, Answer::created(location, &body)?).await
}

/// The form as a manager would have filled it in.
fn form_of(new: &NewOccupancy, status: unit::UnitStatus) -> MoveForm {
    let ticked = |yes: bool| if yes { "ya".to_owned() } else { String::new() };
    MoveForm {
        sebagai: new.kind.clone(),
        orang: new.person.map(|id| id.to_string()).unwrap_or_default(),
        nama: new.name.clone().unwrap_or_default(),
        telepon: new.phone.clone().unwrap_or_default(),
        email: new.email.clone().unwrap_or_default(),
        mulai: new.from.clone(),
        bayar: ticked(new.payer),
        keluarga: ticked(new.family_leaves),
        status: status.code().to_owned(),
        cari: String::new(),
    }
}
