//! The whole examination: every row of every sheet ends in exactly one class, and the plan is what the good rows write.

use std::collections::HashMap;

use kernel::Date;
use serde::{Deserialize, Serialize};
use spreadsheet::Workbook;

use super::{
    choices::{Choices, Suggestion},
    columns::Meaning,
    existing::Existing,
    faults::{Fault, FaultKind, Warning},
    neighbours::Neighbours,
    plan::{PlannedRow, one_person_per_number, plan},
    rows::{Corrections, RowReader},
    suggestions::suggestions,
    tables::{RowKind, Scan, Section, SkipReason, scan},
};
use crate::import::{choices::Rule, drafts::Draft};

/// Everything known about a file before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Examination {
    pub sheets: Vec<String>,
    pub sections: Vec<Section>,
    pub counts: Counts,
    /// Every row up to the last used one of each sheet, in order.
    pub rows: Vec<RowOutcome>,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Warning>,
    pub suggestions: Vec<Suggestion>,
}

/// Rows by class; their sum is every row of every sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub faulty: u32,
    pub skipped: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowOutcome {
    /// Index into `sheets`.
    pub sheet: u16,
    pub row: u32,
    pub class: RowClass,
    /// Whole for every class but skipped and faulty.
    pub plan: Option<Box<PlannedRow>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "class", content = "why")]
pub enum RowClass {
    New,
    Changed,
    Unchanged,
    Faulty,
    Skipped(SkipReason),
}

impl Counts {
    pub const fn total(self) -> u32 {
        self.new + self.changed + self.unchanged + self.faulty + self.skipped
    }

    fn add(&mut self, class: RowClass) {
        *match class {
            RowClass::New => &mut self.new,
            RowClass::Changed => &mut self.changed,
            RowClass::Unchanged => &mut self.unchanged,
            RowClass::Faulty => &mut self.faulty,
            RowClass::Skipped(_) => &mut self.skipped,
        } += 1;
    }
}

impl Examination {
    /// What is to be written: new and changed rows, in the order of the file.
    pub fn to_write(&self) -> impl Iterator<Item = (&RowOutcome, &PlannedRow)> {
        let writes = |outcome: &&RowOutcome| matches!(outcome.class, RowClass::New | RowClass::Changed);
        self.rows.iter().filter(writes).filter_map(|outcome| Some((outcome, outcome.plan.as_deref()?)))
    }

    pub fn sheet_name(&self, outcome: &RowOutcome) -> &str {
        self.sheets.get(usize::from(outcome.sheet)).map_or("", String::as_str)
    }
}

/// Examines a workbook against what exists, under the user's choices. Changes nothing and knows no clock.
pub fn examine(workbook: &Workbook, existing: &Existing, choices: &Choices, today: Date) -> Examination {
    let corrections = corrections_by_row(choices);
    let mut found = Examination {
        sheets: workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        ..Examination::default()
    };
    let mut drafts: Vec<(usize, Draft)> = Vec::new();
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        let taken_apart = scan(sheet, choices);
        let mut carried = (0, None);
        for (row, kind) in (1..).zip(&taken_apart.rows) {
            let outcome =
                |class| RowOutcome { sheet: u16::try_from(at).unwrap_or(u16::MAX), row, class, plan: None };
            let data = match kind {
                RowKind::Skipped(reason) => {
                    found.rows.push(outcome(RowClass::Skipped(*reason)));
                    continue;
                }
                RowKind::Data(_)
                    if choices.skipped.iter().any(|place| place.row == row && place.sheet == sheet.name) =>
                {
                    found.rows.push(outcome(RowClass::Skipped(SkipReason::ByHand)));
                    continue;
                }
                RowKind::Data(data) => data,
            };
            let (Some(cells), Some(section)) = (sheet.row(row), taken_apart.sections.get(data.section))
            else {
                continue;
            };
            if carried.0 != data.section || data.block.is_some() {
                carried = (data.section, None);
            }
            let place = (sheet.name.as_str(), row);
            let mut reader =
                RowReader::new(sheet, cells, (section, data), corrections.get(&place), choices, today);
            let draft = reader.draft(&mut carried.1);
            let faulty = !reader.faults.is_empty();
            found.faults.append(&mut reader.faults);
            found.warnings.append(&mut reader.warnings);
            found.rows.push(outcome(RowClass::Faulty));
            if let (Some(draft), false) = (draft, faulty) {
                drafts.push((found.rows.len() - 1, draft));
            }
        }
        let Scan { sections, .. } = taken_apart;
        found.sections.extend(sections);
    }
    settle(&mut found, drafts, existing, choices);
    found
}

/// Compares the drafts with each other and with the complex, and counts.
fn settle(found: &mut Examination, drafts: Vec<(usize, Draft)>, existing: &Existing, choices: &Choices) {
    let drop_shared = choices.has(&Rule::DropSharedPhone);
    let mut neighbours = Neighbours::new(drop_shared);
    let mut good: Vec<(usize, Draft)> = Vec::new();
    for (at, mut draft) in drafts {
        let place = (found.sheets[usize::from(found.rows[at].sheet)].clone(), found.rows[at].row);
        // A row that the complex contradicts is no neighbour: others are not measured by it.
        if let Err(taken) = plan(&draft, existing, drop_shared) {
            found.faults.extend(taken.into_iter().map(|taken| taken.fault(&place)));
            continue;
        }
        let faults = neighbours.meet(&mut draft, &place);
        let repeated = faults.iter().any(|fault| matches!(fault.kind, FaultKind::RowRepeated { .. }));
        if repeated && choices.has(&Rule::SkipRepeated) {
            found.rows[at].class = RowClass::Skipped(SkipReason::ByHand);
        } else if faults.is_empty() {
            good.push((at, draft));
        } else {
            found.faults.extend(faults);
        }
    }
    neighbours.agree(&mut good);
    let mut planned: Vec<(usize, PlannedRow)> = Vec::new();
    for (at, draft) in good {
        match plan(&draft, existing, drop_shared) {
            Ok(row) => planned.push((at, row)),
            Err(taken) => {
                let place = (found.sheets[usize::from(found.rows[at].sheet)].clone(), found.rows[at].row);
                found.faults.extend(taken.into_iter().map(|taken| taken.fault(&place)));
            }
        }
    }
    one_person_per_number(&mut planned);
    for (at, row) in planned {
        found.rows[at].class = match (row.unit.is_some(), row.changes.is_empty()) {
            (false, _) => RowClass::New,
            (true, true) => RowClass::Unchanged,
            (true, false) => RowClass::Changed,
        };
        found.rows[at].plan = Some(Box::new(row));
    }
    let order: HashMap<&str, usize> =
        found.sheets.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    found.faults.sort_by_key(|fault| (order.get(fault.sheet.as_str()).copied(), fault.row));
    for outcome in &found.rows {
        found.counts.add(outcome.class);
    }
    found.suggestions = suggestions(&found.faults);
}

fn corrections_by_row(choices: &Choices) -> HashMap<(&str, u32), Corrections<'_>> {
    let mut rows: HashMap<(&str, u32), Corrections<'_>> = HashMap::new();
    for correction in &choices.corrections {
        let row = rows.entry((correction.sheet.as_str(), correction.row)).or_default();
        row.insert(correction.field, correction.value.as_str());
    }
    rows
}

/// Whether a meaning can be corrected in a row of this section: everything that takes part.
pub fn correctable(section: &Section) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> =
        section.columns.iter().map(|column| column.meaning).filter(|meaning| meaning.counts()).collect();
    if !meanings.contains(&Meaning::Unit) {
        meanings.insert(0, Meaning::Unit);
    }
    meanings
}
