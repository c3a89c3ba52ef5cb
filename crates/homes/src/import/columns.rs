//! Columns by meaning: what a title says in Indonesian or English, and whether the cells below agree.

use serde::{Deserialize, Serialize};

use super::words::{fold, month, without_hint};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// A whole code: `A-02`.
    Unit,
    /// Block, cluster or street; with [`Meaning::Number`] it makes the unit.
    Block,
    Number,
    /// Stands for the unit where there is nothing better.
    Address,
    Rt,
    Rw,
    RtRw,
    /// A resident whose role the status tells.
    Name,
    Owner,
    Occupant,
    Tenant,
    Phone,
    SecondPhone,
    OwnerPhone,
    OccupantPhone,
    Email,
    Status,
    Type,
    Land,
    Building,
    LandBuilding,
    HandedOver,
    Since,
    Note,
    /// 1, 2, 3 …
    RowNumber,
    Ignored,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Certain,
    /// To be looked at by a person.
    Guess,
    /// Said by a person.
    Chosen,
}

/// One column of one table, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMatch {
    pub column: u16,
    /// `A`, `B` …
    pub letters: String,
    /// Title as written (two lines joined); empty when there is none.
    pub title: String,
    pub meaning: Meaning,
    pub confidence: Confidence,
    /// Up to three different values below it.
    pub samples: Vec<String>,
}

impl Meaning {
    /// What can be chosen by hand, in the order of a menu.
    pub const ALL: [Self; 26] = [
        Self::Unit,
        Self::Block,
        Self::Number,
        Self::Address,
        Self::Rt,
        Self::Rw,
        Self::RtRw,
        Self::Name,
        Self::Owner,
        Self::Occupant,
        Self::Tenant,
        Self::Phone,
        Self::SecondPhone,
        Self::OwnerPhone,
        Self::OccupantPhone,
        Self::Email,
        Self::Status,
        Self::Type,
        Self::Land,
        Self::Building,
        Self::LandBuilding,
        Self::HandedOver,
        Self::Since,
        Self::Note,
        Self::RowNumber,
        Self::Ignored,
    ];

    /// Says which home a row is about.
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Unit | Self::Block | Self::Number | Self::Address)
    }

    pub const fn is_person(self) -> bool {
        matches!(self, Self::Name | Self::Owner | Self::Occupant | Self::Tenant)
    }

    /// Takes part in the import.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Ignored | Self::RowNumber)
    }
}

/// What a title means, and whether that is certain.
pub fn recognise(title: &str) -> Option<(Meaning, Confidence)> {
    let folded = fold(&without_hint(title));
    let tokens: Vec<&str> = folded
        .split(' ')
        .filter(|token| !matches!(*token, "" | "m2" | "yg" | "yang" | "dan" | "and"))
        .collect();
    if tokens.is_empty() || tokens.len() > 7 {
        return None;
    }
    let title = Title { folded: &folded, tokens: &tokens };
    let certain = |meaning| Some((meaning, Confidence::Certain));
    let guess = |meaning| Some((meaning, Confidence::Guess));
    match title.contact().or_else(|| title.aside()).or_else(|| title.home()).or_else(|| title.human()) {
        Some(meaning) => certain(meaning),
        None => match folded.as_str() {
            "luas" | "size" | "luas m2" => guess(Meaning::Land),
            "rumah" | "house" | "kav" | "kavling" | "kapling" | "lot" => guess(Meaning::Number),
            "pic" | "penanggung jawab" | "pembayar" => guess(Meaning::Name),
            _ => None,
        },
    }
}

struct Title<'t> {
    folded: &'t str,
    tokens: &'t [&'t str],
}

impl Title<'_> {
    fn has(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| words.contains(token))
    }

    fn owner(&self) -> bool {
        self.has(&["pemilik", "owner", "owners"])
    }

    fn tenant(&self) -> bool {
        self.has(&["penyewa", "pengontrak", "tenant", "tenants", "renter"])
    }

    fn occupant(&self) -> bool {
        self.has(&["penghuni", "occupant", "occupants", "menempati"])
            || self.has(&["dihuni"]) && self.has(&["oleh"])
    }

    fn contact(&self) -> Option<Meaning> {
        let email = self.has(&["email", "surel", "mail"]);
        let phone = self.has(&[
            "hp",
            "wa",
            "whatsapp",
            "telp",
            "telepon",
            "telpon",
            "telephone",
            "tel",
            "hp1",
            "hp2",
            "wa1",
            "wa2",
            "tlp",
            "tlpn",
            "handphone",
            "phone",
            "mobile",
            "cellphone",
            "kontak",
            "contact",
            "ponsel",
            "seluler",
            "hape",
            "nohp",
            "nowa",
        ]);
        match () {
            () if email => Some(Meaning::Email),
            () if phone && self.has(&["darurat", "emergency", "kantor", "office"]) => Some(Meaning::Ignored),
            () if phone && self.owner() => Some(Meaning::OwnerPhone),
            () if phone && (self.occupant() || self.tenant()) => Some(Meaning::OccupantPhone),
            () if phone
                && self.has(&[
                    "2",
                    "ii",
                    "kedua",
                    "lain",
                    "alternatif",
                    "hp2",
                    "wa2",
                    "istri",
                    "anak",
                    "pasangan",
                ]) =>
            {
                Some(Meaning::SecondPhone)
            }
            () if phone => Some(Meaning::Phone),
            () => None,
        }
    }

    /// What is for other screens, or for none.
    fn aside(&self) -> Option<Meaning> {
        let money = self.has(&[
            "iuran",
            "tunggakan",
            "total",
            "jumlah",
            "jml",
            "saldo",
            "denda",
            "ipl",
            "tagihan",
            "bayar",
            "pembayaran",
            "lunas",
            "rp",
            "biaya",
            "dues",
            "amount",
            "paid",
            "arrears",
            "balance",
            "fee",
        ]);
        let months =
            self.tokens.len() <= 2 && self.tokens.first().is_some_and(|token| month(token).is_some());
        let papers = self.has(&[
            "nik",
            "ktp",
            "agama",
            "kelamin",
            "lahir",
            "pekerjaan",
            "kendaraan",
            "plat",
            "nopol",
            "istri",
            "suami",
            "pasangan",
            "anak",
            "perkawinan",
            "pernikahan",
            "religion",
            "gender",
            "birth",
            "nationality",
        ]);
        let household_card = self.has(&["kk"]) && !self.has(&["nama", "kepala"]);
        let elsewhere =
            self.has(&["alamat", "address"]) && (self.owner() || self.has(&["asal", "surat", "ktp"]));
        (money || months || papers || household_card || elsewhere).then_some(Meaning::Ignored)
    }

    fn home(&self) -> Option<Meaning> {
        let land = self.has(&["lt", "tanah", "land"]) || self.folded == "l t";
        let building = self.has(&["lb", "bangunan", "building"]) || self.folded == "l b";
        let dated = self.has(&["tgl", "tanggal", "date", "tahun", "thn"])
            && self.has(&["huni", "hunian", "dihuni", "menghuni", "menempati", "ditempati", "tinggal"]);
        let street = self.has(&["jalan", "jln", "jl", "gang", "street"]);
        let numbered = self.has(&["no", "nomor", "nomer", "number", "nr"]);
        let block = self.has(&["blok", "block", "cluster", "klaster", "kluster", "tower", "sektor", "blk"]);
        let house = self.has(&["rumah", "house", "kavling", "kav", "unit"]);
        match () {
            () if land && building => Some(Meaning::LandBuilding),
            () if land => Some(Meaning::Land),
            () if building => Some(Meaning::Building),
            () if self.has(&["tipe", "type"]) => Some(Meaning::Type),
            () if self.has(&["bast", "handover", "handed"]) || self.folded.contains("serah terima") => {
                Some(Meaning::HandedOver)
            }
            () if dated => Some(Meaning::Since),
            () if self.has(&["mulai", "sejak", "masuk", "since", "move"]) => Some(Meaning::Since),
            () if self.has(&["status", "hunian", "kondisi", "occupancy"])
                || self.has(&["dihuni"]) && !self.has(&["oleh"]) =>
            {
                Some(Meaning::Status)
            }
            () if self.has(&["rt"]) && self.has(&["rw"]) => Some(Meaning::RtRw),
            () if self.has(&["rt"]) && self.tokens.len() <= 2 => Some(Meaning::Rt),
            () if self.has(&["rw"]) && self.tokens.len() <= 2 => Some(Meaning::Rw),
            () if block && (numbered || house) => Some(Meaning::Unit),
            () if block => Some(Meaning::Block),
            () if street => Some(Meaning::Address),
            () if self.has(&["nama", "name"]) => None,
            () if self.has(&["unit"]) || self.folded == "kode" || self.folded == "code" => {
                Some(Meaning::Unit)
            }
            () if house && numbered => Some(Meaning::Number),
            () if self.has(&["alamat", "address"]) => Some(Meaning::Address),
            () => None,
        }
    }

    fn human(&self) -> Option<Meaning> {
        let named = self.has(&["nama", "name", "names"]);
        match () {
            () if self.tenant() => Some(Meaning::Tenant),
            () if self.owner() => Some(Meaning::Owner),
            () if self.occupant() => Some(Meaning::Occupant),
            () if self.folded.contains("kepala keluarga") || self.folded == "kk" => Some(Meaning::Name),
            () if named && self.has(&["perumahan", "bank", "ibu", "ayah", "file"]) => Some(Meaning::Ignored),
            () if named || matches!(self.folded, "warga" | "resident" | "residents" | "nama kk") => {
                Some(Meaning::Name)
            }
            () if self.has(&["keterangan", "ket", "catatan", "note", "notes", "remark", "remarks"]) => {
                Some(Meaning::Note)
            }
            () if matches!(self.folded, "no" | "nomor" | "nr" | "num" | "no urut" | "urut" | "number") => {
                Some(Meaning::RowNumber)
            }
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_real_sheets_are_understood() {
        let meanings = [
            ("No", Meaning::RowNumber),
            ("Blok / No", Meaning::Unit),
            ("Nama Pemilik", Meaning::Owner),
            ("Nama Penghuni", Meaning::Occupant),
            ("Status", Meaning::Status),
            ("No. HP / WA", Meaning::Phone),
            ("LT (m2)", Meaning::Land),
            ("LB (m2)", Meaning::Building),
            ("Iuran / bln", Meaning::Ignored),
            ("Tunggakan s.d. Okt 2026", Meaning::Ignored),
            ("Keterangan", Meaning::Note),
            ("Cluster", Meaning::Block),
            ("No Rumah", Meaning::Number),
            ("Kepala Keluarga", Meaning::Name),
            ("Telepon", Meaning::Phone),
            ("E-mail", Meaning::Email),
            ("Tipe", Meaning::Type),
            ("Luas Tanah", Meaning::Land),
            ("Hunian", Meaning::Status),
            ("Mulai Huni", Meaning::Since),
            ("Nama", Meaning::Name),
            ("Alamat", Meaning::Address),
            ("Mei", Meaning::Ignored),
            ("Total", Meaning::Ignored),
            ("No WA", Meaning::Phone),
            ("Penyewa", Meaning::Tenant),
            ("HP Pemilik", Meaning::OwnerPhone),
            ("Tgl Serah Terima", Meaning::HandedOver),
            ("RT/RW", Meaning::RtRw),
            ("LT/LB", Meaning::LandBuilding),
            ("House No", Meaning::Number),
            ("Owner Name", Meaning::Owner),
            ("Land Area", Meaning::Land),
            ("Phone Number", Meaning::Phone),
            ("Unit", Meaning::Unit),
            ("Luas Bangunan (m²)", Meaning::Building),
            ("No. KK", Meaning::Ignored),
            ("Alamat Pemilik", Meaning::Ignored),
            ("Nama KK", Meaning::Name),
            ("Tgl Huni", Meaning::Since),
            ("Tgl Menempati", Meaning::Since),
            ("Jml Penghuni", Meaning::Ignored),
            ("Nama Jalan", Meaning::Address),
            ("Sudah dihuni?", Meaning::Status),
            ("Dihuni oleh", Meaning::Occupant),
            ("L.T", Meaning::Land),
            ("HP2", Meaning::SecondPhone),
            ("HP Istri", Meaning::SecondPhone),
            ("Nama Pasangan", Meaning::Ignored),
            ("Kav", Meaning::Number),
            ("Nama Pemilik (sesuai KTP)", Meaning::Owner),
            ("Nama (Penyewa)", Meaning::Tenant),
        ];
        for (title, meaning) in meanings {
            assert_eq!(recognise(title).map(|(meaning, _)| meaning), Some(meaning), "{title}");
        }
        assert_eq!(recognise("DATA WARGA PERUMAHAN GRIYA MELATI"), None);
        assert_eq!(recognise("Warna cat"), None);
    }
}
