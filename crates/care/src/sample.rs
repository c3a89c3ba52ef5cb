//! For the sample complexes: complaints at every step, reported and moved by the same verbs as people's buttons, under a
//! clock that stands where each happened.

use chrono::TimeDelta;
use kernel::{AccountId, Date, Zone};
use notices::Recipient;
use tenancy::TenantTx;
use uuid::Uuid;

pub use crate::complaint::model::Category;
use crate::complaint::{
    Move, call,
    sql::{find, locked, support_as},
    verbs::{self, Report, Source, Voice},
};
use crate::incident::{self, Draft};

/// About the house where this account lives, or about a place of the commons.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    HouseOf(AccountId),
    Commons(&'a str),
}

/// Whoever of a house signs in.
///
/// # Errors
/// The database's.
pub async fn account_of(tx: &mut TenantTx, house: &str, today: Date) -> tenancy::Result<Option<AccountId>> {
    let Some(unit) = homes::unit_by_code(tx, house).await? else { return Ok(None) };
    call::account_of(tx, unit.uuid(), "", today).await
}

/// Reports it for this account.
///
/// # Errors
/// The database's.
pub async fn report(
    tx: &mut TenantTx,
    zone: Zone,
    reporter: AccountId,
    category: Category,
    at: At<'_>,
    words: &str,
) -> web::Result<Uuid> {
    let (unit, place) = match at {
        At::HouseOf(account) => (call::house_of(tx, account, zone.date(tx.now())).await?, ""),
        At::Commons(place) => (None, place),
    };
    let report = Report { category, problem: None, unit, place: place.to_owned(), words: words.to_owned() };
    Ok(verbs::report(tx, zone, &report, Source::Sample(reporter)).await?.0)
}

/// Moves it; a step that its state does not allow is left out.
///
/// # Errors
/// The database's.
pub async fn go(tx: &mut TenantTx, zone: Zone, id: Uuid, step: Move, words: &str) -> web::Result<()> {
    let Some(complaint) = locked(tx, id).await? else { return Ok(()) };
    if complaint.state.after(step).is_some() {
        verbs::go(tx, zone, &complaint, step, words).await?;
    }
    Ok(())
}

/// The office answers its reporter.
///
/// # Errors
/// The database's.
pub async fn answer(tx: &mut TenantTx, id: Uuid, words: &str) -> web::Result<()> {
    let Some(complaint) = locked(tx, id).await? else { return Ok(()) };
    verbs::write(tx, &complaint, Voice::Office, words).await
}

/// Its reporter gives it stars.
///
/// # Errors
/// The database's.
pub async fn rate(tx: &mut TenantTx, id: Uuid, stars: i16, words: &str) -> web::Result<()> {
    let Some(complaint) = find(tx, id).await? else { return Ok(()) };
    verbs::rate(tx, &complaint, stars, words).await
}

/// Somebody says "saya juga".
///
/// # Errors
/// The database's.
pub async fn support(tx: &mut TenantTx, id: Uuid, account: AccountId) -> tenancy::Result<()> {
    support_as(tx, id, account).await
}

/// How many there are.
///
/// # Errors
/// The database's.
pub async fn count(tx: &mut TenantTx) -> tenancy::Result<i64> {
    crate::complaint::desk::sql::every(tx).await
}

/// An incident in all of the complex, opened by one of its managers unless there was one already.
///
/// # Errors
/// The database's.
pub async fn open_incident(
    tx: &mut TenantTx,
    zone: Zone,
    category: Category,
    title: &str,
    words: &str,
) -> web::Result<()> {
    let (_, all) = incident::counts(tx).await?;
    let managers = notices::managers(tx).await?;
    let manager = managers.iter().find_map(|it| match it {
        Recipient::Account(account) => Some(*account),
        _ => None,
    });
    let (0, Some(manager)) = (all, manager) else { return Ok(()) };
    let draft = Draft {
        category,
        title: title.to_owned(),
        words: words.to_owned(),
        areas: Vec::new(),
        expected_at: Some(tx.now() + TimeDelta::hours(8)),
    };
    incident::open_as(tx, zone, &draft, Some(manager)).await?;
    Ok(())
}
