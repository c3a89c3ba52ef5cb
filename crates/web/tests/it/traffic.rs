//! How much one caller may ask, and who a caller is.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use testkit::Client;
use web::Traffic;

use crate::room::{self, app, app_at, kit};

#[tokio::test]
async fn an_app_may_ask_a_hundred_times_a_minute_and_is_told_what_is_left() {
    let kit = kit().await;
    let mut budi = app(&kit, &kit.melati).await;
    let units = kit.melati.api("units");
    for left in (0..100).rev() {
        let page = budi.get(&units).await;
        page.assert_status(200);
        assert_eq!(page.headers["ratelimit"], format!("\"token\";r={left};t=60"));
        assert_eq!(page.headers["ratelimit-policy"], "\"token\";q=100;w=60");
    }
    let refused = budi.json(Method::POST, &units, &json!({ "code": "A-12" })).await;
    refused.assert_status(429);
    assert_eq!(refused.json()["type"], "urn:klustera:problem:too-many");
    assert_eq!(refused.headers["retry-after"], "60");
    assert_eq!(refused.headers["ratelimit"], "\"token\";r=0;t=60");

    // Another app, and the manager's browser, go on.
    app(&kit, &kit.melati).await.get(&units).await.assert_status(200);
    kit.melati.manager().await.get(&units).await.assert_status(200);
    kit.clock.turn(TimeDelta::seconds(59));
    budi.get(&units).await.assert_status(429);
    kit.clock.turn(TimeDelta::seconds(1));
    budi.get(&units).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_share_the_hundred() {
    let kit = kit().await;
    let one = app(&kit, &kit.melati).await;
    let units = kit.melati.api("nothing-here");
    let all = (0..64).map(|_| {
        let (mut client, units) = (one.clone(), units.clone());
        tokio::spawn(async move {
            let mut refused = 0;
            for _ in 0..3 {
                refused += usize::from(client.get(&units).await.status == 429);
            }
            refused
        })
    });
    let refused: usize = futures_util::future::join_all(all).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(64 * 3 - refused, 100);
}

#[tokio::test]
async fn an_error_says_what_is_left_too() {
    let kit = kit().await;
    let missing = app(&kit, &kit.melati).await.get("/api/v1/nothing").await;
    missing.assert_status(404);
    assert_eq!(missing.headers["ratelimit"], "\"token\";r=99;t=60");
}

#[tokio::test]
async fn made_up_tokens_and_cookies_count_for_the_address_they_come_from() {
    let kit = kit().await;
    let traffic = Traffic { pages_per_minute: 5, ..Traffic::default() };
    let site = web::site_behind(room::routes(), kit.store.clone(), traffic);
    let units = kit.melati.api("units");
    for number in 0..5 {
        let made_up = if number % 2 == 0 {
            Client::with_token(site.clone(), &format!("klu_{number}")).get(&units).await
        } else {
            Client::with_session(site.clone(), &format!("rahasia-{number}")).get(&units).await
        };
        made_up.assert_status(401);
    }
    Client::with_token(site.clone(), "klu_99").get(&units).await.assert_status(429);
    let page = Client::stranger(site.clone()).get("/api").await;
    page.assert_status(429).assert_says("Terlalu banyak permintaan");
    // Somebody who is really signed in does not suffer from it, and health checks go on.
    let secret = kit.melati.manager().await.cookie("klustera").unwrap().to_owned();
    Client::with_session(site.clone(), &secret).get(&units).await.assert_status(200);
    Client::stranger(site).get("/healthz").await.assert_status(200);
}

#[tokio::test]
async fn an_installation_may_set_its_own_limits_or_none() {
    let kit = kit().await;
    let units = kit.melati.api("units");
    let mut few = app_at(&kit, &kit.melati, Traffic { api_per_minute: 1, ..Traffic::default() }).await;
    few.get(&units).await.assert_status(200);
    few.get(&units).await.assert_status(429);
    let mut free = app_at(&kit, &kit.melati, Traffic { api_per_minute: 0, ..Traffic::default() }).await;
    for _ in 0..150 {
        let page = free.get(&units).await;
        page.assert_status(200);
        assert!(!page.headers.contains_key("ratelimit"));
    }
}
