//! Which money settles which line: oldest due first, and how a reduction spreads over an invoice. Pure.

use kernel::{CreditId, Date, FundId, InvoiceId, LedgerAccountId, Rupiah, UnitId};

/// What a line asks for: the dues themselves, or a penalty for paying them late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    Principal,
    Penalty,
}

/// What money settles first among lines that are due on the same day (a setting of the complex).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    PrincipalFirst,
    PenaltyFirst,
}

impl Order {
    /// As it stands in `dues_setting.settle_first`.
    pub fn from_code(code: &str) -> Self {
        if code == "penalty" { Self::PenaltyFirst } else { Self::PrincipalFirst }
    }
}

/// A line of an issued invoice that is not settled in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenLine {
    pub invoice: InvoiceId,
    pub line: i16,
    pub unit: UnitId,
    pub due_on: Date,
    pub claim: Claim,
    /// Of the charge type; smaller goes first.
    pub priority: i16,
    pub fund: FundId,
    /// What is still to be settled.
    pub open: Rupiah,
}

/// So much of some money goes to this line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    pub invoice: InvoiceId,
    pub line: i16,
    pub unit: UnitId,
    pub claim: Claim,
    pub fund: FundId,
    pub amount: Rupiah,
}

/// Money of a unit that is neither used nor returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditLeft {
    pub credit: CreditId,
    pub unit: UnitId,
    /// Where that money lies.
    pub account: LedgerAccountId,
    pub value_on: Date,
    pub left: Rupiah,
}

/// An allocation together with the money that it takes, or took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    pub credit: CreditId,
    pub account: LedgerAccountId,
    pub value_on: Date,
    pub to: Allocation,
}

/// Gives the money to the lines: the oldest due first, then principal or penalty as the complex wants it, then by the
/// charge's priority, then as the lines stand. Answers what no line asked for.
pub fn allocate(lines: &[OpenLine], amount: Rupiah, order: Order) -> (Vec<Allocation>, Rupiah) {
    let mut queue: Vec<&OpenLine> = lines.iter().filter(|line| line.open > Rupiah::ZERO).collect();
    queue.sort_by_key(|line| turn(line, order));
    let mut rest = amount;
    let mut allocations = Vec::new();
    for line in queue {
        let part = line.open.min(rest);
        if part <= Rupiah::ZERO {
            break;
        }
        rest = less(rest, part);
        allocations.push(line.allocation(part));
    }
    (allocations, rest)
}

/// The same, but the chosen invoices come first; what they leave goes to the others.
pub fn allocate_chosen(
    lines: &[OpenLine],
    chosen: &[InvoiceId],
    amount: Rupiah,
    order: Order,
) -> (Vec<Allocation>, Rupiah) {
    let (first, others): (Vec<OpenLine>, Vec<OpenLine>) =
        lines.iter().partition(|line| chosen.contains(&line.invoice));
    let (mut allocations, rest) = allocate(&first, amount, order);
    let (more, rest) = allocate(&others, rest, order);
    allocations.extend(more);
    (allocations, rest)
}

/// Pays what is open from credits: of each unit the oldest money first. Both lists are of any number of units.
pub fn apply(credits: &[CreditLeft], lines: &[OpenLine], order: Order) -> Vec<Use> {
    let mut credits: Vec<CreditLeft> = credits.to_vec();
    credits.sort_by_key(|credit| (credit.unit, credit.value_on, credit.credit));
    let mut lines: Vec<OpenLine> = lines.to_vec();
    lines.sort_by_key(|line| (line.unit, turn(line, order)));
    let mut uses = Vec::new();
    let mut at = 0;
    for mut credit in credits {
        at += lines[at..].partition_point(|line| line.unit < credit.unit);
        while credit.left > Rupiah::ZERO && lines.get(at).is_some_and(|line| line.unit == credit.unit) {
            let line = &mut lines[at];
            let part = line.open.min(credit.left);
            if part > Rupiah::ZERO {
                uses.push(credit.use_for(line.allocation(part)));
            }
            credit.left = less(credit.left, part);
            line.open = less(line.open, part);
            if line.open <= Rupiah::ZERO {
                at += 1;
            }
        }
    }
    uses
}

/// Who is settled before whom.
fn turn(line: &OpenLine, order: Order) -> (Date, bool, i16, InvoiceId, i16) {
    let waits = match order {
        Order::PrincipalFirst => line.claim == Claim::Penalty,
        Order::PenaltyFirst => line.claim == Claim::Principal,
    };
    (line.due_on, waits, line.priority, line.invoice, line.line)
}

impl OpenLine {
    fn allocation(&self, amount: Rupiah) -> Allocation {
        let Self { invoice, line, unit, claim, fund, .. } = *self;
        Allocation { invoice, line, unit, claim, fund, amount }
    }
}

impl CreditLeft {
    fn use_for(&self, to: Allocation) -> Use {
        Use { credit: self.credit, account: self.account, value_on: self.value_on, to }
    }
}

/// The sum of amounts that together were one amount before.
pub fn sum(amounts: impl IntoIterator<Item = Rupiah>) -> Rupiah {
    amounts
        .into_iter()
        .try_fold(Rupiah::ZERO, Rupiah::checked_add)
        .expect("the parts of an amount stay within what a complex can own")
}

/// What remains; callers take away at most what is there.
pub fn less(whole: Rupiah, part: Rupiah) -> Rupiah {
    whole.checked_sub(part).expect("the difference of two amounts stays within what a complex can own")
}
