//! The sample's past: month by month the complex bills, most houses pay, some late, some in part, a few not at all. It is
//! lived through by the same functions that a treasurer's buttons call, under a clock that stands where that month was,
//! in the background while the site is already open.
//!
//! Every step may run twice: a month is billed once, and a payment's id follows from its house and month.

use arrears::penalty::{self, Charge, Repeats, Rule};
use chrono::{Datelike as _, TimeDelta};
use dues::{
    invoice,
    owing::{self, Lateness, Owing, Wanted},
    sample,
    settle::{self, Amounts, NewReduction, ReductionKind},
};
use jobs::{Job, JobFault, Tools};
use kernel::{Clock, Date, EntryId, Instant, PaymentId, Period, Rupiah, Zone};
use ledger::{Chart, Purpose};
use payments::payment::{self, CameFrom, Method, NewPayment, Part, Recorded};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tenancy::{JobScope, TenantTx};

/// One month of the sample's past, and then the next one.
#[derive(Debug, Serialize, Deserialize)]
pub struct LiveMonth {
    /// Months before the current one; zero is the current one.
    pub back: u32,
}

impl Job for LiveMonth {
    const NAME: &'static str = "demo.live_month";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let today = Zone::Wib.date(scope.now());
        let mut period = Period::of(today);
        for _ in 0..self.back {
            period = period.previous();
        }
        begin(&scope, period, self.back).await?;
        live(&scope, period, today).await?;
        if let Some(back) = self.back.checked_sub(1) {
            let mut tx = scope.begin().await?;
            jobs::later(&mut tx, &Self { back }).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Tariffs and the late-fee rule, with the first month only.
async fn begin(scope: &JobScope, period: Period, back: u32) -> Result<(), JobFault> {
    let first = at(scope, period.first_day());
    let mut tx = first.begin().await?;
    if !sample::is_founded(&mut tx).await? {
        let mut rises = period;
        for _ in 0..back.div_ceil(2) {
            rises = rises.next();
        }
        sample::found(&mut tx, period.first_day(), rises.first_day()).await?;
        // Block A drinks from the well of the complex.
        let read_first = period.previous().first_day();
        meters::sample::install(&mut tx, read_first, |code| code.starts_with("A-")).await?;
        sample::found_water(&mut tx, period.first_day()).await?;
        let rule = Rule {
            grace_days: 7,
            charge: Charge::Percent { percent: 2.into(), repeats: Repeats::Monthly },
            minimum_open: Rupiah::ZERO,
            cap: None,
            cap_percent: Some(10.into()),
            cap_unit: None,
        };
        let fund = Chart::load(&mut tx).await?.general_fund();
        penalty::set_rule(&mut tx, period.first_day(), &rule, fund, "Musyawarah warga, awal tahun buku")
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn live(scope: &JobScope, period: Period, today: Date) -> Result<(), JobFault> {
    let first = at(scope, period.first_day());
    let mut tx = first.begin().await?;
    let billed = owing::collection(&mut tx, &[], period).await?.iter().any(|month| month.period == period);
    penalty::assess_open(&mut tx, period.previous().last_day()).await?;
    let last_month = period.previous();
    meters::sample::read(&mut tx, last_month, last_month.last_day(), |code| water(code, last_month)).await?;
    tx.commit().await?;
    if !billed {
        sample::bill_month(&first, period).await.map_err(JobFault::because)?;
    }
    let collected_on = period.first_day().with_day(20).unwrap_or(today).min(today);
    let then = at(scope, collected_on);
    let mut tx = then.begin().await?;
    let is_current = period == Period::of(today);
    collect(&mut tx, period, collected_on, is_current).await?;
    spend(&mut tx, period, collected_on).await?;
    if is_current {
        let doubt = "Rumah kosong dua minggu, pemakaian sebanyak ini tidak mungkin";
        meters::sample::dispute(&mut tx, period.previous(), "A-07", doubt).await?;
        // What is older than the last month has been reported to the residents.
        ledger::sample::close_through(&mut tx, period.previous().previous()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What the complex pays in a month: guards, waste, light, and a repair now and then.
async fn spend(tx: &mut TenantTx, period: Period, latest: Date) -> Result<(), JobFault> {
    let houses = owing::collection(tx, &[], period).await?;
    let billed = houses.iter().find(|month| month.period == period).map_or(0, |month| month.billed.get());
    let part = |percent: i64| Rupiah::new(billed / 100 * percent / 1000 * 1000).unwrap_or(Rupiah::ZERO);
    let month = kernel::format::month(period, kernel::Locale::Id);
    let mut bills = vec![
        (4, "5101", "KEAMANAN", part(20), "Gaji satpam"),
        (5, "5101", "UMUM", part(14), "Gaji petugas kebersihan dan taman"),
        (8, "5102", "KEBERSIHAN", part(4), "Angkutan sampah"),
        (10, "5103", "UMUM", part(6), "Listrik lampu jalan dan pompa"),
    ];
    if period.first_day().month().is_multiple_of(3) {
        bills.push((16, "5104", "UMUM", part(11), "Perbaikan saluran air dan paving"));
    }
    for (day, account, fund, amount, what) in bills {
        let Some(on) = period.first_day().with_day(day).filter(|on| *on <= latest) else { continue };
        if amount > Rupiah::ZERO {
            let id = EntryId::from_uuid(named(&format!("{period} {what}")));
            let memo = format!("{what}, {month}");
            let spending = ledger::sample::Spending { id, on, account, fund, amount, memo };
            ledger::sample::spend(tx, &spending).await?;
        }
    }
    Ok(())
}

/// m³ of a house in a month: always the same for both.
fn water(code: &str, period: Period) -> Decimal {
    let digest = Sha256::digest(format!("{code} {period} air").as_bytes());
    let base = 8 + i64::from(Sha256::digest(code.as_bytes())[1] % 14);
    Decimal::from(base + i64::from(digest[0] % 6))
}

/// The same complex at ten in the morning of a day.
fn at(scope: &JobScope, day: Date) -> JobScope {
    let noon = day.and_hms_opt(3, 0, 0).map(|utc| utc.and_utc()).unwrap_or_else(|| scope.now());
    let instant: Instant = noon + TimeDelta::microseconds(1);
    scope.at_clock(Clock::from_fn(move || instant))
}

async fn collect(tx: &mut TenantTx, period: Period, on: Date, is_current: bool) -> Result<(), JobFault> {
    let wanted = Wanted { lateness: Lateness::Open, ..Wanted::default() };
    let mut houses = owing::units(tx, &wanted, on, None, 10_000).await?;
    houses.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
    let chart = Chart::load(tx).await?;
    for (place, house) in houses.iter().enumerate() {
        let habit = habit_of(&house.code);
        let Some((method, amount, day)) = pays(habit, house, period, is_current) else { continue };
        let account = if method == Method::Cash { Purpose::Cash } else { Purpose::Bank };
        let payment = NewPayment {
            id: payment_id(&house.code, period),
            method,
            account: chart.account(account),
            payer: None,
            payer_name: house.payer_name.clone(),
            value_on: period.first_day().with_day(day).unwrap_or(on).min(on),
            reference: if method == Method::Cash { String::new() } else { format!("TRSF {}", house.code) },
            note: String::new(),
            came_from: CameFrom::Office,
            parts: vec![Part { unit: house.unit, amount }],
        };
        if payment::record(tx, &payment).await? == Recorded::Now && !waits(is_current, place) {
            payment::verify(tx, payment.id).await?;
        }
    }
    if period.first_day().month() == 8 {
        soften(tx, &houses, on).await?;
    }
    Ok(())
}

/// A few transfers of the current month still wait for somebody's eyes.
fn waits(is_current: bool, place: usize) -> bool {
    is_current && place % 40 == 7
}

/// A void and a waiver, so that both can be seen in the books.
async fn soften(tx: &mut TenantTx, houses: &[Owing], on: Date) -> Result<(), JobFault> {
    let open: Vec<_> = houses.iter().filter(|house| habit_of(&house.code) == 19).collect();
    if let Some(house) = open.first() {
        let invoices = invoice::open_of_units(tx, &[house.unit]).await?;
        if let Some(newest) = invoices.last() {
            invoice::void(tx, newest.id, "Rumah sedang direnovasi, tidak dihuni bulan ini", on).await?;
        }
    }
    if let Some(house) = open.get(1) {
        let invoices = invoice::open_of_units(tx, &[house.unit]).await?;
        if let Some(oldest) = invoices.first() {
            let waiver = NewReduction {
                kind: ReductionKind::Waiver,
                invoice: oldest.id,
                amounts: Amounts::Total(Rupiah::new(oldest.open.get() / 2).unwrap_or(oldest.open)),
                reason: "Kepala keluarga sakit, disepakati dalam musyawarah RT".to_owned(),
                on,
                requested_by: None,
            };
            settle::reduce(tx, waiver).await?;
        }
    }
    Ok(())
}

/// How, how much and on which day a house pays in a month; `None`: it does not.
fn pays(habit: u8, house: &Owing, period: Period, is_current: bool) -> Option<(Method, Rupiah, u32)> {
    let open = house.ages.open();
    let month = period.first_day().month();
    let day = 2 + u32::from(habit) % 8;
    // Budi's house pays tomorrow: a resident who tries the sample finds something to pay.
    if is_current && house.code == "A-12" {
        return None;
    }
    match habit {
        0..=11 => Some((Method::Transfer, open, day)),
        12..=14 => Some((Method::Cash, open, day)),
        15 => Some((Method::Transfer, open, 20)),
        16 => {
            Some((Method::Cash, Rupiah::new(open.get() / 2).ok().filter(|half| *half > Rupiah::ZERO)?, day))
        }
        17 => Some((Method::Transfer, Rupiah::new(open.get() * 3).unwrap_or(open), day)),
        18 => month.is_multiple_of(2).then_some((Method::Transfer, open, day)),
        _ => None,
    }
}

/// One of twenty habits, always the same for a house.
fn habit_of(code: &str) -> u8 {
    if code == "A-12" {
        return 0;
    }
    Sha256::digest(code.as_bytes())[0] % 20
}

fn payment_id(code: &str, period: Period) -> PaymentId {
    PaymentId::from_uuid(named(&format!("{code} {period}")))
}

/// An id that follows from a name.
pub(super) fn named(name: &str) -> uuid::Uuid {
    let digest = Sha256::digest(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
