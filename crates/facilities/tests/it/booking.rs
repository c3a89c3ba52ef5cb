//! From the tile to the guard.

use chrono::TimeDelta;
use facilities::{Draft, Limits};
use http::Method;
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Page};
use uuid::Uuid;

use crate::world::{World, court};

async fn tap(world: &World, budi: &mut Client, facility: Uuid, unit: &str, slot: usize) -> Page {
    let slots = world.slots(facility).await;
    let starts_at = slots[slot]["starts_at"].as_str().unwrap().to_owned();
    let path = world.melati.path(&format!("fasilitas-saya/{facility}"));
    budi.post(&path, &[("mulai", &starts_at), ("rumah", unit)]).await
}

#[tokio::test]
async fn budi_books_the_court_in_four_taps_and_the_guard_lets_him_in() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await.to_string();
    let with_rules = Draft { rules: "Sepatu bersih.".to_owned(), ..court() };
    let facility = world.facility(&with_rules).await;
    let mut budi = world.melati.resident().await;
    budi.get(&world.melati.path("fasilitas-saya")).await.assert_says("Lapangan bulu tangkis");
    let day = budi.get(&world.melati.path(&format!("fasilitas-saya/{facility}"))).await;
    day.assert_says("Satu sesi 60 menit.");
    let held = tap(&world, &mut budi, facility, &unit, 0).await;
    held.assert_status(303);
    let booking = held.location().unwrap();
    budi.get(&booking).await.assert_says("Kami simpan untuk Anda").assert_says("Sepatu bersih.");
    budi.post(&booking, &[]).await.assert_status(409);
    budi.submit(&booking, &[("setuju", "ya")]).await.assert_says("Dipesan.").assert_says("Berlaku");

    let mut guard = world.melati.signed_in(Role::Guard).await;
    let id = booking.rsplit('/').next().unwrap();
    let step = world.melati.path(&format!("jadwal-fasilitas/{id}/hadir"));
    guard.post(&step, &[("jadi", "tidak-hadir")]).await.assert_status(409);
    world.later(TimeDelta::days(2));
    guard.submit(&step, &[("jadi", "masuk")]).await.assert_says("Dipakai");
    guard.submit(&step, &[("jadi", "selesai")]).await.assert_says("Selesai");
    guard.post(&step, &[("jadi", "masuk")]).await.assert_status(409);
}

#[tokio::test]
async fn whoever_comes_second_is_offered_the_three_nearest_hours() {
    let world = World::open().await;
    let first = world.house("A-12", Role::Resident).await.to_string();
    let second = world.house("A-14", Role::Resident).await.to_string();
    let facility = world.facility(&court()).await;
    let mut budi = world.melati.resident().await;
    tap(&world, &mut budi, facility, &first, 5).await.assert_status(303);
    let lost = tap(&world, &mut budi, facility, &second, 5).await;
    lost.assert_status(409);
    lost.assert_says("Baru saja dipesan orang lain. Jam kosong terdekat:");
    lost.assert_says("11.00 WIB").assert_says("13.00 WIB").assert_says("10.00 WIB");
    tap(&world, &mut budi, facility, &second, 6).await.assert_status(303);
}

#[tokio::test]
async fn a_hold_of_fifteen_minutes_is_taken_over_by_the_next_and_cannot_be_booked_any_more() {
    let world = World::open().await;
    let first = world.house("A-12", Role::Resident).await.to_string();
    let second = world.house("A-14", Role::Resident).await.to_string();
    let facility = world.facility(&court()).await;
    let mut budi = world.melati.resident().await;
    let held = tap(&world, &mut budi, facility, &first, 5).await.location().unwrap();
    world.later(TimeDelta::minutes(14));
    tap(&world, &mut budi, facility, &second, 5).await.assert_status(409);
    world.later(TimeDelta::minutes(2));
    let late = budi.post(&held, &[("setuju", "ya")]).await;
    late.assert_status(409).assert_says("Waktu simpan 15 menit sudah lewat");
    let taken = tap(&world, &mut budi, facility, &second, 5).await;
    taken.assert_status(303);
    budi.submit(&taken.location().unwrap(), &[("setuju", "ya")]).await.assert_says("Dipesan.");
}

#[tokio::test]
async fn a_house_keeps_to_its_limit_and_sees_it_before() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility =
        world.facility(&Draft { limits: Limits { open: Some(1), ..Limits::default() }, ..court() }).await;
    let mut budi = world.melati.resident().await;
    let slots = world.slots(facility).await;
    let path = world.melati.api(&format!("facilities/{facility}/bookings"));
    let wish = |slot: usize| json!({ "unit": unit, "starts_at": slots[slot]["starts_at"] });
    let booked = budi.json(Method::POST, &path, &wish(3)).await;
    booked.assert_status(201);
    assert_eq!(booked.json()["state"], "confirmed");
    let page = budi.get(&world.melati.path(&format!("fasilitas-saya/{facility}"))).await;
    page.assert_says("Pesanan aktif rumah ini: 1 dari 1.");
    budi.json(Method::POST, &path, &wish(4)).await.assert_status(409);
    let id = booked.json()["id"].as_str().unwrap().to_owned();
    let cancel = world.melati.api(&format!("bookings/{id}/cancel"));
    let gone = budi.json(Method::POST, &cancel, &json!({ "reason": "Hujan" })).await;
    gone.assert_status(200);
    assert_eq!(gone.json()["state"], "cancelled");
    budi.json(Method::POST, &path, &wish(4)).await.assert_status(201);
}

#[tokio::test]
async fn ratna_opens_a_hall_agrees_to_a_wish_and_closes_it_for_a_day() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await.to_string();
    let mut ratna = world.melati.manager().await;
    let base = world.melati.path("fasilitas");
    let fields = [
        ("nama", "Balai warga"),
        ("tempat", "1"),
        ("lama", "240"),
        ("jeda", "60"),
        ("paling_lambat", "0"),
        ("paling_awal", "30"),
        ("senin", "08.00-22.00"),
        ("selasa", "08.00-22.00"),
        ("rabu", "08.00-22.00"),
        ("kamis", "08.00-22.00"),
        ("jumat", "08.00-22.00"),
        ("sabtu", "08.00-22.00"),
        ("minggu", "08.00-22.00"),
        ("persetujuan", "ya"),
        ("dibuka", "ya"),
    ];
    let wrong: Vec<_> =
        fields.iter().map(|it| if it.0 == "senin" { ("senin", "pagi") } else { *it }).collect();
    ratna.post(&base, &wrong).await.assert_status(422).assert_says("Tulis jam seperti 07.00-21.00.");
    let twice: Vec<_> = fields
        .iter()
        .map(|it| if it.0 == "jumat" { ("jumat", "08.00-13.00, 12.00-22.00") } else { *it })
        .collect();
    ratna
        .post(&base, &twice)
        .await
        .assert_status(422)
        .assert_says("Jam buka dalam sehari tidak boleh bertumpuk.");
    // Closed for the Friday prayer; typed in any order.
    let rest: Vec<_> = fields
        .iter()
        .map(|it| if it.0 == "jumat" { ("jumat", "13.30-22.00; 08.00-12.00") } else { *it })
        .collect();
    let kept = ratna.post(&base, &rest).await;
    kept.assert_status(303);
    ratna.get(&kept.location().unwrap()).await.assert_says("08.00-12.00, 13.30-22.00");
    ratna.post(&base, &fields).await.assert_status(422).assert_says("Nama ini sudah dipakai");
    let hall = kept.location().unwrap();
    let id: Uuid = hall.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(world.slots(id).await.len(), 3, "four hours and one to clean: at eight, one and six");

    let mut budi = world.melati.resident().await;
    let booking = tap(&world, &mut budi, id, &unit, 0).await.location().unwrap();
    budi.submit(&booking, &[("setuju", "ya")]).await.assert_says("Permintaan dikirim");
    let number = booking.rsplit('/').next().unwrap();
    let decide = world.melati.path(&format!("jadwal-fasilitas/{number}/putuskan"));
    budi.post(&decide, &[("jadi", "setuju")]).await.assert_status(403);
    ratna.get(&world.melati.path("jadwal-fasilitas")).await.assert_says("Balai warga, A-12");
    ratna.post(&decide, &[("jadi", "tolak")]).await.assert_status(409);
    ratna.submit(&decide, &[("jadi", "setuju")]).await.assert_says("Berlaku");
    ratna.post(&decide, &[("jadi", "batal"), ("alasan", "Pemakaman warga")]).await.assert_status(303);
    budi.get(&booking).await.assert_says("Alasan: Pemakaman warga");

    let slot = world.slots(id).await[1]["starts_at"].as_str().unwrap().parse().unwrap();
    let day = kernel::Zone::Wib.date(slot).to_string();
    let closing = [("dari", day.as_str()), ("sampai", day.as_str()), ("sebab", "Pengecatan")];
    ratna.submit(&format!("{hall}/tutup"), &closing).await.assert_says("Pengecatan");
    assert!(world.slots(id).await.iter().all(|slot| slot["state"] == "closed"));
}

#[tokio::test]
async fn a_wish_that_nobody_answered_ends_when_its_hour_begins_and_ratna_cannot_agree_to_it() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await.to_string();
    let facility = world.facility(&Draft { needs_approval: true, ..court() }).await;
    let mut budi = world.melati.resident().await;
    let booking = tap(&world, &mut budi, facility, &unit, 0).await.location().unwrap();
    budi.submit(&booking, &[("setuju", "ya")]).await.assert_says("Permintaan dikirim");
    world.later(TimeDelta::days(2));
    let id = booking.rsplit('/').next().unwrap();
    let decide = world.melati.path(&format!("jadwal-fasilitas/{id}/putuskan"));
    let mut ratna = world.melati.manager().await;
    ratna.post(&decide, &[("jadi", "setuju")]).await.assert_status(409);
    world.work().await;
    budi.get(&booking).await.assert_says("Tidak jadi");
}
