//! The list of letters and each as a PDF.

use askama::Template;
use axum::Extension;
use dues::setting;
use files::Files;
use kernel::{Locale, Rupiah, format};
use paper::{Clearance, Document, OpenInvoice, PaymentWay, Press, Signatory, Step, Warning};
use tenancy::{May, Place, policy::SeeDues};
use web::{Browser, Path, Shell, shell::parts::Tone};

use super::{
    model::{DAYS_TO_ANSWER, Kind},
    write::{Snapshot, id_of},
};
use crate::{common::letterhead, sql};

struct Line {
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
    arrears: String,
}

/// The newest letters; older ones stand on their unit's account.
const SHOWN: i64 = 200;

pub async fn index(may: May<SeeDues>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let letters = sql::letters(&mut tx, None, None, SHOWN).await?;
    let s = browser.office(&may, browser.texts().get("letters-title"));
    let arrears = may.place().path("tunggakan");
    let (back, title) = (s.t("arrears-title").to_owned(), s.title.clone());
    let s = s.crumb(back, &arrears).crumb(title, "");
    let line = |letter: sql::LetterRow| {
        let kind = Kind::from_code(&letter.kind).unwrap_or(Kind::Clearance);
        Line {
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
    web::page(&Index { rows, arrears, s })
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
