//! The page on which a manager or treasurer says how the complex is paid online.

use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::IntoResponse as _,
};
use qris::{Initiation, Qris};
use tenancy::{May, Store, TenantTx, policy::SetGateway};
use web::{Browser, Faults, Go, Shell, shell::parts::Choice};

use super::{
    key,
    model::{Mode, Setting},
    sql,
};
use crate::{gateway::Gateways, hook, qr};

/// A photo of the printed code.
pub const PICTURE_BYTES: usize = 8 * 1024 * 1024;

#[derive(Clone, Debug, Default)]
struct Typed {
    mode: String,
    server_key: String,
    qris: bool,
    va: bool,
    snap: bool,
    payer_bears: bool,
    va_fee: String,
    static_qris: String,
    picture: axum::body::Bytes,
}

#[derive(Template)]
#[template(path = "setting/form.html")]
struct Page {
    s: Shell,
    action: String,
    attempts: String,
    modes: Vec<Choice>,
    form: Typed,
    is_play: bool,
    /// Last characters of the key in use; empty without one.
    key_tail: String,
    hook: String,
    merchant: String,
    merchant_city: String,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn show(
    may: May<SetGateway>,
    browser: Browser,
    State(store): State<Store>,
    Extension(gateways): Extension<Gateways>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let setting = sql::load(&mut tx).await?;
    let form = Typed {
        mode: setting.mode.code().to_owned(),
        qris: setting.use_qris,
        va: setting.use_va,
        snap: setting.use_snap,
        payer_bears: setting.payer_bears_va_fee,
        va_fee: setting.va_fee.to_string(),
        static_qris: setting.static_qris.clone(),
        ..Typed::default()
    };
    let page = page(&mut tx, &may, &browser, &store, &gateways, (&setting, form, Faults::default())).await?;
    web::page(&page)
}

pub async fn save(
    may: May<SetGateway>,
    browser: Browser,
    State(store): State<Store>,
    Extension(gateways): Extension<Gateways>,
    form: Multipart,
) -> web::Result {
    let typed = read(form).await?;
    let mut tx = may.begin().await?;
    let mut setting = sql::load(&mut tx).await?;
    let mut faults = Faults::default();
    let s = browser.public("");
    take(&mut setting, &typed, &s, &mut faults);
    let key = typed.server_key.trim();
    if !key.is_empty() && !(8..=200).contains(&key.len()) {
        faults.put("kunci", s.t("checkout-fault-key"));
    }
    let has_key = key::current(&mut tx, gateways.sealer(), setting.mode).await.is_ok();
    match setting.mode {
        // The simulator brings its own key.
        Mode::Trial if !has_key => faults.put("mode", s.t("checkout-fault-mode")),
        Mode::Sandbox | Mode::Production if key.is_empty() && !has_key => {
            faults.put("kunci", s.t("checkout-fault-no-key"));
        }
        _ => {}
    }
    let fits = match setting.mode {
        Mode::Sandbox => key.is_empty() || key.starts_with("SB-"),
        Mode::Production => !key.starts_with("SB-"),
        Mode::Off | Mode::Trial => true,
    };
    if !fits {
        faults.put("kunci", s.t("checkout-fault-other-key"));
    }
    if !faults.is_empty() {
        let told = (&setting, typed, faults);
        return web::invalid(&page(&mut tx, &may, &browser, &store, &gateways, told).await?);
    }
    sql::save(&mut tx, &setting).await?;
    if !key.is_empty() && matches!(setting.mode, Mode::Sandbox | Mode::Production) {
        key::keep(&mut tx, gateways.sealer(), setting.mode, key, "").await?;
    }
    tx.commit().await?;
    let said = browser.texts().get("checkout-setting-saved");
    Ok(Go::to(may.place().path("bayar-online")).saying(said).into_response())
}

fn take(setting: &mut Setting, typed: &Typed, s: &Shell, faults: &mut Faults) {
    match Mode::from_code(&typed.mode) {
        Some(mode) => setting.mode = mode,
        None => faults.put("mode", s.t("checkout-fault-mode")),
    }
    setting.use_qris = typed.qris;
    setting.use_va = typed.va;
    setting.use_snap = typed.snap;
    setting.payer_bears_va_fee = typed.payer_bears;
    match kernel::Rupiah::parse(&typed.va_fee).ok().filter(|fee| (0..=100_000).contains(&fee.get())) {
        Some(fee) => setting.va_fee = fee.get(),
        None => faults.put("biaya_va", s.t("checkout-fault-fee")),
    }
    let pasted = typed.static_qris.trim().to_owned();
    let photographed = if typed.picture.is_empty() { None } else { Some(qr::read(&typed.picture)) };
    let text = match photographed {
        Some(Some(text)) => text,
        Some(None) => {
            faults.put("gambar_qris", s.t("checkout-fault-picture"));
            return;
        }
        None => pasted,
    };
    if text.is_empty() {
        setting.static_qris = text;
        return;
    }
    match Qris::parse(&text) {
        Ok(code) if code.initiation() == Initiation::Static => setting.static_qris = code.text().to_owned(),
        Ok(_) => faults.put("qris", s.t("checkout-fault-dynamic")),
        Err(_) => faults.put("qris", s.t("checkout-fault-qris")),
    }
}

async fn read(mut form: Multipart) -> web::Result<Typed> {
    let mut typed = Typed::default();
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        web::Error::unreadable(error.status(), error.body_text())
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(unreadable)?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "mode" => typed.mode = text(),
            "kunci" => typed.server_key = text(),
            "pakai_qris" => typed.qris = !bytes.is_empty(),
            "pakai_va" => typed.va = !bytes.is_empty(),
            "pakai_snap" => typed.snap = !bytes.is_empty(),
            "warga_tanggung" => typed.payer_bears = !bytes.is_empty(),
            "biaya_va" => typed.va_fee = text(),
            "qris" => typed.static_qris = text(),
            "gambar_qris" => typed.picture = bytes,
            _ => {}
        }
    }
    Ok(typed)
}

async fn page(
    tx: &mut TenantTx,
    may: &May<SetGateway>,
    browser: &Browser,
    store: &Store,
    gateways: &Gateways,
    (setting, mut form, faults): (&Setting, Typed, Faults),
) -> web::Result<Page> {
    let mut s = browser.office(may, browser.texts().get("checkout-setting-title"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    // A key is written and never read again.
    form.server_key = String::new();
    let key = key::current(tx, gateways.sealer(), setting.mode).await.ok();
    let has_simulator = key::current(tx, gateways.sealer(), Mode::Trial).await.is_ok();
    let printed = setting.printed();
    let place = may.place();
    let mode = |mode: Mode| Choice::new(mode.code(), s.t(mode.word()));
    Ok(Page {
        action: place.path("bayar-online"),
        attempts: place.path("upaya-bayar"),
        modes: Mode::ALL.into_iter().filter(|one| has_simulator || *one != Mode::Trial).map(mode).collect(),
        is_play: setting.mode.is_play(),
        key_tail: key.map(|key| key.tail).unwrap_or_default(),
        hook: format!("{}{}", store.site().public_url, hook::path(store, place.complex, setting.id)),
        merchant: printed.as_ref().map(|code| code.merchant().to_owned()).unwrap_or_default(),
        merchant_city: printed.as_ref().map(|code| code.city().to_owned()).unwrap_or_default(),
        mistakes: faults.pairs(),
        form,
        faults,
        s,
    })
}
