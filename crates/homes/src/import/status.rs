//! What a home is used as, in the words of whoever kept the list.

use serde::{Deserialize, Serialize};

use super::{
    faults::FaultKind,
    words::{fold, near},
};

/// What a home is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HomeStatus {
    LivedIn,
    Rented,
    Empty,
    Plot,
}

impl HomeStatus {
    pub const ALL: [Self; 4] = [Self::LivedIn, Self::Rented, Self::Empty, Self::Plot];

    pub const fn code(self) -> &'static str {
        match self {
            Self::LivedIn => "lived_in",
            Self::Rented => "rented",
            Self::Empty => "empty",
            Self::Plot => "plot",
        }
    }

    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::LivedIn => &[
                "dihuni",
                "dihuni sendiri",
                "dihuni pemilik",
                "huni",
                "milik",
                "milik sendiri",
                "hak milik",
                "pemilik",
                "pribadi",
                "ditempati",
                "ditempati sendiri",
                "tinggal",
                "tetap",
                "isi",
                "terisi",
                "berpenghuni",
                "ada",
                "aktif",
                "lived in",
                "occupied",
                "owner",
                "owner occupied",
                "own",
                "owned",
            ],
            Self::Rented => &[
                "kontrak",
                "kontrakan",
                "dikontrak",
                "dikontrakkan",
                "dikontrakan",
                "sewa",
                "disewa",
                "disewakan",
                "penyewa",
                "ngontrak",
                "kos",
                "kost",
                "rent",
                "rented",
                "tenant",
                "leased",
            ],
            Self::Empty => &[
                "kosong",
                "kosongan",
                "tidak dihuni",
                "tdk dihuni",
                "belum dihuni",
                "blm dihuni",
                "belum huni",
                "blm huni",
                "tidak berpenghuni",
                "belum ditempati",
                "tidak ditempati",
                "vacant",
                "empty",
                "unoccupied",
            ],
            Self::Plot => &[
                "kavling",
                "kapling",
                "kaveling",
                "kav",
                "tanah",
                "tanah kosong",
                "lahan",
                "lahan kosong",
                "belum dibangun",
                "blm dibangun",
                "plot",
                "land",
                "lot",
            ],
        }
    }

    /// The status that a word means.
    pub fn parse(text: &str) -> Result<Self, FaultKind> {
        let folded = fold(text);
        let bare = folded.strip_prefix("rumah ").unwrap_or(&folded);
        if let Some(status) = Self::ALL.into_iter().find(|status| status.words().contains(&bare)) {
            return Ok(status);
        }
        if let Some(status) = Self::by_words(bare) {
            return Ok(status);
        }
        let vacant = ["renovasi", "dijual", "terjual", "developer", "stok", "serah", "belum", "blm"];
        if folded.split(' ').any(|word| vacant.contains(&word)) {
            return Err(FaultKind::StatusUnknown { suggestion: Some(Self::Empty) });
        }
        let close = |status: &Self| {
            bare.chars().count() >= 4
                && status.words().iter().any(|word| word.len() >= 4 && near(word, bare, 2))
        };
        Err(FaultKind::StatusUnknown { suggestion: Self::ALL.into_iter().find(close) })
    }
}

impl HomeStatus {
    /// Longer remarks whose words agree: `kosong (dijual)`, `sudah dihuni`, `kontrak s/d 2027`.
    fn by_words(folded: &str) -> Option<Self> {
        let has = |known: &[&str]| folded.split(' ').any(|word| known.contains(&word));
        let not = has(&["tidak", "tdk", "belum", "blm", "tak", "bukan", "not", "no"]);
        let lived = has(&["dihuni", "huni", "ditempati", "terisi", "berpenghuni", "occupied"]);
        let stays = has(&["tetap", "menetap"]);
        let rented = has(&["kontrak", "kontrakan", "dikontrak", "pengontrak", "ngontrak", "mengontrak"])
            || has(&["sewa", "disewa", "penyewa", "menyewa", "kost", "tenant", "rented"]);
        let empty = has(&["kosong", "vacant", "empty"]);
        let plot = has(&["kavling", "kapling", "kaveling", "tanah", "lahan"]);
        match (not, lived || stays, rented, empty, plot) {
            (true, true, false, _, false) if !stays => Some(Self::Empty),
            (false, _, true, false, false) => Some(Self::Rented),
            (false, true, false, false, false) => Some(Self::LivedIn),
            (false, false, false, true, false) => Some(Self::Empty),
            (false, false, false, _, true) => Some(Self::Plot),
            _ => None,
        }
    }
}

/// Words in the place of a name that say there is nobody: `KOSONG`, `tanah kosong`, `dijual`.
pub fn names_nobody(text: &str) -> bool {
    let folded = fold(text);
    let bare = ["rumah ", "unit "].iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(&folded);
    let vacant = [HomeStatus::Empty, HomeStatus::Plot].iter().any(|status| status.words().contains(&bare));
    vacant || matches!(bare, "dijual" | "disewakan" | "dikontrakkan" | "kosong dijual")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_status_word_is_a_fault_with_a_suggestion() {
        assert_eq!(HomeStatus::parse("Dihuni sendiri"), Ok(HomeStatus::LivedIn));
        assert_eq!(HomeStatus::parse("TANAH KOSONG"), Ok(HomeStatus::Plot));
        assert_eq!(
            HomeStatus::parse("kontrk"),
            Err(FaultKind::StatusUnknown { suggestion: Some(HomeStatus::Rented) })
        );
        for (typed, status) in [
            ("sdh dihuni", HomeStatus::LivedIn),
            ("Dihuni 2 orang", HomeStatus::LivedIn),
            ("warga tetap", HomeStatus::LivedIn),
            ("dihuni penyewa", HomeStatus::Rented),
            ("Kontrak s/d 2027", HomeStatus::Rented),
            ("kosong (dijual)", HomeStatus::Empty),
            ("belum dihuni, renovasi", HomeStatus::Empty),
            ("tanah kavling", HomeStatus::Plot),
        ] {
            assert_eq!(HomeStatus::parse(typed), Ok(status), "{typed}");
        }
        for unclear in ["dihuni / kosong", "tidak kosong", "tidak menetap", "kosong, dikontrak"] {
            assert!(HomeStatus::parse(unclear).is_err(), "{unclear}");
        }
        assert_eq!(
            HomeStatus::parse("renovasi"),
            Err(FaultKind::StatusUnknown { suggestion: Some(HomeStatus::Empty) })
        );
        assert_eq!(HomeStatus::parse("entah"), Err(FaultKind::StatusUnknown { suggestion: None }));
    }
}
