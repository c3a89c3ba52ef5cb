//! A room that exists for these tests: it keeps units, as the homes' room does.

use std::sync::LazyLock;

use kernel::{TokenId, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Role, Routes,
    policy::{ManageUnits, SeeUnits},
    secret_hash,
};
use testkit::{Client, Complex, Kit};
use tokio::sync::Semaphore;
use utoipa::{OpenApi, ToSchema};
use web::{
    Traffic,
    api::{self, Answer, Claim, Once, Page, Slice},
};

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Unit {
    #[schema(example = "A-12")]
    pub code: String,
}

#[derive(OpenApi)]
#[openapi(paths(list, add), components(schemas(Unit)))]
struct Part;

/// Every second house of the street, paged by its number.
#[utoipa::path(get, path = "/api/v1/complexes/{complex}/units", params(api::PageQuery), tag = "Unit",
    responses((status = 200, body = Page<Unit>)))]
async fn list(may: May<SeeUnits>, slice: Slice<String>) -> web::Result<Page<Unit>> {
    let mut tx = may.begin().await?;
    let codes: Vec<String> = sqlx::query_scalar(
        "select code from unit where $1::text is null or code > $1 order by code limit $2",
    )
    .bind(slice.after())
    .bind(slice.fetch())
    .fetch_all(&mut tx)
    .await
    .map_err(tenancy::Error::from)?;
    Ok(slice.page(codes, String::clone, |code| Unit { code }))
}

/// Adds a unit, once for each key.
#[utoipa::path(post, path = "/api/v1/complexes/{complex}/units", request_body = Unit, tag = "Unit",
    responses((status = 201, body = Unit)))]
async fn add(may: May<ManageUnits>, sent: Once<Unit>) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    if sent.body.code == "LAMBAT" {
        BEGUN.add_permits(1);
        GO_ON.acquire().await.unwrap().forget();
    }
    sqlx::query("insert into unit (unit_id, code) values ($1, $2)")
        .bind(UnitId::new(tx.now()))
        .bind(&sent.body.code)
        .execute(&mut tx)
        .await
        .map_err(tenancy::Error::from)?;
    let place = format!("/api/v1/complexes/{}/units/{}", may.place().slug, sent.body.code);
    claimed.settle(tx, Answer::created(place, &sent.body)?).await
}

async fn pay(may: May<ManageUnits>, sent: Once<Unit>) -> web::Result {
    let sent = sent.required()?;
    Ok(axum::response::IntoResponse::into_response(Answer::ok(&(may.place().name.as_str(), sent.body))?))
}

/// A unit called LAMBAT says when it has begun, and waits until somebody says go on.
pub static BEGUN: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(0));
pub static GO_ON: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(0));

pub fn routes() -> Routes {
    Routes::new("test")
        .get("/api/v1/complexes/{complex}/units", list)
        .post("/api/v1/complexes/{complex}/units", add)
        .post("/api/v1/complexes/{complex}/payments", pay)
        .and(api::routes(|| api::document([Part::openapi()])))
}

pub async fn kit() -> Kit {
    Kit::open(routes()).await
}

/// An app of the manager with a personal access token.
pub async fn app(kit: &Kit, complex: &Complex) -> Client {
    Client::with_token(kit.site.clone(), &token(kit, complex).await)
}

/// The same before a site with other limits.
pub async fn app_at(kit: &Kit, complex: &Complex, traffic: Traffic) -> Client {
    let site = web::site_behind(routes(), kit.store.clone(), traffic);
    Client::with_token(site, &token(kit, complex).await)
}

async fn token(kit: &Kit, complex: &Complex) -> String {
    let secret = format!("klu_{}", TokenId::new(kit.store.now()));
    sqlx::query(
        "insert into access_token (token_id, account_id, name, token_hash, abilities, created_at)
         values ($1, $2, 'uji', $3, array['see_units', 'manage_units'], now())",
    )
    .bind(TokenId::new(kit.store.now()))
    .bind(complex.person(Role::Manager).account)
    .bind(&secret_hash(&secret)[..])
    .execute(&kit.owner)
    .await
    .unwrap();
    secret
}
