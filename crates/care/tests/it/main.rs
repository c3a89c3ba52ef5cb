//! Complaints through the door: Budi photographs a broken lamp, Ratna has it mended, Budi says "Beres".

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod classifier;
mod closing;
mod cost;
mod desk;
mod escalation;
mod incident;
mod office;
mod people;
mod report;
mod sent;
mod setting;
mod task;
mod warranty;

use std::io::Cursor;

use axum::{Extension, body::Body};
use chrono::TimeDelta;
use files::Files;
use http::Method;
use serde_json::json;
use tempfile::TempDir;
use testkit::{Client, Kit, Page};

struct World {
    kit: Kit,
    _folder: TempDir,
}

impl World {
    async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let routes = care::routes().and(notices::routes()).and(files::routes()).and(dues::routes());
        let kit = Kit::open_with(routes, |site| site.layer(Extension(files))).await;
        Self { kit, _folder: folder }
    }

    fn path(&self, rest: &str) -> String {
        self.kit.melati.path(rest)
    }

    /// Budi reports a lamp in the street, with so many photos.
    async fn report(&self, who: &mut Client, photos: usize) -> Page {
        self.report_about(who, photos, "electricity").await
    }

    async fn report_about(&self, who: &mut Client, photos: usize, category: &str) -> Page {
        let fields =
            [("kategori", category), ("tempat", "umum"), ("lokasi", "Depan pos"), ("kata", "Lampu padam")];
        self.send(who, "keluhan-saya", &fields, photos).await
    }

    async fn send_form(&self, who: &mut Client, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(who, path, fields, 0).await
    }

    async fn send(&self, who: &mut Client, path: &str, fields: &[(&str, &str)], photos: usize) -> Page {
        const EDGE: &str = "----care";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for _ in 0..photos {
            let head = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"lampu.png\"\r\n\
                 Content-Type: image/png\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&picture());
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        who.send(Method::POST, &self.path(path), Some(&kind), Body::from(body)).await
    }

    /// What is due by the clock is done.
    async fn work(&self) {
        let (owner, tools) = (&self.kit.owner_options, jobs::Tools::new());
        jobs::run_all_now(&care::jobs(), owner, &self.kit.store, &tools, &[self.kit.melati.id])
            .await
            .unwrap();
    }

    /// The job alone, as often as somebody likes.
    async fn close_solved(&self) {
        use jobs::Job as _;
        let scope = self.kit.store.job_scope(self.kit.melati.id);
        care::CloseSolved::default().run(scope, &jobs::Tools::new()).await.unwrap();
    }
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The last part of where a report led.
fn id_of(kept: &Page) -> String {
    kept.assert_status(303);
    kept.location().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn budi_photographs_a_lamp_ratna_has_it_mended_and_budi_says_beres() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = id_of(&world.report(&mut budi, 2).await);
    let own = world.path(&format!("keluhan-saya/{id}"));
    budi.get(&own).await.assert_says("K-0001").assert_says("Depan pos").assert_says("Foto 2");
    budi.get(&world.path("keluhan-saya")).await.assert_says("K-0001");
    ratna.get(&world.path("keluhan")).await.assert_says("K-0001").assert_says("Diterima");

    let step = world.path(&format!("keluhan/{id}/langkah"));
    ratna.post(&step, &[("langkah", "assign")]).await.assert_status(409);
    ratna.post(&step, &[("langkah", "assign"), ("kata", "Pak Eko")]).await.assert_status(303);
    let write = world.path(&format!("keluhan/{id}/tulis"));
    ratna.post(&write, &[("kata", "Kami ganti sore ini.")]).await.assert_status(303);
    ratna.post(&write, &[("kata", "Stok lampu tinggal dua."), ("untuk", "catatan")]).await.assert_status(303);
    ratna.get(&world.path(&format!("keluhan/{id}"))).await.assert_says("Stok lampu tinggal dua.");
    let page = budi.get(&own).await;
    page.assert_says("Kami ganti sore ini.").assert_silent_about("Stok lampu tinggal dua.");

    budi.post(&format!("{own}/beres"), &[]).await.assert_status(409);
    ratna.post(&step, &[("langkah", "solve")]).await.assert_status(303);
    ratna.post(&step, &[("langkah", "confirm")]).await.assert_status(404);
    budi.post(&format!("{own}/belum-beres"), &[("kata", "Masih padam")]).await.assert_status(303);
    ratna
        .get(&world.path(&format!("keluhan/{id}")))
        .await
        .assert_says("Dibuka lagi")
        .assert_says("Masih padam");
    ratna.post(&step, &[("langkah", "solve")]).await.assert_status(303);
    budi.submit(&format!("{own}/beres"), &[]).await.assert_says("Keluhan ditutup.");
    budi.submit(&format!("{own}/nilai"), &[("bintang", "5")]).await.assert_says("Nilai 5 dari 5.");
    ratna.post(&step, &[("langkah", "start")]).await.assert_status(409);
}

#[tokio::test]
async fn ratna_hears_of_a_new_complaint_and_budi_of_each_step_that_concerns_him() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let news = world.path("kabar");
    let id = id_of(&world.report(&mut budi, 0).await);
    let heard = ratna.get(&news).await;
    heard.assert_says("Keluhan baru K-0001: Depan pos");
    budi.get(&news).await.assert_silent_about("Keluhan baru");

    let step = world.path(&format!("keluhan/{id}/langkah"));
    ratna.post(&step, &[("langkah", "assign"), ("kata", "Pak Eko")]).await.assert_status(303);
    ratna.post(&step, &[("langkah", "start")]).await.assert_status(303);
    ratna.post(&step, &[("langkah", "wait"), ("kata", "Suku cadang")]).await.assert_status(303);
    let write = world.path(&format!("keluhan/{id}/tulis"));
    ratna.post(&write, &[("kata", "Stok tinggal dua."), ("untuk", "catatan")]).await.assert_status(303);
    ratna.post(&step, &[("langkah", "solve")]).await.assert_status(303);
    let heard = budi.get(&news).await;
    heard.assert_says("K-0001 ditugaskan").assert_says("Pak Eko");
    heard.assert_says("K-0001 menunggu").assert_says("Suku cadang");
    heard.assert_says("K-0001 dinyatakan selesai");
    heard.assert_silent_about("Stok tinggal dua").assert_silent_about("dikerjakan");
    ratna.get(&news).await.assert_silent_about("dinyatakan selesai");

    let own = world.path(&format!("keluhan-saya/{id}"));
    budi.post(&format!("{own}/belum-beres"), &[("kata", "Masih padam")]).await.assert_status(303);
    ratna.get(&news).await.assert_says("K-0001 dibuka lagi").assert_says("Masih padam");
    ratna.post(&step, &[("langkah", "reject"), ("kata", "Milik PLN")]).await.assert_status(303);
    budi.get(&news).await.assert_says("K-0001 ditolak").assert_says("Milik PLN");
}

#[tokio::test]
async fn ratna_sees_what_is_past_its_promise_first_and_waiting_stops_the_clock() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let waits = id_of(&world.report(&mut budi, 0).await);
    id_of(&world.report(&mut budi, 0).await);
    let step = world.path(&format!("keluhan/{waits}/langkah"));
    ratna.post(&step, &[("langkah", "wait"), ("kata", "Suku cadang")]).await.assert_status(303);
    world.kit.clock.turn(TimeDelta::days(21));
    let late = ratna.get(&world.path("keluhan?status=terlambat")).await;
    late.assert_says("K-0002").assert_silent_about("K-0001");
    budi.get(&world.path(&format!("keluhan-saya/{waits}"))).await.assert_says("Suku cadang");
}

#[tokio::test]
async fn neighbours_say_saya_juga_and_do_not_read_what_reporter_and_office_write() {
    let world = World::open().await;
    let mut budi = world.kit.melati.resident().await;
    let id = id_of(&world.report(&mut budi, 0).await);
    let own = world.path(&format!("keluhan-saya/{id}"));
    budi.post(&format!("{own}/saya-juga"), &[]).await.assert_status(409);
    // Somebody else reported it.
    let mut tx = world.kit.melati.tx().await;
    let other = world.kit.melati.person(tenancy::Role::Manager).account;
    sqlx::query("update complaint set reported_by = $1").bind(other).execute(&mut tx).await.unwrap();
    sqlx::query(
        "insert into complaint_event (event_id, complaint_id, kind, words)
         select gen_random_uuid(), complaint_id, 'reply', 'Telepon saya 0812' from complaint",
    )
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let page = budi.get(&own).await;
    page.assert_says("Saya juga").assert_silent_about("0812");
    budi.post(&format!("{own}/tulis"), &[("kata", "Halo")]).await.assert_status(404);
    budi.submit(&format!("{own}/saya-juga"), &[]).await.assert_says("1 warga lain juga");
    budi.submit(&format!("{own}/saya-juga"), &[]).await.assert_silent_about("1 warga lain juga");
    let list = budi.get(&world.path("keluhan-saya?tampil=umum")).await;
    list.assert_says("K-0001");
    budi.get(&world.path("keluhan-saya")).await.assert_silent_about("K-0001");
}

#[tokio::test]
async fn the_eleventh_complaint_of_a_day_and_the_seventh_photo_are_refused_in_words() {
    let world = World::open().await;
    let mut budi = world.kit.melati.resident().await;
    world.report(&mut budi, 7).await.assert_status(422).assert_says("Paling banyak enam foto");
    world.report_about(&mut budi, 0, "").await.assert_status(422).assert_says("Pilih tentang apa");
    for _ in 0..10 {
        id_of(&world.report(&mut budi, 0).await);
        world.kit.clock.turn(TimeDelta::minutes(10));
    }
    world.report(&mut budi, 0).await.assert_status(409).assert_says("10 keluhan dalam 24 jam");
    world.kit.clock.turn(TimeDelta::hours(25));
    id_of(&world.report(&mut budi, 0).await);
}

#[tokio::test]
async fn a_program_reports_lists_moves_and_comments() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let mine = world.kit.melati.api("complaints/mine");
    let new = json!({ "category": "water", "place": "Taman", "words": "Keran bocor" });
    let kept = budi.json(Method::POST, &mine, &new).await;
    kept.assert_status(201);
    let id = kept.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(kept.json()["number"], "K-0001");
    assert_eq!(budi.get(&mine).await.json()["items"][0]["state"], "received");
    let one = world.kit.melati.api(&format!("complaints/{id}"));
    let moved = ratna.json(Method::POST, &format!("{one}/moves"), &json!({ "step": "start" })).await;
    moved.assert_status(204);
    ratna.json(Method::POST, &format!("{one}/moves"), &json!({ "step": "confirm" })).await.assert_status(409);
    let note = json!({ "words": "Beli keran", "is_note": true });
    ratna.json(Method::POST, &format!("{one}/comments"), &note).await.assert_status(204);
    assert_eq!(ratna.get(&one).await.json()["state"], "working");
    budi.get(&world.path(&format!("keluhan-saya/{id}"))).await.assert_silent_about("Beli keran");
    let all = ratna.get(&world.kit.melati.api("complaints")).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
}
