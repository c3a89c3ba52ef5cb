//! Accounts through the door: a real PostgreSQL, a browser-like client, two complexes.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod apps;
mod codes;
mod doubts;
mod email;
mod first_run;
mod joining;
mod members;
mod own;
mod sign_in;

use std::net::SocketAddr;

use axum::{Extension, extract::ConnectInfo};
use kernel::{AccountId, MembershipId, PhoneNumber};
use notices::Mailer;
use testkit::{Client, Complex, Kit, Person};

pub const PASSWORD: &str = "pagar hijau 12";

/// All rooms that a page of accounts leads to. Each house stands at an address of its own, since all tests share one
/// database and its throttles; what they share beyond that, the limit of the whole site, starts from nothing.
pub async fn house() -> Kit {
    house_with(Mailer::none()).await
}

/// The same with a way to send letters.
pub async fn house_with(mailer: Mailer) -> Kit {
    let post = Extension(mailer);
    let [a, b, c, port]: [u8; 4] = rand::random();
    let from = SocketAddr::from(([10, a, b, c], 40_000 + u16::from(port)));
    let routes = accounts::routes().and(homes::routes());
    let kit = Kit::open_with(routes, |site| site.layer(Extension(ConnectInfo(from))).layer(post)).await;
    for key in ["7:sign-in4:site", "7:sign-in8:site-day", "5:claim4:site", "6:forgot4:site"] {
        let hash = tenancy::secret_hash(key);
        sqlx::query("delete from throttle where key = $1").bind(&hash[..]).execute(&kit.owner).await.unwrap();
    }
    kit
}

/// One more role for somebody, as if an invitation had been accepted there.
pub async fn give_role(kit: &Kit, complex: &Complex, account: AccountId, role: &str) {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true)")
        .bind(complex.id.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("insert into membership (membership_id, account_id, role) values ($1, $2, $3)")
        .bind(MembershipId::new(kit.store.now()))
        .bind(account)
        .bind(role)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Gives somebody of the kit a password.
pub async fn with_password(kit: &Kit, person: &Person, password: &str) {
    let hash = accounts::hash_password(password).await;
    with_hash(kit, person, &hash).await;
}

pub async fn with_hash(kit: &Kit, person: &Person, hash: &str) {
    sqlx::query("update account set password_hash = $2 where account_id = $1")
        .bind(person.account)
        .bind(hash)
        .execute(&kit.owner)
        .await
        .unwrap();
}

pub async fn sign_in(kit: &Kit, phone: &PhoneNumber, password: &str) -> Client {
    let mut client = kit.stranger();
    client.post("/masuk", &[("login", phone.e164()), ("password", password)]).await.assert_status(303);
    client
}

/// The part of a page between two pieces of text.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let from = text.find(before).unwrap_or_else(|| panic!("no {before:?} in:\n{text}")) + before.len();
    let length = text[from..].find(after).unwrap();
    &text[from..from + length]
}
