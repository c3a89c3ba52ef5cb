//! Ratna sets what is charged, tries a price before she saves it, and gives single houses their own.

use axum::http::Method;
use serde_json::json;
use testkit::{Client, Kit, Page};

/// Griya Melati with ten houses of type 45 on 90 m² in block A and five of type 60 on 120 m² in block B.
async fn melati() -> (Kit, Client) {
    let kit = Kit::open(dues::routes()).await;
    let mut tx = as_owner(&kit).await;
    for statement in [
        "insert into unit (unit_id, code, unit_type, land_m2, status)
         select gen_random_uuid(), 'A-' || lpad(n::text, 2, '0'), 'Tipe 45', 90, 'lived_in' from generate_series(1, 10) n",
        "insert into unit (unit_id, code, unit_type, land_m2, status)
         select gen_random_uuid(), 'B-0' || n, 'Tipe 60', 120, 'lived_in' from generate_series(1, 5) n",
        "insert into person (person_id, name)
         select gen_random_uuid(), 'Pemilik ' || code from unit where complex_id = current_complex()",
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer)
         select gen_random_uuid(), u.unit_id, p.person_id, 'owner', daterange('2020-01-01', null), true
           from unit u join person p on p.complex_id = u.complex_id and p.name = 'Pemilik ' || u.code
          where u.complex_id = current_complex()",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let ratna = kit.melati.manager().await;
    (kit, ratna)
}

/// Past every policy, in Griya Melati.
async fn as_owner(kit: &Kit) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(kit.melati.id.to_string())
        .bind(kit.store.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx
}

async fn begin(kit: &Kit, ratna: &mut Client) -> Page {
    let fields = [("lingkungan", "150.000"), ("keamanan", "75.000"), ("mulai", "2026-01")];
    ratna.submit(&kit.melati.path("tarif/mulai"), &fields).await
}

fn price<'a>(from: &'a str, amount: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("cara", "flat"), ("mulai", from), ("harga", amount), ("prorata", "days"), ("contoh_unit", "a12")]
}

/// Behind `from`, the address that follows.
fn link(page: &Page, ends: &str) -> String {
    let text = page.text();
    let at = text.find(ends).unwrap_or_else(|| panic!("no link ends in {ends}"));
    let from = text[..at].rfind("href=\"").unwrap() + 6;
    text[from..at + ends.len()].to_owned()
}

#[tokio::test]
async fn a_new_complex_begins_with_the_usual_dues_and_amounts_of_its_own() {
    let (kit, mut ratna) = melati().await;
    let empty = ratna.get(&kit.melati.path("tarif")).await;
    empty.assert_status(200).assert_says("Mulai dari iuran yang biasa").assert_silent_about("150.000");
    let nothing = ratna.post(&kit.melati.path("tarif/mulai"), &[("mulai", "2026-01")]).await;
    nothing.assert_status(422).assert_says("Isi paling sedikit satu jumlah");
    begin(&kit, &mut ratna).await.assert_says("2 jenis iuran siap ditagih.");
    let list = ratna.get(&kit.melati.path("tarif")).await;
    list.assert_says("Iuran lingkungan").assert_says("Rp\u{a0}150.000").assert_says("Rp\u{a0}75.000");
    list.assert_silent_about("Sampah");
}

#[tokio::test]
async fn the_price_of_april_is_tried_on_one_house_and_on_all_before_it_is_saved() {
    let (kit, mut ratna) = melati().await;
    begin(&kit, &mut ratna).await;
    let tried = ratna.post(&kit.melati.path("tarif/IPL/harga/contoh"), &price("2027-04-01", "175.000")).await;
    tried.assert_status(200).assert_says("Unit itu tidak ada");
    let mut fields = price("2027-04-01", "175.000");
    fields.retain(|(name, _)| *name != "contoh_unit");
    fields.push(("contoh_unit", "a 3"));
    let tried = ratna.post(&kit.melati.path("tarif/IPL/harga/contoh"), &fields).await;
    tried
        .assert_status(200)
        .assert_says("A-03 · April 2027")
        .assert_says("Rp\u{a0}175.000")
        .assert_says("Pemilik A-03");
    // Fifteen houses: 2.250.000 now, 2.625.000 then.
    tried.assert_says("Rp\u{a0}2.250.000").assert_says("Rp\u{a0}2.625.000").assert_says("+Rp\u{a0}375.000");

    let saved = ratna.submit(&kit.melati.path("tarif/IPL/harga"), &fields).await;
    saved
        .assert_says("mulai 1 April 2027 disimpan.")
        .assert_says("1 Jan 2026–31 Mar 2027")
        .assert_says("sejak 1 Apr 2027");
    ratna.get(&kit.melati.path("tarif")).await.assert_says("Mulai 1 Apr 2027: Rp\u{a0}175.000");
    let same = ratna.post(&kit.melati.path("tarif/IPL/harga"), &fields).await;
    same.assert_status(422).assert_says("Sudah ada harga yang mulai pada hari itu");
}

#[tokio::test]
async fn a_price_that_stands_on_an_invoice_is_followed_never_changed() {
    let (kit, mut ratna) = melati().await;
    begin(&kit, &mut ratna).await;
    ratna.submit(&kit.melati.path("tarif/IPL/harga"), &price("2027-04-01", "175.000")).await;
    let mut tx = as_owner(&kit).await;
    sqlx::query(
        "update tariff set used_at = scope_now() where complex_id = $1 and lower(valid) = '2026-01-01'",
    )
    .bind(kit.melati.id)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let page = ratna.get(&kit.melati.path("tarif/IPL")).await;
    page.assert_says("sudah dipakai menagih");
    let used: uuid::Uuid = sqlx::query_scalar(
        "select t.tariff_id from tariff t join charge_type c using (complex_id, charge_type_id)
          where t.complex_id = $1 and c.code = 'IPL' and t.used_at is not null",
    )
    .bind(kit.melati.id)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    let path = kit.melati.path(&format!("tarif/IPL/harga/{used}"));
    ratna.get(&format!("{path}/ubah")).await.assert_status(409).assert_says("sudah dipakai di tagihan");
    let changed = ratna.post(&path, &price("2026-01-01", "1.000")).await;
    changed.assert_status(409).assert_says("Buat harga baru dengan tanggal mulai sesudahnya");
    ratna.post(&format!("{path}/hapus"), &[]).await.assert_status(409);

    // The one to come goes, and the one that is used goes on.
    let remove = link(&page, "/hapus\"").trim_end_matches('"').to_owned();
    ratna.get(&remove).await.assert_says("Harga sebelumnya berlaku terus");
    let gone = ratna.submit(&remove, &[]).await;
    gone.assert_says("Harga mulai 1 April 2027 dihapus.").assert_says("sejak 1 Jan 2026");
}

#[tokio::test]
async fn prices_by_type_by_area_and_by_blocks_are_read_as_they_are_typed() {
    let (kit, mut ratna) = melati().await;
    begin(&kit, &mut ratna).await;
    let form = ratna.get(&kit.melati.path("tarif/IPL/harga/baru?cara=by_unit_type")).await;
    form.assert_says("Tipe 45 · 10 unit").assert_says("Tipe 60 · 5 unit");
    let by_type = [
        ("cara", "by_unit_type"),
        ("mulai", "2027-01-01"),
        ("tipe", "Tipe 45"),
        ("harga_tipe", "100.000"),
        ("tipe", "Tipe 60"),
        ("harga_tipe", "200.000"),
        ("contoh_unit", "B-02"),
    ];
    let tried = ratna.post(&kit.melati.path("tarif/IPL/harga/contoh"), &by_type).await;
    tried.assert_says("B-02 · Januari 2027").assert_says("Rp\u{a0}200.000").assert_says("Rp\u{a0}2.000.000");
    let by_area = [("cara", "per_m2"), ("mulai", "2027-01-01"), ("dasar", "land"), ("harga_m2", "1.250,50")];
    let tried = ratna.post(&kit.melati.path("tarif/IPL/harga/contoh"), &by_area).await;
    tried.assert_says("90\u{a0}m² × Rp\u{a0}1.250,5").assert_says("Rp\u{a0}112.545");
    let wrong = [("cara", "per_m2"), ("mulai", ""), ("harga_m2", "banyak")];
    let refused = ratna.post(&kit.melati.path("tarif/IPL/harga"), &wrong).await;
    refused.assert_status(422).assert_says("Isi tanggal").assert_says("Isi angka").assert_says("banyak");

    let water = [("nama", "Air"), ("meter", "water"), ("mulai", "2026-01"), ("urutan", "130")];
    let fund = link_value(&ratna.get(&kit.melati.path("tarif/baru")).await);
    let mut fields = water.to_vec();
    fields.extend([("berkala", "monthly"), ("pos", fund.as_str())]);
    ratna
        .submit(&kit.melati.path("tarif"), &fields)
        .await
        .assert_says("Air ditambah. Sekarang isi harganya.");
    let blocks = [
        ("cara", "metered"),
        ("mulai", "2026-01-01"),
        ("tetap", "10.000"),
        ("dari", "0"),
        ("harga_blok", "3.000"),
        ("dari", "10"),
        ("harga_blok", "4.500"),
        ("contoh_pakai", "12,5"),
    ];
    // 10 × 3.000 + 2,5 × 4.500 + 10.000
    let tried = ratna.post(&kit.melati.path("tarif/AIR/harga/contoh"), &blocks).await;
    tried.assert_says("2,5 m³ × Rp\u{a0}4.500").assert_says("Rp\u{a0}51.250");
    let saved = ratna.submit(&kit.melati.path("tarif/AIR/harga"), &blocks).await;
    saved.assert_says("Rp\u{a0}3.000–4.500/m³").assert_says("Di atas 10 m³");
}

/// The first fund of the form.
fn link_value(page: &Page) -> String {
    let text = page.text();
    let at = text.find("name=\"pos\"").unwrap();
    let from = at + text[at..].find("value=\"").unwrap() + 7;
    text[from..from + 36].to_owned()
}

#[tokio::test]
async fn one_house_gets_a_quarter_off_and_a_second_arrangement_is_refused_with_the_first_named() {
    let (kit, mut ratna) = melati().await;
    begin(&kit, &mut ratna).await;
    let quarter = [
        ("unit", "a 3"),
        ("jenis", "IPL"),
        ("bentuk", "discount_percent"),
        ("persen", "25"),
        ("mulai", "2026-12-01"),
        ("alasan", "Rapat RT 5 November 2026"),
    ];
    let saved = ratna.submit(&kit.melati.path("tarif/khusus"), &quarter).await;
    saved
        .assert_says("Tarif khusus A-03 disimpan.")
        .assert_says("Potongan 25%")
        .assert_says("Rapat RT 5 November 2026");
    let tried = ratna
        .post(
            &kit.melati.path("tarif/IPL/harga/contoh"),
            &[("cara", "flat"), ("mulai", "2027-01-01"), ("harga", "200.000"), ("contoh_unit", "A-03")],
        )
        .await;
    tried.assert_says("Rp\u{a0}150.000").assert_says("Potongan 25%").assert_says("Rp\u{a0}112.500");
    let again = [
        ("unit", "A-03"),
        ("jenis", "IPL"),
        ("bentuk", "exempt"),
        ("mulai", "2027-03-01"),
        ("alasan", "Rumah ibadah"),
    ];
    let refused = ratna.post(&kit.melati.path("tarif/khusus"), &again).await;
    refused
        .assert_status(422)
        .assert_says("A-03 sudah punya tarif khusus untuk Iuran lingkungan: Potongan 25%, sejak 1 Des 2026")
        .assert_says("Rumah ibadah");
    let nameless =
        ratna.post(&kit.melati.path("tarif/khusus"), &[("unit", "Z-99"), ("bentuk", "fixed")]).await;
    nameless
        .assert_status(422)
        .assert_says("Unit itu tidak ada")
        .assert_says("Isi alasannya")
        .assert_says("Isi jumlah");

    let list = ratna.get(&kit.melati.path("tarif/khusus?unit=A-03")).await;
    let end = link(&list, "/akhiri");
    let ended = ratna.submit(&end, &[("terakhir", "2027-02-28")]).await;
    ended.assert_says("Tarif khusus A-03 berlaku sampai 28 Februari 2027.");
    ratna.submit(&kit.melati.path("tarif/khusus"), &again).await.assert_says("Bebas");
}

#[tokio::test]
async fn siti_sees_prices_and_sets_none_and_puri_mawar_sees_nothing_of_it() {
    let (kit, mut ratna) = melati().await;
    begin(&kit, &mut ratna).await;
    let mut siti = kit.melati.treasurer().await;
    let list = siti.get(&kit.melati.path("tarif")).await;
    list.assert_status(200).assert_says("Rp\u{a0}150.000").assert_silent_about("Tambah jenis iuran");
    siti.get(&kit.melati.path("tarif/IPL")).await.assert_status(200).assert_silent_about("Harga baru");
    siti.get(&kit.melati.path("pengaturan/iuran"))
        .await
        .assert_status(200)
        .assert_silent_about("Unggah logo");
    siti.post(&kit.melati.path("tarif/IPL/harga"), &price("2027-04-01", "1")).await.assert_status(403);
    siti.post(&kit.melati.path("pengaturan/iuran"), &[("jatuh_tempo", "5")]).await.assert_status(403);
    let mut dewi = kit.mawar.manager().await;
    dewi.get(&kit.mawar.path("tarif/IPL")).await.assert_status(404);
    dewi.get(&kit.melati.path("tarif")).await.assert_status(404);
}

#[tokio::test]
async fn the_settings_say_when_the_next_month_is_due() {
    let (kit, mut ratna) = melati().await;
    let path = kit.melati.path("pengaturan/iuran");
    ratna.get(&path).await.assert_says("Tagihan Desember 2026 jatuh tempo 10 Desember 2026.");
    let fields = [
        ("jatuh_tempo", "5"),
        ("bulan", "next"),
        ("otomatis", "1"),
        ("dahulu", "principal"),
        ("bank", "BCA"),
        ("rekening", "109 123 4567"),
        ("kop_nama", "Paguyuban Griya Melati"),
        ("jabatan", "Bendahara"),
    ];
    let saved = ratna.submit(&path, &fields).await;
    saved
        .assert_says("Pengaturan disimpan.")
        .assert_says("Tagihan Desember 2026 jatuh tempo 5 Januari 2027.");
    saved.assert_says("109 123 4567");
    let wrong = ratna.post(&path, &[("jatuh_tempo", "32"), ("otomatis", "31"), ("rekening", "satu")]).await;
    wrong.assert_status(422).assert_says("1 sampai 31").assert_says("1 sampai 28").assert_says("hanya angka");
    let setting = dues::setting::load(&mut kit.melati.tx().await).await.unwrap();
    assert_eq!((setting.due_day, setting.run_day, setting.use_unique_code), (5, Some(1), false));
}

#[tokio::test]
async fn programs_set_prices_under_the_same_rules() {
    let (kit, mut ratna) = melati().await;
    let types = kit.melati.api("charge-types");
    let made = ratna
        .json(Method::POST, &types, &json!({"name": "Keamanan", "code": "KAM", "first_month": "2026-01"}))
        .await;
    made.assert_status(201);
    assert_eq!(made.json()["cadence"], "monthly");
    let tariffs = format!("{types}/KAM/tariffs");
    let rule = json!({"kind": "by_occupancy", "lived_in": 100_000, "empty": 50_000});
    let price = ratna
        .json(Method::POST, &tariffs, &json!({"from": "2026-01-01", "rule": rule, "decision": "Rapat"}))
        .await;
    price.assert_status(201);
    assert_eq!((&price.json()["rule"]["empty"], &price.json()["used"]), (&json!(50_000), &json!(false)));
    let broken = json!({"kind": "metered", "fixed": 0, "blocks": [{"above": "5", "rate": "1000"}]});
    let refused = ratna.json(Method::POST, &tariffs, &json!({"from": "2027-01-01", "rule": broken})).await;
    refused.assert_status(422).assert_says("rule.blocks.0").assert_says("tidak punya meter");

    let overrides = kit.melati.api("tariff-overrides");
    let own = json!({"unit": "B-01", "charge_type": "KAM", "figure": {"kind": "discount_rupiah", "amount": 25_000},
                     "from": "2026-01-01", "to": "2026-12-31", "reason": "Pos satpam di depannya"});
    ratna.json(Method::POST, &overrides, &own).await.assert_status(201);
    let again = ratna.json(Method::POST, &overrides, &own).await;
    again.assert_status(422).assert_says("1 Jan 2026–31 Des 2026");
    let list = ratna.get(&format!("{overrides}?unit=b1")).await.json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["to"]), (1, &json!("2026-12-31")));
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    ratna
        .json(Method::POST, &format!("{overrides}/{id}/end"), &json!({"last_day": "2026-06-30"}))
        .await
        .assert_status(204);

    let setting = kit.melati.api("dues-settings");
    let changed = ratna.json(Method::PATCH, &setting, &json!({"due_day": 20, "run_day": 1})).await;
    changed.assert_status(200);
    assert_eq!((&changed.json()["due_day"], &changed.json()["use_unique_code"]), (&json!(20), &json!(true)));
    let stopped = ratna.json(Method::PATCH, &format!("{types}/KAM"), &json!({"retired": true})).await;
    assert_eq!(stopped.json()["retired"], true);
    assert_eq!(ratna.get(&types).await.json()["items"], json!([]));
}
