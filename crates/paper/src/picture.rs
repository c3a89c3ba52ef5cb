//! A page as a picture for a chat: PNG of at most 64 colours, 1080 pixels wide, light enough for a slow network.

use std::cmp::Reverse;

use typst::utils::Scalar;
use typst_layout::Page;
use typst_render::RenderOptions;

use crate::PaperFault;

/// What a picture weighs at most.
pub const PNG_LIMIT_BYTES: usize = 150 * 1024;
const WIDTH_PIXELS: f64 = 1080.0;
/// A long list becomes a smaller picture rather than a huge one.
const HEIGHT_PIXELS: f64 = 6_000.0;
/// Enough for smooth letters in three colours and a logo.
const COLOURS: usize = 64;
/// Squared distance below which two colours are one: about a tenth of the way from black to white.
const APART: u32 = 22 * 22;
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
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&indices)?;
        writer.finish()
    });
    written.map_err(|_| PaperFault::Broken)?;
    Ok(out)
}

/// The most frequent colours, each far enough from the others that a rare one (of a logo) finds room beside the many
/// shades of edges; the rest take the nearest. Colours that differ in the last three bits only are one. Pages are opaque.
fn quantize(rgba: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut buckets = vec![Bucket::default(); 1 << 15];
    for pixel in rgba.chunks_exact(4) {
        buckets[coarse(pixel)].take([pixel[0], pixel[1], pixel[2]]);
    }
    let mut used: Vec<usize> = (0..buckets.len()).filter(|key| buckets[*key].count > 0).collect();
    used.sort_unstable_by_key(|key| (Reverse(buckets[*key].count), *key));
    let mut kept: Vec<[u8; 3]> = Vec::with_capacity(COLOURS);
    for colour in used.iter().map(|key| buckets[*key].colour) {
        if kept.len() < COLOURS && kept.iter().all(|other| distance(*other, colour) >= APART) {
            kept.push(colour);
        }
    }
    let mut index = vec![0_u8; buckets.len()];
    for key in used {
        index[key] = u8::try_from(nearest(&kept, buckets[key].colour)).unwrap_or_default();
    }
    let indices = rgba.chunks_exact(4).map(|pixel| index[coarse(pixel)]).collect();
    (kept.concat(), indices)
}

/// Colours that look alike, and the one among them that most of them are.
#[derive(Clone, Copy, Default)]
struct Bucket {
    count: u32,
    colour: [u8; 3],
    votes: u32,
}

impl Bucket {
    /// Majority by voting: whoever is more than half stays elected.
    fn take(&mut self, colour: [u8; 3]) {
        self.count += 1;
        if self.votes == 0 {
            self.colour = colour;
        }
        self.votes = if self.colour == colour { self.votes + 1 } else { self.votes - 1 };
    }
}

/// Five bits of each colour.
fn coarse(pixel: &[u8]) -> usize {
    pixel[..3].iter().fold(0, |key, channel| key << 5 | usize::from(channel >> 3))
}

fn nearest(kept: &[[u8; 3]], colour: [u8; 3]) -> usize {
    let places = kept.iter().enumerate();
    places.min_by_key(|(_, other)| distance(**other, colour)).map_or(0, |(place, _)| place)
}

fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}
