//! Generated histories: what the gateway does to an order, and what of it arrives how often, in which order, forged, or
//! while we die. The decisions are the real ones ([`Notice`], [`step`]); beside them runs a model that only remembers what
//! the gateway last answered. `KLUSTERA_HISTORIES=100000` for the long run; tests/it/histories.rs does the same through
//! the database.

use midtrans::{Fraud, Meaning, ServerKey, Status, signature};

use super::model::{Said, Standing, State, Step, step};
use crate::hook::{Notice, Signature};

const AMOUNT: i64 = 150_000;
const FEE: i64 = 4_000;

/// Small and seeded, so that a number names a history.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[usize::try_from(self.roll(all.len() as u64)).unwrap()]
    }
}

/// What is true at the gateway.
struct Gateway {
    word: &'static str,
    fraud: &'static str,
    refunded: i64,
}

impl Gateway {
    /// Something happens to the payment: mostly what may, now and then what should not.
    fn moves(&mut self, dice: &mut Dice) {
        let next = match self.word {
            "pending" => {
                dice.of(&["settlement", "settlement", "capture", "deny", "expire", "cancel", "failure"])
            }
            "settlement" => dice.of(&["partial_refund", "refund", "chargeback", "deny", "teleported"]),
            "partial_refund" => dice.of(&["partial_refund", "refund"]),
            "capture" => dice.of(&["settlement", "cancel", "capture"]),
            "expire" => dice.of(&["settlement", "pending"]),
            _ => dice.of(&["pending", "settlement", "expire"]),
        };
        self.fraud = if next == "capture" { dice.of(&["challenge", "accept"]) } else { "accept" };
        self.refunded = match next {
            "partial_refund" => (self.refunded + 30_000).min(AMOUNT + FEE),
            "refund" => AMOUNT + FEE,
            _ => 0,
        };
        self.word = next;
    }

    fn answer(&self) -> Said {
        Said {
            status: self.word.to_owned(),
            meaning: Meaning::of(&Status::of(self.word), &Fraud::of(self.fraud)),
            gross: Some(AMOUNT + FEE),
            currency: "IDR".to_owned(),
            refunded: Some(self.refunded),
            settled_on: None,
        }
    }

    fn message(&self, key: &ServerKey) -> Vec<u8> {
        let signed = signature("KLS-1", "200", "154000.00", key);
        let text = serde_json::json!({
            "order_id": "KLS-1", "status_code": "200", "gross_amount": "154000.00",
            "transaction_status": self.word, "signature_key": signed,
        });
        text.to_string().into_bytes()
    }
}

/// The model: the last answer that said something about money decides.
#[derive(Default)]
struct Model {
    booked: i64,
}

impl Model {
    fn hears(&mut self, gateway: &Gateway) {
        match (gateway.word, gateway.fraud) {
            ("settlement", _) | ("capture", "accept") => self.booked = AMOUNT,
            ("partial_refund" | "refund", _) => {
                self.booked = (AMOUNT + FEE - gateway.refunded).clamp(0, AMOUNT);
            }
            ("deny" | "cancel" | "failure" | "chargeback", _) => self.booked = 0,
            _ => {}
        }
    }
}

/// What our database says, as far as this attempt goes.
struct Ours {
    standing: Standing,
    /// A job is there that asks.
    is_planned: bool,
}

impl Ours {
    fn asks(&mut self, gateway: &Gateway, model: &mut Model) {
        self.is_planned = false;
        model.hears(gateway);
        let said = gateway.answer();
        match step(self.standing, &said) {
            Step::Nothing => {}
            Step::Stand(state) => self.standing.state = state,
            Step::Park(_) => self.standing.state = State::Parked,
            Step::Book(state, target) => {
                assert_ne!(target, self.standing.booked);
                (self.standing.state, self.standing.booked) = (state, target);
            }
        }
        // The same answer again moves nothing.
        assert!(matches!(step(self.standing, &said), Step::Nothing | Step::Park(_)));
    }

    /// Answers whether the gateway got its 200.
    fn hears(&mut self, body: &[u8], dies: u64, gateway: &Gateway, model: &mut Model) -> bool {
        let key = ServerKey::new("SB-Mid-server-UJI");
        if Notice::read(body, [&key].into_iter()).signature != Signature::Good {
            return true;
        }
        if dies == 0 {
            return false;
        }
        // Kept and planned in one transaction; what follows may be lost with the process.
        self.is_planned = true;
        if dies > 1 {
            self.asks(gateway, model);
        }
        // Dead before the question, after the answer was committed but not told, or alive.
        self.is_planned |= dies == 2;
        dies > 2
    }
}

#[test]
fn however_messages_come_and_wherever_we_die_the_books_say_what_the_gateway_answered() {
    let histories = std::env::var("KLUSTERA_HISTORIES").ok().and_then(|text| text.parse().ok());
    for seed in 0..histories.unwrap_or(10_000) {
        one(seed);
    }
}

fn one(seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
    let key = ServerKey::new("SB-Mid-server-UJI");
    let mut gateway = Gateway { word: "pending", fraud: "accept", refunded: 0 };
    let standing = Standing { state: State::Made, booked: 0, amount: AMOUNT, fee: FEE };
    let (mut ours, mut model) = (Ours { standing, is_planned: true }, Model::default());
    let mut under_way: Vec<Vec<u8>> = Vec::new();
    let mut is_told = true;
    for _ in 0..6 + dice.roll(14) {
        match dice.roll(5) {
            0 | 1 => {
                gateway.moves(&mut dice);
                let copies = dice.roll(4);
                is_told = copies > 0;
                (0..copies).for_each(|_| under_way.push(gateway.message(&key)));
            }
            2 if !under_way.is_empty() => {
                let at = usize::try_from(dice.roll(under_way.len() as u64)).unwrap();
                let body = under_way.swap_remove(at);
                if !ours.hears(&body, dice.roll(6), &gateway, &mut model) {
                    under_way.push(body);
                }
            }
            3 => {
                let before = ours.standing;
                let forged = gateway.message(&ServerKey::new("SB-Mid-server-ORANG-LAIN"));
                assert!(ours.hears(&forged, 6, &gateway, &mut model));
                assert_eq!(ours.standing, before, "history {seed}: a forgery moved something");
            }
            _ if ours.is_planned || ours.standing.state.waits() => ours.asks(&gateway, &mut model),
            _ => {}
        }
        assert!((0..=AMOUNT).contains(&ours.standing.booked), "history {seed}");
    }
    while let Some(body) = under_way.pop() {
        assert!(ours.hears(&body, 6, &gateway, &mut model));
    }
    if ours.is_planned || ours.standing.state.waits() {
        ours.asks(&gateway, &mut model);
    }
    assert_eq!(ours.standing.booked, model.booked, "history {seed}");
    // Whoever was told the last thing says what is true, and not only what was once answered.
    if is_told {
        let mut truth = Model { booked: ours.standing.booked };
        truth.hears(&gateway);
        assert_eq!(ours.standing.booked, truth.booked, "history {seed}: the last word");
    }
}
