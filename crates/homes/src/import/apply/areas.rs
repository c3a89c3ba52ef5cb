//! Blocks, RT and RW that a file names: found among those that are there, or added. Pure.

use std::collections::{BTreeSet, HashMap};

use kernel::{AreaId, Instant};

use super::sql::NewArea;
use crate::{
    area::{Area, AreaKind, Areas},
    import::{PlannedRow, area_name},
};

const LONGEST_CODE: usize = 20;
const LONGEST_NAME: usize = 60;

/// The areas of every row, by what the rows call them.
#[derive(Debug, Default)]
pub struct Places {
    blocks: HashMap<String, AreaId>,
    rts: HashMap<(String, Option<String>), AreaId>,
    /// In the order in which they have to be written: an RW before its RT.
    pub new: Vec<NewArea>,
    /// RTs that stood in no RW, and the RW in which the file says they lie.
    pub placed: Vec<(AreaId, AreaId)>,
}

impl Places {
    pub fn find<'r>(rows: impl IntoIterator<Item = &'r PlannedRow>, areas: &Areas, now: Instant) -> Self {
        let mut places = Self::default();
        let mut known: Vec<Area> = areas.0.clone();
        let (mut blocks, mut rws, mut rts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for row in rows {
            blocks.extend(row.block.as_deref().map(area_name));
            rts.extend(row.rt.clone().map(|rt| (rt, row.rw.clone())));
            rws.extend(row.rw.clone());
        }
        for name in blocks {
            let id = places.block(&name, &mut known, now);
            places.blocks.insert(name, id);
        }
        for rw in rws {
            places.rw(&rw, &mut known, now);
        }
        for (rt, rw) in rts {
            let id = places.rt(&rt, rw.as_deref(), &mut known, now);
            places.rts.insert((rt, rw), id);
        }
        places
    }

    /// Block and RT of a row.
    pub fn of(&self, row: &PlannedRow) -> (Option<AreaId>, Option<AreaId>) {
        let block = row.block.as_deref().and_then(|block| self.blocks.get(&area_name(block)).copied());
        let rt = row.rt.clone().and_then(|rt| self.rts.get(&(rt, row.rw.clone())).copied());
        (block, rt)
    }

    fn block(&mut self, name: &str, known: &mut Vec<Area>, now: Instant) -> AreaId {
        let same = |area: &&Area| {
            area.kind == AreaKind::Block
                && (key(&area.name) == key(name) || key(&area.code) == key(bare(name)))
        };
        if let Some(area) = known.iter().find(same) {
            return area.id;
        }
        let code = free_code(bare(name), known);
        self.add(AreaKind::Block, code, name, None, known, now)
    }

    /// Also where no RT is named: then it is the RW of the whole complex.
    fn rw(&mut self, rw: &str, known: &mut Vec<Area>, now: Instant) -> AreaId {
        let same = |area: &&Area| area.kind == AreaKind::Rw && number(&area.code) == number(rw);
        match known.iter().find(same) {
            Some(area) => area.id,
            None => self.add(AreaKind::Rw, rw.to_owned(), &format!("RW {rw}"), None, known, now),
        }
    }

    /// The RT in that RW; else the only one of this number that is in no RW, which then lies in it.
    fn rt(&mut self, rt: &str, rw: Option<&str>, known: &mut Vec<Area>, now: Instant) -> AreaId {
        let rw = rw.map(|rw| self.rw(rw, known, now));
        let same = |area: &&mut Area| area.kind == AreaKind::Rt && number(&area.code) == number(rt);
        if let Some(area) = known.iter_mut().filter(same).find(|area| rw.is_none() || area.parent == rw) {
            return area.id;
        }
        if let (Some(area), Some(rw)) = (known.iter_mut().filter(same).find(|area| area.parent.is_none()), rw)
        {
            area.parent = Some(rw);
            self.placed.push((area.id, rw));
            return area.id;
        }
        self.add(AreaKind::Rt, rt.to_owned(), &format!("RT {rt}"), rw, known, now)
    }

    fn add(
        &mut self,
        kind: AreaKind,
        code: String,
        name: &str,
        parent: Option<AreaId>,
        known: &mut Vec<Area>,
        now: Instant,
    ) -> AreaId {
        let id = AreaId::new(now);
        let name: String = name.chars().take(LONGEST_NAME).collect();
        self.new.push(NewArea {
            area_id: id,
            kind,
            code: code.clone(),
            name: name.clone(),
            parent_id: parent,
        });
        known.push(Area { id, kind, code, name, parent });
        id
    }
}

/// `Blok A` is the block A; a cluster is its own name.
fn bare(name: &str) -> &str {
    name.strip_prefix("Blok ").unwrap_or(name)
}

fn key(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn number(code: &str) -> &str {
    code.trim_start_matches('0')
}

/// What fits on the sign. Two long names that begin alike get a number.
fn free_code(name: &str, known: &[Area]) -> String {
    let taken =
        |code: &str| known.iter().any(|area| area.kind == AreaKind::Block && key(&area.code) == key(code));
    let short: String = name.chars().take(LONGEST_CODE).collect();
    let stem: String = name.chars().take(LONGEST_CODE - 3).collect();
    let numbered = (2..100).map(|number| format!("{} {number}", stem.trim_end()));
    std::iter::once(short.trim_end().to_owned()).chain(numbered).find(|code| !taken(code)).unwrap_or(short)
}
