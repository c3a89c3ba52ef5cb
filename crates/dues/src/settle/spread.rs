//! How a reduction spreads over the lines of an invoice, and which money has to make room for it. Pure.

use kernel::{LedgerAccountId, Rupiah};

use super::model::{Allocation, Use, less};

/// How much is to be taken off an invoice, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// Off the lines in their order: what is open of them first, then what is paid already.
    Total(Rupiah),
    /// Off these lines.
    Lines(Vec<(i16, Rupiah)>),
}

/// A line that may be reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reducible {
    /// The line, with what is open of it as its amount.
    pub open: Allocation,
    pub income: LedgerAccountId,
    /// What money settled.
    pub paid: Rupiah,
}

/// So much comes off this line; `from_paid` of it is paid already and becomes the unit's credit first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub to: Allocation,
    pub income: LedgerAccountId,
    pub from_paid: Rupiah,
}

/// The cuts, or nothing where the invoice asks for less than is to be taken off.
pub fn spread(lines: &[Reducible], amounts: &Amounts) -> Option<Vec<Cut>> {
    let wanted = match amounts {
        Amounts::Lines(wanted) => wanted.clone(),
        Amounts::Total(total) => in_order(lines, *total)?,
    };
    let mut cuts = Vec::new();
    for (number, amount) in wanted {
        let line = lines.iter().find(|line| line.open.line == number)?;
        let from_open = amount.min(line.open.amount);
        let from_paid = less(amount, from_open);
        if amount <= Rupiah::ZERO
            || from_paid > line.paid
            || cuts.iter().any(|cut: &Cut| cut.to.line == number)
        {
            return None;
        }
        cuts.push(Cut { to: Allocation { amount, ..line.open }, income: line.income, from_paid });
    }
    Some(cuts)
}

fn in_order(lines: &[Reducible], total: Rupiah) -> Option<Vec<(i16, Rupiah)>> {
    let mut rest = total;
    let mut takes: Vec<(i16, Rupiah)> = Vec::with_capacity(lines.len());
    for line in lines {
        let take = line.open.amount.min(rest);
        rest = less(rest, take);
        takes.push((line.open.line, take));
    }
    for (line, (_, take)) in lines.iter().zip(&mut takes) {
        let more = line.paid.min(rest);
        rest = less(rest, more);
        *take = take.checked_add(more).ok()?;
    }
    takes.retain(|(_, take)| *take > Rupiah::ZERO);
    (rest == Rupiah::ZERO).then_some(takes)
}

/// Which money of a line has to go back so that `amount` of it is open: the latest first.
pub fn make_room(uses: &[Use], line: i16, amount: Rupiah) -> Vec<Use> {
    let mut of_line: Vec<&Use> = uses.iter().filter(|a_use| a_use.to.line == line).collect();
    of_line.sort_by_key(|a_use| std::cmp::Reverse((a_use.value_on, a_use.credit)));
    let mut rest = amount;
    let mut back = Vec::new();
    for a_use in of_line {
        let part = a_use.to.amount.min(rest);
        if part > Rupiah::ZERO {
            rest = less(rest, part);
            back.push(Use { to: Allocation { amount: part, ..a_use.to }, ..*a_use });
        }
    }
    back
}
