//! Payment codes as pictures: read from a photo of the printed one, drawn as a PNG that a wallet finds in the gallery.

use fast_qr::{ECL, QRBuilder};
use image::{GrayImage, ImageFormat, Luma};

/// Modules of white around the code; scanners want four (ISO 18004).
const QUIET: u32 = 4;
/// Pixels of the picture's side, about.
const SIDE: u32 = 800;
/// Pixels that a photo may have on one side before it is not read any more.
const MOST_SIDE: u32 = 8_000;

/// A PNG of the code, black on white with its quiet zone; `None` for a text that no code can hold.
pub fn png(text: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let size = u32::try_from(code.size).ok()?;
    let scale = (SIDE / (size + 2 * QUIET)).max(2);
    let picture = GrayImage::from_fn((size + 2 * QUIET) * scale, (size + 2 * QUIET) * scale, |x, y| {
        let (column, row) = ((x / scale).checked_sub(QUIET), (y / scale).checked_sub(QUIET));
        let dark = match (column, row) {
            (Some(column), Some(row)) if column < size && row < size => {
                code[row as usize][column as usize].value()
            }
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

/// The text of the first code in a photo.
pub fn read(photo: &[u8]) -> Option<String> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(photo)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(128 * 1024 * 1024);
    reader.limits(limits);
    let grey = reader.decode().ok()?.into_luma8();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        grey.get_pixel(u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0)).0[0]
    });
    prepared.detect_grids().into_iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_drawn_is_read_again() {
        let text = "00020101021226650016ID.CO.CONTOH.WWW01189360000000000000170212KLS0000000010303UMI";
        assert_eq!(super::read(&super::png(text).unwrap()).as_deref(), Some(text));
        assert_eq!(super::read(b"no picture"), None);
    }
}
