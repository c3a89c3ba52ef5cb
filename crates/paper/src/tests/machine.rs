//! The press under load: bounded, patient with a panic, and not growing.

use std::fs;
use std::sync::mpsc;

use futures_util::{StreamExt as _, future};
use kernel::Locale;

use super::samples;
use crate::press::Side;
use crate::setting::DOCUMENTS_LIMIT;
use crate::{PaperFault, Press, PressSettings};

fn press() -> Press {
    Press::start(PressSettings { hands: 2, waiting: 64, document_seconds: 60, print_seconds: 120 }).unwrap()
}

#[tokio::test]
async fn the_press_makes_a_file_a_picture_and_a_print() {
    let (press, head) = (press(), samples::letterhead());
    let pdf = press.pdf(&head, Locale::Id, samples::receipt().into()).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let png = press.png(&head, Locale::Id, samples::receipt().into()).await.unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    let print = press.print(&head, Locale::Id, vec![samples::receipt().into(); 20]).await.unwrap();
    assert!(print.len() > pdf.len() && print.len() < 20 * pdf.len(), "fonts and logo stand in it once");
    let picture = press.png(&head, Locale::Id, samples::statement(40).into()).await;
    assert!(matches!(picture, Err(PaperFault::ManyPages(pages)) if pages > 1));
}

#[tokio::test]
async fn many_files_come_in_their_order_and_one_fault_stays_one() {
    let (press, head) = (press(), samples::letterhead());
    let numbered = |number: usize| {
        let mut receipt = samples::receipt();
        receipt.number = format!("KW-{number}");
        if number == 3 {
            receipt.amount = samples::rp(1);
        }
        receipt.into()
    };
    let files: Vec<_> = press.pdfs(&head, Locale::Id, (0..8).map(numbered)).collect().await;
    assert_eq!(
        files.iter().map(Result::is_ok).collect::<Vec<_>>(),
        [true, true, true, false, true, true, true, true]
    );
    let alone = press.pdf(&head, Locale::Id, numbered(7)).await.unwrap();
    assert_eq!(files[7].as_ref().unwrap(), &alone);
}

#[tokio::test]
async fn thousands_come_as_parts_of_a_hundred_and_fifty() {
    let (press, head) = (press(), samples::letterhead());
    let documents = std::iter::repeat_with(|| samples::receipt().into()).take(160);
    let parts: Vec<_> =
        press.prints(&head, Locale::Id, documents).map(|part| part.unwrap().len()).collect().await;
    assert_eq!(parts.len(), 2);
    assert!(parts[0] > 3 * parts[1], "a hundred and fifty, then ten: {parts:?}");
}

#[tokio::test]
async fn who_comes_when_the_queue_is_full_hears_it_at_once() {
    let settings = PressSettings { hands: 1, waiting: 1, document_seconds: 60, print_seconds: 60 };
    let (press, head) = (Press::start(settings).unwrap(), samples::letterhead());
    let three = (0..3).map(|_| press.pdf(&head, Locale::Id, samples::receipt().into()));
    let answers = future::join_all(three).await;
    assert!(answers[0].is_ok() && answers[1].is_ok());
    assert!(matches!(answers[2], Err(PaperFault::Busy)));
    assert!(
        press.pdf(&head, Locale::Id, samples::receipt().into()).await.is_ok(),
        "and later there is room again"
    );
}

#[tokio::test]
async fn who_waits_too_long_is_told_and_the_hand_finishes_in_peace() {
    let side = Side::new(1, 4).unwrap();
    let (release, held) = mpsc::channel::<()>();
    let slow = side.run(0, move || {
        let _ = held.recv();
        Ok(Vec::new())
    });
    assert!(matches!(slow.await, Err(PaperFault::TooSlow(0))));
    release.send(()).ok();
    assert_eq!(side.run(60, || Ok(b"next".to_vec())).await.unwrap(), "next");
}

#[tokio::test]
async fn a_panic_costs_one_document() {
    let side = Side::new(1, 4).unwrap();
    assert!(matches!(side.run(60, || panic!("a bug in a library")).await, Err(PaperFault::Broken)));
    assert_eq!(side.run(60, || Ok(b"next".to_vec())).await.unwrap(), "next");
}

#[tokio::test]
async fn a_print_beyond_the_limit_is_refused_before_it_begins() {
    let documents = vec![samples::receipt().into(); DOCUMENTS_LIMIT + 1];
    let answer = press().print(&samples::letterhead(), Locale::Id, documents).await;
    assert!(matches!(answer, Err(PaperFault::TooMuch { what: "documents", .. })));
}

/// typst remembers its work for ever. After the first hundred documents of all paths, good and bad, memory stands still.
#[tokio::test]
async fn memory_does_not_grow_over_five_hundred_documents() {
    let (press, head) = (press(), samples::letterhead());
    let mut after_a_hundred = 0;
    for number in 0..600 {
        let mut receipt = samples::receipt();
        receipt.number = format!("KW-2026-{number:04}");
        receipt.payer = format!("Warga nomor {number}");
        receipt.link = Some(format!("https://klustera.example/t/{number:020}"));
        if number % 7 == 0 {
            receipt.amount = samples::rp(number);
        }
        let answer = match number % 20 {
            0 => press.png(&head, Locale::Id, receipt.into()).await,
            _ => press.pdf(&head, Locale::Id, receipt.into()).await,
        };
        assert_eq!(answer.is_ok(), number % 7 != 0, "{number}: {:?}", answer.err());
        if number == 100 {
            after_a_hundred = resident_kilobytes();
        }
    }
    let grown = resident_kilobytes().saturating_sub(after_a_hundred);
    assert!(grown < 12 * 1024, "{grown} kB more after five hundred documents");
}

fn resident_kilobytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse().ok())
        .unwrap_or(0)
}
