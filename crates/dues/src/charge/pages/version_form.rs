//! The form of a new price, with an example that follows while one types.

use askama::Template;
use kernel::{Period, TariffId, format};
use tenancy::{May, Place, TenantTx, policy::SetTariffs};
use web::{
    Browser, Faults, Form, Path, Query, Shell,
    shell::parts::{Chip, Choice},
};

use super::{
    example::{self, Example, Trial},
    known, path, today,
    version_fields::{BLOCKS, VersionForm},
};
use crate::charge::{ChargeType, Tariff, TaxClass, sql::versions, versions::on_or_next, words};

/// A row of amounts: name for people, name of the type, how many houses, what was typed, what is wrong with it.
pub struct TypeRow {
    pub label: String,
    pub name: String,
    pub amount: String,
    pub fault: String,
}

pub struct BlockRow {
    pub from: String,
    pub rate: String,
    pub from_fault: String,
    pub rate_fault: String,
}

#[derive(Template)]
#[template(path = "charge/pages/version_form.html", blocks = ["sample"])]
pub struct FormPage {
    s: Shell,
    action: String,
    back: String,
    ways: Vec<Chip>,
    way_hint: &'static str,
    form: VersionForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    types: Vec<TypeRow>,
    blocks: Vec<BlockRow>,
    measure: &'static str,
    bases: Vec<Choice>,
    prorations: Vec<Choice>,
    usages: Vec<Choice>,
    is_taxed: bool,
    example: Option<Example>,
}

/// What the form is about.
pub struct About {
    pub kind: ChargeType,
    pub tariffs: Vec<Tariff>,
    /// The version that is changed; none for a new one.
    pub version: Option<TariffId>,
}

impl About {
    pub async fn load(tx: &mut TenantTx, charge: &str, version: Option<TariffId>) -> web::Result<Self> {
        let kind = known(tx, charge).await?.kind;
        let tariffs = versions::of_type(tx, kind.id).await?;
        if version.is_some_and(|id| !tariffs.iter().any(|tariff| tariff.id == id)) {
            return Err(web::Error::missing());
        }
        Ok(Self { kind, tariffs, version })
    }

    fn changed(&self) -> Option<&Tariff> {
        self.tariffs.iter().find(|tariff| Some(tariff.id) == self.version)
    }

    pub fn href(&self, place: &Place) -> String {
        let own = path(place, &self.kind.code);
        match self.version {
            Some(id) => format!("{own}/harga/{id}"),
            None => format!("{own}/harga"),
        }
    }
}

/// The page with this form on it; whatever can be understood already is shown as an example.
pub async fn page(
    may: &May<SetTariffs>,
    browser: &Browser,
    tx: &mut TenantTx,
    about: &About,
    form: VersionForm,
    faults: Faults,
) -> web::Result<FormPage> {
    let key = if about.version.is_some() { "tariff-edit-price-of" } else { "tariff-new-price-of" };
    let s = browser.office(may, browser.texts().with(key, &[("name", about.kind.name.as_str().into())]));
    let back = path(may.place(), &about.kind.code);
    let (list, here) = (s.t("tariff-title").to_owned(), s.t("tariff-price").to_owned());
    let s = s.crumb(list, may.place().path("tarif")).crumb(&about.kind.name, back.clone()).crumb(here, "");
    let example = match form.parse(&s, &about.kind) {
        Ok(details) => {
            let trial = Trial { kind: &about.kind, tariffs: &about.tariffs, details: &details, form: &form };
            Some(trial.run(tx, &s).await?)
        }
        Err(_) => None,
    };
    let types = if form.cara == "by_unit_type" { example::types(tx).await? } else { Vec::new() };
    Ok(FormPage {
        way_hint: words::WAYS
            .iter()
            .find(|(code, ..)| *code == form.cara)
            .map_or("", |(_, _, hint, _)| s.t(hint)),
        ways: ways(&s, may.place(), about, &form.cara),
        types: type_rows(&s, &types, &form, &faults),
        blocks: block_rows(&form, &faults),
        measure: words::measure(about.kind.utility.as_deref()),
        bases: vec![
            Choice::new("land", s.t("tariff-part-land")),
            Choice::new("building", s.t("tariff-part-building")),
        ],
        prorations: vec![
            Choice::new("days", s.t("tariff-by-days")).with_hint(s.t("tariff-by-days-hint")),
            Choice::new("whole_month", s.t("tariff-by-month")).with_hint(s.t("tariff-by-month-hint")),
        ],
        usages: vec![
            Choice::new("before", s.t("tariff-usage-before")).with_hint(s.t("tariff-usage-before-hint")),
            Choice::new("same", s.t("tariff-usage-same")).with_hint(s.t("tariff-usage-same-hint")),
        ],
        is_taxed: about.kind.tax_class == TaxClass::Service,
        action: about.href(may.place()),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        back,
        form,
        faults,
        example,
    })
}

/// The ways to price as links: each is a form of its own. Only a charge with a meter can be priced by use.
fn ways(s: &Shell, place: &Place, about: &About, chosen: &str) -> Vec<Chip> {
    let base = match about.version {
        Some(_) => format!("{}/ubah", about.href(place)),
        None => format!("{}/baru", about.href(place)),
    };
    words::WAYS
        .iter()
        .filter(|(code, ..)| *code != "metered" || about.kind.utility.is_some())
        .map(|(code, name, ..)| {
            Chip::new(s.t(name), format!("{base}?cara={code}")).current_if(*code == chosen)
        })
        .collect()
}

/// The types that are there, then those that only the form knows.
fn type_rows(s: &Shell, known: &[(String, i64)], form: &VersionForm, faults: &Faults) -> Vec<TypeRow> {
    let typed = |name: &str| form.tipe.iter().position(|one| one.trim().eq_ignore_ascii_case(name.trim()));
    let amount =
        |place: Option<usize>| place.and_then(|at| form.harga_tipe.get(at)).cloned().unwrap_or_default();
    let mut rows: Vec<(String, String, Option<usize>)> = known
        .iter()
        .map(|(name, units)| {
            let label = s.t2("tariff-type-units", "type", words::type_name(s, name), "count", *units);
            (label, name.clone(), typed(name))
        })
        .collect();
    for (at, name) in form.tipe.iter().enumerate() {
        if !rows.iter().any(|(_, known, _)| known.trim().eq_ignore_ascii_case(name.trim())) {
            rows.push((words::type_name(s, name), name.clone(), Some(at)));
        }
    }
    rows.into_iter()
        .enumerate()
        .map(|(place, (label, name, at))| TypeRow {
            label,
            name,
            amount: amount(at),
            fault: faults.of(&format!("harga_tipe-{place}")).to_owned(),
        })
        .collect()
}

fn block_rows(form: &VersionForm, faults: &Faults) -> Vec<BlockRow> {
    (0..BLOCKS.max(form.dari.len()))
        .map(|at| BlockRow {
            from: form
                .dari
                .get(at)
                .cloned()
                .unwrap_or_else(|| if at == 0 { "0".to_owned() } else { String::new() }),
            rate: form.harga_blok.get(at).cloned().unwrap_or_default(),
            from_fault: faults.of(&format!("dari-{at}")).to_owned(),
            rate_fault: faults.of(&format!("harga_blok-{at}")).to_owned(),
        })
        .collect()
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Way {
    cara: String,
}

impl Way {
    /// The way that was chosen, if it is one.
    fn known(&self) -> Option<String> {
        words::WAYS.iter().find(|(code, ..)| *code == self.cara).map(|(code, ..)| (*code).to_owned())
    }
}

pub async fn new(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
    Query(way): Query<Way>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = today(may.place(), &tx);
    let about = About::load(&mut tx, &charge, None).await?;
    let next = Period::of(today).next().first_day();
    let last = on_or_next(&about.tariffs, today).or(about.tariffs.last());
    let mut form = last.map_or_else(|| begun(&about.kind), VersionForm::of);
    form.mulai = if last.is_some() { next } else { about.kind.anchor.first_day() }.to_string();
    form.keputusan = String::new();
    if let Some(way) = way.known() {
        form.cara = way;
    }
    let page = page(&may, &browser, &mut tx, &about, form, Faults::default()).await?;
    web::page(&page)
}

/// A first price: nothing is filled in but the way.
fn begun(kind: &ChargeType) -> VersionForm {
    let cara = if kind.utility.is_some() { "metered" } else { "flat" };
    VersionForm {
        cara: cara.to_owned(),
        dasar: "land".to_owned(),
        prorata: "days".to_owned(),
        bulan_pakai: "before".to_owned(),
        ..VersionForm::default()
    }
}

pub async fn edit(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge, tariff)): Path<(String, String, TariffId)>,
    Query(way): Query<Way>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let about = About::load(&mut tx, &charge, Some(tariff)).await?;
    let version = about.changed().ok_or(web::Error::missing())?;
    if version.is_used {
        return Err(web::Error::refused(super::Refused("tariff-is-used")));
    }
    let mut form = VersionForm::of(version);
    if let Some(way) = way.known() {
        form.cara = way;
    }
    let page = page(&may, &browser, &mut tx, &about, form, Faults::default()).await?;
    web::page(&page)
}

/// The example for what is typed so far: the card alone for htmx, the whole form again for a button.
pub async fn example(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
    Form(form): Form<VersionForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let about = About::load(&mut tx, &charge, None).await?;
    let is_partial = browser.hx.wants("contoh");
    let faults = if is_partial {
        Faults::default()
    } else {
        let s = browser.public("");
        form.parse(&s, &about.kind).err().unwrap_or_default()
    };
    let is_wrong = !faults.is_empty();
    let page = page(&may, &browser, &mut tx, &about, form, faults).await?;
    match (is_partial, is_wrong) {
        (true, _) => web::page(&page.as_sample()),
        (false, true) => web::invalid(&page),
        (false, false) => web::page(&page),
    }
}

/// `1 April 2026`, for sentences.
pub fn day_said(s: &Shell, day: kernel::Date) -> String {
    format::date(day, s.locale)
}
