//! Writing a letter: number, what is owed today, and to whom. One by one, or for the ticked houses of the arrears list.

use axum::response::IntoResponse as _;
use chrono::Datelike as _;
use dues::invoice::{self, OpenInvoice};
use homes::UnitMark;
use kernel::{Date, Locale, Rupiah, UnitId, format};
use serde::{Deserialize, Serialize};
use tenancy::{May, TenantTx, policy::SeeDues};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Say, texts::texts};

use super::model::{Kind, next};
use crate::{list::chosen::Chosen, sql};

/// What a letter says, as it was on its day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    pub open: Vec<OpenThen>,
    /// Warnings that came before: number and day.
    pub earlier: Vec<(String, Date)>,
    /// For a clearance: what the unit has paid up to, and what the letter is for.
    pub purpose: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenThen {
    pub number: String,
    pub due_on: Date,
    pub amount: Rupiah,
}

/// A letter that was just written.
pub(super) struct Written {
    pub id: Uuid,
    pub number: String,
}

/// Why a letter is not written.
#[derive(Debug)]
pub enum Refusal {
    NothingOpen,
    StillOwes(Rupiah),
    TooSoon(Date),
}

impl Say for Refusal {
    fn say(&self, locale: Locale) -> String {
        let words = texts(locale);
        match self {
            Self::NothingOpen => words.get("letter-nothing-open").to_owned(),
            Self::StillOwes(open) => {
                words.with("letter-still-owes", &[("amount", format::rupiah(*open).into())])
            }
            Self::TooSoon(day) => {
                words.with("letter-too-soon", &[("date", format::long_date(*day, locale).into())])
            }
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// `peringatan` or `bebas`.
    jenis: String,
    /// What a clearance is needed for.
    untuk: String,
}

pub async fn one(
    may: May<SeeDues>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(wish): Form<Wish>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = homes::unit_named(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let today = may.place().zone.date(tx.now());
    let written = if wish.jenis == "bebas" {
        clearance(&mut tx, &unit, today, wish.untuk.trim()).await?
    } else {
        warning(&mut tx, &unit, today).await?
    };
    let written = written.map_err(web::Error::refused)?;
    tx.commit().await?;
    let said = browser.texts().with("letter-written", &[("number", written.number.as_str().into())]);
    let back = may.place().path(&format!("tunggakan/{}", web::segment(&unit.code)));
    Ok(Go::to(back).saying(said).into_response())
}

/// The ticked houses: those whose turn it is get their next warning, the others are counted.
pub async fn many(
    may: May<SeeDues>,
    browser: Browser,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let rows = Chosen::of(&fields).few(&mut tx, Vec::new(), today).await?;
    let ids: Vec<UnitId> = rows.iter().map(|row| row.unit).collect();
    dues::settle::lock_units(&mut tx, &ids).await?;
    let (mut written, mut waiting) = (0_i64, 0_i64);
    for row in rows {
        let unit = UnitMark { id: row.unit, code: row.code };
        match warning(&mut tx, &unit, today).await? {
            Ok(_) => written += 1,
            Err(_) => waiting += 1,
        }
    }
    tx.commit().await?;
    let said =
        browser.texts().with("letters-written", &[("written", written.into()), ("waiting", waiting.into())]);
    Ok(Go::to(may.place().path("surat")).saying(said).into_response())
}

/// The unit's next warning, or why there is none.
pub(super) async fn warning(
    tx: &mut TenantTx,
    unit: &UnitMark,
    today: Date,
) -> Result<Result<Written, Refusal>, web::Error> {
    // Two clerks at once write one letter, and nobody pays while it is written.
    dues::settle::lock_units(tx, &[unit.id]).await?;
    let open = invoice::open_of_units(tx, &[unit.id]).await?;
    let late: Vec<&OpenInvoice> = open.iter().filter(|open| open.due_on < today).collect();
    let Some(oldest) = late.first() else { return Ok(Err(Refusal::NothingOpen)) };
    let letters = sql::letters_of_unit(tx, unit.id).await?;
    let so_far: Vec<(Kind, Date)> =
        letters.iter().filter_map(|l| Some((Kind::from_code(&l.kind)?, l.issued_on))).collect();
    let kind = match next(&so_far, oldest.due_on, today) {
        Ok(kind) => kind,
        Err(day) => return Ok(Err(Refusal::TooSoon(day))),
    };
    let story = letters.iter().filter(|l| l.kind != "clearance" && l.issued_on > oldest.due_on);
    let mut earlier: Vec<(String, Date)> = story.map(|l| (l.number.clone(), l.issued_on)).collect();
    earlier.reverse();
    let amount = late.iter().map(|open| open.open.get()).sum::<i64>();
    let snapshot =
        Snapshot { open: late.iter().map(|open| then(open)).collect(), earlier, purpose: String::new() };
    let addressee = late.last().map(|open| open.payer_name.clone()).unwrap_or_default();
    Ok(Ok(write(tx, kind, unit, &addressee, today, amount, &snapshot).await?))
}

/// The letter that nothing is owed, or what stands against it.
pub(super) async fn clearance(
    tx: &mut TenantTx,
    unit: &UnitMark,
    today: Date,
    purpose: &str,
) -> Result<Result<Written, Refusal>, web::Error> {
    dues::settle::lock_units(tx, &[unit.id]).await?;
    let open = invoice::open_of_units(tx, &[unit.id]).await?;
    let owed = open.iter().map(|open| open.open.get()).sum::<i64>();
    if owed > 0 {
        return Ok(Err(Refusal::StillOwes(Rupiah::new(owed).unwrap_or(Rupiah::ZERO))));
    }
    let there = homes::occupants_on(tx, unit.id, today).await?;
    let payer = there.iter().find(|o| o.payer).or(there.first());
    let addressee = payer.map_or_else(|| unit.code.clone(), |o| o.name.clone());
    let purpose: String = purpose.chars().take(120).collect();
    let snapshot = Snapshot { open: Vec::new(), earlier: Vec::new(), purpose };
    Ok(Ok(write(tx, Kind::Clearance, unit, &addressee, today, 0, &snapshot).await?))
}

fn then(open: &OpenInvoice) -> OpenThen {
    OpenThen { number: open.number.clone(), due_on: open.due_on, amount: open.open }
}

async fn write(
    tx: &mut TenantTx,
    kind: Kind,
    unit: &UnitMark,
    addressee: &str,
    today: Date,
    amount: i64,
    snapshot: &Snapshot,
) -> Result<Written, web::Error> {
    let series = format!("{}-{}", kind.prefix(), today.year());
    let number = format!("{series}-{:04}", ledger::take_numbers(tx, &series, 1).await?);
    let letter = sql::NewLetter {
        id: kernel::FileId::new(tx.now()).uuid(),
        number: &number,
        kind: kind.code(),
        unit,
        addressee,
        issued_on: today,
        amount,
        snapshot: serde_json::to_value(snapshot).map_err(web::Error::broken)?,
    };
    sql::keep_letter(tx, &letter).await?;
    Ok(Written { id: letter.id, number })
}

/// For the row's own id in an address.
pub fn id_of(text: &str) -> Option<Uuid> {
    text.strip_suffix(".pdf").unwrap_or(text).parse().ok()
}
