//! From invoices to the papers that are printed of them: what is billed, what came in, what else is open, how to pay.

use std::collections::HashMap;

use files::Files;
use kernel::{InvoiceId, Rupiah, UnitId, format};
use paper::{Document, InvoiceState, Letterhead, Line, Logo, PaymentWay};
use tenancy::TenantTx;
use uuid::Uuid;
use web::Shell;

use super::{
    model::OpenInvoice,
    pages::{Snapshot, what},
    sql::{
        self, LineRow,
        paper::{SettledSum, SheetRow},
    },
};
use crate::setting::{self, Setting};

/// The papers of these invoices in house order. An invoice that is not here is left out.
pub async fn documents(
    tx: &mut TenantTx,
    s: &Shell,
    invoices: impl IntoIterator<Item = InvoiceId>,
) -> web::Result<Vec<Document>> {
    let ids: Vec<Uuid> = invoices.into_iter().map(InvoiceId::uuid).collect();
    let sheets = sql::paper::sheets(tx, &ids).await?;
    let mut lines = grouped(sql::paper::lines_of(tx, &ids).await?);
    let settled = sql::paper::settled_of(tx, &ids).await?;
    let mut settled = grouped(settled.into_iter().map(|sum| (sum.invoice, sum)));
    let units: Vec<UnitId> = sheets.iter().map(|sheet| sheet.unit).collect();
    let open = sql::open_of_units(tx, &units).await?;
    let open = grouped(open.into_iter().map(|open| (open.unit, open)));
    let setting = setting::load(tx).await?;
    let documents = sheets.into_iter().map(|sheet| {
        let facts = Facts {
            lines: lines.remove(&sheet.id).unwrap_or_default(),
            settled: settled.remove(&sheet.id).unwrap_or_default(),
            open: open.get(&sheet.unit).map(Vec::as_slice).unwrap_or_default(),
        };
        document(s, &setting, sheet, facts)
    });
    documents.collect()
}

/// What stands on top of the complex's papers; its own name where no other was chosen. A logo that cannot be read leaves them without one.
pub async fn letterhead(
    tx: &mut TenantTx,
    (name, city): (&str, &str),
    files: Option<&Files>,
) -> tenancy::Result<Letterhead> {
    let head = setting::load(tx).await?.letterhead;
    let logo = match head.logo.zip(files) {
        Some((id, files)) => files.content(tx, id).await.ok().and_then(|bytes| Logo::parse(&bytes).ok()),
        None => None,
    };
    Ok(Letterhead {
        name: if head.name.is_empty() { name.to_owned() } else { head.name },
        address: head.address,
        contact: head.contact,
        city: city.to_owned(),
        logo,
    })
}

struct Facts<'a> {
    lines: Vec<LineRow>,
    settled: Vec<SettledSum>,
    /// What the unit owes in all.
    open: &'a [OpenInvoice],
}

fn document(s: &Shell, setting: &Setting, sheet: SheetRow, facts: Facts<'_>) -> web::Result<Document> {
    let state = state(&sheet, &facts.settled);
    let is_open = state == InvoiceState::Open;
    let snapshot = Snapshot::read(&sheet.snapshot);
    let mut lines: Vec<Line> = facts.lines.iter().map(|line| told(s, &snapshot, line)).collect();
    let sum_of = |reductions: bool| {
        let own = facts.settled.iter().filter(|sum| sum.is_reduction == reductions);
        own.map(|sum| sum.amount.get()).sum::<i64>()
    };
    let (reduced, paid) = (sum_of(true), sum_of(false));
    if reduced > 0 {
        let amount = rupiah(-reduced)?;
        lines.push(Line { label: s.t("invoice-paper-reduced").to_owned(), detail: String::new(), amount });
    }
    let arrears: Vec<_> = facts
        .open
        .iter()
        .filter(|open| is_open && open.id != sheet.id && open.due_on < sheet.due_on)
        .map(|open| paper::OpenInvoice {
            number: open.number.clone(),
            label: what(s, open.kind, open.period),
            due_on: open.due_on,
            amount: open.open,
        })
        .collect();
    let owed = arrears.iter().map(|open| open.amount.get()).sum::<i64>();
    let to_pay = rupiah(owed + sheet.open.get())?;
    Ok(paper::Invoice {
        how_to_pay: if is_open { ways(setting, to_pay, sheet.unique_code)? } else { Vec::new() },
        note: if is_open { in_words(s, to_pay) } else { String::new() },
        number: sheet.number,
        issued_on: sheet.issued_on,
        due_on: sheet.due_on,
        period: Some(sheet.period),
        unit: sheet.unit_code,
        payer: sheet.payer_name,
        lines,
        arrears,
        credit_used: Rupiah::ZERO,
        paid: rupiah(paid)?,
        state,
        link: None,
    }
    .into())
}

fn state(sheet: &SheetRow, settled: &[SettledSum]) -> InvoiceState {
    match sheet.voided_on {
        Some(on) => InvoiceState::Void { on },
        None if sheet.open > Rupiah::ZERO => InvoiceState::Open,
        None => {
            let last = settled.iter().map(|sum| sum.last_on).max();
            InvoiceState::Paid { on: last.unwrap_or(sheet.issued_on) }
        }
    }
}

fn told(s: &Shell, snapshot: &Snapshot, line: &LineRow) -> Line {
    let explained = snapshot.line(s, line, "");
    Line { label: explained.name, detail: explained.how, amount: line.amount }
}

/// None where nobody said where to.
fn ways(setting: &Setting, to_pay: Rupiah, unique_code: i16) -> web::Result<Vec<PaymentWay>> {
    if !setting.bank.is_known() {
        return Ok(Vec::new());
    }
    let code = if setting.use_unique_code { i64::from(unique_code) } else { 0 };
    Ok(vec![PaymentWay::Transfer {
        bank: setting.bank.name.clone(),
        account: setting.bank.number.clone(),
        holder: setting.bank.holder.clone(),
        exact: Some(rupiah(to_pay.get() + code)?),
        unique_code: (code > 0).then(|| format!("{code:03}")),
    }])
}

/// `Terbilang: seratus sembilan puluh sembilan ribu rupiah`.
fn in_words(s: &Shell, amount: Rupiah) -> String {
    s.t2("invoice-paper-words", "words", kernel::in_words(amount, s.locale), "amount", format::rupiah(amount))
}

fn rupiah(amount: i64) -> web::Result<Rupiah> {
    Rupiah::new(amount).map_err(web::Error::broken)
}

fn grouped<K: std::hash::Hash + Eq, V>(pairs: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    pairs.into_iter().fold(HashMap::new(), |mut all, (key, value)| {
        all.entry(key).or_insert_with(Vec::new).push(value);
        all
    })
}
