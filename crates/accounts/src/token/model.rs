//! What a token may carry and how it looks.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use tenancy::{Hat, policy};
use web::texts::Texts;

/// So that secret scanners know them; the first is also how the doors tell a token from a signed one.
const PERSONAL: &str = "klu_";
const REFRESH: &str = "klr_";

/// How long a personal token may live, in days.
pub const LIVES: [i64; 3] = [30, 90, 365];

pub fn new_personal() -> String {
    secret(PERSONAL)
}

pub fn new_refresh() -> String {
    secret(REFRESH)
}

/// 256 random bits behind a prefix.
fn secret(prefix: &str) -> String {
    let random: [u8; 32] = rand::random();
    format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(random))
}

/// The abilities that make sense for somebody with these roles, in the order of the table of rights.
pub fn abilities_of(hats: &[Hat]) -> Vec<&'static str> {
    let held = |roles: &[tenancy::Role]| hats.iter().any(|hat| roles.contains(&hat.role));
    // Rights of an organisation's admin reach into its complexes like a manager's.
    policy::CAPABILITIES.iter().filter(|(_, roles)| held(roles)).map(|(name, _)| *name).collect()
}

/// An ability in words. A capability without words shows its name, and a test complains.
pub fn ability_words(texts: &'static Texts, ability: &str) -> String {
    let key = match ability {
        "see_overview" => "ability-see-overview",
        "see_treasury" => "ability-see-treasury",
        "see_own_area" => "ability-see-own-area",
        "see_own_home" => "ability-see-own-home",
        "see_gate" => "ability-see-gate",
        "see_units" => "ability-see-units",
        "manage_units" => "ability-manage-units",
        "see_people" => "ability-see-people",
        "manage_people" => "ability-manage-people",
        "import_homes" => "ability-import-homes",
        "manage_members" => "ability-manage-members",
        "see_history" => "ability-see-history",
        "manage_complex" => "ability-manage-complex",
        "see_books" => "ability-see-books",
        "keep_books" => "ability-keep-books",
        "close_books" => "ability-close-books",
        "see_cash_report" => "ability-see-cash-report",
        "read_meters" => "ability-read-meters",
        "manage_meters" => "ability-manage-meters",
        "see_dues" => "ability-see-dues",
        "see_own_dues" => "ability-see-own-dues",
        "set_tariffs" => "ability-set-tariffs",
        "issue_invoices" => "ability-issue-invoices",
        "bring_arrears" => "ability-bring-arrears",
        "see_payments" => "ability-see-payments",
        "record_payments" => "ability-record-payments",
        "verify_payments" => "ability-verify-payments",
        "reverse_payments" => "ability-reverse-payments",
        "see_arrears" => "ability-see-arrears",
        "grant_relief" => "ability-grant-relief",
        "set_gateway" => "ability-set-gateway",
        "see_notices" => "ability-see-notices",
        "see_messages" => "ability-see-messages",
        "send_reminders" => "ability-send-reminders",
        "set_reminders" => "ability-set-reminders",
        "see_announcements" => "ability-see-announcements",
        "oversee_announcements" => "ability-oversee-announcements",
        "write_announcements" => "ability-write-announcements",
        "approve_announcements" => "ability-approve-announcements",
        "report_complaints" => "ability-report-complaints",
        "handle_complaints" => "ability-handle-complaints",
        "do_complaints" => "ability-do-complaints",
        "see_facilities" => "ability-see-facilities",
        "book_facilities" => "ability-book-facilities",
        "attend_bookings" => "ability-attend-bookings",
        "manage_facilities" => "ability-manage-facilities",
        other => return other.to_owned(),
    };
    texts.get(key).to_owned()
}

#[cfg(test)]
mod tests {
    use kernel::Locale;
    use tenancy::Role;

    use super::*;

    #[test]
    fn every_ability_has_words_in_both_languages() {
        for locale in Locale::ALL {
            for (ability, _) in policy::CAPABILITIES {
                let words = ability_words(web::texts::texts(locale), ability);
                assert!(
                    !words.contains('_') && !words.starts_with("ability-"),
                    "{ability} in {locale:?}: {words}"
                );
            }
        }
    }

    #[test]
    fn a_guard_cannot_give_a_program_more_than_the_gate() {
        let guard =
            Hat { role: Role::Guard, complex: "melati".into(), complex_name: "Melati".into(), area_id: None };
        let gate = [
            "see_gate",
            "see_notices",
            "see_announcements",
            "do_complaints",
            "see_facilities",
            "attend_bookings",
        ];
        assert_eq!(abilities_of(&[guard]), gate);
        assert!(abilities_of(&[]).is_empty());
        assert!(new_personal().starts_with("klu_") && new_personal() != new_personal());
    }
}
