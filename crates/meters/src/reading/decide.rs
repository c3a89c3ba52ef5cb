//! From what was typed for a unit and month to what is written: nothing, a new reading, one that takes another's place,
//! a resident's draft that is accepted, or the beginning of a meter. Pure but for the ids that it is given.

use kernel::{Date, MeterId, Period, ReadingId, UnitId};
use rust_decimal::Decimal;

use super::{
    model::{self, Before, Candidate, CannotCount, Counter, Explanation, Habit, Source, Unusual},
    sql::{NewReading, Row},
};
use crate::{Utility, setting::Setting};

/// What somebody typed for one unit, understood as far as it is a figure and a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub value: Decimal,
    pub on: Date,
    pub explanation: Option<Explanation>,
    pub note: String,
    /// Sure of an unusual figure; counts only with a note that says why.
    pub sure: bool,
}

/// Where and when, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    pub utility: Utility,
    pub period: Period,
    pub setting: &'a Setting,
    pub today: Date,
    pub source: Source,
    /// May the caller put a meter where there is none?
    pub may_begin: bool,
}

#[derive(Clone, Debug)]
pub enum Change {
    New(NewReading),
    Correct {
        old: ReadingId,
        new: NewReading,
    },
    /// Another reading, typed instead of the resident's draft.
    Instead {
        draft: ReadingId,
        new: NewReading,
    },
    AcceptDraft(ReadingId),
    Begin(NewMeter),
}

/// A meter that begins with the first figure somebody read on it.
#[derive(Clone, Debug)]
pub struct NewMeter {
    pub id: MeterId,
    pub unit: UnitId,
    pub utility: Utility,
    pub digits: i16,
    pub on: Date,
    pub initial: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Cannot(#[from] CannotCount),
    #[error("unusual, and nobody said why it is right")]
    Unusual { used: Decimal, unusual: Unusual },
    #[error("the next reading is lower")]
    AboveNext { next: Decimal },
    #[error("this month is on an invoice")]
    Billed,
    #[error("there is no meter")]
    NoMeter,
}

/// `None`: what was typed stands there already.
pub fn decide(
    row: &Row,
    typed: &Typed,
    sheet: &Sheet<'_>,
    fresh: impl FnOnce() -> (ReadingId, MeterId),
) -> Result<Option<Change>, Refused> {
    let (reading_id, meter_id) = fresh();
    let Some((meter, counter, before)) = meter_of(row) else {
        return begin(row, typed, sheet, meter_id).map(Some);
    };
    if row.value == Some(typed.value) && typed.explanation.is_none_or(|said| row.explanation == Some(said)) {
        return Ok(None);
    }
    if row.billed {
        return Err(Refused::Billed);
    }
    check(row, typed, sheet, &counter, &before)?;
    let new = NewReading {
        id: reading_id,
        meter,
        unit: row.unit,
        utility: sheet.utility,
        period: sheet.period.first_day(),
        on: typed.on,
        value: typed.value,
        source: sheet.source,
        explanation: typed.explanation,
        note: typed.note.clone(),
        photo: row.draft_photo,
    };
    let as_sent =
        row.draft_value == Some(typed.value) && typed.explanation.is_none() && typed.note.is_empty();
    Ok(Some(match (row.reading, row.draft) {
        (Some(old), _) => Change::Correct { old, new },
        (None, Some(draft)) if as_sent => Change::AcceptDraft(draft),
        (None, Some(draft)) => Change::Instead { draft, new },
        (None, None) => Change::New(new),
    }))
}

/// The use that these figures would make; for showing, whether or not they may be saved.
pub fn would_use(row: &Row, typed: &Typed, sheet: &Sheet<'_>) -> Option<model::Counted> {
    let (_, counter, before) = meter_of(row)?;
    model::judge(&counter, &before, &candidate(typed, sheet), &habit(row, sheet.setting), sheet.today).ok()
}

/// What is known about the use of this unit.
pub fn habit(row: &Row, setting: &Setting) -> Habit {
    Habit { usual: model::usual(&row.past), leak_limit: setting.leak_limit }
}

pub fn meter_of(row: &Row) -> Option<(MeterId, Counter, Before)> {
    let counter = Counter { digits: u32::try_from(row.digits?).ok()?, factor: row.factor? };
    Some((row.meter?, counter, Before { value: row.previous?, on: row.previous_on? }))
}

fn candidate(typed: &Typed, sheet: &Sheet<'_>) -> Candidate {
    Candidate { period: sheet.period, value: typed.value, on: typed.on, explanation: typed.explanation }
}

fn check(
    row: &Row,
    typed: &Typed,
    sheet: &Sheet<'_>,
    counter: &Counter,
    before: &Before,
) -> Result<(), Refused> {
    let habit = habit(row, sheet.setting);
    let counted = model::judge(counter, before, &candidate(typed, sheet), &habit, sheet.today)?;
    if let Some(next) = row.next.filter(|next| typed.value > *next) {
        return Err(Refused::AboveNext { next });
    }
    match counted.unusual {
        Some(unusual) if !typed.sure || typed.note.is_empty() => {
            Err(Refused::Unusual { used: counted.used, unusual })
        }
        _ => Ok(()),
    }
}

/// The first figure of a unit without a meter is where its meter begins.
fn begin(row: &Row, typed: &Typed, sheet: &Sheet<'_>, id: MeterId) -> Result<Change, Refused> {
    if !sheet.may_begin {
        return Err(Refused::NoMeter);
    }
    if typed.on > sheet.today {
        return Err(CannotCount::Future.into());
    }
    let digits = sheet.setting.digits;
    let counter = Counter { digits: u32::try_from(digits).unwrap_or(5), factor: Decimal::ONE };
    if typed.value >= counter.end() {
        return Err(CannotCount::TooManyDigits { digits: counter.digits }.into());
    }
    Ok(Change::Begin(NewMeter {
        id,
        unit: row.unit,
        utility: sheet.utility,
        digits,
        on: typed.on,
        initial: typed.value,
    }))
}
