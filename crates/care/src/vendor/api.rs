//! Vendors for programs.

use axum::response::IntoResponse as _;
use kernel::EventId;
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::HandleComplaints};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path, Say, texts::texts};

use super::{
    model::{Cannot, Vendor},
    sql, verbs,
};

impl Say for Cannot {
    fn say(&self, locale: kernel::Locale) -> String {
        texts(locale).get(self.place().1).to_owned()
    }
}

/// A vendor.
#[derive(Debug, Serialize, ToSchema)]
pub struct VendorBody {
    pub id: Uuid,
    pub name: String,
    /// With the country, such as +6281234567890
    pub phone: Option<String>,
    /// What for
    pub trade: String,
    pub is_retired: bool,
}

impl VendorBody {
    fn of(vendor: Vendor) -> Self {
        Self {
            id: vendor.id,
            name: vendor.name,
            phone: vendor.phone.map(String::from),
            trade: vendor.trade,
            is_retired: vendor.is_retired,
        }
    }
}

/// What a vendor is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VendorChange {
    /// 2 to 80 letters, unlike the others; a complaint is assigned to it by this name
    pub name: String,
    #[serde(default)]
    pub phone: String,
    /// What for, up to 80 letters
    #[serde(default)]
    pub trade: String,
    #[serde(default)]
    pub is_retired: bool,
}

impl VendorChange {
    fn vendor(&self, id: Uuid) -> web::Result<Vendor> {
        let read = Vendor::read(id, &self.name, &self.phone, &self.trade, self.is_retired);
        read.map_err(|faults| Error::refused(faults.first().copied().unwrap_or(Cannot::Name)))
    }
}

/// All vendors, those that are asked today first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-vendors", tag = "care", operation_id = "list_vendors",
    params(("complex" = String, Path)), responses((status = 200, body = [VendorBody]))
)]
pub async fn index(may: May<HandleComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let all: Vec<VendorBody> = sql::all(&mut tx).await?.into_iter().map(VendorBody::of).collect();
    Ok(axum::Json(all).into_response())
}

/// Adds a vendor.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaint-vendors", tag = "care", operation_id = "add_vendor",
    params(("complex" = String, Path)), request_body = VendorChange,
    responses((status = 201, body = VendorBody), (status = 409))
)]
pub async fn create(may: May<HandleComplaints>, Json(body): Json<VendorChange>) -> web::Result {
    let mut tx = may.begin().await?;
    let vendor = body.vendor(EventId::new(tx.now()).uuid())?;
    verbs::keep(&mut tx, &vendor).await?.map_err(Error::refused)?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(VendorBody::of(vendor))).into_response())
}

/// Changes or retires a vendor. Complaints that it did keep its name of then.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-vendors/{vendor}", tag = "care",
    operation_id = "change_vendor", params(("complex" = String, Path), ("vendor" = Uuid, Path)),
    request_body = VendorChange, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn update(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<VendorChange>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::keep(&mut tx, &body.vendor(id)?).await?.map_err(Error::refused)?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
