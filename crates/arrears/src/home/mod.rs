//! What this room shows on the first pages: the month's collection and what is late for the office and the ketua RT, the
//! own open invoices for residents.

use askama::Template;
use async_trait::async_trait;
use dues::{
    invoice::{self, OpenInvoice},
    owing::{self, Collected},
    settle,
};
use kernel::{Period, Rupiah, UnitId, format};
use tenancy::{Result, TenantTx};
use web::{
    Shell, ShellKind,
    home::{HomeCard, Scene},
    shell::parts::Task,
};

use crate::sql;

/// Months in the chart.
const MONTHS: usize = 12;
/// Height of the tallest bar in the drawing.
const HEIGHT: i64 = 60;

/// The card of dues and arrears.
#[derive(Clone, Copy, Debug, Default)]
pub struct DuesCard;

struct Bar {
    label: String,
    short: String,
    billed: String,
    settled: String,
    percent: i64,
    x: i64,
    billed_height: i64,
    settled_height: i64,
}

#[derive(Template)]
#[template(path = "home/office.html")]
struct Office<'a> {
    s: &'a Shell,
    month: String,
    percent: i64,
    settled: String,
    billed: String,
    houses: String,
    late: String,
    late_units: i64,
    older: String,
    bars: Vec<Bar>,
    invoices_href: String,
    arrears_href: String,
}

struct Own {
    unit: String,
    open: String,
    due: String,
    is_late: bool,
    count: i64,
    credit: String,
}

#[derive(Template)]
#[template(path = "home/resident.html")]
struct Resident<'a> {
    s: &'a Shell,
    homes: Vec<Own>,
    invoices_href: String,
    pay_href: String,
    account_href: String,
}

#[async_trait]
impl HomeCard for DuesCard {
    async fn card(&self, tx: &mut TenantTx, scene: &Scene<'_>) -> Result<Option<String>> {
        match scene.s.kind {
            ShellKind::Manager | ShellKind::Treasurer => office(tx, scene, &[]).await,
            ShellKind::AreaHead if scene.areas.is_empty() => Ok(None),
            ShellKind::AreaHead => office(tx, scene, scene.areas).await,
            ShellKind::Resident => resident(tx, scene).await,
            _ => Ok(None),
        }
    }

    async fn first_steps(&self, tx: &mut TenantTx, scene: &Scene<'_>) -> Result<Vec<Task>> {
        let (charges, invoices) = sql::begun(tx).await?;
        let task = |key: [&'static str; 3], path: &str, done: bool| Task {
            title: scene.s.t(key[0]).to_owned(),
            detail: scene.s.t(key[1]).to_owned(),
            action: scene.s.t(key[2]).to_owned(),
            href: scene.place.path(path),
            done,
        };
        Ok(vec![
            task(["start-tariff", "start-tariff-text", "start-tariff-do"], "tarif", charges),
            task(["start-billing", "start-billing-text", "start-billing-do"], "tagihan", invoices),
        ])
    }
}

async fn office(tx: &mut TenantTx, scene: &Scene<'_>, within: &[kernel::AreaId]) -> Result<Option<String>> {
    let mut from = Period::of(scene.today);
    for _ in 1..MONTHS {
        from = from.previous();
    }
    let months = owing::collection(tx, within, from).await?;
    let Some(last) = months.last().copied() else { return Ok(None) };
    let (ages, units) = owing::total(tx, within, scene.today).await?;
    let s = scene.s;
    let card = Office {
        s,
        month: format::month(last.period, s.locale),
        percent: last.percent(),
        settled: format::rupiah(last.settled),
        billed: format::rupiah(last.billed),
        houses: s.t2("home-invoices-paid", "paid", last.paid, "all", last.invoices),
        late: format::rupiah(ages.late()),
        late_units: units[..4].iter().sum(),
        older: if ages.older == Rupiah::ZERO { String::new() } else { format::rupiah(ages.older) },
        bars: bars(s, &months),
        invoices_href: if s.kind == ShellKind::AreaHead {
            String::new()
        } else {
            scene.place.path("tagihan")
        },
        arrears_href: scene.place.path("tunggakan"),
    };
    card.render().map(Some).map_err(broken)
}

fn bars(s: &Shell, months: &[Collected]) -> Vec<Bar> {
    let most = months.iter().map(|month| month.billed.get()).max().unwrap_or(1).max(1);
    let bar = |(place, month): (usize, &Collected)| {
        let label = format::month(month.period, s.locale);
        Bar {
            short: label.chars().take(3).collect(),
            label,
            billed: format::rupiah(month.billed),
            settled: format::rupiah(month.settled),
            percent: month.percent(),
            x: i64::try_from(place).unwrap_or(0) * 24,
            billed_height: month.billed.get() * HEIGHT / most,
            settled_height: month.settled.get() * HEIGHT / most,
        }
    };
    months.iter().enumerate().map(bar).collect()
}

async fn resident(tx: &mut TenantTx, scene: &Scene<'_>) -> Result<Option<String>> {
    let units = homes::own_units(tx, scene.today).await?;
    if units.is_empty() || !sql::begun(tx).await?.1 {
        return Ok(None);
    }
    let ids: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
    let open = invoice::open_of_units(tx, &ids).await?;
    let mut homes = Vec::new();
    for unit in &units {
        let own: Vec<&OpenInvoice> = open.iter().filter(|open| open.unit == unit.id).collect();
        let sum: i64 = own.iter().map(|open| open.open.get()).sum();
        let oldest = own.first().map(|open| open.due_on);
        let credit = settle::credit_of(tx, unit.id).await?;
        homes.push(Own {
            unit: unit.code.clone(),
            open: if sum == 0 { String::new() } else { format::rupiah(Rupiah::new(sum).unwrap_or_default()) },
            due: oldest.map(|day| format::long_date(day, scene.s.locale)).unwrap_or_default(),
            is_late: oldest.is_some_and(|day| day < scene.today),
            count: i64::try_from(own.len()).unwrap_or(i64::MAX),
            credit: if credit == Rupiah::ZERO { String::new() } else { format::rupiah(credit) },
        });
    }
    let card = Resident {
        s: scene.s,
        homes,
        invoices_href: scene.place.path("tagihan-saya"),
        pay_href: scene.place.path("bayar"),
        account_href: scene.place.path("rekening-saya"),
    };
    card.render().map(Some).map_err(broken)
}

fn broken(error: askama::Error) -> tenancy::Error {
    tenancy::Error::Database(sqlx::Error::Io(std::io::Error::other(error)))
}
