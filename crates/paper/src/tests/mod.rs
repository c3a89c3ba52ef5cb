//! What a document says and what it can never contain, read from the pages that typst sets and from the files themselves.

use kernel::Locale;
use typst::layout::{Frame, FrameItem, Point};

use crate as paper;
use crate::setting::{self, Form, Order, Sweep};
use crate::{Document, PaperFault};

mod catalogue;
mod fonts;
mod machine;
mod pictures;
mod samples;
mod words;
mod written;

fn order(document: impl Into<Document>, locale: Locale, form: Form) -> Order {
    Order { letterhead: samples::letterhead(), locale, documents: vec![document.into()], form }
}

/// All that stands on the pages, in the order in which it is set, as somebody reads it aloud.
fn said(document: impl Into<Document>) -> String {
    said_in(document, Locale::Id)
}

fn said_in(document: impl Into<Document>, locale: Locale) -> String {
    let _sweep = Sweep;
    let (pages, _) = order(document, locale, Form::Paper).set().expect("a document");
    let mut words = Vec::new();
    for page in pages.pages() {
        walk(&page.frame, Point::zero(), &mut |_, text| words.push(text.text.to_string()));
    }
    let text = words.join(" ").replace('\u{200b}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fault(document: impl Into<Document>) -> PaperFault {
    order(document, Locale::Id, Form::Paper).set().expect_err("a fault")
}

fn pdf(document: impl Into<Document>) -> Vec<u8> {
    let _sweep = Sweep;
    let (pages, day) = order(document, Locale::Id, Form::Paper).set().expect("a document");
    setting::pdf(&pages, day).expect("a file")
}

/// Every run of text with the place where it begins.
fn walk(frame: &Frame, at: Point, found: &mut impl FnMut(Point, &typst::text::TextItem)) {
    for (place, item) in frame.items() {
        match item {
            FrameItem::Text(text) => found(at + *place, text),
            FrameItem::Group(group) => walk(&group.frame, at + *place, found),
            _ => {}
        }
    }
}
