//! The rule as a form that says in one sentence what it will do, with an example in figures.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, FundId, Rupiah, format};
use ledger::Chart;
use rust_decimal::Decimal;
use serde::Deserialize;
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use web::{Browser, Faults, Form, Go, Query, Shell, shell::parts::Choice};

use super::{
    assess::set_rule,
    rule::{Charge, Facts, Grace, Repeats, Rule},
    sql,
};

/// What the form holds, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    mulai: String,
    tenggang: String,
    /// `tetap`, `persen`, `harian`, `bunga`.
    jenis: String,
    jumlah: String,
    persen: String,
    /// `sekali` or `bulanan`.
    ulang: String,
    minimum: String,
    batas: String,
    batas_persen: String,
    batas_unit: String,
    dana: String,
    keputusan: String,
    /// The invoice of the example, rupiah.
    contoh: String,
}

struct VersionLine {
    span: String,
    sentence: String,
    decision: String,
    is_now: bool,
}

#[derive(Template)]
#[template(path = "penalty/index.html")]
struct Index {
    s: Shell,
    action: String,
    form: RuleForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    kinds: Vec<Choice>,
    repeats: Vec<Choice>,
    funds: Vec<Choice>,
    versions: Vec<VersionLine>,
    example: Vec<(String, String)>,
    sets: bool,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(mut form): Query<RuleForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    if form.jenis.is_empty() {
        form = suggestion(today);
    }
    let page = page(&mut tx, &may, &browser, form, Faults::default()).await?;
    web::page(&page)
}

pub async fn save(may: May<SetTariffs>, browser: Browser, Form(form): Form<RuleForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let mut faults = Faults::default();
    let rule = read(&browser, &form, &mut faults);
    let from = form.mulai.parse::<Date>().ok();
    if from.is_none_or(|from| from < today) {
        faults.put("mulai", browser.texts().get("penalty-fault-from"));
    }
    let chart = Chart::load(&mut tx).await?;
    let fund = form.dana.parse::<FundId>().ok().filter(|id| chart.funds().iter().any(|fund| fund.id == *id));
    if fund.is_none() {
        faults.put("dana", browser.texts().get("penalty-fault-fund"));
    }
    let (Some(rule), Some(from), Some(fund), true) = (rule, from, fund, faults.is_empty()) else {
        let page = page(&mut tx, &may, &browser, form, faults).await?;
        return web::invalid(&page);
    };
    set_rule(&mut tx, from, &rule, fund, form.keputusan.trim()).await?;
    tx.commit().await?;
    let said =
        browser.texts().with("penalty-saved", &[("date", format::long_date(from, browser.locale()).into())]);
    Ok(Go::to(may.place().path("tarif/denda")).saying(said).into_response())
}

/// What the form begins with: a usual, mild rule, to be changed.
fn suggestion(today: Date) -> RuleForm {
    RuleForm {
        mulai: kernel::Period::of(today).next().first_day().to_string(),
        tenggang: "7".to_owned(),
        jenis: "persen".to_owned(),
        persen: "2".to_owned(),
        ulang: "bulanan".to_owned(),
        batas_persen: "10".to_owned(),
        contoh: "425000".to_owned(),
        ..RuleForm::default()
    }
}

async fn page<C: tenancy::Capability>(
    tx: &mut tenancy::TenantTx,
    may: &May<C>,
    browser: &Browser,
    form: RuleForm,
    faults: Faults,
) -> Result<Index, web::Error> {
    let s = browser.office(may, browser.texts().get("penalty-title"));
    let today = may.place().zone.date(tx.now());
    let chart = Chart::load(tx).await?;
    let rows = sql::versions(tx).await?;
    let versions = rows.into_iter().rev().filter_map(|row| {
        let rule: Rule = serde_json::from_value(row.rule).ok()?;
        let from = s.date(&row.from);
        let span = match row.until.and_then(|until| until.pred_opt()) {
            Some(last) => s.t2("penalty-span", "from", from, "until", s.date(&last)),
            None => s.t1("penalty-since", "from", from),
        };
        Some(VersionLine {
            span,
            sentence: sentence(&s, &rule),
            decision: row.decision,
            is_now: row.from <= today && row.until.is_none_or(|until| today < until),
        })
    });
    let kind = |value: &str, key: &str, hint: &str| Choice::new(value, s.t(key)).with_hint(s.t(hint));
    Ok(Index {
        action: may.place().path("tarif/denda"),
        kinds: vec![
            kind("tetap", "penalty-fixed", "penalty-fixed-hint"),
            kind("persen", "penalty-percent", "penalty-percent-hint"),
            kind("harian", "penalty-daily", "penalty-daily-hint"),
            kind("bunga", "penalty-interest", "penalty-interest-hint"),
        ],
        repeats: vec![
            Choice::new("sekali", s.t("penalty-once")),
            Choice::new("bulanan", s.t("penalty-monthly")),
        ],
        funds: chart.funds().iter().map(|fund| Choice::new(fund.id.to_string(), &fund.name)).collect(),
        versions: versions.collect(),
        example: example(&s, browser, &form),
        sets: may.can::<SetTariffs>(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        form,
        faults,
    })
}

/// The rule in one sentence.
fn sentence(s: &Shell, rule: &Rule) -> String {
    let what = match &rule.charge {
        Charge::Fixed { amount, repeats: Repeats::Once } => {
            s.t1("penalty-says-fixed-once", "amount", format::rupiah(*amount))
        }
        Charge::Fixed { amount, repeats: Repeats::Monthly } => {
            s.t1("penalty-says-fixed-monthly", "amount", format::rupiah(*amount))
        }
        Charge::Percent { percent, repeats: Repeats::Once } => {
            s.t1("penalty-says-percent-once", "percent", format::decimal(*percent, s.locale))
        }
        Charge::Percent { percent, repeats: Repeats::Monthly } => {
            s.t1("penalty-says-percent-monthly", "percent", format::decimal(*percent, s.locale))
        }
        Charge::Daily { amount } => s.t1("penalty-says-daily", "amount", format::rupiah(*amount)),
        Charge::Interest { percent_a_year } => {
            s.t1("penalty-says-interest", "percent", format::decimal(*percent_a_year, s.locale))
        }
    };
    s.t2("penalty-says", "what", what, "days", i64::from(rule.grace_days))
}

/// What an unpaid invoice would cost after a week, a month, three months, half a year.
fn example(s: &Shell, browser: &Browser, form: &RuleForm) -> Vec<(String, String)> {
    let Some(rule) = read(browser, form, &mut Faults::default()) else { return Vec::new() };
    let principal = Rupiah::parse(&form.contoh).ok().filter(|sum| *sum > Rupiah::ZERO);
    let principal = principal.or(Rupiah::new(425_000).ok()).unwrap_or(Rupiah::ZERO);
    let due_on = Date::from_ymd_opt(2026, 1, 10).unwrap_or_default();
    let facts = Facts { principal, due_on, grace: Grace::ByRule, settled: Vec::new(), frozen_from: None };
    let line = |days: u64| {
        let owed = rule.owed(&facts, due_on + chrono::Days::new(days));
        let days = i64::try_from(days).unwrap_or(0);
        (s.t2("penalty-after", "amount", format::rupiah(principal), "days", days), format::rupiah(owed))
    };
    [8, 30, 90, 180].map(line).to_vec()
}

fn read(browser: &Browser, form: &RuleForm, faults: &mut Faults) -> Option<Rule> {
    let words = browser.texts();
    let amount = Rupiah::parse(&form.jumlah).ok().filter(|amount| *amount > Rupiah::ZERO);
    let percent = decimal(&form.persen).filter(|p| *p > Decimal::ZERO && *p <= Decimal::ONE_HUNDRED);
    let repeats = if form.ulang == "sekali" { Repeats::Once } else { Repeats::Monthly };
    let charge = match form.jenis.as_str() {
        "tetap" => amount.map(|amount| Charge::Fixed { amount, repeats }),
        "harian" => amount.map(|amount| Charge::Daily { amount }),
        "persen" => percent.map(|percent| Charge::Percent { percent, repeats }),
        "bunga" => percent.map(|percent_a_year| Charge::Interest { percent_a_year }),
        _ => {
            faults.put("jenis", words.get("penalty-fault-kind"));
            return None;
        }
    };
    if charge.is_none() {
        let by_amount = matches!(form.jenis.as_str(), "tetap" | "harian");
        let (field, key) =
            if by_amount { ("jumlah", "penalty-fault-amount") } else { ("persen", "penalty-fault-percent") };
        faults.put(field, words.get(key));
    }
    let grace_days = form.tenggang.trim().parse::<u16>().ok().filter(|days| *days <= 90);
    if grace_days.is_none() {
        faults.put("tenggang", words.get("penalty-fault-grace"));
    }
    let mut optional = |field: &str, typed: &str| match typed.trim() {
        "" => None,
        typed => {
            let amount = Rupiah::parse(typed).ok();
            if amount.is_none() {
                faults.put(field, words.get("penalty-fault-sum"));
            }
            amount
        }
    };
    let minimum = optional("minimum", &form.minimum);
    let cap = optional("batas", &form.batas);
    let cap_unit = optional("batas_unit", &form.batas_unit);
    Some(Rule {
        grace_days: grace_days?,
        charge: charge?,
        minimum_open: minimum.unwrap_or(Rupiah::ZERO),
        cap,
        cap_percent: decimal(&form.batas_persen).filter(|p| *p > Decimal::ZERO),
        cap_unit,
    })
}

fn decimal(typed: &str) -> Option<Decimal> {
    typed.trim().trim_end_matches('%').replace(',', ".").trim().parse().ok()
}
