//! What can be wrong with a row, as data. The sentences are in `say`.

use serde::{Deserialize, Serialize};

use super::{columns::Meaning, status::HomeStatus};

/// One thing wrong with one cell. A row with a fault is not imported until it is repaired or skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub sheet: String,
    /// As at the left edge of the sheet, from 1.
    pub row: u32,
    /// The column's title, or its letter when it has none.
    pub column: String,
    /// What a correction has to name to repair it.
    pub field: Meaning,
    /// What stands in the cell.
    pub typed: String,
    pub kind: FaultKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FaultKind {
    UnitMissing,
    UnitUnreadable,
    UnitTooLong,
    /// `A-01 & A-02`
    UnitSeveral,
    /// A spreadsheet program took `1/2` for a day in February.
    UnitBecameDate,
    /// The unit is on an earlier row with somebody in the same role.
    UnitRepeated {
        unit: String,
        sheet: String,
        row: u32,
    },
    /// An earlier row says exactly the same.
    RowRepeated {
        unit: String,
        sheet: String,
        row: u32,
    },
    NameMissing,
    NameOnlyTitle,
    NameUnreadable,
    NameTooLong,
    PhoneLetters,
    PhoneTooShort,
    PhoneTooLong,
    PhoneNotMobile,
    /// `8,52E+10`: the last digits are gone.
    PhoneLostDigits,
    /// Somebody else in this file has the number.
    PhoneShared {
        name: String,
        sheet: String,
        row: u32,
    },
    /// Somebody else in the complex has the number.
    PhoneTaken {
        name: String,
    },
    EmailMalformed,
    StatusUnknown {
        suggestion: Option<HomeStatus>,
    },
    EmptyButOccupied {
        name: String,
    },
    AreaUnreadable,
    AreaOutOfRange,
    DateImpossible,
    DateUnclear,
    DateOutOfRange,
    /// `#N/A`, `#REF!`
    BrokenFormula,
    TextTooLong {
        limit: usize,
    },
}

/// Something that was decided for the user and should be seen, but stops nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub kind: WarningKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum WarningKind {
    /// Two numbers in one cell: the first is used.
    SecondPhone {
        used: String,
        other: String,
    },
    /// Words beside a number, which are not kept.
    PhoneRemark {
        typed: String,
    },
    /// Two people of one home share a number; it stays with the first.
    PhoneOfHousehold {
        name: String,
    },
    TenantUnknown,
    NobodyNamed,
}
