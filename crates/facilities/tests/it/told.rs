//! Who hears of a booking.

use facilities::SampleTerms;
use tenancy::Role;

use crate::world::{World, court};

impl World {
    /// Kind, step, amount and reason of what was told, sorted.
    async fn told(&self) -> Vec<String> {
        let mut tx = self.melati.tx().await;
        let mut told: Vec<String> = sqlx::query_scalar(
            "select concat_ws(' | ', n.kind, n.facts ->> 'step', n.facts ->> 'amount', n.facts ->> 'excerpt')
               from notice n where n.kind like 'booking%' and exists (
                    select from notice_delivery d where d.complex_id = n.complex_id and d.notice_id = n.notice_id)",
        )
        .fetch_all(&mut tx)
        .await
        .unwrap();
        told.sort_unstable();
        told
    }
}

#[tokio::test]
async fn a_wish_is_told_to_the_office_and_its_answer_to_budi_who_hears_nothing_of_what_he_does_himself() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world
        .facility(&facilities::Draft { name: "Balai warga".to_owned(), needs_approval: true, ..court() })
        .await;
    let terms = SampleTerms { price: 300_000, deposit: 500_000, no_show_fee: 0, tiers: &[], most_late: None };
    let mut tx = world.melati.tx().await;
    facilities::set_sample_terms(&mut tx, facility, &terms).await.unwrap();
    tx.commit().await.unwrap();
    let mut budi = world.melati.resident().await;
    let booking = world.booked(&mut budi, facility, unit, 2).await;
    assert_eq!(world.told().await, ["booking_asked"]);

    let mut ratna = world.melati.manager().await;
    let desk = booking.replace("pesanan-saya", "jadwal-fasilitas");
    ratna.post(&format!("{desk}/putuskan"), &[("jadi", "setuju")]).await.assert_status(303);
    assert_eq!(world.told().await, ["booking_asked", "booking_moved | unpaid | 800000"]);
    world.pays(unit, 800_000).await;
    assert_eq!(
        world.told().await,
        ["booking_asked", "booking_moved | confirmed", "booking_moved | unpaid | 800000"]
    );
    let gone = ratna.post(&format!("{desk}/putuskan"), &[("jadi", "batal"), ("alasan", "atap bocor")]).await;
    gone.assert_status(303);
    assert_eq!(world.told().await[1], "booking_moved | cancelled | atap bocor");

    // What Budi books and takes back himself, he knows.
    let free = world.facility(&court()).await;
    let before = world.told().await;
    let own = world.booked(&mut budi, free, unit, 3).await;
    budi.post(&format!("{own}/batal"), &[("alasan", "hujan")]).await.assert_status(303);
    assert_eq!(world.told().await, before);
}
