//! Writing down what one house pays instead, with the reason that the neighbours may ask for.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Period, Rupiah};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::SetTariffs};
use web::{Browser, Faults, Form, Go, Query, Shell, shell::parts::Choice};

use super::{own::charge_named, today};
use crate::charge::{
    ChargeType, Figure,
    sql::{
        self,
        own::{self, Listed, OwnDetails, Wanted},
    },
    typed::{self, Slip, tidy},
    words,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnForm {
    pub unit: String,
    pub jenis: String,
    pub bentuk: String,
    pub jumlah: String,
    pub persen: String,
    pub mulai: String,
    /// The last day; empty: until further notice.
    pub terakhir: String,
    pub alasan: String,
}

impl OwnForm {
    pub async fn parse(
        &self,
        tx: &mut TenantTx,
        s: &Shell,
    ) -> web::Result<Result<(OwnDetails, String), Faults>> {
        let mut faults = Faults::default();
        let unit = match tidy(&self.unit) {
            named if named.is_empty() => None,
            named => homes::unit_named(tx, &named).await?,
        };
        if unit.is_none() {
            faults.put("unit", s.t("own-fault-unit"));
        }
        let charge = charge_named(tx, &self.jenis).await?.filter(|known| known.retired_at.is_none());
        if charge.is_none() {
            faults.put("jenis", s.t("own-fault-charge"));
        }
        let figure = self.figure(s, &mut faults);
        let from = faults
            .keep("mulai", typed::date(&self.mulai), |_: &Slip| s.t("tariff-fault-date").to_owned())
            .flatten();
        if from.is_none() && faults.of("mulai").is_empty() {
            faults.put("mulai", s.t("tariff-fault-date"));
        }
        let last = faults
            .keep("terakhir", typed::date(&self.terakhir), |_: &Slip| s.t("tariff-fault-date").to_owned());
        let until = last.flatten().and_then(|last| last.succ_opt());
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            faults.put("terakhir", s.t("own-fault-ends-before"));
        }
        let reason = tidy(&self.alasan);
        if !(3..=300).contains(&reason.chars().count()) {
            faults.put("alasan", s.t("own-fault-reason"));
        }
        Ok(match (unit, charge, figure, from) {
            (Some(unit), Some(charge), Some(figure), Some(from)) if faults.is_empty() => Ok((
                OwnDetails { unit: unit.id, charge: charge.kind.id, from, until, figure, reason },
                unit.code,
            )),
            _ => Err(faults),
        })
    }

    fn figure(&self, s: &Shell, faults: &mut Faults) -> Option<Figure> {
        let amount = |faults: &mut Faults| {
            let amount = typed::amount(&self.jumlah).ok().flatten().filter(|amount| *amount > Rupiah::ZERO);
            if amount.is_none() {
                faults.put("jumlah", s.t("tariff-fault-amount"));
            }
            amount
        };
        match self.bentuk.as_str() {
            "exempt" => Some(Figure::Exempt),
            "fixed" => amount(faults).map(|amount| Figure::Fixed { amount }),
            "discount_rupiah" => amount(faults).map(|amount| Figure::DiscountRupiah { amount }),
            "discount_percent" => {
                let percent = typed::percent(&self.persen).ok().flatten();
                if percent.is_none() {
                    faults.put("persen", s.t("tariff-fault-percent"));
                }
                percent.map(|percent| Figure::DiscountPercent { percent })
            }
            _ => {
                faults.put("bentuk", s.t("own-fault-kind"));
                None
            }
        }
    }
}

#[derive(Template)]
#[template(path = "charge/pages/own_form.html")]
struct FormPage {
    s: Shell,
    action: String,
    form: OwnForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    charges: Vec<Choice>,
    kinds: Vec<Choice>,
}

fn form_page(
    may: &May<SetTariffs>,
    browser: &Browser,
    kinds: &[ChargeType],
    form: OwnForm,
    faults: Faults,
) -> FormPage {
    let s = browser.office(may, browser.texts().get("own-add"));
    let action = may.place().path("tarif/khusus");
    let (list, here) = (s.t("override-title").to_owned(), s.title.clone());
    let s = s.crumb(list, action.clone()).crumb(here, "");
    FormPage {
        charges: kinds.iter().map(|kind| Choice::new(&kind.code, &kind.name)).collect(),
        kinds: vec![
            Choice::new("discount_percent", s.t("own-kind-percent")).with_icon("percent"),
            Choice::new("discount_rupiah", s.t("own-kind-rupiah")).with_icon("badge-percent"),
            Choice::new("fixed", s.t("own-kind-fixed")).with_icon("banknote"),
            Choice::new("exempt", s.t("own-kind-exempt")).with_icon("ban"),
        ],
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        action,
        form,
        faults,
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    unit: String,
    jenis: String,
}

pub async fn new(may: May<SetTariffs>, browser: Browser, Query(about): Query<About>) -> web::Result {
    let mut tx = may.begin().await?;
    let first = Period::of(today(may.place(), &tx)).first_day();
    let kinds = sql::charge_types(&mut tx).await?;
    let form = OwnForm {
        unit: about.unit,
        jenis: about.jenis.to_uppercase(),
        bentuk: "discount_percent".to_owned(),
        mulai: first.to_string(),
        ..OwnForm::default()
    };
    web::page(&form_page(&may, &browser, &kinds, form, Faults::default()))
}

pub async fn create(may: May<SetTariffs>, browser: Browser, Form(form): Form<OwnForm>) -> web::Result {
    let s = browser.public("");
    let mut tx = may.begin().await?;
    let kinds = sql::charge_types(&mut tx).await?;
    let (details, unit) = match form.parse(&mut tx, &s).await? {
        Ok(parsed) => parsed,
        Err(faults) => return web::invalid(&form_page(&may, &browser, &kinds, form, faults)),
    };
    if let Some(other) = in_the_way(&mut tx, &details).await? {
        let mut faults = Faults::default();
        faults.put("mulai", clash(&s, &other));
        return web::invalid(&form_page(&may, &browser, &kinds, form, faults));
    }
    own::add(&mut tx, &details).await.map_err(said)?;
    tx.commit().await?;
    let said = s.t1("own-added", "unit", unit.as_str());
    let list = web::with_query(&may.place().path("tarif/khusus"), &[("unit", &unit)]);
    Ok(Go::to(list).saying(said).into_response())
}

/// The arrangement that holds on one of these days already.
pub async fn in_the_way(tx: &mut TenantTx, details: &OwnDetails) -> tenancy::Result<Option<Listed>> {
    let wanted = Wanted { unit: Some(details.unit), charge: Some(details.charge), from: Some(details.from) };
    let others = own::list(tx, &wanted, None, i64::from(i32::MAX)).await?;
    Ok(others.into_iter().find(|other| details.until.is_none_or(|until| other.own.from < until)))
}

/// `A-12 sudah punya tarif khusus untuk Air: Potongan 25%, sejak 1 Jan 2026. …`
pub fn clash(s: &Shell, other: &Listed) -> String {
    let what = format!(
        "{}, {} ({})",
        words::figure(s, other.own.figure),
        words::days(s, other.own.from, other.own.until),
        other.own.reason
    );
    let pairs = [
        ("unit", other.unit_code.as_str().into()),
        ("charge", other.charge_name.as_str().into()),
        ("what", what.into()),
    ];
    s.tw("own-fault-overlap", &pairs)
}

/// Somebody was faster.
pub fn said(error: tenancy::Error) -> web::Error {
    match error.constraint() {
        Some("override_no_overlap") => web::Error::refused(super::Refused("own-overlaps")),
        _ => error.into(),
    }
}
