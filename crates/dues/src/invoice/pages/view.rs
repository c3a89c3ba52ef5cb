//! How an invoice looks in a line: words, amounts, the badge of where it stands.

use kernel::{Date, format};
use tenancy::Place;
use web::Shell;

use crate::invoice::{
    InvoiceKind,
    sql::{Row, Standing},
};

pub struct Line {
    pub id: String,
    pub href: String,
    pub number: String,
    pub unit: String,
    pub payer: String,
    pub what: String,
    pub due_on: String,
    pub total: String,
    /// Empty when nothing or everything of it is open.
    pub open: String,
    pub badge: Badge,
}

/// Colour, icon and word together.
pub struct Badge {
    pub tone: &'static str,
    pub icon: &'static str,
    pub label: String,
}

pub fn line(s: &Shell, row: &Row, today: Date, href: String) -> Line {
    Line {
        id: row.id.to_string(),
        href,
        number: row.number.clone(),
        unit: row.unit_code.clone(),
        payer: row.payer_name.clone(),
        what: what(s, row.kind, row.period),
        due_on: format::short_date(row.due_on, s.locale),
        total: format::rupiah(row.total),
        open: if row.open.get() > 0 && row.open < row.total {
            format::rupiah(row.open)
        } else {
            String::new()
        },
        badge: badge(s, row, today),
    }
}

/// `Iuran November 2026`, `Denda November 2026`.
pub fn what(s: &Shell, kind: InvoiceKind, period: kernel::Period) -> String {
    let month = format::month(period, s.locale);
    match kind {
        InvoiceKind::Dues => s.t1("invoice-dues-of", "month", month),
        InvoiceKind::Penalty => s.t1("invoice-penalty-of", "month", month),
        InvoiceKind::Opening => s.t1("invoice-opening-of", "month", month),
        InvoiceKind::Other => s.t1("invoice-other-of", "month", month),
    }
}

fn badge(s: &Shell, row: &Row, today: Date) -> Badge {
    let standing = Standing::of(row.open, row.due_on, row.is_void, today);
    badge_of(s, standing, row.due_on, today, row.open < row.total)
}

pub fn badge_of(s: &Shell, standing: Standing, due_on: Date, today: Date, in_part: bool) -> Badge {
    let (tone, icon, label) = match standing {
        Standing::Paid => ("ok", "check", s.t("invoice-paid").to_owned()),
        Standing::Void => ("", "ban", s.t("invoice-void").to_owned()),
        Standing::Late => {
            ("bad", "triangle-alert", s.t1("invoice-late-days", "days", (today - due_on).num_days()))
        }
        Standing::Unpaid if in_part => ("warn", "clock", s.t("invoice-in-part").to_owned()),
        Standing::Unpaid => ("warn", "clock", s.t("invoice-unpaid").to_owned()),
    };
    Badge { tone, icon, label }
}

pub fn office(s: &Shell, place: &Place, row: &Row, today: Date) -> Line {
    line(s, row, today, super::path(place, &row.number))
}
