//! Once a day: what the gateway says about yesterday's attempts, beside what stands in the books.

use jobs::{Job, JobFault, Tools};
use kernel::Rupiah;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tenancy::JobScope;

use super::{
    model::{Judgement, judge},
    sql::{self, Comparison, Wanted},
};
use crate::{
    gateway::Gateways,
    setting::{self, Mode},
};

/// Attempts of one day that are compared.
const MOST: i64 = 5_000;

/// Compares yesterday. Running twice gives another row; the newest of a day is shown.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Compare {}

impl Job for Compare {
    const NAME: &'static str = "checkout.compare";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let gateways = tools.need::<Gateways>()?;
        let mut tx = scope.begin().await?;
        if setting::load(&mut tx).await?.mode == Mode::Off {
            return Ok(());
        }
        let day = dues::settle::today(&mut tx).await?.pred_opt().unwrap_or_default();
        let (from, before) = sql::span(&mut tx, day).await?;
        let wanted = Wanted { made_from: Some(from), made_before: Some(before), ..Wanted::default() };
        let attempts = sql::attempts(&mut tx, &wanted, MOST).await?;
        if attempts.is_empty() {
            return Ok(());
        }
        drop(tx);
        let (mut gateway_total, mut booked_total, mut unanswered) = (0, 0, 0);
        let mut differences = Vec::new();
        for attempt in &attempts {
            let mut tx = scope.begin().await?;
            let key = setting::current(&mut tx, gateways.sealer(), attempt.mode).await?;
            drop(tx);
            let Ok(said) = gateways.status(&key, &attempt.order).await else {
                unanswered += 1;
                continue;
            };
            // The simulator forgets with its process, and that is no difference.
            if said.is_none() && attempt.mode == Mode::Trial {
                unanswered += 1;
                continue;
            }
            let theirs = said.map_or(0, |said| match judge(attempt.amount.get(), attempt.fee.get(), &said) {
                Judgement::Books(_, amount) => amount,
                Judgement::Leave(_) => 0,
                Judgement::Park(_) => said.gross.unwrap_or(0),
            });
            let ours = attempt.booked.get();
            gateway_total += theirs;
            booked_total += ours;
            if theirs != ours {
                differences.push(json!({ "attempt": attempt.id, "gateway": theirs, "booked": ours }));
            }
        }
        let done = Comparison {
            day,
            attempts: i32::try_from(attempts.len()).unwrap_or(i32::MAX),
            gateway_total: Rupiah::new(gateway_total).map_err(JobFault::because)?,
            booked_total: Rupiah::new(booked_total).map_err(JobFault::because)?,
            unanswered,
            differences: json!(differences),
        };
        let mut tx = scope.begin().await?;
        sql::insert_comparison(&mut tx, &done).await?;
        Ok(tx.commit().await?)
    }
}
