//! The sheet: looking at it, and saving it in one go.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, response::IntoResponse as _};
use kernel::{AreaId, Date, MeterId, Period, ReadingId, format};
use serde::Deserialize;
use tenancy::{
    May, Store, TenantTx,
    policy::{ManageMeters, ReadMeters},
};
use web::{
    Browser, Form, Go, Query, Shell,
    shell::parts::{Chip, Choice},
};

use super::view::{self, Input, RowView, Show};
use crate::{
    Utility, common, figure, meter,
    reading::{
        self, Explanation, Source,
        decide::{self, Change, Sheet, Typed},
        save::{self as saving, Written},
        say,
        sql::{self, Row, Scope},
    },
    setting::Setting,
};

/// A block larger than this is not shown as a whole without being asked for.
const MOST_WITHOUT_BLOCK: usize = 250;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub periode: String,
    pub blok: String,
    pub tampil: String,
    pub jenis: String,
    pub format: String,
}

impl Filter {
    pub fn scope(&self, rts: Option<Vec<uuid::Uuid>>) -> Scope {
        Scope { block: self.blok.parse::<AreaId>().ok(), rts, units: None }
    }

    pub fn utility(&self) -> Utility {
        Utility::from_code(&self.jenis)
    }

    pub fn href(&self, path: &str, period: Period, show: &str) -> String {
        let period = period.to_string();
        let jenis = if self.utility() == Utility::Water { "" } else { self.jenis.as_str() };
        web::with_query(
            path,
            &[("periode", &period), ("blok", &self.blok), ("tampil", show), ("jenis", jenis)],
        )
    }
}

/// What belongs to one month's sheet, whoever asks for it.
pub struct Loaded {
    pub rows: Vec<Row>,
    pub setting: Setting,
    pub period: Period,
    pub today: Date,
    pub blocks: Vec<(AreaId, String)>,
}

/// The rows of a month and block. Without a block the first one is taken when there are too many units for one page.
pub async fn load(
    may: &May<ReadMeters>,
    tx: &mut TenantTx,
    filter: &mut Filter,
    every_block: bool,
) -> web::Result<Loaded> {
    let today = may.place().zone.date(tx.now());
    let period = common::period_of(&filter.periode, today);
    let utility = filter.utility();
    let setting = meter::sql::setting(tx, utility).await?;
    let blocks = homes::blocks(tx).await?;
    let (month, from) = (period.first_day(), reading::habit_from(period));
    let scope = filter.scope(common::bound_to(may));
    let mut rows = sql::sheet(tx, utility, month, from, &scope).await?;
    if let (None, Some((first, _)), false) = (scope.block, blocks.first(), every_block)
        && rows.len() > MOST_WITHOUT_BLOCK
    {
        filter.blok = first.to_string();
        rows = sql::sheet(tx, utility, month, from, &filter.scope(scope.rts)).await?;
    }
    Ok(Loaded { rows, setting, period, today, blocks })
}

#[derive(Template)]
#[template(path = "grid/index.html")]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    utility: Utility,
    period: String,
    period_name: String,
    on: String,
    on_fault: String,
    months: Vec<Choice>,
    blocks: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<RowView>,
    explanations: Vec<Choice>,
    mistakes: Vec<(String, String)>,
    told: String,
    done: usize,
    total: usize,
    used: String,
    waiting: usize,
    missing: usize,
    manages: bool,
    estimate: String,
    xlsx: String,
    csv: String,
}

pub async fn index(
    may: May<ReadMeters>,
    browser: Browser,
    State(store): State<Store>,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut filter = filter;
    let mut tx = may.begin().await?;
    let loaded = load(&may, &mut tx, &mut filter, false).await?;
    web::page(&page(&may, &browser, &store, filter, &loaded, Refusals::default()))
}

/// What could not be saved, by unit, and the sentences above the sheet.
#[derive(Default)]
struct Refusals {
    rows: HashMap<String, (Input, String)>,
    on: Option<(String, String)>,
    told: String,
}

fn page(
    may: &May<ReadMeters>,
    browser: &Browser,
    store: &Store,
    filter: Filter,
    loaded: &Loaded,
    mut refusals: Refusals,
) -> Index {
    let mut s = common::shell(may, browser, browser.texts().get("meter-title"));
    if !refusals.rows.is_empty() || refusals.on.is_some() {
        s = s.with_mistakes();
    }
    let (place, utility, period) = (may.place(), filter.utility(), loaded.period);
    let sheet = sheet_of(may, loaded, utility);
    let show = Show::from_code(&filter.tampil);
    let base = place.path("meter");
    let count = |show: Show| loaded.rows.iter().filter(|row| show.has(row, &sheet)).count();
    let chip = |one: Show| {
        Chip::new(s.t(one.word()), filter.href(&base, period, one.code()))
            .counted(i64::try_from(count(one)).unwrap_or(i64::MAX))
            .current_if(one == show)
    };
    let kept = |row: &&Row| show.has(row, &sheet) || refusals.rows.contains_key(&row.unit.to_string());
    let visible: Vec<&Row> = loaded.rows.iter().filter(kept).collect();
    let mut mistakes: Vec<(String, String)> = Vec::new();
    let mut rows = Vec::with_capacity(visible.len());
    for row in visible {
        let photo = row.photo.or(row.draft_photo).map(|id| files::thumbnail_link(store, place.complex, id));
        let row_view =
            view::saved(&s, row, &sheet, common::unit_path(place, row.unit), photo.unwrap_or_default());
        rows.push(match refusals.rows.remove(&row.unit.to_string()) {
            Some((input, fault)) => {
                mistakes.push((format!("v.{}", row.unit), format!("{}: {fault}", row.code)));
                view::refused(row_view, input, fault)
            }
            None => row_view,
        });
    }
    let used: rust_decimal::Decimal =
        loaded.rows.iter().map(|row| row.used.unwrap_or_default() + row.closing).sum();
    let (on, on_fault) = refusals.on.unwrap_or_else(|| (usual_day(loaded).to_string(), String::new()));
    if !on_fault.is_empty() {
        mistakes.insert(0, ("tanggal".to_owned(), on_fault.clone()));
    }
    Index {
        chips: Show::ALL.into_iter().map(chip).collect(),
        months: common::months(loaded.today, period, s.locale),
        blocks: loaded.blocks.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect(),
        explanations: Explanation::ALL.map(|e| Choice::new(e.code(), s.t(e.word()))).to_vec(),
        period_name: format::month(period, s.locale),
        done: loaded.rows.iter().filter(|row| row.reading.is_some()).count(),
        total: loaded.rows.iter().filter(|row| row.meter.is_some()).count(),
        used: say::quantity(&s, used, utility),
        waiting: count(Show::Waiting),
        missing: count(Show::Missing),
        manages: may.can::<ManageMeters>(),
        estimate: filter.href(&format!("{base}/taksir"), period, ""),
        xlsx: web::with_query(&filter.href(&format!("{base}/unduh"), period, ""), &[("format", "xlsx")]),
        csv: web::with_query(&filter.href(&format!("{base}/unduh"), period, ""), &[("format", "csv")]),
        told: refusals.told,
        on,
        on_fault,
        mistakes,
        rows,
        base,
        utility,
        period: period.to_string(),
        filter,
        s,
    }
}

/// The day that a sheet proposes: today, or the end of a month that is long over.
fn usual_day(loaded: &Loaded) -> Date {
    reading::window(loaded.period).1.min(loaded.today)
}

pub fn sheet_of<'a>(may: &May<ReadMeters>, loaded: &'a Loaded, utility: Utility) -> Sheet<'a> {
    Sheet {
        utility,
        period: loaded.period,
        setting: &loaded.setting,
        today: loaded.today,
        source: Source::Officer,
        may_begin: may.can::<ManageMeters>(),
    }
}

/// `v.<unit>` the figure, `e.<unit>` the explanation, `n.<unit>` the reason, `y.<unit>` the tick.
fn inputs(fields: &[(String, String)]) -> HashMap<&str, Input> {
    let mut all: HashMap<&str, Input> = HashMap::new();
    for (name, value) in fields {
        let Some((kind, unit)) = name.split_once('.') else { continue };
        let input = all.entry(unit).or_default();
        match kind {
            "v" => input.value = value.trim().to_owned(),
            "e" => input.explanation = value.clone(),
            "n" => input.note = value.trim().chars().take(500).collect(),
            "y" => input.sure = true,
            _ => {}
        }
    }
    all
}

pub async fn save(
    may: May<ReadMeters>,
    browser: Browser,
    State(store): State<Store>,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let field =
        |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str()).to_owned();
    let mut filter = Filter {
        periode: field("periode"),
        blok: field("blok"),
        tampil: field("tampil"),
        jenis: field("jenis"),
        ..Filter::default()
    };
    let mut tx = may.begin().await?;
    let loaded = load(&may, &mut tx, &mut filter, true).await?;
    let s = common::shell(&may, &browser, "");
    let typed_day = field("tanggal");
    let Some(on) = common::day(&typed_day) else {
        let refusals = all_kept(&fields, (typed_day, s.t("meter-fault-day").to_owned()));
        return web::invalid(&page(&may, &browser, &store, filter, &loaded, refusals));
    };

    let sheet = sheet_of(&may, &loaded, filter.utility());
    let (changes, refused) = sort_out(&s, &tx, &loaded.rows, &sheet, on, &inputs(&fields));
    let count = changes.len();
    let written = match saving::save(&mut tx, changes, s.t("meter-reason-grid")).await {
        Ok(written) => written,
        Err(error) => {
            drop(tx);
            let told = say::conflict(&s, &error).ok_or(error)?;
            return again(&may, &browser, &store, filter, all_kept(&fields, (typed_day, told))).await;
        }
    };
    if count > 0 {
        tx.commit().await?;
    }
    let said = said(&s, written);
    if refused.is_empty() {
        let back = filter.href(&may.place().path("meter"), loaded.period, &filter.tampil);
        return Ok(Go::to(back).saying(said).into_response());
    }
    let told = if written.total() > 0 { said } else { String::new() };
    again(
        &may,
        &browser,
        &store,
        filter,
        Refusals { rows: refused, on: Some((typed_day, String::new())), told },
    )
    .await
}

/// Each row's figure becomes a change, nothing, or a sentence.
fn sort_out(
    s: &Shell,
    tx: &TenantTx,
    rows: &[Row],
    sheet: &Sheet<'_>,
    on: Date,
    inputs: &HashMap<&str, Input>,
) -> (Vec<Change>, HashMap<String, (Input, String)>) {
    let (mut changes, mut refused) = (Vec::new(), HashMap::new());
    for row in rows {
        let unit = row.unit.to_string();
        let Some(input) = inputs.get(unit.as_str()).filter(|input| !input.value.is_empty()) else { continue };
        match read(s, tx, row, sheet, on, input) {
            Ok(Some(change)) => changes.push(change),
            Ok(None) => {}
            Err(fault) => {
                refused.insert(unit, (input.clone(), fault));
            }
        }
    }
    (changes, refused)
}

fn read(
    s: &Shell,
    tx: &TenantTx,
    row: &Row,
    sheet: &Sheet<'_>,
    on: Date,
    input: &Input,
) -> Result<Option<Change>, String> {
    let value = figure::parse(&input.value).map_err(|fault| say::figure_fault(s, fault))?;
    // A figure that stands there already keeps its own day.
    let on =
        if row.draft_value == Some(value) && row.reading.is_none() { row.draft_on.unwrap_or(on) } else { on };
    let typed = Typed {
        value,
        on,
        explanation: Explanation::from_code(&input.explanation),
        note: input.note.clone(),
        sure: input.sure,
    };
    let fresh = || (ReadingId::new(tx.now()), MeterId::new(tx.now()));
    decide::decide(row, &typed, sheet, fresh).map_err(|refused| say::refused(s, &refused, sheet.utility))
}

/// The sheet anew, with what was typed where it could not be saved.
async fn again(
    may: &May<ReadMeters>,
    browser: &Browser,
    store: &Store,
    filter: Filter,
    refusals: Refusals,
) -> web::Result {
    let mut filter = filter;
    let mut tx = may.begin().await?;
    let loaded = load(may, &mut tx, &mut filter, true).await?;
    web::invalid(&page(may, browser, store, filter, &loaded, refusals))
}

/// Nothing was saved: every row keeps what was typed, and the day says why.
fn all_kept(fields: &[(String, String)], on: (String, String)) -> Refusals {
    let rows = inputs(fields).into_iter().filter(|(_, input)| !input.value.is_empty());
    let rows = rows.map(|(unit, input)| (unit.to_owned(), (input, String::new()))).collect();
    Refusals { rows, on: Some(on), told: String::new() }
}

/// `12 dicatat, 2 diperbaiki`.
pub fn said(s: &Shell, written: Written) -> String {
    if written.total() == 0 {
        return s.t("meter-saved-none").to_owned();
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut parts = Vec::new();
    for (n, key) in [
        (written.new, "meter-saved-new"),
        (written.changed, "meter-saved-changed"),
        (written.begun, "meter-saved-begun"),
    ] {
        if n > 0 {
            parts.push(match key {
                "meter-saved-new" => s.t1("meter-saved-new", "count", count(n)),
                "meter-saved-changed" => s.t1("meter-saved-changed", "count", count(n)),
                _ => s.t1("meter-saved-begun", "count", count(n)),
            });
        }
    }
    format!("{}.", parts.join(", "))
}
