//! Changing what complaints are about, by pages and programs alike.

use kernel::{Locale, Zone};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Error, Say, texts::texts};

use super::{
    model::{self, MOST_PLACES, Problem},
    sql,
};
use crate::{
    complaint::{category::MOST_OWN, model::Category},
    setting::{self, LevelFault},
};

/// Why it is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("a category has 2 to 40 letters")]
    ClassName,
    #[error("a problem has 2 to 60 letters")]
    ProblemName,
    #[error("another one has this name")]
    Twice,
    #[error("there are sixty already")]
    Many,
    #[error("the categories of the house keep their names and stay")]
    Seeded,
    #[error("a place has 2 to 80 letters, and there are at most sixty")]
    Places,
    #[error("the name of who does it is too long")]
    LongName,
    #[error(transparent)]
    Level(#[from] LevelFault),
}

impl Cannot {
    /// The key of its sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ClassName => "care-class-refuse-name",
            Self::ProblemName => "care-class-refuse-problem",
            Self::Twice => "care-class-refuse-twice",
            Self::Many => "care-class-refuse-many",
            Self::Seeded => "care-class-refuse-seeded",
            Self::Places => "care-class-refuse-places",
            Self::LongName => "care-set-refuse-name",
            Self::Level(LevelFault::Quarters) => "care-set-refuse-quarters",
            Self::Level(LevelFault::Order) => "care-set-refuse-order",
        }
    }
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        texts(locale).get(self.key()).to_owned()
    }
}

/// A new category of the complex's own.
///
/// # Errors
/// [`Cannot`].
pub async fn add_class(tx: &mut TenantTx, name: &str) -> web::Result<Category> {
    let name = model::name(name, 40).ok_or(Error::refused(Cannot::ClassName))?;
    sql::lock(tx).await?;
    let most = i64::try_from(MOST_OWN).unwrap_or(i64::MAX);
    let is_full = sql::names(tx).await?.0.len() >= MOST_OWN;
    if is_full {
        return Err(Error::refused(Cannot::Many));
    }
    sql::add_class(tx, &name, most).await?.ok_or(Error::refused(Cannot::Twice))
}

/// Another name, retired, or offered again.
///
/// # Errors
/// [`Cannot`]; 404 when there is no such category.
pub async fn keep_class(
    tx: &mut TenantTx,
    category: Category,
    name: &str,
    is_retired: bool,
) -> web::Result<()> {
    if category.word().is_some() {
        return Err(Error::refused(Cannot::Seeded));
    }
    let name = model::name(name, 40).ok_or(Error::refused(Cannot::ClassName))?;
    sql::lock(tx).await?;
    if !sql::names(tx).await?.knows(category) {
        return Err(Error::missing());
    }
    let is_kept = sql::keep_class(tx, category.code(), &name, is_retired).await?;
    if is_kept { Ok(()) } else { Err(Error::refused(Cannot::Twice)) }
}

/// What is wrong with a problem by itself.
///
/// # Errors
/// [`Cannot`].
pub fn check(problem: &Problem) -> Result<(), Cannot> {
    if model::name(&problem.name, 60).is_none() {
        return Err(Cannot::ProblemName);
    }
    if problem.assignee.chars().count() > 80 {
        return Err(Cannot::LongName);
    }
    if let Some(level) = problem.level {
        level.checked()?;
    }
    Ok(())
}

/// A new one, or one that is changed; open complaints about it are due anew.
///
/// # Errors
/// [`Cannot`]; 404 when there is no such category.
pub async fn keep_problem(tx: &mut TenantTx, zone: Zone, problem: Problem) -> web::Result<Uuid> {
    check(&problem).map_err(Error::refused)?;
    let name = model::name(&problem.name, 60).ok_or(Error::refused(Cannot::ProblemName))?;
    let problem = Problem { name, ..problem };
    if !sql::names(tx).await?.knows(problem.category) {
        return Err(Error::missing());
    }
    let before = setting::change::begin(tx).await?;
    if !sql::keep_problem(tx, &problem).await? {
        return Err(Error::refused(Cannot::Twice));
    }
    setting::change::recount(tx, zone, &before).await?;
    Ok(problem.id)
}

/// The places that forms offer.
///
/// # Errors
/// [`Cannot::Places`].
pub async fn keep_places(tx: &mut TenantTx, typed: &[String]) -> web::Result<()> {
    let mut names: Vec<String> = Vec::new();
    for text in typed.iter().filter(|text| !text.trim().is_empty()) {
        let name = model::name(text, 80).ok_or(Error::refused(Cannot::Places))?;
        if !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            names.push(name);
        }
    }
    if names.len() > MOST_PLACES {
        return Err(Error::refused(Cannot::Places));
    }
    sql::lock(tx).await?;
    Ok(sql::keep_places(tx, &names).await?)
}
