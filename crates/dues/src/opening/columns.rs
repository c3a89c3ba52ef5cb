//! Which columns of a spreadsheet mean what, and the figures in them as text: one line for each figure. Pure.

use rust_decimal::Decimal;
use spreadsheet::{Cell, Row, Sheet, Value, Workbook};

use super::figures::{fold, year_in};

/// Rows above the titles: a letterhead, a heading.
const TITLES_WITHIN: usize = 15;

/// One figure as it was understood; everything still as text, so that a fault can show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// `RT 01, 5` where a workbook has several sheets, otherwise the row's number.
    pub row: String,
    pub code: String,
    pub amount: String,
    /// The month as the cell or the title says it; empty where nothing does.
    pub month: String,
    /// The day on which it was due.
    pub due: String,
    /// Code or name of the charge.
    pub charge: String,
    /// `titipan`: what the unit paid ahead. `jumlah`: the sum that the row says of its own figures. Empty: arrears.
    pub what: String,
}

pub const AHEAD: &str = "titipan";
pub const TOTAL: &str = "jumlah";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    Unit,
    /// Arrears, of the month that the title names or of the one that the row names.
    Owed {
        month: String,
    },
    Total,
    Ahead,
    Month,
    /// A day up to which the row counts: its month, and due on it.
    AsOf,
    Due,
    Charge,
}

// What people here and in English call such columns, folded.
const UNIT: [&str; 16] = [
    "unit",
    "kode unit",
    "kode",
    "no rumah",
    "nomor rumah",
    "rumah",
    "blok no",
    "blok nomor",
    "no blok",
    "kavling",
    "no kavling",
    "no unit",
    "house",
    "house number",
    "unit code",
    "blok dan no",
];
const MONTH: [&str; 5] = ["bulan", "periode", "bulan tagihan", "month", "period"];
const AS_OF: [&str; 6] = ["per tanggal", "s d tanggal", "sampai tanggal", "tanggal", "as of", "date"];
const DUE: [&str; 6] = ["jatuh tempo", "tanggal jatuh tempo", "tgl jatuh tempo", "tempo", "due", "due date"];
const CHARGE: [&str; 7] = ["jenis iuran", "jenis", "iuran", "jenis tagihan", "charge", "charge type", "kind"];
const AHEAD_WORDS: [&str; 7] =
    ["titipan", "lebih bayar", "kelebihan", "bayar di muka", "deposit", "paid ahead", "prepaid"];
const OWED: [&str; 10] = [
    "tunggakan",
    "piutang",
    "kurang bayar",
    "belum dibayar",
    "belum bayar",
    "saldo awal",
    "arrears",
    "outstanding",
    "owed",
    "overdue",
];
const AMOUNT: [&str; 8] = ["jumlah", "nominal", "nilai", "rupiah", "rp", "amount", "total", "jumlah rp"];

/// What the columns of a table mean, by their places.
type Columns = Vec<(u16, Meaning)>;

/// The figures of all sheets that are not hidden; none when no sheet has columns for houses and amounts.
pub fn lines(book: &Workbook) -> Option<Vec<Line>> {
    let sheets: Vec<&Sheet> = book.sheets.iter().filter(|sheet| !sheet.hidden).collect();
    let named = sheets.len() > 1;
    let found: Vec<Vec<Line>> = sheets
        .into_iter()
        .filter_map(|sheet| of_sheet(sheet, named.then_some(sheet.name.as_str())))
        .collect();
    (!found.is_empty()).then(|| found.into_iter().flatten().collect())
}

/// What the page carries: one line of text for each figure, cells parted by tabs.
pub fn carried<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    let plain = |text: &str| text.replace(['\t', '\r', '\n'], " ");
    let line = |line: &Line| {
        let cells = [&line.row, &line.code, &line.amount, &line.month, &line.due, &line.charge, &line.what];
        cells.map(|cell| plain(cell)).join("\t")
    };
    lines.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What the page carried, back again.
pub fn brought_back(text: &str) -> Vec<Line> {
    let line = |text: &str| {
        let mut cells = text.trim_end_matches('\r').split('\t').map(str::to_owned);
        Some(Line {
            row: cells.next()?,
            code: cells.next()?,
            amount: cells.next()?,
            month: cells.next()?,
            due: cells.next()?,
            charge: cells.next()?,
            what: cells.next()?,
        })
    };
    text.lines().filter_map(line).collect()
}

fn of_sheet(sheet: &Sheet, name: Option<&str>) -> Option<Vec<Line>> {
    let heads = sheet.rows.iter().take(TITLES_WITHIN);
    let titled = heads.enumerate().find_map(|(at, row)| {
        let above = sheet.rows.iter().take(at).flat_map(|row| &row.cells);
        let year = above.rev().find_map(|(_, cell)| year_in(&cell.text()));
        Some((at + 1, titles(row, year)?))
    });
    let (from, columns) = titled.or_else(|| Some((0, bare(sheet.rows.first()?)?)))?;
    let rows = sheet.rows.iter().skip(from);
    Some(rows.flat_map(|row| of_row(row, &columns, name)).collect())
}

fn titles(row: &Row, year: Option<i32>) -> Option<Columns> {
    let mut columns: Columns = Vec::new();
    for (at, cell) in &row.cells {
        let Some(meaning) = meaning(&cell.text(), year) else { continue };
        // The first unit, month or charge that fits is the one; amounts may stand side by side.
        let may_repeat = matches!(meaning, Meaning::Owed { .. });
        if may_repeat || !columns.iter().any(|(_, known)| *known == meaning) {
            columns.push((*at, meaning));
        }
    }
    let has = |wanted: fn(&Meaning) -> bool| columns.iter().any(|(_, meaning)| wanted(meaning));
    let has_owed = has(|meaning| matches!(meaning, Meaning::Owed { .. }));
    // A lone total is the amount itself.
    if !has_owed {
        for (_, meaning) in columns.iter_mut().filter(|(_, meaning)| *meaning == Meaning::Total) {
            *meaning = Meaning::Owed { month: String::new() };
        }
    }
    let amounts = |meaning: &Meaning| matches!(meaning, Meaning::Owed { .. } | Meaning::Ahead);
    let has_unit = columns.iter().any(|(_, meaning)| *meaning == Meaning::Unit);
    (has_unit && columns.iter().any(|(_, meaning)| amounts(meaning))).then_some(columns)
}

/// What a title says about the cells below it.
fn meaning(title: &str, year: Option<i32>) -> Option<Meaning> {
    let folded = fold(title);
    let is = |names: &[&str]| names.contains(&folded.as_str());
    let speaks = |names: &[&str]| names.iter().any(|name| folded.contains(name));
    let sums = folded.split(' ').any(|word| matches!(word, "total" | "jumlah"));
    match () {
        () if is(&UNIT) => Some(Meaning::Unit),
        () if is(&DUE) => Some(Meaning::Due),
        () if is(&AS_OF) => Some(Meaning::AsOf),
        () if is(&MONTH) => Some(Meaning::Month),
        () if is(&CHARGE) => Some(Meaning::Charge),
        () if speaks(&AHEAD_WORDS) => Some(Meaning::Ahead),
        () => match month_of(title, &folded, year) {
            Some(month) if speaks(&OWED) || is_month_alone(title, &folded) => Some(Meaning::Owed { month }),
            None if is(&AMOUNT) || (sums && speaks(&OWED)) => Some(Meaning::Total),
            None if speaks(&OWED) => Some(Meaning::Owed { month: String::new() }),
            _ => None,
        },
    }
}

/// The month in a title, with the year from above the table where it has none; a year alone is its December.
fn month_of(title: &str, folded: &str, year: Option<i32>) -> Option<String> {
    // Any month will do: only whether there is one is asked here.
    let until = kernel::Period::of(kernel::Date::default());
    match (super::figures::month(title, until), year_in(title), year) {
        (Some(_), None, Some(year)) if !has_short_year(folded) => Some(format!("{folded} {year}")),
        (Some(_), ..) => Some(title.trim().to_owned()),
        (None, Some(year), _) => Some(format!("{year}-12")),
        (None, None, _) => None,
    }
}

/// `okt 26`
fn has_short_year(folded: &str) -> bool {
    folded.split(' ').any(|word| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `Okt`, `Okt 2026`, `2026-10-01`: nothing but a month. A year alone may be anything.
fn is_month_alone(title: &str, folded: &str) -> bool {
    let until = kernel::Period::of(kernel::Date::default());
    let is_short = folded.split(' ').count() <= 3;
    is_short
        && !folded.contains("iuran")
        && !folded.contains("bayar")
        && super::figures::month(title, until).is_some()
}

/// Without titles: a house number in the first column, an amount in the second, perhaps a month in the third.
fn bare(row: &Row) -> Option<Columns> {
    let (unit, amount) = (row.cell(0)?, row.cell(1)?);
    let is_house = unit.text().chars().any(|c| c.is_ascii_digit());
    let fits = is_house && super::figures::amount(&amount_text(amount)).is_some();
    let owed = Meaning::Owed { month: String::new() };
    fits.then(|| vec![(0, Meaning::Unit), (1, owed), (2, Meaning::Month)])
}

/// The figures of a row. One without a house is a heading, a sum, or nothing.
fn of_row(row: &Row, columns: &Columns, sheet: Option<&str>) -> Vec<Line> {
    let text = |wanted: &Meaning| {
        let at = columns.iter().find(|(_, meaning)| meaning == wanted).map(|(at, _)| *at);
        at.and_then(|at| row.cell(at)).map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    };
    let code = text(&Meaning::Unit);
    if code.is_empty() || !code.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    let as_of = text(&Meaning::AsOf);
    let first = |one: String, other: &str| if one.is_empty() { other.to_owned() } else { one };
    let base = Line {
        row: sheet.map_or_else(|| row.number.to_string(), |name| format!("{name}, {}", row.number)),
        code,
        month: first(text(&Meaning::Month), &as_of),
        due: first(text(&Meaning::Due), &as_of),
        charge: text(&Meaning::Charge),
        ..Line::default()
    };
    let line = |(at, meaning): &(u16, Meaning)| {
        let amount = amount_text(row.cell(*at)?);
        let (month, what) = match meaning {
            Meaning::Owed { month } => (first(month.clone(), &base.month), ""),
            Meaning::Ahead => (base.month.clone(), AHEAD),
            Meaning::Total => (String::new(), TOTAL),
            _ => return None,
        };
        (!amount.is_empty()).then(|| Line { amount, month, what: what.to_owned(), ..base.clone() })
    };
    columns.iter().filter_map(line).collect()
}

/// A numeric cell has no thousands; what it has behind the point is a comma here, as people would type it.
fn amount_text(cell: &Cell) -> String {
    match &cell.value {
        Value::Number(text) => match text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(text)) {
            Ok(figure) => figure.normalize().to_string().replace('.', ","),
            Err(_) => text.to_string(),
        },
        other => other.text().trim().to_owned(),
    }
}
