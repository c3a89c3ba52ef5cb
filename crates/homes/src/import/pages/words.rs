//! What columns, rules, reasons and states are called. Keys stand here as literals, so that a test can find them.

use kernel::Locale;
use web::shell::parts::{Choice, Tone};
use web::{Shell, texts::texts};

use crate::import::{Changed, Confidence, HomeStatus, Meaning, Rule, SkipReason, record::State};

pub fn meaning(s: &Shell, meaning: Meaning) -> &str {
    s.t(match meaning {
        Meaning::Unit => "import-meaning-unit",
        Meaning::Block => "import-meaning-block",
        Meaning::Number => "import-meaning-number",
        Meaning::Address => "import-meaning-address",
        Meaning::Rt => "import-meaning-rt",
        Meaning::Rw => "import-meaning-rw",
        Meaning::RtRw => "import-meaning-rt-rw",
        Meaning::Name => "import-meaning-name",
        Meaning::Owner => "import-meaning-owner",
        Meaning::Occupant => "import-meaning-occupant",
        Meaning::Tenant => "import-meaning-tenant",
        Meaning::Phone => "import-meaning-phone",
        Meaning::SecondPhone => "import-meaning-second-phone",
        Meaning::OwnerPhone => "import-meaning-owner-phone",
        Meaning::OccupantPhone => "import-meaning-occupant-phone",
        Meaning::Email => "import-meaning-email",
        Meaning::Status => "import-meaning-status",
        Meaning::Type => "import-meaning-type",
        Meaning::Land => "import-meaning-land",
        Meaning::Building => "import-meaning-building",
        Meaning::LandBuilding => "import-meaning-land-building",
        Meaning::HandedOver => "import-meaning-handed-over",
        Meaning::Since => "import-meaning-since",
        Meaning::Note => "import-meaning-note",
        Meaning::RowNumber => "import-meaning-row-number",
        Meaning::Ignored => "import-meaning-ignored",
    })
}

/// The name under which a meaning travels in a form; the same as in the stored decisions.
pub fn code(meaning: Meaning) -> String {
    match serde_json::to_value(meaning) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

pub fn meaning_of(code: &str) -> Option<Meaning> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// The menu of a column.
pub fn meanings(s: &Shell) -> Vec<Choice> {
    Meaning::ALL.into_iter().map(|one| Choice::new(code(one), meaning(s, one))).collect()
}

pub fn status(s: &Shell, status: HomeStatus) -> &str {
    s.t(match status {
        HomeStatus::LivedIn => "import-status-lived-in",
        HomeStatus::Rented => "import-status-rented",
        HomeStatus::Empty => "import-status-empty",
        HomeStatus::Plot => "import-status-plot",
    })
}

pub fn statuses(s: &Shell) -> Vec<Choice> {
    HomeStatus::ALL.into_iter().map(|one| Choice::new(one.code(), status(s, one))).collect()
}

/// How sure the match of a column is: word, tone, icon.
pub fn confidence(s: &Shell, meaning: Meaning, confidence: Confidence) -> (&str, &'static str, &'static str) {
    match (meaning, confidence) {
        (Meaning::Ignored | Meaning::RowNumber, _) => (s.t("import-column-ignored"), "", "ban"),
        (_, Confidence::Guess) => (s.t("import-column-guess"), "warn", "circle-help"),
        (_, Confidence::Certain) => (s.t("import-column-certain"), "ok", "check"),
        (_, Confidence::Chosen) => (s.t("import-column-chosen"), "brand", "check"),
    }
}

pub fn skipped(s: &Shell, reason: SkipReason) -> &str {
    s.t(match reason {
        SkipReason::Title => "import-skipped-title",
        SkipReason::Header => "import-skipped-header",
        SkipReason::Heading => "import-skipped-heading",
        SkipReason::Total => "import-skipped-total",
        SkipReason::Note => "import-skipped-note",
        SkipReason::Blank => "import-skipped-blank",
        SkipReason::NoTable => "import-skipped-no-table",
        SkipReason::HiddenSheet => "import-skipped-hidden",
        SkipReason::ByHand => "import-skipped-by-hand",
    })
}

pub fn changed(s: &Shell, what: Changed) -> &str {
    s.t(match what {
        Changed::Block => "import-meaning-block",
        Changed::Rt => "import-meaning-rt",
        Changed::Rw => "import-meaning-rw",
        Changed::UnitType => "import-meaning-type",
        Changed::Land => "import-meaning-land",
        Changed::Building => "import-meaning-building",
        Changed::Status => "import-meaning-status",
        Changed::HandedOver => "import-meaning-handed-over",
        Changed::Note => "import-meaning-note",
        Changed::PersonAdded => "import-changed-person-added",
        Changed::PersonReplaced => "import-changed-person-replaced",
        Changed::Name => "import-meaning-name",
        Changed::Phone => "import-meaning-phone",
        Changed::Email => "import-meaning-email",
        Changed::Since => "import-meaning-since",
    })
}

/// What a rule would do with so many rows, and the verb of its button.
pub fn rule(s: &Shell, rule: &Rule, count: usize) -> (String, &'static str) {
    let clear = texts(s.locale).get("import-rule-clear");
    match rule {
        Rule::LetterOToZero => {
            (s.t1("import-rule-letters", "count", count), texts(s.locale).get("import-rule-replace"))
        }
        Rule::DropBadPhone => (s.t1("import-rule-bad-phone", "count", count), clear),
        Rule::DropSharedPhone => (s.t1("import-rule-shared-phone", "count", count), clear),
        Rule::DropBadEmail => (s.t1("import-rule-bad-email", "count", count), clear),
        Rule::DropBadDate => (s.t1("import-rule-bad-date", "count", count), clear),
        Rule::DropBadArea => (s.t1("import-rule-bad-area", "count", count), clear),
        Rule::StatusWord { from, .. } => (
            s.t2("import-rule-status", "word", from, "count", count),
            texts(s.locale).get("import-rule-apply"),
        ),
        Rule::SkipRepeated => {
            (s.t1("import-rule-repeated", "count", count), texts(s.locale).get("import-rule-skip"))
        }
    }
}

/// A rule in force.
pub fn rule_in_force(s: &Shell, rule: &Rule) -> String {
    match rule {
        Rule::LetterOToZero => s.t("import-ruled-letters").to_owned(),
        Rule::DropBadPhone => s.t("import-ruled-bad-phone").to_owned(),
        Rule::DropSharedPhone => s.t("import-ruled-shared-phone").to_owned(),
        Rule::DropBadEmail => s.t("import-ruled-bad-email").to_owned(),
        Rule::DropBadDate => s.t("import-ruled-bad-date").to_owned(),
        Rule::DropBadArea => s.t("import-ruled-bad-area").to_owned(),
        Rule::StatusWord { from, to } => s.t2("import-ruled-status", "word", from, "status", status(s, *to)),
        Rule::SkipRepeated => s.t("import-ruled-repeated").to_owned(),
    }
}

/// Where an import stands: word, tone, icon.
pub fn state(s: &Shell, state: State) -> (&str, Tone, &'static str) {
    match state {
        State::Draft => (s.t("import-state-draft"), Tone::Plain, "pencil"),
        State::Running => (s.t("import-state-running"), Tone::Info, "loader"),
        State::Failed => (s.t("import-state-failed"), Tone::Bad, "triangle-alert"),
        State::Applied => (s.t("import-state-applied"), Tone::Ok, "check"),
        State::Undone => (s.t("import-state-undone"), Tone::Plain, "undo-2"),
        State::Discarded => (s.t("import-state-discarded"), Tone::Plain, "ban"),
    }
}

/// `48,3 KB`
pub fn size(bytes: i64, locale: Locale) -> String {
    let kilobytes = rust_decimal::Decimal::from(bytes) / rust_decimal::Decimal::from(1000);
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    if bytes < 1_000_000 {
        return format!("{} KB", kernel::format::decimal(kilobytes.round_dp(1), locale));
    }
    let megabytes = kilobytes / rust_decimal::Decimal::from(1000);
    format!("{} MB", kernel::format::decimal(megabytes.round_dp(1), locale))
}
