//! Pictures that a chat carries and a camera reads.

use image::ImageFormat;
use kernel::Locale;

use super::order;
use super::samples;
use crate::setting::{Form, Sweep};
use crate::{Document, LogoFault, PNG_LIMIT_BYTES, picture};

fn card(document: impl Into<Document>) -> Vec<u8> {
    let _sweep = Sweep;
    let (pages, _) = order(document, Locale::Id, Form::Card).set().unwrap();
    picture::png(&pages.pages()[0]).unwrap()
}

#[test]
fn a_card_is_light_enough_for_a_chat_and_wide_enough_for_a_phone() {
    let documents: [Document; 3] =
        [samples::receipt().into(), samples::invoice().into(), samples::recap().into()];
    for document in documents {
        let png = card(document);
        assert!(png.len() <= PNG_LIMIT_BYTES, "{} bytes", png.len());
        let picture = image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap();
        assert_eq!(picture.width(), 1080);
        assert!(picture.height() > 1080, "upright");
    }
}

#[test]
fn even_a_long_invoice_becomes_a_light_picture() {
    let mut invoice = samples::invoice();
    invoice.arrears =
        (1..=36).map(|n| samples::open(n % 12 + 1, "Iuran pengelolaan dan air", 425_000)).collect();
    assert!(card(invoice).len() <= PNG_LIMIT_BYTES);
}

#[test]
fn a_camera_reads_the_code_on_the_card() {
    let png = card(samples::receipt());
    let picture = image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap().into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.get_pixel(x as u32, y as u32).0[0]
    });
    let codes = seen.detect_grids();
    let (_, text) = codes.first().expect("a code").decode().expect("a readable code");
    assert_eq!(text, "https://klustera.example/t/k7Hq2mZx9vRt4LpW8sNd");
}

#[test]
fn the_same_data_give_the_same_bytes() {
    assert_eq!(card(samples::receipt()), card(samples::receipt()));
    assert_eq!(super::pdf(samples::receipt()), super::pdf(samples::receipt()));
}

#[test]
fn a_logo_is_a_picture_of_bearable_size() {
    assert_eq!(crate::Logo::parse(b"%PDF-1.7"), Err(LogoFault::NotAPicture));
    assert_eq!(crate::Logo::parse(b"<svg onload='alert(1)'/>"), Err(LogoFault::NotAPicture));
    assert_eq!(crate::Logo::parse(&[0; 5_000_000]), Err(LogoFault::TooLarge));
    let mut wide = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(7_000, 2).write_to(&mut wide, ImageFormat::Png).unwrap();
    assert_eq!(crate::Logo::parse(wide.get_ref()), Err(LogoFault::TooLarge));
    let large =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/icons/app/app-512.png")).unwrap();
    let small = image::load_from_memory(crate::Logo::parse(&large).unwrap().png()).unwrap();
    assert_eq!((small.width(), small.height()), (256, 256));
}
