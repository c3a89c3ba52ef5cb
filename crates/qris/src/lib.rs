//! QRIS, the Indonesian QR code for payments (EMVCo merchant-presented mode): read a payload, check it, name its merchant,
//! and put an amount into a static one.
//!
//! No I/O and no pictures: text goes in and text comes out. Nothing here knows Klustera. Deliberately absent: consumer-presented
//! codes, tips that the payer chooses, and any claim that a payment arrived; a code that was rewritten here settles
//! through its merchant like the printed one, without a word to us.
//!
//! ```text
//! let code = qris::Qris::parse("000201…6304CC5F")?;
//! assert_eq!(code.merchant(), "KLUSTER CONTOH");
//! let for_november = code.with_amount(150_237)?;   // tag 01 = 12, tag 54 = 150237, CRC computed anew
//! ```

mod crc;
mod fault;
mod field;
mod payload;

pub use crc::crc16;
pub use fault::Fault;
pub use field::{Field, read};
pub use payload::{Initiation, MOST_RUPIAH, Qris};
