//! A photo drawn anew: upright, without anything that was hidden in the file, and no larger than needed.
//!
//! Bounded before it is unpacked: a file of some kilobytes can claim gigabytes of pixels.

use std::io::Cursor;

use crate::Bytes;
use fast_image_resize::{
    PixelTrait, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::{U8x3, U8x4},
};
use image::{
    DynamicImage, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    RgbaImage, codecs::jpeg::JpegEncoder,
};

use crate::{CannotStore, model::Picture};

/// What the largest phone cameras make.
pub(crate) const MOST_MEGAPIXELS: u32 = 50;
const LONGEST_SIDE: u32 = 16_384;
const UNPACKED_BYTES: u64 = 170_000_000;
/// Enough to read a meter on a tablet.
const KEPT_SIDE: u32 = 2048;
const THUMBNAIL_SIDE: u32 = 320;
/// Rows that are made narrower at once.
const BAND: u32 = 64;
const KEPT_QUALITY: u8 = 82;
const THUMBNAIL_QUALITY: u8 = 72;

pub(crate) struct Redrawn {
    pub jpeg: Bytes,
    pub picture: Picture,
}

/// Megapixels, from the header alone; refused here when there are too many.
pub(crate) fn megapixels(content: &[u8], media_type: &str) -> Result<u32, CannotStore> {
    let (width, height) = decoder(content, media_type)?.dimensions();
    bounded(width, height)
}

fn bounded(width: u32, height: u32) -> Result<u32, CannotStore> {
    let megapixels = (u64::from(width) * u64::from(height)).div_ceil(1_000_000);
    let megapixels = u32::try_from(megapixels).unwrap_or(u32::MAX);
    if width == 0 || height == 0 {
        return Err(CannotStore::Unreadable);
    }
    if megapixels > MOST_MEGAPIXELS || width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err(CannotStore::TooManyPixels { megapixels });
    }
    Ok(megapixels)
}

/// Takes as long as a photo takes: not for a thread that answers requests.
pub(crate) fn redraw(content: Bytes, media_type: &str) -> Result<Redrawn, CannotStore> {
    let mut decoder = decoder(&content, media_type)?;
    let (width, height) = decoder.dimensions();
    bounded(width, height)?;
    let orientation = decoder.orientation().map_err(unreadable)?;
    let unpacked = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    drop(content);
    // Made small first, so that turning it upright needs no second large copy.
    let mut upright = DynamicImage::ImageRgb8(opaque(unpacked, KEPT_SIDE)?);
    upright.apply_orientation(orientation);
    let kept = upright.into_rgb8();
    let (width, height) = kept.dimensions();
    let jpeg = encode(&kept, KEPT_QUALITY)?;
    let small = opaque(DynamicImage::ImageRgb8(kept), THUMBNAIL_SIDE)?;
    let thumbnail = encode(&small, THUMBNAIL_QUALITY)?;
    Ok(Redrawn { jpeg, picture: Picture { width, height, thumbnail } })
}

fn decoder<'a>(content: &'a [u8], media_type: &str) -> Result<impl image::ImageDecoder + 'a, CannotStore> {
    let format = ImageFormat::from_mime_type(media_type).ok_or(CannotStore::Unreadable)?;
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(UNPACKED_BYTES);
    reader.limits(limits);
    // Dimensions are not among these limits, since here they would hide behind the same error as a broken file.
    reader.into_decoder().map_err(unreadable)
}

/// A broken file and one that would not fit into memory.
fn unreadable(error: image::ImageError) -> CannotStore {
    match error {
        image::ImageError::Limits(_) => CannotStore::TooManyPixels { megapixels: MOST_MEGAPIXELS },
        _ => CannotStore::Unreadable,
    }
}

/// Shrunk to fit, and laid on white where it was transparent.
fn opaque(picture: DynamicImage, side: u32) -> Result<RgbImage, CannotStore> {
    let (width, height) = fitting(picture.width(), picture.height(), side);
    if picture.color().has_alpha() {
        let pixels = picture.into_rgba8();
        let from = pixels.dimensions();
        let small = shrunk::<U8x4>(pixels.into_raw(), from, (width, height))?;
        let small = RgbaImage::from_raw(width, height, small).ok_or(CannotStore::Unreadable)?;
        return Ok(on_white(&small));
    }
    let pixels = picture.into_rgb8();
    if pixels.dimensions() == (width, height) {
        return Ok(pixels);
    }
    let from = pixels.dimensions();
    let small = shrunk::<U8x3>(pixels.into_raw(), from, (width, height))?;
    RgbImage::from_raw(width, height, small).ok_or(CannotStore::Unreadable)
}

/// First narrower, a band of rows at a time and into the place where it stood, then lower: a photo of 12 megapixels
/// needs its own 36 MB and no second picture of half that size beside it.
fn shrunk<P: PixelTrait>(
    mut pixels: Vec<u8>,
    from: (u32, u32),
    to: (u32, u32),
) -> Result<Vec<u8>, CannotStore> {
    let row_bytes = |width: u32| width as usize * size_of::<P>();
    let mut resizer = Resizer::new();
    let mut filled = 0;
    for first_row in (0..from.1).step_by(BAND as usize) {
        let rows = BAND.min(from.1 - first_row);
        let start = first_row as usize * row_bytes(from.0);
        let band = &pixels[start..start + rows as usize * row_bytes(from.0)];
        let narrow = resized::<P>(&mut resizer, band, (from.0, rows), (to.0, rows))?;
        pixels[filled..filled + narrow.len()].copy_from_slice(&narrow);
        filled += narrow.len();
    }
    pixels.truncate(filled);
    pixels.shrink_to_fit();
    resized::<P>(&mut resizer, &pixels, (to.0, from.1), to)
}

/// Typed, because the untyped way compiles every kind of pixel that the library knows: a minute of a release build.
fn resized<P: PixelTrait>(
    resizer: &mut Resizer,
    pixels: &[u8],
    from: (u32, u32),
    to: (u32, u32),
) -> Result<Vec<u8>, CannotStore> {
    let mut small = vec![0; to.0 as usize * to.1 as usize * size_of::<P>()];
    let source =
        TypedImageRef::<P>::from_buffer(from.0, from.1, pixels).map_err(|_| CannotStore::Unreadable)?;
    let mut target =
        TypedImage::<P>::from_buffer(to.0, to.1, &mut small).map_err(|_| CannotStore::Unreadable)?;
    resizer.resize_typed(&source, &mut target, None).map_err(|_| CannotStore::Unreadable)?;
    Ok(small)
}

fn on_white(picture: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let mixed = |colour: u8| {
            let sum = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(sum / 255).unwrap_or(255)
        };
        Rgb([mixed(red), mixed(green), mixed(blue)])
    })
}

/// The same shape within a square; never larger than it was, never without extent.
fn fitting(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let length = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(length).unwrap_or(side).max(1)
    };
    (scaled(width), scaled(height))
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Bytes, CannotStore> {
    let mut jpeg = Vec::new();
    let (width, height) = picture.dimensions();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .write_image(picture.as_raw(), width, height, image::ExtendedColorType::Rgb8)
        .map_err(unreadable)?;
    Ok(Bytes::from(jpeg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_when_it_shrinks() {
        assert_eq!(fitting(4000, 3000, 2048), (2048, 1536));
        assert_eq!(fitting(3000, 4000, 2048), (1536, 2048));
        assert_eq!(fitting(640, 480, 2048), (640, 480));
        assert_eq!(fitting(16_384, 1, 320), (320, 1));
    }

    #[test]
    fn what_stands_where_stays_there_through_every_band() {
        // Twenty stripes over the height, more rows than fit into one band.
        let striped = RgbImage::from_fn(400, 1000, |x, y| {
            Rgb([if (y / 50) % 2 == 0 { 250 } else { 5 }, 0, if x < 200 { 5 } else { 250 }])
        });
        let small = opaque(DynamicImage::ImageRgb8(striped), 500).unwrap();
        assert_eq!(small.dimensions(), (200, 500));
        for stripe in 0..20 {
            let [red, _, blue] = small.get_pixel(50, stripe * 25 + 12).0;
            assert_eq!(red > 128, stripe % 2 == 0, "stripe {stripe}");
            assert!(blue < 128 && small.get_pixel(150, stripe * 25 + 12).0[2] > 128);
        }
    }

    #[test]
    fn glass_becomes_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(4, 4, image::Rgba([200, 0, 0, 0])));
        assert_eq!(opaque(clear, 100).unwrap().get_pixel(1, 1).0, [255, 255, 255]);
        let solid = DynamicImage::ImageRgba8(RgbaImage::from_pixel(4, 4, image::Rgba([200, 0, 0, 255])));
        assert_eq!(opaque(solid, 100).unwrap().get_pixel(1, 1).0, [200, 0, 0]);
    }
}
