//! What people may write anywhere, and what it must not become: the catalogue of `reliability.md` §6 (ASVS V1.1.2).

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use kernel::Locale;
use typst::layout::Point;

use super::samples;
use super::{order, pdf, said, walk};
use crate::setting::{Form, Sweep};
use crate::{Document, Line, PaymentWay, Receipt, Signatory};

/// A name as somebody might write it, and what of it stands on paper.
const NAMES: [(&str, &str); 14] = [
    ("Budi (Pak RT) \\) Tj ET", "Budi (Pak RT) \\) Tj ET"),
    (") /JS (app.alert(1)) /OpenAction <<", ") /JS (app.alert(1)) /OpenAction <<"),
    ("endstream endobj 1 0 obj", "endstream endobj 1 0 obj"),
    ("%PDF-1.7 %%EOF", "%PDF-1.7 %%EOF"),
    ("#panic(\"no\") #set page()", "#panic(\"no\") #set page()"),
    ("#import \"@preview/x:1.0.0\"", "#import \"@preview/x:1.0.0\""),
    ("*tebal* _miring_ $x^2$ `kode`", "*tebal* _miring_ $x^2$ `kode`"),
    ("= Judul <label> @rujukan", "= Judul <label> @rujukan"),
    ("// komentar /* dan */ ini", "// komentar /* dan */ ini"),
    ("{unit} {payer} {on}", "{unit} {payer} {on}"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("Budi\u{202e}otnaS\u{0}\r\n\u{7}", "BudiotnaS"),
    ("Siti 🏠🏠 \u{e000}", "Siti □"),
    ("Müller Ñuñez Łukasz Ştefan Ωμέγα Иван", "Müller Ñuñez Łukasz Ştefan Ωμέγα Иван"),
];

#[test]
fn what_people_write_comes_out_as_text_in_every_document() {
    for (name, shown) in NAMES {
        for document in everywhere(name) {
            let text = said(document);
            let plain: String = text.split_whitespace().collect();
            let wanted: String = shown.split_whitespace().collect();
            assert!(plain.contains(&wanted), "{shown:?} is missing in: {text}");
        }
    }
}

#[test]
fn no_file_carries_anything_that_runs_or_leads_elsewhere() {
    let refused: [&[u8]; 9] = [
        b"/JavaScript",
        b"/JS",
        b"/OpenAction",
        b"/AA",
        b"/Launch",
        b"/SubmitForm",
        b"/EmbeddedFile",
        b"/RichMedia",
        b"/GoToR",
    ];
    for (name, _) in NAMES {
        for document in everywhere(name) {
            let file = opened(&pdf(document));
            for word in refused {
                let around = find_name(&file, word)
                    .map(|at| file[at.saturating_sub(60)..(at + 40).min(file.len())].escape_ascii());
                assert!(around.is_none(), "in a file for {name:?}: {}", around.expect("something"));
            }
            let mut rest = &file[..];
            while let Some(at) = find(rest, b"/URI(").or_else(|| find(rest, b"/URI (")) {
                let link = &rest[at..];
                assert!(
                    find(&link[..40.min(link.len())], b"(https://klustera.example/").is_some(),
                    "a strange link"
                );
                rest = &link[5..];
            }
        }
    }
}

/// Long words, long lines, many marks: nothing leaves the page.
#[test]
fn huge_text_stays_on_the_page() {
    let names = [
        "a".repeat(5_000),
        "W".repeat(599),
        "nama panjang sekali ".repeat(80),
        "Z\u{300}\u{301}\u{302}\u{303}".repeat(200),
        "https://contoh.example/".repeat(30),
    ];
    for name in &names {
        for document in everywhere(name) {
            for form in [Form::Paper, Form::Card] {
                let _sweep = Sweep;
                let (pages, _) = order(document.clone(), Locale::Id, form).set().unwrap();
                for page in pages.pages() {
                    let width = page.frame.width();
                    walk(&page.frame, Point::zero(), &mut |at, text| {
                        let right = at.x + text.width();
                        assert!(right <= width, "{:?} ends at {right:?} of {width:?}", text.text);
                    });
                }
            }
        }
    }
}

/// Each document with the same text at every place where a person may write.
fn everywhere(text: &str) -> Vec<Document> {
    let t = || text.to_owned();
    let mut receipt = Receipt { payer: t(), unit: t(), method: t(), recorded_by: t(), ..samples::receipt() };
    receipt.lines[0] = Line { label: t(), detail: t(), ..receipt.lines[0].clone() };
    let mut invoice = samples::invoice();
    (invoice.payer, invoice.unit, invoice.note, invoice.number) = (t(), t(), t(), t());
    (invoice.arrears[0].label, invoice.arrears[0].number) = (t(), t());
    invoice.how_to_pay.push(PaymentWay::Other { title: t(), text: t() });
    let mut statement = samples::statement(2);
    (statement.payer, statement.unit, statement.entries[0].label) = (t(), t(), t());
    let mut warning = samples::warning(crate::Step::Third);
    (warning.payer, warning.contact, warning.earlier[0].0) = (t(), t(), t());
    warning.signed_by = Signatory { name: t(), role: t() };
    let mut clearance = samples::clearance();
    (clearance.person, clearance.unit, clearance.purpose) = (t(), t(), t());
    let mut recap = samples::recap();
    (recap.blocks[0].name, recap.note) = (t(), t());
    let mut table = samples::table(2);
    (table.title, table.subtitle, table.note) = (t(), t(), t());
    (table.columns[1].title, table.rows[1].cells[1]) = (t(), crate::Cell::Text(t()));
    vec![
        receipt.into(),
        invoice.into(),
        statement.into(),
        warning.into(),
        clearance.into(),
        recap.into(),
        table.into(),
    ]
}

/// All objects of the file, packed ones unpacked, without the insides of fonts, pictures and pages: those are drawn,
/// never obeyed, and are long enough to contain any three letters by chance.
fn opened(file: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = file;
    while let Some(at) = find(rest, b"stream\n").or_else(|| find(rest, b"stream\r\n")) {
        let (before, stream) = (&rest[..at], &rest[at + 7..]);
        out.extend(before);
        let object = &before[before.len().saturating_sub(400)..];
        if find(object, b"/ObjStm").is_some() {
            let mut inside = Vec::new();
            ZlibDecoder::new(stream).read_to_end(&mut inside).expect("packed objects can be unpacked");
            out.extend(inside);
        }
        rest = &stream[find(stream, b"endstream").expect("a stream ends") + 9..];
    }
    out.extend(rest);
    out
}

/// A whole name: `/JSPGZU+SourceSans3` is a font.
fn find_name(text: &[u8], name: &[u8]) -> Option<usize> {
    let is_whole = |part: &[u8]| part.starts_with(name) && !part[name.len()].is_ascii_alphanumeric();
    text.windows(name.len() + 1).position(is_whole)
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part == word)
}

#[test]
fn the_search_itself_finds_what_is_there() {
    let file = opened(&pdf(samples::receipt()));
    assert!(find(&file, b"/URI").is_some(), "links are found");
    assert!(find(&file, b"/Type /Page").or_else(|| find(&file, b"/Type/Page")).is_some());
    assert!(find(&file, b"/Annots").is_some(), "packed objects are opened");
    assert!(find(&pdf(samples::receipt()), b"pdfaid:part").is_some(), "the file calls itself PDF/A");
}
