//! What a template may say, and how it is filled. Pure.

use std::collections::BTreeMap;

use kernel::{Date, Locale, Period, Rupiah};
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::texts::texts;

use super::occasion::{Blank, Occasion};
use crate::outbox::Facts;

/// Steps that filling one template may take; an honest one takes about a hundred.
const FUEL: u64 = 5_000;
/// Nested conditions beyond which nobody means well.
const DEPTH: usize = 20;
const LONGEST_TITLE: usize = 200;
const LONGEST_TEXT: usize = 1_000;

/// Title and text with blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Template {
    pub title: String,
    pub text: String,
}

/// Which half of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Title,
    Text,
}

/// Why a template is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    Empty,
    TooLong(usize),
    /// Blanks that nobody fills on this occasion.
    Unknown(Vec<String>),
    /// Not a template: a bracket that does not close, a word that the sandbox does not know.
    Unreadable,
    /// It takes too many steps.
    TooMuch,
}

impl Template {
    /// The house's own sentences, with blanks to type over.
    pub fn of_the_house(occasion: Occasion, locale: Locale) -> Self {
        let names = Blank::ALL.map(|blank| (blank.key(), format!("{{{{ {} }}}}", blank.name())));
        let blanks = names.each_ref().map(|(key, name)| (*key, name.as_str().into()));
        let (title, text) = occasion.keys();
        Self { title: texts(locale).with(title, &blanks), text: texts(locale).with(text, &blanks) }
    }

    /// Everything that is wrong with it: each half is filled once with an example.
    pub fn faults(&self, occasion: Occasion, locale: Locale) -> Vec<(Half, TemplateFault)> {
        let halves = [
            (Half::Title, self.title.as_str(), LONGEST_TITLE),
            (Half::Text, self.text.as_str(), LONGEST_TEXT),
        ];
        let fault = |source: &str, most| half_fault(source, most, occasion, locale);
        halves.into_iter().filter_map(|(half, source, most)| Some((half, fault(source, most)?))).collect()
    }

    /// The words; none when it cannot be filled.
    pub fn fill(
        &self,
        occasion: Occasion,
        facts: &Facts,
        place: &str,
        locale: Locale,
    ) -> Option<(String, String)> {
        let fill = |source: &str| fill(source, occasion, facts, place, locale).ok();
        // One line; the narrow space of an amount stays.
        let title = fill(&self.title)?;
        let words = title.split(|c: char| c == ' ' || c.is_control()).filter(|word| !word.is_empty());
        let title = words.collect::<Vec<_>>().join(" ");
        Some((title, fill(&self.text)?.trim().to_owned()))
    }
}

fn half_fault(source: &str, most: usize, occasion: Occasion, locale: Locale) -> Option<TemplateFault> {
    if source.trim().is_empty() {
        return Some(TemplateFault::Empty);
    }
    if source.chars().count() > most {
        return Some(TemplateFault::TooLong(most));
    }
    let engine = sandbox();
    let Ok(template) = engine.template_from_str(source) else { return Some(TemplateFault::Unreadable) };
    let is_known = |name: &String| occasion.blanks().iter().any(|blank| blank.name() == name);
    let mut unknown: Vec<String> =
        template.undeclared_variables(false).into_iter().filter(|name| !is_known(name)).collect();
    if !unknown.is_empty() {
        unknown.sort_unstable();
        return Some(TemplateFault::Unknown(unknown));
    }
    match fill(source, occasion, &Sample::facts(occasion), Sample::PLACE, locale) {
        Ok(said) if said.trim().is_empty() => Some(TemplateFault::Empty),
        Ok(said) if said.chars().count() > 2 * most => Some(TemplateFault::TooLong(most)),
        Ok(_) => None,
        Err(error) if error.kind() == minijinja::ErrorKind::OutOfFuel => Some(TemplateFault::TooMuch),
        Err(_) => Some(TemplateFault::Unreadable),
    }
}

/// An engine that knows nothing: no filters, no functions, no other templates, no files.
fn sandbox() -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_recursion_limit(DEPTH);
    engine
}

fn fill(
    source: &str,
    occasion: Occasion,
    facts: &Facts,
    place: &str,
    locale: Locale,
) -> Result<String, minijinja::Error> {
    let blanks: BTreeMap<&'static str, Value> = occasion
        .blanks()
        .iter()
        .map(|blank| (blank.name(), Value::from(blank.value(facts, place, locale))))
        .collect();
    sandbox().render_str(source, Value::from(blanks))
}

/// An example, with which a template is tried and shown.
#[derive(Debug)]
pub struct Sample;

impl Sample {
    pub const PLACE: &str = "Griya Melati";

    pub fn facts(occasion: Occasion) -> Facts {
        let due_on = Date::from_ymd_opt(2026, 12, 10);
        let days = match occasion {
            Occasion::BeforeDue => Some(-3),
            Occasion::OnDueDay => Some(0),
            Occasion::AfterDue => Some(7),
            _ => None,
        };
        let (subject, excerpt) = ("Air mati besok", "Besok pukul 07.00–12.00. Tampung air malam ini.");
        Facts {
            name: "Budi Santoso".to_owned(),
            unit: "A-12".to_owned(),
            number: "INV-2026-12-0042".to_owned(),
            amount: Rupiah::new(425_000).ok(),
            due_on,
            period: due_on.map(Period::of),
            days,
            subject: subject.to_owned(),
            excerpt: excerpt.to_owned(),
            step: String::new(),
            until: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(title: &str, text: &str) -> Template {
        Template { title: title.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_house_s_own_words_are_a_good_template_for_every_occasion_in_both_languages() {
        for occasion in Occasion::ALL {
            assert_eq!(Occasion::from_code(occasion.code()), Some(occasion));
            for locale in [Locale::Id, Locale::En] {
                let house = Template::of_the_house(occasion, locale);
                assert_eq!(house.faults(occasion, locale), [], "{occasion:?} {house:?}");
            }
        }
    }

    #[test]
    fn a_template_says_what_is_different_each_time() {
        let own = template(
            "{{ rumah }}: {{ jumlah }}",
            "{% if hari %}Sudah {{ hari }} hari.{% endif %} Salam, {{ kompleks }}",
        );
        let said = own.fill(Occasion::AfterDue, &Sample::facts(Occasion::AfterDue), "Puri Mawar", Locale::Id);
        let (title, text) = said.unwrap();
        assert_eq!(title, "A-12: Rp\u{a0}425.000");
        assert_eq!(text, "Sudah 7 hari. Salam, Puri Mawar");
    }

    #[test]
    fn what_somebody_typed_into_a_name_is_no_template() {
        let facts = Facts { name: "{{ jumlah }}".to_owned(), ..Facts::default() };
        let said = template("{{ nama }}", "x").fill(Occasion::ClaimFiled, &facts, "", Locale::Id).unwrap();
        assert_eq!(said.0, "{{ jumlah }}");
    }

    #[test]
    fn unknown_blanks_files_and_endless_work_are_refused() {
        let wrong = |text: &str| {
            let mut faults = template("Iuran {{ rumah }}", text).faults(Occasion::BeforeDue, Locale::Id);
            assert_eq!(faults.len(), 1, "{text}: {faults:?}");
            let (half, fault) = faults.remove(0);
            assert_eq!(half, Half::Text);
            fault
        };
        let unknown =
            |names: &[&str]| TemplateFault::Unknown(names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(wrong("Bayar {{ jumlahnya }} ke {{ bank }}"), unknown(&["bank", "jumlahnya"]));
        assert_eq!(wrong("{{ nomor }}"), unknown(&["nomor"]), "no invoice is reminded of, but a house");
        assert_eq!(wrong("{{ jumlah"), TemplateFault::Unreadable);
        assert_eq!(wrong("{% include '/etc/passwd' %}"), TemplateFault::Unreadable);
        assert_eq!(wrong("{{ rumah|upper }}"), TemplateFault::Unreadable);
        assert_eq!(wrong(" "), TemplateFault::Empty);
        assert_eq!(wrong(&"x".repeat(1_001)), TemplateFault::TooLong(1_000));
        let nested = "{% for a in kompleks %}{% for b in kompleks %}{% for c in kompleks %}{% for d in kompleks %}{{ a }}";
        let endless = format!("{nested}{}", "{% endfor %}".repeat(4));
        assert!(matches!(wrong(&endless), TemplateFault::TooMuch | TemplateFault::Unreadable));
    }
}
