//! Links that leave the house: WhatsApp and the telephone.

use kernel::PhoneNumber;

/// Opens a chat with this number.
pub fn whatsapp(phone: &PhoneNumber) -> String {
    format!("https://wa.me/{}", phone.wa_me())
}

/// Calls this number.
pub fn call(phone: &PhoneNumber) -> String {
    format!("tel:{}", phone.e164())
}
