//! What a run loads once: everything that is charged in a month.

use kernel::{ChargeTypeId, Date, FundId, LedgerAccountId, OverrideId, Period, Rupiah, TariffId, UnitId};
use rust_decimal::Decimal;
use sqlx::types::Json;
use tenancy::{Error, Result, TenantTx};

use crate::charge::{
    Cadence, ChargeBook, ChargeType, Figure, Liable, Obligation, Override, Proration, Rule, Tariff, TaxClass,
};

/// The charges in use with all their versions, and the overrides that a stretch around this month could meet. Three
/// statements, whatever the number of units.
pub async fn book(tx: &mut TenantTx, period: Period) -> Result<ChargeBook> {
    let kinds = charge_types(tx).await?;
    let mut tariffs = tariffs(tx).await?;
    let overrides = overrides_around(tx, period).await?;
    let charges = kinds
        .into_iter()
        .map(|kind| {
            let id = kind.id;
            (kind, tariffs.extract_if(.., |tariff| tariff.charge_type == id).collect())
        })
        .collect();
    Ok(ChargeBook::new(period, charges, overrides))
}

pub(super) struct TypeRow {
    pub id: ChargeTypeId,
    pub code: String,
    pub name: String,
    pub cadence: Cadence,
    pub anchor: Date,
    pub obligation: Obligation,
    pub liable: Liable,
    pub fund: FundId,
    pub income_account: LedgerAccountId,
    pub tax_class: TaxClass,
    pub priority: i16,
    pub utility: Option<String>,
    pub note: String,
}

impl From<TypeRow> for ChargeType {
    fn from(row: TypeRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            cadence: row.cadence,
            anchor: Period::of(row.anchor),
            obligation: row.obligation,
            liable: row.liable,
            fund: row.fund,
            income_account: row.income_account,
            tax_class: row.tax_class,
            priority: row.priority,
            utility: row.utility,
            note: row.note,
        }
    }
}

/// The charge types in use, in the order of an invoice's lines.
pub async fn charge_types(tx: &mut TenantTx) -> Result<Vec<ChargeType>> {
    let rows = sqlx::query_as!(
        TypeRow,
        r#"select charge_type_id as "id: ChargeTypeId", code, name, cadence as "cadence: Cadence", anchor,
                  obligation as "obligation: Obligation", liable as "liable: Liable", fund_id as "fund: FundId",
                  income_account_id as "income_account: LedgerAccountId", tax_class as "tax_class: TaxClass", priority,
                  utility, note
             from charge_type where retired_at is null order by priority, code"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(ChargeType::from).collect())
}

pub(super) struct TariffRow {
    pub id: TariffId,
    pub charge_type: ChargeTypeId,
    pub from: Date,
    pub until: Option<Date>,
    pub rule: Json<Rule>,
    pub proration: Proration,
    pub tax_percent: Option<Decimal>,
    pub decision: String,
    pub is_used: bool,
}

impl From<TariffRow> for Tariff {
    fn from(row: TariffRow) -> Self {
        Self {
            id: row.id,
            charge_type: row.charge_type,
            from: row.from,
            until: row.until,
            rule: row.rule.0,
            proration: row.proration,
            tax_percent: row.tax_percent,
            decision: row.decision,
            is_used: row.is_used,
        }
    }
}

/// Every version of every charge type in use, by their first days.
pub async fn tariffs(tx: &mut TenantTx) -> Result<Vec<Tariff>> {
    let rows = sqlx::query_as!(
        TariffRow,
        r#"select t.tariff_id as "id: TariffId", t.charge_type_id as "charge_type: ChargeTypeId",
                  lower(t.valid) as "from!", upper(t.valid) as until, t.rule as "rule: Json<Rule>",
                  t.proration as "proration: Proration", t.tax_percent, t.decision, t.used_at is not null as "is_used!"
             from tariff t join charge_type c using (complex_id, charge_type_id)
            where c.retired_at is null order by lower(t.valid)"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(Tariff::from).collect())
}

pub(super) struct OverrideRow {
    pub id: OverrideId,
    pub unit: UnitId,
    pub charge_type: ChargeTypeId,
    pub from: Date,
    pub until: Option<Date>,
    pub kind: String,
    pub amount: Option<Rupiah>,
    pub percent: Option<Decimal>,
    pub reason: String,
}

impl TryFrom<OverrideRow> for Override {
    type Error = Error;

    /// The table's own check keeps kind and figure together.
    fn try_from(row: OverrideRow) -> Result<Self> {
        let figure = match (row.kind.as_str(), row.amount, row.percent) {
            ("exempt", _, _) => Figure::Exempt,
            ("fixed", Some(amount), _) => Figure::Fixed { amount },
            ("discount_rupiah", Some(amount), _) => Figure::DiscountRupiah { amount },
            ("discount_percent", _, Some(percent)) => Figure::DiscountPercent { percent },
            _ => return Err(Error::Missing),
        };
        Ok(Self {
            id: row.id,
            unit: row.unit,
            charge_type: row.charge_type,
            from: row.from,
            until: row.until,
            figure,
            reason: row.reason,
        })
    }
}

/// Overrides that hold on any day from a year before this month to a year behind it: no stretch reaches further.
async fn overrides_around(tx: &mut TenantTx, period: Period) -> Result<Vec<Override>> {
    let rows = sqlx::query_as!(
        OverrideRow,
        r#"select override_id as "id: OverrideId", unit_id as "unit: UnitId",
                  charge_type_id as "charge_type: ChargeTypeId", lower(valid) as "from!", upper(valid) as until,
                  kind, amount as "amount: Rupiah", percent, reason
             from tariff_override
            where valid && daterange(($1::date - interval '12 months')::date, ($1::date + interval '12 months')::date)
            order by lower(valid)"#,
        period.first_day()
    );
    rows.fetch_all(tx).await?.into_iter().map(Override::try_from).collect()
}
