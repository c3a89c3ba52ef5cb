//! What is on the page of a link: what is open, what somebody chose of it, and the box with which it is paid.

use askama::Template;
use chrono::TimeDelta;
use dues::{
    invoice::{OpenInvoice, open_of_units},
    setting as dues_setting, settle,
};
use kernel::{Date, InvoiceId, Rupiah, format};
use serde::Deserialize;
use tenancy::{Place, Store, TenantTx};
use uuid::Uuid;
use web::{Browser, Shell};

use super::sql::Link;
use crate::{
    attempt::{Charged, State, Way, offers, sql as attempts, sql::Attempt},
    setting::{self, Setting},
};

/// What the address or the form says about what is to be paid.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Rupiah as typed; empty: what is chosen.
    pub jumlah: String,
    /// Chosen invoices; none: all.
    pub pilih: Vec<InvoiceId>,
    /// The attempt that is shown.
    pub upaya: Option<Uuid>,
    /// The way, when somebody pays.
    pub cara: String,
}

/// Everything about a link that pages need.
pub struct Sheet {
    pub link: Link,
    pub place: Place,
    pub today: Date,
    pub setting: Setting,
    pub dues: dues_setting::Setting,
    pub open: Vec<OpenInvoice>,
    pub owed: Rupiah,
    /// Chosen invoices that are open.
    pub chosen: Vec<InvoiceId>,
    pub amount: Rupiah,
    /// An amount was typed that cannot be read.
    pub amount_fault: bool,
    /// The unit's permanent code; zero without one.
    pub code: i64,
}

impl Sheet {
    pub async fn load(tx: &mut TenantTx, link: Link, place: Place, asked: &Asked) -> web::Result<Self> {
        let today = place.zone.date(tx.now());
        let open = open_of_units(tx, &[link.unit]).await?;
        let owed = sum(open.iter().map(|one| one.open));
        let chosen: Vec<InvoiceId> =
            open.iter().map(|one| one.id).filter(|id| asked.pilih.contains(id)).collect();
        let of_chosen = match chosen.is_empty() {
            true => owed,
            false => sum(open.iter().filter(|one| chosen.contains(&one.id)).map(|one| one.open)),
        };
        let typed = asked.jumlah.trim();
        let parsed =
            Rupiah::parse(typed).ok().filter(|amount| (1_000..=1_000_000_000).contains(&amount.get()));
        let code = settle::unique_codes(tx, &[link.unit]).await?.first().copied().unwrap_or_default();
        Ok(Self {
            setting: setting::load(tx).await?,
            dues: dues_setting::load(tx).await?,
            amount: if typed.is_empty() { of_chosen } else { parsed.unwrap_or(of_chosen) },
            amount_fault: !typed.is_empty() && parsed.is_none(),
            code: i64::from(code),
            link,
            place,
            today,
            open,
            owed,
            chosen,
        })
    }

    /// Whoever the newest open invoice is addressed to; the house where nobody is.
    pub fn payer(&self) -> String {
        let name =
            self.open.last().map(|one| one.payer_name.trim().to_owned()).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| self.link.unit_code.clone())
    }

    /// The query by which this choice is asked for again.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let mut query: Vec<_> = self.chosen.iter().map(|id| ("pilih", id.to_string())).collect();
        query.push(("jumlah", self.amount.get().to_string()));
        query
    }

    /// The amount that is asked for by transfer or printed code: with the unit's code, so that it names the house.
    pub fn exact(&self) -> i64 {
        let code = if self.dues.use_unique_code { self.code } else { 0 };
        self.amount.get() + code
    }

    /// The committee's printed QRIS, made out for the exact amount. It is the way without a gateway.
    pub fn printed(&self) -> Option<qris::Qris> {
        let gateway_takes_it = offers(&self.setting, self.amount).iter().any(|offer| offer.way == Way::Qris);
        if gateway_takes_it || self.amount <= Rupiah::ZERO {
            return None;
        }
        self.setting.printed()?.with_amount(self.exact()).ok()
    }
}

fn sum(amounts: impl Iterator<Item = Rupiah>) -> Rupiah {
    amounts.fold(Rupiah::ZERO, |sum, one| sum.checked_add(one).unwrap_or(sum))
}

/// `B*** S***`: enough for the family, nothing for anybody else.
pub fn masked(name: &str) -> String {
    let words = name.split_whitespace().filter_map(|word| word.chars().next());
    words.map(|first| format!("{first}***")).collect::<Vec<_>>().join(" ")
}

/// A code to pay with.
struct Code {
    svg: String,
    png: String,
    bank: &'static str,
    number: String,
    /// The number in groups of four, as people read it.
    grouped: String,
    biller: String,
    /// The simulator's page leads to a payment that is made here.
    is_played: bool,
    href: String,
    total: String,
    digits: String,
    fee: String,
    until: String,
    merchant: String,
}

struct Paid {
    amount: String,
    when: String,
    way: &'static str,
    receipt: String,
    number: String,
}

struct OfferView {
    code: &'static str,
    word: &'static str,
    icon: &'static str,
    fee: String,
    first: bool,
}

struct Printed {
    svg: String,
    png: String,
    amount: String,
    merchant: String,
}

/// The part of the page that turns to LUNAS.
#[derive(Template)]
#[template(path = "link/_box.html")]
pub struct PayBox {
    s: Shell,
    base: String,
    again: String,
    unit: String,
    settled: bool,
    owed_left: String,
    paid: Option<Paid>,
    code: Option<Code>,
    preparing: bool,
    /// A sentence about an attempt that ended otherwise.
    note: &'static str,
    offers: Vec<OfferView>,
    printed: Option<Printed>,
    proof: String,
    bank: String,
    bank_number: String,
    bank_holder: String,
    exact: String,
    exact_digits: String,
    hidden: Vec<(&'static str, String)>,
    starts_itself: bool,
    /// When what is shown ends; for the stream.
    pub until: Option<kernel::Instant>,
}

impl PayBox {
    pub async fn load(
        tx: &mut TenantTx,
        store: &Store,
        browser: &Browser,
        sheet: &Sheet,
        upaya: Option<Uuid>,
    ) -> web::Result<Self> {
        let s = browser.public("");
        let base = super::path(store, sheet.place.complex, sheet.link.id);
        let (shown, tried) = shown(tx, sheet, upaya).await?;
        let charge = match &shown {
            Some(attempt) => attempts::charge(tx, attempt.id).await?,
            None => None,
        };
        let paid = match &shown {
            Some(attempt) if is_paid(attempt) => Some(paid(tx, store, &s, sheet, attempt).await?),
            _ => None,
        };
        let query = sheet.query();
        let asked: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let now = tx.now();
        let is_open = |attempt: &&Attempt| attempt.state == State::Open && attempt.expires_at > now;
        let code = match (shown.as_ref().filter(is_open), &charge) {
            (Some(attempt), Some(charge)) => {
                Some(code(&s, sheet, (&base, &store.site().public_url), attempt, charge))
            }
            _ => None,
        };
        let preparing = shown.as_ref().is_some_and(|attempt| {
            attempt.state == State::Made && attempt.made_at + TimeDelta::seconds(40) > now
        });
        let offers = offer_views(sheet);
        let printed = sheet.printed().map(|printed| Printed {
            svg: web::qr::svg(printed.text()),
            png: web::with_query(&format!("{base}/kode"), &asked),
            amount: format!("Rp\u{a0}{}", format::number(sheet.exact(), kernel::Locale::Id)),
            merchant: printed.merchant().to_owned(),
        });
        Ok(Self {
            again: web::with_query(&base, &asked),
            unit: sheet.link.unit_code.clone(),
            settled: sheet.owed <= Rupiah::ZERO && sheet.amount <= Rupiah::ZERO,
            owed_left: if sheet.owed > Rupiah::ZERO { sheet.owed.to_string() } else { String::new() },
            note: if paid.is_some() || code.is_some() || preparing { "" } else { note(shown.as_ref()) },
            starts_itself: tried == 0 && offers.first().is_some_and(|offer| offer.code == Way::Qris.code()),
            until: shown.as_ref().filter(is_open).map(|attempt| attempt.expires_at),
            proof: web::with_query(&format!("{base}/bukti"), &asked),
            bank: sheet.dues.bank.name.clone(),
            bank_number: sheet.dues.bank.number.clone(),
            bank_holder: sheet.dues.bank.holder.clone(),
            exact: format!("Rp\u{a0}{}", format::number(sheet.exact(), kernel::Locale::Id)),
            exact_digits: sheet.exact().to_string(),
            hidden: query.clone(),
            preparing,
            printed,
            offers,
            paid,
            code,
            base,
            s,
        })
    }
}

/// The attempt that the page is about, and how many were made for this choice in the last day.
async fn shown(
    tx: &mut TenantTx,
    sheet: &Sheet,
    upaya: Option<Uuid>,
) -> web::Result<(Option<Attempt>, usize)> {
    let since = tx.now() - TimeDelta::days(1);
    let known = attempts::of_link(tx, sheet.link.id, Some(since), 30).await?;
    let chosen: Vec<Uuid> = sheet.chosen.iter().map(|id| id.uuid()).collect();
    let same = |one: &&Attempt| one.amount == sheet.amount && one.invoices == chosen;
    let tried = known.iter().filter(same).count();
    let hour_ago = tx.now() - TimeDelta::hours(1);
    // What was left open beside it can be paid at once.
    let fits = |one: &Attempt| sheet.amount <= Rupiah::ZERO || one.amount == sheet.amount;
    let just_paid = |one: &&Attempt| is_paid(one) && one.stands_since > hour_ago && fits(one);
    // Named, or just paid, or the newest for this choice.
    let named = known.iter().find(|one| Some(one.id) == upaya);
    let found = named.or_else(|| known.iter().find(just_paid)).or_else(|| known.iter().find(same));
    Ok((found.cloned(), tried))
}

fn is_paid(attempt: &Attempt) -> bool {
    matches!(attempt.state, State::Paid | State::PartlyRefunded)
}

const fn note_of(state: State) -> &'static str {
    match state {
        State::Failed => "checkout-note-failed",
        State::Denied => "checkout-note-denied",
        State::Parked => "checkout-note-parked",
        State::Refunded | State::ChargedBack => "checkout-note-refunded",
        _ => "checkout-note-expired",
    }
}

fn note(shown: Option<&Attempt>) -> &'static str {
    shown.map_or("", |attempt| note_of(attempt.state))
}

async fn paid(
    tx: &mut TenantTx,
    store: &Store,
    s: &Shell,
    sheet: &Sheet,
    attempt: &Attempt,
) -> web::Result<Paid> {
    let booking = attempts::live_booking(tx, attempt.id).await?;
    let (mut receipt, mut number) = (String::new(), String::new());
    if let Some(booking) = booking
        && let Some(mark) = payments::payment::mark(tx, booking.payment).await?
    {
        receipt = payments::receipt_link(store, &sheet.place, booking.payment);
        number = mark.receipt_number.unwrap_or_default();
    }
    Ok(Paid {
        amount: attempt.booked.to_string(),
        when: format::date_time(attempt.stands_since, sheet.place.zone, s.locale),
        way: attempt.way.word(),
        receipt,
        number,
    })
}

fn code(s: &Shell, sheet: &Sheet, (base, site): (&str, &str), attempt: &Attempt, charge: &Charged) -> Code {
    let merchant = qris::Qris::parse(&charge.qr).map(|qris| qris.merchant().to_owned()).unwrap_or_default();
    let total = Rupiah::new(attempt.total()).unwrap_or(attempt.amount);
    let same_day = sheet.place.zone.date(attempt.expires_at) == sheet.today;
    Code {
        svg: if charge.qr.is_empty() { String::new() } else { web::qr::svg(&charge.qr) },
        png: format!("{base}/kode?upaya={}", attempt.id),
        bank: attempt.way.word(),
        grouped: in_fours(&charge.va_number),
        number: charge.va_number.clone(),
        is_played: attempt.way != Way::Snap && !charge.redirect_url.is_empty(),
        biller: charge.biller_code.clone(),
        // On our own site a path is enough, under whichever name somebody came.
        href: charge.redirect_url.strip_prefix(site).unwrap_or(&charge.redirect_url).to_owned(),
        total: total.to_string(),
        digits: total.get().to_string(),
        fee: if attempt.fee > Rupiah::ZERO { attempt.fee.to_string() } else { String::new() },
        until: if same_day {
            format::time(attempt.expires_at, sheet.place.zone, s.locale)
        } else {
            format::date_time(attempt.expires_at, sheet.place.zone, s.locale)
        },
        merchant,
    }
}

fn in_fours(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
}

fn offer_views(sheet: &Sheet) -> Vec<OfferView> {
    let offers = offers(&sheet.setting, sheet.amount);
    let view = |(place, offer): (usize, crate::attempt::Offer)| OfferView {
        code: offer.way.code(),
        word: offer.way.word(),
        icon: match offer.way {
            Way::Qris => "qr-code",
            Way::Snap => "wallet",
            _ => "landmark",
        },
        fee: if offer.fee > 0 {
            Rupiah::new(offer.fee).unwrap_or_default().to_string()
        } else {
            String::new()
        },
        first: place == 0,
    };
    offers.into_iter().enumerate().map(view).collect()
}
