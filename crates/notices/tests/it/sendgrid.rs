//! Letters by SendGrid's API, and its signed news about them.

use axum::{Extension, Router, body::Body};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use jobs::{Job as _, Tools};
use notices::{Mailer, SendDue, SendGridKeys};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

use crate::world::{World, day};

/// Everything of a P-256 key in SPKI that is the same for all of them.
const SPKI: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";

struct SendGrid {
    world: World,
    mailer: Mailer,
    site: Router,
    pair: EcdsaKeyPair,
}

impl SendGrid {
    async fn open() -> Self {
        let world = World::open().await;
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        let mut spki = STANDARD.decode(format!("{SPKI}AAAA")).unwrap();
        spki.truncate(26);
        spki.extend_from_slice(pair.public_key().as_ref());
        let news = STANDARD.encode(spki);
        let keys = SendGridKeys { key: "SG.kunci", news: Some(&news), home: Some(&world.carrier.address) };
        let sender = "Klustera <surat@klustera.test>";
        let mailer = Mailer::by_sendgrid(&keys, sender, world.kit.store.clone()).unwrap();
        let site = world.kit.site.clone().layer(Extension(mailer.clone()));
        Self { world, mailer, site, pair }
    }

    async fn pump(&self) {
        let scope = self.world.kit.store.job_scope(self.world.melati.id);
        SendDue::default().run(scope, &Tools::new().with(self.mailer.clone())).await.unwrap();
    }

    /// Budi is reminded; what SendGrid was told.
    async fn reminded(&self) -> Value {
        let (unit, person) = self.world.budi().await;
        self.world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
        self.world.remind(&[unit]).await;
        self.pump().await;
        self.last()
    }

    fn last(&self) -> Value {
        let (path, body) = self.world.carrier.heard().pop().unwrap();
        assert_eq!(path, "/v3/mail/send");
        serde_json::from_str(&body).unwrap()
    }

    async fn says(&self, body: &str, signature: &str) -> u16 {
        let request = http::Request::post("/webhook/sendgrid")
            .header("host", "klustera.test")
            .header("content-type", "application/json")
            .header("x-twilio-email-event-webhook-signature", signature)
            .header("x-twilio-email-event-webhook-timestamp", "1600112502")
            .body(Body::from(body.to_owned()))
            .unwrap();
        tower::ServiceExt::oneshot(self.site.clone(), request).await.unwrap().status().as_u16()
    }

    fn signed(&self, body: &str) -> String {
        let said = format!("1600112502{body}");
        STANDARD.encode(self.pair.sign(&SystemRandom::new(), said.as_bytes()).unwrap())
    }

    async fn news(&self, of: &Value, events: &[&str]) {
        let said = |event: &&str| {
            let mut said = of["personalizations"][0]["custom_args"].clone();
            said["event"] = (*event).into();
            said["email"] = "budi@melati.example".into();
            said["reason"] = "550 5.1.1 <budi@melati.example> unknown user".into();
            said
        };
        let body = json!(events.iter().map(said).collect::<Vec<_>>()).to_string() + "\r\n";
        assert_eq!(self.says(&body, &self.signed(&body)).await, 200);
    }

    async fn fate(&self) -> (String, String) {
        self.world.fates().await.remove(0)
    }
}

#[tokio::test]
async fn a_letter_says_which_delivery_it_is_and_signed_news_moves_that_one_forward() {
    let sendgrid = SendGrid::open().await;
    let letter = sendgrid.reminded().await;
    assert_eq!(letter["subject"], "Iuran A-12 terlambat 12 hari · Griya Melati");
    assert_eq!(letter["from"]["email"], "surat@klustera.test");
    assert_eq!(letter["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    assert_eq!(letter["tracking_settings"]["click_tracking"]["enable"], false);
    assert_eq!(letter["content"][0]["type"], "text/plain");
    assert_eq!(sendgrid.fate().await.0, "sent");
    let forged =
        json!([{"event":"bounce","delivery_id":letter["personalizations"][0]["custom_args"]["delivery_id"]}]);
    assert_eq!(sendgrid.says(&forged.to_string(), &sendgrid.signed("[]")).await, 403);
    assert_eq!(sendgrid.says(&forged.to_string(), "").await, 403);
    sendgrid.news(&letter, &["processed", "delivered"]).await;
    assert_eq!(sendgrid.fate().await.0, "delivered");
    sendgrid.news(&letter, &["open", "delivered", "bounce"]).await;
    assert_eq!(sendgrid.fate().await.0, "read", "news moves forward only");
    let mut stranger = testkit::Client::stranger(sendgrid.world.kit.site.clone());
    stranger.post("/webhook/sendgrid", &[]).await.assert_status(404);
}

#[tokio::test]
async fn a_bounce_is_told_to_the_office_without_an_address_and_another_complex_is_left_alone() {
    let sendgrid = SendGrid::open().await;
    let letter = sendgrid.reminded().await;
    let mut theirs = letter.clone();
    theirs["personalizations"][0]["custom_args"]["complex_id"] =
        sendgrid.world.kit.mawar.id.uuid().to_string().into();
    sendgrid.news(&theirs, &["bounce"]).await;
    assert_eq!(sendgrid.fate().await.0, "sent");
    theirs["personalizations"][0]["custom_args"]["complex_id"] = uuid::Uuid::nil().to_string().into();
    sendgrid.news(&theirs, &["bounce"]).await;
    sendgrid.news(&letter, &["bounce", "bounce"]).await;
    assert_eq!(sendgrid.fate().await, ("failed".to_owned(), "550 5.1.1 … unknown user".to_owned()));
    let mut siti = sendgrid.world.melati.treasurer().await;
    let page = siti.get(&sendgrid.world.melati.path("pesan?status=gagal")).await;
    page.assert_says("unknown user").assert_silent_about("budi@melati.example");
}

#[tokio::test]
async fn whoever_calls_it_spam_gets_no_more_of_this_kind() {
    let sendgrid = SendGrid::open().await;
    let letter = sendgrid.reminded().await;
    sendgrid.news(&letter, &["spamreport"]).await;
    sendgrid.world.later(TimeDelta::days(1));
    let unit: kernel::UnitId = {
        let mut tx = sendgrid.world.tx().await;
        sqlx::query_scalar("select unit_id from unit where code = 'A-12'").fetch_one(&mut tx).await.unwrap()
    };
    sendgrid.world.remind(&[unit]).await;
    sendgrid.pump().await;
    assert_eq!(sendgrid.world.carrier.heard().len(), 1);
    let fates = sendgrid.world.fates().await;
    assert!(fates.contains(&("dropped".to_owned(), "muted".to_owned())), "{fates:?}");
}

#[tokio::test]
async fn a_key_that_is_refused_waits_for_the_operator_and_a_letter_that_is_refused_fails() {
    let sendgrid = SendGrid::open().await;
    let said = |message: &str| json!({"errors":[{"message":message,"field":"x","help":null}]});
    sendgrid.world.carrier.answer_next(401, said("The provided authorization grant is invalid"));
    sendgrid.reminded().await;
    assert_eq!(sendgrid.fate().await.0, "queued");
    sendgrid.world.carrier.answer_next(400, said("Does not contain a valid address: <budi@melati.example>"));
    sendgrid.world.later(TimeDelta::minutes(3));
    sendgrid.pump().await;
    let why = "HTTP 400 Does not contain a valid address: …".to_owned();
    assert_eq!(sendgrid.fate().await, ("failed".to_owned(), why));
    let keys = SendGridKeys { key: "SG.kunci", news: Some("SG.bukan"), home: None };
    assert!(Mailer::by_sendgrid(&keys, "a@b.example", sendgrid.world.kit.store.clone()).is_err());
    assert_eq!(sendgrid.mailer.check().await, Ok(true));
    assert_eq!(sendgrid.last()["mail_settings"]["sandbox_mode"]["enable"], true);
}
