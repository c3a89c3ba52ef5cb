//! A hall that costs something: paid in time or lost, cancelled by its tiers, used, and its deposit given back.

use chrono::TimeDelta;
use dues::settle::{self, Money};
use facilities::SampleTerms;
use kernel::{CreditId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use tenancy::Role;
use testkit::{Client, Page};
use uuid::Uuid;

use crate::world::{World, court};

const HALL: SampleTerms = SampleTerms {
    price: 300_000,
    deposit: 500_000,
    no_show_fee: 100_000,
    tiers: &[(24, 100), (6, 50)],
    most_late: None,
};

/// Budi's house, and a hall with these terms.
async fn hall(terms: &SampleTerms) -> (World, UnitId, Uuid) {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&court()).await;
    let mut tx = world.melati.tx().await;
    facilities::set_sample_terms(&mut tx, facility, terms).await.unwrap();
    tx.commit().await.unwrap();
    (world, unit, facility)
}

impl World {
    /// Holds tomorrow's slot and books it; where the booking's page is.
    pub async fn booked(&self, budi: &mut Client, facility: Uuid, unit: UnitId, slot: usize) -> String {
        let starts_at = self.slots(facility).await[slot]["starts_at"].as_str().unwrap().to_owned();
        let path = self.melati.path(&format!("fasilitas-saya/{facility}"));
        let held = budi.post(&path, &[("mulai", &starts_at), ("rumah", &unit.to_string())]).await;
        held.assert_status(303);
        let booking = held.location().unwrap();
        budi.post(&booking, &[("setuju", "ya")]).await.assert_status(303);
        booking
    }

    /// The house transfers money; what waits for it hears of it.
    pub async fn pays(&self, unit: UnitId, amount: i64) {
        let mut tx = self.melati.tx().await;
        let account = Chart::load(&mut tx).await.unwrap().account(Purpose::Bank);
        let value_on = settle::today(&mut tx).await.unwrap();
        let money = Money {
            credit: CreditId::new(tx.now()),
            unit,
            source: Uuid::now_v7(),
            reference: "KW".to_owned(),
            account,
            amount: Rupiah::new(amount).unwrap(),
            value_on,
        };
        settle::receive(&mut tx, money, None).await.unwrap();
        tx.commit().await.unwrap();
        self.work().await;
    }

    /// Titipan, what is owed, uang jaminan, other income: as the books have them, which balance.
    async fn books(&self, unit: UnitId) -> [i64; 4] {
        let mut tx = self.melati.tx().await;
        assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
        assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
        let credit = settle::credit_of(&mut tx, unit).await.unwrap().get();
        let mut figures = [credit, 0, 0, 0];
        for (place, purpose) in [(1, "dues_receivable"), (2, "deposit"), (3, "other_income")] {
            let sum: Option<i64> = sqlx::query_scalar(
                "select sum(amount)::bigint from posting join ledger_account using (complex_id, account_id) where purpose = $1",
            )
            .bind(purpose)
            .fetch_one(&mut tx)
            .await
            .unwrap();
            figures[place] = sum.unwrap_or(0) * if place == 1 { 1 } else { -1 };
        }
        figures
    }

    async fn attends(&self, booking: &str, steps: &[&str]) {
        let mut guard = self.melati.signed_in(Role::Guard).await;
        let id = booking.rsplit('/').next().unwrap();
        for step in steps {
            let path = self.melati.path(&format!("jadwal-fasilitas/{id}/hadir"));
            guard.post(&path, &[("jadi", step)]).await.assert_status(303);
        }
    }

    async fn returns(&self, booking: &str, kept: &str, why: &str) -> Page {
        let id = booking.rsplit('/').next().unwrap();
        let path = self.melati.path(&format!("jadwal-fasilitas/{id}/jaminan"));
        self.melati.manager().await.post(&path, &[("potongan", kept), ("alasan", why)]).await
    }
}

#[tokio::test]
async fn the_hall_is_booked_paid_used_and_its_deposit_returned_less_a_deduction() {
    let (world, unit, facility) = hall(&HALL).await;
    let mut budi = world.melati.resident().await;
    let before = budi.get(&world.melati.path(&format!("fasilitas-saya/{facility}"))).await;
    before.assert_says("Rp\u{a0}300.000 satu sesi").assert_says("Uang jaminan Rp\u{a0}500.000");
    before.assert_says("Batal paling lambat 6 jam sebelumnya: 50% harga kembali.");
    let booking = world.booked(&mut budi, facility, unit, 5).await;
    let page = budi.get(&booking).await;
    page.assert_says("Menunggu pembayaran").assert_says("Rp\u{a0}800.000").assert_says("Bayar paling lambat");
    assert_eq!(world.books(unit).await, [0, 800_000, 500_000, 300_000]);

    world.pays(unit, 500_000).await;
    budi.get(&booking).await.assert_says("Menunggu pembayaran");
    world.pays(unit, 300_000).await;
    budi.get(&booking).await.assert_says("Berlaku");
    world.later(TimeDelta::days(2));
    world.returns(&booking, "0", "").await.assert_status(409);
    world.attends(&booking, &["masuk", "selesai"]).await;
    world.returns(&booking, "75.000", "").await.assert_status(409);
    world.returns(&booking, "500.001", "Kursi patah").await.assert_status(422);
    world.returns(&booking, "75.000", "Kursi patah").await.assert_status(303);
    world.returns(&booking, "75.000", "Kursi patah").await.assert_status(409);
    assert_eq!(world.books(unit).await, [425_000, 0, 0, 375_000], "425,000 to give back, 75,000 earned");
    budi.get(&booking).await.assert_says("Dipotong Rp\u{a0}75.000: Kursi patah");
}

#[tokio::test]
async fn what_is_not_paid_in_time_is_free_again_and_its_invoice_void() {
    let (world, unit, facility) = hall(&HALL).await;
    let mut budi = world.melati.resident().await;
    let booking = world.booked(&mut budi, facility, unit, 5).await;
    world.pays(unit, 100_000).await;
    world.later(TimeDelta::hours(23));
    world.work().await;
    budi.get(&booking).await.assert_says("Menunggu pembayaran");
    world.later(TimeDelta::hours(2));
    world.work().await;
    budi.get(&booking).await.assert_says("Tidak jadi");
    assert_eq!(world.books(unit).await, [100_000, 0, 0, 0], "what was paid of it is titipan");
}

#[tokio::test]
async fn money_that_comes_too_late_gets_the_hour_back_while_nobody_else_has_it() {
    let (world, unit, facility) = hall(&HALL).await;
    let neighbour = world.house("A-14", Role::Resident).await;
    let mut budi = world.melati.resident().await;
    // The last hour of tomorrow, so that it has not begun when the time to pay is over.
    let last = world.slots(facility).await.len() - 1;
    let booking = world.booked(&mut budi, facility, unit, last).await;
    let late = world.booked(&mut budi, facility, neighbour, last - 1).await;
    world.later(TimeDelta::hours(25));
    world.work().await;
    budi.get(&booking).await.assert_says("Tidak jadi");
    world.pays(unit, 800_000).await;
    let own = budi.get(&world.melati.path("fasilitas-saya")).await;
    own.assert_says("A-12").assert_says("Berlaku");
    assert_eq!(world.books(unit).await, [0, 0, 500_000, 300_000]);

    budi.get(&late).await.assert_says("Tidak jadi");
    let mut tx = world.melati.tx().await;
    sqlx::query("update facility set is_open = false").execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    world.pays(neighbour, 800_000).await;
    assert_eq!(world.books(neighbour).await[0], 800_000, "the hour is gone, the money is titipan");
}

#[tokio::test]
async fn who_cancels_gets_back_what_the_hour_says_and_the_deposit_whole() {
    let (world, unit, facility) = hall(&HALL).await;
    let mut budi = world.melati.resident().await;
    let whole = world.booked(&mut budi, facility, unit, 5).await;
    world.pays(unit, 800_000).await;
    // Sunday morning; the hour is tomorrow at noon.
    let cancelled = budi.post(&format!("{whole}/batal"), &[("alasan", "Hujan")]).await;
    cancelled.assert_status(303);
    assert_eq!(world.books(unit).await, [800_000, 0, 0, 0]);
    let half = world.booked(&mut budi, facility, unit, 5).await;
    budi.get(&half).await.assert_says("Berlaku");
    assert_eq!(world.books(unit).await, [0, 0, 500_000, 300_000], "titipan paid at once");
    let left = {
        let tx = world.melati.tx().await;
        let at: kernel::Instant =
            world.slots(facility).await[5]["starts_at"].as_str().unwrap().parse().unwrap();
        at - tx.now()
    };
    world.later(left - TimeDelta::hours(6));
    budi.get(&half).await.assert_says("Rp\u{a0}150.000 dari sewa");
    budi.post(&format!("{half}/batal"), &[("alasan", "Sakit")]).await.assert_status(303);
    assert_eq!(world.books(unit).await, [650_000, 0, 0, 300_000], "half of the rent is given up as relief");
    budi.post(&format!("{half}/batal"), &[("alasan", "Sakit")]).await.assert_status(409);
}

#[tokio::test]
async fn the_office_cancels_and_everything_goes_back_and_who_does_not_come_pays_the_fee() {
    let (world, unit, facility) = hall(&HALL).await;
    let mut budi = world.melati.resident().await;
    let booking = world.booked(&mut budi, facility, unit, 5).await;
    world.pays(unit, 800_000).await;
    let decide = booking.replace("pesanan-saya", "jadwal-fasilitas") + "/putuskan";
    let mut ratna = world.melati.manager().await;
    ratna.post(&decide, &[("jadi", "setuju")]).await.assert_status(409);
    ratna.post(&decide, &[("jadi", "batal"), ("alasan", "Dipakai melayat")]).await.assert_status(303);
    assert_eq!(world.books(unit).await, [800_000, 0, 0, 0]);

    let missed = world.booked(&mut budi, facility, unit, 6).await;
    world.later(TimeDelta::days(2));
    world.attends(&missed, &["tidak-hadir"]).await;
    assert_eq!(
        world.books(unit).await,
        [400_000, 0, 0, 400_000],
        "rent and fee stay, the rest of the deposit returns"
    );
}

#[tokio::test]
async fn a_house_that_is_late_books_nothing_here_until_it_has_paid() {
    let (world, unit, facility) = hall(&SampleTerms { most_late: Some(50_000), ..HALL }).await;
    let mut budi = world.melati.resident().await;
    let late = world.booked(&mut budi, facility, unit, 5).await;
    world.pays(unit, 800_000).await;
    world.later(TimeDelta::days(2));
    world.attends(&late, &["tidak-hadir"]).await;
    // A bill of yesterday that nobody paid.
    let mut tx = world.melati.tx().await;
    sqlx::query(
        "insert into invoice (invoice_id, number, kind, unit_id, period, unit_code, payer_name, issued_on, due_on, total, open)
         select gen_random_uuid(), 'INV-LAMA-0001', 'other', $1, '2020-01-01', 'A-12', 'Budi', '2020-01-01', '2020-01-10', 60000, 60000",
    )
    .bind(unit)
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let starts_at = world.slots(facility).await[3]["starts_at"].as_str().unwrap().to_owned();
    let path = world.melati.path(&format!("fasilitas-saya/{facility}"));
    let refused = budi.post(&path, &[("mulai", &starts_at), ("rumah", &unit.to_string())]).await;
    refused.assert_status(409).assert_says("Rumah ini menunggak Rp\u{a0}60.000");
}

#[tokio::test]
async fn ratna_sets_a_price_for_the_weekend_and_reads_what_she_typed_wrong() {
    let (world, _, facility) = hall(&HALL).await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path(&format!("fasilitas/{facility}/harga"));
    ratna.get(&path).await.assert_says("Harga dan jaminan");
    let wrong = [("harga", "dua ratus"), ("batas_bayar", "0"), ("jam", "6"), ("persen", "120")];
    let page = ratna.post(&path, &wrong).await;
    page.assert_status(422).assert_says("Tulis jumlah rupiah").assert_says("Tulis jam antara 1 dan 336.");
    let form = [
        ("harga", "200.000"),
        ("jaminan", "0"),
        ("batas_bayar", "12"),
        ("hari", "akhir"),
        ("pukul", "17.00-21.00"),
        ("siapa", "all"),
        ("harga_lain", "350.000"),
    ];
    ratna.post(&path, &form).await.assert_status(303);
    let mut budi = world.melati.resident().await;
    // The clock says Sunday.
    let today = budi.get(&world.melati.path(&format!("fasilitas-saya/{facility}"))).await;
    today
        .assert_says("Rp\u{a0}350.000")
        .assert_says("Rp\u{a0}200.000 satu sesi")
        .assert_silent_about("Uang jaminan");
}
