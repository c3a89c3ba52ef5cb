//! Files as people, phones and pranksters make them.

use image::{
    ExtendedColorType, ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder,
};

/// The day on which the photo says it was taken, in its GPS part.
pub const GPS_DAY: &[u8] = b"2026:11:22";

/// Lying on its side, as phones store what is held upright: the left half red, the right half blue; EXIF says "turn me
/// clockwise" and where it was.
pub fn photo_with_gps(width: u32, height: u32) -> Vec<u8> {
    let picture = halves(width, height);
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
    encoder.set_exif_metadata(exif()).unwrap();
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8).unwrap();
    jpeg
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = Vec::new();
    let picture = halves(width, height);
    PngEncoder::new(&mut png).write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8).unwrap();
    png
}

fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        image::Rgb(if x < width / 2 { [220, 20, 20] } else { [20, 20, 220] })
    })
}

/// A TIFF directory with orientation 6 and a GPS directory with a date.
fn exif() -> Vec<u8> {
    let mut exif = Vec::new();
    let entry = |exif: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        exif.extend(tag.to_le_bytes());
        exif.extend(kind.to_le_bytes());
        exif.extend(count.to_le_bytes());
        exif.extend(value.to_le_bytes());
    };
    exif.extend(b"II*\0");
    exif.extend(8_u32.to_le_bytes());
    exif.extend(2_u16.to_le_bytes());
    entry(&mut exif, 0x0112, 3, 1, 6); // orientation: turn clockwise
    entry(&mut exif, 0x8825, 4, 1, 38); // the GPS directory follows
    exif.extend(0_u32.to_le_bytes());
    exif.extend(1_u16.to_le_bytes());
    entry(&mut exif, 0x001d, 2, 11, 56); // GPS date
    exif.extend(0_u32.to_le_bytes());
    exif.extend(GPS_DAY);
    exif.push(0);
    exif
}

/// Some hundred bytes that claim so many pixels.
pub fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]); // eight bits, red green blue
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 0xff, 0xff]);
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    let mut body = kind.to_vec();
    body.extend(data);
    png.extend(&body);
    png.extend(crc(&body).to_be_bytes());
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 },
        )
    };
    !bytes.iter().fold(u32::MAX, step)
}

pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
