//! The QRIS code of a payment (EMVCo merchant-presented mode) and its picture.

use fast_qr::{ECL, QRBuilder};

/// A dynamic code with amount and reference, of a merchant that does not exist.
pub(crate) fn payload(amount: i64, reference: &str) -> String {
    let merchant =
        [field("00", "ID.CO.QRIS.WWW"), field("02", "ID1020000000000"), field("03", "UMI")].concat();
    let body = [
        field("00", "01"),
        field("01", "12"),
        field("51", &merchant),
        field("52", "6513"),
        field("53", "360"),
        field("54", &amount.to_string()),
        field("58", "ID"),
        field("59", "MODE COBA"),
        field("60", "SIMULATOR"),
        field("62", &field("01", reference)),
        "6304".to_owned(),
    ]
    .concat();
    format!("{body}{:04X}", crc(body.as_bytes()))
}

fn field(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.len())
}

/// CRC-16/CCITT-FALSE, as EMVCo's tag 63 wants it.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| match crc & 0x8000 {
            0 => crc << 1,
            _ => (crc << 1) ^ 0x1021,
        })
    })
}

const DOT: usize = 8;
const QUIET_ZONE: usize = 4;

/// A PNG of it, black on white, with the quiet zone that readers need. `None` when the text is too long.
pub(crate) fn picture(text: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(text.as_bytes()).ecl(ECL::M).build().ok()?;
    let side = (code.size + 2 * QUIET_ZONE) * DOT;
    let mut pixels = vec![u8::MAX; side * side];
    for (at, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = ((at % side) / DOT, (at / side) / DOT);
        let inside = |it: usize| it.checked_sub(QUIET_ZONE).filter(|it| *it < code.size);
        if let (Some(x), Some(y)) = (inside(x), inside(y))
            && code[y][x].value()
        {
            *pixel = 0;
        }
    }
    let side = u32::try_from(side).ok()?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(super::crc(b"123456789"), 0x29B1);
    }
}
