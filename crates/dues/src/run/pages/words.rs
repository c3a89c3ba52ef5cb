//! What concerns and differences are called, and where somebody mends them.

use kernel::{Rupiah, format};
use tenancy::Place;
use web::Shell;

use crate::{
    charge::{ChargeBook, Concern},
    run::preview::{Because, Difference, UnitConcern},
};

/// A line of "Periksa dulu".
#[derive(Debug)]
pub struct Care {
    pub icon: &'static str,
    pub tone: &'static str,
    pub title: String,
    pub detail: String,
    pub action: String,
    pub href: String,
    /// What the unit would get; empty for what concerns no unit.
    pub look: String,
}

pub fn care(s: &Shell, place: &Place, book: &ChargeBook, one: &UnitConcern, look: String) -> Care {
    let named = one.concern.charge().and_then(|id| book.charge(id)).map_or("", |charge| &charge.kind.name);
    let unit = &one.code;
    let said = |key: &'static str| s.t2(key, "unit", unit.as_str(), "charge", named);
    let unit_path = one.unit.map(|id| place.path(&format!("unit/{id}"))).unwrap_or_default();
    let meter_path = one.unit.map(|id| place.path(&format!("meter/unit/{id}"))).unwrap_or_default();
    let (icon, tone, title, href, action) = match &one.concern {
        Concern::NoPayer => {
            ("user", "warn", said("bill-care-payer"), format!("{unit_path}/ubah-penghuni"), "bill-do-payer")
        }
        Concern::MissingReading { .. } => {
            ("gauge", "warn", said("bill-care-reading"), meter_path, "bill-do-reading")
        }
        Concern::EstimatedReading { .. } => {
            ("gauge", "info", said("bill-care-estimated"), meter_path, "bill-do-reading")
        }
        Concern::DisputedReading { .. } => {
            ("gauge", "warn", said("bill-care-disputed"), meter_path, "bill-do-reading")
        }
        Concern::UnusualUse { .. } => {
            ("droplets", "bad", said("bill-care-use"), meter_path, "bill-do-reading")
        }
        Concern::MissingArea { .. } => {
            ("house", "warn", said("bill-care-area"), format!("{unit_path}/ubah"), "bill-do-unit")
        }
        Concern::NoAmountForType { .. } => {
            ("house", "warn", said("bill-care-type"), place.path("tarif"), "bill-do-tariff")
        }
        Concern::TariffGap { .. } => {
            ("tags", "warn", said("bill-care-gap"), place.path("tarif"), "bill-do-tariff")
        }
        Concern::TooLarge { .. } => {
            ("triangle-alert", "bad", said("bill-care-large"), place.path("tarif"), "bill-do-tariff")
        }
    };
    Care { icon, tone, title, detail: detail(s, one), action: s.t(action_key(action)).to_owned(), href, look }
}

/// The keys stand here as literals, which is how the test of the texts finds them.
fn action_key(key: &'static str) -> &'static str {
    match key {
        "bill-do-payer" => "bill-do-payer",
        "bill-do-reading" => "bill-do-reading",
        "bill-do-unit" => "bill-do-unit",
        _ => "bill-do-tariff",
    }
}

fn detail(s: &Shell, one: &UnitConcern) -> String {
    let total = format::rupiah(one.total);
    match &one.concern {
        Concern::UnusualUse { used, usual, .. } => s.tw(
            "bill-care-use-detail",
            &[
                ("used", format::decimal(*used, s.locale).into()),
                ("usual", format::decimal(*usual, s.locale).into()),
                ("total", total.into()),
            ],
        ),
        Concern::NoPayer => s.t1("bill-care-payer-detail", "total", total),
        Concern::MissingReading { .. } => s.t1("bill-care-reading-detail", "total", total),
        Concern::TariffGap { from, until, .. } => s.t2(
            "bill-care-gap-detail",
            "from",
            format::date(*from, s.locale),
            "until",
            format::date(until.pred_opt().unwrap_or(*until), s.locale),
        ),
        Concern::NoAmountForType { unit_type, .. } => {
            s.t1("bill-care-type-detail", "type", unit_type.as_str())
        }
        Concern::MissingArea { .. } => s.t("bill-care-area-detail").to_owned(),
        Concern::TooLarge { .. } => s.t("bill-care-large-detail").to_owned(),
        Concern::EstimatedReading { .. } | Concern::DisputedReading { .. } => {
            s.t1("bill-would-be", "total", total)
        }
    }
}

/// A line of "Beda dari bulan lalu".
#[derive(Debug)]
pub struct Changed {
    pub code: String,
    pub href: String,
    pub because: String,
    pub now: String,
    pub change: Change,
}

pub fn changed(s: &Shell, one: &Difference, href: String) -> Changed {
    let because = s.t(match one.because {
        Because::New => "bill-because-new",
        Because::Dropped => "bill-because-dropped",
        Because::Tariff => "bill-because-tariff",
        Because::Use => "bill-because-use",
        Because::Days => "bill-because-days",
        Because::OtherCharges => "bill-because-other",
    });
    Changed {
        code: one.code.clone(),
        href,
        because: because.to_owned(),
        now: format::rupiah(one.now),
        change: Change::between(s, one.before, one.now),
    }
}

/// `naik Rp 75.000`, with its arrow.
#[derive(Debug)]
pub struct Change {
    pub icon: &'static str,
    pub text: String,
}

impl Change {
    pub fn between(s: &Shell, before: Rupiah, now: Rupiah) -> Self {
        let by = now.checked_sub(before).unwrap_or(Rupiah::ZERO);
        let amount = format::rupiah(Rupiah::new(by.get().abs()).unwrap_or(by));
        match by.get() {
            0 => Self { icon: "arrow-right", text: s.t("bill-same").to_owned() },
            1.. => Self { icon: "arrow-up-right", text: s.t1("bill-up", "amount", amount) },
            _ => Self { icon: "arrow-down-right", text: s.t1("bill-down", "amount", amount) },
        }
    }
}
