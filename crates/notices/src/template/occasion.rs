//! When something is said, and what is different in it each time. Pure.

use kernel::{Locale, format};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::outbox::{Facts, Kind};

/// When something is said. A reminder has three, because it speaks of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Occasion {
    InvoiceIssued,
    BeforeDue,
    OnDueDay,
    AfterDue,
    ClaimFiled,
    Announcement,
    Emergency,
}

impl Occasion {
    pub const ALL: [Self; 7] = [
        Self::InvoiceIssued,
        Self::BeforeDue,
        Self::OnDueDay,
        Self::AfterDue,
        Self::ClaimFiled,
        Self::Announcement,
        Self::Emergency,
    ];

    /// None for notices about payments, complaints, bookings and incidents: their sentences turn on what was done, which no blank can say.
    pub fn of(kind: Kind, days: Option<i64>) -> Option<Self> {
        Some(match (kind, days.unwrap_or_default()) {
            (Kind::InvoiceIssued, _) => Self::InvoiceIssued,
            (Kind::DuesReminder, ..0) => Self::BeforeDue,
            (Kind::DuesReminder, 0) => Self::OnDueDay,
            (Kind::DuesReminder, 1..) => Self::AfterDue,
            (Kind::ClaimFiled, _) => Self::ClaimFiled,
            (Kind::Announcement, _) => Self::Announcement,
            (Kind::Emergency, _) => Self::Emergency,
            (
                Kind::PaymentMoved
                | Kind::ComplaintFiled
                | Kind::ComplaintMoved
                | Kind::ComplaintLate
                | Kind::ComplaintTask
                | Kind::BookingAsked
                | Kind::BookingMoved
                | Kind::Incident,
                _,
            ) => return None,
        })
    }

    /// As it stands in the database, in addresses and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvoiceIssued => "invoice_issued",
            Self::BeforeDue => "before_due",
            Self::OnDueDay => "on_due_day",
            Self::AfterDue => "after_due",
            Self::ClaimFiled => "claim_filed",
            Self::Announcement => "announcement",
            Self::Emergency => "emergency",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|occasion| occasion.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InvoiceIssued => "notice-kind-invoice",
            Self::BeforeDue => "template-before",
            Self::OnDueDay => "template-today",
            Self::AfterDue => "template-late",
            Self::ClaimFiled => "notice-kind-claim",
            Self::Announcement => "notice-kind-announcement",
            Self::Emergency => "notice-kind-emergency",
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::InvoiceIssued => Kind::InvoiceIssued.icon(),
            Self::BeforeDue | Self::OnDueDay | Self::AfterDue => Kind::DuesReminder.icon(),
            Self::ClaimFiled => Kind::ClaimFiled.icon(),
            Self::Announcement => Kind::Announcement.icon(),
            Self::Emergency => Kind::Emergency.icon(),
        }
    }

    /// The keys of the house's own title and text.
    pub const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::InvoiceIssued => ("notice-invoice-title", "notice-invoice-text"),
            Self::BeforeDue => ("notice-before-title", "notice-before-text"),
            Self::OnDueDay => ("notice-today-title", "notice-before-text"),
            Self::AfterDue => ("notice-late-title", "notice-late-text"),
            Self::ClaimFiled => ("notice-claim-title", "notice-claim-text"),
            Self::Announcement => ("notice-news-title", "notice-news-text"),
            Self::Emergency => ("notice-urgent-title", "notice-news-text"),
        }
    }

    /// The blanks that are filled on this occasion.
    pub const fn blanks(self) -> &'static [Blank] {
        use Blank::{Amount, Days, Due, Excerpt, Month, Name, Number, Place, Subject, Unit};
        match self {
            Self::InvoiceIssued => &[Unit, Amount, Month, Due, Number, Name, Place],
            Self::BeforeDue | Self::AfterDue => &[Unit, Amount, Due, Days, Name, Place],
            Self::OnDueDay => &[Unit, Amount, Due, Name, Place],
            Self::ClaimFiled => &[Name, Unit, Place],
            Self::Announcement | Self::Emergency => &[Subject, Excerpt, Place],
        }
    }
}

/// Something that is different each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    Name,
    Unit,
    Place,
    Subject,
    Excerpt,
    Number,
    Amount,
    Due,
    Month,
    Days,
}

impl Blank {
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Unit,
        Self::Place,
        Self::Subject,
        Self::Excerpt,
        Self::Number,
        Self::Amount,
        Self::Due,
        Self::Month,
        Self::Days,
    ];

    /// As people write it, in either language: templates are theirs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "nama",
            Self::Unit => "rumah",
            Self::Place => "kompleks",
            Self::Subject => "judul",
            Self::Excerpt => "ringkasan",
            Self::Number => "nomor",
            Self::Amount => "jumlah",
            Self::Due => "jatuh_tempo",
            Self::Month => "bulan",
            Self::Days => "hari",
        }
    }

    /// As the house's own sentences call it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Subject => "subject",
            Self::Excerpt => "excerpt",
            Self::Number => "number",
            Self::Amount => "amount",
            Self::Due => "due",
            Self::Month => "month",
            Self::Days => "days",
        }
    }

    /// The key of what it stands for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "template-blank-name",
            Self::Unit => "template-blank-unit",
            Self::Place => "template-blank-place",
            Self::Subject => "template-blank-subject",
            Self::Excerpt => "template-blank-excerpt",
            Self::Number => "template-blank-number",
            Self::Amount => "template-blank-amount",
            Self::Due => "template-blank-due",
            Self::Month => "template-blank-month",
            Self::Days => "template-blank-days",
        }
    }

    pub fn value(self, facts: &Facts, place: &str, locale: Locale) -> String {
        match self {
            Self::Name => facts.name.clone(),
            Self::Unit => facts.unit.clone(),
            Self::Place => place.to_owned(),
            Self::Subject => facts.subject.clone(),
            Self::Excerpt => facts.excerpt.clone(),
            Self::Number => facts.number.clone(),
            Self::Amount => facts.amount.map(format::rupiah).unwrap_or_default(),
            Self::Due => facts.due_on.map(|day| format::date(day, locale)).unwrap_or_default(),
            Self::Month => facts.period.map(|month| format::month(month, locale)).unwrap_or_default(),
            Self::Days => facts.days.unwrap_or_default().abs().to_string(),
        }
    }
}
