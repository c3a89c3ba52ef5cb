//! The same files in a bucket. moto's server speaks S3: `bin/test` installs it beside tests/moto (pinned there) and says so in
//! FILES_MOTO; a plain cargo run tries it where it is installed.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use chrono::TimeDelta;
use files::{Bucket, Bytes, CannotStore, Files, Reach, Tidied};
use futures_util::TryStreamExt as _;
use kernel::FileId;
use tempfile::TempDir;

use crate::{COMPLAINT_PHOTO, DOCUMENT, House, keeping::turn_past_today, samples::png, upload};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/moto");

/// Ends with the test, since its input closes.
struct Moto {
    process: Child,
    address: String,
}

impl Moto {
    fn open() -> Option<Self> {
        if !Path::new(FOLDER).join(".venv/.installed").exists() {
            assert!(std::env::var_os("FILES_MOTO").is_none(), "bin/test did not install {FOLDER}/.venv");
            return None;
        }
        let mut python = Command::new(format!("{FOLDER}/.venv/bin/python"));
        python.arg("serve.py").current_dir(FOLDER).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = python.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Some(Self { process, address: address.trim().to_owned() })
    }

    fn files(&self, reach: Reach) -> Files {
        bucket(&format!("{}/melati", self.address), reach)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn bucket(address: &str, reach: Reach) -> Files {
    let bucket =
        Bucket { address: address.to_owned(), key: "id:secret".to_owned(), region: "auto".to_owned(), reach };
    Files::open_bucket(&bucket).unwrap()
}

async fn house_over(files: Files) -> House {
    House::over(files, TempDir::new().unwrap()).await
}

async fn names(files: &Files) -> Vec<String> {
    let mut names: Vec<_> = files.everything().map_ok(|kept| kept.path).try_collect().await.unwrap();
    names.sort();
    names
}

#[tokio::test]
async fn a_letter_is_fetched_from_the_bucket_and_a_thumbnail_from_us() {
    let Some(moto) = Moto::open() else { return };
    let house = house_over(moto.files(Reach::Browsers)).await;
    let (melati, store) = (&house.kit.melati, &house.kit.store);
    let letter = house.store(melati, upload(DOCUMENT, "surat RT.pdf", b"%PDF-1.7 surat".as_slice())).await;
    let photo = house.store(melati, upload(COMPLAINT_PHOTO, "lampu.png", png(800, 400))).await;
    let mut stranger = house.kit.stranger();

    let sent = stranger.get(&files::link(store, melati.id, letter)).await;
    assert_eq!(sent.status.as_u16(), 307);
    assert_eq!(sent.headers["cache-control"], "private, max-age=240");
    let address = sent.headers["location"].to_str().unwrap();
    assert!(address.starts_with(&format!("{}/melati/{}/{letter}?", moto.address, melati.id)), "{address}");
    assert!(address.contains("X-Amz-Expires=300&"), "{address}");
    let came = reqwest::get(address).await.unwrap();
    assert_eq!(came.status().as_u16(), 200);
    assert_eq!(came.headers()["content-type"], "application/pdf");
    assert_eq!(
        came.headers()["content-disposition"],
        "attachment; filename=\"surat_RT.pdf\"; filename*=UTF-8''surat%20RT.pdf"
    );
    assert_eq!(came.bytes().await.unwrap(), b"%PDF-1.7 surat".as_slice());

    let small = stranger.get(&files::thumbnail_link(store, melati.id, photo)).await;
    assert_eq!(small.status.as_u16(), 200);
    assert_eq!(image::load_from_memory(&small.body).unwrap().width(), 320);
    let neighbour = stranger.get(&files::link(store, house.kit.mawar.id, letter)).await;
    assert_eq!(neighbour.status.as_u16(), 404);
}

#[tokio::test]
async fn a_bucket_that_browsers_cannot_reach_gives_its_contents_through_us() {
    let Some(moto) = Moto::open() else { return };
    let house = house_over(moto.files(Reach::Server)).await;
    let (melati, store) = (&house.kit.melati, &house.kit.store);
    let letter = house.store(melati, upload(DOCUMENT, "surat.pdf", b"%PDF-1.7 surat".as_slice())).await;
    let page = house.kit.stranger().get(&files::link(store, melati.id, letter)).await;
    assert_eq!(page.status.as_u16(), 200);
    assert_eq!(page.headers["content-type"], "application/pdf");
    assert_eq!(page.body, b"%PDF-1.7 surat");
}

#[tokio::test]
async fn litter_and_removed_files_leave_the_bucket_and_a_backup_brings_them_back() {
    let Some(moto) = Moto::open() else { return };
    let house = house_over(moto.files(Reach::Browsers)).await;
    let melati = &house.kit.melati;
    let stays = house.store(melati, upload(DOCUMENT, "tetap.pdf", b"%PDF-1.7 tetap".as_slice())).await;
    let goes = house.store(melati, upload(COMPLAINT_PHOTO, "pergi.png", png(40, 40))).await;
    let mut tx = melati.tx().await;
    house.files.store(&mut tx, upload(DOCUMENT, "batal.pdf", b"%PDF-1.7 batal".as_slice())).await.unwrap();
    drop(tx);
    assert_eq!(names(&house.files).await.len(), 4, "two letters, a photo and its thumbnail");

    let scope = house.kit.store.job_scope(melati.id);
    turn_past_today(&house);
    assert_eq!(house.files.tidy(&scope).await.unwrap(), Tidied { erased: 0, litter: 1 });
    let mut tx = melati.tx().await;
    house.files.remove(&mut tx, goes).await.unwrap();
    tx.commit().await.unwrap();
    house.kit.clock.turn(TimeDelta::days(31));
    assert_eq!(house.files.tidy(&scope).await.unwrap(), Tidied { erased: 1, litter: 0 });
    assert_eq!(names(&house.files).await, [format!("{}/{stays}", melati.id)]);

    let kept: Vec<_> = house.files.everything().try_collect().await.unwrap();
    let content = house.files.read(&kept[0]).await.unwrap();
    assert_eq!(content, b"%PDF-1.7 tetap".as_slice());
    let folder = TempDir::new().unwrap();
    let elsewhere = Files::open(folder.path()).unwrap();
    assert!(elsewhere.put_back(&kept[0].path, content).await.unwrap());
    assert!(house.files.put_back(&kept[0].path, Bytes::from_static(b"%PDF-1.7 lain")).await.unwrap());
    assert_eq!(names(&elsewhere).await, names(&house.files).await);
}

/// Nobody listens on port 1.
#[tokio::test]
async fn a_bucket_that_is_away_refuses_uploads_with_a_sentence_and_downloads_may_be_repeated() {
    let house = house_over(bucket("http://127.0.0.1:1/melati", Reach::Server)).await;
    let (melati, store) = (&house.kit.melati, &house.kit.store);
    let mut tx = melati.tx().await;
    let letter = upload(DOCUMENT, "surat.pdf", b"%PDF-1.7".as_slice());
    let refused = house.files.store(&mut tx, letter).await.unwrap_err();
    assert!(matches!(refused, CannotStore::Storage(_)) && !refused.is_about_the_file(), "{refused:?}");
    drop(tx);

    let id = FileId::new(store.now());
    let mut tx = melati.tx().await;
    sqlx::query(
        "insert into file (file_id, purpose, name, media_type, size_bytes, thumbnail_bytes, sha256, attached_at)
         values ($1, 'document', 'surat.pdf', 'application/pdf', 8, 0, sha256('surat'), scope_now())",
    )
    .bind(id.uuid())
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let page = house.kit.stranger().get(&files::link(store, melati.id, id)).await;
    assert_eq!(page.status.as_u16(), 503);
}
