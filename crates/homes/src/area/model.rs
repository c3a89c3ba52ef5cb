//! Blocks, RW and RT: two trees over the same units. Pure.

use kernel::AreaId;
use serde::{Deserialize, Serialize};

use crate::typed::tidy;

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum AreaKind {
    Block,
    Rw,
    Rt,
}

impl AreaKind {
    pub const ALL: [Self; 3] = [Self::Block, Self::Rw, Self::Rt];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Rw => "rw",
            Self::Rt => "rt",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What people here put before the code; the same in every language.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Block => "Blok",
            Self::Rw => "RW",
            Self::Rt => "RT",
        }
    }

    /// What may stand above it.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Block => Some(Self::Block),
            Self::Rw => None,
            Self::Rt => Some(Self::Rw),
        }
    }
}

/// An area as every page of this room needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    pub id: AreaId,
    pub kind: AreaKind,
    pub code: String,
    pub name: String,
    pub parent: Option<AreaId>,
}

/// All areas of a complex, in their order; a few dozen.
#[derive(Clone, Debug, Default)]
pub struct Areas(pub Vec<Area>);

impl Areas {
    pub fn get(&self, id: AreaId) -> Option<&Area> {
        self.0.iter().find(|area| area.id == id)
    }

    pub fn name(&self, id: Option<AreaId>) -> &str {
        id.and_then(|id| self.get(id)).map_or("", |area| &area.name)
    }

    pub fn of_kind(&self, kind: AreaKind) -> impl Iterator<Item = &Area> {
        self.0.iter().filter(move |area| area.kind == kind)
    }

    pub fn has(&self, id: AreaId, kind: AreaKind) -> bool {
        self.get(id).is_some_and(|area| area.kind == kind)
    }

    /// `RT 01 / RW 07`: an RT with the RW around it; a block with its cluster.
    pub fn full_name(&self, id: Option<AreaId>) -> String {
        let Some(area) = id.and_then(|id| self.get(id)) else { return String::new() };
        match area.parent.and_then(|parent| self.get(parent)) {
            Some(parent) => format!("{} / {}", area.name, parent.name),
            None => area.name.clone(),
        }
    }
}

/// What the manager writes down about an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaDetails {
    pub kind: AreaKind,
    pub code: String,
    pub name: String,
    pub parent: Option<AreaId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaFault {
    #[error("no code")]
    NoCode,
    #[error("the code is longer than twenty letters")]
    CodeTooLong,
    #[error("the name is longer than sixty letters")]
    NameTooLong,
    #[error("this kind cannot lie in that area")]
    WrongParent,
}

impl AreaDetails {
    /// `01` of kind RT is called `RT 01` unless a name is given; `RT 01` typed as a code is the code `01`.
    pub fn parse(
        kind: AreaKind,
        code: &str,
        name: &str,
        parent: Option<AreaId>,
        areas: &Areas,
    ) -> Result<Self, AreaFault> {
        let code = bare_code(kind, code);
        if code.is_empty() || !code.chars().any(|c| c.is_ascii_alphanumeric()) {
            return Err(AreaFault::NoCode);
        }
        if code.chars().count() > 20 {
            return Err(AreaFault::CodeTooLong);
        }
        let name = tidy(name);
        let name = if name.is_empty() { format!("{} {code}", kind.prefix()) } else { name };
        if name.chars().count() > 60 {
            return Err(AreaFault::NameTooLong);
        }
        let fits = |parent: AreaId| kind.parent().is_some_and(|wanted| areas.has(parent, wanted));
        if !parent.is_none_or(fits) {
            return Err(AreaFault::WrongParent);
        }
        Ok(Self { kind, code, name, parent })
    }
}

/// The code without the word that says what it is.
fn bare_code(kind: AreaKind, text: &str) -> String {
    let text = tidy(text);
    let prefix = kind.prefix();
    match text.get(..prefix.len()) {
        Some(head) if head.eq_ignore_ascii_case(prefix) && text.len() > prefix.len() => {
            text[prefix.len()..].trim_start_matches([' ', '.', '-']).to_owned()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    #[test]
    fn rt_01_is_named_by_its_code_and_lies_in_an_rw_only() {
        let at = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
        let area = |kind, code: &str| Area {
            id: AreaId::new(at),
            kind,
            code: code.into(),
            name: format!("{} {code}", AreaKind::prefix(kind)),
            parent: None,
        };
        let areas = Areas(vec![area(AreaKind::Rw, "07"), area(AreaKind::Block, "A")]);
        let (rw, block) = (areas.0[0].id, areas.0[1].id);
        let rt = AreaDetails::parse(AreaKind::Rt, " RT 01 ", "", Some(rw), &areas).unwrap();
        assert_eq!((rt.code.as_str(), rt.name.as_str()), ("01", "RT 01"));
        let wrong = |kind, parent| AreaDetails::parse(kind, "01", "", Some(parent), &areas);
        assert_eq!(wrong(AreaKind::Rt, block), Err(AreaFault::WrongParent));
        assert_eq!(wrong(AreaKind::Rw, rw), Err(AreaFault::WrongParent));
        assert!(wrong(AreaKind::Block, block).is_ok());
        assert_eq!(AreaDetails::parse(AreaKind::Rt, "--", "", None, &areas), Err(AreaFault::NoCode));
    }
}
