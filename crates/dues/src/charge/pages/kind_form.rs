//! Adding and changing a charge type. How often and from when it is charged stays once it stands on an invoice.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{FundId, LedgerAccountId, Period};
use ledger::{Chart, Purpose};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::SetTariffs};
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{known, path, today};
use crate::charge::{
    Cadence, ChargeType, Liable, Obligation, TaxClass,
    sql::kinds::{self, KindDetails, Known},
    typed::{self, Slip, tidy},
    words,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct KindForm {
    pub nama: String,
    pub kode: String,
    pub berkala: String,
    pub mulai: String,
    pub sifat: String,
    pub penanggung: String,
    pub pos: String,
    /// The account of its income; empty: as it was.
    pub akun: String,
    pub pajak: String,
    pub urutan: String,
    pub meter: String,
    pub catatan: String,
}

impl KindForm {
    pub fn of(kind: &ChargeType) -> Self {
        Self {
            nama: kind.name.clone(),
            kode: kind.code.clone(),
            berkala: kind.cadence.code().to_owned(),
            mulai: kind.anchor.to_string(),
            sifat: kind.obligation.code().to_owned(),
            penanggung: kind.liable.code().to_owned(),
            pos: kind.fund.to_string(),
            akun: kind.income_account.to_string(),
            pajak: kind.tax_class.code().to_owned(),
            urutan: kind.priority.to_string(),
            meter: kind.utility.clone().unwrap_or_default(),
            catatan: kind.note.clone(),
        }
    }

    /// As most charges are.
    pub fn usual(today: Period, chart: &Chart) -> Self {
        Self {
            berkala: Cadence::Monthly.code().to_owned(),
            mulai: today.to_string(),
            sifat: Obligation::Compulsory.code().to_owned(),
            penanggung: Liable::Occupant.code().to_owned(),
            pos: chart.general_fund().to_string(),
            akun: chart.account(Purpose::DuesIncome).to_string(),
            pajak: TaxClass::None.code().to_owned(),
            urutan: "100".to_owned(),
            ..Self::default()
        }
    }

    /// Understands the form. `income`: the account that its income was booked on so far.
    pub fn parse(&self, s: &Shell, chart: &Chart, income: LedgerAccountId) -> Result<KindDetails, Faults> {
        let mut faults = Faults::default();
        let name = tidy(&self.nama);
        if !(1..=60).contains(&name.chars().count()) {
            faults.put("nama", s.t("tariff-fault-name"));
        }
        let code = code(&self.kode, &name);
        if code.is_none() {
            faults.put("kode", s.t("tariff-fault-code"));
        }
        let anchor =
            faults.keep("mulai", typed::month(&self.mulai), |_: &Slip| s.t("tariff-fault-month").to_owned());
        if anchor == Some(None) {
            faults.put("mulai", s.t("tariff-fault-month"));
        }
        let fund =
            self.pos.parse::<FundId>().ok().filter(|id| chart.funds().iter().any(|fund| fund.id == *id));
        if fund.is_none() {
            faults.put("pos", s.t("tariff-fault-fund"));
        }
        let account = self.income(chart, income);
        if account.is_none() {
            faults.put("akun", s.t("tariff-fault-account"));
        }
        let priority = self.urutan.trim().parse::<i16>().ok().filter(|n| (1..=999).contains(n));
        if priority.is_none() {
            faults.put("urutan", s.t("tariff-fault-priority"));
        }
        let note = self.catatan.trim().to_owned();
        if note.chars().count() > 500 {
            faults.put("catatan", s.t("tariff-fault-note"));
        }
        let utility = ["water", "electricity", "gas"].into_iter().find(|known| *known == self.meter);
        match (code, anchor.flatten(), fund.zip(account), priority) {
            (Some(code), Some(anchor), Some((fund, account)), Some(priority)) if faults.is_empty() => {
                Ok(KindDetails {
                    code,
                    name,
                    cadence: Cadence::from_code(&self.berkala).unwrap_or(Cadence::Monthly),
                    anchor,
                    obligation: Obligation::from_code(&self.sifat).unwrap_or(Obligation::Compulsory),
                    liable: Liable::from_code(&self.penanggung).unwrap_or(Liable::Occupant),
                    fund,
                    income_account: account,
                    tax_class: TaxClass::from_code(&self.pajak).unwrap_or(TaxClass::None),
                    priority,
                    utility: utility.map(str::to_owned),
                    note,
                })
            }
            _ => Err(faults),
        }
    }

    /// An account that is out of use stays with the charge that has it, and is chosen for no other.
    fn income(&self, chart: &Chart, so_far: LedgerAccountId) -> Option<LedgerAccountId> {
        if self.akun.is_empty() {
            return Some(so_far);
        }
        let typed = self.akun.parse::<LedgerAccountId>().ok()?;
        let is_known = typed == so_far || chart.income_accounts().iter().any(|(id, _)| *id == typed);
        is_known.then_some(typed)
    }
}

/// As typed, or the first letters and digits of the name.
fn code(typed: &str, name: &str) -> Option<String> {
    let source = if typed.trim().is_empty() { name } else { typed };
    let code: String =
        source.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let code: String = if typed.trim().is_empty() { code.chars().take(6).collect() } else { code };
    (2..=12).contains(&code.len()).then_some(code)
}

/// What stays once it was billed.
pub fn keep_billed(details: &mut KindDetails, known: &Known) {
    if known.is_billed {
        details.cadence = known.kind.cadence;
        details.anchor = known.kind.anchor;
        details.utility.clone_from(&known.kind.utility);
    }
}

#[derive(Template)]
#[template(path = "charge/pages/kind_form.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    is_new: bool,
    is_billed: bool,
    form: KindForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    cadences: Vec<Choice>,
    obligations: Vec<Choice>,
    liables: Vec<Choice>,
    funds: Vec<Choice>,
    accounts: Vec<Choice>,
    taxes: Vec<Choice>,
    meters: Vec<Choice>,
}

fn form_page(
    s: Shell,
    action: String,
    known: Option<&Known>,
    form: KindForm,
    chart: &Chart,
    faults: Faults,
) -> FormPage {
    let choice = |code: &str, key| Choice::new(code, s.t(key));
    FormPage {
        cadences: Cadence::ALL.iter().map(|one| choice(one.code(), words::cadence(*one))).collect(),
        obligations: vec![
            choice("compulsory", "tariff-compulsory").with_hint(s.t("tariff-compulsory-hint")),
            choice("voluntary", "tariff-voluntary").with_hint(s.t("tariff-voluntary-hint")),
        ],
        liables: vec![
            choice("occupant", "tariff-occupant").with_hint(s.t("tariff-occupant-hint")),
            choice("owner", "tariff-owner").with_hint(s.t("tariff-owner-hint")),
        ],
        funds: chart.funds().iter().map(|fund| Choice::new(fund.id.to_string(), &fund.name)).collect(),
        accounts: chart
            .income_accounts()
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
        taxes: TaxClass::ALL.iter().map(|one| choice(one.code(), words::tax_class(*one))).collect(),
        meters: vec![
            choice("water", "tariff-meter-water"),
            choice("electricity", "tariff-meter-electricity"),
            choice("gas", "tariff-meter-gas"),
        ],
        back: action.clone(),
        is_new: known.is_none(),
        is_billed: known.is_some_and(|known| known.is_billed),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        action,
        form,
        faults,
    }
}

fn shell_new(may: &May<SetTariffs>, browser: &Browser) -> Shell {
    let s = browser.office(may, browser.texts().get("tariff-add"));
    let (list, here) = (s.t("tariff-title").to_owned(), s.title.clone());
    s.crumb(list, may.place().path("tarif")).crumb(here, "")
}

fn shell_edit(may: &May<SetTariffs>, browser: &Browser, kind: &ChargeType) -> Shell {
    let s = browser.office(may, browser.texts().with("tariff-edit", &[("name", kind.name.as_str().into())]));
    let (list, edit) = (s.t("tariff-title").to_owned(), s.t("tariff-edit-short").to_owned());
    s.crumb(list, may.place().path("tarif")).crumb(&kind.name, path(may.place(), &kind.code)).crumb(edit, "")
}

pub async fn new(may: May<SetTariffs>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let chart = Chart::load(&mut tx).await?;
    let form = KindForm::usual(Period::of(today(may.place(), &tx)), &chart);
    let s = shell_new(&may, &browser);
    web::page(&form_page(s, may.place().path("tarif"), None, form, &chart, Faults::default()))
}

pub async fn create(may: May<SetTariffs>, browser: Browser, Form(form): Form<KindForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let chart = Chart::load(&mut tx).await?;
    let (s, action) = (shell_new(&may, &browser), may.place().path("tarif"));
    let details = match form.parse(&s, &chart, chart.account(Purpose::DuesIncome)) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&form_page(s, action, None, form, &chart, faults)),
    };
    match kinds::add(&mut tx, &details).await {
        Ok(_) => {
            tx.commit().await?;
            let said = s.t1("tariff-added", "name", details.name.as_str());
            let price = format!("{}/harga/baru", path(may.place(), &details.code));
            Ok(Go::to(price).saying(said).into_response())
        }
        Err(error) => {
            let faults = taken(&s, error)?;
            web::invalid(&form_page(s, action, None, form, &chart, faults))
        }
    }
}

async fn found(may: &May<SetTariffs>, charge: &str) -> web::Result<(TenantTx, Known, Chart)> {
    let mut tx = may.begin().await?;
    let known = known(&mut tx, charge).await?;
    let chart = Chart::load(&mut tx).await?;
    Ok((tx, known, chart))
}

pub async fn edit(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
) -> web::Result {
    let (_tx, known, chart) = found(&may, &charge).await?;
    let (s, action) = (shell_edit(&may, &browser, &known.kind), path(may.place(), &known.kind.code));
    web::page(&form_page(s, action, Some(&known), KindForm::of(&known.kind), &chart, Faults::default()))
}

pub async fn update(
    may: May<SetTariffs>,
    browser: Browser,
    Path((_, charge)): Path<(String, String)>,
    Form(form): Form<KindForm>,
) -> web::Result {
    let (mut tx, known, chart) = found(&may, &charge).await?;
    let (s, action) = (shell_edit(&may, &browser, &known.kind), path(may.place(), &known.kind.code));
    // A disabled field is not sent; what is billed keeps its own.
    let form = if known.is_billed {
        let own = KindForm::of(&known.kind);
        KindForm { berkala: own.berkala, mulai: own.mulai, meter: own.meter, ..form }
    } else {
        form
    };
    let mut details = match form.parse(&s, &chart, known.kind.income_account) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&form_page(s, action, Some(&known), form, &chart, faults)),
    };
    keep_billed(&mut details, &known);
    match kinds::change(&mut tx, known.kind.id, &details).await {
        Ok(()) => {
            tx.commit().await?;
            let said = s.t1("tariff-saved", "name", details.name.as_str());
            Ok(Go::to(path(may.place(), &details.code)).saying(said).into_response())
        }
        Err(error) => {
            let faults = taken(&s, error)?;
            web::invalid(&form_page(s, action, Some(&known), form, &chart, faults))
        }
    }
}

/// Another charge type has this code: a sentence at the field.
pub fn taken(s: &Shell, error: tenancy::Error) -> Result<Faults, web::Error> {
    if error.constraint() != Some("charge_type_code_once") {
        return Err(error.into());
    }
    let mut faults = Faults::default();
    faults.put("kode", s.t("tariff-fault-taken"));
    Ok(faults)
}
