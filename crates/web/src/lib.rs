//! The house style of an answer: layout, components, forms, errors, languages, and the layers of the site.
//!
//! A room hands over a template with a [`shell::Shell`] in it, or an [`Error`]; how that looks as a page, a fragment or
//! JSON is decided here. Deliberately absent: statements (but those of idempotency keys), and any rule about
//! units, people or money.

mod address;
pub mod answer;
pub mod api;
mod appearance;
pub mod assets;
mod browser;
mod dress;
mod error;
mod flash;
mod form;
pub mod gaya;
mod health;
pub mod home;
pub mod icons;
mod limit;
pub mod qr;
pub mod shell;
mod site;
pub mod texts;

pub use address::{encoded, segment, with_query};
pub use answer::{Go, download, invalid, page};
pub use appearance::{local_path, routes};
pub use browser::{Browser, Hx, Samples, role_key};
pub use error::{Error, Fault, Faults, Kind, Report, Result, Say};
pub use form::{Form, Json, Path, Query};
// `ClientAddress` is an extractor: `async fn sign_in(door: Anyone, from: ClientAddress, …)`. `from.to_string()` for the list
// of sessions, `from.network()` (an IPv4 address or an IPv6 /64) for what throttles count together.
pub use limit::{ClientAddress, ProxyFault, Traffic, TrustedProxies};
pub use shell::{Shell, ShellKind};
pub use site::{site, site_behind};
