//! What the office sees of a week, agrees to in one go, and books for a house.

use chrono::{Datelike as _, Days, TimeDelta};
use facilities::{Draft, Limits};
use http::Method;
use kernel::{Date, Instant, Zone};
use serde_json::json;
use tenancy::Role;
use testkit::Client;
use uuid::Uuid;

use crate::world::{World, court};

fn start(slot: &serde_json::Value) -> Instant {
    slot["starts_at"].as_str().unwrap().parse().unwrap()
}

async fn booked(world: &World, facility: Uuid, unit: impl serde::Serialize, slot: usize) -> String {
    let slots = world.slots(facility).await;
    let wish = json!({ "unit": unit, "starts_at": slots[slot]["starts_at"], "accepts_rules": true });
    let path = world.melati.api(&format!("facilities/{facility}/bookings"));
    let answer = world.melati.resident().await.json(Method::POST, &path, &wish).await;
    answer.assert_status(201);
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn ratna_sees_her_week_and_her_day_and_a_tap_opens_the_booking() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&court()).await;
    let gym = world.facility(&Draft { name: "Ruang olahraga".to_owned(), places: 3, ..court() }).await;
    let id = booked(&world, facility, unit, 2).await;
    let day = Zone::Wib.date(start(&world.slots(facility).await[2]));
    let mut ratna = world.melati.manager().await;
    let base = world.melati.path("jadwal-fasilitas/kalender");

    let week = ratna.get(&format!("{base}?hari={day}")).await;
    week.assert_says("09.00\u{2013}10.00 WIB")
        .assert_says("Lapangan bulu tangkis, A-12")
        .assert_says("Berlaku");
    let other = ratna.get(&format!("{base}?hari={}", day + Days::new(7))).await;
    other.assert_says("Tidak ada pesanan.").assert_silent_about("A-12");
    let of_gym = ratna.get(&format!("{base}?hari={day}&fasilitas={gym}")).await;
    of_gym.assert_silent_about("A-12");
    let one_day = ratna.get(&format!("{base}?tampil=hari&hari={day}")).await;
    one_day.assert_says("Ruang olahraga").assert_says("09.00\u{2013}10.00 WIB");
    let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    assert!(
        String::from_utf8_lossy(&week.body).contains(&format!("hari={}", monday + Days::new(7))),
        "the next week is one tap away"
    );
    ratna.get(&world.melati.path(&format!("jadwal-fasilitas/{id}"))).await.assert_says("P-0001");
    world.melati.signed_in(Role::Guard).await.get(&base).await.assert_status(403);
}

#[tokio::test]
async fn ratna_agrees_to_all_that_is_ticked_and_reads_what_could_not_be() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&Draft { needs_approval: true, ..court() }).await;
    let mut ids = Vec::new();
    for slot in 0..3 {
        ids.push(booked(&world, facility, unit, slot).await);
    }
    let mut ratna = world.melati.manager().await;
    let decide = world.melati.path(&format!("jadwal-fasilitas/{}/putuskan", ids[1]));
    ratna.post(&decide, &[("jadi", "tolak"), ("alasan", "Dipakai lomba")]).await.assert_status(303);
    let ticked: Vec<(&str, &str)> = ids.iter().map(|id| ("pesanan", id.as_str())).collect();
    let agree = world.melati.path("jadwal-fasilitas/setujui");
    let said = ratna.submit(&agree, &ticked).await;
    said.assert_says("2 permintaan disetujui.");
    said.assert_says("1 tidak dapat disetujui. P-0002: Pesanan ini sekarang: Ditolak.");
    let budi = &mut world.melati.resident().await;
    let mut states = states(&world, budi).await;
    states.sort();
    assert_eq!(states, ["confirmed", "confirmed", "rejected"]);
}

/// Of the own bookings.
async fn states(world: &World, client: &mut Client) -> Vec<String> {
    let page = client.get(&world.melati.api("bookings/mine")).await.json();
    page["items"].as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap().to_owned()).collect()
}

async fn ask(world: &World, ratna: &mut Client, wish: (&str, Uuid, Instant), reason: &str) -> testkit::Page {
    let (house, facility, at) = wish;
    let day: Date = Zone::Wib.date(at);
    let form = [
        ("fasilitas", facility.to_string()),
        ("rumah", house.to_owned()),
        ("hari", day.to_string()),
        ("mulai", at.to_rfc3339()),
        ("setuju", "ya".to_owned()),
        ("alasan", reason.to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|it| (it.0, it.1.as_str())).collect();
    ratna.post(&world.melati.path("jadwal-fasilitas/pesankan"), &form).await
}

#[tokio::test]
async fn ratna_books_for_a_house_over_its_limit_with_a_reason_that_stays_and_never_twice() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    world.house("A-14", Role::Resident).await;
    let draft = Draft {
        limits: Limits { open: Some(1), ..Limits::default() },
        notice_hours: 72,
        needs_approval: true,
        ..court()
    };
    let facility = world.facility(&Draft { notice_hours: 0, ..draft.clone() }).await;
    booked(&world, facility, unit, 0).await;
    let slots = world.slots(facility).await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("jadwal-fasilitas/pesankan");
    let day = Zone::Wib.date(start(&slots[3]));
    let chosen = ratna.get(&format!("{path}?fasilitas={facility}&rumah=a12&hari={day}")).await;
    chosen.assert_says("Pesanan aktif rumah ini: 1 dari 1.").assert_says("10.00 WIB");
    let none = ratna.get(&format!("{path}?fasilitas={facility}&rumah=Z-99&hari={day}")).await;
    none.assert_says("Nomor rumah ini tidak ada.");

    let third = ("A-12", facility, start(&slots[3]));
    let asked = ask(&world, &mut ratna, third, "").await;
    asked.assert_status(409).assert_says("Rumah ini sudah punya 1 pesanan aktif di sini.");
    let kept = ask(&world, &mut ratna, third, "Acara RT").await;
    kept.assert_status(303);
    let page = ratna.get(&kept.location().unwrap()).await;
    page.assert_says("Berlaku").assert_says("Alasan: Acara RT").assert_says("Dicatat oleh Ratna Kusuma");
    let taken = ask(&world, &mut ratna, ("A-14", facility, start(&slots[3])), "Penting").await;
    taken.assert_status(409).assert_says("Baru saja dipesan orang lain.");

    let hall = world.facility(&Draft { name: "Balai".to_owned(), limits: Limits::default(), ..draft }).await;
    let soon = world.slots(hall).await;
    assert!(soon.iter().all(|slot| slot["state"] == "too_soon"), "three days ahead at least");
    let wish = ("A-14", hall, start(&soon[0]));
    ask(&world, &mut ratna, wish, "").await.assert_status(409).assert_says("Pesan paling lambat 72 jam");
    ask(&world, &mut ratna, wish, "Takziah").await.assert_status(303);
    world.later(TimeDelta::days(2));
    ask(&world, &mut ratna, wish, "Kemarin").await.assert_status(409);
}
