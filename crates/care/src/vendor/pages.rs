//! The list of vendors with the form for a new one, and one of them.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::EventId;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Faults, Form, Go, Path, Shell};

use super::{
    model::{Cannot, Vendor},
    sql, verbs,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    nama: String,
    telepon: String,
    untuk: String,
    pensiun: String,
}

impl Typed {
    fn of(vendor: &Vendor) -> Self {
        Self {
            nama: vendor.name.clone(),
            telepon: vendor.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            untuk: vendor.trade.clone(),
            pensiun: if vendor.is_retired { "ya".to_owned() } else { String::new() },
        }
    }

    fn read(&self, id: Uuid) -> Result<Vendor, Vec<Cannot>> {
        Vendor::read(id, &self.nama, &self.telepon, &self.untuk, self.pensiun == "ya")
    }
}

struct Line {
    href: String,
    name: String,
    trade: String,
    phone: String,
    whatsapp: String,
    is_retired: bool,
}

#[derive(Template)]
#[template(path = "vendor/index.html")]
struct Index {
    s: Shell,
    base: String,
    rows: Vec<Line>,
    typed: Typed,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

fn put(browser: &Browser, cannot: &[Cannot]) -> Faults {
    let mut faults = Faults::default();
    for (field, key) in cannot.iter().map(|cannot| cannot.place()) {
        faults.put(field, browser.texts().get(key));
    }
    faults
}

async fn list(
    tx: &mut TenantTx,
    may: &May<HandleComplaints>,
    browser: &Browser,
    typed: Typed,
    faults: Faults,
) -> web::Result<Index> {
    let title = browser.texts().get("care-vendor-title");
    let base = may.place().path("keluhan/vendor");
    let s = browser
        .office(may, title)
        .crumb(browser.texts().get("care-title"), may.place().path("keluhan"))
        .crumb(title, "");
    let line = |vendor: Vendor| Line {
        href: format!("{base}/{}", vendor.id),
        phone: vendor.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        whatsapp: vendor.phone.map(|phone| format!("https://wa.me/{}", phone.wa_me())).unwrap_or_default(),
        name: vendor.name,
        trade: vendor.trade,
        is_retired: vendor.is_retired,
    };
    Ok(Index {
        rows: sql::all(tx).await?.into_iter().map(line).collect(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        base,
        typed,
        faults,
    })
}

pub async fn index(may: May<HandleComplaints>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    web::page(&list(&mut tx, &may, &browser, Typed::default(), Faults::default()).await?)
}

pub async fn create(may: May<HandleComplaints>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    let read = typed.read(EventId::new(tx.now()).uuid());
    let kept = match &read {
        Ok(vendor) => verbs::keep(&mut tx, vendor).await?.map_err(|cannot| vec![cannot]),
        Err(cannot) => Err(cannot.clone()),
    };
    if let Err(cannot) = kept {
        let faults = put(&browser, &cannot);
        return web::invalid(&list(&mut tx, &may, &browser, typed, faults).await?);
    }
    tx.commit().await?;
    Ok(back(&may).saying(browser.texts().get("care-vendor-said")).into_response())
}

#[derive(Template)]
#[template(path = "vendor/edit.html")]
struct Edit {
    s: Shell,
    action: String,
    typed: Typed,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

type One = Path<(String, Uuid)>;

fn form(may: &May<HandleComplaints>, browser: &Browser, was: &Vendor, typed: Typed, faults: Faults) -> Edit {
    let base = may.place().path("keluhan/vendor");
    let words = browser.texts();
    let s = browser
        .office(may, was.name.as_str())
        .crumb(words.get("care-title"), may.place().path("keluhan"))
        .crumb(words.get("care-vendor-title"), base.as_str())
        .crumb(was.name.as_str(), "");
    Edit {
        action: format!("{base}/{}", was.id),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        typed,
        faults,
    }
}

pub async fn edit(may: May<HandleComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let vendor = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    web::page(&form(&may, &browser, &vendor, Typed::of(&vendor), Faults::default()))
}

pub async fn update(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let was = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let kept = match typed.read(id) {
        Ok(vendor) => verbs::keep(&mut tx, &vendor).await?.map_err(|cannot| vec![cannot]),
        Err(cannot) => Err(cannot),
    };
    if let Err(cannot) = kept {
        return web::invalid(&form(&may, &browser, &was, typed, put(&browser, &cannot)));
    }
    tx.commit().await?;
    Ok(back(&may).saying(browser.texts().get("care-vendor-said")).into_response())
}

fn back(may: &May<HandleComplaints>) -> Go {
    Go::to(may.place().path("keluhan/vendor"))
}
