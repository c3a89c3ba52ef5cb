//! The database keeps to the machine of docs/facilities.md, whatever the program asks.

use facilities::State;
use tenancy::Role;

use crate::world::{World, court};

#[tokio::test]
async fn a_booking_leaves_the_drawn_machine_by_no_statement() {
    let world = World::open().await;
    let unit = world.house("A-12", Role::Resident).await;
    let facility = world.facility(&court()).await;
    let mut hour = 0_i32;
    for from in State::ALL {
        for to in State::ALL.into_iter().filter(|to| *to != from) {
            hour += 1;
            let mut tx = world.melati.tx().await;
            sqlx::query(
                "insert into booking (booking_id, number, facility_id, unit_id, place, period, blocked, state,
                        held_until, reason)
                 select gen_random_uuid(), $3, $1, $2, 1, span, span, $4, now(), 'Uji'
                   from (select tstzrange(now() + $3 * interval '1 h', now() + ($3 + 1) * interval '1 h')) s (span)",
            )
            .bind(facility)
            .bind(unit)
            .bind(hour)
            .bind(from.code())
            .execute(&mut tx)
            .await
            .unwrap();
            let moved = sqlx::query("update booking set state = $2 where number = $1")
                .bind(hour)
                .bind(to.code())
                .execute(&mut tx)
                .await;
            assert_eq!(moved.is_ok(), from.may_become(to), "{from:?} to {to:?}");
        }
    }
    assert_eq!(hour, 90);
}
