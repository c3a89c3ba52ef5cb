//! The pages "Kata-kata pesan": the list of occasions, and one template with its preview.

use axum::response::IntoResponse as _;
use kernel::Locale;
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{SeeMessages, SetReminders},
};
use web::{
    Browser, Faults, Form, Go, Path, Shell,
    shell::parts::{Chip, Tone},
    texts::Texts,
};

use super::{
    model::{Half, Sample, Template, TemplateFault},
    occasion::{Blank, Occasion},
    sql::{self, Wording},
};

struct Row {
    name: String,
    icon: &'static str,
    title: String,
    text: String,
    is_own: bool,
    href: String,
}

#[derive(askama::Template)]
#[template(path = "template/index.html")]
struct Index {
    s: Shell,
    languages: Vec<Chip>,
    rows: Vec<Row>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    bahasa: String,
}

pub async fn index(
    may: May<SeeMessages>,
    browser: Browser,
    web::Query(filter): web::Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let wording = Wording::load(&mut tx).await?;
    let s = shell(&browser, &may, browser.texts().get("template-title"));
    let base = may.place().path("kata-pesan");
    let locale = Locale::from_code(&filter.bahasa).unwrap_or_default();
    let sets = may.can::<SetReminders>();
    let row = |occasion: Occasion| {
        let own = wording.own(occasion, locale).cloned();
        let is_own = own.is_some();
        let Template { title, text } = own.unwrap_or_else(|| Template::of_the_house(occasion, locale));
        let href = if sets { format!("{base}/{}/{}", occasion.code(), locale.code()) } else { String::new() };
        Row { name: s.t(occasion.word()).to_owned(), icon: occasion.icon(), title, text, is_own, href }
    };
    let language = |one: Locale| {
        let href = web::with_query(&base, &[("bahasa", one.code())]);
        Chip::new(s.t(language_word(one)), href).toned(Tone::Plain).current_if(one == locale)
    };
    let rows = Occasion::ALL.map(row).into();
    web::page(&Index { languages: Locale::ALL.map(language).into(), rows, s })
}

/// The fields of the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    judul: String,
    teks: String,
}

impl Typed {
    fn template(&self) -> Template {
        // A form sends line breaks in its own way.
        Template { title: self.judul.trim().to_owned(), text: self.teks.trim().replace("\r\n", "\n") }
    }
}

#[derive(askama::Template)]
#[template(path = "template/edit.html")]
struct Edit {
    s: Shell,
    action: String,
    index: String,
    form: Typed,
    blanks: Vec<(&'static str, String)>,
    /// The words with an example; empty when they cannot be filled.
    preview: Option<(String, String)>,
    is_own: bool,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

type Place = Path<(String, String, String)>;

/// What an address names.
fn named((_, occasion, language): &(String, String, String)) -> web::Result<(Occasion, Locale)> {
    let named = Occasion::from_code(occasion).zip(Locale::from_code(language));
    named.ok_or(web::Error::missing())
}

pub async fn edit(may: May<SetReminders>, browser: Browser, Path(path): Place) -> web::Result {
    let (occasion, locale) = named(&path)?;
    let mut tx = may.begin().await?;
    let own = Wording::load(&mut tx).await?.own(occasion, locale).cloned();
    let Template { title, text } = own.unwrap_or_else(|| Template::of_the_house(occasion, locale));
    let form = Typed { judul: title, teks: text };
    web::page(&page(&mut tx, &may, &browser, (occasion, locale), form).await?)
}

/// Shows what would be said, and keeps nothing.
pub async fn preview(
    may: May<SetReminders>,
    browser: Browser,
    Path(path): Place,
    Form(form): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let page = page(&mut tx, &may, &browser, named(&path)?, form).await?;
    if page.faults.is_empty() { web::page(&page) } else { web::invalid(&page) }
}

pub async fn save(
    may: May<SetReminders>,
    browser: Browser,
    Path(path): Place,
    Form(form): Form<Typed>,
) -> web::Result {
    let (occasion, locale) = named(&path)?;
    let mut tx = may.begin().await?;
    let own = form.template();
    if !own.faults(occasion, locale).is_empty() {
        return web::invalid(&page(&mut tx, &may, &browser, (occasion, locale), form).await?);
    }
    sql::save(&mut tx, occasion, locale, &own).await?;
    tx.commit().await?;
    Ok(back(&may, locale).saying(browser.texts().get("template-saved")).into_response())
}

pub async fn restore(may: May<SetReminders>, browser: Browser, Path(path): Place) -> web::Result {
    let (occasion, locale) = named(&path)?;
    let mut tx = may.begin().await?;
    sql::remove(&mut tx, occasion, locale).await?;
    tx.commit().await?;
    Ok(back(&may, locale).saying(browser.texts().get("template-restored")).into_response())
}

fn back(may: &May<SetReminders>, locale: Locale) -> Go {
    Go::to(web::with_query(&may.place().path("kata-pesan"), &[("bahasa", locale.code())]))
}

async fn page(
    tx: &mut TenantTx,
    may: &May<SetReminders>,
    browser: &Browser,
    (occasion, locale): (Occasion, Locale),
    form: Typed,
) -> web::Result<Edit> {
    let index = may.place().path("kata-pesan");
    let name = browser.texts().get(occasion.word());
    let mut s = shell(browser, may, format!("{name} · {}", browser.texts().get(language_word(locale))))
        .crumb(browser.texts().get("template-title"), index.as_str());
    let own = form.template();
    let mut faults = Faults::default();
    for (half, fault) in own.faults(occasion, locale) {
        faults.put(
            if half == Half::Title { "judul" } else { "teks" },
            fault_words(browser.texts(), occasion, &fault),
        );
    }
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let preview = own.fill(occasion, &Sample::facts(occasion), &may.place().name, locale);
    let blank = |blank: &Blank| (blank.name(), s.t(blank.word()).to_owned());
    Ok(Edit {
        action: format!("{index}/{}/{}", occasion.code(), locale.code()),
        blanks: occasion.blanks().iter().map(blank).collect(),
        preview: preview.filter(|_| faults.is_empty()),
        is_own: Wording::load(tx).await?.own(occasion, locale).is_some(),
        mistakes: faults.pairs(),
        index,
        form,
        faults,
        s,
    })
}

/// What is wrong and how to write it.
pub fn fault_words(texts: &'static Texts, occasion: Occasion, fault: &TemplateFault) -> String {
    let known = || {
        let known = occasion.blanks().iter().map(|blank| format!("{{{{ {} }}}}", blank.name()));
        known.collect::<Vec<_>>().join(", ")
    };
    match fault {
        TemplateFault::Empty => texts.get("template-fault-empty").to_owned(),
        TemplateFault::TooLong(most) => texts.with("template-fault-long", &[("most", (*most).into())]),
        TemplateFault::Unknown(names) => {
            let blanks = [("names", names.join(", ").into()), ("known", known().into())];
            texts.with("template-fault-unknown", &blanks)
        }
        TemplateFault::Unreadable => texts.with("template-fault-unreadable", &[("known", known().into())]),
        TemplateFault::TooMuch => texts.get("template-fault-much").to_owned(),
    }
}

fn shell<C: tenancy::policy::Capability>(browser: &Browser, may: &May<C>, title: impl Into<String>) -> Shell {
    browser.office(may, title).crumb(browser.texts().get("messages-title"), may.place().path("pesan"))
}

const fn language_word(locale: Locale) -> &'static str {
    match locale {
        Locale::Id => "template-in-id",
        Locale::En => "template-in-en",
    }
}
