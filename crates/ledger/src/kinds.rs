//! The catalogue of postings: what each kind of entry is called, and where its document opens. The room that posts a
//! kind adds it here through the site; the ledger knows its own only.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use tenancy::{Place, Store};
use uuid::Uuid;
use web::Shell;

/// A way in which money moves.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// As it stands in the entry: `invoice_issued`.
    pub code: &'static str,
    /// Key of its name in the language files.
    pub word: &'static str,
    /// The path behind the complex under which the source opens by its id: `tagihan` for `/k/melati/tagihan/{id}`.
    /// `None` where the entry itself is all there is to see.
    pub path: Option<&'static str>,
}

/// All kinds of the house. Put around the site as an extension; without it the ledger's own are known.
#[derive(Clone, Debug)]
pub struct Kinds(Arc<[Kind]>);

/// The kinds that the ledger posts itself.
pub(crate) const OWN: &[Kind] = &[
    Kind { code: MONEY_IN, word: "ledger-kind-money-in", path: None },
    Kind { code: MONEY_OUT, word: "ledger-kind-money-out", path: None },
    Kind { code: MONEY_MOVED, word: "ledger-kind-money-moved", path: None },
    Kind { code: JOURNAL, word: "ledger-kind-journal", path: None },
    Kind { code: OPENING_BALANCE, word: "ledger-kind-opening-balance", path: None },
    Kind { code: ENTRY_REVERSED, word: "ledger-kind-entry-reversed", path: None },
];

pub(crate) const MONEY_IN: &str = "money_in";
pub(crate) const MONEY_OUT: &str = "money_out";
pub(crate) const MONEY_MOVED: &str = "money_moved";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const OPENING_BALANCE: &str = "opening_balance";
pub(crate) const ENTRY_REVERSED: &str = "entry_reversed";

/// Was it written by hand? Then it is reversed by hand; every other entry is taken back by its own document.
pub(crate) fn is_by_hand(code: &str) -> bool {
    [MONEY_IN, MONEY_OUT, MONEY_MOVED, JOURNAL, OPENING_BALANCE].contains(&code)
}

impl Kinds {
    /// The ledger's own kinds and those of the rooms.
    pub fn new<const N: usize>(of_rooms: [&[Kind]; N]) -> Self {
        Self(OWN.iter().chain(of_rooms.into_iter().flatten()).copied().collect())
    }

    /// What people call it; the code itself for a kind that nobody added.
    pub(crate) fn word<'a>(&self, s: &Shell, code: &'a str) -> &'a str {
        self.find(code).map_or(code, |kind| s.t(kind.word))
    }

    /// Where the document of an entry opens.
    pub(crate) fn href(&self, place: &Place, code: &str, source: Uuid) -> Option<String> {
        let path = self.find(code)?.path?;
        Some(place.path(&format!("{path}/{source}")))
    }

    /// Codes and words, for a filter.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.0.iter()
    }

    fn find(&self, code: &str) -> Option<&Kind> {
        self.0.iter().find(|kind| kind.code == code)
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::new([])
    }
}

impl FromRequestParts<Store> for Kinds {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &Store) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
