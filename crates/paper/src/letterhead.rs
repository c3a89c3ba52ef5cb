//! Who sends the document: name, address, contact and logo of the complex.

use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, imageops::FilterType};

use crate::LogoFault;

/// The head of every document of a complex.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    /// Name of the complex: `Griya Melati`.
    pub name: String,
    /// One line: `Jl. Melati Raya No. 1, Bekasi Timur 17113`.
    pub address: String,
    /// One line of phone, WhatsApp or e-mail; empty when there is none.
    pub contact: String,
    /// Where letters are signed: `Bekasi`. Empty leaves only the date.
    pub city: String,
    pub logo: Option<Logo>,
}

/// A picture small enough to stand on every page: PNG, at most 256 pixels on a side, without anything hidden in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo(Bytes);

impl Logo {
    const LIMIT_BYTES: usize = 4 * 1024 * 1024;
    const LIMIT_PIXELS: u32 = 6_000;
    /// Enough for the 16 mm that it takes on paper, in print quality; every file carries it.
    const SIDE_PIXELS: u32 = 256;

    /// Reads a PNG or JPEG and draws it anew. Costs some milliseconds: parse once, keep the logo.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogoFault> {
        if bytes.len() > Self::LIMIT_BYTES {
            return Err(LogoFault::TooLarge);
        }
        let mut reader =
            ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| LogoFault::NotAPicture)?;
        if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
            return Err(LogoFault::NotAPicture);
        }
        reader.limits(Self::limits());
        let picture = reader.decode().map_err(|fault| match fault {
            image::ImageError::Limits(_) => LogoFault::TooLarge,
            _ => LogoFault::NotAPicture,
        })?;
        Self::small(picture)
    }

    pub(crate) fn png(&self) -> &Bytes {
        &self.0
    }

    fn limits() -> Limits {
        let mut limits = Limits::default();
        limits.max_image_width = Some(Self::LIMIT_PIXELS);
        limits.max_image_height = Some(Self::LIMIT_PIXELS);
        limits.max_alloc = Some(256 * 1024 * 1024);
        limits
    }

    fn small(picture: DynamicImage) -> Result<Self, LogoFault> {
        let side = Self::SIDE_PIXELS;
        let large = picture.width() > side || picture.height() > side;
        let picture = if large { picture.resize(side, side, FilterType::Triangle) } else { picture };
        let mut png = Cursor::new(Vec::new());
        let picture = DynamicImage::ImageRgba8(picture.into_rgba8());
        picture.write_to(&mut png, ImageFormat::Png).map_err(|_| LogoFault::NotAPicture)?;
        Ok(Self(png.into_inner().into()))
    }
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({} bytes)", self.0.len())
    }
}
