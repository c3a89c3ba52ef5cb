//! Faults of a form as a template wants them: by field, and as the pairs of the summary above the form.

use web::Faults;

#[derive(Clone, Debug, Default)]
pub struct Mistakes(Vec<(String, String)>);

impl Mistakes {
    /// The sentence at a field, or nothing.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, sentence)| sentence)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }
}

impl From<Faults> for Mistakes {
    fn from(faults: Faults) -> Self {
        Self(faults.iter().map(|fault| (fault.field.clone(), fault.sentence.clone())).collect())
    }
}
