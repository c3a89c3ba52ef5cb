//! Faulty rows: only what is wrong is open, everything else of the row is said in one line.

use web::Shell;
use web::shell::parts::Choice;

use super::words;
use crate::import::{Fault, FaultKind, Meaning, RowOutcome, Section, look::Looked};

/// A row with its faults.
pub struct FaultyRow {
    /// `0-42`: sheet and row.
    pub id: String,
    /// Index of the sheet, for the way to the next row.
    pub at: u16,
    pub sheet: String,
    pub row: u32,
    pub label: String,
    /// The home and the people of the row as the file names them.
    pub about: String,
    pub fields: Vec<Field>,
}

/// One cell to repair.
pub struct Field {
    pub id: String,
    pub name: String,
    pub label: String,
    pub error: String,
    pub value: String,
    /// Choices instead of a text.
    pub choices: Vec<Choice>,
    pub inputmode: &'static str,
    /// The cursor goes here.
    pub focus: bool,
}

pub fn faulty_rows(s: &Shell, looked: &Looked, rows: &[&RowOutcome], focus: Option<usize>) -> Vec<FaultyRow> {
    let several = looked.found.sheets.len() > 1;
    let row = |(at, outcome): (usize, &&RowOutcome)| {
        let sheet = looked.found.sheet_name(outcome);
        let of_row = |fault: &&Fault| fault.row == outcome.row && fault.sheet == sheet;
        let id = format!("{}-{}", outcome.sheet, outcome.row);
        let mut fields: Vec<Field> = Vec::new();
        for fault in looked.found.faults.iter().filter(of_row) {
            let focus = focus == Some(at) && fields.is_empty();
            match fields.iter_mut().find(|field| field.name == words::code(fault.field)) {
                Some(field) => field.error = format!("{} {}", field.error, fault.say(s.locale)),
                None => fields.push(field(s, fault, &id, focus)),
            }
        }
        FaultyRow {
            label: match several {
                true => s.t2("import-row-of", "row", outcome.row, "sheet", sheet),
                false => s.t1("import-row", "row", outcome.row),
            },
            about: about(looked, outcome),
            at: outcome.sheet,
            sheet: sheet.to_owned(),
            row: outcome.row,
            id,
            fields,
        }
    };
    rows.iter().enumerate().map(row).collect()
}

fn field(s: &Shell, fault: &Fault, row: &str, focus: bool) -> Field {
    let phone = matches!(
        fault.field,
        Meaning::Phone | Meaning::SecondPhone | Meaning::OwnerPhone | Meaning::OccupantPhone
    );
    let number = matches!(fault.field, Meaning::Land | Meaning::Building);
    let choices = match &fault.kind {
        FaultKind::StatusUnknown { .. } => words::statuses(s),
        _ => Vec::new(),
    };
    let suggested = match &fault.kind {
        FaultKind::StatusUnknown { suggestion: Some(status) } => words::status(s, *status).to_owned(),
        _ => fault.typed.clone(),
    };
    Field {
        id: format!("b{row}-{}", words::code(fault.field)),
        name: words::code(fault.field),
        label: words::meaning(s, fault.field).to_owned(),
        error: fault.say(s.locale),
        value: suggested,
        // The words travel, because a correction is what the cell should say.
        choices: choices.into_iter().map(|choice| Choice::new(choice.label.clone(), choice.label)).collect(),
        inputmode: if phone {
            "tel"
        } else if number {
            "decimal"
        } else {
            "text"
        },
        focus,
    }
}

/// The cells that say which home and who, in the order of the sheet.
pub fn about(looked: &Looked, outcome: &RowOutcome) -> String {
    let sheet = looked.workbook.sheets.get(usize::from(outcome.sheet));
    let Some(row) = sheet.and_then(|sheet| sheet.row(outcome.row)) else { return String::new() };
    let name = looked.found.sheet_name(outcome);
    let above = |section: &&Section| section.sheet == name && section.last_header_row < outcome.row;
    let section = looked.found.sections.iter().rfind(above);
    let texts = row.cells.iter().filter_map(|(column, cell)| {
        let meaning =
            section.and_then(|section| section.columns.iter().find(|known| known.column == *column));
        let tells = match (section, meaning) {
            (Some(_), Some(known)) => known.meaning.is_place() || known.meaning.is_person(),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let text: String = cell.text().split_whitespace().collect::<Vec<_>>().join(" ");
        (tells && !text.is_empty()).then(|| text.chars().take(60).collect::<String>())
    });
    // Owner and occupant are often one: said once.
    let mut told: Vec<String> = Vec::new();
    for text in texts {
        if told.len() < 5 && !told.contains(&text) {
            told.push(text);
        }
    }
    told.join(" · ")
}
