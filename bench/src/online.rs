//! What paying from a link costs: a notification of the gateway against the bare transaction, five hundred of them a
//! second, the open page that turns to LUNAS, and the page itself.

use std::{
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use axum::{Json, Router, extract::Path, routing::get};
use checkout::Gateways;
use kernel::{Clock, ComplexId, UnitId};
use midtrans::{ServerKey, signature};
use serde_json::{Value, json};
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions, raw_sql,
};
use tenancy::{Keys, Pools, Site, Store};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

use crate::{
    cpu,
    load::{Connection, Shot, fire},
    measure::median,
    money::{self, ByHand},
    report::Figure,
    world::{ONE, Server, World},
};

const KEY: &str = "SB-Mid-server-BENCH";
/// What each attempt is over: a part of a bill.
const AMOUNT: i64 = 25_000;
const ROUNDS: usize = 3;
/// Notifications a second, and for how long.
const RATE: u64 = 500;
const SECONDS: u64 = 3;
/// Houses below this place were paid in cash before.
const FIRST: usize = 4_000;

/// Attempts that wait for their money, and the address to which the gateway speaks.
struct Gateway {
    store: Store,
    hook: String,
    orders: Vec<String>,
    used: usize,
}

pub async fn figures(world: &World, short: bool) -> anyhow::Result<Vec<Figure>> {
    let (each, seconds) = if short { (40, 1) } else { (400, SECONDS) };
    let server = world.serve_without_worker()?;
    let mut owner = world.owner().await?;
    owner.execute(raw_sql(AssertSqlSafe(format!("set app.complex_id = '{ONE}'")))).await?;
    let burst = usize::try_from(RATE * seconds)?;
    let mut gateway = Gateway::open(world, &mut owner, each * (ROUNDS + 1) + burst).await?;
    let figures = vec![
        notification(world, &server, &mut owner, &mut gateway, each).await?,
        at_a_rate(&server, &mut gateway, burst).await?,
        turns(&server, &mut owner, &gateway).await?,
        page(world, &server, &mut owner, &gateway, short).await?,
    ];
    owner.close().await?;
    gateway.store.close().await;
    Ok(figures)
}

impl Gateway {
    /// A gateway that says of every order that it is paid, and as many attempts as will be asked about.
    async fn open(world: &World, owner: &mut PgConnection, how_many: usize) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let site =
            Router::new().route("/v2/{order}/status", get(async |order: Path<String>| Json(paid(&order))));
        tokio::spawn(async move { axum::serve(listener, site).await });
        let keys = keys(world)?;
        let options = PgConnectOptions::from_str(world.database())?;
        let role = |name: &str| options.clone().options([("role", name)]);
        let pools = Pools {
            app: role("klustera_app"),
            group: role("klustera_group"),
            operator: role("klustera_operator"),
            max_connections: 2,
        };
        let site = Site { public_url: "http://127.0.0.1".to_owned() };
        let store = Store::open(pools, Clock::system(), keys.clone(), site);
        let complex = ComplexId::from_uuid(ONE);
        let mut tx = store.job_scope(complex).begin().await?;
        checkout::start_trial(&mut tx, &Gateways::new(&keys)?, KEY, &address).await?;
        tx.commit().await?;
        let setting: Uuid =
            sqlx::query_scalar("select setting_id from checkout_setting where complex_id = $1")
                .bind(ONE)
                .fetch_one(&mut *owner)
                .await?;
        let orders = sqlx::query_scalar(ATTEMPTS)
            .bind(ONE)
            .bind(i64::try_from(FIRST)?)
            .bind(i64::try_from(how_many)?)
            .bind(AMOUNT)
            .fetch_all(&mut *owner)
            .await?;
        ensure!(orders.len() == how_many, "{} attempts instead of {how_many}", orders.len());
        Ok(Self { hook: checkout::hook_path(&store, complex, setting), store, orders, used: 0 })
    }

    fn next(&mut self) -> anyhow::Result<Value> {
        let order = self.orders.get(self.used).context("every attempt is paid")?;
        self.used += 1;
        Ok(paid(order))
    }

    fn shot(&self, server: &Server) -> Shot {
        Shot {
            address: server.address.clone(),
            path: self.hook.clone(),
            right: "X-Bench: gateway".to_owned(),
        }
    }
}

/// One link and one open attempt for each house; some houses have several.
const ATTEMPTS: &str = "
    with houses as (
        select unit_id, place from (select unit_id, row_number() over (order by sort_key) as place
                                      from unit where complex_id = $1) u where place > $2),
    links as (insert into bill_link (complex_id, link_id, unit_id)
              select $1, gen_random_uuid(), unit_id from houses returning link_id, unit_id),
    wanted as (select link_id, unit_id, gen_random_uuid() as attempt_id
                 from links cross join generate_series(1, 1 + $3 / 5000) limit $3),
    attempts as (insert into payment_attempt (complex_id, attempt_id, order_id, link_id, unit_id, method, mode, payer_name,
                                              amount, made_at, expires_at)
                 select $1, attempt_id, 'KLS-' || replace(attempt_id::text, '-', ''), link_id, unit_id, 'qris', 'trial',
                        'Warga', $4, now(), now() + interval '1 hour' from wanted returning attempt_id, order_id),
    states as (insert into attempt_state (complex_id, state_id, attempt_id, state, at)
               select $1, ('00000000' || substr(attempt_id::text, 9))::uuid, attempt_id, 'open', now() - interval '1 minute' from attempts)
    select order_id from attempts";

/// What the gateway says about an order, as a notification and as an answer.
fn paid(order: &str) -> Value {
    let gross = format!("{AMOUNT}.00");
    let now = chrono::Utc::now().with_timezone(&chrono::FixedOffset::east_opt(7 * 3600).expect("UTC+7"));
    let now = now.format("%Y-%m-%d %H:%M:%S").to_string();
    json!({
        "order_id": order, "status_code": "200", "gross_amount": gross, "currency": "IDR",
        "transaction_status": "settlement", "fraud_status": "accept", "payment_type": "qris",
        "transaction_id": Uuid::now_v7().to_string(), "transaction_time": now, "settlement_time": now,
        "signature_key": signature(order, "200", &gross, &ServerKey::new(KEY)),
    })
}

/// The secret that the server made in its data folder.
fn keys(world: &World) -> anyhow::Result<Keys> {
    let text = std::fs::read_to_string(world.folder.path().join("data/secrets/master.key"))?;
    let master: [u8; 32] = hex::decode(text.trim())?.try_into().ok().context("a secret has 32 bytes")?;
    Ok(Keys::new(master))
}

async fn notify(connection: &mut Connection, shot: &Shot, notice: &Value) -> anyhow::Result<()> {
    let (status, body) = connection.post(shot, &notice.to_string()).await?;
    ensure!(status == 200, "a notification answered {status}: {}", String::from_utf8_lossy(&body));
    Ok(())
}

async fn notification(
    world: &World,
    server: &Server,
    owner: &mut PgConnection,
    gateway: &mut Gateway,
    each: usize,
) -> anyhow::Result<Figure> {
    let shot = gateway.shot(server);
    let mut connection = Connection::open(&shot).await?;
    for _ in 0..each {
        notify(&mut connection, &shot, &gateway.next()?).await?; // warm
    }
    let mut by_hand = ByHand::open(owner, each * ROUNDS).await?;
    let (mut ratios, mut note) = (Vec::new(), String::new());
    for _ in 0..ROUNDS {
        let before = money::spent(world, server);
        for _ in 0..each {
            notify(&mut connection, &shot, &gateway.next()?).await?;
        }
        let ours = money::spent(world, server) - before;
        let own = || cpu::seconds_of(std::process::id()) + cpu::seconds_of_tree(world.cluster.pid());
        let before = own();
        for _ in 0..each {
            by_hand.notified(owner).await?;
        }
        let bare = own() - before;
        ratios.push(ours / bare);
        let millis = |seconds: f64| seconds * 1000.0 / each as f64;
        note = format!("{:.2} ms against {:.2} ms CPU", millis(ours), millis(bare));
    }
    Ok(Figure {
        what: "payment notification, CPU against the bare transaction",
        value: median(ratios),
        unit: "x",
        must: 3.0,
        aim: 1.7,
        note,
    })
}

/// They come when they come, whether or not the one before was answered; what counts is the time since then.
async fn at_a_rate(server: &Server, gateway: &mut Gateway, how_many: usize) -> anyhow::Result<Figure> {
    let shot = gateway.shot(server);
    let notices: Vec<Value> = (0..how_many).map(|_| gateway.next()).collect::<anyhow::Result<_>>()?;
    let (notices, next) = (Arc::new(notices), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let mut posts = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (shot, notices, next) = (shot.clone(), notices.clone(), next.clone());
        posts.spawn(async move {
            let mut connection = Connection::open(&shot).await?;
            let mut times = Vec::new();
            loop {
                let nth = next.fetch_add(1, Ordering::Relaxed);
                let Some(notice) = notices.get(nth) else { return anyhow::Ok(times) };
                let due = began + Duration::from_micros(nth as u64 * 1_000_000 / RATE);
                tokio::time::sleep_until(due.into()).await;
                notify(&mut connection, &shot, notice).await?;
                times.push(due.elapsed().as_secs_f64() * 1000.0);
            }
        });
    }
    let mut times = Vec::new();
    while let Some(done) = posts.join_next().await {
        times.extend(done??);
    }
    let per_second = how_many as f64 / began.elapsed().as_secs_f64();
    Ok(Figure {
        what: "notifications at 500 a second, p99",
        value: percentile(&mut times, 99),
        unit: "ms",
        must: 15.0,
        aim: 4.0,
        note: format!("{per_second:.0} a second were answered; p50 {:.1} ms", percentile(&mut times, 50)),
    })
}

/// From the moment at which the gateway speaks until the open page says LUNAS.
async fn turns(server: &Server, owner: &mut PgConnection, gateway: &Gateway) -> anyhow::Result<Figure> {
    let mut times = Vec::new();
    let mut connection = Connection::open(&gateway.shot(server)).await?;
    for place in 1..=10 {
        let (link, order) = attempt_of_its_own(owner, gateway, place).await?;
        let mut page = TcpStream::connect(&server.address).await?;
        let path = link.strip_prefix(gateway.store.site().public_url.as_str()).unwrap_or(&link).to_owned();
        let ask = format!(
            "GET {path}/langsung?jumlah={AMOUNT} HTTP/1.1\r\nHost: {}\r\nAccept-Language: id\r\n\r\n",
            server.address
        );
        page.write_all(ask.as_bytes()).await?;
        until(&mut page, "data:").await?;
        let (shot, notice) = (gateway.shot(server), paid(&order));
        let began = Instant::now();
        tokio::try_join!(until(&mut page, "LUNAS"), notify(&mut connection, &shot, &notice))?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(Figure {
        what: "notification to LUNAS on the open page, slowest of ten",
        value: percentile(&mut times, 100),
        unit: "ms",
        must: 1000.0,
        aim: 200.0,
        note: format!("p50 {:.1} ms", percentile(&mut times, 50)),
    })
}

/// The link of a house that nobody else pays for, and an attempt over it.
async fn attempt_of_its_own(
    owner: &mut PgConnection,
    gateway: &Gateway,
    place: i64,
) -> anyhow::Result<(String, String)> {
    let mut tx = gateway.store.job_scope(ComplexId::from_uuid(ONE)).begin().await?;
    let unit: Uuid = sqlx::query_scalar(
        "select unit_id from unit where complex_id = $1 order by sort_key offset $2 limit 1",
    )
    .bind(ONE)
    .bind(i64::try_from(FIRST)? - 100 - place)
    .fetch_one(&mut *owner)
    .await?;
    let link =
        checkout::bill_link(&mut tx, &gateway.store, ComplexId::from_uuid(ONE), UnitId::from_uuid(unit))
            .await?;
    tx.commit().await?;
    let order = sqlx::query_scalar(
        "with one as (insert into payment_attempt (complex_id, attempt_id, order_id, link_id, unit_id, method, mode,
                                                   payer_name, amount, made_at, expires_at)
                      select $1, u, 'KLS-' || replace(u::text, '-', ''), link_id, unit_id, 'qris', 'trial', 'Warga', $3,
                             now(), now() + interval '1 hour'
                        from bill_link cross join gen_random_uuid() u where complex_id = $1 and unit_id = $2
                      returning attempt_id, order_id),
         state as (insert into attempt_state (complex_id, state_id, attempt_id, state, at)
                   select $1, ('00000000' || substr(attempt_id::text, 9))::uuid, attempt_id, 'open', now() - interval '1 minute' from one)
         select order_id from one",
    )
    .bind(ONE)
    .bind(unit)
    .bind(AMOUNT)
    .fetch_one(owner)
    .await?;
    Ok((link, order))
}

async fn until(page: &mut TcpStream, word: &str) -> anyhow::Result<()> {
    let mut heard = Vec::new();
    loop {
        let more = tokio::time::timeout(Duration::from_secs(10), page.read_buf(&mut heard)).await;
        let n = more.with_context(|| format!("no {word} in {}", String::from_utf8_lossy(&heard)))??;
        ensure!(n > 0, "the page ended before it said {word}");
        if heard.windows(word.len()).any(|window| window == word.as_bytes()) {
            return Ok(());
        }
    }
}

/// The bill as whoever holds the link sees it, against a bare page of as many bytes.
async fn page(
    world: &World,
    server: &Server,
    owner: &mut PgConnection,
    gateway: &Gateway,
    short: bool,
) -> anyhow::Result<Figure> {
    let (link, _) = attempt_of_its_own(owner, gateway, 50).await?;
    let path = link.strip_prefix(gateway.store.site().public_url.as_str()).unwrap_or(&link);
    let ours = Shot { path: path.to_owned(), ..gateway.shot(server) };
    let (status, body) = Connection::open(&ours).await?.ask().await?;
    ensure!(status == 200, "the bill answered {status}");
    let floor = world.floor(body.len().saturating_sub(50 * 80), 80).await?;
    let bare = floor.shot("/");
    let time = Duration::from_secs(if short { 1 } else { 5 });
    let (mut ratios, mut note) = (Vec::new(), String::new());
    for shot in [&ours, &bare] {
        fire(shot, 8, time / 3).await?; // warm
    }
    for _ in 0..ROUNDS {
        let each = |server: &Server, before: f64, requests: u64| {
            (money::spent(world, server) - before) * 1000.0 / requests as f64
        };
        let before = money::spent(world, server);
        let a = each(server, before, fire(&ours, 8, time).await?.requests);
        let before = money::spent(world, &floor);
        let b = each(&floor, before, fire(&bare, 8, time).await?.requests);
        ratios.push(a / b);
        note = format!("{a:.3} ms against {b:.3} ms CPU; {} bytes", body.len());
    }
    Ok(Figure {
        what: "bill page, CPU against the bare page",
        value: median(ratios),
        unit: "x",
        must: 3.0,
        aim: 1.7,
        note,
    })
}

pub fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or(f64::NAN)
}
