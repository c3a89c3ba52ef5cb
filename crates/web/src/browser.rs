//! What a request says about the browser behind it: language, theme, htmx or not, a message that waits to be shown.
//! From it and a door a page gets its [`Shell`].

use std::{convert::Infallible, sync::Arc};

use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use kernel::{ComplexId, Locale};
use tenancy::{Capability, Group, May, Operator, Role, SignedIn, Store, Who as Caller};

use crate::{
    flash,
    shell::{Hat, Place, Shell, ShellKind, Theme, Toast, Who},
    texts::{Texts, texts},
};

/// Never fails: a browser that says nothing gets Indonesian, the device's theme and full pages.
#[derive(Clone, Debug)]
pub struct Browser {
    locale: Locale,
    /// The language came from a choice of this person, not from the browser's default.
    theme: Theme,
    path: String,
    toast: Option<Toast>,
    samples: Samples,
    pub hx: Hx,
}

/// The complexes whose people and figures are made up, so that their pages say so. The site carries the list as an
/// extension.
#[derive(Clone, Debug, Default)]
pub struct Samples(Arc<[ComplexId]>);

impl Samples {
    pub fn new(complexes: Vec<ComplexId>) -> Self {
        Self(complexes.into())
    }

    fn hold(&self, complex: ComplexId) -> bool {
        self.0.contains(&complex)
    }
}

/// htmx 4's side of a request (reference: its own headers; an unknown target means the full page).
#[derive(Clone, Debug, Default)]
pub struct Hx {
    pub request: bool,
    pub partial: bool,
    pub target: Option<String>,
}

impl Hx {
    pub fn of(headers: &HeaderMap) -> Self {
        let read = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let request = read("hx-request") == Some("true");
        Self {
            request,
            partial: request && read("hx-request-type") == Some("partial"),
            target: read("hx-target").and_then(|t| t.split_once('#')).map(|(_, id)| id.to_owned()),
        }
    }

    /// Is only the piece with this id wanted?
    pub fn wants(&self, id: &str) -> bool {
        self.partial && self.target.as_deref() == Some(id)
    }
}

impl Browser {
    pub fn of(headers: &HeaderMap, path: String) -> Self {
        let chosen = cookie(headers, "bahasa").and_then(Locale::from_code);
        let accepted =
            || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        Self {
            locale: chosen.unwrap_or_else(|| Locale::negotiate(accepted())),
            theme: Theme::from_cookie(cookie(headers, "tema").unwrap_or_default()),
            path,
            toast: cookie(headers, flash::COOKIE).and_then(flash::read),
            samples: Samples::default(),
            hx: Hx::of(headers),
        }
    }

    pub fn locale(&self) -> Locale {
        self.locale
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn texts(&self) -> &'static Texts {
        texts(self.locale)
    }

    /// A page without navigation: signing in, a signed link, an error.
    pub fn public(&self, title: impl Into<String>) -> Shell {
        self.dress(Shell::new(self.locale, ShellKind::Public, title))
    }

    /// A page inside a complex, with the navigation of the hat it belongs to.
    pub fn member<C: Capability>(&self, may: &May<C>, kind: ShellKind, title: impl Into<String>) -> Shell {
        let place = may.place();
        let role = role_of(kind);
        let mut shell = self.signed_in(may.who(), kind, title, role, &place.slug);
        shell.is_sample = self.samples.hold(place.complex);
        shell.at(Place { slug: place.slug.clone(), name: place.name.clone(), sub: place.city.clone() })
    }

    /// A page of the office: the manager's navigation, or the treasurer's for a treasurer.
    pub fn office<C: Capability>(&self, may: &May<C>, title: impl Into<String>) -> Shell {
        let manages = may.roles().iter().any(|role| matches!(role, Role::Manager | Role::OrganizationAdmin));
        self.member(may, if manages { ShellKind::Manager } else { ShellKind::Treasurer }, title)
    }

    pub fn group(&self, group: &Group, title: impl Into<String>) -> Shell {
        let house = group.house();
        let shell =
            self.signed_in(group.who(), ShellKind::Group, title, Role::OrganizationAdmin, &house.slug);
        shell.at(Place { slug: house.slug.clone(), name: house.name.clone(), sub: String::new() })
    }

    pub fn operator(&self, operator: &Operator, title: impl Into<String>) -> Shell {
        let shell = self.signed_in(operator.who(), ShellKind::Operator, title, Role::Operator, "");
        shell.at(Place { slug: String::new(), name: "Klustera".to_owned(), sub: String::new() })
    }

    pub fn account(&self, door: &SignedIn, title: impl Into<String>) -> Shell {
        let shell = self.signed_in(door.who(), ShellKind::Account, title, Role::Operator, "\0");
        shell.at(Place { slug: String::new(), name: "Klustera".to_owned(), sub: String::new() })
    }

    fn signed_in(
        &self,
        caller: &Caller,
        kind: ShellKind,
        title: impl Into<String>,
        role: Role,
        slug: &str,
    ) -> Shell {
        let texts = texts(self.locale);
        let hat = |hat: &tenancy::Hat| Hat {
            complex: if hat.role == Role::Operator {
                "Klustera".to_owned()
            } else {
                hat.complex_name.clone()
            },
            role: texts.get(role_key(hat.role)).to_owned(),
            href: hat.home(),
            current: hat.role == role && hat.complex == slug,
        };
        let hats: Vec<Hat> = caller.hats.iter().map(hat).collect();
        let current = hats.iter().find(|hat| hat.current);
        let role = current.map_or(String::new(), |hat| format!("{} · {}", hat.role, hat.complex));
        let mut shell = self.dress(Shell::new(self.locale, kind, title));
        shell.who = Some(Who { name: caller.name.clone(), role });
        shell.hats = hats;
        shell
    }

    fn dress(&self, mut shell: Shell) -> Shell {
        shell.theme = self.theme;
        shell.path = self.path.clone();
        shell.toasts = self.toast.iter().cloned().collect();
        shell
    }
}

/// The key of a role's name in the language files.
pub const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Operator => "role-operator",
        Role::OrganizationAdmin => "role-organization-admin",
        Role::Manager => "role-manager",
        Role::Treasurer => "role-treasurer",
        Role::AreaHead => "role-area-head",
        Role::Resident => "role-resident",
        Role::Guard => "role-guard",
    }
}

const fn role_of(kind: ShellKind) -> Role {
    match kind {
        ShellKind::Resident => Role::Resident,
        ShellKind::AreaHead => Role::AreaHead,
        ShellKind::Treasurer => Role::Treasurer,
        ShellKind::Guard => Role::Guard,
        ShellKind::Group => Role::OrganizationAdmin,
        ShellKind::Operator | ShellKind::Account | ShellKind::Public => Role::Operator,
        ShellKind::Manager => Role::Manager,
    }
}

/// The value of a cookie; the first one wins.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl FromRequestParts<Store> for Browser {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &Store) -> Result<Self, Infallible> {
        let path = parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let samples = parts.extensions.get::<Samples>().cloned().unwrap_or_default();
        Ok(Self { samples, ..Self::of(&parts.headers, path) })
    }
}
