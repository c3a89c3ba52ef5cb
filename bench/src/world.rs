//! What is measured stands in: a private cluster, one complex of 10,000 units brought in by the import, a manager who is
//! signed in, and the server as a process of its own.

use std::{
    fmt::Write as _,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    str::FromStr as _,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use embedded_postgres::{Cluster, Settings};
use sqlx::{Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{cpu, load::Shot};

pub const UNITS: usize = 10_000;
/// The complex of 10,000 units, its organisation, and whoever manages it.
pub const ONE: Uuid = Uuid::from_u128(1);
/// The cookie of the manager, and its hash in the table of sessions.
const SECRET: &str = "bench-session-secret";

pub struct World {
    pub cluster: Cluster,
    pub folder: TempDir,
    pub import: Import,
    klustera: PathBuf,
    database: String,
}

/// What bringing in the units cost.
pub struct Import {
    pub wall: Duration,
    pub peak_mib: f64,
    pub copy_floor: Duration,
}

/// A server process; killed when dropped.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn shot(&self, path: &str) -> Shot {
        Shot {
            address: self.address.clone(),
            path: path.to_owned(),
            right: format!("Cookie: klustera={SECRET}"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl World {
    /// One complex of 10,000 units.
    pub async fn build(klustera: &Path) -> anyhow::Result<Self> {
        let mut world = Self::empty(klustera).await?;
        world.found().await?;
        world.import = world.bring_in("bench", "").await?;
        world.settle().await?;
        Ok(world)
    }

    /// The two sample complexes, with a session of Griya Melati's manager.
    pub async fn of_demo(klustera: &Path) -> anyhow::Result<Self> {
        let world = Self::empty(klustera).await?;
        world.run(&["seed"])?;
        let mut owner = world.owner().await?;
        let sql = format!(
            "insert into session (session_id, account_id, token_hash, created_at, last_seen_at, expires_at, verified_at)
             select gen_random_uuid(), account_id, '\\x{}', now(), now(), now() + interval '1 day', now()
               from account where phone = '+6281270000001'",
            hex::encode(tenancy::secret_hash(SECRET))
        );
        let added = owner.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
        ensure!(added.rows_affected() == 1, "the sample complexes have no manager");
        owner.close().await?;
        Ok(world)
    }

    async fn empty(klustera: &Path) -> anyhow::Result<Self> {
        let folder = TempDir::new()?;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755))?;
        let settings = Settings {
            superuser: "klustera".into(),
            parameters: [("shared_buffers", "512MB"), ("max_connections", "100"), ("jit", "off")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ..Settings::new(folder.path().join("postgres"))
        };
        let cluster = embedded_postgres::start(settings).await?;
        let mut admin = PgConnection::connect(&cluster.superuser_url("postgres")).await?;
        admin.execute("create database klustera").await?;
        admin.close().await?;
        let database = cluster.superuser_url("klustera");
        let world = Self {
            cluster,
            import: Import { wall: Duration::ZERO, peak_mib: 0.0, copy_floor: Duration::ZERO },
            klustera: klustera.to_owned(),
            database,
            folder,
        };
        world.run(&["migrate"])?;
        Ok(world)
    }

    /// The sample's year is played by jobs of the server itself, after it has begun to answer.
    pub async fn until_played(&self) -> anyhow::Result<()> {
        let mut owner = self.owner().await?;
        let due = "select count(*) from graphile_worker._private_jobs where run_at <= now()";
        while sqlx::query_scalar::<_, i64>(due).fetch_one(&mut owner).await? > 0 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        owner.close().await?;
        self.settle().await
    }

    /// What autovacuum does within a minute.
    async fn settle(&self) -> anyhow::Result<()> {
        let mut owner = self.owner().await?;
        owner.execute("vacuum analyze").await?;
        Ok(owner.close().await?)
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub async fn owner(&self) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::connect_with(&PgConnectOptions::from_str(&self.database)?).await?)
    }

    /// Starts the server against this database, or against the proxy's socket.
    pub fn serve(&self, database: &str) -> anyhow::Result<(Server, Duration)> {
        self.serve_as(database, &[])
    }

    /// Requests alone; what they put into the queue stays there.
    pub fn serve_without_worker(&self) -> anyhow::Result<Server> {
        Ok(self.serve_as(self.database(), &["--no-worker"])?.0)
    }

    fn serve_as(&self, database: &str, how: &[&str]) -> anyhow::Result<(Server, Duration)> {
        let began = Instant::now();
        let mut child = self
            .command(database)
            .args(["serve", "--listen", "127.0.0.1:0", "--no-demo"])
            .args(how)
            .env("KLUSTERA_PAGE_LIMIT", "0")
            .env("KLUSTERA_API_LIMIT", "0")
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take().context("no output")?;
        for line in BufReader::new(out).lines() {
            if let Some(address) = line?.trim().strip_prefix("Klustera is ready: http://") {
                return Ok((Server { child, address: address.to_owned() }, began.elapsed()));
            }
        }
        bail!("the server ended before it was ready")
    }

    /// The bare page as a process of its own.
    pub async fn floor(&self, around: usize, row: usize) -> anyhow::Result<Server> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let complex = format!("{}?options=-c%20app.complex_id%3D{}", self.database, ONE);
        let child = Command::new(std::env::current_exe()?)
            .args(["floor", "--listen", &free, "--database", &complex])
            .args(["--around", &around.to_string(), "--row", &row.to_string()])
            .spawn()?;
        let server = Server { child, address: free };
        let deadline = Instant::now() + Duration::from_secs(10);
        while tokio::net::TcpStream::connect(&server.address).await.is_err() {
            ensure!(Instant::now() < deadline, "the floor does not answer");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(server)
    }

    fn command(&self, database: &str) -> Command {
        let mut command = Command::new(&self.klustera);
        command
            .arg("--data")
            .arg(self.folder.path().join("data"))
            .env("DATABASE_URL", database)
            .env("KLUSTERA_LOG", "error");
        command
    }

    fn run(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let status = self.command(&self.database).args(arguments).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "klustera {arguments:?} failed");
        Ok(())
    }

    /// An organisation, a complex, and its manager with a session. By hand: there is nobody to invite anybody.
    async fn found(&self) -> anyhow::Result<()> {
        let mut owner = self.owner().await?;
        let hash = hex::encode(tenancy::secret_hash(SECRET));
        let sql = format!(
            "begin;
             select set_config('app.complex_id', '{one}', true);
             insert into organization (organization_id, slug, name) values ('{one}', 'bench', 'Bench');
             insert into complex (complex_id, organization_id, slug, name) values ('{one}', '{one}', 'bench', 'Bench');
             insert into account (account_id, name, phone) values ('{one}', 'Ratna Kusuma', '+6281270000001');
             insert into membership (membership_id, account_id, role) values ('{one}', '{one}', 'manager');
             insert into session (session_id, account_id, token_hash, created_at, last_seen_at, expires_at, verified_at)
             values ('{one}', '{one}', '\\x{hash}', now(), now(), now() + interval '1 day', now());
             commit",
            one = ONE
        );
        owner.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
        Ok(owner.close().await?)
    }

    /// A complex of 100,000 units with the same manager, in ten files.
    pub async fn bring_in_many(&self) -> anyhow::Result<()> {
        let mut owner = self.owner().await?;
        let sql = format!(
            "begin; set local app.complex_id = '{three}';
             insert into complex (complex_id, organization_id, slug, name) values ('{three}', '{ONE}', 'besar', 'Besar');
             insert into membership (membership_id, account_id, role) values ('{three}', '{ONE}', 'manager');
             commit",
            three = Uuid::from_u128(3)
        );
        owner.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
        owner.close().await?;
        for part in b'A'..=b'J' {
            self.bring_in("besar", &char::from(part).to_string()).await?;
        }
        self.settle().await
    }

    async fn bring_in(&self, complex: &str, part: &str) -> anyhow::Result<Import> {
        let file = self.folder.path().join("units.csv");
        let text = spreadsheet(part);
        std::fs::write(&file, &text)?;
        let began = Instant::now();
        let mut child = self
            .command(&self.database)
            .args(["import", file.to_str().context("path")?, "--complex", complex, "--json"])
            .stdout(Stdio::null())
            .spawn()?;
        let mut peak_mib = 0.0_f64;
        let status = loop {
            peak_mib = peak_mib.max(cpu::peak_mib(child.id()));
            match child.try_wait()? {
                Some(status) => break status,
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        };
        let wall = began.elapsed();
        ensure!(status.success(), "the import left rows out");
        Ok(Import { wall, peak_mib, copy_floor: self.copy(&text).await? })
    }

    /// The floor of an import: the same lines into one bare table.
    async fn copy(&self, text: &str) -> anyhow::Result<Duration> {
        let mut owner = self.owner().await?;
        owner.execute("create unlogged table bare (a text, b text, c text, d text, e text, f text, g text, h text, i text)").await?;
        let began = Instant::now();
        let mut copy = owner.copy_in_raw("copy bare from stdin (format csv, delimiter ';', header)").await?;
        copy.send(text.as_bytes()).await?;
        copy.finish().await?;
        let took = began.elapsed();
        owner.execute("drop table bare").await?;
        owner.close().await?;
        Ok(took)
    }
}

/// The house number at this place: `AA-01`, a hundred in each block.
pub fn code(place: usize) -> String {
    let block = u8::try_from(place / 100).unwrap_or(u8::MAX);
    format!("{}{}-{:02}", char::from(b'A' + block / 26), char::from(b'A' + block % 26), place % 100 + 1)
}

/// 10,000 houses in 100 blocks, each with an owner and a phone; `part` is in front of the blocks.
fn spreadsheet(part: &str) -> String {
    let mut text = String::from("Unit;Tipe;LT;LB;Status;Nama Pemilik;Nama Penghuni;No WA;RT\n");
    let digit = part.bytes().next().map_or(1, |letter| letter % 10);
    for place in 0..UNITS {
        let name = format!("Warga {}", words(place));
        let _ = writeln!(
            text,
            "{part}{};45/90;90;45;Dihuni;{name};{name};0812{digit}{:07};{:02}",
            code(place),
            place,
            place / 100 % 20 + 1
        );
    }
    text
}

/// A name of letters only, its own for each number.
fn words(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "di", "ka", "la", "mi", "no", "ra", "su", "ta", "wi"];
    let mut name = String::new();
    for digit in number.to_string().bytes() {
        name.push_str(SYLLABLES[usize::from(digit - b'0')]);
    }
    name
}
