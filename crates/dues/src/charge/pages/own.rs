//! Who pays something else: the list by house number, and the end of an arrangement.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, OverrideId, format};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{SeeDues, SetTariffs},
};
use web::{
    Browser, Faults, Form, Go, Path, Query, Shell,
    shell::parts::{Choice, Tone},
};

use super::today;
use crate::charge::{
    sql::{
        self, kinds,
        own::{self, Listed, Wanted},
    },
    typed::{self, Slip},
    words,
};

/// Lines of one page.
const PAGE: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    unit: String,
    jenis: String,
    /// `semua`: also those that are over.
    lihat: String,
    dari: String,
}

struct Row {
    href: String,
    charge_href: String,
    unit: String,
    charge: String,
    figure: String,
    days: String,
    reason: String,
    state: &'static str,
    tone: Tone,
    /// Empty: it is over, or nobody here may.
    end: String,
}

#[derive(Template)]
#[template(path = "charge/pages/own.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    charges: Vec<Choice>,
    rows: Vec<Row>,
    next: String,
    add: String,
    is_filtered: bool,
    manages: bool,
    /// What was typed as a house is none.
    unknown_unit: bool,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = today(may.place(), &tx);
    let kinds = sql::charge_types(&mut tx).await?;
    let charge = kinds.iter().find(|kind| kind.code == filter.jenis.to_uppercase());
    let named = filter.unit.trim();
    let unit = if named.is_empty() { None } else { homes::unit_named(&mut tx, named).await? };
    let unknown_unit = unit.is_none() && !named.is_empty();
    let wanted = Wanted {
        unit: unit.as_ref().map(|unit| unit.id),
        charge: charge.map(|kind| kind.id),
        from: (filter.lihat != "semua").then_some(today),
    };
    let after = filter
        .dari
        .split_once('~')
        .and_then(|(id, key)| Some((key.to_owned(), id.parse::<OverrideId>().ok()?)));
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows =
        if unknown_unit { Vec::new() } else { own::list(&mut tx, &wanted, after.as_ref(), most).await? };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);

    let s = browser.office(&may, browser.texts().get("override-title"));
    let (list, here) = (s.t("tariff-title").to_owned(), s.title.clone());
    let s = s.crumb(list, may.place().path("tarif")).crumb(here, "");
    let tariffs = may.place().path("tarif");
    let base = format!("{tariffs}/khusus");
    let manages = may.can::<SetTariffs>();
    let next = rows.last().filter(|_| more).map(|last| {
        let place = format!("{}~{}", last.own.id, last.unit_sort_key);
        let asked = [("unit", filter.unit.as_str()), ("jenis", &filter.jenis), ("lihat", &filter.lihat)];
        web::with_query(&base, &[asked[0], asked[1], asked[2], ("dari", &place)])
    });
    let page = Index {
        charges: kinds.iter().map(|kind| Choice::new(&kind.code, &kind.name)).collect(),
        rows: rows.iter().map(|listed| row(&s, &tariffs, listed, today, manages)).collect(),
        next: next.unwrap_or_default(),
        add: web::with_query(&format!("{base}/baru"), &[("unit", &filter.unit), ("jenis", &filter.jenis)]),
        is_filtered: !named.is_empty() || charge.is_some(),
        unknown_unit,
        manages,
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn row(s: &Shell, tariffs: &str, listed: &Listed, today: Date, manages: bool) -> Row {
    let own = &listed.own;
    let is_over = own.until.is_some_and(|until| until <= today);
    let (state, tone) = match () {
        () if is_over => ("own-over", Tone::Plain),
        () if own.from > today => ("own-comes", Tone::Info),
        () => ("own-holds", Tone::Ok),
    };
    let base = format!("{tariffs}/khusus");
    Row {
        href: web::with_query(&base, &[("unit", &listed.unit_code)]),
        charge_href: format!("{tariffs}/{}", listed.charge_code),
        unit: listed.unit_code.clone(),
        charge: listed.charge_name.clone(),
        figure: words::figure(s, own.figure),
        days: words::days(s, own.from, own.until),
        reason: own.reason.clone(),
        state: s.t(state),
        tone,
        end: if manages && !is_over { format!("{base}/{}/akhiri", own.id) } else { String::new() },
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    /// The last day on which it holds.
    terakhir: String,
}

#[derive(Template)]
#[template(path = "charge/pages/own_end.html")]
struct EndPage {
    s: Shell,
    action: String,
    back: String,
    text: String,
    form: EndForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

async fn listed(tx: &mut TenantTx, id: OverrideId) -> web::Result<Listed> {
    own::find(tx, id).await?.ok_or(web::Error::missing())
}

fn end_page(
    may: &May<SetTariffs>,
    browser: &Browser,
    listed: &Listed,
    form: EndForm,
    faults: Faults,
) -> EndPage {
    let s = browser.office(may, browser.texts().get("own-end-title"));
    let back = may.place().path("tarif/khusus");
    let (list, here) = (s.t("override-title").to_owned(), s.title.clone());
    let s = s.crumb(list, back.clone()).crumb(here, "");
    let what = format!("{} · {}", listed.charge_name, words::figure(&s, listed.own.figure));
    EndPage {
        action: format!("{back}/{}/akhiri", listed.own.id),
        text: s.t2("own-end-text", "unit", listed.unit_code.as_str(), "what", what),
        back,
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        form,
        faults,
    }
}

pub async fn ask_to_end(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, id)): Path<(String, OverrideId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = today(may.place(), &tx);
    let listed = listed(&mut tx, id).await?;
    let last = kernel::Period::of(today).last_day();
    let form = EndForm { terakhir: last.to_string() };
    web::page(&end_page(&may, &browser, &listed, form, Faults::default()))
}

pub async fn end(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, id)): Path<(String, OverrideId)>,
    Form(form): Form<EndForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let listed = listed(&mut tx, id).await?;
    let words = browser.texts();
    let mut faults = Faults::default();
    let last = faults
        .keep("terakhir", typed::date(&form.terakhir), |_: &Slip| words.get("tariff-fault-date").to_owned());
    let Some(last) = last.flatten() else {
        if faults.is_empty() {
            faults.put("terakhir", words.get("tariff-fault-date"));
        }
        return web::invalid(&end_page(&may, &browser, &listed, form, faults));
    };
    let until = last.succ_opt().ok_or(web::Error::missing())?;
    own::end_at(&mut tx, &listed.own, until).await.map_err(super::own_form::said)?;
    tx.commit().await?;
    let day = format::date(last, browser.locale());
    let said = words.with("own-ended", &[("unit", listed.unit_code.as_str().into()), ("day", day.into())]);
    Ok(Go::to(may.place().path("tarif/khusus")).saying(said).into_response())
}

/// A charge type by its code, for forms.
pub async fn charge_named(tx: &mut TenantTx, code: &str) -> web::Result<Option<kinds::Known>> {
    Ok(if code.trim().is_empty() { None } else { kinds::find(tx, code.trim()).await? })
}
