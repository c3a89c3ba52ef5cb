use kernel::{Date, Period, Rupiah, format};
use serde_json::{Value, json};

use super::{View, at_most, sum, view::some};
use crate::PaperFault;

/// The picture for the residents' group: how far the dues of a month are, by block. Has no names, and nowhere to put one.
#[derive(Clone, Debug)]
pub struct Recap {
    pub period: Period,
    pub as_of: Date,
    pub blocks: Vec<Block>,
    /// One sentence of thanks or of what to do; empty when there is none.
    pub note: String,
    pub link: Option<String>,
}

/// One block, or one RT: counts and a sum.
#[derive(Clone, Debug)]
pub struct Block {
    /// `Blok A`, `RT 03`.
    pub name: String,
    /// Units that were billed.
    pub units: u32,
    /// Units that owe nothing any more.
    pub paid_units: u32,
    /// What the others owe, arrears of earlier months included.
    pub owed: Rupiah,
}

const BLOCKS_LIMIT: usize = 120;

impl Recap {
    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        at_most("blocks of a recap", self.blocks.len(), BLOCKS_LIMIT)?;
        if self.blocks.iter().any(|block| block.paid_units > block.units) {
            return Err(PaperFault::DoesNotAddUp("recap"));
        }
        let units: u32 = self.blocks.iter().map(|block| block.units).sum();
        let paid: u32 = self.blocks.iter().map(|block| block.paid_units).sum();
        let owed = sum(self.blocks.iter().map(|block| block.owed))?;
        let block = |block: &Block| {
            json!({
                "name": block.name,
                "units": view.number(block.units.into()),
                "paid": view.number(block.paid_units.into()),
                "percent": percent(block.paid_units, block.units),
                "owed": format::rupiah(block.owed),
            })
        };
        Ok(json!({
            "kind": "recap",
            "period": view.month(self.period),
            "as-of": view.date(self.as_of),
            "blocks": self.blocks.iter().map(block).collect::<Value>(),
            "units": view.number(units.into()),
            "paid": view.number(paid.into()),
            "percent": percent(paid, units),
            "owed": format::rupiah(owed),
            "note": some(&self.note),
            "link": view.link(self.link.as_deref())?,
        }))
    }
}

/// Rounded down, so that a hundred means everybody.
fn percent(part: u32, whole: u32) -> u64 {
    if whole == 0 { 0 } else { u64::from(part) * 100 / u64::from(whole) }
}
