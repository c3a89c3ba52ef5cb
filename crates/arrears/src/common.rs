//! What the slices of this room share: addresses, whose page it is, the complex's paper.

use axum::Extension;
use dues::setting::Setting;
use files::Files;
use kernel::{AreaId, PhoneNumber};
use paper::{Letterhead, Logo};
use tenancy::{Capability, May, Place, Role, TenantTx, policy::SeeArrears};
use uuid::Uuid;
use web::{Browser, Shell, ShellKind};

/// Opens a chat with this number and the words already typed.
pub fn whatsapp(phone: &PhoneNumber, text: &str) -> String {
    web::with_query(&format!("https://wa.me/{}", phone.wa_me()), &[("text", text)])
}

/// The page of whoever looks: manager, treasurer or ketua RT, each with the own navigation.
pub fn shell<C: Capability>(browser: &Browser, may: &May<C>, title: impl Into<String>) -> Shell {
    let office = |role: &Role| matches!(role, Role::Manager | Role::OrganizationAdmin | Role::Treasurer);
    if may.roles().iter().any(office) {
        browser.office(may, title)
    } else {
        browser.member(may, ShellKind::AreaHead, title)
    }
}

/// The RTs outside which nothing exists for the caller; none for the office. A ketua without an RT sees nothing.
pub fn within(may: &May<SeeArrears>) -> Vec<AreaId> {
    let office = |role: &Role| matches!(role, Role::Manager | Role::OrganizationAdmin | Role::Treasurer);
    match (may.roles().iter().any(office), may.areas()) {
        (true, _) => Vec::new(),
        (false, []) => vec![AreaId::from_uuid(Uuid::nil())],
        (false, areas) => areas.to_vec(),
    }
}

/// The head of every paper. A logo that cannot be read is left out: a letter without it is still a letter.
pub async fn letterhead(
    tx: &mut TenantTx,
    files: Option<&Extension<Files>>,
    place: &Place,
    setting: &Setting,
) -> Letterhead {
    let head = &setting.letterhead;
    let logo = match (head.logo, files) {
        (Some(id), Some(Extension(files))) => {
            files.content(tx, id).await.ok().and_then(|b| Logo::parse(&b).ok())
        }
        _ => None,
    };
    Letterhead {
        name: if head.name.is_empty() { place.name.clone() } else { head.name.clone() },
        address: head.address.clone(),
        contact: head.contact.clone(),
        city: place.city.clone(),
        logo,
    }
}
