//! The treasurer's first page: who will be billed, and where that is not clear yet.

use askama::Template;
use tenancy::{May, policy::SeeTreasury};
use web::{
    Browser, Shell, ShellKind,
    home::{HomeCards, Scene},
};

use super::{
    known::{self, Known},
    view::{Figure, figures},
};

#[derive(Template)]
#[template(path = "overview/treasurer.html")]
struct Overview {
    s: Shell,
    today: String,
    figures: Vec<Figure>,
    care: Vec<Figure>,
    /// What other rooms have to show.
    cards: Vec<String>,
    units: i64,
    people: i64,
    units_href: String,
    xlsx: String,
}

pub async fn index(may: May<SeeTreasury>, browser: Browser, rooms: HomeCards) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let today = place.zone.date(tx.now());
    let Known { gaps, units: counts, .. } = known::figures(&mut tx, place.complex, today).await?;
    let s = browser.member(&may, ShellKind::Treasurer, browser.texts().get("overview-title"));
    let cards = rooms.cards(&mut tx, &Scene::of(&may, &s, today)).await?;
    let units_href = place.path("unit");
    let without_payer = Figure {
        label: s.t("units-without-payer").to_owned(),
        value: s.number(gaps.without_payer),
        detail: s.t("care-payer-text").to_owned(),
        href: web::with_query(&units_href, &[("perlu", "tanpa-pembayar")]),
    };
    let without_phone = Figure {
        label: s.t("people-payer-without-phone").to_owned(),
        value: s.number(gaps.payers_without_phone),
        detail: s.t("care-phone-text").to_owned(),
        href: web::with_query(&place.path("warga"), &[("saring", "pembayar-tanpa-nomor")]),
    };
    web::page(&Overview {
        today: kernel::format::long_date(today, s.locale),
        figures: figures(&s, &units_href, &counts),
        care: vec![without_payer, without_phone],
        cards,
        units: counts.iter().map(|(_, count)| count).sum(),
        people: gaps.people,
        xlsx: web::with_query(&place.path("unit/unduh"), &[("format", "xlsx")]),
        units_href,
        s,
    })
}
