//! Letters over a real SMTP connection to a server on this machine.

use jobs::{JobFault, Tools};
use kernel::{AccountId, EmailAddress, Locale};
use notices::{Action, Draft, Letter, Mailer};
use serde::{Deserialize, Serialize};
use tenancy::{HallTx, Role, Routes, Store};
use testkit::{Kit, MailServer};
use uuid::Uuid;

const SENDER: &str = "Klustera <surat@klustera.test>";

/// Tells the manager something, or nobody.
#[derive(Serialize, Deserialize)]
struct Hello {
    account: AccountId,
    is_wanted: bool,
}

impl Draft for Hello {
    const NAME: &'static str = "test.mail_hello";

    async fn write(&self, tx: &mut HallTx, _store: &Store) -> Result<Option<Letter>, JobFault> {
        Ok(self.is_wanted.then(|| Letter {
            to: EmailAddress::parse("ratna@melati.example").unwrap(),
            name: "Ratna\r\nBcc: semua@warga.example".to_owned(),
            locale: Locale::Id,
            subject: "Halo\r\nBcc: semua@warga.example".to_owned(),
            paragraphs: vec![format!("Hari ini {}.", tx.now().date_naive())],
            action: Some(Action {
                label: "Buka".into(),
                href: format!("https://klustera.test/{}", "a".repeat(120)),
            }),
        }))
    }
}

async fn kit() -> Kit {
    Kit::open(Routes::new("notices")).await
}

fn tools(kit: &Kit, server: &MailServer) -> Tools {
    Tools::new().with(Mailer::open(&server.url(), SENDER, kit.store.clone()).unwrap())
}

async fn post(kit: &Kit, is_wanted: bool) -> AccountId {
    let account = kit.melati.person(Role::Manager).account;
    let mut tx = kit.store.hall(None).await.unwrap();
    notices::post(&mut tx, Hello { account, is_wanted }, Some(account)).await.unwrap();
    tx.commit().await.unwrap();
    account
}

/// What became of the letters about this account, in order.
async fn fate(kit: &Kit, account: AccountId) -> Vec<(String, String)> {
    sqlx::query_as(
        "select e.outcome, e.reason from mail join mail_event e using (mail_id)
          where account_id = $1 order by e.event_id",
    )
    .bind(account)
    .fetch_all(&kit.owner)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_letter_arrives_once_as_text_and_html() {
    let (kit, server) = (kit().await, MailServer::start().await);
    let account = post(&kit, true).await;
    let registry = notices::deliver::<Hello>();
    kit.send_letters(&registry, &tools(&kit, &server)).await;
    kit.send_letters(&registry, &tools(&kit, &server)).await;
    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(
        (letter.from.as_str(), letter.to.as_slice()),
        ("surat@klustera.test", &["ratna@melati.example".to_owned()][..])
    );
    // Whatever a name holds, it begins no header of its own.
    assert_eq!(letter.header("Bcc"), None);
    assert_eq!(letter.header("Subject").unwrap(), "Halo Bcc: semua@warga.example");
    assert_eq!(letter.header("Auto-Submitted").unwrap(), "auto-generated");
    assert!(letter.header("Message-ID").unwrap().ends_with("@klustera.test>"));
    assert!(letter.header("Date").unwrap().starts_with("Sun, 22 Nov 2026"));
    let text = letter.text();
    assert!(text.contains("Content-Type: text/plain") && text.contains("Content-Type: text/html"));
    assert_eq!(text.matches("Hari ini 2026-11-22.").count(), 2);
    assert!(text.contains(&format!("Buka:\r\nhttps://klustera.test/{}", "a".repeat(120))), "{text}");
    assert_eq!(fate(&kit, account).await, [("sent".to_owned(), String::new())]);
    assert_eq!(server.greetings()[0], "klustera.test");
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again() {
    let (kit, server) = (kit().await, MailServer::start().await);
    let account = post(&kit, true).await;
    let registry = notices::deliver::<Hello>();
    server.refuse_once("451 4.3.0 <ratna@melati.example> later please");
    kit.send_letters(&registry, &tools(&kit, &server)).await;
    assert!(server.letters().is_empty());
    kit.send_letters(&registry, &tools(&kit, &server)).await;
    assert_eq!(server.letters().len(), 1);
    let fate = fate(&kit, account).await;
    assert_eq!(fate.iter().map(|(outcome, _)| outcome.as_str()).collect::<Vec<_>>(), ["failed", "sent"]);
    assert!(fate[0].1.contains("451") && fate[0].1.contains("later please"), "{fate:?}");
    assert!(!fate[0].1.contains('@'), "an address in the record: {fate:?}");
}

#[tokio::test]
async fn a_server_that_says_never_is_not_asked_again() {
    let (kit, server) = (kit().await, MailServer::start().await);
    let account = post(&kit, true).await;
    let registry = notices::deliver::<Hello>();
    server.refuse_once("550 5.1.1 no such user");
    kit.send_letters(&registry, &tools(&kit, &server)).await;
    kit.send_letters(&registry, &tools(&kit, &server)).await;
    assert!(server.letters().is_empty());
    let fate = fate(&kit, account).await;
    assert_eq!(fate.len(), 1);
    assert_eq!(fate[0].0, "refused");
}

#[tokio::test]
async fn a_letter_nobody_wants_any_more_stays_here() {
    let (kit, server) = (kit().await, MailServer::start().await);
    let account = post(&kit, false).await;
    kit.send_letters(&notices::deliver::<Hello>(), &tools(&kit, &server)).await;
    assert!(server.letters().is_empty());
    assert_eq!(fate(&kit, account).await, [("dropped".to_owned(), String::new())]);
}

#[tokio::test]
async fn a_worker_without_a_server_fails_where_the_operator_sees_it() {
    let kit = kit().await;
    let account = post(&kit, true).await;
    kit.send_letters(&notices::deliver::<Hello>(), &Tools::new().with(Mailer::none())).await;
    let fate = fate(&kit, account).await;
    assert_eq!(fate[0].0, "failed");
    assert!(fate[0].1.contains("KLUSTERA_SMTP_URL"));
}

#[tokio::test]
async fn the_record_and_the_queue_hold_no_address() {
    let kit = kit().await;
    let account = post(&kit, true).await;
    let payload: serde_json::Value = sqlx::query_scalar(
        "select j.payload::jsonb from graphile_worker._private_jobs j
          where j.payload -> 'job' ->> 'mail' in (select mail_id::text from mail where account_id = $1)",
    )
    .bind(account)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    assert!(!payload.to_string().contains('@'), "{payload}");
    let id: Uuid = serde_json::from_value(payload["job"]["mail"].clone()).unwrap();
    let record: String = sqlx::query_scalar("select to_jsonb(m)::text from mail m where mail_id = $1")
        .bind(id)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    assert!(!record.contains('@') && record.contains("test.mail_hello"), "{record}");
}

#[tokio::test]
async fn a_check_greets_the_server_and_sends_nothing() {
    let (kit, server) = (kit().await, MailServer::start().await);
    let mailer = Mailer::open(&server.url(), SENDER, kit.store.clone()).unwrap();
    assert_eq!(mailer.check().await, Ok(true));
    assert!(server.letters().is_empty());
    assert_eq!(Mailer::none().check().await, Ok(false));
    let nobody = Mailer::open("smtp://127.0.0.1:1", SENDER, kit.store.clone()).unwrap();
    assert!(nobody.check().await.is_err());
    assert!(Mailer::open(&server.url(), "nobody", kit.store.clone()).is_err());
}
