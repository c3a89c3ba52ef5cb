//! What a sample complex charges, and a month billed without waiting for the queue: for the demo and for tests of other
//! rooms.
//!
//! Deliberately absent: payments and invented residents.

use kernel::{BillingRunId, Date, Period, Rupiah};
use ledger::{Chart, Purpose};
use rust_decimal::Decimal;
use tenancy::{JobScope, Result, TenantTx};

use crate::{
    charge::{
        Block, Cadence, Liable, Obligation, Proration, Rule, TaxClass, UsageMonth,
        sql::{
            kinds::{self, KindDetails},
            versions::{self, VersionDetails},
        },
    },
    run,
    setting::{self, BankAccount, Letterhead},
};

/// Is there anything that this complex charges?
pub async fn is_founded(tx: &mut TenantTx) -> Result<bool> {
    Ok(!crate::charge::sql::charge_types(tx).await?.is_empty())
}

/// The sample's tariffs: environment by who lives there, security that went up in April, waste.
///
/// # Errors
/// The database's; `tariff_no_overlap` when the sample was founded before.
pub async fn found(tx: &mut TenantTx, from: Date, security_rises: Date) -> Result<()> {
    let rp = |amount| Rupiah::new(amount).unwrap_or(Rupiah::ZERO);
    let environment = Rule::ByOccupancy {
        lived_in: Some(rp(300_000)),
        rented: Some(rp(300_000)),
        empty: Some(rp(200_000)),
        plot: Some(rp(100_000)),
    };
    let first = "Musyawarah warga, awal tahun buku";
    charge(tx, ("IPL", "Iuran lingkungan", "UMUM", 10), &[(from, None, environment, first)]).await?;
    let security = [
        (from, Some(security_rises), Rule::Flat { amount: rp(75_000) }, first),
        (
            security_rises,
            None,
            Rule::Flat { amount: rp(100_000) },
            "Musyawarah warga, tambahan satu regu satpam",
        ),
    ];
    charge(tx, ("KEAMANAN", "Keamanan", "KEAMANAN", 20), &security).await?;
    charge(
        tx,
        ("SAMPAH", "Sampah", "KEBERSIHAN", 30),
        &[(from, None, Rule::Flat { amount: rp(25_000) }, first)],
    )
    .await?;
    let mut setting = setting::load(tx).await?;
    setting.bank = BankAccount {
        name: "BCA".to_owned(),
        number: "5271 004 412".to_owned(),
        holder: "Paguyuban Warga".to_owned(),
    };
    setting.letterhead = Letterhead {
        signer_name: "Ratna Dewi".to_owned(),
        signer_title: "Pengelola".to_owned(),
        ..setting.letterhead
    };
    setting::save(tx, &setting).await
}

/// Water by the meter, billed with the month after the one that was read.
///
/// # Errors
/// The database's; `charge_type_code_once` when water was founded before.
pub async fn found_water(tx: &mut TenantTx, from: Date) -> Result<()> {
    let rp = |amount| Rupiah::new(amount).unwrap_or(Rupiah::ZERO);
    let block = |above: i64, rate: i64| Block { above: Decimal::from(above), rate: Decimal::from(rate) };
    let water = Rule::Metered {
        usage: UsageMonth::Before,
        fixed: rp(10_000),
        blocks: vec![block(0, 2_500), block(10, 3_500), block(20, 5_000)],
        minimum_use: None,
    };
    charge(tx, ("AIR", "Air bersih", "AIR", 40), &[(from, None, water, "Musyawarah warga blok A")]).await
}

type Version = (Date, Option<Date>, Rule, &'static str);

async fn charge(tx: &mut TenantTx, kind: (&str, &str, &str, i16), prices: &[Version]) -> Result<()> {
    let (code, name, fund, priority) = kind;
    let chart = Chart::load(tx).await?;
    let fund =
        chart.funds().iter().find(|known| known.code == fund).map_or(chart.general_fund(), |fund| fund.id);
    let details = KindDetails {
        code: code.to_owned(),
        name: name.to_owned(),
        cadence: Cadence::Monthly,
        anchor: Period::of(prices.first().map_or_else(Date::default, |version| version.0)),
        obligation: Obligation::Compulsory,
        liable: Liable::Occupant,
        fund,
        income_account: chart.account(Purpose::DuesIncome),
        tax_class: TaxClass::None,
        priority,
        utility: prices.iter().any(|version| version.2.is_metered()).then(|| "water".to_owned()),
        note: String::new(),
    };
    let id = kinds::add(tx, &details).await?;
    for (from, until, rule, decision) in prices {
        let version = VersionDetails {
            from: *from,
            rule: rule.clone(),
            proration: Proration::Days,
            tax_percent: None,
            decision: (*decision).to_owned(),
        };
        versions::add(tx, id, &version, *until).await?;
    }
    Ok(())
}

/// Bills a month here and now, step by step as the worker does.
///
/// # Errors
/// The run's own reason, in words.
pub async fn bill_month(scope: &JobScope, period: Period) -> Result<BillingRunId, String> {
    run::bill_now(scope, period).await
}
