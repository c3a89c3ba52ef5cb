//! The late-fee rule for programs.

use kernel::{Date, FundId};
use ledger::Chart;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Faults,
    api::{Answer, Claim, Once, Page},
};

use super::{assess::set_rule, rule::Rule, sql};

/// A version of the rule, from its first day up to, not including, `until`.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersion {
    from: Date,
    until: Option<Date>,
    /// The rule; amounts are rupiah, shares percent
    #[schema(value_type = Object)]
    rule: serde_json::Value,
    fund: Uuid,
    decision: String,
}

/// Every version of the late-fee rule, the first one first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/penalty-rules", tag = "arrears",
    params(("complex" = String, Path)), responses((status = 200, body = Page<RuleVersion>))
)]
pub async fn index(may: May<SeeDues>) -> web::Result<Page<RuleVersion>> {
    let mut tx = may.begin().await?;
    let version = |row: sql::VersionRow| RuleVersion {
        from: row.from,
        until: row.until,
        rule: row.rule,
        fund: row.fund.uuid(),
        decision: row.decision,
    };
    let items = sql::versions(&mut tx).await?.into_iter().map(version).collect();
    Ok(Page { items, next: None })
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRule {
    /// For invoices that are due from this day on; today at the earliest
    from: Date,
    /// `{ "grace_days": 7, "charge": { "kind": "percent", "percent": "2", "repeats": "monthly" }, "cap_percent": "10" }`
    #[schema(value_type = Object)]
    rule: Rule,
    /// Id of the fund that gets the fees; the general fund when it is left out
    fund: Option<Uuid>,
    /// Who decided it, and when
    #[serde(default)]
    decision: String,
}

/// A new rule. What was planned behind its first day goes.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/penalty-rules", tag = "arrears",
    params(("complex" = String, Path)), request_body = NewRule,
    responses((status = 201, body = RuleVersion), (status = 422))
)]
pub async fn create(may: May<SetTariffs>, browser: Browser, sent: Once<NewRule>) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let words = browser.texts();
    let mut faults = Faults::default();
    if body.from < may.place().zone.date(tx.now()) {
        faults.put("from", words.get("penalty-fault-from"));
    }
    if !body.rule.is_sound() {
        faults.put("rule", words.get("penalty-fault-percent"));
    }
    let chart = Chart::load(&mut tx).await?;
    let fund = body.fund.map_or(chart.general_fund(), FundId::from_uuid);
    if !chart.funds().iter().any(|known| known.id == fund) {
        faults.put("fund", words.get("penalty-fault-fund"));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let decision: String = body.decision.trim().chars().take(300).collect();
    set_rule(&mut tx, body.from, &body.rule, fund, &decision).await?;
    let rule = serde_json::to_value(&body.rule).map_err(Error::broken)?;
    let made = RuleVersion { from: body.from, until: None, rule, fund: fund.uuid(), decision };
    let location = format!("/api/v1/complexes/{}/penalty-rules", may.place().slug);
    claimed.settle(tx, Answer::created(location, &made)?).await
}
