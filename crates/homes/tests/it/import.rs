//! A manager brings the complex's own file.

use std::time::{Duration, Instant};

use serde_json::json;
use spreadsheet::{Column, Field, Format, Table};
use testkit::{Client, Complex, Kit, Page};
use uuid::Uuid;

pub struct Office {
    pub kit: Kit,
    pub ratna: Client,
}

/// Units, people and occupancies of a complex, and its areas.
pub type Figures = (i64, i64, i64, i64);

impl Office {
    pub async fn open() -> Self {
        let kit = Kit::open(homes::routes()).await;
        let ratna = kit.melati.manager().await;
        Self { kit, ratna }
    }

    /// Uploads a file; answers with the address of the import.
    pub async fn bring(&mut self, name: &str, bytes: &[u8]) -> String {
        let answer = self.ratna.upload(&self.kit.melati.path("impor"), "file", name, bytes).await;
        answer
            .location()
            .unwrap_or_else(|| panic!("no import came of it ({}): {}", answer.status, answer.text()))
    }

    /// Presses "Impor", lets the worker work, and opens the result.
    pub async fn run(&mut self, import: &str) -> Page {
        self.ratna.post(&format!("{import}/jalankan"), &[]).await.assert_status(303);
        self.work().await;
        self.ratna.get(import).await
    }

    pub async fn work(&self) {
        let complexes = [self.kit.melati.id, self.kit.mawar.id];
        let tools = jobs::Tools::new();
        let (store, owner) = (&self.kit.store, &self.kit.owner_options);
        jobs::run_all_now(&homes::jobs(), owner, store, &tools, &complexes).await.unwrap();
    }

    pub async fn figures(&self, complex: &Complex) -> Figures {
        let sql = "select (select count(*) from unit where complex_id = $1),
                          (select count(*) from person where complex_id = $1),
                          (select count(*) from occupancy where complex_id = $1),
                          (select count(*) from area where complex_id = $1)";
        sqlx::query_as(sql).bind(complex.id).fetch_one(&self.kit.owner).await.unwrap()
    }

    /// One value of this complex's tables, as text.
    pub async fn one(&self, sql: &'static str) -> Option<String> {
        sqlx::query_scalar(sql).bind(self.kit.melati.id).fetch_one(&self.kit.owner).await.unwrap()
    }
}

pub fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../testdata/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub const MELATI: &str = "griya-melati-data-warga.xlsx";

/// A list that needs no repair: a number, an owner, a phone.
pub fn list(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut text = String::from("Unit;Nama Pemilik;No. WhatsApp;Luas Tanah\n");
    for (unit, owner, phone) in rows {
        text.push_str(&format!("{unit};{owner};{phone};90\n"));
    }
    text.into_bytes()
}

#[tokio::test]
async fn ratna_checks_her_file_and_nothing_is_written_before_she_presses_impor() {
    let mut office = Office::open().await;
    let before = office.figures(&office.kit.melati).await;
    let import = office.bring(MELATI, &sample(MELATI)).await;
    let page = office.ratna.get(&import).await;
    page.assert_status(200)
        .assert_says("griya-melati-data-warga.xlsx · 240 baris data · belum ada yang ditulis")
        .assert_says("Perlu diperbaiki<span class=\"hitung bad\">5</span>")
        .assert_says("Baru<span class=\"hitung brand\">235</span>")
        .assert_says("Dilewati<span class=\"hitung \">11</span>")
        .assert_says("Impor 235 baris")
        .assert_says("Nomor WhatsApp terlalu pendek: 08123. Harus 10–13 angka, contoh 0812 3456 7890.")
        .assert_says("name=\"isi-phone\" value=\"08123\"");
    assert_eq!(office.figures(&office.kit.melati).await, before);
}

#[tokio::test]
async fn the_five_faults_are_repaired_one_by_one_and_everything_is_imported() {
    let mut office = Office::open().await;
    let import = office.bring(MELATI, &sample(MELATI)).await;
    let repairs = [
        (30, "isi-phone", "0812 3456 7890"),
        (61, "isi-unit", "B-13"),
        (88, "isi-unit", "B-40"),
        (126, "isi-owner", "R. Hartono"),
    ];
    for (left, (row, field, value)) in repairs.into_iter().enumerate() {
        let row = row.to_string();
        let fields = [
            ("lembar", "Data Warga"),
            ("baris", row.as_str()),
            ("urut", "0"),
            ("tab", "perbaiki"),
            (field, value),
            ("aksi", "simpan"),
        ];
        let page = office.ratna.submit(&format!("{import}/baris"), &fields).await;
        page.assert_says(&format!("Perlu diperbaiki<span class=\"hitung bad\">{}</span>", 4 - left))
            .assert_says(" autofocus");
    }
    let skip = [("lembar", "Data Warga"), ("baris", "138"), ("tab", "perbaiki"), ("aksi", "lewati")];
    let page = office.ratna.submit(&format!("{import}/baris"), &skip).await;
    page.assert_says("Tidak ada yang salah.").assert_says("Impor 239 baris");
    let result = office.run(&import).await;
    result.assert_says("239 baris sudah masuk.").assert_says("Bisa dibatalkan sampai 2");
    let (units, _, _, areas) = office.figures(&office.kit.melati).await;
    assert_eq!(
        (units, areas),
        (239, 6 + 1 + 1),
        "six blocks, the RW of the title, and the RT that was there"
    );
    let phone = "select p.phone from person p join occupancy o using (complex_id, person_id)
                   join unit u using (complex_id, unit_id) where complex_id = $1 and u.code = 'A-25' and o.kind = 'owner'";
    assert_eq!(office.one(phone).await.as_deref(), Some("+6281234567890"));
}

#[tokio::test]
async fn importing_the_same_file_again_changes_nothing() {
    let files = [(MELATI, 235, 5, 11), ("puri-mawar-warga.csv", 96, 0, 1), ("rt-iuran-2026.xlsx", 89, 1, 6)];
    for (name, new, faulty, skipped) in files {
        let mut office = Office::open().await;
        let import = office.bring(name, &sample(name)).await;
        office.run(&import).await.assert_says(&format!("{new} baris sudah masuk."));
        let after = office.figures(&office.kit.melati).await;
        assert_eq!(after.0, new, "{name}");
        let api = office.kit.melati.api("imports");
        let again = office.ratna.upload(&api, "file", name, &sample(name)).await;
        let counts =
            json!({ "new": 0, "changed": 0, "unchanged": new, "faulty": faulty, "skipped": skipped });
        assert_eq!(again.json()["counts"], counts, "{name}");
        let second = office.kit.melati.path(&format!("impor/{}", again.json()["id"].as_str().unwrap()));
        office.run(&second).await.assert_says("0 baris sudah masuk.");
        assert_eq!(office.figures(&office.kit.melati).await, after, "{name}");
    }
}

#[tokio::test]
async fn a_rule_repairs_all_alike_and_can_be_dropped_again() {
    let mut office = Office::open().await;
    let rows = [
        ("A-1", "Budi Santoso", "0812-34O6-7890"),
        ("A-2", "Siti Aminah", "O857 1122 3344"),
        ("A-3", "Joko Susilo", "081399881234"),
    ];
    let import = office.bring("warga.csv", &list(&rows)).await;
    office
        .ratna
        .get(&import)
        .await
        .assert_says("2 nomor memakai huruf, seperti O untuk 0.")
        .assert_says("Impor 1 baris");
    let rule = [("aturan", r#"{"rule":"letter_o_to_zero"}"#), ("tab", "baru")];
    let page = office.ratna.submit(&format!("{import}/aturan"), &rule).await;
    page.assert_says("Impor 3 baris")
        .assert_says("Huruf di nomor diganti angka")
        .assert_says("0857-1122-3344");
    let drop = [("aturan", r#"{"rule":"letter_o_to_zero"}"#), ("aksi", "hapus")];
    office.ratna.submit(&format!("{import}/aturan"), &drop).await.assert_says("Impor 1 baris");
}

#[tokio::test]
async fn a_column_can_mean_something_else_than_was_guessed() {
    let mut office = Office::open().await;
    let import = office
        .bring("warga.csv", b"Unit;Nama Pemilik;Ukuran\nA-1;Budi Santoso;90\nA-2;Siti Aminah;72\n")
        .await;
    let page = office.ratna.get(&import).await;
    page.assert_says("name=\"kolom-0-2\"").assert_says("90 · 72");
    let fields = [
        ("lembar-0", "warga"),
        ("judul-0", "1"),
        ("lama-0-0", "unit"),
        ("kolom-0-0", "unit"),
        ("lama-0-2", "ignored"),
        ("kolom-0-2", "land"),
    ];
    let page = office.ratna.submit(&format!("{import}/kolom"), &fields).await;
    page.assert_says("tanah 90\u{a0}m²").assert_says("Dipilih");
}

#[tokio::test]
async fn cells_are_pasted_and_a_row_is_left_out_and_taken_again() {
    let mut office = Office::open().await;
    let path = office.kit.melati.path("impor");
    let pasted = "Unit\tNama Pemilik\nA-1\tBudi Santoso\nA-2\tSiti Aminah\n";
    let import = office.ratna.upload(&path, "text", "", pasted.as_bytes()).await.location().unwrap();
    let sheet = "Tempelan";
    office.ratna.get(&import).await.assert_says("Tempelan · 2 baris data");
    let row = |does: &'static str| [("lembar", sheet), ("baris", "3"), ("tab", "dilewati"), ("aksi", does)];
    let page = office.ratna.submit(&format!("{import}/baris"), &row("lewati")).await;
    page.assert_says("Dilewati atas permintaan").assert_says("Impor 1 baris");
    office.ratna.submit(&format!("{import}/baris"), &row("ikutkan")).await.assert_says("Impor 2 baris");
}

#[tokio::test]
async fn two_clicks_two_tabs_and_two_runs_of_the_job_write_once() {
    let mut office = Office::open().await;
    let import = office.bring("warga.csv", &list(&[("A-1", "Budi Santoso", "081234567890")])).await;
    let mut second_tab = office.kit.melati.manager().await;
    for client in [&mut office.ratna, &mut second_tab] {
        client.post(&format!("{import}/jalankan"), &[]).await.assert_status(303);
    }
    office.ratna.get(&import).await.assert_says("Menunggu giliran").assert_says("hx-trigger=\"every 1s\"");
    office.work().await;
    let id: Uuid = import.rsplit('/').next().unwrap().parse().unwrap();
    let scope = office.kit.store.job_scope(office.kit.melati.id);
    let again = homes::import::apply::apply(&scope, kernel::ImportId::from_uuid(id)).await.unwrap();
    assert!(again.is_none(), "a second run finds it done");
    office.ratna.post(&format!("{import}/jalankan"), &[]).await.assert_status(303);
    office.work().await;
    assert_eq!(office.figures(&office.kit.melati).await, (1, 1, 1, 2));
    // A decision that comes too late changes nothing.
    let late = [("lembar", "warga"), ("baris", "2"), ("aksi", "lewati")];
    office.ratna.submit(&format!("{import}/baris"), &late).await.assert_says("1 baris sudah masuk.");
}

#[tokio::test]
async fn an_import_of_another_complex_is_not_there() {
    let mut office = Office::open().await;
    let import = office.bring("warga.csv", &list(&[("A-1", "Budi Santoso", "081234567890")])).await;
    let id = import.rsplit('/').next().unwrap().to_owned();
    let mut dewi = office.kit.mawar.manager().await;
    for page in ["", "/salah", "/batalkan"] {
        dewi.get(&office.kit.mawar.path(&format!("impor/{id}{page}"))).await.assert_status(404);
    }
    for verb in ["jalankan", "buang", "lanjut", "batalkan", "kolom"] {
        let answer = dewi.post(&office.kit.mawar.path(&format!("impor/{id}/{verb}")), &[]).await;
        assert_eq!(answer.status.as_u16(), 404, "{verb}");
    }
    dewi.get(&office.kit.mawar.api(&format!("imports/{id}"))).await.assert_status(404);
    dewi.get(&office.kit.melati.path(&format!("impor/{id}"))).await.assert_status(404);
    let mut siti = office.kit.melati.treasurer().await;
    siti.get(&import).await.assert_status(403);
}

#[tokio::test]
async fn what_is_no_spreadsheet_is_refused_with_a_sentence_and_keeps_nothing() {
    let mut office = Office::open().await;
    let path = office.kit.melati.path("impor");
    let refusals: [(&str, Vec<u8>, &str); 4] = [
        ("surat.pdf", b"%PDF-1.7 surat".to_vec(), "Ini PDF, bukan lembar kerja."),
        ("kosong.csv", Vec::new(), "Berkas ini kosong."),
        ("besar.xlsx", vec![b'x'; 16_800_000], "Berkas terlalu besar. Paling besar 16 MB."),
        ("terlalu-besar.xlsx", vec![b'x'; 18_000_000], "Berkas terlalu besar. Paling besar 16 MB."),
    ];
    for (name, bytes, sentence) in refusals {
        let page = office.ratna.upload(&path, "file", name, &bytes).await;
        page.assert_status(422).assert_says(sentence).assert_says("Galat:");
    }
    let bomb = spreadsheet_bomb();
    office
        .ratna
        .upload(&path, "file", "bom.xlsx", &bomb)
        .await
        .assert_status(422)
        .assert_says("jauh lebih besar");
    let api = office.ratna.upload(&office.kit.melati.api("imports"), "file", "surat.pdf", b"%PDF-1.7").await;
    api.assert_status(422).assert_says("Ini PDF");
    office.ratna.get(&path).await.assert_silent_about("Impor sebelumnya");
}

/// A workbook whose only sheet unpacks to a hundred megabytes of blanks.
fn spreadsheet_bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("[Content_Types].xml", options).unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..100 {
        zip.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_program_looks_writes_and_takes_back() {
    let mut office = Office::open().await;
    let api = office.kit.melati.api("imports");
    let file = list(&[("A-1", "Budi Santoso", "081234567890"), ("", "Siti Aminah", "085711223344")]);
    let found = office.ratna.upload(&api, "file", "warga.csv", &file).await;
    found.assert_status(201);
    let body = found.json();
    assert_eq!(body["counts"], json!({ "new": 1, "changed": 0, "unchanged": 0, "faulty": 1, "skipped": 1 }));
    assert_eq!(body["faults"][0]["row"], 3);
    assert_eq!(body["faults"][0]["reason"], "Unit kosong. Tulis blok dan nomor, contoh C-09.");
    let one = format!("{api}/{}", body["id"].as_str().unwrap());
    assert_eq!(
        office.ratna.post(&format!("{one}/apply"), &[]).await.assert_status(202).json()["state"],
        "running"
    );
    office.work().await;
    let done = office.ratna.get(&one).await.json();
    assert_eq!((done["state"].as_str(), done["written"]["units"].as_i64()), (Some("applied"), Some(1)));
    let undone = office.ratna.post(&format!("{one}/undo"), &[]).await;
    assert_eq!(undone.assert_status(200).json()["state"], "undone");
    office
        .ratna
        .post(&format!("{one}/undo"), &[])
        .await
        .assert_status(409)
        .assert_says("tidak bisa dibatalkan lagi");
}

#[tokio::test]
async fn the_rows_that_were_left_out_are_repaired_in_a_second_import() {
    let mut office = Office::open().await;
    let import = office.bring(MELATI, &sample(MELATI)).await;
    office.run(&import).await.assert_says("Perbaiki 5 baris");
    let rest = office.ratna.post(&format!("{import}/lanjut"), &[]).await.location().unwrap();
    let page = office.ratna.get(&rest).await;
    page.assert_says("Sama<span class=\"hitung \">235</span>")
        .assert_says("Perlu diperbaiki<span class=\"hitung bad\">5</span>");
    let file = office.ratna.get(&format!("{rest}/salah")).await;
    let table = spreadsheet::read(&file.body, None, &spreadsheet::Limits::default()).unwrap();
    assert_eq!(table.sheets[0].last_row(), 6, "titles and five rows");
}

#[tokio::test]
async fn ten_thousand_rows_are_looked_at_and_written_in_seconds() {
    let mut office = Office::open().await;
    let columns = ["Blok / No", "Nama Pemilik", "No. WhatsApp", "Status", "LT (m2)", "RT", "RW"]
        .map(|title| Column::new(title, 16));
    let mut table = Table::new(Format::Xlsx, "Data", &columns, Vec::new()).unwrap();
    for at in 0..10_000_u32 {
        let cells = [
            format!("{}-{}", char::from(b'A' + (at / 500) as u8), at % 500 + 1),
            format!("Warga Nomor{}", letters(at)),
            format!("0812{:08}", at),
            "Dihuni".to_owned(),
            "90".to_owned(),
            format!("{:02}", at / 1000 + 1),
            "07".to_owned(),
        ];
        table.row(&cells.map(Field::from)).unwrap();
    }
    let bytes = table.finish().unwrap();
    let began = Instant::now();
    let import = office.bring("sepuluh-ribu.xlsx", &bytes).await;
    office.ratna.get(&import).await.assert_says("Impor 10.000 baris");
    let looked = began.elapsed();
    let began = Instant::now();
    office.run(&import).await.assert_says("10.000 baris sudah masuk.");
    let written = began.elapsed();
    println!("10,000 rows: looked at in {looked:?}, written in {written:?}");
    assert_eq!(office.figures(&office.kit.melati).await, (10_000, 10_000, 10_000, 20 + 10 + 1));
    let began = Instant::now();
    office.ratna.submit(&format!("{import}/batalkan"), &[]).await.assert_says("30.030 catatan dihapus");
    println!("taken back in {:?}", began.elapsed());
    assert_eq!(office.figures(&office.kit.melati).await, (0, 0, 0, 1));
    // Wide enough for a build without optimisation on a busy machine; bench/ holds the real gate.
    assert!(looked + written < Duration::from_secs(60));
}

/// A name for each number, so that no two people are one.
fn letters(number: u32) -> String {
    number.to_string().chars().map(|digit| char::from(b'a' + digit as u8 - b'0')).collect()
}

#[tokio::test]
async fn an_earlier_beginning_ends_the_time_of_who_paid_before() {
    let mut office = Office::open().await;
    let file = |name: &str, since: &str| {
        format!("Unit;Nama Pemilik;Status;Mulai Huni\nA-01;{name};Dihuni;{since}\n").into_bytes()
    };
    for (name, since) in
        [("Andi Wijaya", "01/01/2024"), ("Budi Hartono", "01/06/2026"), ("Budi Hartono", "01/01/2025")]
    {
        let import = office.bring("warga.csv", &file(name, since)).await;
        office.run(&import).await.assert_says("Selesai");
    }
    let stays =
        "select string_agg(p.name || ' ' || o.period::text || ' ' || o.payer::text, ', ' order by o.period)
                   from occupancy o join person p using (complex_id, person_id) where o.complex_id = $1";
    let expected = "Andi Wijaya [2024-01-01,2025-01-01) true, Budi Hartono [2025-01-01,) true";
    assert_eq!(office.one(stays).await.as_deref(), Some(expected));

    let again = office.bring("warga.csv", &file("Budi Hartono", "01/01/2025")).await;
    let page = office.ratna.get(&again).await;
    page.assert_says("0 baru, 0 berubah, 1 sama");
}
