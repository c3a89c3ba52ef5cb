//! A new complex: a name, a short name for its addresses, a city and a zone. Whoever founds it runs it at first.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{ComplexId, MembershipId, Slug, Zone};
use serde::Deserialize;
use tenancy::Group;
use web::{Browser, Faults, Form, Go, Shell, shell::parts::Choice};

use super::sql::{self, NewComplex};

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub name: String,
    pub slug: String,
    pub city: String,
    pub zone: String,
}

#[derive(Template)]
#[template(path = "group/found.html")]
struct Page {
    s: Shell,
    base: String,
    typed: Typed,
    faults: Faults,
    zones: Vec<Choice>,
}

impl Page {
    fn of(group: &Group, browser: &Browser, typed: Typed, faults: Faults) -> Self {
        let base = format!("/grup/{}", group.house().slug);
        let words = browser.texts();
        let s = browser.group(group, words.get("found-title"));
        let s = s.crumb(words.get("group-title"), &base).crumb(words.get("found-title"), "");
        let s = if faults.is_empty() { s } else { s.with_mistakes() };
        let zones = vec![
            Choice::new("wib", "WIB").with_hint(words.get("found-wib")),
            Choice::new("wita", "WITA").with_hint(words.get("found-wita")),
            Choice::new("wit", "WIT").with_hint(words.get("found-wit")),
        ];
        Self { s, base, typed, faults, zones }
    }

    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.faults.iter().map(|fault| (fault.field.as_str(), fault.sentence.as_str())).collect()
    }
}

pub async fn form(group: Group, browser: Browser) -> web::Result {
    let typed = Typed { zone: Zone::Wib.code().to_owned(), ..Typed::default() };
    web::page(&Page::of(&group, &browser, typed, Faults::default()))
}

pub async fn create(group: Group, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    match found(&group, &browser, &typed).await? {
        Ok(new) => {
            let saying = browser.texts().with("found-done", &[("name", (&new.name).into())]);
            Ok(Go::to(format!("/k/{}/ringkasan", new.slug)).saying(saying).into_response())
        }
        Err(faults) => web::invalid(&Page::of(&group, &browser, typed, faults)),
    }
}

/// Founds what was typed, or says what is wrong with it.
pub async fn found(
    group: &Group,
    browser: &Browser,
    typed: &Typed,
) -> web::Result<Result<NewComplex, Faults>> {
    let mut tx = group.begin().await?;
    let new = match parse(browser, typed, ComplexId::new(tx.now())) {
        Ok(new) => new,
        Err(faults) => return Ok(Err(faults)),
    };
    let member = MembershipId::new(tx.now());
    match sql::found(&mut tx, group.house().organization, &new, member).await {
        Ok(()) => {}
        Err(error) if error.constraint() == Some("complex_slug_key") => {
            let mut faults = Faults::default();
            faults.put("slug", browser.texts().get("found-slug-taken"));
            return Ok(Err(faults));
        }
        Err(error) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(Ok(new))
}

fn parse(browser: &Browser, typed: &Typed, id: ComplexId) -> Result<NewComplex, Faults> {
    let words = browser.texts();
    let mut faults = Faults::default();
    let name = typed.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(2..=120).contains(&name.chars().count()) {
        faults.put("name", words.get("found-name-fault"));
    }
    let city = typed.city.split_whitespace().collect::<Vec<_>>().join(" ");
    if city.chars().count() > 80 {
        faults.put("city", words.get("found-city-fault"));
    }
    let slug = match typed.slug.trim() {
        "" => Slug::suggest(&name),
        text => Slug::parse(text).ok(),
    };
    // Without a name there is no short name to find fault with.
    if slug.is_none() && !name.is_empty() {
        faults.put("slug", words.get("found-slug-fault"));
    }
    let zone = Zone::from_code(&typed.zone);
    if zone.is_none() {
        faults.put("zone", words.get("found-zone-fault"));
    }
    match (slug, zone) {
        (Some(slug), Some(zone)) if faults.is_empty() => Ok(NewComplex { id, slug, name, city, zone }),
        _ => Err(faults),
    }
}
