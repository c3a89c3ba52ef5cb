//! How much of a facility one house may have, as Budi meets it.

use chrono::{Datelike as _, Days, Months, Weekday};
use facilities::{Draft, Hours, Limits};
use http::Method;
use kernel::{Date, Zone};
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Page};
use uuid::Uuid;

use crate::world::{World, court};

struct House {
    budi: Client,
    world: World,
    unit: kernel::UnitId,
    facility: Uuid,
}

impl House {
    async fn with(limits: Limits) -> Self {
        let world = World::open().await;
        let unit = world.house("A-12", Role::Resident).await;
        let facility = world.facility(&Draft { limits, ahead_days: 120, ..court() }).await;
        Self { budi: world.melati.resident().await, world, unit, facility }
    }

    /// The first such day after today.
    fn next(&self, is_wanted: impl Fn(Date) -> bool) -> Date {
        let today = Zone::Wib.date(self.world.kit.clock.now());
        today.iter_days().skip(1).find(|day| is_wanted(*day)).unwrap()
    }

    /// Budi asks for that hour of his complex's clock.
    async fn book(&mut self, day: Date, hour: u32) -> Page {
        let starts_at = day.and_hms_opt(hour - 7, 0, 0).unwrap().and_utc();
        let path = self.world.melati.api(&format!("facilities/{}/bookings", self.facility));
        self.budi.json(Method::POST, &path, &json!({ "unit": self.unit, "starts_at": starts_at })).await
    }

    async fn reads(&mut self, day: Date) -> Page {
        let path = format!("fasilitas-saya/{}?hari={day}", self.facility);
        self.budi.get(&self.world.melati.path(&path)).await
    }
}

fn refused(page: &Page, sentence: &str) {
    page.assert_status(409);
    assert_eq!(page.json()["detail"], sentence);
}

#[tokio::test]
async fn a_house_plays_once_a_day_and_once_a_week_when_everybody_wants_to() {
    let evening = Hours { opens: 17 * 60, closes: 20 * 60 };
    let mut house =
        House::with(Limits { daily: Some(1), prime: Some((evening, 1)), ..Limits::default() }).await;
    let monday = house.next(|day| day.weekday() == Weekday::Mon);
    let (tuesday, next_monday) = (monday + Days::new(1), monday + Days::new(7));
    house.book(monday, 19).await.assert_status(201);
    refused(&house.book(monday, 8).await, "Rumah ini sudah memesan 1 kali hari itu. Pilih hari lain.");
    house.reads(monday).await.assert_says("Pesanan rumah ini hari itu: 1 dari 1.");
    let page = house.reads(tuesday).await;
    page.assert_says("Pesanan rumah ini hari itu: 0 dari 1.");
    page.assert_says("Jam ramai 17.00-20.00, rumah ini minggu itu: 1 dari 1.");
    refused(
        &house.book(tuesday, 17).await,
        "Rumah ini sudah memesan 1 kali di jam ramai 17.00-20.00 minggu itu. Pilih jam lain atau minggu lain.",
    );
    // What ends at five takes nothing of the evening, and what begins at eight neither.
    house.book(tuesday, 16).await.assert_status(201);
    house.book(monday + Days::new(2), 20).await.assert_status(201);
    house.book(next_monday, 17).await.assert_status(201);
}

#[tokio::test]
async fn a_month_ends_with_its_last_day_and_what_was_cancelled_gives_its_place_back() {
    let mut house = House::with(Limits { monthly: Some(2), ..Limits::default() }).await;
    let first = house.next(|day| day.day() == 1);
    let last = first + Months::new(1) - Days::new(1);
    house.book(first, 9).await.assert_status(201);
    let second = house.book(last, 20).await;
    second.assert_status(201);
    let full = "Rumah ini sudah memesan 2 kali bulan itu. Pilih bulan lain.";
    refused(&house.book(first + Days::new(14), 9).await, full);
    house.book(last + Days::new(1), 9).await.assert_status(201);
    let id = second.json()["id"].as_str().unwrap().to_owned();
    let cancel = house.world.melati.api(&format!("bookings/{id}/cancel"));
    house.budi.json(Method::POST, &cancel, &json!({ "reason": "Hujan" })).await.assert_status(200);
    house.book(first + Days::new(14), 9).await.assert_status(201);
}

#[tokio::test]
async fn ratna_writes_the_limits_and_finds_them_as_she_wrote_them() {
    let world = World::open().await;
    let facility = world.facility(&court()).await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path(&format!("fasilitas/{facility}"));
    let form = |hours: &'static str, most: &'static str| {
        [
            ("nama", "Lapangan"),
            ("tempat", "1"),
            ("lama", "60"),
            ("jeda", "0"),
            ("paling_lambat", "0"),
            ("paling_awal", "14"),
            ("senin", "07.00-21.00"),
            ("batas_hari", "1"),
            ("batas_bulan", "8"),
            ("jam_ramai", hours),
            ("batas_ramai", most),
            ("dibuka", "ya"),
        ]
    };
    let without = ratna.post(&path, &form("", "2")).await;
    without
        .assert_status(422)
        .assert_says("Tulis jam ramainya, misalnya 17.00-20.00, atau kosongkan batasnya.");
    let without = ratna.post(&path, &form("17.00-20.00", "")).await;
    without.assert_status(422).assert_says("Isi angka di atas 0, atau kosongkan.");
    ratna.post(&path, &form("20.00-17.00", "2")).await.assert_status(422);
    ratna.post(&path, &form("17.00 - 20.00", "2")).await.assert_status(303);
    ratna.get(&path).await.assert_says("value=\"17.00-20.00\"");
    let listed = ratna.get(&world.melati.api("facilities")).await.json();
    let said = ["most_daily", "most_monthly", "prime_from", "prime_to", "most_prime", "most_weekly"];
    assert_eq!(
        said.map(|key| listed[0][key].as_i64()),
        [Some(1), Some(8), Some(1020), Some(1200), Some(2), None]
    );
}
