//! The arrears of each RT and each block: how many houses are late and with how much. A page of its own, because a complex
//! of a hundred blocks would carry it under every list of houses.

use askama::Template;
use dues::owing::{self, AreaOwing};
use kernel::{AreaId, format};
use tenancy::{May, TenantTx, policy::SeeArrears};
use web::{
    Browser, Shell,
    shell::parts::{Chip, Choice},
};

use super::pages::non_zero;
use crate::common::{shell, within};

struct Line {
    name: String,
    href: String,
    units: String,
    late: String,
    older: String,
    /// Of all units, how many owe nothing late, in percent; a width for the eye, the figure stands beside it.
    paid_percent: i64,
}

struct Group {
    title: &'static str,
    id: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "list/areas.html")]
struct Areas {
    s: Shell,
    sub: String,
    tabs: Vec<Chip>,
    groups: Vec<Group>,
    areas_href: String,
}

pub async fn index(may: May<SeeArrears>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let areas = owing::by_area(&mut tx, &within(&may), today).await?;
    let s = shell(&browser, &may, browser.texts().get("arrears-title"));
    let base = may.place().path("tunggakan");
    let group = |title, id, kind| Group { title, id, lines: lines(&s, &base, &areas, kind) };
    let groups = [group("arrears-by-rt", "h-rt", "rt"), group("arrears-by-block", "h-block", "block")];
    web::page(&Areas {
        sub: s.t1("arrears-as-of", "date", s.date(&today)),
        tabs: tabs(&s, &base, Tab::Areas),
        groups: groups.into_iter().filter(|group| !group.lines.is_empty()).collect(),
        areas_href: may.place().path("area"),
        s,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Houses,
    Areas,
}

/// The two ways to look at what is owed.
pub(super) fn tabs(s: &Shell, base: &str, at: Tab) -> Vec<Chip> {
    vec![
        Chip::new(s.t("arrears-tab-houses"), base.to_owned()).current_if(at == Tab::Houses),
        Chip::new(s.t("arrears-tab-areas"), format!("{base}/wilayah")).current_if(at == Tab::Areas),
    ]
}

/// Blocks and RTs that a list can be narrowed to.
pub(super) async fn choices(
    tx: &mut TenantTx,
    within: &[AreaId],
) -> tenancy::Result<(Vec<Choice>, Vec<Choice>)> {
    let all = |areas: Vec<(AreaId, String)>| {
        areas.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>()
    };
    let own = |mut rts: Vec<(AreaId, String)>| {
        rts.retain(|(id, _)| within.is_empty() || within.contains(id));
        rts
    };
    Ok((all(homes::blocks(tx).await?), all(own(homes::rts(tx).await?))))
}

fn lines(s: &Shell, base: &str, areas: &[AreaOwing], kind: &str) -> Vec<Line> {
    let line = |area: &AreaOwing| Line {
        name: area.name.clone(),
        href: web::with_query(base, &[(if kind == "rt" { "rt" } else { "blok" }, &area.area.to_string())]),
        units: s.t2("arrears-units-of", "late", area.late_units, "units", area.units),
        late: format::rupiah(area.ages.late()),
        older: non_zero(area.ages.older),
        paid_percent: if area.units == 0 { 100 } else { (area.units - area.late_units) * 100 / area.units },
    };
    areas.iter().filter(|area| area.kind == kind).map(line).collect()
}
