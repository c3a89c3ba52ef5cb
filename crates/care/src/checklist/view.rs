//! The steps of a complaint as a page shows them.

use kernel::{Zone, format};
use tenancy::TenantTx;
use web::Shell;

use super::{Step, sql};
use crate::complaint::sql::Complaint;

pub struct Shown {
    pub id: String,
    pub words: String,
    pub is_done: bool,
    /// By whom and when.
    pub by: String,
}

pub struct List {
    pub steps: Vec<Shown>,
    pub open: usize,
    pub may_tick: bool,
}

impl List {
    pub async fn load(
        tx: &mut TenantTx,
        s: &Shell,
        zone: Zone,
        complaint: &Complaint,
    ) -> tenancy::Result<Self> {
        let steps = sql::of_complaint(tx, complaint.id).await?;
        Ok(Self {
            open: steps.iter().filter(|step| step.done_at.is_none()).count(),
            steps: steps.into_iter().map(|step| shown(s, zone, step)).collect(),
            may_tick: complaint.state.is_open(),
        })
    }

    pub fn done(&self) -> usize {
        self.steps.len() - self.open
    }
}

fn shown(s: &Shell, zone: Zone, step: Step) -> Shown {
    let when = step.done_at.map(|at| format::date_time(at, zone, s.locale));
    let by = when.map(|when| s.t2("care-list-by", "name", step.by.as_str(), "when", when));
    Shown {
        id: step.id.to_string(),
        words: step.words,
        is_done: step.done_at.is_some(),
        by: by.unwrap_or_default(),
    }
}
