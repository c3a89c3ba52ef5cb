//! What people are told, and the words for it.

use kernel::{Date, Locale, Period, Rupiah, format};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::texts::texts;

use crate::template::Occasion;

/// The kinds of notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A bill came to be.
    InvoiceIssued,
    /// A household is reminded of what is open.
    DuesReminder,
    /// Money of a household arrived, did not, needs a word, or was taken back.
    PaymentMoved,
    /// Somebody asks to join the complex; for its managers.
    ClaimFiled,
    /// The management tells the houses something.
    Announcement,
    /// The same, and it cannot wait: it goes out at night too, and nobody can turn it off.
    Emergency,
    /// A complaint came in or was opened again; for the managers.
    ComplaintFiled,
    /// A complaint went a step further; for its reporter.
    ComplaintMoved,
    /// A complaint passed its promise, or nobody says a word of it; for the managers.
    ComplaintLate,
    /// A complaint is somebody's to do; for whoever does it.
    ComplaintTask,
    /// A house wants to book what the office agrees to; for the managers.
    BookingAsked,
    /// A booking went a step further; for whoever booked.
    BookingMoved,
    /// Something that many houses have at once: it is known, how far it is, it is over.
    Incident,
}

impl Kind {
    pub const ALL: [Self; 13] = [
        Self::InvoiceIssued,
        Self::DuesReminder,
        Self::PaymentMoved,
        Self::ClaimFiled,
        Self::Announcement,
        Self::Emergency,
        Self::ComplaintFiled,
        Self::ComplaintMoved,
        Self::ComplaintLate,
        Self::ComplaintTask,
        Self::BookingAsked,
        Self::BookingMoved,
        Self::Incident,
    ];

    /// As it stands in the database, in forms and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvoiceIssued => "invoice_issued",
            Self::DuesReminder => "dues_reminder",
            Self::PaymentMoved => "payment_moved",
            Self::ClaimFiled => "claim_filed",
            Self::Announcement => "announcement",
            Self::Emergency => "emergency",
            Self::ComplaintFiled => "complaint_filed",
            Self::ComplaintMoved => "complaint_moved",
            Self::ComplaintLate => "complaint_late",
            Self::ComplaintTask => "complaint_task",
            Self::BookingAsked => "booking_asked",
            Self::BookingMoved => "booking_moved",
            Self::Incident => "incident",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// A message about money: a household gets one a day, and none when nothing is owed any more.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::InvoiceIssued | Self::DuesReminder)
    }

    /// Goes out one way besides the centre and web push, because every message costs: by WhatsApp, or else by mail.
    pub const fn goes_out_once(self) -> bool {
        self.is_money() || matches!(self, Self::PaymentMoved)
    }

    /// Only the managers are told.
    pub const fn is_for_managers(self) -> bool {
        matches!(self, Self::ClaimFiled | Self::ComplaintFiled | Self::ComplaintLate | Self::BookingAsked)
    }

    /// Comes by WhatsApp too. The office has its pages, and a message there costs.
    pub const fn goes_by_chat(self) -> bool {
        !self.is_for_managers()
    }

    /// Heeds neither the hours nor what somebody turned off.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Emergency)
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::InvoiceIssued => "receipt-text",
            Self::DuesReminder => "hourglass",
            Self::PaymentMoved => "circle-check",
            Self::ClaimFiled => "user-plus",
            Self::Announcement => "megaphone",
            Self::Emergency => "triangle-alert",
            Self::ComplaintFiled | Self::ComplaintMoved => "wrench",
            Self::ComplaintLate => "hourglass",
            Self::ComplaintTask => "list-checks",
            Self::BookingAsked | Self::BookingMoved => "calendar-check",
            Self::Incident => "zap",
        }
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InvoiceIssued => "notice-kind-invoice",
            Self::DuesReminder => "notice-kind-reminder",
            Self::PaymentMoved => "notice-kind-payment",
            Self::ClaimFiled => "notice-kind-claim",
            Self::Announcement => "notice-kind-announcement",
            Self::Emergency => "notice-kind-emergency",
            Self::ComplaintFiled => "notice-kind-complaint-filed",
            Self::ComplaintMoved => "notice-kind-complaint-moved",
            Self::ComplaintLate => "notice-kind-complaint-late",
            Self::ComplaintTask => "notice-kind-complaint-task",
            Self::BookingAsked => "notice-kind-booking-asked",
            Self::BookingMoved => "notice-kind-booking",
            Self::Incident => "notice-kind-incident",
        }
    }
}

/// The blanks of a notice's sentences. What a kind does not speak of stays out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Of whom it speaks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Of the document that it speaks of.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Rupiah>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Days past the due day; below zero: before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// The title of what it speaks of, and the beginning of its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// What became of it; the sentences choose their words by it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub step: String,
    /// Until when it is expected to last, as a page writes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub until: String,
}

/// A notice in somebody's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub text: String,
    /// Verb and object of its link.
    pub label: &'static str,
    /// Behind `/k/{complex}/`.
    pub path: String,
}

/// Says it in the house's own words. `place` is the name of the complex.
pub fn words(kind: Kind, facts: &Facts, place: &str, locale: Locale) -> Words {
    let texts = texts(locale);
    let (title, text) = match (Occasion::of(kind, facts.days), kind) {
        (Some(occasion), _) => occasion.keys(),
        (None, Kind::ComplaintFiled) => ("notice-filed-title", "notice-filed-text"),
        (None, Kind::ComplaintLate) => ("notice-overdue-title", "notice-overdue-text"),
        (None, Kind::ComplaintTask) => ("notice-task-title", "notice-task-text"),
        (None, Kind::PaymentMoved) => ("notice-payment-title", "notice-payment-text"),
        (None, Kind::BookingAsked) => ("notice-booking-asked-title", "notice-booking-asked-text"),
        (None, Kind::BookingMoved) => ("notice-booking-title", "notice-booking-text"),
        (None, Kind::Incident) => ("notice-incident-title", "notice-incident-text"),
        (None, _) => ("notice-moved-title", "notice-moved-text"),
    };
    let blanks = [
        ("name", facts.name.as_str().into()),
        ("unit", facts.unit.as_str().into()),
        ("place", place.into()),
        ("subject", facts.subject.as_str().into()),
        ("excerpt", facts.excerpt.as_str().into()),
        ("number", facts.number.as_str().into()),
        ("step", facts.step.as_str().into()),
        ("until", facts.until.as_str().into()),
        ("amount", facts.amount.map(format::rupiah).unwrap_or_default().into()),
        ("due", facts.due_on.map(|day| format::date(day, locale)).unwrap_or_default().into()),
        ("month", facts.period.map(|month| format::month(month, locale)).unwrap_or_default().into()),
        ("days", facts.days.unwrap_or_default().abs().into()),
    ];
    Words {
        title: texts.with(title, &blanks),
        text: texts.with(text, &blanks),
        label: texts.get(label(kind)),
        path: path(kind, facts),
    }
}

/// Verb and object of where it leads.
const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::InvoiceIssued | Kind::DuesReminder => "notice-invoice-go",
        Kind::PaymentMoved => "notice-payment-go",
        Kind::ClaimFiled => "notice-claim-go",
        Kind::Announcement | Kind::Emergency => "notice-news-go",
        Kind::ComplaintFiled | Kind::ComplaintMoved | Kind::ComplaintLate | Kind::ComplaintTask => {
            "notice-complaint-go"
        }
        Kind::BookingAsked => "notice-booking-asked-go",
        Kind::BookingMoved => "notice-booking-go",
        Kind::Incident => "notice-incident-go",
    }
}

fn path(kind: Kind, facts: &Facts) -> String {
    match kind {
        Kind::InvoiceIssued => format!("tagihan-saya/{}", web::segment(&facts.number)),
        Kind::DuesReminder => "tagihan-saya".to_owned(),
        Kind::PaymentMoved => format!("bayar/{}", web::segment(&facts.number)),
        Kind::ClaimFiled => "anggota/permintaan".to_owned(),
        Kind::Announcement | Kind::Emergency => format!("pengumuman-saya/{}", web::segment(&facts.number)),
        Kind::ComplaintFiled | Kind::ComplaintLate => format!("keluhan/{}", web::segment(&facts.number)),
        Kind::ComplaintMoved => format!("keluhan-saya/{}", web::segment(&facts.number)),
        Kind::ComplaintTask => format!("tugas/{}", web::segment(&facts.number)),
        Kind::BookingAsked => format!("jadwal-fasilitas/{}", web::segment(&facts.number)),
        Kind::BookingMoved => format!("pesanan-saya/{}", web::segment(&facts.number)),
        Kind::Incident => format!("gangguan-saya/{}", web::segment(&facts.number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_counts_its_days_from_the_due_day_in_both_languages() {
        let due_on = Date::from_ymd_opt(2026, 12, 10);
        let amount = Rupiah::new(425_000).ok();
        let said = |days: i64, locale: Locale| {
            let facts = Facts { unit: "A-12".into(), amount, due_on, days: Some(days), ..Facts::default() };
            words(Kind::DuesReminder, &facts, "Griya Melati", locale)
        };
        assert_eq!(said(-3, Locale::Id).title, "Iuran A-12 jatuh tempo 3 hari lagi");
        assert_eq!(said(0, Locale::Id).title, "Iuran A-12 jatuh tempo hari ini");
        assert_eq!(said(7, Locale::Id).title, "Iuran A-12 terlambat 7 hari");
        assert_eq!(said(7, Locale::En).title, "Dues of A-12 are 7 days late");
        let text = said(7, Locale::Id).text;
        assert!(text.contains("425.000") && text.contains("10 Desember 2026"), "{text}");
    }

    #[test]
    fn a_house_number_stays_one_segment_of_the_address() {
        let facts = Facts { number: "INV-2026-11-0042".into(), ..Facts::default() };
        let said = words(Kind::InvoiceIssued, &facts, "Griya Melati", Locale::Id);
        assert_eq!(said.path, "tagihan-saya/INV-2026-11-0042");
    }

    #[test]
    fn every_kind_is_found_by_its_code() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }
}
