//! What titles alone leave open, settled by the cells below them and by the other columns.

use super::{
    columns::{ColumnMatch, Confidence, Meaning},
    phones::looks_like_phone,
    status::HomeStatus,
    units::looks_like_unit,
    values::area,
    words::fold,
};

/// Settles what titles alone leave open: columns that mean the same, a `No` that is the house number, cells that
/// contradict their title, and untitled columns that speak for themselves.
pub fn settle(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    doubt_contradictions(columns, values);
    guess_untitled(columns, values);
    bare_blocks(columns, values);
    bare_streets(columns, values);
    house_number(columns, values);
    let has = |columns: &[ColumnMatch], meaning| columns.iter().any(|column| column.meaning == meaning);
    if has(columns, Meaning::Owner) && !has(columns, Meaning::Occupant) {
        rename(columns, Meaning::Name, Meaning::Occupant);
    }
    second_of_the_same(columns);
}

fn rename(columns: &mut [ColumnMatch], from: Meaning, to: Meaning) {
    for column in
        columns.iter_mut().filter(|column| column.meaning == from && column.confidence != Confidence::Chosen)
    {
        (column.meaning, column.confidence) = (to, Confidence::Guess);
    }
}

/// A title that fewer than half of its cells agree with is a guess.
fn doubt_contradictions(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    for column in columns.iter_mut().filter(|column| column.confidence == Confidence::Certain) {
        let values = values(column.column);
        let agreeing = values.iter().filter(|value| agrees(column.meaning, value)).count();
        if values.len() >= 2 && agreeing * 2 < values.len() {
            column.confidence = Confidence::Guess;
        }
    }
}

fn agrees(meaning: Meaning, value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    match meaning {
        Meaning::Phone | Meaning::SecondPhone | Meaning::OwnerPhone | Meaning::OccupantPhone => {
            digits >= 6 || value == "-"
        }
        Meaning::Email => value.contains('@') || value == "-",
        Meaning::Status => HomeStatus::parse(value).is_ok(),
        Meaning::Land | Meaning::Building => area(value).is_ok(),
        Meaning::Name | Meaning::Owner | Meaning::Occupant | Meaning::Tenant => {
            value.chars().any(char::is_alphabetic) || value == "-"
        }
        Meaning::RowNumber | Meaning::Number => digits > 0,
        _ => true,
    }
}

fn guess_untitled(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    type Looks = fn(&str) -> bool;
    let kinds: [(Meaning, Looks); 4] = [
        (Meaning::Email, |value| value.contains('@') && value.contains('.')),
        (Meaning::Phone, looks_like_phone),
        (Meaning::Unit, looks_like_unit),
        (Meaning::Status, |value| HomeStatus::parse(value).is_ok()),
    ];
    for (meaning, looks) in kinds {
        let taken = |column: &ColumnMatch| {
            column.meaning == meaning || (meaning == Meaning::Unit && column.meaning.is_place())
        };
        if columns.iter().any(taken) {
            continue;
        }
        let open = |column: &ColumnMatch| {
            let untitled = column.meaning == Meaning::Ignored && column.confidence == Confidence::Guess;
            let number_that_is_none = meaning == Meaning::Unit && column.meaning == Meaning::RowNumber;
            untitled || number_that_is_none
        };
        let fits = |column: &ColumnMatch| {
            let values = values(column.column);
            let matching = values.iter().filter(|value| looks(value)).count();
            values.len() >= 2 && matching * 10 >= values.len() * 7
        };
        if let Some(column) = columns.iter_mut().find(|column| open(column) && fits(column)) {
            (column.meaning, column.confidence) = (meaning, Confidence::Guess);
        }
    }
}

/// `Blok Rumah | No Rumah`: units without a single digit are blocks when another column has the numbers.
fn bare_blocks(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    let numbered =
        columns.iter().any(|column| matches!(column.meaning, Meaning::Number | Meaning::RowNumber));
    let bare = |column: &ColumnMatch| {
        let values = values(column.column);
        let plain =
            values.iter().filter(|value| !value.chars().any(|letter| letter.is_ascii_digit())).count();
        !values.is_empty() && plain * 10 >= values.len() * 8
    };
    let unit = columns
        .iter()
        .position(|column| column.meaning == Meaning::Unit && column.confidence != Confidence::Chosen);
    if let Some(at) = unit.filter(|at| numbered && bare(&columns[*at])) {
        (columns[at].meaning, columns[at].confidence) = (Meaning::Block, Confidence::Guess);
    }
}

/// `Jalan | No`: addresses without a single digit are streets when another column has the numbers.
fn bare_streets(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    let settled = columns.iter().any(|column| matches!(column.meaning, Meaning::Unit | Meaning::Block));
    let Some(street) = columns.iter().position(|column| column.meaning == Meaning::Address) else { return };
    let numbered = columns.iter().any(|column| column.meaning == Meaning::Number)
        || columns[street..].iter().any(|column| column.meaning == Meaning::RowNumber);
    let values = values(columns[street].column);
    let plain = values.iter().filter(|value| !value.chars().any(|letter| letter.is_ascii_digit())).count();
    let open = columns[street].confidence != Confidence::Chosen && !settled && numbered;
    if open && !values.is_empty() && plain * 10 >= values.len() * 8 {
        (columns[street].meaning, columns[street].confidence) = (Meaning::Block, Confidence::Guess);
    }
}

/// `Blok | No`: after a block, a plain `No` is the house, unless it only counts the rows.
fn house_number(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    let settled =
        |column: &ColumnMatch| matches!(column.meaning, Meaning::Unit | Meaning::Number | Meaning::Address);
    let Some(block) = columns.iter().position(|column| column.meaning == Meaning::Block) else { return };
    if columns.iter().any(settled) {
        return;
    }
    let numbers: Vec<usize> =
        (0..columns.len()).filter(|at| columns[*at].meaning == Meaning::RowNumber).collect();
    let after = numbers.iter().copied().find(|at| *at > block);
    let counts = |at: usize| {
        let numbers: Vec<i64> =
            values(columns[at].column).iter().filter_map(|value| value.parse().ok()).collect();
        numbers.len() > 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
    };
    if let Some(at) = after.or_else(|| numbers.last().copied().filter(|at| !counts(*at))) {
        (columns[at].meaning, columns[at].confidence) = (Meaning::Number, Confidence::Guess);
    }
}

/// One column per meaning; a second phone column is the second phone, everything else is left out, visibly.
fn second_of_the_same(columns: &mut [ColumnMatch]) {
    let whatsapp = |column: &ColumnMatch| {
        fold(&column.title).split(' ').any(|word| word.starts_with("wa") || word.starts_with("whats"))
    };
    let phones: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].meaning == Meaning::Phone).collect();
    if let Some(first) = phones.iter().copied().find(|at| whatsapp(&columns[*at])).or(phones.first().copied())
    {
        for at in phones.into_iter().filter(|at| *at != first) {
            columns[at].meaning = Meaning::SecondPhone;
        }
    }
    let mut seen: Vec<Meaning> = columns
        .iter()
        .filter(|column| column.confidence == Confidence::Chosen)
        .map(|column| column.meaning)
        .collect();
    for column in
        columns.iter_mut().filter(|column| column.meaning.counts() && column.confidence != Confidence::Chosen)
    {
        if seen.contains(&column.meaning) {
            (column.meaning, column.confidence) = (Meaning::Ignored, Confidence::Guess);
        } else {
            seen.push(column.meaning);
        }
    }
}
