//! What a booking costs, as its pages say it, and the deposit that goes back after use.

use axum::response::IntoResponse as _;
use kernel::{Instant, Rupiah, format};
use serde::Deserialize;
use tenancy::{May, Place, TenantTx, policy::ManageFacilities};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{State, act, sql::Booking};
use crate::money::{self, Terms};

/// The figures of one booking.
pub(super) struct Purse {
    pub rent: String,
    pub deposit: String,
    pub total: String,
    /// Until when it has to be paid, while it waits for that.
    pub until: String,
    pub pay: String,
    pub invoice: String,
    /// What cancelling now brings back; empty where nothing was paid.
    pub refund: String,
    pub returned: String,
    pub kept: String,
    /// The deposit is here and the booking is over.
    pub returns: bool,
}

pub(super) async fn of(
    tx: &mut TenantTx,
    s: &Shell,
    place: &Place,
    booking: &Booking,
) -> tenancy::Result<Option<Purse>> {
    let now = tx.now();
    let Some(money) = money::sql::money(tx, booking.id).await? else { return Ok(None) };
    let amount = |amount: Rupiah| if amount > Rupiah::ZERO { format::rupiah(amount) } else { String::new() };
    let is_unpaid = booking.state == State::Unpaid;
    let until = money.pay_until.filter(|_| is_unpaid).map(|at| format::date_time(at, place.zone, s.locale));
    let refund = match money.refund(booking.starts_at, now) {
        Rupiah::ZERO => s.t("fac-cost-refund-none").to_owned(),
        refund => s.t1("fac-cost-refund", "refund", format::rupiah(refund)),
    };
    Ok(Some(Purse {
        rent: amount(money.rent),
        deposit: amount(money.deposit),
        total: format::rupiah(money.total()),
        until: until.map(|when| s.t1("fac-cost-until", "when", when)).unwrap_or_default(),
        pay: money.invoice.filter(|_| is_unpaid).map_or_else(String::new, |invoice| {
            place.path(&format!("bayar-tagihan/{}?pilih={invoice}", booking.unit))
        }),
        invoice: money.invoice.map(|id| place.path(&format!("tagihan/{id}"))).unwrap_or_default(),
        refund: if booking.state == State::Confirmed && money.invoice.is_some() {
            refund
        } else {
            String::new()
        },
        returned: if money.deposit_back_at.is_some() {
            s.t("fac-cost-back").to_owned()
        } else {
            String::new()
        },
        kept: if money.deducted > Rupiah::ZERO {
            s.t2("fac-cost-kept", "kept", format::rupiah(money.deducted), "why", money.deducted_for.as_str())
        } else {
            String::new()
        },
        returns: booking.state == State::Done && money.holds_deposit(),
    }))
}

/// What a facility costs, said before a slot is chosen.
pub(super) fn said(s: &Shell, terms: &Terms) -> Vec<String> {
    let mut said = Vec::new();
    let is_free = terms.price == Rupiah::ZERO && terms.rules.is_empty() && terms.deposit == Rupiah::ZERO;
    if is_free {
        return said;
    }
    said.push(s.t1("fac-cost-price", "price", format::rupiah(terms.price)));
    if terms.deposit > Rupiah::ZERO {
        said.push(s.t1("fac-cost-deposit", "deposit", format::rupiah(terms.deposit)));
    }
    said.push(s.t1("fac-cost-pay", "hours", i64::from(terms.pay_hours)));
    for tier in &terms.tiers {
        let (hours, percent) = (i64::from(tier.hours), i64::from(tier.percent));
        said.push(s.t2("fac-cost-tier", "hours", hours, "percent", percent));
    }
    if terms.tiers.is_empty() {
        said.push(s.t("fac-cost-tier-none").to_owned());
    }
    if terms.no_show_fee > Rupiah::ZERO {
        said.push(s.t1("fac-cost-no-show", "fee", format::rupiah(terms.no_show_fee)));
    }
    said
}

/// The price of a slot, where there is one.
pub(super) fn price(s: &Shell, terms: &Terms, place: &Place, starts_at: Instant, rented: bool) -> String {
    match terms.rent(starts_at, place.zone, rented) {
        Rupiah::ZERO if terms.rules.is_empty() => String::new(),
        Rupiah::ZERO => s.t("fac-cost-free").to_owned(),
        price => format::rupiah(price),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Return {
    potongan: String,
    alasan: String,
}

/// The deposit goes back, less what the office keeps with a reason.
pub async fn return_deposit(
    may: May<ManageFacilities>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
    Form(form): Form<Return>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let deposit = money::sql::money(&mut tx, id).await?.ok_or(web::Error::missing())?.deposit;
    let typed = form.potongan.trim();
    let kept = if typed.is_empty() { Ok(Rupiah::ZERO) } else { Rupiah::parse(typed) };
    let kept = kept.ok().filter(|kept| (Rupiah::ZERO..=deposit).contains(kept));
    let Some(kept) = kept else {
        let mut faults = Faults::default();
        faults.put("potongan", browser.texts().get("fac-back-fault"));
        return Err(web::Error::Invalid(faults));
    };
    act::return_deposit(&mut tx, id, kept, &form.alasan).await?;
    tx.commit().await?;
    let to = may.place().path(&format!("jadwal-fasilitas/{id}"));
    Ok(Go::to(to).saying(browser.texts().get("fac-said-back")).into_response())
}
