//! Transfers: suggested by the code in the amount, for several units, verified by other eyes.

use crate::{
    cash::chosen,
    home::{World, hidden},
};

pub async fn write_down(
    world: &World,
    client: &mut testkit::Client,
    amount: &str,
    units: &[(&str, &str)],
    reference: &str,
) -> testkit::Page {
    let path = world.melati.path("pembayaran/transfer");
    let form = client.get(&path).await;
    let (id, account) = (hidden(&form, "id"), chosen(&form));
    let mut fields = vec![
        ("id", id.as_str()),
        ("jumlah", amount),
        ("tanggal", "2026-11-20"),
        ("pengirim", "BUDI SANTOSO"),
        ("referensi", reference),
        ("akun", account.as_str()),
    ];
    for (unit, part) in units {
        fields.extend([("unit", *unit), ("bagian", *part)]);
    }
    client.post(&path, &fields).await
}

#[tokio::test]
async fn the_code_in_the_amount_names_the_house_and_its_surplus_is_titipan() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let november = world.bill(unit, "A-12", 11, 150_000).await;
    let mut ratna = world.melati.manager().await;
    // Accounts and codes open with the first look.
    let mut tx = world.tx().await;
    let code = dues::settle::unique_codes(&mut tx, &[unit]).await.unwrap()[0];
    tx.commit().await.unwrap();
    let amount = 150_000 + i64::from(code);
    let page = ratna.get(&world.melati.path(&format!("pembayaran/transfer?jumlah={amount}"))).await;
    page.assert_says("Kode unik cocok dengan A-12").assert_says("value=\"A-12\"");
    let saved = write_down(&world, &mut ratna, &amount.to_string(), &[("a12", "")], "FT123").await;
    let payment = saved.location().unwrap();
    ratna.get(&payment).await.assert_says("Menunggu").assert_says("Anda catat sendiri");
    assert_eq!(world.open_of(november).await, 150_000, "nothing is settled before somebody verifies");
    let own = ratna.post(&format!("{payment}/cocokkan"), &[]).await;
    own.assert_status(409).assert_says("oleh orang lain");
    let mut siti = world.melati.treasurer().await;
    siti.submit(&format!("{payment}/cocokkan"), &[]).await.assert_says("Kuitansi KW-2026-000001 terbit");
    assert_eq!((world.open_of(november).await, world.credit_of(unit).await), (0, i64::from(code)));
    siti.post(&format!("{payment}/cocokkan"), &[]).await.assert_status(409).assert_says("sudah diputuskan");
    world.assert_kept().await;
}

#[tokio::test]
async fn one_transfer_pays_for_three_houses_and_its_parts_must_add_up() {
    let world = World::open().await;
    let mut invoices = Vec::new();
    for code in ["A-1", "A-2", "A-3"] {
        let unit = world.house(code, None).await;
        invoices.push(world.bill(unit, code, 11, 100_000).await);
    }
    let mut ratna = world.melati.manager().await;
    let wrong = [("A-1", "100.000"), ("A-2", "100.000"), ("A-3", "50.000")];
    write_down(&world, &mut ratna, "300.000", &wrong, "")
        .await
        .assert_status(422)
        .assert_says("harus sama dengan");
    let twice = [("A-1", "100.000"), ("a1", "")];
    write_down(&world, &mut ratna, "300.000", &twice, "")
        .await
        .assert_status(422)
        .assert_says("tertulis dua kali");
    let right = [("A-1", "100.000"), ("A-2", "80.000"), ("A-3", "")];
    let payment = write_down(&world, &mut ratna, "300.000", &right, "FT9").await.location().unwrap();
    let mut siti = world.melati.treasurer().await;
    siti.submit(&format!("{payment}/cocokkan"), &[]).await.assert_says("terbit");
    let mut open = Vec::new();
    for invoice in invoices {
        open.push(world.open_of(invoice).await);
    }
    assert_eq!(open, [0, 20_000, 0]);
    world.assert_kept().await;
}

#[tokio::test]
async fn the_same_reference_again_is_pointed_at_and_a_rejected_transfer_says_why() {
    let world = World::open().await;
    world.house("A-12", None).await;
    let mut ratna = world.melati.manager().await;
    write_down(&world, &mut ratna, "150.000", &[("A-12", "")], "FT77").await.assert_status(303);
    let second = write_down(&world, &mut ratna, "150.000", &[("A-12", "")], "ft77").await.location().unwrap();
    let mut siti = world.melati.treasurer().await;
    siti.get(&second)
        .await
        .assert_says("Mungkin transfer yang sama")
        .assert_says("nomor referensi yang sama");
    let asked = siti.submit(&format!("{second}/tanya"), &[("alasan", "untuk bulan apa?")]).await;
    asked.assert_says("Perlu keterangan");
    let rejected = siti.submit(&format!("{second}/tolak"), &[("alasan", "sama dengan yang pertama")]).await;
    rejected.assert_says("Ditolak").assert_says("sama dengan yang pertama");
    let list = siti.get(&world.melati.path("pembayaran?status=rejected")).await;
    list.assert_says("BUDI SANTOSO");
    siti.get(&world.melati.path("pembayaran?status=verified")).await.assert_silent_about("BUDI SANTOSO");
    world.assert_kept().await;
}

#[tokio::test]
async fn budi_sees_what_to_transfer_and_nobody_elses_payment() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.owned(unit).await;
    world.bill(unit, "A-12", 11, 150_000).await;
    let other = world.house("B-1", None).await;
    let mut budi = world.melati.resident().await;
    let page = budi.get(&world.melati.path("bayar")).await;
    page.assert_status(200)
        .assert_says("Transfer tepat sebesar")
        .assert_says("150.001")
        .assert_says("kode unik 001");
    let mut siti = world.melati.treasurer().await;
    let own = crate::cash::pay(&world, &mut siti, unit, "150.000").await;
    let theirs = crate::cash::pay(&world, &mut siti, other, "90.000").await;
    let list = budi.get(&world.melati.path("kuitansi-saya")).await;
    list.assert_says("KW-2026-000001").assert_silent_about("KW-2026-000002");
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    budi.get(&world.melati.path(&format!("bayar/{}", id(&own)))).await.assert_says("Ini kuitansi Anda.");
    budi.get(&world.melati.path(&format!("bayar/{}", id(&theirs)))).await.assert_status(404);
    budi.get(&own).await.assert_status(403);
}
