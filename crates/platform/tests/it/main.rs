//! What is seen across complexes, through the doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod console;
mod group;
mod rescue;
mod tasks;

use kernel::{PersonId, UnitId};
use tenancy::{Role, Routes};
use testkit::{Client, Complex, Kit};

fn routes() -> Routes {
    platform::routes().and(accounts::routes()).and(web::routes())
}

pub async fn kit() -> Kit {
    Kit::open(routes()).await
}

/// Maya Hartono, who administers Griya Melati's organisation.
pub async fn maya(kit: &Kit) -> Client {
    kit.melati.signed_in(Role::OrganizationAdmin).await
}

/// Arif Wibowo of the platform.
pub async fn arif(kit: &Kit) -> Client {
    kit.melati.signed_in(Role::Operator).await
}

/// Units with these statuses, the first lived in by Budi.
pub async fn build(complex: &Complex, statuses: &[&str]) {
    let mut tx = complex.tx().await;
    let now = tx.now();
    let budi = PersonId::new(now);
    sqlx::query("insert into person (person_id, name, phone) values ($1, 'Budi Santoso', '+628123456789')")
        .bind(budi)
        .execute(&mut tx)
        .await
        .unwrap();
    for (number, status) in statuses.iter().enumerate() {
        let unit = UnitId::new(now);
        sqlx::query("insert into unit (unit_id, code, status) values ($1, $2, $3)")
            .bind(unit)
            .bind(format!("A-{number:02}"))
            .bind(status)
            .execute(&mut tx)
            .await
            .unwrap();
        if number == 0 {
            sqlx::query(
                "insert into occupancy (occupancy_id, unit_id, person_id, kind, period)
                 values ($1, $2, $3, 'owner', daterange('2020-01-01', null))",
            )
            .bind(kernel::OccupancyId::new(now))
            .bind(unit)
            .bind(budi)
            .execute(&mut tx)
            .await
            .unwrap();
        }
    }
    tx.commit().await.unwrap();
}
