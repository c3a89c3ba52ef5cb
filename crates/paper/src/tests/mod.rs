//! What a document says and what it can never contain, read from the pages that typst sets and from the files themselves.

use crate as paper;

mod samples;
