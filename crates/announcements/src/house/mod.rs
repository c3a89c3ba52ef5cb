//! Which houses have read an announcement, which have not, and reminding only those.

pub(crate) mod api;
mod pages;
pub(crate) mod sql;

use serde::{Deserialize, Serialize};
use tenancy::Routes;

/// Of the houses that were told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    All,
    #[default]
    Unread,
    Read,
    /// Those that have not said that they know it.
    Unsigned,
}

impl Which {
    pub const ALL: [Self; 4] = [Self::Unread, Self::Read, Self::Unsigned, Self::All];

    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Unsigned => "unsigned",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|which| which.code() == code).unwrap_or_default()
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "ann-houses-all",
            Self::Unread => "ann-houses-unread",
            Self::Read => "ann-houses-read",
            Self::Unsigned => "ann-houses-unsigned",
        }
    }
}

pub fn routes() -> Routes {
    Routes::new("announcements")
        .get("/k/{complex}/pengumuman/{bulletin}/rumah", pages::index)
        .get("/k/{complex}/pengumuman/{bulletin}/rumah/unduh", pages::download)
        .post("/k/{complex}/pengumuman/{bulletin}/ingatkan", pages::nudge)
        .get("/api/v1/complexes/{complex}/announcements/{announcement}/houses", api::index)
        .post("/api/v1/complexes/{complex}/announcements/{announcement}/nudge", api::nudge)
}
