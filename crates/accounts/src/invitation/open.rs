//! What the invited person sees.

use askama::Template;
use kernel::{AccountId, InvitationId};
use serde::Deserialize;
use tenancy::{Anyone, Place, Role, TenantTx, Ticket};
use web::{Browser, Faults, Form, Go, Shell, role_key};

use super::{
    InvitationLink,
    model::{Invitation, State},
    sql,
};
use crate::{
    faults::Mistakes,
    homes_side,
    joining::{self, Guest, Proof},
    member::{self, NewMember},
    sign_in::pages::too_many,
    visitor::Visitor,
};

#[derive(Template)]
#[template(path = "invitation/open.html")]
struct OpenPage {
    s: Shell,
    place: String,
    city: String,
    role: &'static str,
    unit: String,
    name: String,
    phone: String,
    login: String,
    is_known: bool,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "invitation/closed.html")]
struct ClosedPage {
    s: Shell,
    place: String,
    sentence: &'static str,
}

#[derive(Debug, Default, Deserialize)]
pub struct AcceptForm {
    #[serde(default)]
    password: String,
}

pub async fn show(ticket: Ticket<InvitationLink>, browser: Browser) -> web::Result {
    let (mut tx, place) = ticket.begin().await?;
    let now = tx.now();
    let invitation = sql::find(&mut tx, InvitationId::from_uuid(ticket.subject())).await?;
    if invitation.state(now) != State::Open {
        return web::page(&closed(&place, invitation.state(now), &browser));
    }
    let is_known = Guest::Invited(invitation.id).is_known(&mut tx, &invitation.phone).await?;
    web::page(&open_page(&invitation, &place, is_known, &browser, Faults::default()))
}

pub async fn accept(
    ticket: Ticket<InvitationLink>,
    hall: Anyone,
    browser: Browser,
    visitor: Visitor,
    Form(form): Form<AcceptForm>,
) -> web::Result {
    let id = InvitationId::from_uuid(ticket.subject());
    let (mut tx, place) = ticket.begin().await?;
    let now = tx.now();
    let invitation = sql::find(&mut tx, id).await?;
    let guest = Guest::Invited(id);
    let is_known = guest.is_known(&mut tx, &invitation.phone).await?;
    drop(tx); // no connection waits while the password is worked on
    if invitation.state(now) != State::Open {
        return web::page(&closed(&place, invitation.state(now), &browser));
    }
    let proof = joining::prove(&hall, &browser, &visitor, guest, &invitation.phone, &form.password).await?;
    if let Proof::Refused { sentence, wait } = proof {
        let mut faults = Faults::default();
        faults.put("password", sentence);
        let page = web::invalid(&open_page(&invitation, &place, is_known, &browser, faults))?;
        return Ok(match wait {
            Some(wait) => too_many(page, wait),
            None => page,
        });
    }
    let (mut tx, _) = ticket.begin().await?;
    let invitation = sql::hold(&mut tx, id).await?;
    if invitation.state(tx.now()) != State::Open {
        return web::page(&closed(&place, invitation.state(now), &browser));
    }
    let who = (invitation.name.as_str(), &invitation.phone);
    let known = joining::settle(&mut tx, proof, guest, who, &browser).await?;
    if let Err(error) = admit(&mut tx, &invitation, known.account).await {
        if !homes_side::is_of_another(&error) {
            return Err(error.into());
        }
        let mut faults = Faults::default();
        faults.put("password", browser.texts().get("invite-person-taken"));
        return web::invalid(&open_page(&invitation, &place, is_known, &browser, faults));
    }
    tx.commit().await?;
    let role = invitation.role();
    let home = role.home(&place.slug);
    let said = browser.texts().with("invite-welcome", &[("complex", place.name.as_str().into())]);
    Ok(joining::enter(&hall, &visitor, &known, Go::to(home.clone()).saying(said), &home).await?)
}

/// Gives the role, and a resident the own home.
async fn admit(tx: &mut TenantTx, invitation: &Invitation, account: AccountId) -> tenancy::Result<()> {
    let role = invitation.role();
    let new = NewMember { account, role, area: invitation.area, by: invitation.created_by };
    member::add(tx, new).await?;
    sql::prove_phone(tx, invitation.id, account).await?;
    if role == Role::Resident {
        homes_side::link_account(tx, &invitation.phone, &invitation.name, account, invitation.unit).await?;
    }
    sql::accepted(tx, invitation.id, account).await
}

fn open_page(
    invitation: &Invitation,
    place: &Place,
    is_known: bool,
    browser: &Browser,
    faults: Faults,
) -> OpenPage {
    let texts = browser.texts();
    let mut s = browser.public(texts.get("invite-open-title"));
    s.mistakes = !faults.is_empty();
    OpenPage {
        s,
        place: place.name.clone(),
        city: place.city.clone(),
        role: texts.get(role_key(invitation.role())),
        unit: invitation.unit_code.clone(),
        name: invitation.name.clone(),
        phone: invitation.phone.local(),
        login: invitation.phone.e164().to_owned(),
        is_known,
        mistakes: faults.into(),
    }
}

fn closed(place: &Place, state: State, browser: &Browser) -> ClosedPage {
    let texts = browser.texts();
    let sentence = match state {
        State::Used => texts.get("invite-closed-used"),
        State::Revoked => texts.get("invite-closed-revoked"),
        State::Orphaned => texts.get("invite-closed-orphaned"),
        State::Expired | State::Open => texts.get("invite-closed-expired"),
    };
    ClosedPage { s: browser.public(texts.get("invite-closed")), place: place.name.clone(), sentence }
}
