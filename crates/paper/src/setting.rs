//! Setting a page: from documents to typst's pages, and from pages to PDF.

use std::sync::LazyLock;

use chrono::Datelike as _;
use kernel::{Date, Locale};
use serde_json::{Value, json};
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Document, Letterhead, PaperFault, clean, world::Desk};

/// The two shapes of a document: pages of paper, or one narrow card without an end, for the screen of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Paper,
    Card,
}

/// What is to be set.
#[derive(Clone, Debug)]
pub struct Order {
    pub letterhead: Letterhead,
    pub locale: Locale,
    pub documents: Vec<Document>,
    pub form: Form,
}

/// Documents of one file. Each costs half a megabyte while the file is made, so that more of them are more files.
pub const DOCUMENTS_LIMIT: usize = 500;
/// Documents of one file when there is no end of them: as fast as larger ones, and a third of the memory.
pub const PART: usize = 150;
/// Rows of one file, over all its documents.
const ROWS_LIMIT: usize = 100_000;
/// How many documents ago a remembered piece was last of use before it is forgotten.
const MEMORY: usize = 4;

impl Order {
    /// All pages, and the day that the file carries.
    pub fn set(&self) -> Result<(PagedDocument, Date), PaperFault> {
        let day = self.documents.iter().map(Document::day).max().unwrap_or_default();
        let logo = self.letterhead.logo.as_ref().map(|logo| logo.png().clone());
        let desk = Desk::new(self.data()?.to_string(), logo);
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
        for warning in warnings {
            tracing::warn!(message = %warning.message, "a template is not quite right");
        }
        Ok((output.map_err(|faults| refused(&faults))?, day))
    }

    fn data(&self) -> Result<Value, PaperFault> {
        self.check()?;
        let documents = self.documents.iter().map(|document| document.view(self.locale));
        let mut data = json!({
            "locale": self.locale.code(),
            "card": self.form == Form::Card,
            "letterhead": {
                "name": self.letterhead.name,
                "address": self.letterhead.address,
                "contact": self.letterhead.contact,
                "city": self.letterhead.city,
                "logo": self.letterhead.logo.is_some(),
            },
            "documents": documents.collect::<Result<Value, PaperFault>>()?,
        });
        clean::all(&mut data);
        Ok(data)
    }

    fn check(&self) -> Result<(), PaperFault> {
        let rows = self.documents.iter().map(Document::rows).sum();
        for (what, found, limit) in
            [("documents", self.documents.len(), DOCUMENTS_LIMIT), ("rows", rows, ROWS_LIMIT)]
        {
            if found > limit {
                return Err(PaperFault::TooMuch { what, found, limit });
            }
        }
        Ok(())
    }
}

/// The file: PDF/A-2b, tagged for screen readers, with nothing in it that runs.
pub fn pdf(pages: &PagedDocument, day: Date) -> Result<Vec<u8>, PaperFault> {
    let day = Datetime::from_ymd_hms(day.year(), day.month() as u8, day.day() as u8, 0, 0, 0);
    let options = PdfOptions {
        creator: Smart::Custom(Some("Klustera".to_owned())),
        timestamp: day.map(Timestamp::new_utc),
        standards: ARCHIVE.clone(),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(pages, &options).map_err(|faults| refused(&faults))
}

static ARCHIVE: LazyLock<PdfStandards> =
    LazyLock::new(|| PdfStandards::new(&[PdfStandard::A_2b]).expect("one standard agrees with itself"));

/// Held while a document is made. typst remembers every piece of work for ever; when this goes, whichever way it goes,
/// what the last few documents did not need is forgotten.
pub struct Sweep;

impl Drop for Sweep {
    fn drop(&mut self) {
        comemo::evict(MEMORY);
    }
}

fn refused(faults: &[SourceDiagnostic]) -> PaperFault {
    let words: Vec<String> = faults.iter().take(3).map(|fault| fault.message.to_string()).collect();
    PaperFault::Template(words.join("; "))
}
