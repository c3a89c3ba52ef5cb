//! The measurements, one function each.

use std::{
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use kernel::{Clock, ComplexId};
use sqlx::{PgPool, postgres::PgConnectOptions};
use tenancy::{JobScope, Keys, Pools, Site, Store};

use crate::{
    cpu, dues,
    load::{Connection, Shot, fire},
    money, news, online, proxy,
    report::{self, Figure},
    world::{ONE, Server, World},
};

const UNITS_PAGE: &str = "/k/bench/unit";
/// Every page of a manager that needs no id.
const PAGES: &[&str] = &[
    "/k/bench/ringkasan",
    "/k/bench/unit",
    "/k/bench/warga",
    "/k/bench/area",
    "/k/bench/impor",
    "/k/bench/anggota",
    "/k/bench/riwayat",
    "/k/bench/pengaturan",
    "/k/bench/cari?q=aa12",
    "/akun",
    "/gaya",
];

pub async fn all(klustera: &Path, short: bool) -> anyhow::Result<ExitCode> {
    let (pairs, time) = if short { (1, Duration::from_secs(1)) } else { (5, Duration::from_secs(6)) };
    println!("load {:.2}, {} units in one complex", cpu::load(), crate::world::UNITS);
    let world = World::build(klustera).await?;
    let (server, started) = world.serve(world.database())?;
    let mut figures = vec![start(&server, started).await?, idle(&server).await?];
    figures.push(units_page(&world, &server, pairs, time).await?);
    figures.push(slowest_page(&server, PAGES, SLOWEST_LARGE, time / 3).await?);
    figures.push(crowd(&server).await?);
    figures.extend(dues::figures(&world, &server, time / 3).await?);
    figures.extend(money::figures(&world, &server).await?);
    drop(server);
    figures.push(money::payment(&world, short).await?);
    figures.extend(online::figures(&world, short).await?);
    figures.push(demo_pages(klustera, time / 3).await?);
    figures.push(transaction(&world, pairs, time / 3).await?);
    figures.extend(round_trips(&world).await?);
    figures.extend(import(&world));
    // Ten thousand letters wait behind it, and whatever comes after would meet a server that is at work.
    figures.extend(news::figures(&world, short).await?);
    if !short {
        figures.extend(money::many(&world).await?);
    }
    let held = report::print(&figures);
    println!("load {:.2}", cpu::load());
    world.cluster.stop().await?;
    Ok(if held || short { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds what the arrears pages are measured on, and stays.
pub async fn stay(klustera: &Path, many: bool) -> anyhow::Result<()> {
    let world = World::build(klustera).await?;
    dues::remember(&world).await?;
    if many {
        world.bring_in_many().await?;
    }
    let (server, _) = world.serve(world.database())?;
    if many {
        dues::charges(&server, "besar").await?;
    }
    println!("http://{} with the cookie {}", server.address, server.shot("/").right);
    println!("psql '{}'", world.database());
    tokio::signal::ctrl_c().await?;
    drop(server);
    Ok(world.cluster.stop().await?)
}

async fn start(server: &Server, started: Duration) -> anyhow::Result<Figure> {
    let began = Instant::now();
    Connection::open(&server.shot("/masuk")).await?.ask().await?;
    let total = started + began.elapsed();
    Ok(Figure {
        what: "process start to first page, migrated",
        value: total.as_secs_f64() * 1000.0,
        unit: "ms",
        must: 500.0,
        aim: 100.0,
        note: String::new(),
    })
}

async fn idle(server: &Server) -> anyhow::Result<Figure> {
    Connection::open(&server.shot(UNITS_PAGE)).await?.ask().await?;
    let value = cpu::resident_mib(server.pid());
    Ok(Figure { what: "server memory, idle", value, unit: "MiB", must: 64.0, aim: 24.0, note: String::new() })
}

async fn crowd(server: &Server) -> anyhow::Result<Figure> {
    let mut crowd = Vec::new();
    for _ in 0..256 {
        crowd.push(Connection::open(&server.shot(UNITS_PAGE)).await?);
    }
    for connection in &mut crowd {
        connection.ask().await?;
    }
    let value = cpu::resident_mib(server.pid());
    Ok(Figure {
        what: "server memory, 256 connections",
        value,
        unit: "MiB",
        must: 128.0,
        aim: 64.0,
        note: String::new(),
    })
}

/// A-B-A-B: ours and the floor in turn, CPU of server and PostgreSQL for each request.
async fn units_page(world: &World, server: &Server, pairs: usize, time: Duration) -> anyhow::Result<Figure> {
    let ours = server.shot(UNITS_PAGE);
    let (status, body) = Connection::open(&ours).await?.ask().await?;
    anyhow::ensure!(status == 200, "the units page answered {status}");
    let row = body.len() / 2 / 50;
    let floor = world.floor(body.len() - row * 50, row).await?;
    let bare = floor.shot("/");
    for shot in [&ours, &bare] {
        fire(shot, 8, time / 3).await?; // warm
    }
    let mut ratios = Vec::new();
    let mut note = String::new();
    for _ in 0..pairs {
        let before = cpu::load();
        let a = cost(world, server, &ours, time).await?;
        let b = cost(world, &floor, &bare, time).await?;
        if pairs == 1 || (cpu::load() - before).abs() < 2.0 {
            ratios.push(a.cpu_millis / b.cpu_millis);
        }
        note = format!(
            "{:.3} ms against {:.3} ms CPU; {:.0}/s against {:.0}/s; {} bytes",
            a.cpu_millis,
            b.cpu_millis,
            a.per_second,
            b.per_second,
            body.len()
        );
    }
    Ok(Figure {
        what: "units page, CPU against the bare page",
        value: median(ratios),
        unit: "x",
        must: 3.0,
        aim: 1.7,
        note,
    })
}

struct Cost {
    cpu_millis: f64,
    per_second: f64,
}

async fn cost(world: &World, server: &Server, shot: &Shot, time: Duration) -> anyhow::Result<Cost> {
    let spent = || cpu::seconds_of(server.pid()) + cpu::seconds_of_tree(world.cluster.pid());
    let before = spent();
    let volley = fire(shot, 8, time).await?;
    let cpu = spent() - before;
    Ok(Cost {
        cpu_millis: cpu * 1000.0 / volley.requests as f64,
        per_second: volley.requests as f64 / volley.wall.as_secs_f64(),
    })
}

/// The pages of the sample complexes, as their manager sees them.
async fn demo_pages(klustera: &Path, time: Duration) -> anyhow::Result<Figure> {
    let world = World::of_demo(klustera).await?;
    let (server, _) = world.serve(world.database())?;
    world.until_played().await?;
    let pages: Vec<String> = PAGES.iter().map(|path| path.replace("/k/bench/", "/k/melati/")).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let figure = slowest_page(&server, &pages, SLOWEST_DEMO, time).await?;
    drop(server);
    world.cluster.stop().await?;
    Ok(figure)
}

/// What the table calls a figure, and what it must and should be.
type Bounds = (&'static str, f64, f64);

const SLOWEST_DEMO: Bounds = ("p95 of the slowest page, demo data", 3.0, 1.0);
/// Nothing is promised for a complex of this size but that the pages stay quick.
const SLOWEST_LARGE: Bounds = ("p95 of the slowest page, 10,000 units", 15.0, 5.0);

/// At one connection. The first requests of a page prepare its statements and are not counted.
async fn slowest_page(
    server: &Server,
    pages: &[&str],
    (what, must, aim): Bounds,
    time: Duration,
) -> anyhow::Result<Figure> {
    let mut worst = (0.0, "");
    let mut note = String::new();
    for path in pages {
        let shot = server.shot(path);
        fire(&shot, 1, time / 3).await?;
        let p95 = fire(&shot, 1, time).await?.p95_millis();
        let short = path.rsplit_once("/k/").map_or(*path, |(_, rest)| rest);
        note.push_str(&format!("{} {p95:.2}  ", short.split_once('/').map_or(short, |(_, page)| page)));
        if p95 > worst.0 {
            worst = (p95, path);
        }
    }
    let note = format!("slowest {}; {note}", worst.1);
    Ok(Figure { what, value: worst.0, unit: "ms", must, aim, note })
}

/// Enter, one select, end; against begin, the same select, rollback.
async fn transaction(world: &World, pairs: usize, time: Duration) -> anyhow::Result<Figure> {
    let owner: PgConnectOptions = world.database().parse()?;
    let app = owner.options([("role", "klustera_app")]);
    let pools = Pools { app: app.clone(), group: app.clone(), operator: app.clone(), max_connections: 1 };
    let site = Site { public_url: "http://bench".to_owned() };
    let store = Store::open(pools, Clock::system(), Keys::new([0; 32]), site);
    let scope = store.job_scope(ComplexId::from_uuid(ONE));
    let plain = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect_with(app).await?;
    // On a thread of the runtime, where handlers run; what blocks on it is woken from outside for each answer.
    let measured = tokio::spawn(async move {
        let (mut ratios, mut note) = (Vec::new(), String::new());
        for _ in 0..pairs {
            let ours = rate(time, || tenant_transaction(scope.clone())).await?;
            let bare = rate(time, || plain_transaction(plain.clone())).await?;
            note = format!("{ours:.0}/s against {bare:.0}/s");
            ratios.push(bare / ours);
        }
        anyhow::Ok((ratios, note))
    });
    let (ratios, note) = measured.await??;
    Ok(Figure {
        what: "tenant transaction against a plain one",
        value: median(ratios),
        unit: "x",
        must: 1.15,
        aim: 1.05,
        note,
    })
}

async fn tenant_transaction(scope: JobScope) -> anyhow::Result<()> {
    let mut tx = scope.begin().await?;
    sqlx::query("select 1").execute(&mut tx).await?;
    Ok(tx.commit().await?)
}

async fn plain_transaction(pool: PgPool) -> anyhow::Result<()> {
    let mut tx = pool.begin().await?;
    sqlx::query("select 1").execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

async fn rate<F>(time: Duration, work: impl Fn() -> F) -> anyhow::Result<f64>
where
    F: Future<Output = anyhow::Result<()>>,
{
    let began = Instant::now();
    let mut done = 0_u32;
    while began.elapsed() < time {
        work().await?;
        done += 1;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// Through the proxy: a page's round trips less those of its own statements, and what a server asks that nobody visits.
async fn round_trips(world: &World) -> anyhow::Result<[Figure; 2]> {
    let socket = world.folder.path().join("proxy");
    std::fs::create_dir(&socket)?;
    let counts = proxy::start(&socket, world.cluster.socket_dir().to_owned())?;
    let real = world.cluster.superuser_url("klustera");
    let host = |path: &Path| path.to_string_lossy().replace('/', "%2F");
    let through = real.replace(&host(world.cluster.socket_dir()), &host(&socket));
    anyhow::ensure!(through != real, "the proxy is not in the address");
    let (server, _) = world.serve(&format!("{through}?sslmode=disable"))?;
    let mut connection = Connection::open(&server.shot(UNITS_PAGE)).await?;
    // Reads end beside the request, so several connections take turns: each has to have prepared the statements.
    for _ in 0..60 {
        connection.ask().await?;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    // Several looks, and the leanest counts: the worker's own questions fall into some of them.
    let (mut ready, mut bound) = (f64::INFINITY, 0.0);
    for _ in 0..5 {
        let before = counts.now();
        let rounds = 20;
        for _ in 0..rounds {
            connection.ask().await?;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let after = counts.now();
        let each = |more: u64, less: u64| (more - less) as f64 / f64::from(rounds);
        let (all, own) = (each(after.0, before.0), each(after.1, before.1));
        if all - own < ready - bound {
            (ready, bound) = (all, own);
        }
    }
    let after = counts.now();
    let alone = Duration::from_secs(5);
    tokio::time::sleep(alone).await;
    Ok([
        Figure {
            what: "round trips of a page besides its statements",
            value: ready - bound,
            unit: "",
            must: 3.0,
            aim: 2.0,
            note: format!("{ready:.1} in all, {bound:.1} of them its own statements"),
        },
        Figure {
            what: "round trips a second of a server at rest",
            value: (counts.now().0 - after.0) as f64 / alone.as_secs_f64(),
            unit: "",
            must: 10.0,
            aim: 4.0,
            note: "the worker asks once a second whether anything is due".to_owned(),
        },
    ])
}

fn import(world: &World) -> [Figure; 2] {
    let import = &world.import;
    let note = format!("COPY of the same lines: {:.0} ms", import.copy_floor.as_secs_f64() * 1000.0);
    [
        Figure {
            what: "import of 10,000 rows, whole process",
            value: import.wall.as_secs_f64(),
            unit: "s",
            must: 5.0,
            aim: 1.0,
            note,
        },
        Figure {
            what: "memory of that import",
            value: import.peak_mib,
            unit: "MiB",
            must: 200.0,
            aim: 100.0,
            note: String::new(),
        },
    ]
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
