//! A QR code as one path of dark runs: sharp at any size, and a few kilobytes.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use crate::PaperFault;

/// Modules of light around the code, which cameras need.
const QUIET: usize = 2;
/// A link longer than this makes a code too fine to print small.
const LIMIT_BYTES: usize = 300;

pub fn svg(text: &str) -> Result<String, PaperFault> {
    if text.len() > LIMIT_BYTES {
        return Err(PaperFault::Link);
    }
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| PaperFault::Link)?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = row[x..code.size].iter().take_while(|module| module.value()).count();
            if run > 0 {
                let (left, top) = (x + QUIET, y + QUIET);
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    let side = code.size + 2 * QUIET;
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}" shape-rendering="crispEdges"><path d="{path}"/></svg>"#
    ))
}
