//! Entries for programs: the journal by key, one entry with its lines, one written by hand, one taken back.

use axum::response::IntoResponse as _;
use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes, TenantTx,
    policy::{KeepBooks, SeeBooks},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Faults, Path, Query, Shell,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    Entry, post, reverse,
    sql::read::{self, EntryRow, JournalKey, JournalRow, LineRow, Wanted},
};
use crate::{api, chart, frame, kinds, record, said};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/api/v1/complexes/{complex}/ledger/entries", index)
        .post("/api/v1/complexes/{complex}/ledger/entries", create)
        .get("/api/v1/complexes/{complex}/ledger/entries/{entry}", show)
        .post("/api/v1/complexes/{complex}/ledger/entries/{entry}/reversal", create_reversal)
}

/// An entry of the journal, without its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryHead {
    pub id: Uuid,
    /// In which way money moved
    #[schema(example = "payment_received")]
    pub kind: String,
    /// The document behind it
    pub source: Uuid,
    /// The day of the books
    pub booked_on: Date,
    /// The day on which the money moved
    pub value_on: Date,
    pub memo: String,
    /// The entry that this one takes back
    pub reverses: Option<Uuid>,
    pub is_reversed: bool,
    /// What all debits come to, rupiah
    #[schema(example = 150_000)]
    pub total: i64,
}

/// A line: debit positive, credit negative.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineBody {
    pub account: Uuid,
    #[schema(example = "1101")]
    pub account_code: String,
    #[schema(example = "UMUM")]
    pub fund_code: String,
    /// Whose part of the account: a unit's, a vendor's
    pub subject: Option<Uuid>,
    /// Rupiah; debit positive, credit negative
    #[schema(example = 150_000)]
    pub amount: i64,
}

/// An entry with its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryBody {
    #[serde(flatten)]
    pub head: EntryHead,
    pub lines: Vec<LineBody>,
}

impl EntryHead {
    fn row(row: JournalRow) -> Self {
        Self {
            id: row.id.uuid(),
            kind: row.kind,
            source: row.source,
            booked_on: row.booked_on,
            value_on: row.value_on,
            memo: row.memo,
            reverses: row.reverses.map(EntryId::uuid),
            is_reversed: row.is_reversed,
            total: row.total,
        }
    }
}

impl EntryBody {
    fn of(entry: EntryRow, lines: Vec<LineRow>) -> Self {
        let line = |line: LineRow| LineBody {
            account: line.account.uuid(),
            account_code: line.account_code,
            fund_code: line.fund_code,
            subject: line.subject,
            amount: line.amount,
        };
        let head = EntryHead {
            id: entry.id.uuid(),
            kind: entry.kind,
            source: entry.source,
            booked_on: entry.booked_on,
            value_on: entry.value_on,
            memo: entry.memo,
            reverses: entry.reverses.map(EntryId::uuid),
            is_reversed: entry.reversed_by.is_some(),
            total: lines.iter().map(|line| line.amount.max(0)).sum(),
        };
        Self { head, lines: lines.into_iter().map(line).collect() }
    }
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct EntryQuery {
    /// First day, `2026-11-01`
    from: Option<Date>,
    /// Last day
    to: Option<Date>,
    kind: Option<String>,
}

/// The journal, newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/entries", tag = "ledger",
    params(("complex" = String, Path, description = "Short name of the complex"), EntryQuery, PageQuery),
    responses((status = 200, body = Page<EntryHead>))
)]
pub async fn index(
    may: May<SeeBooks>,
    slice: Slice<JournalKey>,
    query: Query<EntryQuery>,
) -> web::Result<Page<EntryHead>> {
    let Query(query) = query;
    let far = Date::from_ymd_opt(2200, 1, 1).expect("2200 will have a first day");
    let wanted = Wanted {
        from: query.from.unwrap_or(frame::first_day()),
        to: query.to.unwrap_or(far),
        kind: query.kind,
        memo_like: None,
    };
    let mut tx = may.begin().await?;
    let rows = read::before(&mut tx, &wanted, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.booked_on, row.id), EntryHead::row))
}

/// One entry with its lines.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/entries/{entry}", tag = "ledger",
    params(("complex" = String, Path), ("entry" = Uuid, Path)),
    responses((status = 200, body = EntryBody), (status = 404))
)]
pub async fn show(may: May<SeeBooks>, path: Path<(String, EntryId)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    Ok(axum::Json(body(&mut tx, id).await?).into_response())
}

async fn body(tx: &mut TenantTx, id: EntryId) -> web::Result<EntryBody> {
    let entry = read::find(tx, id).await?.ok_or(web::Error::missing())?;
    Ok(EntryBody::of(entry, read::lines_of(tx, id).await?))
}

/// A line of a new entry; either debit or credit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// Id of an account in use that no document keeps
    account: Uuid,
    /// Id of a fund in use
    fund: Uuid,
    /// Rupiah
    #[serde(default)]
    debit: i64,
    /// Rupiah
    #[serde(default)]
    credit: i64,
}

/// A manual journal entry (jurnal umum). In every fund debit and credit come to the same.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    /// In an open month
    booked_on: Date,
    #[schema(example = "Beli alat kebersihan")]
    memo: String,
    lines: Vec<NewLine>,
}

/// Writes an entry by hand. Send an `Idempotency-Key`.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/ledger/entries", tag = "ledger",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header)), request_body = NewEntry,
    responses((status = 201, body = EntryBody), (status = 409, description = "The month is closed"), (status = 422))
)]
pub async fn create(may: May<KeepBooks>, browser: Browser, sent: Once<NewEntry>) -> web::Result {
    let sent = sent.required()?;
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let id = EntryId::new(tx.now());
    let entry = drafted(&mut tx, &s, id, &sent.body).await?;

    post(&mut tx, &[entry]).await.map_err(said)?;
    let body = body(&mut tx, id).await?;

    let location = format!("/api/v1/complexes/{}/ledger/entries/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &body)?).await
}

async fn drafted(tx: &mut TenantTx, s: &Shell, id: EntryId, new: &NewEntry) -> web::Result<Entry> {
    let accounts = chart::sql::accounts(tx).await?;
    let funds = chart::sql::all_funds(tx).await?;
    let mut faults = Faults::default();
    let memo = frame::tidy(&new.memo);
    if memo.is_empty() {
        faults.put("memo", s.t("ledger-fault-memo"));
    }
    let mut draft = Entry::draft(id, kinds::JOURNAL, id.uuid(), new.booked_on, new.booked_on, memo);
    for (place, line) in new.lines.iter().enumerate() {
        let (account, fund) = (LedgerAccountId::from_uuid(line.account), FundId::from_uuid(line.fund));
        if !accounts.iter().any(|known| known.id == account && record::is_open(known)) {
            faults.put(&format!("lines[{place}].account"), s.t("ledger-fault-account"));
        }
        if !funds.iter().any(|known| known.id == fund && known.retired_at.is_none()) {
            faults.put(&format!("lines[{place}].fund"), s.t("ledger-fault-fund"));
        }
        match (Rupiah::new(line.debit), Rupiah::new(line.credit)) {
            (Ok(debit), Ok(credit)) if line.debit >= 0 && line.credit >= 0 => {
                draft = draft.debit(account, fund, debit).credit(account, fund, credit);
            }
            _ => faults.put(&format!("lines[{place}]"), s.t("ledger-fault-amount")),
        }
    }
    if !faults.is_empty() {
        return Err(web::Error::Invalid(faults));
    }
    draft.balanced().map_err(|fault| {
        faults.put("lines", record::unbalanced(s, fault, &funds));
        web::Error::Invalid(faults)
    })
}

/// Why an entry is taken back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReversal {
    #[schema(example = "Salah akun")]
    reason: String,
}

/// Takes back an entry that was written by hand. Send an `Idempotency-Key`.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/ledger/entries/{entry}/reversal", tag = "ledger",
    params(("complex" = String, Path), ("entry" = Uuid, Path), ("Idempotency-Key" = String, Header)),
    request_body = NewReversal,
    responses((status = 201, body = EntryBody), (status = 404), (status = 409), (status = 422))
)]
pub async fn create_reversal(
    may: May<KeepBooks>,
    browser: Browser,
    path: Path<(String, EntryId)>,
    sent: Once<NewReversal>,
) -> web::Result {
    let (sent, Path((_, id))) = (sent.required()?, path);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let reason = frame::tidy(&sent.body.reason);
    if !reverse::REASON.contains(&reason.chars().count()) {
        let mut faults = Faults::default();
        faults.put("reason", browser.texts().get("ledger-fault-reason"));
        return Err(web::Error::Invalid(faults));
    }
    let entry = reverse::reversible(&mut tx, id).await?;
    let today = may.place().zone.date(tx.now());
    let reversal = reverse::take_back(&mut tx, &entry, today, &reason).await?;
    let body = body(&mut tx, reversal).await?;

    let location = format!("/api/v1/complexes/{}/ledger/entries/{reversal}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &body)?).await
}
