//! Griya Melati with a court, and houses whose people sign in.

use chrono::TimeDelta;
use facilities::{Draft, Hours, Limits, Week};
use kernel::{OccupancyId, PersonId, UnitId};
use tenancy::Role;
use testkit::{Complex, Kit};
use uuid::Uuid;

pub struct World {
    pub kit: Kit,
    pub melati: Complex,
}

pub fn court() -> Draft {
    Draft {
        name: "Lapangan bulu tangkis".to_owned(),
        description: "Dua net, lampu sampai malam".to_owned(),
        rules: String::new(),
        places: 1,
        slot_minutes: 60,
        pause_minutes: 0,
        notice_hours: 0,
        ahead_days: 14,
        week: Week::every_day(&[Hours { opens: 7 * 60, closes: 21 * 60 }]),
        needs_approval: false,
        limits: Limits::default(),
        is_open: true,
    }
}

impl World {
    pub async fn open() -> Self {
        let kit = Kit::open_with(facilities::routes(), |site| site).await;
        let melati = kit.melati.clone();
        Self { kit, melati }
    }

    pub fn later(&self, by: TimeDelta) {
        self.kit.clock.turn(by);
    }

    /// What is due by the clock is done.
    pub async fn work(&self) {
        let (owner, tools) = (&self.kit.owner_options, jobs::Tools::new());
        jobs::run_all_now(&facilities::jobs(), owner, &self.kit.store, &tools, &[self.melati.id])
            .await
            .unwrap();
    }

    pub async fn facility(&self, draft: &Draft) -> Uuid {
        let mut tx = self.melati.tx().await;
        let id = facilities::add_sample(&mut tx, draft).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A house in which whoever signs in with this role lives.
    pub async fn house(&self, code: &str, role: Role) -> UnitId {
        let somebody = self.melati.person(role);
        let mut tx = self.melati.tx().await;
        let (unit, person) = (UnitId::new(tx.now()), PersonId::new(tx.now()));
        sqlx::query("insert into unit (unit_id, code, status) values ($1, $2, 'lived_in')")
            .bind(unit)
            .bind(code)
            .execute(&mut tx)
            .await
            .unwrap();
        let known: Option<PersonId> =
            sqlx::query_scalar("select person_id from person_mark where account_id = $1")
                .bind(somebody.account)
                .fetch_optional(&mut tx)
                .await
                .unwrap();
        if known.is_none() {
            sqlx::query("insert into person (person_id, name, account_id) values ($1, $2, $3)")
                .bind(person)
                .bind(somebody.name)
                .bind(somebody.account)
                .execute(&mut tx)
                .await
                .unwrap();
        }
        sqlx::query(
            "insert into occupancy (occupancy_id, unit_id, person_id, kind, period)
             values ($1, $2, $3, 'owner', daterange('2020-01-01', null))",
        )
        .bind(OccupancyId::new(tx.now()))
        .bind(unit)
        .bind(known.unwrap_or(person))
        .execute(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        unit
    }

    /// Free slots of tomorrow, as programs see them.
    pub async fn slots(&self, facility: Uuid) -> Vec<serde_json::Value> {
        let mut budi = self.melati.resident().await;
        let tx = self.melati.tx().await;
        let now = tx.now();
        tx.commit().await.unwrap();
        let day = kernel::Zone::Wib.date(now + TimeDelta::days(1));
        let path = self.melati.api(&format!("facilities/{facility}/slots?day={day}"));
        budi.get(&path).await.json().as_array().unwrap().clone()
    }
}
