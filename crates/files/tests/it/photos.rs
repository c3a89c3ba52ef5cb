//! Photos come in as phones make them, and go out clean, upright and small.

use files::{CannotStore, Files};
use kernel::Locale;
use tempfile::TempDir;

use crate::{
    COMPLAINT_PHOTO, DOCUMENT,
    samples::{GPS_DAY, contains, photo_with_gps, png, png_that_claims},
    upload,
};

fn files() -> (TempDir, Files) {
    let folder = TempDir::new().unwrap();
    let files = Files::open(folder.path()).unwrap();
    (folder, files)
}

#[tokio::test]
async fn a_photo_forgets_where_it_was_taken_and_stands_upright() {
    let (_folder, files) = files();
    let photo = photo_with_gps(80, 40);
    assert!(contains(&photo, GPS_DAY) && contains(&photo, b"Exif"), "the sample must have something to lose");

    let kept = files.prepare(upload(COMPLAINT_PHOTO, "IMG_2211.HEIC.JPG", photo)).await.unwrap();
    assert!(!contains(kept.content(), GPS_DAY) && !contains(kept.content(), b"Exif"));
    assert_eq!(kept.dimensions(), Some((40, 80)));
    assert_eq!(kept.name(), "IMG_2211.HEIC.jpg");
    let upright = image::load_from_memory(kept.content()).unwrap().into_rgb8();
    let (top, bottom) = (upright.get_pixel(20, 10).0, upright.get_pixel(20, 70).0);
    assert!(top[0] > 150 && top[2] < 100, "what was left is on top now: {top:?}");
    assert!(bottom[2] > 150 && bottom[0] < 100, "what was right is below: {bottom:?}");
}

#[tokio::test]
async fn a_large_photo_becomes_as_large_as_a_screen_needs() {
    let (_folder, files) = files();
    let kept = files.prepare(upload(COMPLAINT_PHOTO, "layar.png", png(2560, 160))).await.unwrap();
    assert_eq!(kept.dimensions(), Some((2048, 128)));
    assert!(image::guess_format(kept.content()).unwrap() == image::ImageFormat::Jpeg);
}

#[tokio::test]
async fn fifty_thousand_by_fifty_thousand_pixels_are_refused_by_the_header_alone() {
    let (_folder, files) = files();
    let bomb = png_that_claims(50_000, 50_000);
    assert!(bomb.len() < 200);
    let refused = files.prepare(upload(COMPLAINT_PHOTO, "denah.png", bomb)).await.unwrap_err();
    assert!(matches!(refused, CannotStore::TooManyPixels { megapixels: 2500 }), "{refused:?}");
    assert_eq!(refused.say(Locale::Id), "Foto ini terlalu besar; paling besar 50 megapiksel.");
    // Also when it is long and thin.
    let ribbon =
        files.prepare(upload(COMPLAINT_PHOTO, "pita.png", png_that_claims(60_000, 2))).await.unwrap_err();
    assert!(matches!(ribbon, CannotStore::TooManyPixels { .. }));
}

#[tokio::test]
async fn what_only_looks_like_a_photo_is_refused_and_what_hides_behind_one_is_lost() {
    let (_folder, files) = files();
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".as_slice();
    for name in ["lampu.svg", "lampu.jpg", "lampu.png"] {
        let refused = files.prepare(upload(DOCUMENT, name, script)).await.unwrap_err();
        assert!(matches!(refused, CannotStore::WrongKind { .. }), "{name}: {refused:?}");
    }
    let jpeg_in_name = b"\xff\xd8\xff\xe0<script>alert(1)</script>".as_slice();
    let refused = files.prepare(upload(COMPLAINT_PHOTO, "lampu.jpg", jpeg_in_name)).await.unwrap_err();
    assert!(matches!(refused, CannotStore::Unreadable), "{refused:?}");

    let mut both = photo_with_gps(40, 40);
    both.extend(b"<script>alert(1)</script>PK\x03\x04");
    let kept = files.prepare(upload(COMPLAINT_PHOTO, "lampu.jpg", both)).await.unwrap();
    assert!(!contains(kept.content(), b"<script>") && !contains(kept.content(), b"PK\x03\x04"));
}

#[tokio::test]
async fn a_file_that_is_empty_too_large_or_of_another_kind_gets_its_sentence() {
    let (_folder, files) = files();
    let refused = |name: &'static str, content: Vec<u8>| {
        let files = files.clone();
        async move { files.prepare(upload(COMPLAINT_PHOTO, name, content)).await.unwrap_err().say(Locale::Id) }
    };
    assert_eq!(refused("kosong.jpg", Vec::new()).await, "Berkas ini kosong.");
    let too_large = refused("besar.jpg", vec![0; 12_000_001]).await;
    assert_eq!(too_large, "Berkas ini terlalu besar; paling besar 12 MB.");
    let pdf = refused("surat.pdf", b"%PDF-1.7 surat".to_vec()).await;
    assert_eq!(pdf, "Jenis berkas ini tidak bisa dipakai di sini; yang bisa: foto (JPEG, PNG, WebP).");
    let heic = refused("IMG_0001.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()).await;
    assert_eq!(heic, "Foto HEIC belum bisa dibaca; simpan atau ambil ulang sebagai JPEG.");
    let pdf = files.prepare(upload(DOCUMENT, "surat.pdf", b"%PDF-1.7 surat".as_slice())).await.unwrap();
    assert_eq!(pdf.dimensions(), None);
}
