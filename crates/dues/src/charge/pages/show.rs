//! One charge: today's price in all its parts, the versions in their order, and who pays something else.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, TariffId, format};
use ledger::Chart;
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use web::{Browser, Go, Path, Shell, shell::parts::Tone};

use super::{known, path, today};
use crate::charge::{
    ChargeType, Tariff, TaxClass,
    sql::{
        kinds,
        own::{self, Listed, Wanted},
        versions,
    },
    words,
};

struct Version {
    days: String,
    figure: String,
    detail: String,
    decision: String,
    state: String,
    tone: Tone,
    icon: &'static str,
    /// Empty: it stands on an invoice, or nobody here may.
    edit: String,
    remove: String,
}

struct Own {
    href: String,
    unit: String,
    figure: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "charge/pages/show.html")]
struct Show {
    s: Shell,
    href: String,
    sub: String,
    is_retired: bool,
    manages: bool,
    figure: String,
    per: String,
    parts: Vec<(String, String)>,
    facts: Vec<(&'static str, String)>,
    note: String,
    versions: Vec<Version>,
    own: Vec<Own>,
    own_href: String,
}

/// Overrides on the page; the rest is behind the link.
const OWN: i64 = 8;

pub async fn show(
    may: May<SeeDues>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = today(may.place(), &tx);
    let known = known(&mut tx, &charge).await?;
    let tariffs = versions::of_type(&mut tx, known.kind.id).await?;
    let chart = Chart::load(&mut tx).await?;
    let wanted = Wanted { charge: Some(known.kind.id), unit: None, from: Some(today) };
    let listed = own::list(&mut tx, &wanted, None, OWN).await?;

    let kind = &known.kind;
    let list = may.place().path("tarif");
    let s = browser.office(&may, kind.name.as_str());
    let (title, here) = (s.t("tariff-title").to_owned(), kind.name.clone());
    let s = s.crumb(title, list.clone()).crumb(here, "");
    let href = path(may.place(), &kind.code);
    let manages = may.can::<SetTariffs>();
    let now = tariffs.iter().find(|tariff| tariff.holds_on(today));
    let may_change = manages && known.retired_at.is_none();
    web::page(&Show {
        sub: format!("{} · {}", kind.code, s.t(words::cadence(kind.cadence))),
        is_retired: known.retired_at.is_some(),
        figure: now.map(|tariff| words::price(&s, kind, &tariff.rule).figure).unwrap_or_default(),
        per: s.t(words::per(kind.cadence)).to_owned(),
        parts: now.map(|tariff| words::parts(&s, kind, &tariff.rule)).unwrap_or_default(),
        facts: facts(&s, kind, &chart),
        note: kind.note.clone(),
        versions: tariffs
            .iter()
            .rev()
            .map(|tariff| version(&s, kind, &href, tariff, today, may_change))
            .collect(),
        own: listed.iter().map(|listed| own_line(&s, &list, listed)).collect(),
        own_href: format!("{list}/khusus?jenis={}", kind.code),
        manages: may_change,
        href,
        s,
    })
}

/// Empty for one that is out of use.
fn account_name(chart: &Chart, kind: &ChargeType) -> String {
    let own = chart.income_accounts().iter().find(|(id, _)| *id == kind.income_account);
    own.map(|(_, name)| name.clone()).unwrap_or_default()
}

fn facts(s: &Shell, kind: &ChargeType, chart: &Chart) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        (s.t("tariff-obligation"), s.t(words::obligation(kind.obligation)).to_owned()),
        (s.t("tariff-liable"), s.t(words::liable(kind.liable)).to_owned()),
        (s.t("tariff-fund"), chart.fund_name(kind.fund).to_owned()),
        (s.t("tariff-account"), account_name(chart, kind)),
        (s.t("tariff-anchor"), format::month(kind.anchor, s.locale)),
        (s.t("tariff-priority"), kind.priority.to_string()),
    ];
    if kind.tax_class != TaxClass::None {
        facts.push((s.t("tariff-tax"), s.t(words::tax_class(kind.tax_class)).to_owned()));
    }
    facts
}

fn version(
    s: &Shell,
    kind: &ChargeType,
    href: &str,
    tariff: &Tariff,
    today: Date,
    may_change: bool,
) -> Version {
    let price = words::price(s, kind, &tariff.rule);
    let (state, tone, icon) = if tariff.holds_on(today) {
        ("tariff-holds", Tone::Ok, "circle-check")
    } else if tariff.from > today {
        ("tariff-comes", Tone::Info, "calendar-check")
    } else {
        ("tariff-over", Tone::Plain, "history")
    };
    let free = may_change && !tariff.is_used;
    let of = |what: &str| if free { format!("{href}/harga/{}/{what}", tariff.id) } else { String::new() };
    let tax = tariff.tax_percent.map(|percent| {
        s.t1("tariff-tax-on-top", "percent", format!("{}%", format::decimal(percent, s.locale)))
    });
    let detail = [Some(price.detail), tax, tariff.is_used.then(|| s.t("tariff-used").to_owned())];
    Version {
        days: words::days(s, tariff.from, tariff.until),
        figure: price.figure,
        detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        decision: tariff.decision.clone(),
        state: s.t(state).to_owned(),
        tone,
        icon,
        edit: of("ubah"),
        remove: of("hapus"),
    }
}

fn own_line(s: &Shell, list: &str, listed: &Listed) -> Own {
    Own {
        href: format!("{list}/khusus?unit={}", web::encoded(&listed.unit_code)),
        unit: listed.unit_code.clone(),
        figure: words::figure(s, listed.own.figure),
        detail: format!("{} · {}", words::days(s, listed.own.from, listed.own.until), listed.own.reason),
    }
}

/// A page that asks first, for those without script and for those who open the address.
#[derive(Template)]
#[template(path = "charge/pages/ask.html")]
struct Ask {
    s: Shell,
    text: String,
    verb: &'static str,
    action: String,
    back: String,
}

pub async fn ask_to_retire(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let kind = known(&mut tx, &charge).await?.kind;
    let s = browser
        .office(&may, browser.texts().with("tariff-stop-title", &[("name", kind.name.as_str().into())]));
    let back = path(may.place(), &kind.code);
    let (text, verb) = (s.t("tariff-stop-text").to_owned(), s.t("tariff-stop"));
    web::page(&Ask { action: format!("{back}/hentikan"), back, text, verb, s })
}

pub async fn retire(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let kind = known(&mut tx, &charge).await?.kind;
    kinds::retire(&mut tx, kind.id).await?;
    tx.commit().await?;
    let said = browser.texts().with("tariff-stopped-it", &[("name", kind.name.as_str().into())]);
    let undo = format!("{}/pulihkan", path(may.place(), &kind.code));
    Ok(Go::to(may.place().path("tarif")).undoable(said, undo).into_response())
}

pub async fn restore(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let kind = known(&mut tx, &charge).await?.kind;
    kinds::restore(&mut tx, kind.id).await?;
    tx.commit().await?;
    let said = browser.texts().with("tariff-restored", &[("name", kind.name.as_str().into())]);
    Go::to(path(may.place(), &kind.code)).saying(said).into()
}

pub async fn ask_to_remove(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge, tariff)): Path<(String, String, TariffId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let kind = known(&mut tx, &charge).await?.kind;
    let tariffs = versions::of_type(&mut tx, kind.id).await?;
    let version = tariffs.iter().find(|version| version.id == tariff).ok_or(web::Error::missing())?;
    let s = browser.office(&may, browser.texts().get("tariff-remove-title"));
    let days = words::days(&s, version.from, version.until);
    let back = path(may.place(), &kind.code);
    let text = s.t2("tariff-remove-text", "name", kind.name.as_str(), "days", days);
    let verb = s.t("tariff-remove");
    web::page(&Ask { action: format!("{back}/harga/{tariff}/hapus"), back, text, verb, s })
}
