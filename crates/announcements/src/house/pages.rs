//! The list of houses of one announcement, by default those that have not read it.

use askama::Template;
use axum::{extract::State as Extracted, response::IntoResponse as _};
use kernel::format;
use serde::Deserialize;
use spreadsheet::{Column, Field, Format, Separator, Table};
use tenancy::{
    May, Store, TenantTx,
    policy::{OverseeAnnouncements, WriteAnnouncements},
};
use uuid::Uuid;
use web::{
    Browser, Go, Path, Query, Shell,
    shell::parts::{Chip, Tone},
};

use super::{
    Which,
    sql::{self, Figures, House},
};
use crate::{
    bulletin::{
        self, State,
        sql::{Bulletin, find},
    },
    links,
};

const PAGE: i64 = 60;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    tampil: String,
    sesudah: String,
    format: String,
}

struct Row {
    code: String,
    names: String,
    state: String,
    tone: Tone,
    icon: &'static str,
    detail: String,
    whatsapp: String,
}

#[derive(Template)]
#[template(path = "house/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    figures: Figures,
    percent: i64,
    nudges: bool,
    xlsx: String,
    csv: String,
}

type One = Path<(String, Uuid)>;

pub async fn index(
    may: May<OverseeAnnouncements>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, id)): One,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = sent(&mut tx, id).await?;
    let figures = sql::figures(&mut tx, id).await?;
    let which = Which::from_code(&filter.tampil);
    let words = filter.q.trim().to_owned();
    let mut houses = sql::houses(&mut tx, id, which, &words, &filter.sesudah, PAGE + 1).await?;
    let more = houses.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        houses.pop();
    }
    let title = browser.texts().get("ann-houses");
    let here = may.place().path(&format!("pengumuman/{id}"));
    let s = browser
        .office(&may, title)
        .crumb(browser.texts().get("ann-title"), may.place().path("pengumuman"))
        .crumb(bulletin.title.as_str(), here.as_str())
        .crumb(title, "");
    let base = format!("{here}/rumah");
    let address = |which: &str, after: &str| {
        web::with_query(&base, &[("q", &words), ("tampil", which), ("sesudah", after)])
    };
    let unduh = |format: &str| {
        web::with_query(
            &format!("{base}/unduh"),
            &[("q", &words), ("tampil", which.code()), ("format", format)],
        )
    };
    let next = houses.last().filter(|_| more).map(|last| address(which.code(), &last.sort_key));
    let page = Index {
        chips: chips(&s, &bulletin, which, figures, |code| address(code, "")),
        rows: houses.iter().map(|house| row(&s, &may, &store, &bulletin, house)).collect(),
        next: next.unwrap_or_default(),
        percent: bulletin::percent(figures.read, figures.houses),
        nudges: may.can::<WriteAnnouncements>() && figures.read < figures.houses,
        xlsx: unduh("xlsx"),
        csv: unduh("csv"),
        figures,
        filter,
        base: here,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

/// Whoever looks at houses looks at an announcement that was sent.
async fn sent(tx: &mut TenantTx, id: Uuid) -> web::Result<Bulletin> {
    find(tx, id).await?.filter(|it| it.sent_at.is_some()).ok_or(web::Error::missing())
}

fn chips(
    s: &Shell,
    bulletin: &Bulletin,
    chosen: Which,
    figures: Figures,
    address: impl Fn(&str) -> String,
) -> Vec<Chip> {
    let of = |which: Which| match which {
        Which::All => figures.houses,
        Which::Unread => figures.houses - figures.read,
        Which::Read => figures.read,
        Which::Unsigned => figures.houses - figures.acknowledged,
    };
    let shown = Which::ALL.into_iter().filter(|it| *it != Which::Unsigned || bulletin.wants_acknowledgement);
    shown
        .map(|it| Chip::new(s.t(it.word()), address(it.code())).counted(of(it)).current_if(it == chosen))
        .collect()
}

fn row(s: &Shell, may: &May<OverseeAnnouncements>, store: &Store, bulletin: &Bulletin, house: &House) -> Row {
    let said = |at| format::date_time(at, may.place().zone, s.locale);
    let (state, tone, icon) = match (house.acknowledged_at, house.read_at) {
        (Some(_), _) => (s.t("ann-is-acknowledged"), Tone::Ok, "badge-check"),
        (None, Some(_)) => (s.t("ann-is-read"), Tone::Ok, "eye"),
        (None, None) => (s.t("ann-is-unread"), Tone::Warn, "eye-off"),
    };
    let detail = match (house.read_at, house.nudged_at) {
        (Some(at), _) if house.reader.is_empty() => s.t1("ann-read-by-link", "when", said(at)),
        (Some(at), _) => s.t2("ann-read-by", "name", house.reader.as_str(), "when", said(at)),
        (None, Some(at)) => s.t1("ann-nudged-at", "when", said(at)),
        (None, None) => String::new(),
    };
    let asks = bulletin.state == State::Sent && house.read_at.is_none();
    let whatsapp = house.phone.as_ref().filter(|_| asks).map(|phone| {
        let link = links::house(store, may.place().complex, house.link);
        let text = s.t2("ann-whatsapp-nudge", "title", bulletin.title.as_str(), "link", link);
        web::with_query(&format!("https://wa.me/{}", phone.wa_me()), &[("text", &text)])
    });
    Row {
        code: house.code.clone(),
        names: house.names.clone(),
        state: state.to_owned(),
        tone,
        icon,
        detail,
        whatsapp: whatsapp.unwrap_or_default(),
    }
}

/// Tells the houses that have not read it once more.
pub async fn nudge(may: May<WriteAnnouncements>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = sent(&mut tx, id).await?;
    if bulletin.state != State::Sent {
        return Err(web::Error::missing());
    }
    let told = bulletin::tell_unread(&mut tx, &bulletin).await?;
    tx.commit().await?;
    let told = i64::try_from(told).unwrap_or(i64::MAX);
    let said = browser.texts().with("ann-said-nudged", &[("count", told.into())]);
    Ok(Go::to(may.place().path(&format!("pengumuman/{id}/rumah"))).saying(said).into_response())
}

pub async fn download(
    may: May<OverseeAnnouncements>,
    browser: Browser,
    Path((_, id)): One,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    sent(&mut tx, id).await?;
    let which = Which::from_code(&filter.tampil);
    let houses = sql::houses(&mut tx, id, which, filter.q.trim(), "", i64::MAX).await?;
    let words = browser.texts();
    let kind = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let columns = [
        Column::new(words.get("units-code"), 10),
        Column::new(words.get("units-people"), 40),
        Column::new(words.get("units-phone"), 18),
        Column::new(words.get("ann-is-read"), 22),
        Column::new(words.get("ann-reader"), 24),
        Column::new(words.get("ann-is-acknowledged"), 22),
    ];
    let mut table =
        Table::new(kind, words.get("ann-houses"), &columns, Vec::new()).map_err(web::Error::broken)?;
    let at = |instant: Option<kernel::Instant>| {
        instant.map(|at| format::date_time(at, may.place().zone, browser.locale())).unwrap_or_default()
    };
    for house in &houses {
        let phone = house.phone.as_ref().map(|phone| Field::from(phone.local()));
        let row = [
            house.code.as_str().into(),
            house.names.as_str().into(),
            phone.into(),
            at(house.read_at).into(),
            house.reader.as_str().into(),
            at(house.acknowledged_at).into(),
        ];
        table.row(&row).map_err(web::Error::broken)?;
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("pengumuman-rumah-{}.{}", may.place().slug, kind.extension());
    Ok(web::download(bytes, kind.content_type(), &name))
}
