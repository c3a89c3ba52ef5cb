//! One row of data into a draft, or into everything that is wrong with it at once.

use std::collections::HashMap;

use kernel::{Date, EmailAddress, EmailFault};
use spreadsheet::{Row, Sheet, Value};

use super::{
    choices::{Choices, Rule},
    columns::Meaning,
    drafts::{Draft, DraftFields, DraftPhone},
    faults::{Fault, FaultKind, Warning, WarningKind},
    households::{Household, Named},
    phones::{letters_to_digits, phones},
    status::{HomeStatus, names_nobody},
    tables::{DataRow, Section},
    units::{UnitFault, area_name, unit_code, unit_key},
    values::{area, day, name, two_areas},
    words::{fold, numbered, says_nothing, says_the_owner, tidy, two_digits, whole},
};

const LONGEST_TYPE: usize = 60;
const LONGEST_NOTE: usize = 2_000;

/// Corrections of one row, by what they correct.
pub type Corrections<'c> = HashMap<Meaning, &'c str>;

pub struct RowReader<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    section: &'a Section,
    data: &'a DataRow,
    corrections: Option<&'a Corrections<'a>>,
    choices: &'a Choices,
    today: Date,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Warning>,
}

impl<'a> RowReader<'a> {
    pub fn new(
        sheet: &'a Sheet,
        row: &'a Row,
        (section, data): (&'a Section, &'a DataRow),
        corrections: Option<&'a Corrections<'a>>,
        choices: &'a Choices,
        today: Date,
    ) -> Self {
        Self {
            sheet,
            row,
            section,
            data,
            corrections,
            choices,
            today,
            faults: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Reads everything; the draft is only to be used when no fault was found.
    pub fn draft(&mut self, carried_block: &mut Option<String>) -> Option<Draft> {
        let rt = self.area_number(Meaning::Rt, 0).or_else(|| self.data.rt.clone());
        let rw = self.area_number(Meaning::Rw, 1).or_else(|| self.data.rw.clone());
        let place = self.place(carried_block, rt.as_deref());
        let status = self.status();
        let (land, building) = self.areas();
        let unit_type = self.words(Meaning::Type, LONGEST_TYPE);
        let note = self.words(Meaning::Note, LONGEST_NOTE);
        let handed_over_on = self.day(Meaning::HandedOver);
        let household = self.household(status);
        let (people, status) = household.people(self);
        let (code, key, bare_key, block) = place?;
        let unit_typed = [Meaning::Unit, Meaning::Number, Meaning::Address]
            .into_iter()
            .map(|meaning| self.text(meaning))
            .find(|text| !text.is_empty());
        let fields = DraftFields { block, rt, rw, unit_type, land, building, status, handed_over_on, note };
        let unit_label = self.place_label();
        Some(Draft {
            code,
            key,
            bare_key,
            unit_label,
            unit_typed: unit_typed.unwrap_or_default(),
            fields,
            people,
        })
    }

    pub fn fault(&mut self, field: Meaning, typed: impl Into<String>, kind: FaultKind) {
        let column = self.label(field);
        let typed: String = typed.into().chars().take(200).collect();
        self.faults.push(Fault {
            sheet: self.section.sheet.clone(),
            row: self.row.number,
            column,
            field,
            typed,
            kind,
        });
    }

    pub fn warn(&mut self, field: Meaning, kind: WarningKind) {
        let column = self.label(field);
        self.warnings.push(Warning { sheet: self.section.sheet.clone(), row: self.row.number, column, kind });
    }

    pub fn has_column(&self, meaning: Meaning) -> bool {
        self.section.column(meaning).is_some()
    }

    /// The title of a column as the user knows it, or its letter.
    fn label(&self, meaning: Meaning) -> String {
        match self.section.column(meaning) {
            Some(column) if column.title.is_empty() => column.letters.clone(),
            Some(column) => column.title.clone(),
            None if meaning == Meaning::Unit => self.place_label(),
            None => String::new(),
        }
    }

    fn place_label(&self) -> String {
        let places = [Meaning::Unit, Meaning::Number, Meaning::Address, Meaning::Block];
        let column = places.into_iter().find_map(|meaning| self.section.column(meaning));
        column.map_or_else(
            || "Unit".to_owned(),
            |column| if column.title.is_empty() { column.letters.clone() } else { column.title.clone() },
        )
    }

    /// What stands in a cell, or what the user typed instead of it.
    fn value(&self, meaning: Meaning) -> Option<Value> {
        if let Some(corrected) = self.corrections.and_then(|corrections| corrections.get(&meaning)) {
            return (!corrected.trim().is_empty()).then(|| Value::Text((*corrected).into()));
        }
        let column = self.section.column(meaning)?.column;
        let cell = self.row.cell(column).or_else(|| self.merged_above(meaning, column));
        cell.map(|cell| cell.value.clone())
    }

    /// A block written once beside all its homes, in a cell merged down.
    fn merged_above(&self, meaning: Meaning, column: u16) -> Option<&spreadsheet::Cell> {
        if !matches!(meaning, Meaning::Block | Meaning::Rt | Meaning::Rw | Meaning::RtRw) {
            return None;
        }
        let span = self.sheet.merged.iter().find(|span| {
            (span.first_row..=span.last_row).contains(&self.row.number)
                && (span.first_column..=span.last_column).contains(&column)
        })?;
        self.sheet.cell(span.first_row, span.first_column)
    }

    fn text(&self, meaning: Meaning) -> String {
        match self.value(meaning) {
            Some(Value::Error(_)) | None => String::new(),
            Some(value) => whole(tidy(&value.text())),
        }
    }

    /// The text of a cell, with a fault for a broken formula and nothing for what says nothing.
    fn said(&mut self, meaning: Meaning) -> Option<String> {
        if let Some(Value::Error(error)) = self.value(meaning) {
            self.fault(meaning, error, FaultKind::BrokenFormula);
            return None;
        }
        let text = self.text(meaning);
        (!says_nothing(&text)).then_some(text)
    }

    fn words(&mut self, meaning: Meaning, limit: usize) -> Option<String> {
        let text = self.said(meaning)?;
        if text.chars().count() > limit {
            self.fault(meaning, text, FaultKind::TextTooLong { limit });
            return None;
        }
        Some(text)
    }

    fn area_number(&mut self, meaning: Meaning, part: usize) -> Option<String> {
        let own = self.text(meaning);
        let both = self.text(Meaning::RtRw);
        let text = if own.is_empty() {
            both.split(['/', '-', ' ']).filter(|part| !part.is_empty()).nth(part).unwrap_or_default()
        } else {
            own.as_str()
        };
        two_digits(text).or_else(|| numbered(text, if part == 0 { "rt" } else { "rw" }))
    }

    /// Code, key, key without RT, and the block's area.
    fn place(
        &mut self,
        carried: &mut Option<String>,
        rt: Option<&str>,
    ) -> Option<(String, String, Option<String>, Option<String>)> {
        let column_block = Some(self.text(Meaning::Block)).filter(|block| !fold(block).is_empty());
        if column_block.is_some() {
            carried.clone_from(&column_block);
        }
        if matches!(
            self.value(Meaning::Unit).or(self.value(Meaning::Number)),
            Some(Value::Date(_) | Value::DateTime(_))
        ) {
            let typed =
                self.text(if self.has_column(Meaning::Unit) { Meaning::Unit } else { Meaning::Number });
            self.fault(Meaning::Unit, typed, FaultKind::UnitBecameDate);
            return None;
        }
        let block = column_block.clone().or_else(|| carried.clone()).or_else(|| self.data.block.clone());
        let texts = [Meaning::Unit, Meaning::Number].map(|meaning| self.text(meaning));
        let text = texts.into_iter().find(|text| !fold(text).is_empty());
        let read = match (text, column_block, self.text(Meaning::Address)) {
            (Some(text), _, _) => unit_code(&text, block.as_deref()).map_err(|fault| (fault, text)),
            (None, Some(whole), _)
                if !self.has_column(Meaning::Number) && !self.has_column(Meaning::Unit) =>
            {
                unit_code(&whole, None).map_err(|fault| (fault, whole))
            }
            (None, _, address) => return self.place_by_address(&address, rt),
        };
        match read {
            Ok(unit) => {
                let area = unit.block.as_deref().or(self.data.block.as_deref()).map(area_name);
                Some((unit.code.clone(), unit_key(&unit.code), None, area))
            }
            Err((fault, typed)) => {
                self.fault(Meaning::Unit, typed, unit_fault(fault));
                None
            }
        }
    }

    /// An address is a unit within its RT: `Jl. Kenanga I No. 1 RT 02`, as it is written on a letter.
    fn place_by_address(
        &mut self,
        address: &str,
        rt: Option<&str>,
    ) -> Option<(String, String, Option<String>, Option<String>)> {
        let rt = rt.filter(|_| !fold(address).split(' ').any(|word| word.starts_with("rt")));
        let full = rt.map_or_else(|| address.to_owned(), |rt| format!("{address} RT {rt}"));
        match unit_code(address, None).and_then(|bare| {
            if bare.block.is_some() {
                Ok((bare, None))
            } else {
                Ok((unit_code(&full, None)?, rt.map(|_| unit_key(address))))
            }
        }) {
            Ok((unit, bare_key)) => {
                let area = unit.block.as_deref().or(self.data.block.as_deref()).map(area_name);
                Some((unit.code.clone(), unit_key(&unit.code), bare_key, area))
            }
            Err(fault) => {
                self.fault(Meaning::Unit, address, unit_fault(fault));
                None
            }
        }
    }

    fn status(&mut self) -> Option<HomeStatus> {
        // `belum` beside a home says something: nobody lives there yet, perhaps.
        let text = match fold(&self.text(Meaning::Status)).as_str() {
            "belum" | "blm" => self.text(Meaning::Status),
            _ => self.said(Meaning::Status)?,
        };
        if let Some(chosen) = self.choices.status_word(&fold(&text)) {
            return Some(chosen);
        }
        HomeStatus::parse(&text).map_err(|kind| self.fault(Meaning::Status, text, kind)).ok()
    }

    fn areas(&mut self) -> (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>) {
        let mut one = |meaning: Meaning| {
            let text = self.said(meaning)?;
            area(&text).unwrap_or_else(|kind| self.bad(meaning, text, kind, &Rule::DropBadArea))
        };
        let (land, building) = (one(Meaning::Land), one(Meaning::Building));
        let both = self.said(Meaning::LandBuilding).map(|text| two_areas(&text).map_err(|kind| (text, kind)));
        match both {
            None => (land, building),
            Some(Ok((first, second))) => (land.or(first), building.or(second)),
            Some(Err((text, kind))) => {
                self.bad::<()>(Meaning::LandBuilding, text, kind, &Rule::DropBadArea);
                (land, building)
            }
        }
    }

    fn day(&mut self, meaning: Meaning) -> Option<Date> {
        let value = self.value(meaning)?;
        let text = self.said(meaning)?;
        day(&value, self.today).unwrap_or_else(|kind| self.bad(meaning, text, kind, &Rule::DropBadDate))
    }

    /// A fault, unless a rule says to leave such values out.
    fn bad<T>(&mut self, meaning: Meaning, typed: String, kind: FaultKind, rule: &Rule) -> Option<T> {
        if !self.choices.has(rule) {
            self.fault(meaning, typed, kind);
        }
        None
    }

    fn phone(&mut self, meaning: Meaning) -> Option<DraftPhone> {
        let text = self.said(meaning)?;
        let digits =
            if self.choices.has(&Rule::LetterOToZero) { letters_to_digits(&text) } else { text.clone() };
        let read = phones(&text).or_else(|first| phones(&digits).map_err(|_| first));
        match read {
            Ok(found) => {
                let number = found.first?;
                if found.remark {
                    self.warn(meaning, WarningKind::PhoneRemark { typed: text.clone() });
                }
                if let Some(other) = &found.second {
                    self.warn(
                        meaning,
                        WarningKind::SecondPhone { used: number.local(), other: other.local() },
                    );
                }
                Some(DraftPhone {
                    number,
                    other: found.second,
                    field: meaning,
                    label: self.label(meaning),
                    typed: text,
                })
            }
            Err(kind) => self.bad(meaning, text, kind, &Rule::DropBadPhone),
        }
    }

    fn email(&mut self) -> Option<EmailAddress> {
        let text = self.said(Meaning::Email)?;
        match EmailAddress::parse(&text) {
            Ok(email) => Some(email),
            Err(EmailFault::Empty) => None,
            Err(EmailFault::Malformed) => {
                self.bad(Meaning::Email, text, FaultKind::EmailMalformed, &Rule::DropBadEmail)
            }
        }
    }

    fn named(&mut self, meaning: Meaning) -> Named {
        let beside_owner = matches!(meaning, Meaning::Occupant | Meaning::Tenant);
        let nobody = |text: &String| names_nobody(text) || beside_owner && says_the_owner(text);
        match self.said(meaning).filter(|text| !nobody(text)) {
            None => Named::Nobody,
            Some(text) => match name(&text) {
                Ok(name) => Named::Somebody(name),
                Err(kind) => {
                    self.fault(meaning, text, kind);
                    Named::Faulty
                }
            },
        }
    }

    fn household(&mut self, status: Option<HomeStatus>) -> Household {
        let mut phone = self.phone(Meaning::Phone);
        let second = self.phone(Meaning::SecondPhone);
        match (&mut phone, second) {
            (Some(first), Some(second)) if first.other.is_none() && first.number != second.number => {
                first.other = Some(second.number)
            }
            (None, Some(second)) => phone = Some(second),
            _ => {}
        }
        Household {
            status,
            name: self.named(Meaning::Name),
            owner: self.named(Meaning::Owner),
            occupant: self.named(Meaning::Occupant),
            tenant: self.named(Meaning::Tenant),
            phone,
            owner_phone: self.phone(Meaning::OwnerPhone),
            occupant_phone: self.phone(Meaning::OccupantPhone),
            email: self.email(),
            since: self.day(Meaning::Since),
        }
    }
}

fn unit_fault(fault: UnitFault) -> FaultKind {
    match fault {
        UnitFault::Missing => FaultKind::UnitMissing,
        UnitFault::Unreadable => FaultKind::UnitUnreadable,
        UnitFault::TooLong => FaultKind::UnitTooLong,
        UnitFault::Several => FaultKind::UnitSeveral,
    }
}
