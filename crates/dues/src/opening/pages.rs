//! The pages: bring a file or paste it, look at what it would do, do it.

use askama::Template;
use axum::extract::{Multipart, multipart::MultipartError};
use homes::import::say_refusal;
use kernel::{Date, Period, format};
use serde::Deserialize;
use spreadsheet::{Column, Field, Format, Limits, Table, Workbook};
use tenancy::{May, Place, Routes, TenantTx, policy::BringArrears};
use web::{Browser, Error, Form, Go, Shell, shell::parts::Choice};

use super::{
    LIMIT_BYTES, MOST,
    bring::{self, Brought},
    columns::{self, Line},
    facts::{Facts, Intent},
    judge::{Fate, Seen, judge},
    say, sql,
};

/// Figures that the preview shows; the sums are of all.
const SHOWN: usize = 100;
/// Months in the choice.
const MONTHS: usize = 24;

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/k/{complex}/tagihan/saldo-awal", index)
        .upload("/k/{complex}/tagihan/saldo-awal", LIMIT_BYTES, look)
        .get("/k/{complex}/tagihan/saldo-awal/contoh", sample)
        .upload("/k/{complex}/tagihan/saldo-awal/masuk", LIMIT_BYTES, apply)
}

fn path(place: &Place) -> String {
    place.path("tagihan/saldo-awal")
}

#[derive(Template)]
#[template(path = "opening/index.html")]
struct Index {
    s: Shell,
    base: String,
    invoices: String,
    months: Vec<Choice>,
    until: String,
    text: String,
    fault: String,
    mistakes: Vec<(String, String)>,
}

pub async fn index(may: May<BringArrears>, browser: Browser) -> web::Result {
    let tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    web::page(&index_page(&may, &browser, today, &Sent::default(), ""))
}

/// A template with the houses of this complex, ready to be filled in.
pub async fn sample(may: May<BringArrears>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let words = browser.texts();
    let today = may.place().zone.date(tx.now());
    let month = format::month(Period::of(today).previous(), browser.locale());
    let column = |title: &str, width| Column::new(title, width);
    let columns = [
        column(words.get("opening-column-unit"), 12),
        column(words.get("opening-column-month"), 18),
        column(words.get("opening-column-owed"), 16),
        column(words.get("opening-column-charge"), 20),
        column(words.get("opening-column-due"), 16),
        column(words.get("opening-column-ahead"), 16),
    ];
    let codes = sql::codes(&mut tx).await?;
    let write = || -> Result<Vec<u8>, spreadsheet::WriteFault> {
        let mut table = Table::new(Format::Xlsx, words.get("opening-title"), &columns, Vec::new())?;
        for code in &codes {
            table.row(&[Field::from(code.as_str()), Field::from(month.as_str())])?;
        }
        table.finish()
    };
    let bytes = write().map_err(Error::broken)?;
    let name = format!("saldo-awal-{}.xlsx", may.place().slug);
    Ok(web::download(bytes, Format::Xlsx.content_type(), &name))
}

pub async fn look(may: May<BringArrears>, browser: Browser, form: Multipart) -> web::Result {
    let brought = read(form).await?;
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let s = browser.public("");
    let again = |sentence: &str| web::invalid(&index_page(&may, &browser, today, &brought, sentence));
    let book = match open(&brought, &s).await {
        Ok(book) => book,
        Err(sentence) => return again(&sentence),
    };
    let Some(lines) = columns::lines(&book) else { return again(s.t("opening-no-columns")) };
    if lines.len() > MOST {
        return again(&s.t1("opening-too-many", "most", i64::try_from(MOST).unwrap_or(i64::MAX)));
    }
    let until = brought.until(today);
    let (seen, facts) = judged(&mut tx, lines, (today, until), Intent::Look).await?;
    if seen.is_empty() {
        return again(s.t("opening-nothing"));
    }
    web::page(&preview(&may, &browser, &seen, &facts)?)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Carried {
    bulan: String,
    baris: String,
}

pub async fn apply(may: May<BringArrears>, browser: Browser, Form(carried): Form<Carried>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let until = month_of(&carried.bulan).unwrap_or(Period::of(today).previous());
    let lines = columns::brought_back(&carried.baris);
    let (seen, facts) = judged(&mut tx, lines, (today, until), Intent::Bring).await?;
    let brought = bring::bring(&mut tx, &seen, &facts).await.map_err(say::conflict)?;
    tx.commit().await?;
    let s = browser.public("");
    let list = web::with_query(&may.place().path("tagihan"), &[("bulan", "semua"), ("q", "SA-")]);
    Go::to(list).saying(said(&s, &brought)).into()
}

/// What [`Facts`] know of these figures, and what would become of each.
pub async fn judged(
    tx: &mut TenantTx,
    lines: Vec<Line>,
    days: (Date, Period),
    intent: Intent,
) -> tenancy::Result<(Vec<Seen>, Facts)> {
    let facts = Facts::load(tx, &lines, days, intent).await?;
    Ok((judge(lines, &facts), facts))
}

fn said(s: &Shell, brought: &Brought) -> String {
    let count = i64::try_from(brought.invoices.len()).unwrap_or(i64::MAX);
    match (count, brought.ahead_units) {
        (0, 0) => s.t("opening-done-nothing").to_owned(),
        (_, 0) => s.t2("opening-done", "count", count, "amount", format::rupiah(brought.owed)),
        (..) => s.tw(
            "opening-done-both",
            [
                ("count", count.into()),
                ("amount", format::rupiah(brought.owed).into()),
                ("ahead", format::rupiah(brought.ahead).into()),
            ],
        ),
    }
}

struct LineView {
    unit: String,
    what: String,
    due: String,
    amount: String,
    row: String,
    said: String,
}

#[derive(Template)]
#[template(path = "opening/preview.html")]
struct Preview {
    s: Shell,
    base: String,
    until: String,
    carried: String,
    invoices: usize,
    owed: String,
    ahead: String,
    known: usize,
    ready: usize,
    next_month: String,
    faulty: Vec<LineView>,
    rows: Vec<LineView>,
    more: usize,
}

fn preview(may: &May<BringArrears>, browser: &Browser, seen: &[Seen], facts: &Facts) -> web::Result<Preview> {
    let s = shell(may, browser, browser.texts().get("opening-preview"));
    let (owed, ahead) = bring::ready(seen);
    let is_ready = |seen: &&Seen| matches!(seen.fate, Fate::Owed(_) | Fate::Ahead(_));
    let latest = owed.iter().map(|one| one.period).max();
    let rows = seen.iter().filter(is_ready).take(SHOWN).map(|one| view(&s, one, facts));
    let faulty = seen.iter().filter(|seen| matches!(seen.fate, Fate::Faulty(_)));
    Ok(Preview {
        base: path(may.place()),
        until: facts.until.to_string(),
        carried: columns::carried(seen.iter().filter(is_ready).map(|seen| &seen.line)),
        invoices: owed.len(),
        owed: format::rupiah(bring::sum(owed.iter().map(|one| one.amount))?),
        ahead: format::rupiah(bring::sum(ahead.iter().map(|one| one.amount))?),
        known: seen.iter().filter(|seen| seen.fate == Fate::Known).count(),
        ready: owed.len() + ahead.len(),
        next_month: latest.map_or(String::new(), |period| {
            let (last, next) = (format::month(period, s.locale), format::month(period.next(), s.locale));
            s.t2("opening-next-month", "last", last, "next", next)
        }),
        faulty: faulty.map(|one| view(&s, one, facts)).collect(),
        rows: rows.collect(),
        more: (owed.len() + ahead.len()).saturating_sub(SHOWN),
        s,
    })
}

fn view(s: &Shell, seen: &Seen, facts: &Facts) -> LineView {
    let line = &seen.line;
    let row = s.t1("opening-row", "row", line.row.as_str());
    let typed = LineView {
        unit: line.code.clone(),
        what: line.month.clone(),
        due: String::new(),
        amount: line.amount.clone(),
        row,
        said: String::new(),
    };
    match &seen.fate {
        Fate::Owed(one) => {
            let month = format::month(one.period, s.locale);
            let charge = facts.charges.iter().find(|charge| Some(charge.id) == one.charge);
            LineView {
                unit: one.unit_code.clone(),
                what: charge.map_or(month.clone(), |charge| format!("{} {month}", charge.name)),
                due: format::short_date(one.due_on, s.locale),
                amount: format::rupiah(one.amount),
                ..typed
            }
        }
        Fate::Ahead(one) => LineView {
            unit: one.unit_code.clone(),
            what: s.t("opening-column-ahead").to_owned(),
            amount: format::rupiah(one.amount),
            ..typed
        },
        Fate::Faulty(fault) => LineView { said: say::fault(s, fault), ..typed },
        Fate::Known => typed,
    }
}

fn shell(may: &May<BringArrears>, browser: &Browser, title: &str) -> Shell {
    let words = browser.texts();
    let s = browser.office(may, title);
    s.crumb(words.get("invoices-title"), may.place().path("tagihan")).crumb(words.get("opening-title"), "")
}

fn index_page(may: &May<BringArrears>, browser: &Browser, today: Date, typed: &Sent, fault: &str) -> Index {
    let mut s = shell(may, browser, browser.texts().get("opening-title"));
    s.mistakes = !fault.is_empty();
    let mut month = Period::of(today);
    let mut months = Vec::with_capacity(MONTHS);
    for _ in 0..MONTHS {
        months.push(Choice::new(month.to_string(), format::month(month, s.locale)));
        month = month.previous();
    }
    Index {
        base: path(may.place()),
        invoices: may.place().path("tagihan"),
        months,
        until: typed.until(today).to_string(),
        text: typed.text.clone(),
        mistakes: if fault.is_empty() { Vec::new() } else { vec![("file".to_owned(), fault.to_owned())] },
        fault: fault.to_owned(),
        s,
    }
}

/// What came with the form.
#[derive(Debug, Default)]
struct Sent {
    month: String,
    name: String,
    content: Vec<u8>,
    text: String,
}

impl Sent {
    /// Figures without a month are of last month, unless somebody says another one.
    fn until(&self, today: Date) -> Period {
        month_of(&self.month).unwrap_or(Period::of(today).previous())
    }
}

fn month_of(text: &str) -> Option<Period> {
    format!("{text}-01").parse::<Date>().ok().map(Period::of)
}

async fn read(mut form: Multipart) -> web::Result<Sent> {
    let unreadable = |error: MultipartError| Error::unreadable(error.status(), error.body_text());
    let mut brought = Sent::default();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let which = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(unreadable)?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match which.as_str() {
            "bulan" => brought.month = text(),
            "teks" => brought.text = text(),
            "file" => (brought.name, brought.content) = (file.unwrap_or_default(), bytes.to_vec()),
            _ => {}
        }
    }
    Ok(brought)
}

/// The workbook, from the file or from what was pasted; or why not.
async fn open(brought: &Sent, s: &Shell) -> Result<Workbook, String> {
    let (name, content) = (brought.name.clone(), brought.content.clone());
    let text = brought.text.clone();
    if content.is_empty() && text.trim().is_empty() {
        return Err(s.t("opening-no-file").to_owned());
    }
    let limits = Limits::default();
    let reading = tokio::task::spawn_blocking(move || {
        if content.is_empty() {
            spreadsheet::read_text(&text, "", &limits)
        } else {
            spreadsheet::read(&content, Some(&name), &limits)
        }
    });
    match reading.await {
        Ok(Ok(book)) => Ok(book),
        Ok(Err(refusal)) => Err(say_refusal(&refusal, s.locale)),
        Err(_) => Err(s.t("opening-no-columns").to_owned()),
    }
}
