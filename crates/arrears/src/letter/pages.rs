//! The list of letters and each as a PDF.

use askama::Template;
use axum::Extension;
use dues::setting;
use files::Files;
use kernel::{Locale, Rupiah, format};
use paper::{Clearance, Document, OpenInvoice, PaymentWay, Press, Signatory, Step, Warning};
use serde::Deserialize;
use tenancy::{May, Place, policy::SeeDues};
use uuid::Uuid;
use web::{Browser, Form, Path, Query, Say, Shell, shell::parts::Tone, texts::texts};

use super::{
    model::{DAYS_TO_ANSWER, Kind},
    write::{Snapshot, id_of},
};
use crate::{
    common::letterhead,
    list::chosen::{self, MOST},
    sql,
};

struct Line {
    id: Uuid,
    number: String,
    href: String,
    kind: String,
    tone: Tone,
    unit: String,
    addressee: String,
    on: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "letter/index.html")]
struct Index {
    s: Shell,
    rows: Vec<Line>,
    print: String,
    next: String,
    arrears: String,
}

/// Letters of one page.
const PAGE: i64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Behind {
    sesudah: Option<Uuid>,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(behind): Query<Behind>) -> web::Result {
    let mut tx = may.begin().await?;
    let mut letters = sql::letters(&mut tx, None, behind.sesudah, PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = letters.len() > page;
    letters.truncate(page);
    let base = may.place().path("surat");
    let last = letters.last().filter(|_| more).map(|letter| letter.id.to_string());
    let next = last.map_or(String::new(), |last| web::with_query(&base, &[("sesudah", &last)]));
    let s = browser.office(&may, browser.texts().get("letters-title"));
    let arrears = may.place().path("tunggakan");
    let (back, title) = (s.t("arrears-title").to_owned(), s.title.clone());
    let s = s.crumb(back, &arrears).crumb(title, "");
    let line = |letter: sql::LetterRow| {
        let kind = Kind::from_code(&letter.kind).unwrap_or(Kind::Clearance);
        Line {
            id: letter.id,
            href: may.place().path(&format!("surat/{}.pdf", letter.id)),
            kind: s.t(kind.word()).to_owned(),
            tone: match kind {
                Kind::First => Tone::Info,
                Kind::Second => Tone::Warn,
                Kind::Third => Tone::Bad,
                Kind::Clearance => Tone::Ok,
            },
            number: letter.number,
            unit: letter.unit_code,
            addressee: letter.addressee,
            on: s.date(&letter.issued_on),
            amount: format::rupiah(letter.amount),
        }
    };
    let rows = letters.into_iter().map(line).collect();
    web::page(&Index { rows, print: format!("{base}/cetak"), next, arrears, s })
}

/// The ticked letters as one PDF, in the order of their numbers, each on a page of its own.
pub async fn print(
    may: May<SeeDues>,
    files: Option<Extension<Files>>,
    press: Extension<Press>,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let ids: Vec<Uuid> =
        fields.iter().filter(|(name, _)| name == "surat").filter_map(|(_, id)| id.parse().ok()).collect();
    if ids.is_empty() || ids.len() > MOST {
        return Err(web::Error::refused(if ids.is_empty() { Refusal::Nothing } else { Refusal::TooMany }));
    }
    let mut tx = may.begin().await?;
    let letters = sql::letters_named(&mut tx, &ids).await?;
    let setting = setting::load(&mut tx).await?;
    let head = letterhead(&mut tx, files.as_ref(), may.place(), &setting).await;
    let today = may.place().zone.date(tx.now());
    drop(tx);
    let documents = letters.into_iter().map(|letter| document(may.place(), &setting, letter));
    let documents = documents.collect::<Result<Vec<Document>, web::Error>>()?;
    let bytes = press.print(&head, Locale::Id, documents).await.map_err(web::Error::broken)?;
    Ok(web::download(bytes, "application/pdf", &format!("surat-{}-{today}.pdf", may.place().slug)))
}

/// Why nothing is printed.
#[derive(Debug)]
enum Refusal {
    Nothing,
    TooMany,
}

impl Say for Refusal {
    fn say(&self, locale: Locale) -> String {
        match self {
            Self::Nothing => texts(locale).get("letters-choose").to_owned(),
            Self::TooMany => chosen::Refusal::TooMany.say(locale),
        }
    }
}

pub async fn pdf(
    may: May<SeeDues>,
    files: Option<Extension<Files>>,
    press: Extension<Press>,
    Path((_, letter)): Path<(String, String)>,
) -> web::Result {
    let id = id_of(&letter).ok_or(web::Error::missing())?;
    let mut tx = may.begin().await?;
    let letter = sql::letter(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let setting = setting::load(&mut tx).await?;
    let head = letterhead(&mut tx, files.as_ref(), may.place(), &setting).await;
    let name = format!("{}.pdf", letter.number);
    let document = document(may.place(), &setting, letter)?;
    let bytes = press.pdf(&head, Locale::Id, document).await.map_err(web::Error::broken)?;
    Ok(web::download(bytes, "application/pdf", &name))
}

fn document(
    place: &Place,
    setting: &setting::Setting,
    letter: sql::LetterRow,
) -> Result<Document, web::Error> {
    let said: Snapshot = serde_json::from_value(letter.snapshot).map_err(web::Error::broken)?;
    let head = &setting.letterhead;
    let words = web::texts::texts(Locale::Id);
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    let signed_by = Signatory {
        name: or(&head.signer_name, &place.name),
        role: or(&head.signer_title, words.get("role-manager")),
    };
    let step = match Kind::from_code(&letter.kind) {
        Some(Kind::First) => Step::First,
        Some(Kind::Second) => Step::Second,
        Some(Kind::Third) => Step::Third,
        _ => {
            return Ok(Clearance {
                number: letter.number,
                issued_on: letter.issued_on,
                unit: letter.unit_code,
                person: letter.addressee,
                paid_until: letter.issued_on,
                purpose: said.purpose,
                signed_by,
                link: None,
            }
            .into());
        }
    };
    let open = said.open.into_iter().map(|open| OpenInvoice {
        number: open.number,
        label: words.get("letter-invoice").to_owned(),
        due_on: open.due_on,
        amount: open.amount,
    });
    let bank = &setting.bank;
    let transfer = bank.is_known().then(|| PaymentWay::Transfer {
        bank: bank.name.clone(),
        account: bank.number.clone(),
        holder: bank.holder.clone(),
        exact: Some(letter.amount).filter(|amount| *amount > Rupiah::ZERO),
        unique_code: None,
    });
    Ok(Warning {
        step,
        number: letter.number,
        issued_on: letter.issued_on,
        unit: letter.unit_code,
        payer: letter.addressee,
        open: open.collect(),
        answer_by: letter.issued_on + chrono::Days::new(DAYS_TO_ANSWER),
        earlier: said.earlier,
        how_to_pay: transfer.into_iter().collect(),
        contact: or(&head.contact, &place.name),
        signed_by,
        link: None,
    }
    .into())
}
