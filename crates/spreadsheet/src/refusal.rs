//! Why a file was not read. Each variant deserves its own sentence; none of them is a program error.

use serde::{Deserialize, Serialize};

/// What a file that is no readable workbook looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Looks {
    Pdf,
    Image,
    /// Word, in any of its formats.
    Document,
    Presentation,
    /// A zip, rar, gzip or 7z without a workbook inside.
    Archive,
    WebPage,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "refusal")]
pub enum Refusal {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, more than {limit}")]
    FileTooLarge { bytes: u64, limit: u64 },
    #[error("the file unpacks to more than {limit} bytes")]
    UnpacksTooLarge { limit: u64 },
    #[error("the file consists of more than {limit} parts")]
    TooManyParts { limit: usize },
    #[error("the file is protected by a password")]
    PasswordProtected,
    #[error("the file is not a spreadsheet: {looks:?}")]
    NotASpreadsheet { looks: Looks },
    /// A spreadsheet, but in a format that has to be saved as xlsx first (xlsb, Numbers, Excel 95 and older, XML 2003).
    #[error("a spreadsheet of a format that is not read: {format}")]
    UnsupportedFormat { format: String },
    #[error("the file is damaged: {detail}")]
    Damaged { detail: String },
    #[error("more than {limit} sheets")]
    TooManySheets { limit: usize },
    #[error("sheet {sheet} goes beyond row {limit}")]
    TooManyRows { sheet: String, limit: u32 },
    #[error("sheet {sheet} goes beyond column {limit}")]
    TooManyColumns { sheet: String, limit: u16 },
    #[error("more than {limit} filled cells")]
    TooManyCells { limit: usize },
    #[error("more than {limit} bytes of text")]
    TooMuchText { limit: usize },
}

impl Refusal {
    pub(crate) fn damaged(detail: impl std::fmt::Display) -> Self {
        let mut detail = detail.to_string();
        if let Some((end, _)) = detail.char_indices().nth(200) {
            detail.truncate(end);
        }
        Self::Damaged { detail }
    }

    pub(crate) const fn looks(looks: Looks) -> Self {
        Self::NotASpreadsheet { looks }
    }
}
