//! Masuk, keluar, pindah: one form each, with the words of a cash book.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::KeepBooks};
use web::{
    Browser, Faults, Form, Go, Query, Shell,
    shell::parts::{Chip, Choice},
};

use super::{
    Written, choice, form_id, funds_in_use,
    model::{Pocket, Slip, Way, is_other_side, rank},
    money_in, unbalanced, write,
};
use crate::{
    books,
    chart::{
        Purpose,
        sql::{self as chart, Account, Fund},
    },
    entry::Draft,
    frame::{self, money},
    said,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecordForm {
    id: String,
    jenis: String,
    /// The cash box or bank account; with `ke_kas` the one that is emptied.
    kas: String,
    ke_kas: String,
    akun: String,
    pos: String,
    ke_pos: String,
    jumlah: String,
    tanggal: String,
    keterangan: String,
    /// The fund may fall below zero.
    setuju: String,
}

/// The chart as the form needs it.
struct Book {
    accounts: Vec<Account>,
    funds: Vec<Fund>,
}

#[derive(Template)]
#[template(path = "record/simple.html")]
struct FormPage {
    s: Shell,
    ways: Vec<Chip>,
    way: Way,
    action: String,
    back: String,
    opening: String,
    journal: String,
    form: RecordForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    money: Vec<Choice>,
    accounts: Vec<Choice>,
    funds: Vec<Choice>,
    other_side: &'static str,
    money_side: &'static str,
}

impl FormPage {
    fn moves(&self) -> bool {
        self.way == Way::Move
    }
}

impl Book {
    async fn open(tx: &mut TenantTx) -> tenancy::Result<Self> {
        Ok(Self { accounts: chart::accounts(tx).await?, funds: chart::all_funds(tx).await? })
    }

    fn money(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| account.holds_money && account.retired_at.is_none())
    }

    fn pocket(
        &self,
        faults: &mut Faults,
        s: &Shell,
        account: (&str, &str),
        fund: (&str, &str),
    ) -> Option<Pocket> {
        let box_id = account.1.parse::<LedgerAccountId>().ok();
        let box_id = box_id.filter(|id| self.money().any(|known| known.id == *id));
        let fund_id = fund.1.parse::<FundId>().ok();
        let fund_id =
            fund_id.filter(|id| self.funds.iter().any(|known| known.id == *id && known.retired_at.is_none()));
        if box_id.is_none() {
            faults.put(account.0, s.t("ledger-fault-money-account"));
        }
        if fund_id.is_none() {
            faults.put(fund.0, s.t("ledger-fault-fund"));
        }
        Some(Pocket { account: box_id?, fund: fund_id? })
    }

    fn other_side(&self, faults: &mut Faults, s: &Shell, text: &str) -> Option<LedgerAccountId> {
        let id = text.parse::<LedgerAccountId>().ok();
        let id = id.filter(|id| self.accounts.iter().any(|known| known.id == *id && is_other_side(known)));
        if id.is_none() {
            faults.put("akun", s.t("ledger-fault-account"));
        }
        id
    }

    fn between(&self) -> Option<LedgerAccountId> {
        self.accounts.iter().find(|a| a.purpose == Some(Purpose::BetweenFunds)).map(|a| a.id)
    }
}

pub async fn new(may: May<KeepBooks>, browser: Browser, Query(form): Query<RecordForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let book = Book::open(&mut tx).await?;
    let first = |choices: Option<String>, given: &str| {
        if given.is_empty() { choices.unwrap_or_default() } else { given.to_owned() }
    };
    let boxes: Vec<String> = book.money().map(|account| account.id.to_string()).collect();
    let general = book.funds.iter().find(|fund| fund.is_general).map(|fund| fund.id.to_string());
    let form = RecordForm {
        id: EntryId::new(tx.now()).to_string(),
        kas: first(boxes.first().cloned(), &form.kas),
        ke_kas: first(boxes.get(1).cloned(), &form.ke_kas),
        pos: first(general.clone(), &form.pos),
        ke_pos: first(general, &form.ke_pos),
        tanggal: first(Some(may.place().zone.date(tx.now()).to_string()), &form.tanggal),
        ..form
    };
    web::page(&page(&may, &browser, &book, form, Faults::default()))
}

pub async fn create(may: May<KeepBooks>, browser: Browser, Form(form): Form<RecordForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let book = Book::open(&mut tx).await?;
    let s = browser.public("");
    let today = may.place().zone.date(tx.now());
    let id = form_id(&tx, &form.id);
    let mut faults = Faults::default();
    let Some((slip, draft, emptied)) = parse(&mut tx, &mut faults, &s, &book, &form, id, today).await? else {
        return web::invalid(&page(&may, &browser, &book, form, faults));
    };
    let entry = match draft.balanced() {
        Ok(entry) => entry,
        Err(fault) => {
            faults.put("jumlah", unbalanced(&s, fault, &book.funds));
            return web::invalid(&page(&may, &browser, &book, form, faults));
        }
    };

    let href = may.place().path(&format!("buku/jurnal/{id}"));
    if let Written::Again = write(&mut tx, &entry).await.map_err(said)? {
        return Ok(Go::to(href).into_response());
    }
    if let Some(fund) = emptied.filter(|_| form.setuju.is_empty()) {
        let left = money_in(&mut tx, &book.accounts, fund).await?;
        if left < 0 {
            let name = book.funds.iter().find(|known| known.id == fund).map_or("", |known| &known.name);
            faults.put("setuju", s.t2("ledger-fault-below-zero", "fund", name, "left", money(left)));
            return web::invalid(&page(&may, &browser, &book, form, faults));
        }
    }
    tx.commit().await?;
    let said = s.t1("ledger-record-done", "amount", slip.amount.to_string());
    Ok(Go::to(href).saying(said).into_response())
}

/// The draft, and the fund that it takes money out of.
async fn parse(
    tx: &mut TenantTx,
    faults: &mut Faults,
    s: &Shell,
    book: &Book,
    form: &RecordForm,
    id: EntryId,
    today: Date,
) -> tenancy::Result<Option<(Slip, Draft, Option<FundId>)>> {
    let from = book.pocket(faults, s, ("kas", &form.kas), ("pos", &form.pos));
    let slip = slip(tx, faults, s, form, id, today).await?;
    let way = Way::from_code(&form.jenis);
    let drafted = match way {
        Way::In | Way::Out => {
            let other = book.other_side(faults, s, &form.akun);
            from.zip(other).zip(slip).map(|((pocket, other), slip)| {
                let draft =
                    if way == Way::In { slip.came_in(pocket, other) } else { slip.went_out(pocket, other) };
                (slip, draft, (way == Way::Out).then_some(pocket.fund))
            })
        }
        Way::Move => {
            let to = book.pocket(faults, s, ("ke_kas", &form.ke_kas), ("ke_pos", &form.ke_pos));
            if from.is_some() && from == to {
                faults.put("ke_kas", s.t("ledger-fault-same-pocket"));
            }
            from.zip(to).zip(book.between()).zip(slip).map(|(((from, to), between), slip)| {
                let draft = slip.moved(from, to, between);
                (slip, draft, (from.fund != to.fund).then_some(from.fund))
            })
        }
    };
    Ok(drafted.filter(|_| faults.is_empty()))
}

async fn slip(
    tx: &mut TenantTx,
    faults: &mut Faults,
    s: &Shell,
    form: &RecordForm,
    id: EntryId,
    today: Date,
) -> tenancy::Result<Option<Slip>> {
    let amount = Rupiah::parse(&form.jumlah).ok().filter(|amount| amount.get() > 0);
    if amount.is_none() {
        faults.put("jumlah", s.t("ledger-fault-amount"));
    }
    let on = day(tx, faults, s, &form.tanggal, today).await?;
    let memo = frame::tidy(&form.keterangan);
    if memo.is_empty() || memo.chars().count() > 200 {
        faults.put("keterangan", s.t("ledger-fault-memo"));
    }
    Ok(amount.zip(on).map(|(amount, on)| Slip { id, on, memo, amount }))
}

/// A day of the books: not in the future, and in an open month.
pub(super) async fn day(
    tx: &mut TenantTx,
    faults: &mut Faults,
    s: &Shell,
    text: &str,
    today: Date,
) -> tenancy::Result<Option<Date>> {
    let Some(day) = frame::date(text).filter(|day| *day <= today) else {
        faults.put("tanggal", s.t("ledger-fault-day"));
        return Ok(None);
    };
    if books::open_day(tx, day).await? != day {
        faults.put("tanggal", s.t("ledger-month-closed"));
        return Ok(None);
    }
    Ok(Some(day))
}

fn page(may: &May<KeepBooks>, browser: &Browser, book: &Book, form: RecordForm, faults: Faults) -> FormPage {
    let way = Way::from_code(&form.jenis);
    let title = match way {
        Way::In => "ledger-record-in-title",
        Way::Out => "ledger-record-out-title",
        Way::Move => "ledger-record-move-title",
    };
    let s = browser.office(may, browser.texts().get(title));
    let (cash, here) = (s.t("books-tab-cash").to_owned(), s.title.clone());
    let s = s.crumb(cash, may.place().path("kas")).crumb(here, "");
    let s = if faults.is_empty() { s } else { s.with_mistakes() };
    let action = may.place().path("buku/catat");
    let mut others: Vec<&Account> = book.accounts.iter().filter(|account| is_other_side(account)).collect();
    others.sort_by_key(|account| rank(way, account.kind));
    let (other_side, money_side) = if way == Way::In {
        ("ledger-record-for-in", "ledger-record-into")
    } else {
        ("ledger-record-for-out", "ledger-record-out-of")
    };
    FormPage {
        other_side: s.t(other_side),
        money_side: s.t(money_side),
        ways: ways(&s, &action, way),
        way,
        back: may.place().path("kas"),
        opening: may.place().path("buku/saldo-awal"),
        journal: may.place().path("buku/jurnal/baru"),
        mistakes: faults.pairs(),
        money: book.money().map(choice).collect(),
        accounts: others.into_iter().map(choice).collect(),
        funds: funds_in_use(&book.funds),
        action,
        form,
        faults,
        s,
    }
}

fn ways(s: &Shell, action: &str, here: Way) -> Vec<Chip> {
    let words =
        [(Way::In, "ledger-record-in"), (Way::Out, "ledger-record-out"), (Way::Move, "ledger-record-move")];
    let chip = |(way, key): (Way, &str)| {
        Chip::new(s.t(key), web::with_query(action, &[("jenis", way.code())])).current_if(way == here)
    };
    words.into_iter().map(chip).collect()
}
