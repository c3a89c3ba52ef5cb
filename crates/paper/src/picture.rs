//! A page as a picture for a chat: PNG of at most 256 colours, 1080 pixels wide, light enough for a slow network.

use std::collections::HashMap;

use typst::utils::Scalar;
use typst_layout::Page;
use typst_render::RenderOptions;

use crate::PaperFault;

/// What a picture weighs at most.
pub const PNG_LIMIT_BYTES: usize = 150 * 1024;
const WIDTH_PIXELS: f64 = 1080.0;
/// A long list becomes a smaller picture rather than a huge one.
const HEIGHT_PIXELS: f64 = 6_000.0;
/// What is tried in turn until the picture is light enough.
const SHRINK: [f64; 4] = [1.0, 0.8, 0.62, 0.48];

pub fn png(page: &Page) -> Result<Vec<u8>, PaperFault> {
    let size = page.frame.size();
    let widest = WIDTH_PIXELS / size.x.to_pt().max(1.0);
    let scale = widest.min(HEIGHT_PIXELS / size.y.to_pt().max(1.0));
    let mut weight = 0;
    for factor in SHRINK {
        let options = RenderOptions { pixel_per_pt: Scalar::new(scale * factor), render_bleed: false };
        let pixels = typst_render::render(page, &options);
        let picture = encode(pixels.data(), pixels.width(), pixels.height())?;
        if picture.len() <= PNG_LIMIT_BYTES {
            return Ok(picture);
        }
        weight = picture.len();
    }
    Err(PaperFault::TooHeavy(weight))
}

fn encode(rgba: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PaperFault> {
    let (palette, indices) = quantize(rgba);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&indices)?;
        writer.finish()
    });
    written.map_err(|_| PaperFault::Broken)?;
    Ok(out)
}

/// The 256 most frequent of 32,768 colours; the others take the nearest. A page has few colours and many edges between
/// them, so that nothing better is needed. Pages are opaque.
fn quantize(rgba: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let keys: Vec<u16> = rgba.chunks_exact(4).map(coarse).collect();
    let mut counts: HashMap<u16, u32> = HashMap::new();
    for key in &keys {
        *counts.entry(*key).or_default() += 1;
    }
    let mut colours: Vec<(u16, u32)> = counts.into_iter().collect();
    colours.sort_unstable_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    let kept: Vec<[u8; 3]> = colours.iter().take(256).map(|(key, _)| fine(*key)).collect();
    let mut index = vec![0_u8; 1 << 15];
    for (place, (key, _)) in colours.iter().enumerate() {
        let place = if place < kept.len() { place } else { nearest(&kept, fine(*key)) };
        index[usize::from(*key)] = u8::try_from(place).unwrap_or_default();
    }
    let indices = keys.iter().map(|key| index[usize::from(*key)]).collect();
    (kept.concat(), indices)
}

/// Five bits of each colour, in which black stays black and white stays white.
fn coarse(pixel: &[u8]) -> u16 {
    pixel[..3].iter().fold(0, |key, channel| key << 5 | u16::from(channel >> 3))
}

fn fine(key: u16) -> [u8; 3] {
    [10, 5, 0].map(|shift| {
        let five = (key >> shift & 31) as u8;
        five << 3 | five >> 2
    })
}

fn nearest(kept: &[[u8; 3]], colour: [u8; 3]) -> usize {
    let distance = |other: &[u8; 3]| -> u32 {
        other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    kept.iter().enumerate().min_by_key(|(_, other)| distance(other)).map_or(0, |(place, _)| place)
}
