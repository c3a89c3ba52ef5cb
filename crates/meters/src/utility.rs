//! What a meter measures.

use serde::{Deserialize, Serialize};

/// Water today; the tables and rules are the same for the others.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Utility {
    #[default]
    Water,
    Electricity,
    Gas,
}

impl Utility {
    pub const ALL: [Self; 3] = [Self::Water, Self::Electricity, Self::Gas];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Electricity => "electricity",
            Self::Gas => "gas",
        }
    }

    /// Water for a word that is none: an old address still opens a page.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|utility| utility.code() == code).unwrap_or_default()
    }

    /// In what it is counted; the same in every language.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Electricity => "kWh",
            Self::Water | Self::Gas => "m³",
        }
    }
}
