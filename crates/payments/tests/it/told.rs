//! Whoever paid hears of it without asking.

use crate::home::World;

async fn work(world: &World) {
    let (owner, tools) = (&world.kit.owner_options, jobs::Tools::new());
    jobs::run_all_now(&payments::jobs(), owner, &world.kit.store, &tools, &[world.melati.id]).await.unwrap();
}

/// What Budi's bell says, sorted.
async fn told(world: &World) -> Vec<String> {
    let mut tx = world.tx().await;
    let rows: Vec<(String, serde_json::Value)> = sqlx::query_as(
        "select n.kind, n.facts from notice n join notice_delivery d using (complex_id, notice_id)
          where d.channel = 'app'",
    )
    .fetch_all(&mut tx)
    .await
    .unwrap();
    let fact = |facts: &serde_json::Value, name: &str| {
        facts.get(name).map_or_else(String::new, |fact| fact.to_string().replace('"', ""))
    };
    let mut told: Vec<String> = rows
        .iter()
        .map(|(kind, facts)| {
            let said = ["step", "amount", "unit", "subject", "excerpt"].map(|name| fact(facts, name));
            format!("{kind}: {}", said.join(" | "))
        })
        .collect();
    told.sort_unstable();
    told
}

#[tokio::test]
async fn budi_pays_cash_at_the_door_and_his_bell_knows_the_receipt_and_later_that_it_was_taken_back() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.owned(unit).await;
    world.bill(unit, "A-12", 11, 150_000).await;
    let mut siti = world.melati.treasurer().await;
    let payment = crate::cash::pay(&world, &mut siti, unit, "150.000").await;
    work(&world).await;
    work(&world).await;
    let received = "payment_moved: received | 150000 | A-12 | KW-2026-000001 | ";
    assert_eq!(told(&world).await, [received], "once, however often the worker comes");
    world.melati.manager().await.submit(&format!("{payment}/batal"), &[("alasan", "uangnya palsu")]).await;
    work(&world).await;
    let reversed = "payment_moved: reversed | 150000 | A-12 | KW-2026-000001 | uangnya palsu";
    assert_eq!(told(&world).await, [received, reversed]);
}

#[tokio::test]
async fn a_transfer_that_is_asked_about_and_rejected_tells_its_house_both_times_with_the_words_of_the_treasurer()
 {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.owned(unit).await;
    let mut ratna = world.melati.manager().await;
    let payment = crate::transfer::write_down(&world, &mut ratna, "150.000", &[("A-12", "")], "FT77").await;
    let payment = payment.location().unwrap();
    work(&world).await;
    assert!(told(&world).await.is_empty(), "nothing has happened to it yet");
    let mut siti = world.melati.treasurer().await;
    siti.submit(&format!("{payment}/tanya"), &[("alasan", "untuk bulan apa?")]).await;
    siti.submit(&format!("{payment}/tolak"), &[("alasan", "tidak ada di rekening")]).await;
    work(&world).await;
    let rejected = "payment_moved: rejected | 150000 | A-12 |  | tidak ada di rekening";
    let asked = "payment_moved: asked | 150000 | A-12 |  | untuk bulan apa?";
    assert_eq!(told(&world).await, [asked, rejected]);
}
