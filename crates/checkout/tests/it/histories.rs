//! Generated histories: what the gateway does to a few orders, and what of it is heard how often and in which order, each
//! compared with a model of what the books have to say in the end. `KLUSTERA_HISTORIES=100000` for the long run.

use std::collections::HashMap;

use crate::world::World;

/// Small and seeded, so that a number names a history.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// The model: what is true at the gateway, and what the last question about an order was answered with.
#[derive(Clone, Debug, Default)]
struct Truth {
    booked: i64,
}

impl Truth {
    /// The gateway was asked and said this word with so much given back.
    fn heard(&mut self, word: &str, refunded: i64, amount: i64) {
        self.booked = match word {
            "settlement" | "capture" => amount,
            "partial_refund" => amount - refunded,
            "refund" | "chargeback" | "deny" | "cancel" | "failure" => 0,
            _ => self.booked,
        };
    }
}

const WORDS: [&str; 9] = [
    "pending",
    "settlement",
    "settlement",
    "capture",
    "expire",
    "deny",
    "cancel",
    "partial_refund",
    "chargeback",
];

#[tokio::test]
async fn whatever_is_heard_in_whatever_order_the_books_say_what_the_gateway_says() {
    let histories: u64 =
        std::env::var("KLUSTERA_HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let world = World::open().await;
    for seed in 0..histories {
        one(&world, seed).await;
    }
    world.assert_kept().await;
}

async fn one(world: &World, seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
    let code = format!("H-{seed}");
    let unit = world.house(&code).await;
    let amount = 50_000 + i64::try_from(dice.roll(9)).unwrap() * 10_000;
    world.bill(unit, &code, 11, amount).await;
    let link = world.link(unit).await;
    let mut orders = vec![world.ask_for(&link, "qris").await];
    if dice.roll(2) == 0 {
        orders.push(world.ask_for(&link, "bca").await);
    }
    let mut model: HashMap<String, Truth> = HashMap::new();
    for _ in 0..3 + dice.roll(5) {
        let order = orders[usize::try_from(dice.roll(orders.len() as u64)).unwrap()].clone();
        let word = WORDS[usize::try_from(dice.roll(9)).unwrap()];
        let refunded = if word == "partial_refund" { 20_000 } else { 0 };
        world.gateway.change(&order, |known| {
            known.status = word.to_owned();
            known.refunded = refunded;
        });
        match dice.roll(5) {
            // Lost: nobody hears of it until something else is heard.
            0 => continue,
            // Forged: refused, and nothing is asked.
            1 => {
                let mut forged = world.gateway.message(&order, word);
                forged["signature_key"] = serde_json::json!("0".repeat(128));
                world.notify(&forged).await.assert_status(403);
                continue;
            }
            // A message with another word: the answer counts.
            2 => _ = world.notify(&world.gateway.message(&order, "pending")).await,
            // Twice.
            3 => {
                world.notify(&world.gateway.message(&order, word)).await;
                world.notify(&world.gateway.message(&order, word)).await;
            }
            _ => _ = world.notify(&world.gateway.message(&order, word)).await,
        }
        model.entry(order).or_default().heard(word, refunded, amount);
    }
    let booked = "select coalesce(sum(b.amount), 0)::bigint from attempt_booking b
                    join payment_attempt a using (complex_id, attempt_id) where a.unit_id = $1";
    let wanted: i64 = model.values().map(|truth| truth.booked).sum();
    assert_eq!(world.figure(booked, unit.uuid()).await, wanted, "history {seed}");
    let open = "select coalesce(sum(open), 0)::bigint from invoice where unit_id = $1";
    assert_eq!(world.figure(open, unit.uuid()).await, (amount - wanted).max(0), "history {seed}: open");
    assert_eq!(world.credit_of(unit).await, (wanted - amount).max(0), "history {seed}: titipan");
}
