//! What a complex promises: its hours, its holidays, its targets, and that open complaints follow a change of them.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use testkit::Client;

use crate::{World, id_of};

const WATER: [(&str, &str); 8] = [
    ("prioritas", "high"),
    ("petugas", "CV Tirta"),
    ("tanggap_urgent", "1"),
    ("selesai_urgent", "8"),
    ("tanggap_high", "1"),
    ("selesai_high", "4"),
    ("tanggap_normal", "8"),
    ("selesai_normal", "40"),
];

const LIST_2027: &str = "# SKB 2027\ndate,kind,name\n2027-01-01,libur,Tahun Baru 2027 Masehi\n\
                         2027-02-05,cuti bersama,Tahun Baru Imlek\n";

impl World {
    async fn facts(&self, who: &mut Client, id: &str) -> testkit::Page {
        who.get(&self.path(&format!("keluhan/{id}"))).await
    }
}

#[tokio::test]
async fn a_shorter_promise_counts_the_two_hours_that_are_gone_already() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = id_of(&world.report_about(&mut budi, 0, "water").await);
    world.facts(&mut ratna, &id).await.assert_says("24 Nov 2026, 17.00 WIB");
    // From Sunday to Monday, 10.00: two working hours.
    world.kit.clock.turn(TimeDelta::days(1));
    let rules = world.path("keluhan/aturan/kategori/water");
    ratna.get(&rules).await.assert_says("value=\"16\"");
    ratna.post(&rules, &WATER).await.assert_status(303);
    let page = world.facts(&mut ratna, &id).await;
    page.assert_says("23 Nov 2026, 12.00 WIB").assert_silent_about("24 Nov 2026, 17.00 WIB");
    page.assert_says("120 menit");
    world.kit.clock.turn(TimeDelta::minutes(1));
    ratna.get(&world.path("keluhan?status=terlambat")).await.assert_says("K-0001");
    ratna.get(&world.path("keluhan/aturan")).await.assert_says("Tanggapan 1 jam, selesai 4 jam kerja");
    let next = id_of(&world.report_about(&mut budi, 0, "water").await);
    world.facts(&mut ratna, &next).await.assert_says("CV Tirta").assert_says("23 Nov 2026, 15.01 WIB");
    // Back to what the house promises: 16 hours, of which two and a minute are gone.
    ratna.post(&rules, &[("bawaan", "ya")]).await.assert_status(303);
    world.facts(&mut ratna, &id).await.assert_says("24 Nov 2026, 17.00 WIB");
    let changed: i64 = sqlx::query_scalar(
        "select count(*) from audit_entry where complex_id = $1 and table_name in ('care_category', 'care_level')",
    )
    .bind(world.kit.melati.id)
    .fetch_one(&world.kit.owner)
    .await
    .unwrap();
    assert_eq!(changed, 8, "a rule with three levels, written and taken back");
}

#[tokio::test]
async fn what_is_typed_wrong_comes_back_with_a_sentence_and_changes_nothing() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    let rules = world.path("keluhan/aturan/kategori/water");
    let with = |name: &'static str, value: &'static str| {
        let mut fields = WATER;
        fields.iter_mut().filter(|field| field.0 == name).for_each(|field| field.1 = value);
        fields
    };
    for (name, value, sentence) in [
        ("selesai_high", "0,5", "Selesai tidak boleh lebih cepat dari tanggapan."),
        ("tanggap_high", "1,3", "pecahan seperempat"),
        ("selesai_normal", "2000", "paling lama 1.000 jam"),
        ("prioritas", "kilat", "Pilih prioritas awal."),
    ] {
        ratna.post(&rules, &with(name, value)).await.assert_status(422).assert_says(sentence);
    }
    let hours = world.path("keluhan/aturan/jam");
    let slip = ratna.post(&hours, &[("senin", "08.00-12.00, 13-"), ("selasa", "8-12")]).await;
    slip.assert_status(422).assert_says("Tulis jam seperti").assert_says("08.00-12.00, 13-");
    ratna.post(&hours, &[]).await.assert_status(422).assert_says("paling sedikit satu hari kerja");
    ratna.get(&world.path("keluhan/aturan")).await.assert_says("Tanggapan 4 jam, selesai 16 jam kerja");
    ratna.get(&world.path("keluhan/aturan/kategori/musik")).await.assert_status(404);
}

#[tokio::test]
async fn with_hours_on_sunday_a_lamp_is_due_on_sunday() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = id_of(&world.report_about(&mut budi, 0, "security").await);
    world.facts(&mut ratna, &id).await.assert_says("23 Nov 2026, 17.00 WIB");
    let hours = world.path("keluhan/aturan/jam");
    let week = [("senin", "8-12"), ("minggu", "18.00-24.00; 07.00-12.00, 11-13")];
    let page = ratna.submit(&hours, &week).await;
    page.assert_says("07.00-13.00, 18.00-24.00").assert_says("Jam kerja disimpan");
    // Three hours until 13.00 and five from 18.00.
    world.facts(&mut ratna, &id).await.assert_says("22 Nov 2026, 23.00 WIB");
    ratna.submit(&hours, &[("bawaan", "ya")]).await.assert_says("08.00-12.00, 13.00-17.00");
    world.facts(&mut ratna, &id).await.assert_says("23 Nov 2026, 17.00 WIB");
}

#[tokio::test]
async fn a_year_without_its_list_is_said_and_its_list_moves_what_is_due_across_new_year() {
    let world = World::open().await;
    let missing = "Daftar hari libur 2027 belum ada";
    world.kit.melati.manager().await.get(&world.path("keluhan/aturan")).await.assert_says(missing);
    // Thursday, 31 December, 16.00.
    world.kit.clock.turn(TimeDelta::days(39) + TimeDelta::hours(6));
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = id_of(&world.report_about(&mut budi, 0, "water").await);
    world.facts(&mut ratna, &id).await.assert_says("4 Jan 2027, 11.00 WIB");
    let days = world.path("keluhan/aturan/libur");
    let bring = format!("{days}/impor");
    let slip = ratna.upload(&bring, "berkas", "libur.csv", b"2027-01-01,merah,Tahun Baru").await;
    slip.assert_status(422).assert_says("Jenis di baris 1 harus libur atau cuti bersama");
    ratna.upload(&bring, "berkas", "libur.csv", LIST_2027.as_bytes()).await.assert_status(303);
    let page = ratna.get(&format!("{days}?tahun=2027")).await;
    page.assert_says("Tahun Baru 2027 Masehi").assert_says("Cuti bersama").assert_silent_about(missing);
    world.facts(&mut ratna, &id).await.assert_says("5 Jan 2027, 11.00 WIB");
    ratna.get(&world.path("keluhan/aturan")).await.assert_silent_about(missing);
    // The next year is as unknown as this one was, also on the list of complaints once it has begun.
    let unknown = "Daftar hari libur tahun ini belum ada";
    ratna.get(&world.path("keluhan")).await.assert_silent_about(unknown);
    world.kit.clock.turn(TimeDelta::days(366));
    world.kit.melati.manager().await.get(&world.path("keluhan")).await.assert_says(unknown);
}

#[tokio::test]
async fn a_day_of_the_complex_stays_when_the_list_of_its_year_is_brought_in() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    let days = world.path("keluhan/aturan/libur");
    ratna.get(&days).await.assert_says("Kelahiran Yesus Kristus");
    let add = [("tanggal", "2026-11-30"), ("nama", "Hari jadi Griya Melati"), ("jenis", "own")];
    ratna.submit(&days, &add).await.assert_says("30 November 2026 menjadi hari libur.");
    ratna.post(&format!("{days}/hapus"), &[("tanggal", "2026-12-24")]).await.assert_status(303);
    ratna.post(&format!("{days}/hapus"), &[("tanggal", "2026-12-23")]).await.assert_status(404);
    let page = ratna.get(&days).await;
    page.assert_says("Hari jadi Griya Melati").assert_silent_about("value=\"2026-12-24\"");
    page.assert_says("value=\"2026-12-25\"");
    ratna.post(&days, &[("tanggal", "2026-02-30")]).await.assert_status(422).assert_says("Isi tanggal");
    let list = json!({ "days": [{ "day": "2026-12-24", "kind": "collective", "name": "Natal" }] });
    let api = world.kit.melati.api("complaint-settings/holidays/2026");
    ratna.json(Method::PUT, &api, &list).await.assert_status(204);
    let kept = ratna.get(&api).await.json();
    let names: Vec<&str> =
        kept["days"].as_array().unwrap().iter().filter_map(|day| day["name"].as_str()).collect();
    assert_eq!((names, kept["is_known"].as_bool()), (vec!["Hari jadi Griya Melati", "Natal"], Some(true)));
    let other = world.kit.melati.api("complaint-settings/holidays/2027");
    ratna.json(Method::PUT, &other, &list).await.assert_status(409);
    assert_eq!(ratna.get(&other).await.json()["is_known"], false);
}

#[tokio::test]
async fn a_program_reads_and_sets_hours_and_targets() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let api = world.kit.melati.api("complaint-settings");
    let plan = ratna.get(&api).await.json();
    assert_eq!(plan["week"][5], json!(["08:00-12:00"]));
    assert_eq!(plan["categories"][4]["rule"]["priority"], "urgent");
    let level = json!({ "respond_minutes": 30, "resolve_minutes": 45 });
    let rule =
        json!({ "priority": "normal", "assignee": "", "urgent": level, "high": level, "normal": level });
    ratna.json(Method::PUT, &format!("{api}/categories/security"), &rule).await.assert_status(204);
    let week = json!({ "week": [["10:00-11:00"], [], [], [], [], [], ["20:00-20:30"]] });
    ratna.json(Method::PUT, &format!("{api}/week"), &week).await.assert_status(204);
    let id = id_of(&world.report_about(&mut budi, 0, "security").await);
    world
        .facts(&mut ratna, &id)
        .await
        .assert_says("22 Nov 2026, 20.30 WIB")
        .assert_says("23 Nov 2026, 10.15 WIB");
    let odd = json!({ "priority": "normal", "assignee": "", "urgent": level, "high": level,
                      "normal": { "respond_minutes": 20, "resolve_minutes": 45 } });
    ratna.json(Method::PUT, &format!("{api}/categories/security"), &odd).await.assert_status(409);
    let none = json!({ "week": [[], [], [], [], [], [], []] });
    ratna.json(Method::PUT, &format!("{api}/week"), &none).await.assert_status(409);
    budi.json(Method::PUT, &format!("{api}/week"), &week).await.assert_status(403);
}
