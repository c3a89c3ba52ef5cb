//! Many houses, few places: what is left in the database is a legal set, and nobody meets a 500.

use std::collections::BTreeMap;

use facilities::Draft;
use http::Method;
use kernel::UnitId;
use serde_json::json;
use tenancy::Role;
use uuid::Uuid;

use crate::world::{World, court};

const CLIENTS: usize = 64;
const ATTEMPTS: usize = 6;

/// Everybody tries slots of tomorrow, each for one of several houses. How the answers were, by status.
async fn storm(world: &World, facility: Uuid, houses: &[UnitId]) -> BTreeMap<u16, usize> {
    let slots = world.slots(facility).await;
    let budi = world.melati.resident().await;
    let mut racers = tokio::task::JoinSet::new();
    for racer in 0..CLIENTS {
        let (mut budi, slots, houses) = (budi.clone(), slots.clone(), houses.to_vec());
        let path = world.melati.api(&format!("facilities/{facility}/bookings"));
        racers.spawn(async move {
            let mut seen = Vec::new();
            for attempt in 0..ATTEMPTS {
                let slot = &slots[(racer + attempt * 3) % slots.len()];
                let unit = houses[(racer / 4 + attempt) % houses.len()];
                let wish = json!({ "unit": unit, "starts_at": slot["starts_at"], "accepts_rules": true });
                seen.push(budi.json(Method::POST, &path, &wish).await.status.as_u16());
            }
            seen
        });
    }
    let mut counts = BTreeMap::new();
    for status in racers.join_all().await.into_iter().flatten() {
        *counts.entry(status).or_default() += 1;
    }
    counts
}

/// Live bookings, and pairs of them that stand in each other's way; asked of the rows, not of the constraint.
async fn census(world: &World, facility: Uuid) -> (i64, i64) {
    let mut tx = world.melati.tx().await;
    let count: i64 = sqlx::query_scalar(
        "select count(*) from booking
          where facility_id = $1 and state in ('hold', 'waiting', 'confirmed', 'in_use')",
    )
    .bind(facility)
    .fetch_one(&mut tx)
    .await
    .unwrap();
    let clashes: i64 = sqlx::query_scalar(
        "select count(*) from booking a join booking b using (complex_id, facility_id, place)
          where facility_id = $1 and a.booking_id < b.booking_id and a.blocked && b.blocked
            and a.state in ('hold', 'waiting', 'confirmed', 'in_use')
            and b.state in ('hold', 'waiting', 'confirmed', 'in_use')",
    )
    .bind(facility)
    .fetch_one(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (count, clashes)
}

async fn houses(world: &World, count: usize) -> Vec<UnitId> {
    let mut houses = Vec::new();
    for number in 1..=count {
        houses.push(world.house(&format!("A-{number}"), Role::Resident).await);
    }
    houses
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_on_one_court_end_in_one_house_for_each_hour() {
    let world = World::open().await;
    let houses = houses(&world, 8).await;
    let facility = world.facility(&court()).await;
    let counts = storm(&world, facility, &houses).await;
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [201, 409], "{counts:?}");
    assert_eq!(counts[&201], 14, "fourteen hours from seven to nine in the evening: {counts:?}");
    assert_eq!(census(&world, facility).await, (14, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gym_for_three_takes_three_houses_an_hour_and_not_the_fourth() {
    let world = World::open().await;
    let houses = houses(&world, 8).await;
    let gym = Draft { name: "Ruang olahraga".to_owned(), places: 3, ..court() };
    let facility = world.facility(&gym).await;
    let counts = storm(&world, facility, &houses).await;
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [201, 409], "{counts:?}");
    let (live, clashes) = census(&world, facility).await;
    assert_eq!((live, clashes), (i64::try_from(counts[&201]).unwrap(), 0));
    assert!(live <= 14 * 3, "{live}");
    let left: i64 = world.slots(facility).await.iter().map(|slot| slot["left"].as_i64().unwrap()).sum();
    assert_eq!(left + live, 14 * 3, "what is left and what is booked is what there is");
}
