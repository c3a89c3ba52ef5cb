//! The sample's units as a manager would have them: a spreadsheet, one row a house. Made by arithmetic, so that every
//! installation has the same neighbours.

use std::fmt::Write as _;

use super::people::PEOPLE;

pub struct Sample {
    pub slug: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    pub file_name: &'static str,
    /// Months of dues before the current one.
    pub months_back: u32,
    /// Block letters, each with its RT.
    blocks: &'static [(&'static str, &'static str)],
    houses_per_block: usize,
    rw: &'static str,
    /// Where this complex's people begin in the list of names.
    offset: usize,
}

pub const SAMPLES: &[Sample] = &[
    Sample {
        slug: "melati",
        name: "Griya Melati",
        city: "Depok",
        file_name: "griya-melati-contoh.csv",
        months_back: 11,
        blocks: &[("A", "01"), ("B", "02"), ("C", "03"), ("D", "04"), ("E", "05"), ("F", "06")],
        houses_per_block: 40,
        rw: "07",
        offset: 0,
    },
    Sample {
        slug: "mawar",
        name: "Puri Mawar",
        city: "Bekasi",
        file_name: "puri-mawar-contoh.csv",
        months_back: 2,
        blocks: &[("MM", "01"), ("MP", "02"), ("MK", "03")],
        houses_per_block: 32,
        rw: "03",
        offset: 1_700,
    },
];

const GIVEN: [&str; 50] = [
    "Agus", "Sri", "Bambang", "Dewi", "Eko", "Fitri", "Gunawan", "Hesti", "Irwan", "Julia", "Krisna", "Lina",
    "Mulyadi", "Nining", "Oki", "Putri", "Rudi", "Sari", "Teguh", "Umi", "Vina", "Wahyu", "Yanti", "Zainal",
    "Andi", "Bella", "Cahyo", "Diah", "Edi", "Farah", "Galih", "Hana", "Ilham", "Jamilah", "Kartika",
    "Lukman", "Maria", "Nanda", "Olivia", "Pandu", "Ratih", "Surya", "Tari", "Usman", "Wulan", "Yudi",
    "Zahra", "Anton", "Bagas", "Citra",
];
const FAMILY: [&str; 47] = [
    "Wijaya",
    "Lestari",
    "Pratama",
    "Handayani",
    "Saputra",
    "Utami",
    "Nugroho",
    "Rahayu",
    "Setiawan",
    "Wulandari",
    "Hidayat",
    "Permata",
    "Kurniawan",
    "Anggraini",
    "Firmansyah",
    "Maharani",
    "Siregar",
    "Simanjuntak",
    "Nasution",
    "Hutapea",
    "Sihombing",
    "Tarigan",
    "Purnomo",
    "Suryadi",
    "Hakim",
    "Ramadhan",
    "Yulianti",
    "Susanti",
    "Prasetyo",
    "Gunardi",
    "Halim",
    "Tanuwijaya",
    "Santika",
    "Mahendra",
    "Wibawa",
    "Sudrajat",
    "Suherman",
    "Iskandar",
    "Fauzi",
    "Basuki",
    "Raharjo",
    "Subagyo",
    "Kusnadi",
    "Hermawan",
    "Darmawan",
    "Pangestu",
    "Sasmita",
];
/// Land and building in square metres, by type.
const TYPES: [(&str, &str, &str); 4] =
    [("36/72", "72", "36"), ("45/90", "90", "45"), ("54/105", "105", "54"), ("70/120", "120", "70")];

/// The whole complex as semicolon-separated text, in the columns that managers use.
pub fn spreadsheet(sample: &Sample, year: i32) -> String {
    let mut text = String::from(
        "Unit;Tipe;LT;LB;Status;Nama Pemilik;Nama Penghuni;No WA;RT;RW;Serah Terima;Mulai Huni\n",
    );
    let mut place = 0;
    for (block, rt) in sample.blocks {
        for house in 1..=sample.houses_per_block {
            let row = Row::of(sample, &format!("{block}-{house:02}"), rt, place, year);
            let _ = writeln!(text, "{}", row.line());
            place += 1;
        }
    }
    text
}

struct Row {
    code: String,
    kind: usize,
    status: &'static str,
    owner: String,
    occupant: String,
    phone: String,
    rt: String,
    rw: &'static str,
    handed_over: String,
    since: String,
}

impl Row {
    fn of(sample: &Sample, code: &str, rt: &str, place: usize, year: i32) -> Self {
        let number = sample.offset + place;
        let named = PEOPLE.iter().find(|person| person.slug == sample.slug && person.unit == Some(code));
        let status = if named.is_some() { "Dihuni" } else { status(place) };
        let owner = named.map_or_else(|| name(number), |person| person.name.to_owned());
        let occupant = match status {
            "Dihuni" => owner.clone(),
            "Disewa" => name(number + 900),
            _ => String::new(),
        };
        let phone = match named {
            Some(person) => person.phone.to_owned(),
            // A few never gave a number: the sample has what every complex has.
            None if place % 19 == 4 => String::new(),
            None => format!("0813{:08}", 20_000_000 + number * 4_517 % 70_000_000),
        };
        let handed_over = year - 12 + i32::try_from(place % 9).unwrap_or(0);
        let since = handed_over + i32::try_from(place % 3).unwrap_or(0);
        Self {
            code: code.to_owned(),
            kind: place * 7 % TYPES.len(),
            status,
            owner,
            occupant,
            phone,
            rt: rt.to_owned(),
            rw: sample.rw,
            handed_over: format!("{:02}/{:02}/{handed_over}", place % 27 + 1, place % 12 + 1),
            since: format!("{:02}/{:02}/{since}", place % 27 + 1, place % 12 + 1),
        }
    }

    fn line(&self) -> String {
        let (name, land, building) = TYPES[self.kind];
        let building = if self.status == "Kavling" { "" } else { building };
        let since = if self.occupant.is_empty() { "" } else { &self.since };
        [
            &self.code,
            name,
            land,
            building,
            self.status,
            &self.owner,
            &self.occupant,
            &self.phone,
            &self.rt,
            self.rw,
            &self.handed_over,
            since,
        ]
        .join(";")
    }
}

/// Of a hundred houses about eighty are lived in by their owners, nine let, eight empty, three still plots.
fn status(place: usize) -> &'static str {
    match place * 37 % 100 {
        0..80 => "Dihuni",
        80..89 => "Disewa",
        89..97 => "Kosong",
        _ => "Kavling",
    }
}

/// 50 × 47 names, none twice: the two lists have no common divisor.
fn name(number: usize) -> String {
    format!("{} {}", GIVEN[number % GIVEN.len()], FAMILY[number % FAMILY.len()])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn melati_has_240_houses_and_mawar_96_and_no_two_owners_share_a_name_or_a_number() {
        for (sample, houses) in SAMPLES.iter().zip([240, 96]) {
            let text = spreadsheet(sample, 2026);
            let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(';').collect()).collect();
            assert_eq!(rows.len(), houses);
            let owners: HashSet<_> = rows.iter().map(|row| row[5]).collect();
            assert_eq!(owners.len(), houses);
            let phones: Vec<_> = rows.iter().map(|row| row[7]).filter(|phone| !phone.is_empty()).collect();
            assert_eq!(phones.iter().collect::<HashSet<_>>().len(), phones.len());
        }
    }
}
