//! What a complaint is about: one of seven that the house knows, or one of the complex's own.

use serde::{Deserialize, Serialize};
use sqlx::{Postgres, encode::IsNull, error::BoxDynError, postgres::PgArgumentBuffer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use super::model::Priority;

/// Categories of its own that a complex may ever have; a retired one keeps its number.
pub const MOST_OWN: usize = 60;

/// The codes of the complex's own, which begin with the number one.
const OWN: [&str; MOST_OWN] = [
    "own-1", "own-2", "own-3", "own-4", "own-5", "own-6", "own-7", "own-8", "own-9", "own-10", "own-11",
    "own-12", "own-13", "own-14", "own-15", "own-16", "own-17", "own-18", "own-19", "own-20", "own-21",
    "own-22", "own-23", "own-24", "own-25", "own-26", "own-27", "own-28", "own-29", "own-30", "own-31",
    "own-32", "own-33", "own-34", "own-35", "own-36", "own-37", "own-38", "own-39", "own-40", "own-41",
    "own-42", "own-43", "own-44", "own-45", "own-46", "own-47", "own-48", "own-49", "own-50", "own-51",
    "own-52", "own-53", "own-54", "own-55", "own-56", "own-57", "own-58", "own-59", "own-60",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Category {
    Water,
    Electricity,
    Road,
    Rubbish,
    Security,
    Building,
    /// One of the complex's own by its place in [`OWN`].
    Own(Own),
    Other,
}

/// A place in [`OWN`]; made by [`Category::own`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Own(usize);

impl Category {
    /// Those that the house knows.
    pub const SEEDED: [Self; 7] = [
        Self::Water,
        Self::Electricity,
        Self::Road,
        Self::Rubbish,
        Self::Security,
        Self::Building,
        Self::Other,
    ];

    /// The complex's own one with this number; none: no complex has so many.
    pub fn own(number: i16) -> Option<Self> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        (place < MOST_OWN).then_some(Self::Own(Own(place)))
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Electricity => "electricity",
            Self::Road => "road",
            Self::Rubbish => "rubbish",
            Self::Security => "security",
            Self::Building => "building",
            Self::Own(Own(place)) => OWN[place],
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let own = || OWN.iter().position(|own| *own == code).map(|place| Self::Own(Own(place)));
        Self::SEEDED.into_iter().find(|it| it.code() == code).or_else(own)
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::Water => "droplets",
            Self::Electricity => "zap",
            Self::Road => "map",
            Self::Rubbish => "trash-2",
            Self::Security => "shield",
            Self::Building => "building-2",
            Self::Own(_) => "wrench",
            Self::Other => "circle-help",
        }
    }

    /// The key of its name; none: the complex gave it one.
    pub const fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Water => "care-is-water",
            Self::Electricity => "care-is-electricity",
            Self::Road => "care-is-road",
            Self::Rubbish => "care-is-rubbish",
            Self::Security => "care-is-security",
            Self::Building => "care-is-building",
            Self::Own(_) => return None,
            Self::Other => "care-is-other",
        })
    }

    /// How urgent it is before anybody has looked.
    pub const fn priority(self) -> Priority {
        match self {
            Self::Security => Priority::Urgent,
            Self::Water | Self::Electricity => Priority::High,
            Self::Road | Self::Rubbish | Self::Building | Self::Own(_) | Self::Other => Priority::Normal,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no category has this code")]
pub struct NoCategory;

impl TryFrom<String> for Category {
    type Error = NoCategory;

    fn try_from(code: String) -> Result<Self, NoCategory> {
        Self::from_code(&code).ok_or(NoCategory)
    }
}

impl From<Category> for &'static str {
    fn from(category: Category) -> Self {
        category.code()
    }
}

impl sqlx::Type<Postgres> for Category {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <str as sqlx::Type<Postgres>>::type_info()
    }

    fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
        <str as sqlx::Type<Postgres>>::compatible(ty)
    }
}

impl<'r> sqlx::Decode<'r, Postgres> for Category {
    fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let code = <&str as sqlx::Decode<Postgres>>::decode(value)?;
        Ok(Self::from_code(code).ok_or(NoCategory)?)
    }
}

impl sqlx::Encode<'_, Postgres> for Category {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as sqlx::Encode<Postgres>>::encode(self.code(), buffer)
    }
}

impl utoipa::PartialSchema for Category {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "One that the house knows, or `own-` and the number of one of the complex's own",
            ))
            .examples(["water", "own-3"])
            .into()
    }
}

impl utoipa::ToSchema for Category {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_found_by_its_code_and_nothing_else_is_one() {
        for category in Category::SEEDED.into_iter().chain((1..=60).filter_map(Category::own)) {
            assert_eq!(Category::from_code(category.code()), Some(category));
        }
        assert_eq!(Category::own(7).map(Category::code), Some("own-7"));
        for wrong in ["", "own-0", "own-61", "own-07", "Water", "own-"] {
            assert_eq!(Category::from_code(wrong), None, "{wrong}");
        }
        assert_eq!((Category::own(0), Category::own(61), Category::own(-1)), (None, None, None));
    }
}
