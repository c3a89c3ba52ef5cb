//! The form of the settings, and the logo of the letterhead.

use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::IntoResponse as _,
};
use files::{Files, Purpose, Upload};
use kernel::format;
use serde::Deserialize;
use tenancy::{
    May, Store,
    policy::{SeeDues, SetTariffs},
};
use web::{Browser, Faults, Form, Go, Shell, shell::parts::Choice};

use super::{BankAccount, DueMonth, Letterhead, Setting, SettleFirst, sql};
use crate::charge::tidy;

/// A picture on top of invoices, receipts and letters.
pub const LOGO: Purpose = Purpose::photos("letterhead_logo");

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettingForm {
    pub jatuh_tempo: String,
    pub bulan: String,
    /// The day of the automatic run; empty: by hand.
    pub otomatis: String,
    pub dahulu: String,
    pub kode_unik: String,
    pub bank: String,
    pub rekening: String,
    pub atas_nama: String,
    pub kop_nama: String,
    pub kop_alamat: String,
    pub kop_kontak: String,
    pub penanda: String,
    pub jabatan: String,
}

impl SettingForm {
    pub fn of(setting: &Setting) -> Self {
        Self {
            jatuh_tempo: setting.due_day.to_string(),
            bulan: setting.due_month.code().to_owned(),
            otomatis: setting.run_day.map(|day| day.to_string()).unwrap_or_default(),
            dahulu: setting.settle_first.code().to_owned(),
            kode_unik: if setting.use_unique_code { "ya".to_owned() } else { String::new() },
            bank: setting.bank.name.clone(),
            rekening: setting.bank.number.clone(),
            atas_nama: setting.bank.holder.clone(),
            kop_nama: setting.letterhead.name.clone(),
            kop_alamat: setting.letterhead.address.clone(),
            kop_kontak: setting.letterhead.contact.clone(),
            penanda: setting.letterhead.signer_name.clone(),
            jabatan: setting.letterhead.signer_title.clone(),
        }
    }

    /// Understands the form; the logo stays as it is.
    pub fn parse(&self, s: &Shell, old: &Setting) -> Result<Setting, Faults> {
        let mut faults = Faults::default();
        let due_day = self.jatuh_tempo.trim().parse::<u32>().ok().filter(|day| (1..=31).contains(day));
        if due_day.is_none() {
            faults.put("jatuh_tempo", s.t("dues-setting-fault-day"));
        }
        let typed = self.otomatis.trim();
        let run_day = typed.parse::<u32>().ok().filter(|day| (1..=28).contains(day));
        if run_day.is_none() && !typed.is_empty() {
            faults.put("otomatis", s.t("dues-setting-fault-run"));
        }
        let mut text = |field: &str, typed: &str, most: usize| {
            let tidy = tidy(typed);
            if tidy.chars().count() > most {
                faults.put(
                    field,
                    s.t1("dues-setting-fault-long", "most", i64::try_from(most).unwrap_or(i64::MAX)),
                );
            }
            tidy
        };
        let bank = BankAccount {
            name: text("bank", &self.bank, 60),
            number: text("rekening", &self.rekening, 40),
            holder: text("atas_nama", &self.atas_nama, 80),
        };
        let letterhead = Letterhead {
            name: text("kop_nama", &self.kop_nama, 80),
            address: text("kop_alamat", &self.kop_alamat, 200),
            contact: text("kop_kontak", &self.kop_kontak, 120),
            logo: old.letterhead.logo,
            signer_name: text("penanda", &self.penanda, 80),
            signer_title: text("jabatan", &self.jabatan, 80),
        };
        if !bank.number.is_empty()
            && !bank.number.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.'))
        {
            faults.put("rekening", s.t("dues-setting-fault-account"));
        }
        match due_day.filter(|_| faults.is_empty()) {
            Some(due_day) => Ok(Setting {
                due_day,
                due_month: DueMonth::from_code(&self.bulan).unwrap_or(old.due_month),
                run_day,
                settle_first: SettleFirst::from_code(&self.dahulu).unwrap_or(old.settle_first),
                use_unique_code: self.kode_unik == "ya",
                bank,
                letterhead,
            }),
            None => Err(faults),
        }
    }
}

#[derive(Template)]
#[template(path = "setting/index.html")]
struct Page {
    s: Shell,
    action: String,
    manages: bool,
    form: SettingForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    months: Vec<Choice>,
    orders: Vec<Choice>,
    /// `10 Desember 2026`: when the coming month is due under these settings.
    example: String,
    logo: String,
}

fn page<C: tenancy::Capability>(
    may: &May<C>,
    store: &Store,
    browser: &Browser,
    today: kernel::Date,
    setting: &Setting,
    form: SettingForm,
    faults: Faults,
) -> Page {
    let s = browser.office(may, browser.texts().get("dues-setting-title"));
    let (list, here) = (s.t("tariff-title").to_owned(), s.title.clone());
    let s = s.crumb(list, may.place().path("tarif")).crumb(here, "");
    let next = kernel::Period::of(today).next();
    let due = format::date(setting.due_on(next), s.locale);
    let logo = setting.letterhead.logo.map(|id| files::thumbnail_link(store, may.place().complex, id));
    Page {
        months: vec![
            Choice::new("same", s.t("dues-setting-same")).with_hint(s.t("dues-setting-same-hint")),
            Choice::new("next", s.t("dues-setting-next")).with_hint(s.t("dues-setting-next-hint")),
        ],
        orders: vec![
            Choice::new("principal", s.t("dues-setting-principal"))
                .with_hint(s.t("dues-setting-principal-hint")),
            Choice::new("penalty", s.t("dues-setting-penalty")).with_hint(s.t("dues-setting-penalty-hint")),
        ],
        example: s.t2("dues-setting-example", "month", format::month(next, s.locale), "day", due),
        action: may.place().path("pengaturan/iuran"),
        manages: may.can::<SetTariffs>(),
        logo: logo.unwrap_or_default(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        form,
        faults,
    }
}

pub async fn edit(may: May<SeeDues>, browser: Browser, State(store): State<Store>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let setting = sql::load(&mut tx).await?;
    let form = SettingForm::of(&setting);
    web::page(&page(&may, &store, &browser, today, &setting, form, Faults::default()))
}

pub async fn update(
    may: May<SetTariffs>,
    browser: Browser,
    State(store): State<Store>,
    Form(form): Form<SettingForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let old = sql::load(&mut tx).await?;
    let setting = match form.parse(&browser.public(""), &old) {
        Ok(setting) => setting,
        Err(faults) => return web::invalid(&page(&may, &store, &browser, today, &old, form, faults)),
    };
    sql::save(&mut tx, &setting).await?;
    tx.commit().await?;
    let said = browser.texts().get("dues-setting-saved");
    Ok(Go::to(may.place().path("pengaturan/iuran")).saying(said).into_response())
}

/// The picture of a form with one file in it.
async fn picture(mut form: Multipart) -> web::Result<Option<Upload>> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        web::Error::unreadable(error.status(), error.body_text())
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("logo") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(unreadable)?;
            return Ok(Some(Upload { purpose: LOGO, name, content }));
        }
    }
    Ok(None)
}

pub async fn bring_logo(
    may: May<SetTariffs>,
    browser: Browser,
    State(store): State<Store>,
    Extension(files): Extension<Files>,
    form: Multipart,
) -> web::Result {
    let brought = picture(form).await?.ok_or(web::Error::missing())?;
    let prepared = match files.prepare(brought).await {
        Ok(prepared) => prepared,
        Err(fault) if fault.is_about_the_file() => {
            let mut tx = may.begin().await?;
            let today = may.place().zone.date(tx.now());
            let setting = sql::load(&mut tx).await?;
            let mut faults = Faults::default();
            faults.put("logo", fault.say(browser.locale()));
            let form = SettingForm::of(&setting);
            return web::invalid(&page(&may, &store, &browser, today, &setting, form, faults));
        }
        Err(fault) => return Err(web::Error::broken(fault)),
    };
    let mut tx = may.begin().await?;
    let mut setting = sql::load(&mut tx).await?;
    let old = setting.letterhead.logo;
    let id = files.keep(&mut tx, prepared, files::Keeping::Attached).await.map_err(web::Error::broken)?;
    setting.letterhead.logo = Some(id);
    sql::save(&mut tx, &setting).await?;
    if let Some(old) = old {
        files.remove(&mut tx, old).await.map_err(web::Error::broken)?;
    }
    tx.commit().await?;
    let said = browser.texts().get("dues-setting-logo-saved");
    Ok(Go::to(may.place().path("pengaturan/iuran")).saying(said).into_response())
}

pub async fn drop_logo(
    may: May<SetTariffs>,
    browser: Browser,
    Extension(files): Extension<Files>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let mut setting = sql::load(&mut tx).await?;
    if let Some(old) = setting.letterhead.logo.take() {
        sql::save(&mut tx, &setting).await?;
        files.remove(&mut tx, old).await.map_err(web::Error::broken)?;
        tx.commit().await?;
    }
    let said = browser.texts().get("dues-setting-logo-gone");
    Ok(Go::to(may.place().path("pengaturan/iuran")).saying(said).into_response())
}
