//! Bringing a file: upload or paste, and the list of earlier imports.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, multipart::MultipartError};
use axum::http::StatusCode;
use kernel::{ImportId, Instant, format};
use spreadsheet::{Column, Field, Format, Limits, Refusal, Table};
use tenancy::{May, Place, policy::ImportHomes};
use web::shell::parts::{Step, Tone};
use web::{Browser, Error, Go, Shell, download, invalid, page};

use super::{path, steps, words};
use crate::import::{
    look,
    record::{Import, State},
    say_refusal, sql,
};

/// Earlier imports on the page.
const EARLIER: i64 = 20;
const LONGEST_NAME: usize = 200;

/// A file as it arrived.
#[derive(Debug, Default)]
pub(in crate::import) struct Brought {
    pub name: String,
    pub content: Vec<u8>,
    pub pasted: bool,
    pub dry_run: bool,
}

#[derive(Template)]
#[template(path = "import/pages/index.html", blocks = ["bring"])]
struct Index {
    s: Shell,
    base: String,
    steps: Vec<Step>,
    mistakes: Vec<(String, String)>,
    file_error: String,
    text_error: String,
    text: String,
    earlier: Vec<Earlier>,
}

/// A line of the list of earlier imports.
struct Earlier {
    href: String,
    name: String,
    detail: String,
    state: String,
    tone: Tone,
    icon: &'static str,
    /// The page that asks before taking it back.
    undo: Option<String>,
}

pub async fn index(may: May<ImportHomes>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let imports = sql::newest(&mut tx, None, EARLIER).await?;
    page(&index_page(&may, &browser, &imports, tx.now()))
}

pub async fn upload(may: May<ImportHomes>, browser: Browser, form: Multipart) -> web::Result {
    let pasted_name = browser.texts().get("import-pasted");
    let brought = match read(form, pasted_name).await? {
        Ok(brought) => brought,
        Err(refusal) => return refused(&may, &browser, &Brought::default(), &refusal).await,
    };
    let content = Arc::new(brought.content);
    let kept = Brought { content: Vec::new(), ..brought };
    if let Err(refusal) = look::readable(content.clone(), kept.name.clone()).await {
        let text = if kept.pasted { content.to_vec() } else { Vec::new() };
        return refused(&may, &browser, &Brought { content: text, ..kept }, &refusal).await;
    }
    let mut tx = may.begin().await?;
    let id = ImportId::new(tx.now());
    sql::keep(&mut tx, id, &kept.name, &content).await?;
    tx.commit().await?;
    Go::to(path(may.place(), id)).into()
}

/// A workbook with the titles that are recognised for certain, and two rows that show how.
pub async fn sample(may: May<ImportHomes>, browser: Browser) -> web::Result {
    let texts = browser.texts();
    let titles = ["unit", "owner", "phone", "email", "status", "tenant", "land", "building", "rt", "rw"];
    let title = |name: &str| match name {
        "unit" => texts.get("import-sample-unit"),
        "owner" => texts.get("import-sample-owner"),
        "phone" => texts.get("import-sample-phone"),
        "email" => texts.get("import-sample-email"),
        "status" => texts.get("import-sample-status"),
        "tenant" => texts.get("import-sample-tenant"),
        "land" => texts.get("import-sample-land"),
        "building" => texts.get("import-sample-building"),
        "rt" => texts.get("import-sample-rt"),
        _ => texts.get("import-sample-rw"),
    };
    let columns: Vec<Column> = titles.iter().map(|name| Column::new(title(name), 18)).collect();
    let lived_in = texts.get("import-status-lived-in");
    let empty = texts.get("import-status-empty");
    let rows = [
        ["A-01", "Budi Santoso", "0812 3456 7890", "budi@contoh.id", lived_in, "", "90", "45", "01", "07"],
        ["A-02", "Siti Aminah", "0857 1122 3344", "", empty, "", "72", "36", "01", "07"],
    ];
    let write = || -> Result<Vec<u8>, spreadsheet::WriteFault> {
        let mut table = Table::new(Format::Xlsx, may.place().name.as_str(), &columns, Vec::new())?;
        for row in rows {
            table.row(&row.map(Field::from))?;
        }
        table.finish()
    };
    let bytes = write().map_err(Error::broken)?;
    Ok(download(bytes, Format::Xlsx.content_type(), "contoh-impor.xlsx"))
}

/// The file of a form: uploaded, or pasted as text. A refusal is a sentence, an unreadable request an error.
pub(in crate::import) async fn read(
    mut form: Multipart,
    pasted: &str,
) -> web::Result<Result<Brought, Refusal>> {
    let mut brought = Brought::default();
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return unreadable(&error),
        };
        let (name, file) =
            (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
        let bytes = match field.bytes().await {
            Ok(bytes) => bytes,
            Err(error) => return unreadable(&error),
        };
        match name.as_str() {
            "file" => {
                brought.name = short(&file.unwrap_or_default());
                brought.content = bytes.to_vec();
            }
            "text" if !bytes.is_empty() => {
                brought =
                    Brought { name: pasted.to_owned(), content: bytes.to_vec(), pasted: true, ..brought };
            }
            "dry_run" => brought.dry_run = matches!(&*bytes, b"true" | b"1" | b"ya"),
            _ => {}
        }
    }
    if brought.name.is_empty() {
        brought.name = "-".to_owned();
    }
    let limit = Limits::default().file_bytes;
    let bytes = brought.content.len() as u64;
    if bytes > limit {
        return Ok(Err(Refusal::FileTooLarge { bytes, limit }));
    }
    Ok(Ok(brought))
}

/// Beyond the limit of the route it is a file that is too large; everything else is no form.
fn unreadable(error: &MultipartError) -> web::Result<Result<Brought, Refusal>> {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let limit = Limits::default().file_bytes;
        return Ok(Err(Refusal::FileTooLarge { bytes: limit + 1, limit }));
    }
    Err(Error::Unreadable(error.body_text()))
}

/// A browser of old sends the whole path; a name is what stands behind the last stroke.
fn short(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}

/// The form again, with the reason and whatever was pasted.
async fn refused(
    may: &May<ImportHomes>,
    browser: &Browser,
    brought: &Brought,
    refusal: &Refusal,
) -> web::Result {
    let mut tx = may.begin().await?;
    let imports = sql::newest(&mut tx, None, EARLIER).await?;
    let mut template = index_page(may, browser, &imports, tx.now());
    let sentence = match refusal {
        Refusal::Empty if brought.content.is_empty() && brought.name == "-" => {
            browser.texts().get("import-no-file").to_owned()
        }
        _ => say_refusal(refusal, browser.locale()),
    };
    let field = if brought.pasted { "text" } else { "file" };
    template.mistakes = vec![(field.to_owned(), sentence.clone())];
    template.s.mistakes = true;
    if brought.pasted {
        template.text_error = sentence;
        template.text = String::from_utf8_lossy(&brought.content).into_owned();
    } else {
        template.file_error = sentence;
    }
    if browser.hx.wants("bring") { invalid(&template.as_bring()) } else { invalid(&template) }
}

fn index_page(may: &May<ImportHomes>, browser: &Browser, imports: &[Import], now: Instant) -> Index {
    let place = may.place();
    let s = browser.office(may, browser.texts().get("import-title"));
    let earlier = imports.iter().map(|import| earlier(&s, place, import, now)).collect();
    Index {
        base: place.path("impor"),
        steps: steps(&s, place, 0),
        mistakes: Vec::new(),
        file_error: String::new(),
        text_error: String::new(),
        text: String::new(),
        earlier,
        s,
    }
}

fn earlier(s: &Shell, place: &Place, import: &Import, now: Instant) -> Earlier {
    let (word, tone, icon) = words::state(s, import.state());
    let when = format::date_time(import.created_at, place.zone, s.locale);
    let who = import.by.clone().map(|by| format!(" · {by}")).unwrap_or_default();
    let written = import.written();
    let figures = match import.state() {
        State::Applied => {
            let counts = [
                ("new", written.new.into()),
                ("changed", written.changed.into()),
                ("faulty", written.faulty.into()),
            ];
            format!(" · {}", s.tw("import-figures", counts))
        }
        _ => format!(" · {}", words::size(import.file_bytes, s.locale)),
    };
    Earlier {
        href: path(place, import.id),
        name: import.file_name.clone(),
        detail: format!("{when}{who}{figures}"),
        state: word.to_owned(),
        tone,
        icon,
        undo: import.undo_until(now).map(|_| format!("{}/batalkan", path(place, import.id))),
    }
}
