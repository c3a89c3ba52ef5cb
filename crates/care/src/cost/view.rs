//! What the reporter's and the office's pages show alike of what it costs.

use kernel::{Rupiah, Zone, format};
use tenancy::{Place, TenantTx};
use uuid::Uuid;
use web::{Shell, shell::parts::Tone};

use super::{
    model::{Line, Standing},
    sql::{self, Estimate},
};
use crate::{complaint::sql::Complaint, warranty};

pub struct ShownLine {
    pub description: String,
    /// `2 × Rp 75.000`
    pub figure: String,
    pub amount: String,
}

pub struct Shown {
    pub estimate: Uuid,
    pub lines: Vec<ShownLine>,
    pub total: String,
    pub note: String,
    pub badge: (&'static str, Tone),
    /// Who said what, and when; empty: nobody.
    pub answer: String,
    pub answer_words: String,
    /// Somebody of the house is asked.
    pub is_asked: bool,
    pub is_free: bool,
    /// Number and address of what was billed, also for earlier estimates.
    pub invoices: Vec<(String, String)>,
}

impl Shown {
    /// `bills`: where the reader finds invoices, such as `tagihan-saya`.
    pub async fn load(
        tx: &mut TenantTx,
        s: &Shell,
        place: &Place,
        complaint: Uuid,
        bills: &str,
    ) -> tenancy::Result<Option<Self>> {
        let Some(estimate) = sql::newest(tx, complaint).await? else { return Ok(None) };
        let lines = sql::lines(tx, estimate.id).await?;
        let invoices = sql::invoices(tx, complaint).await?.into_iter();
        let standing = estimate.standing();
        Ok(Some(Self {
            estimate: estimate.id,
            lines: lines.iter().map(|one| line(s, one)).collect(),
            total: format::rupiah(estimate.total),
            badge: (standing.word(), tone(standing)),
            answer: answer(s, place.zone, &estimate),
            answer_words: estimate.answer.unwrap_or_default(),
            note: estimate.note,
            is_asked: standing == Standing::Asked,
            is_free: estimate.total == Rupiah::ZERO,
            invoices: invoices.map(|it| (it.clone(), place.path(&format!("{bills}/{it}")))).collect(),
        }))
    }
}

/// What a complaint's reporter is shown of warranty and cost, and nobody else who may see it.
///
/// # Errors
/// The database's.
pub async fn of_reporter(
    tx: &mut TenantTx,
    s: &Shell,
    place: &Place,
    complaint: &Complaint,
) -> tenancy::Result<(Option<warranty::Shown>, Option<Shown>)> {
    if !complaint.is_own {
        return Ok((None, None));
    }
    let (id, is_open) = (complaint.id, complaint.state.is_open());
    let warranty = warranty::Shown::load(tx, s, place.zone, id, is_open).await?;
    Ok((warranty, Shown::load(tx, s, place, id, "tagihan-saya").await?))
}

const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Free => Tone::Plain,
        Standing::Asked => Tone::Warn,
        Standing::Agreed | Standing::Billed => Tone::Ok,
        Standing::Declined => Tone::Bad,
    }
}

fn line(s: &Shell, line: &Line) -> ShownLine {
    ShownLine {
        description: line.description.clone(),
        figure: format!(
            "{} × {}",
            format::decimal(line.quantity.normalize(), s.locale),
            format::rupiah(line.rate)
        ),
        amount: format::rupiah(line.amount),
    }
}

fn answer(s: &Shell, zone: Zone, estimate: &Estimate) -> String {
    let (Some(agreed), Some(name), Some(at)) = (estimate.agreed, &estimate.answered_by, estimate.answered_at)
    else {
        return String::new();
    };
    let key = if agreed { "care-cost-agreed-by" } else { "care-cost-declined-by" };
    s.t2(key, "name", name.as_str(), "when", format::date_time(at, zone, s.locale))
}
