//! Categories of the complex's own, their names, and problems. Pure.

use kernel::Locale;
use uuid::Uuid;
use web::{shell::parts::Choice, texts::texts};

use crate::{
    complaint::model::{Category, Priority},
    setting::Level,
};

/// Places of the commons that a form offers at most.
pub const MOST_PLACES: usize = 60;

/// A category of the complex's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub category: Category,
    pub name: String,
    pub is_retired: bool,
}

/// What is wrong below a category. What is empty is as the category says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub id: Uuid,
    pub category: Category,
    pub name: String,
    pub priority: Option<Priority>,
    pub assignee: String,
    pub level: Option<Level>,
    pub is_retired: bool,
}

/// How categories are called here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub Vec<Class>);

impl Names {
    fn class(&self, category: Category) -> Option<&Class> {
        self.0.iter().find(|class| class.category == category)
    }

    pub fn of(&self, category: Category, locale: Locale) -> String {
        let own = || self.class(category).map(|class| class.name.clone()).unwrap_or_default();
        category.word().map_or_else(own, |word| texts(locale).get(word).to_owned())
    }

    /// Is there such a category here, retired or not?
    pub fn knows(&self, category: Category) -> bool {
        category.word().is_some() || self.class(category).is_some()
    }

    pub fn is_offered(&self, category: Category) -> bool {
        category.word().is_some() || self.class(category).is_some_and(|class| !class.is_retired)
    }

    /// All that there ever were, the rest ("lainnya") last.
    pub fn all(&self) -> Vec<Category> {
        let mut all: Vec<Category> = Category::SEEDED.into();
        all.extend(self.0.iter().map(|class| class.category));
        all.sort_unstable();
        all
    }

    /// What a new complaint may be about.
    pub fn offered(&self) -> Vec<Category> {
        let mut all = self.all();
        all.retain(|category| self.is_offered(*category));
        all
    }

    /// The same as cards of a form.
    pub fn cards(&self, locale: Locale) -> Vec<Choice> {
        let card = |it: Category| Choice::new(it.code(), self.of(it, locale)).with_icon(it.icon());
        self.offered().into_iter().map(card).collect()
    }
}

/// The problems of one category as a form groups them.
pub struct Group {
    pub name: String,
    pub problems: Vec<Choice>,
}

/// The problems that are offered, below the names of their categories and in their order.
pub fn groups(names: &Names, problems: &[Problem], locale: Locale) -> Vec<Group> {
    let group = |category: Category| {
        let own = problems.iter().filter(|problem| problem.category == category && !problem.is_retired);
        let problems: Vec<Choice> = own.map(|it| Choice::new(it.id.to_string(), it.name.clone())).collect();
        (!problems.is_empty()).then(|| Group { name: names.of(category, locale), problems })
    };
    names.offered().into_iter().filter_map(group).collect()
}

/// What a form offers.
pub struct Offer {
    pub names: Names,
    pub problems: Vec<Problem>,
    pub places: Vec<String>,
}

impl Offer {
    pub fn groups(&self, locale: Locale) -> Vec<Group> {
        groups(&self.names, &self.problems, locale)
    }

    /// What was chosen. A problem alone is enough, for it has a category.
    ///
    /// # Errors
    /// The field that is wrong and the key of the sentence.
    pub fn read(
        &self,
        category: &str,
        problem: &str,
    ) -> Result<(Category, Option<Uuid>), (&'static str, &'static str)> {
        let found = self.problems.iter().find(|it| !it.is_retired && it.id.to_string() == problem);
        if found.is_none() && !problem.is_empty() {
            return Err(("masalah", "care-class-fault-problem"));
        }
        let category = Category::from_code(category).filter(|it| self.names.is_offered(*it));
        let category = category.or(found.map(|it| it.category)).ok_or(("kategori", "care-fault-category"))?;
        if found.is_some_and(|it| it.category != category) {
            return Err(("masalah", "care-class-fault-other"));
        }
        Ok((category, found.map(|it| it.id)))
    }
}

/// A name with single spaces, if it has so many letters.
pub fn name(text: &str, most: usize) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (2..=most).contains(&name.chars().count()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retired_category_keeps_its_name_and_is_not_offered() {
        let own = |number: i16, name: &str, is_retired: bool| Class {
            category: Category::own(number).expect("a number"),
            name: name.to_owned(),
            is_retired,
        };
        let names = Names(vec![own(1, "Kolam renang", false), own(2, "Taman", true)]);
        let garden = Category::own(2).expect("a number");
        assert_eq!(names.of(garden, Locale::Id), "Taman");
        assert_eq!(names.of(Category::Water, Locale::En), "Water");
        assert!(names.knows(garden) && !names.is_offered(garden));
        assert!(!names.knows(Category::own(3).expect("a number")));
        let cards: Vec<String> = names.cards(Locale::Id).into_iter().map(|card| card.label).collect();
        assert_eq!(cards[5..], ["Bangunan", "Kolam renang", "Lainnya"]);
        assert_eq!((name(" Pipa   bocor ", 20), name("x", 20)), (Some("Pipa bocor".to_owned()), None));
    }
}
