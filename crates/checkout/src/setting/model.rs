//! What can be set. Pure.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whether there is a gateway, and which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Off,
    /// The simulator beside us: no contract, no money.
    Trial,
    Sandbox,
    Production,
}

impl Mode {
    pub const ALL: [Self; 4] = [Self::Off, Self::Trial, Self::Sandbox, Self::Production];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Trial => "trial",
            Self::Sandbox => "sandbox",
            Self::Production => "production",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "checkout-mode-off",
            Self::Trial => "checkout-mode-trial",
            Self::Sandbox => "checkout-mode-sandbox",
            Self::Production => "checkout-mode-production",
        }
    }

    /// No real money moves, so pages say MODE COBA.
    pub const fn is_play(self) -> bool {
        matches!(self, Self::Trial | Self::Sandbox)
    }
}

#[derive(Clone, Debug)]
pub struct Setting {
    /// Subject of the address to which the gateway notifies.
    pub id: Uuid,
    pub mode: Mode,
    pub use_qris: bool,
    pub use_va: bool,
    pub use_snap: bool,
    /// Whether whoever pays by VA bears its fee.
    pub payer_bears_va_fee: bool,
    /// Rupiah that the gateway keeps of each VA.
    pub va_fee: i64,
    /// Hundredths of a percent that it keeps of a QRIS.
    pub qris_fee_bps: i16,
    /// Payload of the committee's printed QRIS; empty without one.
    pub static_qris: String,
}

impl Setting {
    pub fn printed(&self) -> Option<qris::Qris> {
        qris::Qris::parse(&self.static_qris).ok()
    }
}
