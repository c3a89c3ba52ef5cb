//! What is kept, what is cleared away, and what a backup carries.

use chrono::TimeDelta;
use files::{Bytes, Files, Keeping, Tidied};
use futures_util::TryStreamExt as _;
use tempfile::TempDir;
use tenancy::Role;

use crate::{COMPLAINT_PHOTO, DOCUMENT, House, samples::png, upload};

#[tokio::test]
async fn names_that_climb_stay_in_the_folder() {
    let house = House::open().await;
    let melati = &house.kit.melati;
    for name in ["../../../tmp/jahat.pdf", "/etc/cron.d/jahat.pdf", r"..\..\jahat.pdf", "..", "a\0b.pdf"] {
        let id = house.store(melati, upload(DOCUMENT, name, b"%PDF-1.7".as_slice())).await;
        let mut tx = melati.tx().await;
        let info = house.files.info(&mut tx, id).await.unwrap();
        assert!(
            !info.name.contains(['/', '\\', '\0']) && !info.name.starts_with('.'),
            "{name}: {}",
            info.name
        );
    }
    assert_eq!(house.contents(), 5);
    let only = std::fs::read_dir(house.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect::<Vec<_>>();
    assert_eq!(only, [melati.id.to_string().as_str()]);
}

#[tokio::test]
async fn litter_of_a_rolled_back_form_goes_after_a_day_and_what_is_kept_stays() {
    let house = House::open().await;
    let (melati, mawar) = (&house.kit.melati, &house.kit.mawar);
    house.store(melati, upload(COMPLAINT_PHOTO, "tetap.png", png(40, 40))).await;
    house.store(mawar, upload(COMPLAINT_PHOTO, "tetangga.png", png(40, 40))).await;
    let mut tx = melati.tx().await;
    house.files.store(&mut tx, upload(COMPLAINT_PHOTO, "batal.png", png(40, 40))).await.unwrap();
    drop(tx);
    assert_eq!(house.contents(), 6, "each photo with its thumbnail");

    let scope = house.kit.store.job_scope(melati.id);
    assert_eq!(house.files.tidy(&scope).await.unwrap(), Tidied { erased: 0, litter: 0 });
    // The folder goes by the machine's clock; this house's clock is turned to well behind it.
    turn_past_today(&house);
    assert_eq!(house.files.tidy(&scope).await.unwrap(), Tidied { erased: 0, litter: 1 });
    assert_eq!(house.contents(), 4);
    assert_eq!(house.files.tidy(&scope).await.unwrap(), Tidied::default());
}

#[tokio::test]
async fn a_form_that_nobody_sends_loses_its_file_and_a_removed_file_is_erased_after_a_month() {
    let house = House::open().await;
    let melati = &house.kit.melati;
    let mut drafts = Vec::new();
    for name in ["dikirim.png", "ditinggal.png"] {
        let file = house.files.prepare(upload(COMPLAINT_PHOTO, name, png(40, 40))).await.unwrap();
        let mut tx = melati.tx().await;
        drafts.push(house.files.keep(&mut tx, file, Keeping::UntilAttached).await.unwrap());
        tx.commit().await.unwrap();
    }
    let mut tx = melati.tx().await;
    house.files.attach(&mut tx, drafts[0]).await.unwrap();
    tx.commit().await.unwrap();
    house.kit.clock.turn(TimeDelta::hours(25));
    let scope = house.kit.store.job_scope(melati.id);
    assert_eq!(house.files.tidy(&scope).await.unwrap().erased, 1);
    let mut tx = melati.tx().await;
    assert_eq!(house.files.totals(&mut tx).await.unwrap().files, 1);
    house.files.remove(&mut tx, drafts[0]).await.unwrap();
    tx.commit().await.unwrap();
    house.kit.clock.turn(TimeDelta::days(29));
    assert_eq!(house.files.tidy(&scope).await.unwrap().erased, 0);
    house.kit.clock.turn(TimeDelta::days(2));
    assert_eq!(house.files.tidy(&scope).await.unwrap().erased, 1);
    assert_eq!(house.contents(), 0);
    let mut tx = melati.tx().await;
    let names: Vec<String> = sqlx::query_scalar("select name from file").fetch_all(&mut tx).await.unwrap();
    assert_eq!(names, ["", ""], "the trace stays, the name does not");
}

#[tokio::test]
async fn each_complex_knows_how_much_it_keeps_and_the_operator_knows_all() {
    let house = House::open().await;
    let (melati, mawar) = (&house.kit.melati, &house.kit.mawar);
    house.store(melati, upload(DOCUMENT, "a.pdf", b"%PDF-1.7 ten".as_slice())).await;
    house.store(melati, upload(DOCUMENT, "b.pdf", b"%PDF-1.7 twenty".as_slice())).await;
    house.store(mawar, upload(DOCUMENT, "c.pdf", b"%PDF-1.7".as_slice())).await;
    let mut tx = melati.tx().await;
    let totals = house.files.totals(&mut tx).await.unwrap();
    assert_eq!((totals.complex, totals.files, totals.bytes), (melati.id, 2, 27));
    let mut tx = mawar.tx().await;
    assert_eq!(house.files.totals(&mut tx).await.unwrap().bytes, 8);
    let page = melati.signed_in(Role::Operator).await.get("/admin/berkas").await;
    let page = String::from_utf8(page.body).unwrap();
    for line in [format!("{} 2 27", melati.id), format!("{} 1 8", mawar.id)] {
        assert!(page.lines().any(|it| it == line), "{line} in\n{page}");
    }
    assert_eq!(melati.manager().await.get("/admin/berkas").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_backup_carries_every_content_and_puts_back_nothing_else() {
    let house = House::open().await;
    let (melati, mawar) = (&house.kit.melati, &house.kit.mawar);
    let letter = house.store(melati, upload(DOCUMENT, "a.pdf", b"%PDF-1.7 surat".as_slice())).await;
    house.store(mawar, upload(COMPLAINT_PHOTO, "b.png", png(40, 40))).await;
    std::fs::write(house.folder.path().join("catatan.txt"), "not ours").unwrap();

    let elsewhere = TempDir::new().unwrap();
    let restored = Files::open(elsewhere.path()).unwrap();
    let all: Vec<_> = house.files.everything().try_collect().await.unwrap();
    assert_eq!(all.len(), 3);
    for kept in &all {
        let content = house.files.read(kept).await.unwrap();
        assert_eq!(content.len() as u64, kept.size_bytes);
        assert!(restored.put_back(&kept.path, content).await.unwrap());
    }
    let mut tx = melati.tx().await;
    assert_eq!(restored.content(&mut tx, letter).await.unwrap(), Bytes::from_static(b"%PDF-1.7 surat"));
    for path in ["../jahat", "/etc/passwd", "catatan.txt", &format!("{}/../../jahat", melati.id)] {
        assert!(!restored.put_back(path, Bytes::from_static(b"x")).await.unwrap(), "{path}");
    }
}

/// The clock of the house stands on a day of November 2026; the machine's may be far ahead.
pub fn turn_past_today(house: &House) {
    let real = kernel::Clock::system().now();
    let behind = real - house.kit.clock.now();
    house.kit.clock.turn(behind.max(TimeDelta::zero()) + TimeDelta::days(2));
}
