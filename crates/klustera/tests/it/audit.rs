//! Who changed what, when, in which request: written by the database, through the page that people use.

use sqlx::Row as _;
use tenancy::Role;
use testkit::Kit;

#[tokio::test]
async fn changes_are_written_down_with_who_when_before_and_after() {
    let kit = Kit::open(klustera::rooms::routes()).await;
    let mut manager = kit.melati.manager().await;
    let page = manager
        .post(
            &kit.melati.path("pengaturan"),
            &[("nama", "Griya Melati Indah"), ("kota", "Depok"), ("zona", "wib")],
        )
        .await;
    page.assert_status(303);
    let row = sqlx::query(
        "select account_id, at, before ->> 'name' as before, after ->> 'name' as after, request_id is not null as traced
           from audit_entry where complex_id = $1 and table_name = 'complex'",
    )
    .bind(kit.melati.id)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    assert_eq!(row.get::<kernel::AccountId, _>("account_id"), kit.melati.person(Role::Manager).account);
    assert_eq!(row.get::<kernel::Instant, _>("at"), kit.clock.now());
    assert_eq!(row.get::<String, _>("before"), "Griya Melati");
    assert_eq!(row.get::<String, _>("after"), "Griya Melati Indah");
    assert!(row.get::<bool, _>("traced"));
}
