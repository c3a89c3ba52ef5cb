//! A link opens one file of one complex, and nothing runs behind it.

use kernel::FileId;
use tenancy::{Store, Ticket};
use testkit::Page;

use crate::{COMPLAINT_PHOTO, DOCUMENT, House, samples::png, upload};

fn header<'p>(page: &'p Page, name: &str) -> &'p str {
    page.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn whoever_holds_the_link_gets_the_file_to_save_and_never_to_run() {
    let house = House::open().await;
    let melati = &house.kit.melati;
    let id =
        house.store(melati, upload(DOCUMENT, "../../surat \"RT\".pdf", b"%PDF-1.7 surat".as_slice())).await;
    let page = house.kit.stranger().get(&files::link(&house.kit.store, melati.id, id)).await;
    assert_eq!(page.status.as_u16(), 200);
    assert_eq!(page.body, b"%PDF-1.7 surat");
    assert_eq!(header(&page, "content-type"), "application/pdf");
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    let disposition = header(&page, "content-disposition");
    assert_eq!(disposition, "attachment; filename=\"surat_RT.pdf\"; filename*=UTF-8''surat%20RT.pdf");
    assert!(header(&page, "content-security-policy").contains("default-src"));
    assert!(header(&page, "cache-control").starts_with("private"));
}

#[tokio::test]
async fn a_photo_has_a_small_one_beside_it_and_a_letter_has_not() {
    let house = House::open().await;
    let (melati, store) = (&house.kit.melati, &house.kit.store);
    let photo = house.store(melati, upload(COMPLAINT_PHOTO, "lampu.png", png(800, 400))).await;
    let letter = house.store(melati, upload(DOCUMENT, "surat.pdf", b"%PDF-1.7 surat".as_slice())).await;
    let mut stranger = house.kit.stranger();
    let small = stranger.get(&files::thumbnail_link(store, melati.id, photo)).await;
    let small = image::load_from_memory(&small.body).unwrap();
    assert_eq!((small.width(), small.height()), (320, 160));
    let none = stranger.get(&files::thumbnail_link(store, melati.id, letter)).await;
    assert_eq!(none.status.as_u16(), 404);
}

/// A link of another kind, signed with our own key.
enum Invitation {}

impl tenancy::TicketKind for Invitation {
    const NAME: &'static str = "invitation";
}

#[tokio::test]
async fn a_link_of_the_neighbours_of_another_kind_or_made_up_opens_nothing() {
    let house = House::open().await;
    let (melati, mawar, store) = (&house.kit.melati, &house.kit.mawar, &house.kit.store);
    let id = house.store(melati, upload(COMPLAINT_PHOTO, "lampu.png", png(40, 40))).await;
    let real = files::link(store, melati.id, id);
    let mut forged = real.clone().into_bytes();
    let last = forged.len() - 2;
    forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
    let links = [
        files::link(store, mawar.id, id),
        files::link(store, melati.id, FileId::new(store.now())),
        String::from_utf8(forged).unwrap(),
        format!("/berkas/{}", sealed_as_invitation(store, melati.id, id)),
        "/berkas/..%2f..%2fetc%2fpasswd".to_owned(),
        format!("/berkas/{id}"),
    ];
    let mut stranger = house.kit.stranger();
    for link in &links {
        assert_eq!(stranger.get(link).await.status.as_u16(), 404, "{link}");
    }
    assert_eq!(stranger.get(&real).await.status.as_u16(), 200);
}

fn sealed_as_invitation(store: &Store, complex: kernel::ComplexId, id: FileId) -> String {
    Ticket::<Invitation>::seal(store, complex, id.uuid())
}

#[tokio::test]
async fn a_removed_file_is_gone_at_once() {
    let house = House::open().await;
    let (melati, store) = (&house.kit.melati, &house.kit.store);
    let id = house.store(melati, upload(COMPLAINT_PHOTO, "lampu.png", png(40, 40))).await;
    let mut tx = melati.tx().await;
    house.files.remove(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.kit.stranger().get(&files::link(store, melati.id, id)).await.status.as_u16(), 404);
    let mut neighbour = house.kit.mawar.tx().await;
    assert!(house.files.info(&mut neighbour, id).await.is_err());
}
