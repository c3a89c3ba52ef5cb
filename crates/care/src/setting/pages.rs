//! The page of what is promised: the hours of a week, the rules of each category, and where the holidays are.

use askama::Template;
use axum::response::IntoResponse as _;
use chrono::Datelike as _;
use kernel::Locale;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageComplex};
use web::{Browser, Error, Faults, Form, Go, Path, Say as _, Shell, shell::parts::Choice};

use super::{
    change::{self, Cannot},
    holiday,
    model::{Level, Rule},
    plan, sql, typed,
};
use crate::{
    checklist,
    classifier::{self, Names, Problem},
    clock::Week,
    complaint::model::{Category, Priority},
};

/// The name of a day's field and the key of its label, Monday first.
const DAYS: [(&str, &str); 7] = [
    ("senin", "care-set-monday"),
    ("selasa", "care-set-tuesday"),
    ("rabu", "care-set-wednesday"),
    ("kamis", "care-set-thursday"),
    ("jumat", "care-set-friday"),
    ("sabtu", "care-set-saturday"),
    ("minggu", "care-set-sunday"),
];

struct Field {
    name: String,
    label: &'static str,
    value: String,
    error: String,
}

struct Line {
    href: String,
    icon: &'static str,
    name: String,
    is_retired: bool,
    priority: &'static str,
    assignee: String,
    promise: String,
}

struct Year {
    href: String,
    year: String,
    is_known: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "setting/index.html")]
struct Index {
    s: Shell,
    base: String,
    fields: Vec<Field>,
    mistakes: Vec<(String, String)>,
    lines: Vec<Line>,
    /// One on each line.
    places: String,
    years: Vec<Year>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TypedWeek {
    senin: String,
    selasa: String,
    rabu: String,
    kamis: String,
    jumat: String,
    sabtu: String,
    minggu: String,
    /// Back to the hours that the house knows.
    bawaan: String,
}

impl TypedWeek {
    fn days(&self) -> [&str; 7] {
        [&self.senin, &self.selasa, &self.rabu, &self.kamis, &self.jumat, &self.sabtu, &self.minggu]
    }

    /// The week, or what is wrong with which day.
    fn read(&self, browser: &Browser) -> Result<Week, Faults> {
        let mut faults = Faults::default();
        let mut week = Week::default();
        for ((day, (name, _)), text) in week.iter_mut().zip(DAYS).zip(self.days()) {
            match typed::windows(text) {
                Ok(windows) => *day = windows,
                Err(_) => faults.put(name, browser.texts().get("care-set-fault-window")),
            }
        }
        if faults.is_empty() && week.iter().all(Vec::is_empty) {
            faults.put("senin", Cannot::NoWork.say(browser.locale()));
        }
        if faults.is_empty() { Ok(week) } else { Err(faults) }
    }
}

pub async fn index(may: May<ManageComplex>, browser: Browser) -> web::Result {
    web::page(&overview(&may, &browser, None).await?)
}

/// With what was typed and is wrong, or as it stands.
async fn overview(
    may: &May<ManageComplex>,
    browser: &Browser,
    slip: Option<(&TypedWeek, Faults)>,
) -> web::Result<Index> {
    let mut tx = may.begin().await?;
    let plan = plan(&mut tx).await?;
    let this = may.place().zone.date(tx.now()).year();
    let title = browser.texts().get("care-set-title");
    let base = may.place().path("keluhan/aturan");
    let s = browser
        .office(may, title)
        .crumb(browser.texts().get("care-title"), may.place().path("keluhan"))
        .crumb(title, "");
    let names = classifier::names(&mut tx).await?;
    let mut years = Vec::new();
    for year in [this, this + 1] {
        let is_known = holiday::built_in(year).is_some() || sql::has_year(&mut tx, year).await?;
        let key = if is_known { "care-set-year-known" } else { "care-set-year-unknown" };
        let href = format!("{base}/libur?tahun={year}");
        years.push(Year { href, is_known, text: s.t(key).to_owned(), year: year.to_string() });
    }
    let (typed, faults) = slip.map_or((None, Faults::default()), |(typed, faults)| (Some(typed), faults));
    let field = |place: usize, (name, label): (&str, &'static str)| Field {
        name: name.to_owned(),
        label: browser.texts().get(label),
        value: typed.map_or_else(
            || typed::shown(&plan.calendar.week()[place], s.locale),
            |typed| typed.days()[place].to_owned(),
        ),
        error: faults.of(name).to_owned(),
    };
    Ok(Index {
        fields: DAYS.into_iter().enumerate().map(|(place, day)| field(place, day)).collect(),
        mistakes: faults.pairs(),
        lines: names.all().into_iter().map(|it| line(&s, &names, &base, it, &plan.rule(it))).collect(),
        places: classifier::place_names(&mut tx).await?.join("\n"),
        years,
        base,
        s: if faults.is_empty() { s } else { s.with_mistakes() },
    })
}

fn line(s: &Shell, names: &Names, base: &str, category: Category, rule: &Rule) -> Line {
    let words = web::texts::texts(s.locale);
    let level = rule.level(rule.priority);
    let hours = |minutes| typed::hours(minutes, s.locale);
    Line {
        href: format!("{base}/kategori/{}", category.code()),
        icon: category.icon(),
        name: names.of(category, s.locale),
        is_retired: !names.is_offered(category),
        priority: words.get(rule.priority.word()),
        assignee: rule.assignee.clone(),
        promise: s.t2(
            "care-set-promise",
            "respond",
            hours(level.respond_minutes),
            "resolve",
            hours(level.resolve_minutes),
        ),
    }
}

pub async fn update_week(
    may: May<ManageComplex>,
    browser: Browser,
    Form(typed): Form<TypedWeek>,
) -> web::Result {
    let week = if typed.bawaan.is_empty() {
        match typed.read(&browser) {
            Ok(week) => Some(week),
            Err(faults) => return web::invalid(&overview(&may, &browser, Some((&typed, faults))).await?),
        }
    } else {
        None
    };
    let mut tx = may.begin().await?;
    change::week(&mut tx, may.place().zone, week.as_ref()).await?;
    tx.commit().await?;
    let back = Go::to(may.place().path("keluhan/aturan"));
    Ok(back.saying(browser.texts().get("care-set-said-week")).into_response())
}

/// What one category's form holds; hours as people type them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TypedRule {
    prioritas: String,
    petugas: String,
    tanggap_urgent: String,
    selesai_urgent: String,
    tanggap_high: String,
    selesai_high: String,
    tanggap_normal: String,
    selesai_normal: String,
    bawaan: String,
}

impl TypedRule {
    fn of(rule: &Rule, s: &Shell) -> Self {
        let hours = |minutes| typed::hours(minutes, s.locale);
        Self {
            prioritas: rule.priority.code().to_owned(),
            petugas: rule.assignee.clone(),
            tanggap_urgent: hours(rule.urgent.respond_minutes),
            selesai_urgent: hours(rule.urgent.resolve_minutes),
            tanggap_high: hours(rule.high.respond_minutes),
            selesai_high: hours(rule.high.resolve_minutes),
            tanggap_normal: hours(rule.normal.respond_minutes),
            selesai_normal: hours(rule.normal.resolve_minutes),
            bawaan: String::new(),
        }
    }

    const fn level(&self, priority: Priority) -> [(&'static str, &String); 2] {
        match priority {
            Priority::Urgent => {
                [("tanggap_urgent", &self.tanggap_urgent), ("selesai_urgent", &self.selesai_urgent)]
            }
            Priority::High => [("tanggap_high", &self.tanggap_high), ("selesai_high", &self.selesai_high)],
            Priority::Normal => {
                [("tanggap_normal", &self.tanggap_normal), ("selesai_normal", &self.selesai_normal)]
            }
        }
    }

    fn read(&self, browser: &Browser, category: Category) -> Result<Rule, Faults> {
        let words = browser.texts();
        let mut faults = Faults::default();
        let mut rule = Rule::usual(category);
        match Priority::from_code(&self.prioritas) {
            Some(priority) => rule.priority = priority,
            None => faults.put("prioritas", words.get("care-set-fault-priority")),
        }
        self.petugas.trim().clone_into(&mut rule.assignee);
        if rule.assignee.chars().count() > 80 {
            faults.put("petugas", Cannot::LongName.say(browser.locale()));
        }
        for priority in Priority::ALL {
            let [respond, resolve] = self.level(priority);
            let mut read = |(name, text): (&str, &String)| {
                let minutes = typed::minutes(text).filter(|minutes| *minutes > 0);
                if minutes.is_none() {
                    faults.put(name, words.get("care-set-refuse-quarters"));
                }
                minutes
            };
            let (Some(respond_minutes), Some(resolve_minutes)) = (read(respond), read(resolve)) else {
                continue;
            };
            let level = Level { respond_minutes, resolve_minutes };
            match level.checked() {
                Ok(level) => rule.set(priority, level),
                Err(fault) => faults.put(resolve.0, Cannot::from(fault).say(browser.locale())),
            }
        }
        if faults.is_empty() { Ok(rule) } else { Err(faults) }
    }
}

struct Promise {
    legend: &'static str,
    fields: [Field; 2],
}

#[derive(Template)]
#[template(path = "setting/category.html")]
struct Edit {
    s: Shell,
    action: String,
    problems_base: String,
    class: Class,
    priorities: Vec<Choice>,
    typed: TypedRule,
    promises: Vec<Promise>,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

/// A category with its problems, as its page shows it.
struct Class {
    category: Category,
    name: String,
    /// Of the complex's own, so that it can be renamed and retired.
    is_own: bool,
    is_retired: bool,
    problems: Vec<Problem>,
    /// One step on each line.
    steps: String,
}

impl Class {
    async fn of(tx: &mut TenantTx, locale: Locale, category: Category) -> web::Result<Self> {
        let names = classifier::names(tx).await?;
        if !names.knows(category) {
            return Err(Error::missing());
        }
        let mut problems = classifier::problems(tx).await?;
        problems.retain(|problem| problem.category == category);
        Ok(Self {
            category,
            name: names.of(category, locale),
            is_own: category.word().is_none(),
            is_retired: !names.is_offered(category),
            problems,
            steps: checklist::template(tx, category).await?.join("\n"),
        })
    }
}

type One = Path<(String, Category)>;

pub async fn edit(may: May<ManageComplex>, browser: Browser, Path((_, category)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let plan = plan(&mut tx).await?;
    let class = Class::of(&mut tx, browser.locale(), category).await?;
    let s = browser.office(&may, class.name.as_str());
    let typed = TypedRule::of(&plan.rule(category), &s);
    web::page(&form(&may, &browser, class, typed, Faults::default()))
}

fn form(may: &May<ManageComplex>, browser: &Browser, class: Class, typed: TypedRule, faults: Faults) -> Edit {
    let words = browser.texts();
    let title = class.name.clone();
    let base = may.place().path("keluhan/aturan");
    let s = browser
        .office(may, title.as_str())
        .crumb(words.get("care-title"), may.place().path("keluhan"))
        .crumb(words.get("care-set-title"), base.as_str())
        .crumb(title.as_str(), "");
    let labels = ["care-set-respond", "care-set-resolve"];
    let promise = |priority: Priority| {
        let [respond, resolve] = typed.level(priority);
        let field = |(name, value): (&str, &String), label: &'static str| Field {
            name: name.to_owned(),
            label: words.get(label),
            value: value.clone(),
            error: faults.of(name).to_owned(),
        };
        Promise {
            legend: words.get(priority.word()),
            fields: [field(respond, labels[0]), field(resolve, labels[1])],
        }
    };
    Edit {
        action: format!("{base}/kategori/{}", class.category.code()),
        problems_base: format!("{base}/masalah"),
        class,
        priorities: Priority::ALL.map(|it| Choice::new(it.code(), words.get(it.word()))).into(),
        promises: Priority::ALL.map(promise).into(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        typed,
        faults,
    }
}

pub async fn update(
    may: May<ManageComplex>,
    browser: Browser,
    Path((_, category)): One,
    Form(typed): Form<TypedRule>,
) -> web::Result {
    let rule = if typed.bawaan.is_empty() {
        match typed.read(&browser, category) {
            Ok(rule) => Some(rule),
            Err(faults) => {
                let mut tx = may.begin().await?;
                let class = Class::of(&mut tx, browser.locale(), category).await?;
                return web::invalid(&form(&may, &browser, class, typed, faults));
            }
        }
    } else {
        None
    };
    let mut tx = may.begin().await?;
    Class::of(&mut tx, browser.locale(), category).await?;
    change::rule(&mut tx, may.place().zone, category, rule.as_ref()).await?;
    tx.commit().await?;
    let back = Go::to(may.place().path("keluhan/aturan"));
    Ok(back.saying(browser.texts().get("care-set-said-rule")).into_response())
}
