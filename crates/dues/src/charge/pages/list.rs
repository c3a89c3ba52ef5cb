//! All charges with today's price and what comes next.

use askama::Template;
use kernel::{Date, Period, format};
use ledger::Chart;
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use web::{Browser, Faults, Shell};

use super::{first::FirstForm, today};
use crate::charge::{
    ChargeType, Tariff,
    sql::{self, kinds, own},
    words,
};

struct Row {
    href: String,
    name: String,
    detail: String,
    icon: &'static str,
    voluntary: bool,
    figure: String,
    figure_detail: String,
    next: String,
}

#[derive(Template)]
#[template(path = "charge/pages/index.html")]
pub(super) struct Index {
    s: Shell,
    base: String,
    settings: String,
    rows: Vec<Row>,
    /// Charges that are no longer charged: where they stand and what they are called.
    retired: Vec<(String, String)>,
    own: i64,
    manages: bool,
    form: FirstForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn index(may: May<SeeDues>, browser: Browser) -> web::Result {
    let page = page(&may, &browser, FirstForm::usual(), Faults::default()).await?;
    web::page(&page)
}

/// Also with the mistakes of the short form of a complex that begins.
pub(super) async fn page<C: tenancy::Capability>(
    may: &May<C>,
    browser: &Browser,
    mut form: FirstForm,
    faults: Faults,
) -> web::Result<Index> {
    let mut tx = may.begin().await?;
    let today = today(may.place(), &tx);
    if form.mulai.is_empty() && faults.is_empty() {
        form.mulai = Period::of(today).to_string();
    }
    let kinds = sql::charge_types(&mut tx).await?;
    let tariffs = sql::tariffs(&mut tx).await?;
    let chart = Chart::load(&mut tx).await?;
    let own = own::count(&mut tx, today).await?;
    let retired = kinds::retired(&mut tx).await?;
    let s = browser.office(may, browser.texts().get("tariff-title"));
    let base = may.place().path("tarif");
    let rows = kinds.iter().map(|kind| {
        let of_kind: Vec<&Tariff> = tariffs.iter().filter(|tariff| tariff.charge_type == kind.id).collect();
        row(&s, &base, kind, &of_kind, chart.fund_name(kind.fund), today)
    });
    Ok(Index {
        rows: rows.collect(),
        retired: retired.into_iter().map(|(_, code, name)| (format!("{base}/{code}"), name)).collect(),
        settings: may.place().path("pengaturan/iuran"),
        own,
        manages: may.can::<SetTariffs>(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        base,
        form,
        faults,
    })
}

fn row(s: &Shell, base: &str, kind: &ChargeType, tariffs: &[&Tariff], fund: &str, today: Date) -> Row {
    let now = tariffs.iter().find(|tariff| tariff.holds_on(today));
    let next = tariffs.iter().find(|tariff| tariff.from > today);
    let shown = now.map(|tariff| words::price(s, kind, &tariff.rule));
    let coming = next.map(|tariff| {
        let price = words::price(s, kind, &tariff.rule).figure;
        s.t2("tariff-next", "day", format::short_date(tariff.from, s.locale), "price", price)
    });
    let detail = [s.t(words::cadence(kind.cadence)), s.t(words::liable(kind.liable)), fund];
    Row {
        href: format!("{base}/{}", kind.code),
        name: kind.name.clone(),
        detail: detail.join(" · "),
        icon: words::icon(now.or(next).map(|tariff| &tariff.rule)),
        voluntary: kind.obligation == crate::charge::Obligation::Voluntary,
        figure: shown.as_ref().map(|price| price.figure.clone()).unwrap_or_default(),
        figure_detail: shown
            .map(|price| format!("{}, {}", s.t(words::per(kind.cadence)), price.detail))
            .unwrap_or_default(),
        next: coming.unwrap_or_default(),
    }
}
