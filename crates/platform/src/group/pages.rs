//! The table of complexes.

use std::collections::HashMap;

use askama::Template;
use kernel::{ComplexId, format};
use serde::Deserialize;
use tenancy::Group;
use web::{
    Browser, Query, Shell,
    shell::{
        Tone,
        parts::{Chip, Pager, initials},
    },
};

use super::{
    model::{Attention, Figures, Order, Part, Sum},
    sql,
};

/// Complexes on one page.
const PAGE: usize = 50;
/// From this many on looking is slower than typing a name.
const WORTH_SEARCHING: usize = 8;

/// What stands in the address of the table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub cari: String,
    pub urut: String,
    pub saring: String,
    pub halaman: usize,
    pub format: String,
}

/// The complexes that were asked for, in the wanted order, and what all of them together are.
pub struct Found {
    pub sum: Sum,
    pub shown: Vec<Figures>,
    pub managers: HashMap<ComplexId, Vec<String>>,
}

#[derive(Template)]
#[template(path = "group/index.html")]
struct Index {
    s: Shell,
    base: String,
    asked: Asked,
    order: Order,
    sum: Sum,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    pager: Option<Pager>,
    searchable: bool,
}

/// A complex as the table shows it.
struct Row {
    f: Figures,
    tone: Tone,
    icon: &'static str,
    attention: String,
    managers: String,
    last_import: String,
}

pub async fn index(group: Group, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let found = find(&group, &asked).await?;
    let s = browser.group(&group, browser.texts().get("group-title"));
    let base = format!("/grup/{}", group.house().slug);
    let page = asked.halaman.min(found.shown.len() / PAGE);
    let on_page: Vec<Figures> = found.shown.iter().skip(page * PAGE).take(PAGE).cloned().collect();
    let rows = on_page.into_iter().map(|f| row(&s, f, &found.managers)).collect();
    web::page(&Index {
        chips: chips(&s, &base, &asked, &found.sum),
        pager: pager(&base, &asked, page, found.shown.len()),
        searchable: usize::try_from(found.sum.complexes).unwrap_or(0) > WORTH_SEARCHING,
        order: Order::from_code(&asked.urut),
        sum: found.sum,
        s,
        base,
        asked,
        rows,
    })
}

pub async fn find(group: &Group, asked: &Asked) -> web::Result<Found> {
    let mut tx = group.begin().await?;
    let mut all = sql::complexes(&mut tx).await?;
    let managers = sql::managers(&mut tx).await?;
    let sum = Sum::of(&all);
    let part = Part::from_code(&asked.saring);
    let wanted = asked.cari.trim().to_lowercase();
    all.retain(|f| {
        part.keeps(f) && (f.name.to_lowercase().contains(&wanted) || f.city.to_lowercase().contains(&wanted))
    });
    Order::from_code(&asked.urut).sort(&mut all);
    Ok(Found { sum, shown: all, managers })
}

/// The badge's colour, icon and words.
pub fn say(s: &Shell, attention: Attention) -> (Tone, &'static str, String) {
    match attention {
        Attention::NoManager => (Tone::Bad, "triangle-alert", s.t("group-no-manager").to_owned()),
        Attention::NoUnits => (Tone::Bad, "triangle-alert", s.t("group-no-units").to_owned()),
        Attention::Claims(count) => (Tone::Warn, "circle-alert", s.t1("group-claims", "count", count.0)),
        Attention::NobodyKnown(count) => {
            (Tone::Warn, "circle-alert", s.t1("group-nobody-known", "count", count.0))
        }
        Attention::WithoutPhone(count) => {
            (Tone::Warn, "circle-alert", s.t1("group-many-without-phone", "count", count.0))
        }
        Attention::Fine => (Tone::Ok, "check", s.t("group-fine").to_owned()),
    }
}

fn row(s: &Shell, f: Figures, managers: &HashMap<ComplexId, Vec<String>>) -> Row {
    let (tone, icon, attention) = say(s, f.attention());
    let last_import =
        f.last_import_at.map(|at| format::short_date(f.zone.date(at), s.locale)).unwrap_or_default();
    let managers = match managers.get(&f.complex).map(Vec::as_slice) {
        None | Some([]) => String::new(),
        Some([one]) => one.clone(),
        Some([first, rest @ ..]) => s.t2("group-and-others", "name", first, "count", rest.len()),
    };
    Row { f, tone, icon, attention, managers, last_import }
}

fn chips(s: &Shell, base: &str, asked: &Asked, sum: &Sum) -> Vec<Chip> {
    let chip = |label: &str, part: Part, count: i64| {
        let href = address(base, &Asked { saring: part.code().to_owned(), halaman: 0, ..asked.clone() });
        Chip::new(label, href).counted(count).current_if(Part::from_code(&asked.saring) == part)
    };
    let mut chips = vec![
        chip(s.t("group-all"), Part::All, sum.complexes),
        chip(s.t("group-need-somebody"), Part::NeedSomebody, sum.need_somebody),
    ];
    if sum.without_units > 0 {
        chips.push(chip(s.t("group-without-units"), Part::WithoutUnits, sum.without_units));
    }
    chips
}

fn pager(base: &str, asked: &Asked, page: usize, total: usize) -> Option<Pager> {
    let to = ((page + 1) * PAGE).min(total);
    let at = |halaman: usize| address(base, &Asked { halaman, ..asked.clone() });
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (total > PAGE).then(|| Pager {
        from: count(page * PAGE + 1),
        to: count(to),
        total: Some(count(total)),
        previous: page.checked_sub(1).map(at),
        next: (to < total).then(|| at(page + 1)),
    })
}

/// The table's address with what was asked; what is as usual is left out.
fn address(base: &str, asked: &Asked) -> String {
    let page = if asked.halaman > 0 { asked.halaman.to_string() } else { String::new() };
    web::with_query(
        base,
        &[("cari", asked.cari.trim()), ("urut", &asked.urut), ("saring", &asked.saring), ("halaman", &page)],
    )
}

impl Row {
    fn initials(&self) -> String {
        initials(&self.f.name)
    }
}

impl Index {
    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.base)
    }

    fn sorted_by(&self, code: &str) -> String {
        address(&self.base, &Asked { urut: code.to_owned(), halaman: 0, ..self.asked.clone() })
    }

    /// For `aria-sort`: names ascend, everything else descends.
    fn order_of(&self, code: &str) -> &'static str {
        match Order::from_code(code) {
            order if order != self.order => "",
            Order::Name => "ascending",
            _ => "descending",
        }
    }

    fn download(&self) -> String {
        address(&format!("{}/unduh", self.base), &Asked { halaman: 0, ..self.asked.clone() })
    }

    fn percent(&self, share: Option<i64>) -> String {
        share.map_or_else(|| "–".to_owned(), |share| format!("{share}%"))
    }

    /// How many houses there are to live in.
    fn houses(&self, f: &Figures) -> i64 {
        f.units - f.plots
    }
}
