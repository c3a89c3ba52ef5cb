//! The settings of the ladder, and reminding by hand: choose, look at what will be said and what it costs, send.

use askama::Template;
use axum::response::IntoResponse as _;
use dues::owing::{self, Lateness, Wanted};
use kernel::{Date, Rupiah, UnitId, format};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{SeeMessages, SendReminders, SetReminders},
};
use web::{
    Browser, Faults, Form, Go, Query, Shell,
    shell::parts::{Chip, Tone},
};

use super::{
    ladder::{Ladder, LadderFault, day},
    remind::{House, Standing, cost_of, houses},
    sql,
};
use crate::{outbox::tell, template::Wording};

/// Households on one page of choices; whoever has more narrows the list.
const MOST: i64 = 500;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LadderForm {
    otomatis: String,
    tangga: String,
}

#[derive(Template)]
#[template(path = "reminder/index.html")]
struct Index {
    s: Shell,
    base: String,
    form: LadderForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    rungs: Vec<(String, String)>,
    sets: bool,
    sends: bool,
    messages: String,
}

pub async fn index(may: May<SeeMessages>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let ladder = sql::load(&mut tx).await?;
    let s = browser.office(&may, browser.texts().get("ladder-title"));
    let form = LadderForm {
        otomatis: if ladder.is_automatic { "ya".to_owned() } else { String::new() },
        tangga: ladder.typed(),
    };
    let (sets, sends) = (may.can::<SetReminders>(), may.can::<SendReminders>());
    let base = may.place().path("pengingat");
    let messages = may.place().path("pesan");
    let rungs = rungs(&s, &ladder);
    let (faults, mistakes) = (Faults::default(), Vec::new());
    web::page(&Index { s, base, form, faults, mistakes, rungs, sets, sends, messages })
}

fn rungs(s: &Shell, ladder: &Ladder) -> Vec<(String, String)> {
    let said = |rung: &i16| match rung {
        ..0 => s.t1("ladder-before", "days", i64::from(rung.abs())),
        0 => s.t("ladder-on-day").to_owned(),
        1.. => s.t1("ladder-after", "days", i64::from(*rung)),
    };
    ladder.rungs.iter().map(|rung| (day(*rung), said(rung))).collect()
}

pub async fn save(may: May<SetReminders>, browser: Browser, Form(form): Form<LadderForm>) -> web::Result {
    let mut tx = may.begin().await?;
    match Ladder::parse(&form.tangga) {
        Ok(rungs) => {
            sql::save(&mut tx, &Ladder { is_automatic: form.otomatis == "ya", rungs }).await?;
            tx.commit().await?;
            let said = browser.texts().get("ladder-saved");
            Ok(Go::to(may.place().path("pengingat")).saying(said).into_response())
        }
        Err(fault) => {
            let ladder = sql::load(&mut tx).await?;
            let s = browser.office(&may, browser.texts().get("ladder-title")).with_mistakes();
            let mut faults = Faults::default();
            faults.put("tangga", s.t(fault_key(fault)));
            web::invalid(&Index {
                base: may.place().path("pengingat"),
                messages: may.place().path("pesan"),
                mistakes: faults.pairs(),
                rungs: rungs(&s, &ladder),
                sets: true,
                sends: may.can::<SendReminders>(),
                form,
                faults,
                s,
            })
        }
    }
}

/// The key of the sentence that says how to write it.
pub const fn fault_key(fault: LadderFault) -> &'static str {
    match fault {
        LadderFault::NotDays => "ladder-fault-days",
        LadderFault::TooFar => "ladder-fault-far",
        LadderFault::HowMany => "ladder-fault-many",
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    /// `semua`: also what is not due yet.
    umur: String,
}

struct Row {
    id: String,
    code: String,
    payer: String,
    open: String,
    since: String,
    tone: Tone,
    badge: &'static str,
    badge_tone: Tone,
    can: bool,
}

#[derive(Template)]
#[template(path = "reminder/choose.html")]
struct Choose {
    s: Shell,
    base: String,
    q: String,
    umur: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
}

/// Who owes, to tick.
pub async fn choose(may: May<SendReminders>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let all = filter.umur == "semua";
    let wanted = Wanted {
        search: filter.q.trim().to_owned(),
        lateness: if all { Lateness::Open } else { Lateness::Late },
        ..Wanted::default()
    };
    let owing = owing::units(&mut tx, &wanted, today, None, MOST).await?;
    let units: Vec<UnitId> = owing.iter().map(|owing| owing.unit).collect();
    let houses = houses(&mut tx, &units, today).await?;
    let base = may.place().path("pengingat");
    let title = browser.texts().get("ladder-title");
    let s = browser.office(&may, browser.texts().get("remind-title")).crumb(title, &base);
    let href = |age: &str| web::with_query(&format!("{base}/kirim"), &[("q", &filter.q), ("umur", age)]);
    let chips = vec![
        Chip::new(s.t("remind-late"), href("")).current_if(!all),
        Chip::new(s.t("remind-open"), href("semua")).current_if(all),
    ];
    let rows = houses.iter().map(|house| row(&s, house, today)).collect();
    web::page(&Choose { rows, chips, q: filter.q, umur: filter.umur, base, s })
}

fn row(s: &Shell, house: &House, today: Date) -> Row {
    let days = (today - house.oldest).num_days();
    let (badge, badge_tone) = match house.standing {
        Standing::ByChat => ("remind-by-chat", Tone::Info),
        Standing::ByMail => ("remind-by-mail", Tone::Info),
        Standing::InApp => ("remind-in-app", Tone::Info),
        Standing::Unreachable => ("remind-unreachable", Tone::Warn),
        Standing::Told => ("remind-told", Tone::Ok),
    };
    Row {
        id: house.unit.to_string(),
        code: house.code.clone(),
        payer: house.payer_name.clone(),
        open: format::rupiah(house.open),
        since: if days > 0 { s.t1("ladder-after", "days", days) } else { s.date(&house.oldest) },
        tone: if days > 0 { Tone::Warn } else { Tone::Plain },
        badge,
        badge_tone,
        can: house.notice().is_some(),
    }
}

/// The ticked households.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    unit: Vec<String>,
}

#[derive(Template)]
#[template(path = "reminder/check.html")]
struct Check {
    s: Shell,
    base: String,
    units: Vec<String>,
    by_chat: usize,
    by_mail: usize,
    in_app: usize,
    others: Vec<Row>,
    total: String,
    cost: String,
    cost_why: String,
    /// Where the same houses are reminded by hand, in one's own WhatsApp.
    whatsapp: String,
    example_title: String,
    example_text: String,
}

/// What will be said, to how many, by which way and for how much.
pub async fn check(may: May<SendReminders>, browser: Browser, Form(chosen): Form<Chosen>) -> web::Result {
    let mut tx = may.begin().await?;
    let (today, houses) = picked(&mut tx, &may, &chosen).await?;
    let base = may.place().path("pengingat");
    let Some(first) = houses.iter().find_map(House::notice) else {
        let said = browser.texts().get("remind-nobody");
        return Ok(Go::to(format!("{base}/kirim")).saying(said).into_response());
    };
    let title = browser.texts().get("ladder-title");
    let s = browser.office(&may, browser.texts().get("remind-check-title")).crumb(title, &base);
    let cost = cost_of(&mut tx, &houses).await?;
    let wording = Wording::load(&mut tx).await?;
    let example = wording.say(first.kind, &first.facts, &may.place().name, s.locale);
    let count = |standing: Standing| houses.iter().filter(|house| house.standing == standing).count();
    let reached = houses.iter().filter(|house| house.notice().is_some());
    let total: i64 = reached.clone().map(|house| house.open.get()).sum();
    web::page(&Check {
        units: reached.map(|house| house.unit.to_string()).collect(),
        by_chat: count(Standing::ByChat),
        by_mail: count(Standing::ByMail),
        in_app: count(Standing::InApp),
        others: houses.iter().filter(|house| house.notice().is_none()).map(|h| row(&s, h, today)).collect(),
        total: format::rupiah(Rupiah::new(total).unwrap_or(Rupiah::ZERO)),
        cost: format::rupiah(cost.total()),
        cost_why: cost.words(&s),
        whatsapp: may.place().path("tunggakan"),
        example_title: example.title,
        example_text: example.text,
        base,
        s,
    })
}

pub async fn send(may: May<SendReminders>, browser: Browser, Form(chosen): Form<Chosen>) -> web::Result {
    let mut tx = may.begin().await?;
    let (_, houses) = picked(&mut tx, &may, &chosen).await?;
    let told = tell(&mut tx, houses.iter().filter_map(House::notice).collect()).await?;
    tx.commit().await?;
    let said = browser.texts().with("remind-done", &[("count", told.notices.into())]);
    Ok(Go::to(may.place().path("pesan")).saying(said).into_response())
}

async fn picked(
    tx: &mut TenantTx,
    may: &May<SendReminders>,
    chosen: &Chosen,
) -> web::Result<(Date, Vec<House>)> {
    let today = may.place().zone.date(tx.now());
    let houses = houses(tx, &sql::units(&chosen.unit), today).await?;
    Ok((today, houses))
}
