//! A new organisation and the account of its first admin. The password is made here, shown once, and changed by the
//! admin at leisure; somebody who has an account already keeps it as it is.

use askama::Template;
use kernel::{AccountId, OrganizationId, PhoneNumber, Slug};
use serde::Deserialize;
use tenancy::Operator;
use web::{Browser, Faults, Form, Shell};

use super::{
    password,
    sql::{self, NewOrganization},
};

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub name: String,
    pub slug: String,
    pub admin: String,
    pub phone: String,
}

#[derive(Template)]
#[template(path = "organizations/form.html")]
struct Page {
    s: Shell,
    typed: Typed,
    faults: Faults,
}

/// Shown once, right after founding: the answer to the form itself, so that no address leads here again.
#[derive(Template)]
#[template(path = "organizations/founded.html")]
struct Founded {
    s: Shell,
    new: NewOrganization,
    /// None when the admin had an account already.
    password: Option<String>,
}

impl Founded {
    fn show(&self) -> String {
        format!("/admin/organisasi/{}", self.new.slug)
    }
}

impl Page {
    fn of(operator: &Operator, browser: &Browser, typed: Typed, faults: Faults) -> Self {
        let words = browser.texts();
        let s = browser.operator(operator, words.get("organization-new"));
        let s = s.crumb(words.get("console-title"), "/admin").crumb(words.get("organization-new"), "");
        Self { s: if faults.is_empty() { s } else { s.with_mistakes() }, typed, faults }
    }

    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.faults.iter().map(|fault| (fault.field.as_str(), fault.sentence.as_str())).collect()
    }
}

pub async fn form(operator: Operator, browser: Browser) -> web::Result {
    web::page(&Page::of(&operator, &browser, Typed::default(), Faults::default()))
}

pub async fn create(operator: Operator, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let invalid = |typed, faults| web::invalid(&Page::of(&operator, &browser, typed, faults));
    let spoken = password::spoken();
    let hash = accounts::hash_password(&spoken).await;
    let mut tx = operator.begin().await?;
    let new = match parse(&browser, &typed, &tx) {
        Ok(new) => new,
        Err(faults) => return invalid(typed, faults),
    };
    let is_new = match sql::found(&mut tx, &new, &hash).await {
        Ok(is_new) => is_new,
        Err(error) if error.constraint() == Some("organization_slug_key") => {
            let mut faults = Faults::default();
            faults.put("slug", browser.texts().get("organization-slug-taken"));
            return invalid(typed, faults);
        }
        Err(error) => return Err(error.into()),
    };
    tx.commit().await?;
    let s = browser.operator(&operator, browser.texts().get("organization-founded"));
    web::page(&Founded { s, new, password: is_new.then_some(spoken) })
}

fn parse(browser: &Browser, typed: &Typed, tx: &tenancy::PlatformTx) -> Result<NewOrganization, Faults> {
    let words = browser.texts();
    let mut faults = Faults::default();
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, admin_name) = (tidy(&typed.name), tidy(&typed.admin));
    if !(2..=120).contains(&name.chars().count()) {
        faults.put("name", words.get("organization-name-fault"));
    }
    let slug = match typed.slug.trim() {
        "" => Slug::suggest(&name),
        text => Slug::parse(text).ok(),
    };
    if slug.is_none() && !name.is_empty() {
        faults.put("slug", words.get("found-slug-fault"));
    }
    if !(1..=120).contains(&admin_name.chars().count()) {
        faults.put("admin", words.get("organization-admin-fault"));
    }
    let phone = faults.keep("phone", PhoneNumber::parse(&typed.phone), |_| {
        words.get("organization-phone-fault").to_owned()
    });
    match (slug, phone) {
        (Some(slug), Some(phone)) if faults.is_empty() => {
            let (id, admin) = (OrganizationId::new(tx.now()), AccountId::new(tx.now()));
            Ok(NewOrganization { id, slug, name, admin, admin_name, phone })
        }
        _ => Err(faults),
    }
}
