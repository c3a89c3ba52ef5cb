//! The statement as a page and as paper, for the office, the ketua RT and the people of the unit.

use askama::Template;
use axum::Extension;
use dues::{invoice, owing, setting, settle};
use files::Files;
use homes::UnitMark;
use kernel::{Date, Locale, Period, Rupiah, format};
use paper::{Entry, Press};
use serde::Deserialize;
use tenancy::{
    May, Place, TenantTx,
    policy::{GrantRelief, RecordPayments, SeeArrears, SeeDues, SeeOwnDues},
};
use web::{
    Browser, Path, Query, Shell, ShellKind,
    shell::parts::{Chip, Tone},
};

use super::{Statement, model::Line, statement};
use crate::{
    common::{letterhead, shell, within},
    penalty, relief, sql,
};

/// Months that a statement shows unless somebody asks for others.
const MONTHS: u32 = 12;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Span {
    dari: String,
    sampai: String,
    unit: String,
}

impl Span {
    /// The asked days, or the last twelve months.
    fn days(&self, today: Date) -> (Date, Date) {
        span(self.dari.parse().ok(), self.sampai.parse().ok(), today)
    }
}

/// The asked days, or the last twelve months.
pub fn span(from: Option<Date>, to: Option<Date>, today: Date) -> (Date, Date) {
    let mut first = Period::of(today);
    for _ in 1..MONTHS {
        first = first.previous();
    }
    let to = to.unwrap_or(today);
    (from.unwrap_or(first.first_day()).min(to), to)
}

struct OpenLine {
    number: String,
    /// Empty for a ketua RT, who sees figures and not the invoices.
    href: String,
    due: String,
    amount: String,
    tone: Tone,
    relief_href: String,
}

struct Row {
    on: String,
    word: String,
    memo: String,
    debit: String,
    credit: String,
    balance: String,
}

#[derive(Template)]
#[template(path = "account/show.html")]
struct Account {
    s: Shell,
    base: String,
    code: String,
    payer: String,
    open: String,
    late: String,
    credit: String,
    running: String,
    plan: Option<relief::PlanView>,
    invoices: Vec<OpenLine>,
    rows: Vec<Row>,
    opening: String,
    closing: String,
    from: Date,
    to: Date,
    pdf: String,
    cash: String,
    /// What the manager or treasurer may do here.
    writes: bool,
    relieves: bool,
    letters: Vec<(String, String, String)>,
    units: Vec<Chip>,
}

pub async fn show(
    may: May<SeeArrears>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Query(span): Query<Span>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = account_of(&mut tx, &may, &unit).await?;
    let title = browser.texts().with("unit-account-title", &[("unit", unit.code.as_str().into())]);
    let s = shell(&browser, &may, title);
    let back = s.t("arrears-title").to_owned();
    let s = s.crumb(back, may.place().path("tunggakan")).crumb(&unit.code, "");
    let here = Here {
        place: may.place(),
        base: may.place().path(&format!("tunggakan/{}", web::segment(&unit.code))),
    };
    let mut page = account(&mut tx, s, &here, &unit, &span).await?;
    page.writes = may.can::<SeeDues>();
    page.relieves = may.can::<GrantRelief>();
    if may.can::<RecordPayments>() {
        page.cash = may.place().path(&format!("pembayaran/tunai/{}", web::segment(&unit.code)));
    }
    page.letters = letters(&mut tx, &page.s, may.place(), &unit).await?;
    web::page(&page)
}

pub async fn own(may: May<SeeOwnDues>, browser: Browser, Query(span): Query<Span>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let units = homes::own_units(&mut tx, today).await?;
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("unit-account-own"));
    let unit = units.iter().find(|unit| unit.code == span.unit).or(units.first()).cloned();
    let unit = unit.ok_or(web::Error::missing())?;
    let base = may.place().path("rekening-saya");
    let chip = |own: &UnitMark| {
        Chip::new(own.code.as_str(), web::with_query(&base, &[("unit", &own.code)]))
            .current_if(own.id == unit.id)
    };
    let here = Here { place: may.place(), base: format!("{base}/{}", web::segment(&unit.code)) };
    let mut page = account(&mut tx, s, &here, &unit, &span).await?;
    page.units = if units.len() > 1 { units.iter().map(chip).collect() } else { Vec::new() };
    web::page(&page)
}

struct Here<'a> {
    place: &'a Place,
    base: String,
}

async fn account(
    tx: &mut TenantTx,
    s: Shell,
    here: &Here<'_>,
    unit: &UnitMark,
    span: &Span,
) -> Result<Account, web::Error> {
    let today = here.place.zone.date(tx.now());
    let (from, to) = span.days(today);
    let drawn = statement(tx, unit.id, from, to).await?;
    let ages = owing::unit(tx, unit.id, today).await?;
    let credit = settle::credit_of(tx, unit.id).await?;
    let running = penalty::running(tx, &[unit.id], today).await?.get(&unit.id).copied();
    let open = invoice::open_of_units(tx, &[unit.id]).await?;
    let plan = relief::running_plan(tx, &s, unit.id, today).await?;
    let invoices_at = match s.kind {
        ShellKind::Resident => "tagihan-saya",
        ShellKind::AreaHead => "",
        _ => "tagihan",
    };
    let line = |open: &invoice::OpenInvoice| {
        let days = (today - open.due_on).num_days();
        OpenLine {
            href: if invoices_at.is_empty() {
                String::new()
            } else {
                here.place.path(&format!("{invoices_at}/{}", open.number))
            },
            relief_href: here.place.path(&format!(
                "tunggakan/{}/keringanan?tagihan={}",
                web::segment(&unit.code),
                open.number
            )),
            number: open.number.clone(),
            due: s.t1("unit-account-due", "date", s.date(&open.due_on)),
            amount: format::rupiah(open.open),
            tone: if days > 0 { Tone::Warn } else { Tone::Plain },
        }
    };
    let invoices: Vec<OpenLine> = open.iter().map(line).collect();
    let rows = drawn.lines.iter().map(|line| row(&s, line)).collect();
    Ok(Account {
        payer: open.last().map(|open| open.payer_name.clone()).unwrap_or_default(),
        open: format::rupiah(ages.open()),
        late: format::rupiah(ages.late()),
        credit: format::rupiah(credit),
        running: running.map(format::rupiah).unwrap_or_default(),
        opening: signed(drawn.opening),
        closing: signed(drawn.closing),
        pdf: web::with_query(
            &format!("{}/rekening.pdf", here.base),
            &[("dari", &from.to_string()), ("sampai", &to.to_string())],
        ),
        code: unit.code.clone(),
        base: here.base.clone(),
        plan,
        invoices,
        rows,
        from,
        to,
        cash: String::new(),
        writes: false,
        relieves: false,
        letters: Vec::new(),
        units: Vec::new(),
        s,
    })
}

fn row(s: &Shell, line: &Line) -> Row {
    let amount = |amount: Rupiah| if amount == Rupiah::ZERO { String::new() } else { format::rupiah(amount) };
    Row {
        on: s.date(&line.on),
        word: s.t(line.word).to_owned(),
        memo: line.memo.clone(),
        debit: amount(line.debit),
        credit: amount(line.credit),
        balance: signed(line.balance),
    }
}

fn signed(amount: i64) -> String {
    Rupiah::new(amount).map_or_else(|_| String::new(), format::rupiah)
}

async fn letters(
    tx: &mut TenantTx,
    s: &Shell,
    place: &Place,
    unit: &UnitMark,
) -> Result<Vec<(String, String, String)>, web::Error> {
    let letters = sql::letters_of_unit(tx, unit.id).await?;
    let line = |letter: sql::LetterRow| {
        (letter.number, s.date(&letter.issued_on), place.path(&format!("surat/{}.pdf", letter.id)))
    };
    Ok(letters.into_iter().map(line).collect())
}

/// A unit as the caller may see it: a ketua RT only those of the own RT.
pub async fn account_of(
    tx: &mut TenantTx,
    may: &May<SeeArrears>,
    typed: &str,
) -> Result<UnitMark, web::Error> {
    let unit = homes::unit_named(tx, typed).await?.ok_or(web::Error::missing())?;
    let within = within(may);
    if !within.is_empty() && !sql::is_in_areas(tx, unit.id, &within).await? {
        return Err(web::Error::missing());
    }
    Ok(unit)
}

pub async fn pdf(
    may: May<SeeArrears>,
    files: Option<Extension<Files>>,
    press: Extension<Press>,
    Path((_, unit)): Path<(String, String)>,
    Query(span): Query<Span>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = account_of(&mut tx, &may, &unit).await?;
    printed(&mut tx, files.as_ref(), &press, may.place(), &unit, &span).await
}

pub async fn own_pdf(
    may: May<SeeOwnDues>,
    files: Option<Extension<Files>>,
    press: Extension<Press>,
    Path((_, code)): Path<(String, String)>,
    Query(span): Query<Span>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let own = homes::own_units(&mut tx, today).await?.into_iter().find(|unit| unit.code == code);
    let unit = own.ok_or(web::Error::missing())?;
    printed(&mut tx, files.as_ref(), &press, may.place(), &unit, &span).await
}

async fn printed(
    tx: &mut TenantTx,
    files: Option<&Extension<Files>>,
    press: &Press,
    place: &Place,
    unit: &UnitMark,
    span: &Span,
) -> web::Result {
    let today = place.zone.date(tx.now());
    let (from, to) = span.days(today);
    let setting = setting::load(tx).await?;
    let head = letterhead(tx, files, place, &setting).await;
    let open = invoice::open_of_units(tx, &[unit.id]).await?;
    let payer = open.last().map(|open| open.payer_name.clone()).unwrap_or_default();
    let paper = paper(tx, unit, payer, from, to).await?;
    let bytes = press.pdf(&head, Locale::Id, paper.into()).await.map_err(web::Error::broken)?;
    Ok(web::download(bytes, "application/pdf", &format!("rekening-{}-{to}.pdf", unit.code)))
}

/// The statement of these days as a paper.
pub async fn paper(
    tx: &mut TenantTx,
    unit: &UnitMark,
    payer: String,
    from: Date,
    to: Date,
) -> tenancy::Result<paper::Statement> {
    let drawn = statement(tx, unit.id, from, to).await?;
    Ok(paper::Statement {
        unit: unit.code.clone(),
        payer,
        from: drawn.from,
        to: drawn.to,
        opening: bounded(drawn.opening),
        entries: entries(&drawn, web::texts::texts(Locale::Id)),
        closing: bounded(drawn.closing),
        link: None,
    })
}

fn entries(drawn: &Statement, words: &'static web::texts::Texts) -> Vec<Entry> {
    let entry = |line: &Line| Entry {
        on: line.on,
        number: line.memo.clone(),
        label: words.get(line.word).to_owned(),
        debit: line.debit,
        credit: line.credit,
    };
    drawn.lines.iter().map(entry).collect()
}

fn bounded(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap_or(Rupiah::ZERO)
}
