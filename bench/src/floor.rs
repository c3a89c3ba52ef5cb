//! The bare page: the same statements as the units page, as many bytes, and nothing else. No login, no tenant, no
//! layers, and a superuser whom no row policy touches.

use std::{fmt::Write as _, net::SocketAddr, str::FromStr as _};

use axum::{Router, extract::State, http::StatusCode, response::Html, routing::get};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

#[derive(Clone)]
struct Bare {
    pool: PgPool,
    around: String,
    filling: String,
}

/// What the units page asks: fifty rows with the people in them, and how many units have each status.
const ROWS: &str = "
    select u.unit_id, u.code, u.sort_key, u.status, u.unit_type, u.land_m2, u.building_m2, u.handed_over_on, u.block_id,
           u.rt_id, coalesce(who.names, '{}') as names, who.phone, who.payer
      from (select * from unit f where f.complex_id = current_complex() and f.retired_at is null and f.sort_key >= $1
             order by f.sort_key limit 51) u
      left join lateral (
           select array_agg(p.name order by rank, p.name) filter (where o.kind <> 'staff') as names,
                  (array_agg(p.phone order by rank, p.name) filter (where p.phone is not null and o.kind <> 'staff'))[1] as phone,
                  min(p.name) filter (where o.payer) as payer
             from occupancy o join person p using (complex_id, person_id)
            cross join lateral (select array_position(array['tenant', 'owner', 'family'], o.kind) as rank) r
            where o.complex_id = u.complex_id and o.unit_id = u.unit_id and o.period @> $2
           ) who on true
     order by u.sort_key";
const COUNTS: &str = "select status, count(*) from unit
    where complex_id = current_complex() and retired_at is null group by status";
const AREAS: &str =
    "select area_id, kind, name, code from area where complex_id = current_complex() order by kind, code";

type Row = (String, String, String, Vec<String>, Option<String>);

pub async fn serve(listen: SocketAddr, database: &str, around: usize, row: usize) -> anyhow::Result<()> {
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .test_before_acquire(false)
        .connect_with(PgConnectOptions::from_str(database)?)
        .await?;
    let bare = Bare { pool, around: "x".repeat(around / 2), filling: "y".repeat(row.saturating_sub(80)) };
    let site = Router::new().route("/", get(page)).with_state(bare);
    axum::serve(tokio::net::TcpListener::bind(listen).await?, site).await?;
    Ok(())
}

async fn page(State(bare): State<Bare>) -> Result<Html<String>, StatusCode> {
    render(&bare).await.map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn render(bare: &Bare) -> sqlx::Result<String> {
    use sqlx::Row as _;
    let mut connection = bare.pool.acquire().await?;
    let today = kernel::Zone::Wib.date(kernel::Clock::system().now());
    let rows = sqlx::query(ROWS).bind("").bind(today).fetch_all(&mut *connection).await?;
    let counts: Vec<(String, i64)> = sqlx::query_as(COUNTS).fetch_all(&mut *connection).await?;
    let areas = sqlx::query(AREAS).fetch_all(&mut *connection).await?;
    let mut html = String::with_capacity(2 * bare.around.len() + 50 * (bare.filling.len() + 200));
    html.push_str(&bare.around);
    for (status, count) in &counts {
        let _ = write!(html, "<a>{status} {count}</a>");
    }
    let _ = write!(html, "<p>{}</p>", areas.len());
    for row in rows.iter().take(50) {
        let row: Row = (
            row.try_get("code")?,
            row.try_get("status")?,
            row.try_get("unit_type")?,
            row.try_get("names")?,
            row.try_get("phone")?,
        );
        let _ = write!(
            html,
            "<tr><td>{}<td>{}<td>{}<td>{}<td>{}",
            row.0,
            row.1,
            row.2,
            row.3.join(", "),
            row.4.unwrap_or_default()
        );
        html.push_str(&bare.filling);
    }
    html.push_str(&bare.around);
    Ok(html)
}
