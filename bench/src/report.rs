//! What was found, and the gates.

/// One line of the report. `must` and `aim` are upper bounds.
pub struct Figure {
    pub what: &'static str,
    pub value: f64,
    pub unit: &'static str,
    pub must: f64,
    pub aim: f64,
    /// The absolutes behind it, for people.
    pub note: String,
}

/// Ratios swing with the machine's mood; a quarter is theirs.
const SLACK: f64 = 1.25;

impl Figure {
    fn holds(&self) -> bool {
        let slack = if self.unit == "x" { SLACK } else { 1.0 };
        self.value <= self.must * slack
    }

    fn verdict(&self) -> &'static str {
        if self.value <= self.aim {
            "aim"
        } else if self.value <= self.must {
            "must"
        } else if self.holds() {
            "slack"
        } else {
            "MISSED"
        }
    }
}

/// Prints all figures; are all gates held?
pub fn print(figures: &[Figure]) -> bool {
    println!("{:<46}{:>10}      {:>8} {:>8}  {:<7} beside it", "what", "measured", "must", "aim", "holds");
    for f in figures {
        println!(
            "{:<46}{:>10.2} {:<4} {:>8.2} {:>8.2}  {:<7} {}",
            f.what,
            f.value,
            f.unit,
            f.must,
            f.aim,
            f.verdict(),
            f.note
        );
    }
    figures.iter().all(Figure::holds)
}
