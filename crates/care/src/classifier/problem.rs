//! One problem: its name, and what is different from its category.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::EventId;
use serde::Deserialize;
use tenancy::{May, policy::ManageComplex};
use uuid::Uuid;
use web::{Browser, Error, Faults, Form, Go, Path, Say as _, Shell, shell::parts::Choice};

use super::{
    change::{self, Cannot},
    model::{Names, Problem},
    sql,
};
use crate::{
    complaint::model::{Category, Priority},
    setting::{Level, typed},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    nama: String,
    prioritas: String,
    petugas: String,
    /// Hours with quarters; both or none.
    tanggap: String,
    selesai: String,
    pensiun: String,
}

impl Typed {
    fn of(problem: &Problem, s: &Shell) -> Self {
        let hours = |minutes: Option<i32>| minutes.map(|it| typed::hours(it, s.locale)).unwrap_or_default();
        Self {
            nama: problem.name.clone(),
            prioritas: problem.priority.map(Priority::code).unwrap_or_default().to_owned(),
            petugas: problem.assignee.clone(),
            tanggap: hours(problem.level.map(|level| level.respond_minutes)),
            selesai: hours(problem.level.map(|level| level.resolve_minutes)),
            pensiun: if problem.is_retired { "ya".to_owned() } else { String::new() },
        }
    }

    fn read(&self, browser: &Browser, id: Uuid, category: Category) -> Result<Problem, Faults> {
        let mut faults = Faults::default();
        let mut minutes = |name: &str, text: &str| {
            let minutes = typed::minutes(text).filter(|minutes| *minutes > 0);
            if minutes.is_none() && !text.trim().is_empty() {
                faults.put(name, browser.texts().get("care-set-refuse-quarters"));
            }
            minutes
        };
        let level = match (minutes("tanggap", &self.tanggap), minutes("selesai", &self.selesai)) {
            (Some(respond_minutes), Some(resolve_minutes)) => {
                Some(Level { respond_minutes, resolve_minutes })
            }
            (None, None) => None,
            _ => {
                faults.put("selesai", browser.texts().get("care-class-fault-both"));
                None
            }
        };
        let problem = Problem {
            id,
            category,
            name: self.nama.trim().to_owned(),
            priority: Priority::from_code(&self.prioritas),
            assignee: self.petugas.trim().to_owned(),
            level,
            is_retired: self.pensiun == "ya",
        };
        if let Err(cannot) = change::check(&problem) {
            let field = match cannot {
                Cannot::LongName => "petugas",
                Cannot::Level(_) => "selesai",
                _ => "nama",
            };
            faults.put(field, cannot.say(browser.locale()));
        }
        if faults.is_empty() { Ok(problem) } else { Err(faults) }
    }
}

pub async fn create(
    may: May<ManageComplex>,
    browser: Browser,
    Path((_, category)): Path<(String, Category)>,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let id = EventId::new(tx.now()).uuid();
    let problem = Problem {
        id,
        category,
        name: typed.nama,
        priority: None,
        assignee: String::new(),
        level: None,
        is_retired: false,
    };
    change::keep_problem(&mut tx, may.place().zone, problem).await?;
    tx.commit().await?;
    Ok(back(&may, category).saying(browser.texts().get("care-class-said-kept")).into_response())
}

#[derive(Template)]
#[template(path = "classifier/problem.html")]
struct Edit {
    s: Shell,
    action: String,
    priorities: Vec<Choice>,
    typed: Typed,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

type One = Path<(String, Uuid)>;

pub async fn edit(may: May<ManageComplex>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let names = sql::names(&mut tx).await?;
    let problem = sql::find_problem(&mut tx, id).await?.ok_or(Error::missing())?;
    let s = browser.office(&may, problem.name.as_str());
    let typed = Typed::of(&problem, &s);
    web::page(&form(&may, &browser, &names, &problem, typed, Faults::default()))
}

fn form(
    may: &May<ManageComplex>,
    browser: &Browser,
    names: &Names,
    problem: &Problem,
    typed: Typed,
    faults: Faults,
) -> Edit {
    let words = browser.texts();
    let base = may.place().path("keluhan/aturan");
    let category = names.of(problem.category, browser.locale());
    let s = browser
        .office(may, problem.name.as_str())
        .crumb(words.get("care-title"), may.place().path("keluhan"))
        .crumb(words.get("care-set-title"), base.as_str())
        .crumb(category, format!("{base}/kategori/{}", problem.category.code()))
        .crumb(problem.name.as_str(), "");
    Edit {
        action: format!("{base}/masalah/{}", problem.id),
        priorities: Priority::ALL.map(|it| Choice::new(it.code(), words.get(it.word()))).into(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        typed,
        faults,
    }
}

pub async fn update(
    may: May<ManageComplex>,
    browser: Browser,
    Path((_, id)): One,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let names = sql::names(&mut tx).await?;
    let was = sql::find_problem(&mut tx, id).await?.ok_or(Error::missing())?;
    let problem = match typed.read(&browser, id, was.category) {
        Ok(problem) => problem,
        Err(faults) => return web::invalid(&form(&may, &browser, &names, &was, typed, faults)),
    };
    change::keep_problem(&mut tx, may.place().zone, problem).await?;
    tx.commit().await?;
    Ok(back(&may, was.category).saying(browser.texts().get("care-class-said-kept")).into_response())
}

fn back(may: &May<ManageComplex>, category: Category) -> Go {
    Go::to(may.place().path(&format!("keluhan/aturan/kategori/{}", category.code())))
}
