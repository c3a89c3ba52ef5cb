//! Why there is no document.

/// Everything that may go wrong between data and bytes. None of it carries what a person wrote.
#[derive(Debug, thiserror::Error)]
pub enum PaperFault {
    /// Too many documents wait already; try again in a moment.
    #[error("too many documents are waiting")]
    Busy,
    /// The time for one document is over. Its thread finishes in peace and is not handed another one before.
    #[error("the document took longer than {0} seconds")]
    TooSlow(u64),
    /// More rows, lines, documents or pages than the press takes at once.
    #[error("{what}: {found}, at most {limit}")]
    TooMuch { what: &'static str, found: usize, limit: usize },
    /// The parts are not the whole. A document that contradicts itself is worse than none.
    #[error("the figures of the document do not add up: {0}")]
    DoesNotAddUp(&'static str),
    #[error(transparent)]
    Amount(#[from] kernel::MoneyFault),
    /// What should be behind the QR code does not fit into one, or is not an http(s) address.
    #[error("the link of the document is not an address that a QR code can carry")]
    Link,
    /// A picture shows one page; this document has more.
    #[error("a picture shows one page, and this document has {0}")]
    ManyPages(usize),
    /// A picture that stays too heavy for a chat even at the smallest size.
    #[error("the picture is {0} bytes even at its smallest")]
    TooHeavy(usize),
    /// A template and its data do not fit each other: our mistake, with the compiler's words.
    #[error("the template refused: {0}")]
    Template(String),
    /// The thread broke off; it is alive again for the next document.
    #[error("the press broke off")]
    Broken,
    #[error("the press could not be started: {0}")]
    Start(String),
}

/// Why a picture cannot stand at the head of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoFault {
    #[error("a logo is a PNG or JPEG picture")]
    NotAPicture,
    #[error("a logo has at most 4 MB and 6000 pixels on a side")]
    TooLarge,
}
