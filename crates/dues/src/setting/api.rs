//! The settings for programs.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use utoipa::ToSchema;
use web::{Browser, Json};

use super::{DueMonth, Setting, SettleFirst, pages::SettingForm, sql};
use crate::api;

const NAMES: &[(&str, &str)] = &[
    ("jatuh_tempo", "due_day"),
    ("bulan", "due_month"),
    ("otomatis", "run_day"),
    ("dahulu", "settle_first"),
    ("kode_unik", "use_unique_code"),
    ("bank", "bank_name"),
    ("rekening", "bank_number"),
    ("atas_nama", "bank_holder"),
    ("kop_nama", "letterhead_name"),
    ("kop_alamat", "letterhead_address"),
    ("kop_kontak", "letterhead_contact"),
    ("penanda", "signer_name"),
    ("jabatan", "signer_title"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct DuesSettingBody {
    /// 1 to 31; a month that is shorter is due on its last day
    pub due_day: u32,
    pub due_month: DueMonth,
    /// 1 to 28, the day on which the month bills itself; none: somebody presses the button
    pub run_day: Option<u32>,
    pub settle_first: SettleFirst,
    /// Whether the unit's code is added to amounts that are to be transferred
    pub use_unique_code: bool,
    pub bank_name: String,
    pub bank_number: String,
    pub bank_holder: String,
    pub letterhead_name: String,
    pub letterhead_address: String,
    pub letterhead_contact: String,
    pub has_logo: bool,
    pub signer_name: String,
    pub signer_title: String,
}

impl DuesSettingBody {
    fn of(setting: Setting) -> Self {
        Self {
            due_day: setting.due_day,
            due_month: setting.due_month,
            run_day: setting.run_day,
            settle_first: setting.settle_first,
            use_unique_code: setting.use_unique_code,
            bank_name: setting.bank.name,
            bank_number: setting.bank.number,
            bank_holder: setting.bank.holder,
            letterhead_name: setting.letterhead.name,
            letterhead_address: setting.letterhead.address,
            letterhead_contact: setting.letterhead.contact,
            has_logo: setting.letterhead.logo.is_some(),
            signer_name: setting.letterhead.signer_name,
            signer_title: setting.letterhead.signer_title,
        }
    }
}

/// How this complex bills and collects.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/dues-settings", tag = "tariffs", operation_id = "show_dues_settings",
    params(("complex" = String, Path)), responses((status = 200, body = DuesSettingBody))
)]
pub async fn show(may: May<SeeDues>) -> web::Result {
    let mut tx = may.begin().await?;
    Ok(axum::Json(DuesSettingBody::of(sql::load(&mut tx).await?)).into_response())
}

/// A field that is left out stays as it is. `run_day` 0 means: by hand.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DuesSettingChange {
    due_day: Option<u32>,
    due_month: Option<DueMonth>,
    run_day: Option<u32>,
    settle_first: Option<SettleFirst>,
    use_unique_code: Option<bool>,
    bank_name: Option<String>,
    bank_number: Option<String>,
    bank_holder: Option<String>,
    letterhead_name: Option<String>,
    letterhead_address: Option<String>,
    letterhead_contact: Option<String>,
    signer_name: Option<String>,
    signer_title: Option<String>,
}

impl DuesSettingChange {
    /// The form as a manager would have filled it in.
    fn onto(self, mut form: SettingForm) -> SettingForm {
        let put = |field: &mut String, sent: Option<String>| {
            if let Some(value) = sent {
                *field = value;
            }
        };
        put(&mut form.jatuh_tempo, self.due_day.map(|day| day.to_string()));
        put(&mut form.bulan, self.due_month.map(|month| month.code().to_owned()));
        put(
            &mut form.otomatis,
            self.run_day.map(|day| if day == 0 { String::new() } else { day.to_string() }),
        );
        put(&mut form.dahulu, self.settle_first.map(|first| first.code().to_owned()));
        put(
            &mut form.kode_unik,
            self.use_unique_code.map(|uses| if uses { "ya".to_owned() } else { String::new() }),
        );
        put(&mut form.bank, self.bank_name);
        put(&mut form.rekening, self.bank_number);
        put(&mut form.atas_nama, self.bank_holder);
        put(&mut form.kop_nama, self.letterhead_name);
        put(&mut form.kop_alamat, self.letterhead_address);
        put(&mut form.kop_kontak, self.letterhead_contact);
        put(&mut form.penanda, self.signer_name);
        put(&mut form.jabatan, self.signer_title);
        form
    }
}

/// Changes how this complex bills and collects; what was issued stays.
#[utoipa::path(
    patch, path = "/api/v1/complexes/{complex}/dues-settings", tag = "tariffs", operation_id = "change_dues_settings",
    params(("complex" = String, Path)), request_body = DuesSettingChange,
    responses((status = 200, body = DuesSettingBody), (status = 422))
)]
pub async fn change(may: May<SetTariffs>, browser: Browser, change: Json<DuesSettingChange>) -> web::Result {
    let Json(change) = change;
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let old = sql::load(&mut tx).await?;
    let form = change.onto(SettingForm::of(&old));
    let setting = form.parse(&s, &old).map_err(|faults| api::invalid(&faults, NAMES))?;
    sql::save(&mut tx, &setting).await?;
    tx.commit().await?;
    Ok(axum::Json(DuesSettingBody::of(setting)).into_response())
}
