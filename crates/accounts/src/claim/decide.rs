//! The manager's page of requests to join.

use askama::Template;
use kernel::{ClaimId, format};
use serde::Deserialize;
use tenancy::{May, Role, TenantTx, policy::ManageMembers};
use web::{
    Browser, Faults, Form, Go, Path, Shell,
    shell::parts::{Chip, initials},
};

use super::{
    model::{Claim, Decision, Doubt},
    sql,
};
use crate::{
    faults::Mistakes,
    homes_side, links,
    member::{self, NewMember},
};

#[derive(Template)]
#[template(path = "claim/list.html")]
struct ListPage {
    s: Shell,
    tabs: Vec<Chip>,
    rows: Vec<Row>,
    mistakes: Mistakes,
    join_link: String,
}

struct Row {
    here: String,
    name: String,
    initials: String,
    detail: String,
    note: String,
    /// Why the manager should ask first; empty without a reason.
    warning: String,
    whatsapp: String,
    field: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    reason: String,
}

pub async fn list(may: May<ManageMembers>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    web::page(&list_page(&mut tx, &may, &browser, Faults::default()).await?)
}

pub async fn approve(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, ClaimId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let claim = match settle(&mut tx, &may, id, &Decision::Approved).await {
        Ok(claim) => claim,
        Err(error) if homes_side::is_of_another(&error) => {
            drop(tx);
            let mut tx = may.begin().await?;
            let mut faults = Faults::default();
            faults.put(&format!("reason-{id}"), browser.texts().get("claim-person-taken"));
            return web::invalid(&list_page(&mut tx, &may, &browser, faults).await?);
        }
        Err(error) => return Err(error.into()),
    };
    tx.commit().await?;
    let blanks = [("name", claim.name.into()), ("unit", claim.unit_code.into())];
    Go::to(may.place().path("anggota/permintaan"))
        .saying(browser.texts().with("claim-approved-done", &blanks))
        .into()
}

pub async fn reject(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, ClaimId)>,
    Form(form): Form<ReasonForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let Some(decision) = Decision::reject(&form.reason) else {
        let mut faults = Faults::default();
        faults.put(&format!("reason-{id}"), browser.texts().get("claim-reason-empty"));
        return web::invalid(&list_page(&mut tx, &may, &browser, faults).await?);
    };
    settle(&mut tx, &may, id, &decision).await?;
    tx.commit().await?;
    Go::to(may.place().path("anggota/permintaan")).saying(browser.texts().get("claim-rejected-done")).into()
}

/// Decides an open claim; a yes makes the person a resident of that unit. Already decided is as if it were not there.
pub async fn settle(
    tx: &mut TenantTx,
    may: &May<ManageMembers>,
    id: ClaimId,
    decision: &Decision,
) -> tenancy::Result<Claim> {
    let claim = sql::hold(tx, id).await?;
    if claim.decided_at.is_some() {
        return Err(tenancy::Error::Missing);
    }
    sql::decide(tx, id, decision).await?;
    if decision.is_approved() {
        let by = Some(may.who().account);
        member::add(tx, NewMember { account: claim.account, role: Role::Resident, area: None, by }).await?;
        homes_side::link_account(tx, &claim.phone, &claim.name, claim.account, Some(claim.unit)).await?;
    }
    Ok(claim)
}

/// The open claims, each with what there is to be said about its number.
pub async fn waiting(tx: &mut TenantTx) -> tenancy::Result<Vec<(Claim, Doubt)>> {
    let unproved = sql::unproved(tx).await?;
    let mut all = Vec::new();
    for claim in sql::waiting(tx).await? {
        let known_person = homes_side::person_with(tx, &claim.phone).await?.map(|person| person.name);
        let is_unproved = unproved.contains(&claim.id);
        all.push((claim, Doubt { is_unproved, known_person }));
    }
    Ok(all)
}

async fn list_page(
    tx: &mut TenantTx,
    may: &May<ManageMembers>,
    browser: &Browser,
    faults: Faults,
) -> tenancy::Result<ListPage> {
    let claims = waiting(tx).await?;
    let tabs = member::pages::tabs(tx, may, browser, "anggota/permintaan").await?;
    let mut s = browser.office(may, browser.texts().get("member-title"));
    s.mistakes = !faults.is_empty();
    Ok(ListPage {
        s,
        tabs,
        rows: claims.iter().map(|(claim, doubt)| row(claim, doubt, may, browser)).collect(),
        mistakes: faults.into(),
        join_link: format!("/gabung/{}", may.place().slug),
    })
}

fn row(claim: &Claim, doubt: &Doubt, may: &May<ManageMembers>, browser: &Browser) -> Row {
    let texts = browser.texts();
    let sent = format::date_time(claim.created_at, may.place().zone, browser.locale());
    let blanks = [("name", claim.name.as_str().into()), ("complex", may.place().name.as_str().into())];
    Row {
        here: may.place().path(&format!("anggota/permintaan/{}", claim.id)),
        initials: initials(&claim.name),
        name: claim.name.clone(),
        detail: format!("{} · {} · {sent}", claim.unit_code, claim.phone.local()),
        note: claim.note.clone(),
        warning: match &doubt.known_person {
            Some(name) if doubt.is_serious() => {
                texts.with("claim-unproved", &[("name", name.as_str().into())])
            }
            _ => String::new(),
        },
        whatsapp: links::whatsapp(&claim.phone, &texts.with("claim-ask-message", &blanks)),
        field: format!("reason-{}", claim.id),
    }
}
