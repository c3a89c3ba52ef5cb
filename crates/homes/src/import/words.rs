//! Words as people spell them: folded for comparison, and the small vocabularies of sheets.

/// Lower case, letters and digits only, single blanks: `"No. HP / WA "` is `no hp wa`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' => folded.push('a'),
            'è'..='ë' => folded.push('e'),
            'ì'..='ï' => folded.push('i'),
            'ò'..='ö' => folded.push('o'),
            'ù'..='ü' => folded.push('u'),
            '²' => folded.push('2'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if !folded.ends_with(' ') && !folded.is_empty() => folded.push(' '),
            _ => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Trimmed, with single blanks; no-break blanks are blanks, and marks of writing direction are nothing.
pub fn tidy(text: &str) -> String {
    let unseen = |letter: char| matches!(letter, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}');
    text.replace(unseen, "")
        .split(|letter: char| letter.is_whitespace() || letter == '\u{A0}' || letter == '\u{200B}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `Nama Pemilik (sesuai KTP)` asks for the owner: a bracket that helps to fill in is not part of the title.
pub fn without_hint(title: &str) -> String {
    const HINTS: [&str; 12] = [
        "sesuai", "contoh", "cth", "misal", "misalnya", "isi", "diisi", "wajib", "opsional", "jika", "bila",
        "dd",
    ];
    match title.split_once('(') {
        Some((bare, hint)) if fold(hint).split(' ').any(|word| HINTS.contains(&word)) => bare.to_owned(),
        _ => title.to_owned(),
    }
}

/// `81234567890.0` is `81234567890`: programs write whole numbers like this where a column has gaps.
pub fn whole(text: String) -> String {
    match text.strip_suffix(".0") {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.into()
        }
        _ => text,
    }
}

/// What people type where they have nothing to say.
pub fn says_nothing(text: &str) -> bool {
    const NOTHING: [&str; 29] = [
        "",
        "0",
        "na",
        "n a",
        "nihil",
        "null",
        "none",
        "tidak ada",
        "tdk ada",
        "tak ada",
        "belum ada",
        "blm ada",
        "blm",
        "belum",
        "x",
        "xxx",
        "t a",
        "ga ada",
        "gak ada",
        "nggak ada",
        "tidak punya",
        "tdk punya",
        "belum punya",
        "blm punya",
        "tidak tahu",
        "tdk tahu",
        "tidak diketahui",
        "tdk diketahui",
        "unknown",
    ];
    NOTHING.contains(&fold(text).as_str())
}

/// What people type where a name would repeat the one beside it: the owner lives there.
pub fn says_the_owner(text: &str) -> bool {
    const OWNER: [&str; 12] = [
        "sda",
        "s d a",
        "idem",
        "sama",
        "sendiri",
        "pemilik",
        "pemilik sendiri",
        "dihuni sendiri",
        "dihuni pemilik",
        "sama dengan pemilik",
        "owner",
        "same",
    ];
    OWNER.contains(&fold(text).as_str())
}

/// Whether two words differ by at most this many letters added, dropped or changed.
pub fn near(one: &str, other: &str, most: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut row = vec![at + 1];
        for (place, counterpart) in other.iter().enumerate() {
            let changed = above[place] + usize::from(letter != counterpart);
            row.push(changed.min(above[place + 1] + 1).min(row[place] + 1));
        }
        above = row;
    }
    above.last().is_some_and(|distance| *distance <= most)
}

/// A word that opens a line of sums.
pub fn opens_total(text: &str) -> bool {
    let folded = fold(text);
    let first = folded.split(' ').next().unwrap_or_default();
    let known = ["jumlah", "total", "subtotal", "rata", "average", "jml", "sum"];
    known.contains(&first)
        || ["sub total", "grand total", "sub jumlah"].iter().any(|opening| folded.starts_with(opening))
}

/// A word of the lines below a table: signatures, notes, place and date.
pub fn opens_note(text: &str) -> bool {
    const OPENINGS: [&str; 28] = [
        "mengetahui",
        "ketua",
        "bendahara",
        "sekretaris",
        "hormat",
        "dibuat",
        "diperiksa",
        "disetujui",
        "menyetujui",
        "catatan",
        "keterangan",
        "ket",
        "nb",
        "note",
        "notes",
        "sumber",
        "dicetak",
        "tertanda",
        "ttd",
        "pengurus",
        "koordinator",
        "diketahui",
        "mengesahkan",
        "prepared",
        "approved",
        "printed",
        "source",
        "legend",
    ];
    let folded = fold(text);
    let first = folded.split(' ').next().unwrap_or_default();
    OPENINGS.contains(&first) || is_place_and_date(&folded)
}

/// `Depok, 31 Oktober 2026`
fn is_place_and_date(folded: &str) -> bool {
    let words: Vec<&str> = folded.split(' ').collect();
    let year = words
        .last()
        .is_some_and(|word| word.len() == 4 && word.starts_with("20") && word.parse::<u16>().is_ok());
    year && words.len() <= 6 && words.iter().any(|word| month(word).is_some())
}

/// The month that a word names, in Indonesian or English, short or long.
pub fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["januari", "january", "jan"],
        &["februari", "february", "pebruari", "feb", "peb"],
        &["maret", "march", "mar", "mrt"],
        &["april", "apr"],
        &["mei", "may"],
        &["juni", "june", "jun"],
        &["juli", "july", "jul"],
        &["agustus", "august", "agt", "ags", "agu", "agst", "aug"],
        &["september", "sept", "sep"],
        &["oktober", "october", "okt", "oct"],
        &["november", "nopember", "nov", "nop"],
        &["desember", "december", "des", "dec"],
    ];
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

/// The number after `RT` or `RW` in a title or sheet name: `RT 02` in "IURAN WARGA RT 02".
pub fn numbered(text: &str, word: &str) -> Option<String> {
    let folded = fold(text);
    let mut words = folded.split(' ');
    while let Some(found) = words.next() {
        let digits = match found.strip_prefix(word) {
            Some("") => words.clone().next().unwrap_or_default(),
            Some(digits) => digits,
            None => continue,
        };
        if let Some(number) = two_digits(digits) {
            return Some(number);
        }
    }
    None
}

/// `2` and `002` are `02`, as RT and RW are written.
pub fn two_digits(digits: &str) -> Option<String> {
    let number: u16 = digits.trim().parse().ok().filter(|number| (1..=999).contains(number))?;
    Some(format!("{number:02}"))
}
