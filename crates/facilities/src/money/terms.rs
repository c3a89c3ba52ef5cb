//! The office's page: what a facility costs.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Locale, Rupiah, format};
use serde::Deserialize;
use tenancy::{May, policy::ManageFacilities};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{
    model::{PriceRule, Terms, Tier, Who},
    sql,
};
use crate::{
    availability::Hours,
    facility::{Facility, read_hours, said_hours, sql as facilities},
};

/// Rows of either table on the page.
const ROWS: usize = 3;
/// Rules of one facility.
const MOST_RULES: usize = 9;
/// Rupiah.
const LIMIT: i64 = 1_000_000_000;
/// Which days a rule is for: the word in the form, and the days.
const DAYS: [(&str, &str, &[i16]); 4] = [
    ("", "fac-terms-days-all", &[1, 2, 3, 4, 5, 6, 7]),
    ("kerja", "fac-terms-days-work", &[1, 2, 3, 4, 5]),
    ("akhir", "fac-terms-days-end", &[6, 7]),
    ("sabtu", "fac-terms-days-eve", &[5, 6]),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    harga: String,
    jaminan: String,
    batas_bayar: String,
    denda_absen: String,
    tunggakan: String,
    jam: Vec<String>,
    persen: Vec<String>,
    hari: Vec<String>,
    pukul: Vec<String>,
    siapa: Vec<String>,
    harga_lain: Vec<String>,
}

impl Typed {
    fn of(terms: &Terms) -> Self {
        let amount = |amount: Rupiah| format::number(amount.get(), Locale::Id);
        let rules = || terms.rules.iter();
        let days = |rule: &PriceRule| {
            DAYS.iter().find(|(_, _, days)| *days == rule.days).map_or("", |(code, ..)| *code).to_owned()
        };
        Self {
            harga: amount(terms.price),
            jaminan: amount(terms.deposit),
            batas_bayar: terms.pay_hours.to_string(),
            denda_absen: amount(terms.no_show_fee),
            tunggakan: terms.most_late.map(amount).unwrap_or_default(),
            jam: terms.tiers.iter().map(|tier| tier.hours.to_string()).collect(),
            persen: terms.tiers.iter().map(|tier| tier.percent.to_string()).collect(),
            hari: rules().map(days).collect(),
            pukul: rules()
                .map(|rule| said_hours(Some(Hours { opens: rule.from, closes: rule.to })))
                .collect(),
            siapa: rules().map(|rule| rule.who.code().to_owned()).collect(),
            harga_lain: rules().map(|rule| amount(rule.price)).collect(),
        }
    }

    fn read(&self, s: &Shell) -> Result<Terms, Faults> {
        let mut faults = Faults::default();
        let mut rupiah = |field: &str, text: &str| {
            let read = if text.trim().is_empty() { Ok(Rupiah::ZERO) } else { Rupiah::parse(text) };
            let read = read.ok().filter(|amount| (0..=LIMIT).contains(&amount.get()));
            faults
                .keep(field, read.ok_or(()), |()| s.t("fac-terms-fault-amount").to_owned())
                .unwrap_or(Rupiah::ZERO)
        };
        let (price, deposit) = (rupiah("harga", &self.harga), rupiah("jaminan", &self.jaminan));
        let no_show_fee = rupiah("denda_absen", &self.denda_absen);
        let is_asked = !self.tunggakan.trim().is_empty();
        let most_late = is_asked.then(|| rupiah("tunggakan", &self.tunggakan));
        let pay_hours = self.batas_bayar.trim().parse().ok().filter(|hours| (1..=336).contains(hours));
        if pay_hours.is_none() {
            faults.put("batas_bayar", s.t("fac-terms-fault-pay"));
        }
        let tiers = self.tiers().unwrap_or_else(|()| {
            faults.put("jam-1", s.t("fac-terms-fault-tier"));
            Vec::new()
        });
        let rules = self.rules().unwrap_or_else(|()| {
            faults.put("pukul-1", s.t("fac-terms-fault-rule"));
            Vec::new()
        });
        let pay_hours = pay_hours.unwrap_or(24);
        let terms = Terms { price, deposit, pay_hours, no_show_fee, most_late, tiers, rules };
        if faults.is_empty() { Ok(terms) } else { Err(faults) }
    }

    /// Rows without hours are none. The longest time first, each with no more percent than the one before.
    fn tiers(&self) -> Result<Vec<Tier>, ()> {
        let mut tiers = Vec::new();
        for (hours, percent) in
            self.jam.iter().zip(&self.persen).filter(|(hours, _)| !hours.trim().is_empty())
        {
            let hours = hours.trim().parse().ok().filter(|hours| (0..=8_760).contains(hours)).ok_or(())?;
            let percent = percent.trim().trim_end_matches('%').trim().parse().ok();
            let percent = percent.filter(|percent| (0..=100).contains(percent)).ok_or(())?;
            tiers.push(Tier { hours, percent });
        }
        tiers.sort_by_key(|tier| std::cmp::Reverse(tier.hours));
        let falls =
            tiers.windows(2).all(|two| two[0].hours > two[1].hours && two[0].percent >= two[1].percent);
        if falls { Ok(tiers) } else { Err(()) }
    }

    fn rules(&self) -> Result<Vec<PriceRule>, ()> {
        let mut rules = Vec::new();
        for (row, pukul) in self.pukul.iter().enumerate().filter(|(_, pukul)| !pukul.trim().is_empty()) {
            let at = |list: &[String]| list.get(row).cloned().unwrap_or_default();
            let hours = read_hours(pukul)?.filter(|hours| hours.opens < hours.closes).ok_or(())?;
            let price = Rupiah::parse(&at(&self.harga_lain)).ok();
            let price = price.filter(|price| (0..=LIMIT).contains(&price.get())).ok_or(())?;
            let days = at(&self.hari);
            let days = DAYS.iter().find(|(code, ..)| *code == days).ok_or(())?.2.to_vec();
            let who = Who::from_code(&at(&self.siapa));
            rules.push(PriceRule { days, from: hours.opens, to: hours.closes, who, price });
        }
        if rules.len() <= MOST_RULES { Ok(rules) } else { Err(()) }
    }
}

struct TierRow {
    id: usize,
    hours: String,
    percent: String,
}

struct RuleRow {
    id: usize,
    days: String,
    hours: String,
    who: String,
    price: String,
}

#[derive(Template)]
#[template(path = "money/terms.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    form: Typed,
    tiers: Vec<TierRow>,
    rules: Vec<RuleRow>,
    days: Vec<Choice>,
    people: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

fn page(
    may: &May<ManageFacilities>,
    browser: &Browser,
    facility: &Facility,
    form: Typed,
    faults: Faults,
) -> Page {
    let (words, place) = (browser.texts(), may.place());
    let title = words.get("fac-terms-title");
    let back = place.path(&format!("fasilitas/{}", facility.id));
    let s = browser
        .office(may, title)
        .crumb(words.get("fac-title"), place.path("fasilitas"))
        .crumb(facility.name.as_str(), back.as_str())
        .crumb(title, "");
    let at = |list: &[String], row: usize| list.get(row).cloned().unwrap_or_default();
    let tier = |row| TierRow { id: row + 1, hours: at(&form.jam, row), percent: at(&form.persen, row) };
    let rule = |row| RuleRow {
        id: row + 1,
        days: at(&form.hari, row),
        hours: at(&form.pukul, row),
        who: at(&form.siapa, row),
        price: at(&form.harga_lain, row),
    };
    let who = |who: Who| {
        let key = match who {
            Who::All => "fac-terms-who-all",
            Who::Owner => "fac-terms-who-owner",
            Who::Tenant => "fac-terms-who-tenant",
        };
        Choice::new(who.code(), words.get(key))
    };
    Page {
        tiers: (0..ROWS.max(form.jam.len())).map(tier).collect(),
        rules: (0..ROWS.max(form.pukul.len())).map(rule).collect(),
        days: DAYS.iter().map(|(code, key, _)| Choice::new(*code, words.get(key))).collect(),
        people: Who::ALL.map(who).into(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        action: format!("{back}/harga"),
        back,
        form,
        faults,
    }
}

type One = Path<(String, Uuid)>;

pub async fn show(may: May<ManageFacilities>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let facility = facilities::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let typed = Typed::of(&sql::terms(&mut tx, id).await?);
    web::page(&page(&may, &browser, &facility, typed, Faults::default()))
}

/// What is booked already keeps its price.
pub async fn save(
    may: May<ManageFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let facility = facilities::lock(&mut tx, id).await?.ok_or(web::Error::missing())?;
    match typed.read(&browser.public("")) {
        Ok(terms) => {
            sql::keep(&mut tx, id, &terms).await?;
            tx.commit().await?;
            let to = may.place().path(&format!("fasilitas/{id}"));
            Ok(Go::to(to).saying(browser.texts().get("fac-said-saved")).into_response())
        }
        Err(faults) => web::invalid(&page(&may, &browser, &facility, typed, faults)),
    }
}
