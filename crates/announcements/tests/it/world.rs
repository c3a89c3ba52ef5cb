//! Griya Melati with houses and their people, a mail server, and a room that knows who is late.

use async_trait::async_trait;
use axum::Extension;
use chrono::TimeDelta;
use files::Files;
use jobs::{Job as _, Tools};
use kernel::{Date, OccupancyId, PersonId, UnitId};
use notices::{Mailer, SendDue};
use tempfile::TempDir;
use tenancy::{Role, TenantTx};
use testkit::{Client, Complex, Kit, MailServer, Page};
use uuid::Uuid;

/// C-9 is late, whatever the day.
pub struct C9IsLate;

#[async_trait]
impl announcements::LateHouses for C9IsLate {
    async fn on(&self, tx: &mut TenantTx, _: Date) -> tenancy::Result<Vec<Uuid>> {
        Ok(sqlx::query_scalar("select unit_id from unit_mark where code = 'C-9'").fetch_all(tx).await?)
    }
}

pub struct World {
    pub kit: Kit,
    pub melati: Complex,
    pub server: MailServer,
    _folder: TempDir,
}

impl World {
    pub async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let routes = announcements::routes().and(notices::routes()).and(files::routes());
        let late = announcements::Late::by(C9IsLate);
        let kit = Kit::open_with(routes, |site| site.layer(Extension(files)).layer(Extension(late))).await;
        let melati = kit.melati.clone();
        Self { kit, melati, server: MailServer::start().await, _folder: folder }
    }

    pub async fn tx(&self) -> TenantTx {
        self.melati.tx().await
    }

    fn tools(&self) -> Tools {
        let sender = "Klustera <surat@klustera.test>";
        let mailer = Mailer::open(&self.server.url(), sender, self.kit.store.clone()).unwrap();
        Tools::new().with(mailer).with(notices::Announcements::by(announcements::MailLinks))
    }

    /// What the worker does when a message is due.
    pub async fn pump(&self) {
        let scope = self.kit.store.job_scope(self.melati.id);
        SendDue::default().run(scope, &self.tools()).await.unwrap();
    }

    /// What the worker does when the hour of a planned announcement comes.
    pub async fn strike(&self, bulletin: Uuid) {
        let scope = self.kit.store.job_scope(self.melati.id);
        announcements::SendScheduled { bulletin }.run(scope, &self.tools()).await.unwrap();
    }

    pub fn later(&self, by: TimeDelta) {
        self.kit.clock.turn(by);
    }

    pub async fn house(&self, code: &str) -> UnitId {
        let mut tx = self.tx().await;
        let id = UnitId::new(tx.now());
        sqlx::query("insert into unit (unit_id, code, status, rt_id) values ($1, $2, 'lived_in', $3)")
            .bind(id)
            .bind(code)
            .bind(code.starts_with('A').then_some(self.melati.area))
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn person(&self, unit: UnitId, name: &str, kind: &str, email: Option<&str>) -> PersonId {
        let mut tx = self.tx().await;
        let person = PersonId::new(tx.now());
        sqlx::query("insert into person (person_id, name, email) values ($1, $2, $3)")
            .bind(person)
            .bind(name)
            .bind(email)
            .execute(&mut tx)
            .await
            .unwrap();
        self.moves_in(&mut tx, unit, person, kind).await;
        tx.commit().await.unwrap();
        person
    }

    async fn moves_in(&self, tx: &mut TenantTx, unit: UnitId, person: PersonId, kind: &str) {
        sqlx::query(
            "insert into occupancy (occupancy_id, unit_id, person_id, kind, period)
             values ($1, $2, $3, $4, daterange('2020-01-01', null))",
        )
        .bind(OccupancyId::new(tx.now()))
        .bind(unit)
        .bind(person)
        .bind(kind)
        .execute(tx)
        .await
        .unwrap();
    }

    /// Budi, who signs in, lives in A-12.
    pub async fn budi(&self) -> UnitId {
        let unit = self.house("A-12").await;
        let budi = self.melati.person(Role::Resident);
        let person = self.person(unit, budi.name, "owner", None).await;
        let mut tx = self.tx().await;
        sqlx::query("update person set account_id = $1 where person_id = $2")
            .bind(budi.account)
            .bind(person)
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        unit
    }

    /// A-12 of Budi, B-1 of Ani and her tenant, C-9 of Edi.
    pub async fn street(&self) {
        self.budi().await;
        let b1 = self.house("B-1").await;
        self.person(b1, "Ani Rahayu", "owner", Some("ani@melati.example")).await;
        self.person(b1, "Tuti", "tenant", None).await;
        let c9 = self.house("C-9").await;
        self.person(c9, "Edi", "owner", Some("edi@melati.example")).await;
    }

    /// Ratna writes it; it is a draft.
    pub async fn write(&self, ratna: &mut Client, more: &[(&str, &str)]) -> Uuid {
        let mut fields = vec![
            ("judul", "Air mati besok"),
            ("isi", "Besok **07.00-12.00**. Tampung air."),
            ("ke", "semua"),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        fields.extend_from_slice(more);
        let kept = ratna.post(&self.melati.path("pengumuman"), &fields).await;
        kept.assert_status(303);
        kept.location().unwrap().rsplit('/').next().unwrap().parse().unwrap()
    }

    pub async fn send(&self, ratna: &mut Client, id: Uuid) -> Page {
        ratna.submit(&self.melati.path(&format!("pengumuman/{id}/kirim")), &[]).await
    }

    /// Written and sent at once.
    pub async fn announce(&self, more: &[(&str, &str)]) -> Uuid {
        let mut ratna = self.melati.manager().await;
        let id = self.write(&mut ratna, more).await;
        self.send(&mut ratna, id).await.assert_says("Terkirim kepada");
        id
    }

    pub fn office(&self, id: Uuid) -> String {
        self.melati.path(&format!("pengumuman/{id}"))
    }

    pub fn own(&self, id: Uuid) -> String {
        self.melati.path(&format!("pengumuman-saya/{id}"))
    }

    /// The path of a house's own link.
    pub async fn link_of(&self, id: Uuid, code: &str) -> String {
        let mut tx = self.tx().await;
        let link: Uuid = sqlx::query_scalar(
            "select h.house_link from bulletin_house h join unit_mark u using (complex_id, unit_id)
              where h.bulletin_id = $1 and u.code = $2",
        )
        .bind(id)
        .bind(code)
        .fetch_one(&mut tx)
        .await
        .unwrap();
        let ticket =
            tenancy::Ticket::<announcements::HouseBulletin>::seal(&self.kit.store, self.melati.id, link);
        format!("/baca/{ticket}")
    }
}
