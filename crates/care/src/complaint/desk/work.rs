//! Who may do a complaint, what it may wait for, and its steps, for the page of one complaint.

use tenancy::{Place, TenantTx};
use web::Shell;

use super::super::sql::Complaint;
use crate::{checklist, vendor};

pub struct Work {
    /// Names that mean somebody.
    pub executors: Vec<String>,
    /// What it is usually waited for.
    pub waits: Vec<String>,
    /// Where a message to its vendor is written; empty: no vendor does it.
    pub message: String,
    pub list: checklist::List,
}

impl Work {
    pub async fn load(
        tx: &mut TenantTx,
        s: &Shell,
        place: &Place,
        complaint: &Complaint,
    ) -> tenancy::Result<Self> {
        let mut waits = vec![s.t("care-wait-resident").to_owned(), s.t("care-wait-parts").to_owned()];
        let vendor = match complaint.vendor {
            Some(id) => vendor::find(tx, id).await?,
            None => None,
        };
        if let Some(vendor) = &vendor {
            waits.insert(0, s.t1("care-wait-vendor", "name", vendor.name.as_str()));
        }
        let message = vendor.map(|_| place.path(&format!("keluhan/{}/pesan-vendor", complaint.id)));
        Ok(Self {
            executors: vendor::known_executors(tx).await?,
            waits,
            message: message.unwrap_or_default(),
            list: checklist::List::load(tx, s, place.zone, complaint).await?,
        })
    }
}
