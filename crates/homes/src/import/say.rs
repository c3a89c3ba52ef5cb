//! The sentences: what is wrong and what helps, in both languages. They are printed by the command line too, which has
//! no page around them, so each stands alone.

use kernel::Locale;
use spreadsheet::{Looks, Refusal};

use super::{
    faults::{Fault, FaultKind, Warning, WarningKind},
    status::HomeStatus,
};

impl Fault {
    pub fn say(&self, locale: Locale) -> String {
        match locale {
            Locale::Id => self.indonesian(),
            Locale::En => self.english(),
        }
    }

    fn indonesian(&self) -> String {
        let typed = shown(&self.typed);
        match &self.kind {
            FaultKind::UnitMissing => "Unit kosong. Tulis blok dan nomor, contoh C-09.".into(),
            FaultKind::UnitUnreadable => {
                format!("Unit tidak terbaca: “{typed}”. Tulis blok dan nomor, contoh C-09.")
            }
            FaultKind::UnitSeveral => {
                format!("Beberapa unit dalam satu sel: {typed}. Tulis satu baris untuk setiap unit.")
            }
            FaultKind::UnitTooLong => format!("Unit terlalu panjang: {typed}. Paling banyak 30 huruf."),
            FaultKind::UnitBecameDate => format!(
                "Excel mengubah unit menjadi tanggal: {typed}. Tulis unit dengan huruf dan nomor, contoh A-02."
            ),
            FaultKind::UnitRepeated { unit, sheet, row } => format!(
                "Unit {unit} sudah ada di baris {row}{}. Perbaiki nomor unit atau lewati salah satunya.",
                on_sheet(sheet, &self.sheet, "lembar")
            ),
            FaultKind::RowRepeated { unit, sheet, row } => format!(
                "Baris ini sama persis dengan baris {row}{} (unit {unit}). Cukup diimpor sekali.",
                on_sheet(sheet, &self.sheet, "lembar")
            ),
            _ => self.indonesian_person(),
        }
    }

    fn indonesian_person(&self) -> String {
        let typed = shown(&self.typed);
        match &self.kind {
            FaultKind::NameMissing => {
                "Ada nomor atau email, tetapi namanya kosong. Tulis nama lengkap.".into()
            }
            FaultKind::NameOnlyTitle => format!("Nama hanya berisi gelar: “{typed}”. Tulis nama lengkap."),
            FaultKind::NameUnreadable => format!("Nama tidak terbaca: “{typed}”. Tulis nama lengkap."),
            FaultKind::NameTooLong => "Nama terlalu panjang. Paling banyak 120 huruf.".into(),
            FaultKind::PhoneLetters => {
                format!("Ada huruf di nomor WhatsApp: {typed}. Ganti dengan angka, misalnya O dengan 0.")
            }
            FaultKind::PhoneTooShort => {
                format!("Nomor WhatsApp terlalu pendek: {typed}. Harus 10–13 angka, contoh 0812 3456 7890.")
            }
            FaultKind::PhoneTooLong => {
                format!("Nomor WhatsApp terlalu panjang: {typed}. Harus 10–13 angka, contoh 0812 3456 7890.")
            }
            FaultKind::PhoneNotMobile => format!(
                "Bukan nomor ponsel: {typed}. Nomor WhatsApp dimulai dengan 08, contoh 0812 3456 7890."
            ),
            FaultKind::PhoneLostDigits => {
                format!("Excel memotong nomor ini: {typed}. Tulis ulang lengkap, contoh 0812 3456 7890.")
            }
            FaultKind::PhoneShared { name, sheet, row } => format!(
                "Nomor {typed} juga milik {name} di baris {row}{}. Satu nomor untuk satu orang.",
                on_sheet(sheet, &self.sheet, "lembar")
            ),
            FaultKind::PhoneTaken { name } => format!(
                "Nomor {typed} sudah terdaftar atas nama {name} di kompleks ini. Satu nomor untuk satu orang."
            ),
            FaultKind::EmailMalformed => {
                format!("Alamat email salah tulis: “{typed}”. Contoh nama@contoh.id.")
            }
            _ => self.indonesian_value(),
        }
    }

    fn indonesian_value(&self) -> String {
        let typed = shown(&self.typed);
        match &self.kind {
            FaultKind::StatusUnknown { suggestion: Some(status) } => {
                format!("Status tidak dikenal: “{typed}”. Maksudnya {}?", status_indonesian(*status))
            }
            FaultKind::StatusUnknown { suggestion: None } => {
                format!("Status tidak dikenal: “{typed}”. Tulis Dihuni, Kontrak, Kosong, atau Kavling.")
            }
            FaultKind::EmptyButOccupied { name } => format!(
                "Status kosong, tetapi ada penghuni {name}. Perbaiki status atau kosongkan penghuninya."
            ),
            FaultKind::AreaUnreadable => {
                format!("Luas tidak terbaca: {typed}. Tulis angka saja, contoh 90 atau 90,5.")
            }
            FaultKind::AreaOutOfRange => {
                format!("Luas tidak mungkin: {typed} m². Tulis angka antara 1 dan 100.000.")
            }
            FaultKind::DateImpossible => {
                format!("Tanggal tidak ada di kalender: {typed}. Tulis hari/bulan/tahun, contoh 25/02/2021.")
            }
            FaultKind::DateUnclear => {
                format!("Tanggal tidak terbaca: {typed}. Tulis hari/bulan/tahun, contoh 25/02/2021.")
            }
            FaultKind::DateOutOfRange => format!("Tahunnya tidak mungkin: {typed}. Periksa tanggalnya."),
            FaultKind::BrokenFormula => format!("Rumus di sel ini rusak: {typed}. Tulis nilainya."),
            FaultKind::TextTooLong { limit } => {
                format!("Tulisan terlalu panjang. Paling banyak {limit} huruf.")
            }
            _ => format!("Isi sel ini tidak bisa dipakai: {typed}."),
        }
    }

    fn english(&self) -> String {
        let typed = shown(&self.typed);
        match &self.kind {
            FaultKind::UnitMissing => "The unit is missing. Write block and number, for example C-09.".into(),
            FaultKind::UnitUnreadable => {
                format!("The unit cannot be read: “{typed}”. Write block and number, for example C-09.")
            }
            FaultKind::UnitSeveral => {
                format!("Several units in one cell: {typed}. Write one row for each unit.")
            }
            FaultKind::UnitTooLong => format!("The unit is too long: {typed}. At most 30 letters."),
            FaultKind::UnitBecameDate => format!(
                "Excel turned the unit into a date: {typed}. Write it with letter and number, for example A-02."
            ),
            FaultKind::UnitRepeated { unit, sheet, row } => format!(
                "Unit {unit} is already on row {row}{}. Correct the unit or skip one of the two.",
                on_sheet(sheet, &self.sheet, "sheet")
            ),
            FaultKind::RowRepeated { unit, sheet, row } => format!(
                "This row says exactly what row {row}{} says (unit {unit}). Once is enough.",
                on_sheet(sheet, &self.sheet, "sheet")
            ),
            _ => self.english_person(),
        }
    }

    fn english_person(&self) -> String {
        let typed = shown(&self.typed);
        match &self.kind {
            FaultKind::NameMissing => {
                "There is a number or an email, but no name. Write the full name.".into()
            }
            FaultKind::NameOnlyTitle => format!("The name is only a title: “{typed}”. Write the full name."),
            FaultKind::NameUnreadable => format!("The name cannot be read: “{typed}”. Write the full name."),
            FaultKind::NameTooLong => "The name is too long. At most 120 letters.".into(),
            FaultKind::PhoneLetters => {
                format!("Letters in the WhatsApp number: {typed}. Replace them by digits, such as O by 0.")
            }
            FaultKind::PhoneTooShort => format!(
                "The WhatsApp number is too short: {typed}. It has 10–13 digits, for example 0812 3456 7890."
            ),
            FaultKind::PhoneTooLong => format!(
                "The WhatsApp number is too long: {typed}. It has 10–13 digits, for example 0812 3456 7890."
            ),
            FaultKind::PhoneNotMobile => format!(
                "Not a mobile number: {typed}. WhatsApp numbers begin with 08, for example 0812 3456 7890."
            ),
            FaultKind::PhoneLostDigits => {
                format!("Excel cut this number: {typed}. Write it again in full, for example 0812 3456 7890.")
            }
            FaultKind::PhoneShared { name, sheet, row } => format!(
                "The number {typed} also belongs to {name} on row {row}{}. One number is for one person.",
                on_sheet(sheet, &self.sheet, "sheet")
            ),
            FaultKind::PhoneTaken { name } => {
                format!("The number {typed} belongs to {name} in this complex. One number is for one person.")
            }
            FaultKind::EmailMalformed => {
                format!("The email address is misspelt: “{typed}”. For example name@example.org.")
            }
            _ => self.english_value(),
        }
    }

    fn english_value(&self) -> String {
        let typed = shown(&self.typed);
        match &self.kind {
            FaultKind::StatusUnknown { suggestion: Some(status) } => {
                format!("Unknown status: “{typed}”. Is it {}?", status_english(*status))
            }
            FaultKind::StatusUnknown { suggestion: None } => {
                format!("Unknown status: “{typed}”. Write lived in, rented, empty or plot.")
            }
            FaultKind::EmptyButOccupied { name } => format!(
                "The status is empty, but {name} lives there. Correct the status or clear the occupant."
            ),
            FaultKind::AreaUnreadable => {
                format!("The area cannot be read: {typed}. Write a number only, for example 90 or 90.5.")
            }
            FaultKind::AreaOutOfRange => {
                format!("An impossible area: {typed} m². Write a number between 1 and 100,000.")
            }
            FaultKind::DateImpossible => {
                format!("No calendar has this date: {typed}. Write day/month/year, for example 25/02/2021.")
            }
            FaultKind::DateUnclear => {
                format!("The date cannot be read: {typed}. Write day/month/year, for example 25/02/2021.")
            }
            FaultKind::DateOutOfRange => format!("An impossible year: {typed}. Check the date."),
            FaultKind::BrokenFormula => {
                format!("The formula in this cell is broken: {typed}. Write the value.")
            }
            FaultKind::TextTooLong { limit } => format!("The text is too long. At most {limit} letters."),
            _ => format!("This cell cannot be used: {typed}."),
        }
    }
}

impl Warning {
    pub fn say(&self, locale: Locale) -> String {
        match (&self.kind, locale) {
            (WarningKind::SecondPhone { used, other }, Locale::Id) => {
                format!("Dua nomor dalam satu sel: {used} dipakai, {other} disimpan sebagai nomor lain.")
            }
            (WarningKind::SecondPhone { used, other }, Locale::En) => {
                format!("Two numbers in one cell: {used} is used, {other} is kept as another number.")
            }
            (WarningKind::PhoneRemark { typed }, Locale::Id) => {
                format!("Kata di samping nomor tidak disimpan: {}.", shown(typed))
            }
            (WarningKind::PhoneRemark { typed }, Locale::En) => {
                format!("The words beside the number are not kept: {}.", shown(typed))
            }
            (WarningKind::PhoneOfHousehold { name }, Locale::Id) => {
                format!("Nomor yang sama dengan {name}; dicatat pada {name} saja.")
            }
            (WarningKind::PhoneOfHousehold { name }, Locale::En) => {
                format!("The same number as {name}; it is kept with {name} only.")
            }
            (WarningKind::TenantUnknown, Locale::Id) => {
                "Status kontrak, tetapi nama penyewa tidak disebut.".into()
            }
            (WarningKind::TenantUnknown, Locale::En) => "Rented, but the tenant is not named.".into(),
            (WarningKind::NobodyNamed, Locale::Id) => {
                "Dihuni, tetapi tidak ada nama. Unit diimpor tanpa penghuni.".into()
            }
            (WarningKind::NobodyNamed, Locale::En) => {
                "Lived in, but nobody is named. The unit is imported without people.".into()
            }
        }
    }
}

/// Why a file was not read, and what helps.
pub fn say_refusal(refusal: &Refusal, locale: Locale) -> String {
    let indonesian = locale == Locale::Id;
    let pick = |id: &str, en: &str| if indonesian { id.to_owned() } else { en.to_owned() };
    match refusal {
        Refusal::Empty => pick("Berkas ini kosong.", "The file is empty."),
        Refusal::FileTooLarge { limit, .. } if indonesian => {
            format!("Berkas terlalu besar. Paling besar {} MB.", limit >> 20)
        }
        Refusal::FileTooLarge { limit, .. } => format!("The file is too large. At most {} MB.", limit >> 20),
        Refusal::UnpacksTooLarge { .. } | Refusal::TooManyParts { .. } | Refusal::TooMuchText { .. } => pick(
            "Isi berkas ini jauh lebih besar daripada daftar warga, jadi tidak dibuka. Salin tabelnya ke berkas baru, lalu unggah lagi.",
            "This file holds far more than a list of residents, so it was not opened. Copy the table to a new file and upload that.",
        ),
        Refusal::PasswordProtected => pick(
            "Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu unggah lagi.",
            "The file is protected by a password. Open it in Excel, remove the password, save, and upload it again.",
        ),
        Refusal::NotASpreadsheet { looks } => not_a_spreadsheet(*looks, indonesian),
        Refusal::UnsupportedFormat { format } if indonesian => {
            format!("Format {format} belum bisa dibaca. Simpan sebagai Excel (.xlsx), lalu unggah lagi.")
        }
        Refusal::UnsupportedFormat { format } => {
            format!("The format {format} cannot be read. Save it as Excel (.xlsx) and upload it again.")
        }
        Refusal::Damaged { .. } => pick(
            "Berkas ini rusak dan tidak bisa dibuka. Simpan ulang dari Excel, lalu unggah lagi.",
            "The file is damaged and cannot be opened. Save it again from Excel and upload it again.",
        ),
        Refusal::TooManySheets { limit } if indonesian => {
            format!("Lembar terlalu banyak. Paling banyak {limit}.")
        }
        Refusal::TooManySheets { limit } => format!("Too many sheets. At most {limit}."),
        Refusal::TooManyRows { sheet, limit } if indonesian => format!(
            "Lembar {sheet} terisi melewati baris {limit}. Hapus sel yang jauh di bawah, atau bagi menjadi beberapa berkas."
        ),
        Refusal::TooManyRows { sheet, limit } => format!(
            "Sheet {sheet} is filled beyond row {limit}. Clear the cells far below, or split the file."
        ),
        Refusal::TooManyColumns { sheet, limit } if indonesian => {
            format!("Lembar {sheet} terisi melewati kolom ke-{limit}. Hapus sel yang jauh di kanan.")
        }
        Refusal::TooManyColumns { sheet, limit } => {
            format!("Sheet {sheet} is filled beyond column {limit}. Clear the cells far to the right.")
        }
        Refusal::TooManyCells { limit } if indonesian => {
            format!("Berkas berisi lebih dari {limit} sel. Bagi menjadi beberapa berkas.")
        }
        Refusal::TooManyCells { limit } => {
            format!("The file has more than {limit} filled cells. Split it into several files.")
        }
    }
}

fn not_a_spreadsheet(looks: Looks, indonesian: bool) -> String {
    let (id, en) = match looks {
        Looks::Pdf => ("PDF", "a PDF"),
        Looks::Image => ("gambar", "a picture"),
        Looks::Document => ("dokumen Word", "a Word document"),
        Looks::Presentation => ("presentasi", "a presentation"),
        Looks::Archive => ("arsip zip", "a zip archive"),
        Looks::WebPage => ("halaman web", "a web page"),
        Looks::Unknown => ("berkas lain", "some other file"),
    };
    if indonesian {
        format!("Ini {id}, bukan lembar kerja. Unggah Excel (.xlsx, .xls), OpenDocument (.ods), atau CSV.")
    } else {
        format!("This is {en}, not a spreadsheet. Upload Excel (.xlsx, .xls), OpenDocument (.ods) or CSV.")
    }
}

fn shown(typed: &str) -> String {
    let short: String = typed.chars().take(60).collect();
    if short.len() < typed.len() { format!("{short}…") } else { short }
}

fn on_sheet(sheet: &str, own: &str, word: &str) -> String {
    if sheet == own || sheet.is_empty() { String::new() } else { format!(" {word} {sheet}") }
}

const fn status_indonesian(status: HomeStatus) -> &'static str {
    match status {
        HomeStatus::LivedIn => "Dihuni",
        HomeStatus::Rented => "Kontrak",
        HomeStatus::Empty => "Kosong",
        HomeStatus::Plot => "Kavling",
    }
}

const fn status_english(status: HomeStatus) -> &'static str {
    match status {
        HomeStatus::LivedIn => "lived in",
        HomeStatus::Rented => "rented",
        HomeStatus::Empty => "empty",
        HomeStatus::Plot => "plot",
    }
}
