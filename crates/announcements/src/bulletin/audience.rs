//! Whom an announcement is for: houses by place, type, state, arrears or by name; in them the people meant; and those
//! who work here. Pure.

use homes::UnitStatus;
use serde::{Deserialize, Serialize};
use tenancy::Role;
use utoipa::ToSchema;
use uuid::Uuid;

/// Which people of a house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum People {
    /// Owners, tenants and their families.
    #[default]
    Everybody,
    Owners,
    Tenants,
    /// Who gets the bill.
    Payers,
}

impl People {
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Owners, Self::Tenants, Self::Payers];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Owners => "owners",
            Self::Tenants => "tenants",
            Self::Payers => "payers",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|people| people.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Everybody => "ann-people-everybody",
            Self::Owners => "ann-people-owners",
            Self::Tenants => "ann-people-tenants",
            Self::Payers => "ann-people-payers",
        }
    }

    /// Kinds of occupancy; household staff is never meant.
    pub const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Everybody | Self::Payers => &["owner", "tenant", "family"],
            Self::Owners => &["owner"],
            Self::Tenants => &["tenant"],
        }
    }
}

/// Every wish narrows; an empty one leaves everybody in. With `units` only these houses are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Audience {
    /// Blocks, RT or RW
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Uuid>,
    /// Such as `45/90`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unit_types: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<UnitStatus>,
    #[serde(skip_serializing_if = "is_everybody")]
    pub people: People,
    /// Only houses that owe something which is late
    #[serde(skip_serializing_if = "is_no")]
    pub in_arrears: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Uuid>,
    /// Who works here and is told too: `manager`, `treasurer`, `area_head`, `guard`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub staff: Vec<Role>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_everybody(people: &People) -> bool {
    *people == People::Everybody
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_no(wish: &bool) -> bool {
    !wish
}

/// Roles that may be told beside the houses.
pub const STAFF: [Role; 4] = [Role::Manager, Role::Treasurer, Role::AreaHead, Role::Guard];

impl Audience {
    /// Is every house meant?
    pub fn is_everywhere(&self) -> bool {
        self.areas.is_empty()
            && self.unit_types.is_empty()
            && self.statuses.is_empty()
            && self.units.is_empty()
            && !self.in_arrears
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_wished_is_not_written_down() {
        assert_eq!(serde_json::to_string(&Audience::default()).unwrap(), "{}");
        let some = Audience {
            people: People::Tenants,
            statuses: vec![UnitStatus::Rented],
            staff: vec![Role::Guard],
            ..Audience::default()
        };
        let text = serde_json::to_string(&some).unwrap();
        assert_eq!(text, r#"{"statuses":["rented"],"people":"tenants","staff":["guard"]}"#);
        assert_eq!(serde_json::from_str::<Audience>(&text).unwrap(), some);
    }
}
