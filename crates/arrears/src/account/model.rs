//! From movements to a statement. Pure but for the one question to the ledger.

use kernel::{Date, Rupiah, UnitId};
use ledger::{Movement, Purpose, movements_of_subject};
use tenancy::{Result, TenantTx};

/// The accounts that make up what a unit owes: receivables less its titipan.
const ACCOUNTS: [Purpose; 3] = [Purpose::DuesReceivable, Purpose::PenaltyReceivable, Purpose::Credit];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub on: Date,
    /// Key of the sentence for this kind of movement.
    pub word: &'static str,
    /// The number or reason that the books hold.
    pub memo: String,
    pub debit: Rupiah,
    pub credit: Rupiah,
    /// Behind this line: what the unit owes; below zero, what it has paid ahead.
    pub balance: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub from: Date,
    pub to: Date,
    pub opening: i64,
    pub lines: Vec<Line>,
    pub closing: i64,
}

/// The statement of a unit, both days included.
pub async fn statement(tx: &mut TenantTx, unit: UnitId, from: Date, to: Date) -> Result<Statement> {
    let movements = movements_of_subject(tx, &ACCOUNTS, unit.uuid()).await?;
    Ok(drawn(&movements, from, to))
}

fn drawn(movements: &[Movement], from: Date, to: Date) -> Statement {
    let before = movements.iter().filter(|m| m.booked_on < from).map(|m| m.amount.get()).sum();
    let mut balance: i64 = before;
    let inside = movements.iter().filter(|m| (from..=to).contains(&m.booked_on));
    let lines: Vec<Line> = inside
        .map(|movement| {
            let amount = movement.amount.get();
            balance += amount;
            Line {
                on: movement.value_on,
                word: word(&movement.kind),
                memo: movement.memo.clone(),
                debit: side(amount),
                credit: side(-amount),
                balance,
            }
        })
        .collect();
    Statement { from, to, opening: before, lines, closing: balance }
}

fn side(amount: i64) -> Rupiah {
    Rupiah::new(amount.clamp(0, Rupiah::LIMIT)).unwrap_or(Rupiah::ZERO)
}

fn word(kind: &str) -> &'static str {
    match kind {
        "invoice_issued" => "unit-account-issued",
        "invoice_voided" => "unit-account-voided",
        "invoice_reduced" => "unit-account-reduced",
        "payment_received" => "unit-account-paid",
        "payment_reversed" => "unit-account-reversed",
        "credit_refunded" => "unit-account-refunded",
        _ => "unit-account-other",
    }
}

#[cfg(test)]
mod tests {
    use kernel::{EntryId, Instant};
    use uuid::Uuid;

    use super::*;

    fn moved(on: &str, kind: &str, amount: i64) -> Movement {
        Movement {
            entry: EntryId::new(Instant::from_timestamp(1_795_316_400, 0).unwrap()),
            kind: kind.into(),
            source: Uuid::nil(),
            booked_on: on.parse().unwrap(),
            value_on: on.parse().unwrap(),
            memo: String::new(),
            amount: Rupiah::new(amount).unwrap(),
        }
    }

    #[test]
    fn what_was_before_is_the_opening_and_every_line_carries_its_balance() {
        let year = [
            moved("2026-09-01", "invoice_issued", 425_000),
            moved("2026-10-01", "invoice_issued", 425_000),
            moved("2026-10-09", "payment_received", -900_000),
            moved("2026-11-01", "invoice_issued", 425_000),
        ];
        let october = drawn(&year, "2026-10-01".parse().unwrap(), "2026-10-31".parse().unwrap());
        assert_eq!((october.opening, october.closing), (425_000, -50_000));
        let balances: Vec<i64> = october.lines.iter().map(|line| line.balance).collect();
        assert_eq!(balances, [850_000, -50_000], "50,000 paid ahead");
        assert_eq!(october.lines[1].credit.get(), 900_000);
    }
}
