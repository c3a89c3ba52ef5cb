//! QR codes as SVG, dark on light in both themes because cameras want it so.

use fast_qr::{
    ECL, QRBuilder,
    convert::{Builder as _, Shape, svg::SvgBuilder},
};

/// Markup of our own making; empty for a text that no code can hold.
pub fn svg(text: &str) -> String {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return String::new() };
    SvgBuilder::default().margin(2).shape(Shape::Square).to_str(&code)
}
